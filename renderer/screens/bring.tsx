import './bring.css';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components/Tabs';
import type { Brought } from '../../shared/host/bring.ts';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { Icon } from '../components/icon.tsx';
import { NoticeBox } from '../components/notice.tsx';
import { Shell } from '../components/shell.tsx';
import { useSpeaker } from '../store/react.tsx';
import { Clients, Conflicts, Leftovers, Missing } from './bring/clients.tsx';
import { DropZone } from './bring/drop-zone.tsx';
import { Files, isTroubled } from './bring/files.tsx';
import { Assumed, Counts, Findings } from './bring/findings.tsx';
import { Kinds } from './bring/kinds.tsx';
import { type UseBrought, useBrought } from './bring/use-brought.ts';
import { Mended } from './bring-mends.tsx';

/** Brings files that the person has: says what is wrong in them, mends it, and takes over the clients in them. */
export default function Bring(): ReactNode {
  const files = useBrought();
  const { brought, turn, unkept } = files;
  /** Which files were read is shown first if one of them can't be, and whenever a person wants to see it. */
  const [listing, setListing] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when other files have come
  useEffect(() => setListing(brought?.files.some(isTroubled) === true), [turn]);
  const place =
    unkept !== undefined ? 'unkept' : brought === undefined ? 'empty' : listing ? 'files' : 'found';
  useHeadingFocus(place);
  if (unkept !== undefined) return <Unkept files={files} text={unkept} />;
  if (brought === undefined) return <Empty files={files} />;
  if (listing) return <Read files={files} brought={brought} onGo={() => setListing(false)} />;
  return <Found key={turn} files={files} brought={brought} onFiles={() => setListing(true)} />;
}

/** After each step the focus goes to the heading. */
function useHeadingFocus(place: string): void {
  const before = useRef(place);
  useEffect(() => {
    if (before.current === place) return;
    before.current = place;
    const heading = document.querySelector<HTMLElement>('main h1');
    heading?.setAttribute('tabindex', '-1');
    heading?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, [place]);
}

function Failure({ files }: { readonly files: UseBrought }): ReactNode {
  return files.failure ? (
    <div role="alert">
      <NoticeBox tone="error" onDismiss={files.dismiss}>
        {files.failure}
      </NoticeBox>
    </div>
  ) : null;
}

function Empty({ files }: { readonly files: UseBrought }): ReactNode {
  const { t } = useSpeaker();
  return (
    <Shell>
      <div className="page-head">
        <div>
          <h1>{t('bring.start')}</h1>
          <p className="lead">{t('bring.lead')}</p>
        </div>
      </div>
      <Failure files={files} />
      <DropZone files={files} />
      <p>
        {t('bring.example')}{' '}
        <button type="button" className="bring-link" onClick={() => void files.example()}>
          {t('bring.example.go')}
        </button>
      </p>
      <Kinds />
      <div className="page-end" />
    </Shell>
  );
}

/** What was read, file by file: those that can't be read first of all. */
function Read(props: {
  readonly files: UseBrought;
  readonly brought: Brought;
  readonly onGo: () => void;
}): ReactNode {
  const { t, n } = useSpeaker();
  const { files, brought } = props;
  const broken = brought.files.filter(({ state }) => state === 'broken').length;
  const read = brought.files.filter(({ state }) => state === 'read' || state === 'partly').length;
  return (
    <Shell>
      <div className="page-head">
        <div>
          <h1>
            {broken > 0
              ? n('bring.broken.title', broken, { of: n('bring.files', brought.files.length) })
              : n('bring.files.title', read)}
          </h1>
          <p className="lead">{t('bring.files.lead')}</p>
        </div>
        <Button onPress={files.reset}>{t('bring.others')}</Button>
      </div>
      <Failure files={files} />
      <Files
        list={brought.files}
        busy={files.waiting?.for === 'without'}
        onLeave={(index) => {
          if (brought.files.length === 1) files.reset();
          else void files.without(index);
        }}
      />
      {!brought.example && <DropZone files={files} more />}
      <div className="page-bar">
        <div className="remark" />
        {read > 0 && (
          <Button look="primary" iconAfter="next" onPress={props.onGo}>
            {n('bring.go-on', read)}
          </Button>
        )}
      </div>
    </Shell>
  );
}

/** What was found: findings and clients. One thing is the next to do, and has the one primary button. */
function Found(props: {
  readonly files: UseBrought;
  readonly brought: Brought;
  readonly onFiles: () => void;
}): ReactNode {
  const { t, n } = useSpeaker();
  const { files, brought } = props;
  const { findings, apps } = brought;
  const [tab, setTab] = useState(findings.length === 0 && apps.length > 0 ? 'apps' : 'findings');
  const [ticked, setTicked] = useState<ReadonlyMap<string, boolean>>(new Map());
  // An app that is not known, or could be one of several, is the person's choice.
  const taken = apps.flatMap(({ id, by }) =>
    (ticked.get(id) ?? (by !== 'perhaps' && by !== 'unknown')) ? [id] : [],
  );
  const [saved, setSaved] = useState<ReadonlySet<string>>(new Set());
  const [asking, setAsking] = useState(false);
  const count = n('bring.files', brought.files.length);
  const safe = findings.filter(({ mend }) => mend === 'safe').length;
  const waiting = files.waiting?.for;

  const changed = brought.files.flatMap((file, index) => (file.mended > 0 ? [{ file, index }] : []));
  const here = changed.filter(({ file }) => file.place === 'disk');
  const keyOf = ({ file, index }: (typeof changed)[number]) => `${index} ${file.name} ${file.mended}`;
  const first = safe > 0 || here.length > 0 ? undefined : changed.find((one) => !saved.has(keyOf(one)));
  const save = async (index: number) => {
    const one = changed.find((other) => other.index === index);
    if ((await files.save(index)) && one) setSaved((now) => new Set([...now, keyOf(one)]));
  };
  const nothing = findings.length === 0 && apps.length === 0 && changed.length === 0;
  const title =
    tab === 'apps'
      ? apps.length === 0
        ? t('bring.clients.none')
        : n('bring.clients.title', apps.length)
      : nothing
        ? t('bring.nothing.title', { files: count })
        : findings.length === 0
          ? t('bring.findings.none', { files: count })
          : n('bring.findings.title', findings.length, { files: count });
  const lead =
    tab === 'apps'
      ? t('bring.clients.lead')
      : nothing
        ? t('bring.nothing.lead')
        : findings.length === 0
          ? t('bring.findings.none.lead')
          : safe > 0
            ? n('bring.findings.lead.safe', safe)
            : t('bring.findings.lead');

  const next =
    tab === 'apps' ? null : safe > 0 ? (
      <Button
        look="primary"
        icon="check"
        busy={waiting === 'safe'}
        onPress={() => void files.mend({ how: 'safe' })}
      >
        {n('bring.apply.safe', safe)}
      </Button>
    ) : here.length > 0 ? (
      <Button look="primary" busy={waiting === 'write'} onPress={() => setAsking(true)}>
        {here.length === 1
          ? t('bring.write.one', { name: here[0]!.file.name })
          : t('bring.write.many', { count: here.length })}
      </Button>
    ) : first !== undefined ? (
      <Button look="primary" busy={waiting === 'save'} onPress={() => void save(first.index)}>
        {t('bring.save', { name: first.file.name })}
      </Button>
    ) : apps.length > 0 ? (
      <Button look="primary" iconAfter="next" onPress={() => setTab('apps')}>
        {n('bring.see-clients', apps.length)}
      </Button>
    ) : null;

  return (
    <Shell>
      <div className="page-head">
        <div>
          <h1>{title}</h1>
          <p className="lead">{lead}</p>
        </div>
        <div className="bring-next">
          <Button look={nothing ? 'primary' : 'plain'} onPress={files.reset}>
            {t('bring.others')}
          </Button>
          {next}
        </div>
      </div>
      <Failure files={files} />
      {brought.example && <NoticeBox tone="info">{t('bring.example.only')}</NoticeBox>}
      <Tabs className="bring-all" selectedKey={tab} onSelectionChange={(key) => setTab(String(key))}>
        <div className="bring-strip">
          <TabList className="bring-tabs" aria-label={t('bring.tabs')}>
            <Tab id="findings" className="bring-tab">
              {t('bring.tab.findings')} <span>{findings.length}</span>
            </Tab>
            <Tab id="apps" className="bring-tab">
              {t('bring.tab.apps')} <span>{apps.length}</span>
            </Tab>
          </TabList>
          {tab === 'findings' && <Counts list={findings} />}
          <button type="button" className="bring-what" onClick={props.onFiles}>
            <Icon name="file" size={15} />
            <span className="cut-off" title={brought.files.map(({ name }) => name).join(', ')}>
              {brought.files.map(({ name }) => name).join(', ')}
            </span>
            <span className="unheard">{t('bring.files.see')}</span>
          </button>
        </div>
        <TabPanel id="findings" className="bring-panel">
          <Mended brought={brought} files={files} first={first?.index} onSave={(index) => void save(index)} />
          {findings.length > 0 && (
            <Findings
              list={findings}
              mending={files.waiting?.for === 'one' ? files.waiting.finding : undefined}
              busy={waiting !== undefined}
              onMend={(finding) => void files.mend({ how: 'one', finding })}
            />
          )}
          <Assumed list={findings} />
        </TabPanel>
        <TabPanel id="apps" className="bring-panel">
          <Missing
            list={brought.missing}
            asks={brought.needs_url}
            busy={waiting === 'url'}
            onUrl={(url) => void files.locate(url)}
          />
          <Conflicts list={brought.conflicts} />
          <Clients
            list={apps}
            chosen={new Set(taken)}
            onChoose={(ids, on) =>
              setTicked((now) => new Map([...now, ...ids.map((id) => [id, on] as const)]))
            }
            taking={!brought.example}
          />
          <Leftovers list={brought.leftovers} />
        </TabPanel>
      </Tabs>
      {tab === 'apps' && apps.length > 0 ? (
        <div className="page-bar">
          <div className="remark">{t('bring.nothing-changes')}</div>
          {brought.example ? (
            <Button look="primary" onPress={files.reset}>
              {t('bring.example.own')}
            </Button>
          ) : (
            <Button
              look="primary"
              iconAfter="next"
              busy={waiting === 'take'}
              disabled={taken.length === 0}
              onPress={() => void files.take(taken)}
            >
              {n('bring.take', taken.length)}
            </Button>
          )}
        </div>
      ) : (
        <div className="page-end" />
      )}
      {asking && (
        <Dialog title={t('bring.write.title')} onClose={() => setAsking(false)}>
          <p>{t('bring.write.hint')}</p>
          <ul className="file-list">
            {here.map(({ file }) => (
              <li key={file.name}>{file.name}</li>
            ))}
          </ul>
          <div className="dialog-buttons">
            <Button onPress={() => setAsking(false)}>{t('action.cancel')}</Button>
            <Button
              look="primary"
              onPress={() => {
                setAsking(false);
                void files.write();
              }}
            >
              {t('bring.write.yes')}
            </Button>
          </div>
        </Dialog>
      )}
    </Shell>
  );
}

/** The apps are taken over, and their secrets are not kept yet. */
function Unkept({ files, text }: { readonly files: UseBrought; readonly text: string }): ReactNode {
  const { t } = useSpeaker();
  return (
    <Shell>
      <div className="page-head">
        <h1>{t('bring.unkept')}</h1>
      </div>
      <NoticeBox
        tone="error"
        action={
          <Button small look="primary" busy={files.waiting?.for === 'keep'} onPress={() => void files.keep()}>
            {t('bring.unkept.keep')}
          </Button>
        }
      >
        {text}
      </NoticeBox>
      <p className="quiet">{t('bring.unkept.hint')}</p>
    </Shell>
  );
}
