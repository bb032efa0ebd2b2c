import { type ReactNode, useEffect, useState } from 'react';
import type { Brought } from '../../shared/host/bring.ts';
import type { ShownDiff } from '../../shared/host/merge.ts';
import type { HostFailure } from '../../shared/host.ts';
import { FileDiff } from '../apply/file-diff.tsx';
import { type TypedToken, WANTS_TOKEN } from '../apply/use-api.ts';
import { announce } from '../components/announcer.tsx';
import { BusyLine } from '../components/busy-line.tsx';
import { Button } from '../components/button.tsx';
import { Tick } from '../components/fields.tsx';
import { NoAnswer, NoticeBox } from '../components/notice.tsx';
import { appKindOf } from '../store/app-kinds.ts';
import { useApp, useAppState, useAsked, useSpeaker } from '../store/react.tsx';
import { hostOf } from '../wizard/host-of.ts';
import { ProviderAsk } from './provider-ask.tsx';

/**
 * Clients that a provider has and the workspace doesn't, listed only when a person asks. The chosen ones become entries
 * after their lines were shown. Nothing is changed at the provider.
 */
export function ProviderAdopt(props: {
  readonly handle: string;
  readonly provider: string;
  readonly name: string;
}): ReactNode {
  const { t, n } = useSpeaker();
  const { client } = useApp();
  const { handle, provider, name } = props;
  const place = { handle, provider };
  const [open, setOpen] = useState(false);
  const asked = useAsked('adopt.state', place);
  const [found, setFound] = useState<Brought>();
  const [lines, setLines] = useState<ShownDiff>();
  const [refused, setRefused] = useState<HostFailure>();
  const [busy, setBusy] = useState(false);
  const [turn, setTurn] = useState(0);
  useEffect(
    () =>
      open ? () => void client.call('adopt.forget-token', { handle, provider, kept: false }) : undefined,
    [client, handle, provider, open],
  );
  const titleOf = (list: Brought | undefined) =>
    list === undefined
      ? t('adopt.title', { name })
      : list.apps.length === 0
        ? t('adopt.none', { name })
        : n('adopt.found', list.apps.length, { name });
  const read = async (token?: TypedToken) => {
    setRefused(undefined);
    setFound(undefined);
    setBusy(true);
    const answer = await client.call('adopt.read', { ...place, ...(token ? { token } : {}) });
    // Their lines come with them, so that nothing moves later.
    const first = answer.ok ? usually(answer.value) : [];
    const lines =
      answer.ok && first.length > 0
        ? await client.call('adopt.lines', { handle, brought: answer.value.brought, apps: first })
        : undefined;
    setBusy(false);
    asked.again();
    if (!answer.ok) return setRefused(answer.error);
    setLines(lines?.ok ? lines.value : undefined);
    setFound(answer.value);
    setTurn((now) => now + 1);
    announce(titleOf(answer.value));
  };
  if (asked.failure?.code === 'no-way') return null;
  return (
    <ProviderAsk
      id="adopt"
      title={titleOf(found)}
      state={asked.value}
      open={open}
      opens={t('adopt.open')}
      onOpen={() => setOpen(true)}
      turn={turn}
      busy={busy ? <BusyLine text={t('adopt.busy', { name })} /> : undefined}
      action={t(found ? 'adopt.again' : 'adopt.go')}
      promise={found ? undefined : t('adopt.promise')}
      retypes={refused !== undefined && WANTS_TOKEN.includes(refused.code)}
      reading
      onGo={(token) => void read(token)}
      onForget={async () => {
        await client.call('adopt.forget-token', { ...place, kept: true });
        asked.again();
      }}
    >
      {refused !== undefined && <NoticeBox tone="error">{refused.message}</NoticeBox>}
      <NoAnswer asked={asked} />
      {found && found.apps.length > 0 && (
        <Chosen key={found.brought} handle={handle} found={found} lines={lines} />
      )}
    </ProviderAsk>
  );
}

/** What it is isn't known for sure of the others, so a person says so. */
const usually = ({ apps }: Brought): string[] =>
  apps.filter(({ by }) => by !== 'perhaps' && by !== 'unknown').map(({ id }) => id);

/** The clients, which of them are taken, and what the workspace gets. */
function Chosen(props: {
  readonly handle: string;
  readonly found: Brought;
  /** Those of the clients that are chosen at first. */
  readonly lines: ShownDiff | undefined;
}): ReactNode {
  const { t, n } = useSpeaker();
  const { client, actions } = useApp();
  const view = useAppState((state) => state.view!);
  const catalog = useAppState((state) => state.catalog);
  const { handle, found } = props;
  const { brought, apps } = found;
  const [chosen, setChosen] = useState<ReadonlySet<string>>(() => new Set(usually(found)));
  const taken = apps.filter(({ id }) => chosen.has(id)).map(({ id }) => id);
  const asked = useAsked('adopt.lines', taken.length > 0 ? { handle, brought, apps: taken } : null);
  const lines = asked.value ?? props.lines;
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<string>();
  const [unkept, setUnkept] = useState(false);
  const nameOf = (kind: string, id: string) =>
    kind === 'custom' ? id : (appKindOf({ catalog, view }, kind)?.name ?? kind);
  const settle = async (keeping: boolean) => {
    setBusy(true);
    const answer = keeping
      ? await client.call('bring.keep', { handle, brought })
      : await client.call('bring.take', { handle, revision: view.revision, brought, apps: taken });
    setBusy(false);
    if (answer.ok) {
      actions.accept(answer.value);
      actions.say('pass', n('adopt.taken', taken.length));
      return actions.go({ at: 'overview', handle });
    }
    setUnkept(keeping || answer.error.code === 'secrets-not-kept');
    setRefused([answer.error.message, answer.error.detail].filter(Boolean).join('\n'));
    if (['conflict', 'secrets-not-kept'].includes(answer.error.code)) await actions.reload();
  };
  const left = [
    ...new Set([...found.conflicts, ...found.leftovers].map(({ what, why }) => `${what}: ${why}`)),
    ...found.missing,
  ];
  return (
    <>
      {refused !== undefined && (
        <NoticeBox
          tone="error"
          action={
            unkept && (
              <Button small busy={busy} onPress={() => void settle(true)}>
                {t('bring.unkept.keep')}
              </Button>
            )
          }
        >
          {refused}
        </NoticeBox>
      )}
      <ul className="adopt-list">
        {apps.map((one) => (
          <li key={one.id}>
            <Tick
              label={<b>{nameOf(one.kind, one.id)}</b>}
              selected={chosen.has(one.id)}
              onChange={(on) =>
                setChosen((now) => new Set([...now].filter((id) => id !== one.id).concat(on ? [one.id] : [])))
              }
            />
            <code>{one.client_id}</code>
            <span className="quiet">
              {hostOf(one.url)} · {t('bring.column.secret')}: {t(`bring.secret.${one.secret}`)}
            </span>
          </li>
        ))}
      </ul>
      {left.length > 0 && (
        <section>
          <h3>{t('adopt.left')}</h3>
          <ul className="adopt-left">
            {left.map((one) => (
              <li key={one}>{one}</li>
            ))}
          </ul>
        </section>
      )}
      {taken.length > 0 && lines && (
        <section>
          <h3>{t('adopt.lines')}</h3>
          <FileDiff path={view.path ?? view.name} diff={lines} />
        </section>
      )}
      <NoAnswer asked={asked} />
      <div className="row">
        <Button
          busy={busy}
          disabled={taken.length === 0 || asked.value === undefined || asked.busy || unkept}
          onPress={() => void settle(false)}
        >
          {n('adopt.take', taken.length)}
        </Button>
      </div>
    </>
  );
}
