import { type ReactNode, useState } from 'react';
import type { Brought } from '../../../shared/host/bring.ts';
import { Button } from '../../components/button.tsx';
import { TextInput, Tick } from '../../components/fields.tsx';
import { NoticeBox } from '../../components/notice.tsx';
import { ProductMark } from '../../components/product-mark.tsx';
import { StateMark } from '../../components/state-mark.tsx';
import { appKindOf } from '../../store/app-kinds.ts';
import { useAppState, useSpeaker } from '../../store/react.tsx';
import { hostOf } from '../../wizard/host-of.ts';
import { useRoving } from './use-roving.ts';

type Client = Brought['apps'][number];

/** The clients that were found, with both their sides, and which of them are taken over. */
export function Clients(props: {
  readonly list: readonly Client[];
  readonly chosen: ReadonlySet<string>;
  readonly onChoose: (ids: readonly string[], on: boolean) => void;
  /** False: nothing of it can be taken over. */
  readonly taking: boolean;
}): ReactNode {
  const { t } = useSpeaker();
  const { list: clients, chosen, onChoose, taking } = props;
  const { list, at, onKeyDown, onFocusRow } = useRoving<HTMLUListElement>(clients.length, 'input');
  if (clients.length === 0) return <p className="card pad bring-none">{t('bring.no-apps')}</p>;
  return (
    <section className="card bring-clients" aria-label={t('bring.tab.apps')}>
      <div className="bring-columns">
        {taking && (
          <Tick
            label={<span className="unheard">{t('bring.all')}</span>}
            selected={chosen.size === clients.length}
            onChange={(on) =>
              onChoose(
                clients.map(({ id }) => id),
                on,
              )
            }
          />
        )}
        <span aria-hidden="true">{t('bring.column.app')}</span>
        <span aria-hidden="true">{t('bring.column.from')}</span>
        <span aria-hidden="true">{t('bring.column.secret')}</span>
        <span aria-hidden="true">{t('bring.column.fit')}</span>
      </div>
      <ul ref={list} onKeyDown={onKeyDown}>
        {clients.map((client, place) => (
          <ClientRow
            key={client.id}
            client={client}
            chosen={chosen.has(client.id)}
            stop={place === at}
            taking={taking}
            onChoose={(on) => onChoose([client.id], on)}
            onFocus={() => onFocusRow(place)}
          />
        ))}
      </ul>
    </section>
  );
}

function ClientRow(props: {
  readonly client: Client;
  readonly chosen: boolean;
  readonly stop: boolean;
  readonly taking: boolean;
  readonly onChoose: (on: boolean) => void;
  readonly onFocus: () => void;
}): ReactNode {
  const { t } = useSpeaker();
  const catalog = useAppState((state) => state.catalog!);
  const view = useAppState((state) => state.view!);
  const session = useAppState((state) => state.session?.secret_store.kind === 'session');
  const { client } = props;
  const nameOf = (kind: string): string => appKindOf({ catalog, view }, kind)?.name ?? kind;
  const name = client.kind === 'custom' ? client.id : nameOf(client.kind);
  const why =
    client.by === 'perhaps'
      ? t('bring.by.perhaps', { name: client.perhaps.map(nameOf).join(', ') })
      : t(`bring.by.${client.by}`);
  return (
    <li onFocus={props.onFocus}>
      {props.taking && (
        <Tick
          label={<span className="unheard">{name}</span>}
          ariaLabel={t('bring.take-over', { name })}
          selected={props.chosen}
          skipTab={!props.stop}
          onChange={props.onChoose}
        />
      )}
      <div className="bring-name">
        <ProductMark kind={client.kind} name={name} />
        <div>
          <b>{name}</b>
          <code>{client.client_id}</code>
          <small>
            {hostOf(client.url)} · {why}
          </small>
        </div>
      </div>
      <p>
        <span className="bring-label">{t('bring.column.from')} </span>
        {client.files.join(', ')}
      </p>
      <p className={client.secret === 'clash' ? 'bring-clash' : client.secret === 'found' ? '' : 'quiet'}>
        <span className="bring-label">{t('bring.column.secret')} </span>
        {t(
          client.secret === 'found' && session
            ? 'bring.secret.found.session'
            : `bring.secret.${client.secret}`,
        )}
      </p>
      <div>
        <span className="bring-label">{t('bring.column.fit')} </span>
        <Fit client={client} />
      </div>
    </li>
  );
}

/** Whether the two sides fit, as far as both of them were seen. */
function Fit({ client }: { readonly client: Client }): ReactNode {
  const { t, n } = useSpeaker();
  const { gravity, findings, seen } = client;
  if (gravity !== undefined)
    return (
      <StateMark
        state={gravity === 'error' ? 'fail' : gravity === 'warning' ? 'warn' : 'inconclusive'}
        text={n('bring.fit.findings', findings)}
      />
    );
  return seen === 'both' ? (
    <StateMark state="pass" text={t('bring.fit.well')} />
  ) : (
    <StateMark state="inconclusive" text={t(`bring.fit.${seen}`)} />
  );
}

/** Statements of which only one can hold, and what was therefore not taken over. */
export function Conflicts({ list }: { readonly list: Brought['conflicts'] }): ReactNode {
  const { t } = useSpeaker();
  if (list.length === 0) return null;
  return (
    <NoticeBox tone="warning">
      <b>{t('bring.conflicts')}</b>
      <ul className="stack tight">
        {list.map(({ file, line, what, why }) => (
          <li key={`${file} ${line} ${what} ${why}`}>
            <code>
              {file}:{line}
            </code>{' '}
            <b>{what}</b>: {why}
          </li>
        ))}
      </ul>
    </NoticeBox>
  );
}

/** What lacks for some entries; the provider's address can be stated here. */
export function Missing(props: {
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

/** What was read and stays out of the workspace. */
export function Leftovers({ list }: { readonly list: Brought['leftovers'] }): ReactNode {
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
