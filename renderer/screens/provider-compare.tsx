import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { Drift } from '../../shared/host/apply.ts';
import type { HostFailure } from '../../shared/host.ts';
import { apiFocus } from '../apply/sides.ts';
import { type TypedToken, WANTS_TOKEN } from '../apply/use-api.ts';
import { announce } from '../components/announcer.tsx';
import { BusyLine } from '../components/busy-line.tsx';
import { NoticeBox } from '../components/notice.tsx';
import { useApp, useAsked, useSpeaker } from '../store/react.tsx';
import { type CompareResult, CompareRow } from './compare-row.tsx';
import { ProviderAsk } from './provider-ask.tsx';

/**
 * Compares what stands at a provider with the workspace, only when a person asks: which apps differ, in which fields, and
 * the way to put them back. Changes nothing.
 */
export function ProviderCompare(props: {
  readonly handle: string;
  readonly name: string;
  readonly apps: readonly string[];
  readonly nameOf: (app: string) => string;
  /** What earlier comparisons showed. */
  readonly before: readonly Drift[];
  /** What was compared is known to the host from now on. */
  readonly onCompared: () => void;
}): ReactNode {
  const { t, n } = useSpeaker();
  const { client, actions } = useApp();
  const { handle, apps, name } = props;
  const first = apps[0]!;
  const asked = useAsked('apply.state', { handle, app: first, side: 'provider' });
  const [open, setOpen] = useState(false);
  const [results, setResults] = useState<readonly CompareResult[]>();
  const [refused, setRefused] = useState<HostFailure>();
  const [at, setAt] = useState<number>();
  const stopped = useRef(false);
  /** True: the token goes along to where it is put back. */
  const goesOn = useRef(false);
  const [turn, setTurn] = useState(0);
  useEffect(
    () => () => {
      stopped.current = true;
      if (!goesOn.current)
        void client.call('apply.forget-token', { handle, app: first, side: 'provider', kept: false });
    },
    [client, handle, first],
  );
  const compare = async (token?: TypedToken) => {
    stopped.current = false;
    setResults(undefined);
    setRefused(undefined);
    const all: CompareResult[] = [];
    for (const [index, app] of apps.entries()) {
      if (stopped.current) break;
      setAt(index);
      const given = index === 0 && token !== undefined ? { token } : {};
      const answer = await client.call('apply.compare', { handle, app, side: 'provider', ...given });
      if (!answer.ok && OF_ALL.includes(answer.error.code)) {
        setRefused(answer.error);
        break;
      }
      all.push(answer.ok ? { app, found: answer.value } : { app, failure: answer.error });
    }
    setAt(undefined);
    asked.again();
    if (all.length > 0) {
      setResults(all);
      props.onCompared();
      setTurn((now) => now + 1);
      announce(titleOf(all));
    }
  };
  /** One app alone, after something of it was changed. */
  const again = async (app: string) => {
    const answer = await client.call('apply.compare', { handle, app, side: 'provider' });
    const one: CompareResult = answer.ok ? { app, found: answer.value } : { app, failure: answer.error };
    setResults((now) => now?.map((each) => (each.app === app ? one : each)));
    asked.again();
    props.onCompared();
  };
  const titleOf = (all: readonly CompareResult[]): string => {
    const differing = all.filter((one) => 'found' in one && !one.found.same).length;
    return differing === 0 ? t('compare.same', { name }) : n('compare.differs', differing, { name });
  };
  const putBack = (app: string) => {
    goesOn.current = true;
    actions.go({ at: 'connect', handle, app, step: 'apply', focus: apiFocus('provider') });
  };
  return (
    <ProviderAsk
      id="compare"
      title={results ? titleOf(results) : t('compare.title', { name })}
      state={asked.value}
      open={open}
      opens={t('compare.open')}
      onOpen={() => setOpen(true)}
      turn={turn}
      before={!results && props.before.length > 0 && <Before list={props.before} />}
      busy={
        at === undefined ? undefined : (
          <BusyLine
            text={t('compare.busy', { at: at + 1, of: apps.length })}
            onStop={() => {
              stopped.current = true;
            }}
          />
        )
      }
      action={t(results ? 'compare.again' : 'compare.go')}
      promise={results ? undefined : t('compare.promise')}
      retypes={refused !== undefined && WANTS_TOKEN.includes(refused.code)}
      reading
      onGo={(token) => void compare(token)}
      onForget={async () => {
        await client.call('apply.forget-token', { handle, app: first, side: 'provider', kept: true });
        asked.again();
      }}
    >
      {refused && (
        <NoticeBox tone="error" fix={refused.detail && <code className="api-detail">{refused.detail}</code>}>
          {refused.message}
        </NoticeBox>
      )}
      {results && (
        <ul className="api-things">
          {results.map((one) => (
            <CompareRow
              key={one.app}
              handle={handle}
              one={one}
              name={props.nameOf(one.app)}
              product={name}
              onPutBack={() => putBack(one.app)}
              onChanged={() => void again(one.app)}
            />
          ))}
        </ul>
      )}
    </ProviderAsk>
  );
}

/** What the last comparison showed, and when. */
function Before({ list }: { readonly list: readonly Drift[] }): ReactNode {
  const speaker = useSpeaker();
  const { t, n } = speaker;
  const now = useRef(Date.now());
  const [last = ''] = list
    .map(({ at }) => at)
    .sort()
    .reverse();
  const differed = list.filter(({ fields }) => fields.length > 0).length;
  return (
    <p className="compare-before">
      {t('compare.last', {
        when: speaker.ago(Date.parse(last), now.current),
        what: differed === 0 ? t('compare.last.same') : n('compare.last.differs', differed),
      })}{' '}
      {list.some(({ outdated }) => outdated) && t('compare.last.outdated')}
    </p>
  );
}

/** What refuses one app at a provider refuses all. */
const OF_ALL: readonly string[] = [
  'token-needed',
  'token-unfit',
  'apply-token',
  'apply-refused',
  'apply-unauthorized',
  'apply-forbidden',
  'apply-insecure',
  'apply-unreachable',
  'apply-too-many',
  'keychain-locked',
  'keychain-unavailable',
];
