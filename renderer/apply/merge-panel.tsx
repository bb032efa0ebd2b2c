import { type ReactNode, useEffect, useRef, useState } from 'react';
import { MAX_BROUGHT } from '../../shared/host/common.ts';
import type { DeliverableView } from '../../shared/host/deliverables.ts';
import { MAX_MERGED, type MergedView, type MergeSide, type MergeView } from '../../shared/host/merge.ts';
import type { HostFailure } from '../../shared/host.ts';
import { announce } from '../components/announcer.tsx';
import { BusyLine } from '../components/busy-line.tsx';
import { Button } from '../components/button.tsx';
import { CopyButton } from '../components/copy.tsx';
import { Dialog } from '../components/dialog.tsx';
import { Choice, TextInput, Tick } from '../components/fields.tsx';
import { Icon } from '../components/icon.tsx';
import { NoticeBox, Notices } from '../components/notice.tsx';
import { useApp, useAppState, useAsked, useSpeaker } from '../store/react.tsx';
import { baseOf, FileDiff } from './file-diff.tsx';
import { GiveFiles, type GivenText } from './give-files.tsx';

type Options = MergeView['options'];
const PLAIN: Options = { rename: false, keys: false };
/** What a provider’s own file is called. */
const CONFIGURATION = 'configuration.yml';

export interface MergePanelProps {
  readonly handle: string;
  readonly app: string;
  readonly side: MergeSide;
  /** The product’s name. */
  readonly name: string;
  /** True: its files can be named as a folder, too. */
  readonly folders: boolean;
  /** What Latchkey writes for this side and can put into a file. */
  readonly deliverables: readonly DeliverableView[];
  readonly onTick: (path: string, digest: string, done: boolean) => void;
}

/**
 * Merges into files that the person has: chooses them, shows what would change, writes after a question, and takes it
 * back. The page sees no value of a secret.
 */
export default function MergePanel(props: MergePanelProps): ReactNode {
  const { t, n } = useSpeaker();
  const { client, actions } = useApp();
  const { handle, app, side, name } = props;
  const typed = useAppState((state) => state.session?.paths === 'typed');
  const asked = useAsked('merge.merged', { handle, app });
  const [written, setWritten] = useState<MergedView>();
  const merged = (written ?? asked.value?.merged ?? []).filter((one) => one.side === side);

  const [view, setView] = useState<MergeView>();
  const [failure, setFailure] = useState<HostFailure>();
  const [busy, setBusy] = useState<'reading' | 'writing'>();
  const [asking, setAsking] = useState(false);
  const [done, setDone] = useState<string>();
  const [chosen, setChosen] = useState(false);
  const place = { handle, app, side };

  // What a person has just asked for is where the focus goes, and what is read aloud.
  const result = useRef<HTMLDivElement>(null);
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    if (turn > 0) result.current?.focus();
  }, [turn]);

  const took = (
    answer:
      | { readonly ok: true; readonly value: MergeView }
      | { readonly ok: false; readonly error: HostFailure },
  ) => {
    setBusy(undefined);
    if (!answer.ok && answer.error.code === 'cancelled') return;
    setView(answer.ok ? answer.value : undefined);
    setFailure(answer.ok ? undefined : answer.error);
    if (answer.ok || !answer.error.code.startsWith('path-')) setChosen(true);
    setTurn((now) => now + 1);
  };
  const choose = async (what: 'files' | 'folder' | 'dropped', paths?: readonly string[]) => {
    setDone(undefined);
    setBusy('reading');
    took(await client.call('merge.choose', { ...place, what, ...(paths ? { paths: [...paths] } : {}) }));
  };
  /** What the page has as text: dropped where it learns no path, or pasted. */
  const give = async (texts: readonly GivenText[]) => {
    setDone(undefined);
    if (texts.length > MAX_MERGED || texts.reduce((sum, { text }) => sum + text.length, 0) > MAX_BROUGHT)
      return setFailure({ code: 'file-refused', message: t('bring.too-much') });
    setBusy('reading');
    took(await client.call('merge.choose', { ...place, what: 'texts', texts: [...texts] }));
  };
  const again = async (options: Options) => {
    setDone(undefined);
    setBusy('reading');
    took(await client.call('merge.again', { ...place, ...options }));
  };
  const sources = props.deliverables.filter(({ path }) => view?.sources.includes(path));
  const write = async () => {
    setBusy('writing');
    const answer = await client.call('merge.write', { ...place, merge: view!.merge });
    setBusy(undefined);
    setAsking(false);
    setTurn((now) => now + 1);
    if (!answer.ok) {
      setView(undefined);
      const isChanged = answer.error.code === 'changed-meanwhile';
      return setFailure(isChanged ? { ...answer.error, message: t('merge.changed') } : answer.error);
    }
    setWritten(answer.value.merged);
    const text = t('merge.written', {
      name: changing.map(({ path }) => baseOf(path)).join(', '),
      product: name,
    });
    setDone(text);
    announce(text);
  };
  const take = async (index: number) => {
    setBusy('writing');
    const answer = await client.call('merge.take', { ...place, merge: view!.merge, index });
    setBusy(undefined);
    if (!answer.ok) {
      if (answer.error.code === 'cancelled') return;
      setView(undefined);
      setTurn((now) => now + 1);
      return setFailure(answer.error);
    }
    if (answer.value.by === 'download') actions.download(answer.value.url, answer.value.name);
    const where = answer.value.by === 'download' ? answer.value.name : answer.value.path;
    actions.say('pass', t('merge.taken', { name: where, product: name }));
  };
  const undo = async ({ path, sources: put }: MergedView[number]) => {
    setBusy('writing');
    const answer = await client.call('merge.undo', { ...place, file: path });
    setBusy(undefined);
    setTurn((now) => now + 1);
    setView(undefined);
    if (!answer.ok) {
      setWritten(undefined);
      asked.again();
      return setFailure(answer.error);
    }
    setFailure(undefined);
    setWritten(answer.value.merged);
    // What is no longer in the file is not applied either.
    for (const one of props.deliverables)
      if (one.form === 'file' && one.applied !== 'no' && put.includes(one.path))
        props.onTick(one.path, one.digest, false);
    const text = t('merge.undone', { name: baseOf(path) });
    setDone(text);
    announce(text);
  };
  const others = () => {
    setView(undefined);
    setFailure(undefined);
    setDone(undefined);
    setChosen(false);
  };

  const changing = view?.files.filter(({ hunks }) => hunks.length > 0) ?? [];
  const isDone = done !== undefined && view !== undefined;
  const failed = failure && !failure.code.startsWith('path-') ? failure : undefined;
  const title = !view
    ? undefined
    : changing.length > 0
      ? n('merge.title', changing.length)
      : t(view.by_hand.length > 0 ? 'merge.title.by-hand' : 'merge.title.none');

  return (
    <div className="merge">
      <div ref={result} tabIndex={-1} className="merge-result">
        {done && <NoticeBox tone="pass">{done}</NoticeBox>}
        {failed && failed.code !== 'which-service' && (
          <NoticeBox
            tone="error"
            action={
              <>
                {chosen && (
                  <Button small onPress={() => void again(PLAIN)}>
                    {t('merge.again')}
                  </Button>
                )}
                <Button small onPress={others}>
                  {t('merge.others')}
                </Button>
              </>
            }
          >
            {failed.code === 'file-unsafe' ? t('merge.unsafe') : failed.message}
          </NoticeBox>
        )}
        {view && !isDone && (
          <div className="merge-head">
            <h3>{title}</h3>
            {busy === undefined && (
              <Button small onPress={others}>
                {t('merge.others')}
              </Button>
            )}
          </div>
        )}
      </div>
      {failed?.code === 'which-service' && (
        <Service
          name={name}
          names={(failed.detail ?? '').split('\n')}
          busy={busy !== undefined}
          onOthers={others}
          onChoose={(service) => void again({ ...PLAIN, service })}
        />
      )}
      {view && !isDone && (
        <>
          {view.awaited && <NoticeBox tone="warning">{t('merge.awaited', { what: view.awaited })}</NoticeBox>}
          <Notices list={view.notices.filter(({ severity }) => severity !== 'info')} />
          {view.files.map((file, index) => (
            <FileDiff key={file.path} path={file.path} diff={file}>
              {file.hunks.length === 0 ? (
                <NoChange alone={view.files.length === 1 && view.by_hand.length === 0} />
              ) : (
                view.place === 'page' && (
                  <div className="row merge-take">
                    <CopyButton
                      what={file.path}
                      from={{ target: { kind: 'merged', app, side, merge: view.merge, file: index } }}
                    >
                      {t('merge.copy')}
                    </CopyButton>
                    <Button small look="primary" busy={busy !== undefined} onPress={() => void take(index)}>
                      {t('merge.save', { name: baseOf(file.path) })}
                    </Button>
                  </div>
                )
              )}
            </FileDiff>
          ))}
          <ByHand list={view.by_hand} target={{ app, side, merge: view.merge }} />
          {view.notes.length > 0 && (
            <section className="merge-notes">
              <h3>{t('merge.notes')}</h3>
              <ul>
                {view.notes.map((note) => (
                  <li key={note}>{note}</li>
                ))}
              </ul>
            </section>
          )}
          {(['rename', 'keys'] as const).map(
            (option) =>
              (view.offers.includes(option) || view.options[option]) && (
                <Tick
                  key={option}
                  label={t(`merge.option.${option}`)}
                  help={t(`merge.option.${option}.hint`)}
                  selected={view.options[option]}
                  onChange={(on) => void again({ ...view.options, [option]: on })}
                />
              ),
          )}
          {changing.length > 0 && view.place === 'page' && (
            <p className="quiet small">{t('merge.page', { product: name })}</p>
          )}
          {changing.length > 0 && view.place === 'disk' && (
            <div className="merge-foot">
              <span className="promise">
                <Icon name="lock" size={13} /> {t('merge.masked')}
              </span>
              <Button look="primary" busy={busy !== undefined} onPress={() => setAsking(true)}>
                {changing.length === 1
                  ? t('merge.write', { name: baseOf(changing[0]!.path) })
                  : t('merge.write.many', { count: changing.length })}
              </Button>
            </div>
          )}
        </>
      )}
      {!view && !failed && (
        <>
          <p className="merge-about">{t('merge.about')}</p>
          {typed ? (
            <Paths
              hint={
                props.folders
                  ? t('merge.path.hint.provider', { name })
                  : t('merge.path.hint.app', {
                      files: props.deliverables.map(({ path }) => baseOf(path)).join(', '),
                    })
              }
              issue={failure?.message}
              busy={busy !== undefined}
              onSubmit={(paths) => void choose('files', paths)}
            />
          ) : null}
          <GiveFiles
            typed={typed}
            names={
              props.folders
                ? [CONFIGURATION]
                : [...new Set(props.deliverables.map(({ path }) => baseOf(path)))]
            }
            onDropped={() => void choose('dropped')}
            onTexts={(texts) => void give(texts)}
          >
            {!typed && (
              <>
                <Button look="primary" busy={busy !== undefined} onPress={() => void choose('files')}>
                  {t('merge.choose.files')}
                </Button>
                {props.folders && (
                  <Button busy={busy !== undefined} onPress={() => void choose('folder')}>
                    {t('merge.choose.folder')}
                  </Button>
                )}
              </>
            )}
          </GiveFiles>
          <p className="promise">
            <Icon name="lock" size={13} /> {t('merge.promise')}
          </p>
        </>
      )}
      {isDone &&
        sources.map(
          (one) =>
            one.form === 'file' && (
              <Tick
                key={one.path}
                label={t('merge.tick', { name })}
                selected={one.applied === 'yes'}
                onChange={(on) => props.onTick(one.path, one.digest, on)}
              />
            ),
        )}
      {busy && <BusyLine text={t(`merge.${busy}`)} />}
      <Past
        list={merged}
        busy={busy !== undefined}
        onAgain={view || failed ? undefined : () => void again(PLAIN)}
        onUndo={(one) => void undo(one)}
      />
      {asking && view && (
        <Dialog
          title={
            changing.length === 1
              ? t('merge.confirm', { name: baseOf(changing[0]!.path) })
              : t('merge.confirm.many', { count: changing.length })
          }
          onClose={() => setAsking(false)}
        >
          <p>{t('merge.confirm.backup')}</p>
          <ul className="file-list">
            {changing.map(({ path, backup }) => (
              <li key={path}>{backup}</li>
            ))}
          </ul>
          {changing
            .filter(({ exposed }) => exposed)
            .map(({ path }) => (
              <NoticeBox key={path} tone="warning">
                {t('merge.exposed', { name: baseOf(path) })}
              </NoticeBox>
            ))}
          <p>{t('merge.confirm.undo')}</p>
          <div className="dialog-buttons">
            <Button onPress={() => setAsking(false)}>{t('action.cancel')}</Button>
            <Button look="primary" busy={busy === 'writing'} onPress={() => void write()}>
              {t('merge.confirm.go')}
            </Button>
          </div>
        </Dialog>
      )}
    </div>
  );
}

function Paths(props: {
  readonly hint: string;
  readonly issue: string | undefined;
  readonly busy: boolean;
  readonly onSubmit: (paths: readonly string[]) => void;
}): ReactNode {
  const { t } = useSpeaker();
  const [text, setText] = useState('');
  const [empty, setEmpty] = useState(false);
  const issue = empty ? t('field.required') : props.issue;
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        const paths = text.split('\n').filter((line) => line.trim() !== '');
        setEmpty(paths.length === 0);
        if (paths.length > 0) props.onSubmit(paths.map((line) => line.trim()));
      }}
    >
      <TextInput
        label={t('merge.path')}
        help={props.hint}
        value={text}
        onChange={setText}
        rows={2}
        code
        issue={issue === undefined ? undefined : { severity: 'error', message: issue }}
      />
      <div className="row">
        <Button submit look="primary" busy={props.busy}>
          {t('merge.show')}
        </Button>
      </div>
    </form>
  );
}

function NoChange({ alone }: { readonly alone: boolean }): ReactNode {
  const { t } = useSpeaker();
  return (
    <p className="merge-none">
      <Icon name={alone ? 'pass' : 'info'} size={16} /> {t(alone ? 'merge.none' : 'merge.none.file')}
    </p>
  );
}

function ByHand(props: {
  readonly list: MergeView['by_hand'];
  readonly target: { readonly app: string; readonly side: MergeSide; readonly merge: string };
}): ReactNode {
  const { t, n } = useSpeaker();
  if (props.list.length === 0) return null;
  return (
    <section className="merge-hand">
      <h3>
        <Icon name="warn" size={16} /> {n('merge.by-hand', props.list.length)}
      </h3>
      <p className="quiet small">{t('merge.by-hand.why')}</p>
      <ol>
        {props.list.map(({ file, line, where, reason, lines, copy }, index) => (
          <li key={`${file}${line}${where}`}>
            <p>
              <b>{t('merge.by-hand.place', { file: baseOf(file), line })}</b>{' '}
              <code className="quiet">{where}</code>
            </p>
            <p>{reason}</p>
            {lines.length > 0 && (
              <>
                <div className="row">
                  <span className="quiet small grow">{t('merge.by-hand.lines')}</span>
                  {copy !== 'none' && (
                    <CopyButton
                      what={t('merge.by-hand.what', { where })}
                      from={
                        copy === 'host'
                          ? { target: { kind: 'by-hand', ...props.target, index } }
                          : { text: `${lines.join('\n')}\n` }
                      }
                    >
                      {t('merge.by-hand.copy')}
                    </CopyButton>
                  )}
                </div>
                <pre className="merge-lines">{lines.join('\n')}</pre>
              </>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}

function Service(props: {
  readonly name: string;
  readonly names: readonly string[];
  readonly busy: boolean;
  readonly onOthers: () => void;
  readonly onChoose: (service: string) => void;
}): ReactNode {
  const { t } = useSpeaker();
  const [service, setService] = useState('');
  return (
    <div className="stack">
      <Choice
        label={t('merge.service', { name: props.name })}
        help={t('merge.service.hint')}
        look="chips"
        value={service}
        onChange={setService}
        options={props.names.map((value) => ({ value, title: value }))}
      />
      <div className="row">
        <Button
          look="primary"
          busy={props.busy}
          disabled={service === ''}
          onPress={() => props.onChoose(service)}
        >
          {t('merge.show')}
        </Button>
        <Button onPress={props.onOthers}>{t('merge.others')}</Button>
      </div>
    </div>
  );
}

function Past(props: {
  readonly list: MergedView;
  readonly busy: boolean;
  /** Absent: the files are being looked at. */
  readonly onAgain: (() => void) | undefined;
  readonly onUndo: (one: MergedView[number]) => void;
}): ReactNode {
  const { t, ago } = useSpeaker();
  if (props.list.length === 0) return null;
  return (
    <section className="merge-past">
      <div className="merge-head">
        <h3>{t('merge.past')}</h3>
        {props.onAgain && (
          <Button small busy={props.busy} onPress={props.onAgain}>
            {t('merge.again')}
          </Button>
        )}
      </div>
      <ul>
        {props.list.map((one) => {
          const { path, backup, at, state } = one;
          return (
            <li key={path}>
              <div className="grow">
                <p>
                  <code>{path}</code> <span className="quiet">{ago(Date.parse(at), Date.now())}</span>
                </p>
                <p className="quiet small">
                  {state === 'undoable'
                    ? t('merge.past.before', { backup: baseOf(backup) })
                    : t(`merge.state.${state}`)}
                </p>
              </div>
              {state === 'undoable' && (
                <Button
                  small
                  busy={props.busy}
                  label={t('merge.undo.of', { name: baseOf(path) })}
                  onPress={() => props.onUndo(one)}
                >
                  {t('merge.undo')}
                </Button>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
