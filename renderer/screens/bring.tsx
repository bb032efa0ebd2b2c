import '../components/drop-zone.css';
import '../apply/apply.css';
import './flow.css';
import './bring.css';
import { type DragEvent, type ReactNode, useRef, useState } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components/Tabs';
import { type Brought, MAX_BROUGHT_FILES } from '../../shared/host/bring.ts';
import { MAX_BROUGHT } from '../../shared/host/common.ts';
import { announce } from '../components/announcer.tsx';
import { BusyLine } from '../components/busy-line.tsx';
import { Button } from '../components/button.tsx';
import { TextInput, Tick } from '../components/fields.tsx';
import { Icon } from '../components/icon.tsx';
import { NoticeBox } from '../components/notice.tsx';
import { ProductMark } from '../components/product-mark.tsx';
import { Shell } from '../components/shell.tsx';
import { appKindOf } from '../store/app-kinds.ts';
import { useApp, useAppState, useSpeaker } from '../store/react.tsx';
import { hostOf } from '../wizard/host-of.ts';
import { BringMends } from './bring-mends.tsx';

/** Brings files that the person has: says what is wrong in them, and takes over the apps that they are about. */
export default function Bring(): ReactNode {
  const { t, n } = useSpeaker();
  const { client, actions } = useApp();
  const view = useAppState((state) => state.view!);
  const [brought, setBrought] = useState<Brought>();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string>();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [tab, setTab] = useState('findings');
  /** Why the secrets of apps that were taken over are not kept. */
  const [unkept, setUnkept] = useState<string>();

  const show = (answer: Brought) => {
    setBrought(answer);
    // An app that could be one of several is the person's choice.
    setChosen(new Set(answer.apps.filter(({ perhaps }) => perhaps.length === 0).map(({ id }) => id)));
    setTab(answer.findings.length === 0 && answer.apps.length > 0 ? 'apps' : 'findings');
    announce(`${n('bring.findings', answer.findings.length)} ${n('bring.apps', answer.apps.length)}`);
  };
  const read = async (files: readonly { readonly name: string; readonly text: string }[]) => {
    if (files.length === 0) return;
    const size = files.reduce((sum, { text }) => sum + text.length, 0);
    if (size > MAX_BROUGHT || files.length > MAX_BROUGHT_FILES) return setFailure(t('bring.too-much'));
    setFailure(undefined);
    setBusy(true);
    const answer = await client.call('bring.read', { handle: view.handle, files: [...files] });
    setBusy(false);
    if (answer.ok) show(answer.value);
    else setFailure(answer.error.message);
  };
  const locate = async (url: string) => {
    setBusy(true);
    const answer = await client.call('bring.again', { handle: view.handle, brought: brought!.brought, url });
    setBusy(false);
    if (answer.ok) show(answer.value);
    else setFailure(answer.error.message);
  };
  const take = async () => {
    setBusy(true);
    const answer = await client.call('bring.take', {
      handle: view.handle,
      revision: view.revision,
      brought: brought!.brought,
      apps: [...chosen],
    });
    setBusy(false);
    if (!answer.ok && answer.error.code === 'secrets-not-kept') {
      await actions.reload();
      return setUnkept(answer.error.message);
    }
    if (!answer.ok) {
      if (answer.error.code === 'conflict') await actions.reload();
      return setFailure([answer.error.message, answer.error.detail].filter(Boolean).join('\n'));
    }
    actions.accept(answer.value);
    actions.say('pass', n('bring.taken', chosen.size));
    actions.go({ at: 'overview', handle: view.handle });
  };

  const keep = async () => {
    setBusy(true);
    const answer = await client.call('bring.keep', { handle: view.handle, brought: brought!.brought });
    setBusy(false);
    if (!answer.ok) return setUnkept(answer.error.message);
    actions.accept(answer.value);
    actions.say('pass', t('bring.unkept.kept'));
    actions.go({ at: 'overview', handle: view.handle });
  };

  if (unkept !== undefined)
    return (
      <Shell>
        <div className="page-head">
          <h1>{t('bring.unkept')}</h1>
        </div>
        <NoticeBox
          tone="error"
          action={
            <Button small look="primary" busy={busy} onPress={() => void keep()}>
              {t('bring.unkept.keep')}
            </Button>
          }
        >
          {unkept}
        </NoticeBox>
        <p className="quiet">{t('bring.unkept.hint')}</p>
      </Shell>
    );
  return (
    <Shell>
      <div className="page-head">
        <div>
          <h1>{brought ? n('bring.title', brought.files.length) : t('bring.start')}</h1>
          <p className="lead">{t('bring.lead')}</p>
        </div>
        {brought && !busy && <Button onPress={() => setBrought(undefined)}>{t('bring.others')}</Button>}
      </div>
      {failure && (
        <NoticeBox tone="error" onDismiss={() => setFailure(undefined)}>
          {failure}
        </NoticeBox>
      )}
      {busy && <BusyLine text={t('bring.reading')} />}
      {!brought && !busy && (
        <DropZone onFiles={(files) => void read(files)} onTooBig={() => setFailure(t('bring.too-much'))} />
      )}
      {brought && (
        <>
          <Tabs selectedKey={tab} onSelectionChange={(key) => setTab(String(key))}>
            <TabList className="tab-list" aria-label={t('bring.start')}>
              <Tab id="findings" className="tab">
                {t('bring.tab.findings', { count: String(brought.findings.length) })}
              </Tab>
              <Tab id="apps" className="tab">
                {t('bring.tab.apps', { count: String(brought.apps.length) })}
              </Tab>
            </TabList>
            <TabPanel id="findings" className="bring-panel">
              <BringMends
                key={brought.brought}
                handle={view.handle}
                brought={brought.brought}
                count={brought.findings.filter(({ mends }) => mends).length}
              />
              <Findings list={brought.findings} />
              <Assumed list={brought.findings} />
              <Leftovers list={brought.leftovers} />
            </TabPanel>
            <TabPanel id="apps" className="bring-panel">
              <Missing
                key={brought.brought + brought.missing.join()}
                list={brought.missing}
                asks={brought.needs_url}
                busy={busy}
                onUrl={(url) => void locate(url)}
              />
              <Apps
                list={brought.apps}
                chosen={chosen}
                onChoose={(id, on) =>
                  setChosen((now) => new Set(on ? [...now, id] : [...now].filter((one) => one !== id)))
                }
              />
            </TabPanel>
          </Tabs>
          {brought.apps.length > 0 && (
            <div className="page-bar">
              <div className="remark">{t('bring.nothing-changes')}</div>
              <Button
                look="primary"
                iconAfter="next"
                busy={busy}
                disabled={chosen.size === 0}
                onPress={() => void take()}
              >
                {n('bring.take', chosen.size)}
              </Button>
            </div>
          )}
        </>
      )}
    </Shell>
  );
}

/** Takes files by drop, by the file dialog, or as pasted text. */
function DropZone(props: {
  readonly onFiles: (files: readonly { readonly name: string; readonly text: string }[]) => void;
  readonly onTooBig: () => void;
}): ReactNode {
  const { t } = useSpeaker();
  const input = useRef<HTMLInputElement>(null);
  const [pasting, setPasting] = useState(false);
  const [text, setText] = useState('');
  const [over, setOver] = useState(false);
  const load = async (files: readonly File[]) => {
    // A file that is far too big is not even read.
    if (files.some(({ size }) => size > MAX_BROUGHT * 4)) return props.onTooBig();
    props.onFiles(
      await Promise.all(files.map(async (file) => ({ name: file.name, text: await file.text() }))),
    );
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void load([...event.dataTransfer.files]);
  };
  return (
    <>
      <section
        aria-label={t('bring.drop')}
        className={over ? 'drop-zone over' : 'drop-zone'}
        data-takes-files
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <Icon name="bring" size={26} />
        <h2>{t('bring.drop')}</h2>
        <p className="quiet">{t('bring.drop.hint')}</p>
        <div className="row">
          <Button look="primary" onPress={() => input.current?.click()}>
            {t('bring.choose')}
          </Button>
          <Button onPress={() => setPasting(true)}>{t('bring.paste')}</Button>
        </div>
        <input
          ref={input}
          type="file"
          multiple
          hidden
          aria-label={t('bring.choose')}
          onChange={(event) => {
            void load([...(event.target.files ?? [])]);
            event.target.value = '';
          }}
        />
        <p className="promise">
          <Icon name="lock" size={13} /> {t('bring.promise')}
        </p>
      </section>
      {pasting && (
        <form
          className="stack bring-paste"
          onSubmit={(event) => {
            event.preventDefault();
            if (text.trim() !== '') props.onFiles([{ name: t('bring.pasted'), text }]);
          }}
        >
          <TextInput
            label={t('bring.paste.label')}
            help={t('bring.paste.hint')}
            value={text}
            onChange={setText}
            rows={10}
            code
            autoFocus
          />
          <div className="row">
            <Button submit look="primary" disabled={text.trim() === ''}>
              {t('bring.read')}
            </Button>
          </div>
        </form>
      )}
      <ul className="bring-kinds">
        {(['authelia', 'env', 'yaml', 'authentik', 'keycloak'] as const).map((one) => (
          <li key={one}>
            <b>{t(`bring.kind.${one}`)}</b>
            <span className="quiet small">{t(`bring.kind.${one}.what`)}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

const ORDER = ['error', 'warning', 'info'] as const;
const ICONS = { error: 'fail', warning: 'warn', info: 'info' } as const;

function Findings({ list }: { readonly list: Brought['findings'] }): ReactNode {
  const { t } = useSpeaker();
  if (list.length === 0) return <p className="bring-none">{t('bring.no-findings')}</p>;
  return (
    <div className="card bring-list">
      {ORDER.map((severity) => {
        const own = list.filter((one) => one.severity === severity);
        if (own.length === 0) return null;
        return (
          <section key={severity} aria-labelledby={`found-${severity}`}>
            <h2 id={`found-${severity}`}>
              {t(`bring.severity.${severity}`)} <span className="quiet">{own.length}</span>
            </h2>
            <ul>
              {own.map((finding) => (
                <li
                  key={`${finding.rule}${finding.file}${finding.line}${finding.message}`}
                  className={severity}
                >
                  <Icon name={ICONS[severity]} size={18} />
                  <div>
                    <p>
                      <b>{finding.message}</b>{' '}
                      <code className="quiet">
                        {finding.file}:{finding.line}
                      </code>
                    </p>
                    <p className="quiet">{finding.fix}</p>
                    {finding.mends && <p className="small bring-mends">{t('bring.mends.this')}</p>}
                  </div>
                </li>
              ))}
            </ul>
          </section>
        );
      })}
    </div>
  );
}

/** The versions that were taken because nothing says which they are. */
function Assumed({ list }: { readonly list: Brought['findings'] }): ReactNode {
  const { t } = useSpeaker();
  const assumed = new Map(
    list.flatMap(({ assumes }) => (assumes ? [[assumes.product, assumes.version] as const] : [])),
  );
  return [...assumed].map(([product, version]) => (
    <p key={product} className="quiet small">
      {t('bring.assumes', { product, version })}
    </p>
  ));
}

function Leftovers({ list }: { readonly list: Brought['leftovers'] }): ReactNode {
  const { n } = useSpeaker();
  if (list.length === 0) return null;
  return (
    <details className="bring-left">
      <summary>{n('bring.leftovers', list.length)}</summary>
      <ul>
        {list.map((one) => (
          <li key={`${one.file}${one.line}${one.what}`}>
            <code>
              {one.file}:{one.line}
            </code>{' '}
            {one.what}. <span className="quiet">{one.why}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}

/** What lacks for some entries; the provider's address can be stated here. */
function Missing(props: {
  readonly list: readonly string[];
  /** True if the provider's address would help. */
  readonly asks: boolean;
  readonly busy: boolean;
  readonly onUrl: (url: string) => void;
}): ReactNode {
  const { t } = useSpeaker();
  const [url, setUrl] = useState('');
  if (props.list.length === 0) return null;
  const good = /^https?:\/\/[^\s/]+/i.test(url.trim());
  return (
    <NoticeBox
      tone="warning"
      fix={
        props.asks && (
          <form
            className="row bring-url"
            onSubmit={(event) => {
              event.preventDefault();
              if (good) props.onUrl(url.trim());
            }}
          >
            <TextInput
              label={t('bring.url')}
              value={url}
              onChange={setUrl}
              placeholder="https://auth.example.com"
            />
            <Button submit busy={props.busy} disabled={!good}>
              {t('bring.url.use')}
            </Button>
          </form>
        )
      }
    >
      <ul className="stack tight">
        {props.list.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </NoticeBox>
  );
}

function Apps(props: {
  readonly list: Brought['apps'];
  readonly chosen: ReadonlySet<string>;
  readonly onChoose: (id: string, on: boolean) => void;
}): ReactNode {
  const { t } = useSpeaker();
  const catalog = useAppState((state) => state.catalog!);
  const view = useAppState((state) => state.view!);
  if (props.list.length === 0) return <p className="bring-none">{t('bring.no-apps')}</p>;
  return (
    <ul className="card bring-apps">
      {props.list.map((app) => {
        const nameOf = (kind: string): string => appKindOf({ catalog, view }, kind)?.name ?? kind;
        const name = app.kind === 'custom' ? app.id : nameOf(app.kind);
        return (
          <li key={app.id}>
            <Tick
              label={
                <span className="bring-name">
                  <ProductMark kind={app.kind} name={name} />
                  <span>
                    <b>{name}</b>
                    <small>
                      {hostOf(app.url)} · <code>{app.client_id}</code>
                    </small>
                  </span>
                </span>
              }
              ariaLabel={t('bring.take-over', { name })}
              selected={props.chosen.has(app.id)}
              onChange={(on) => props.onChoose(app.id, on)}
            />
            <dl>
              <dt>{t('bring.column.why')}</dt>
              <dd>
                {t(`bring.by.${app.by}`, {
                  name: app.by === 'perhaps' ? app.perhaps.map(nameOf).join(', ') : name,
                })}
              </dd>
              <dt>{t('bring.column.from')}</dt>
              <dd>
                {app.file}:{app.line}
              </dd>
              <dt>{t('bring.column.secret')}</dt>
              <dd>{t(`bring.secret.${app.secret}`)}</dd>
            </dl>
          </li>
        );
      })}
    </ul>
  );
}
