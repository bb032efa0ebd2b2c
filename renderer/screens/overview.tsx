import './overview.css';
import { type ReactNode, useState } from 'react';
import { mapOf, titleOf } from '../../shared/standing/map.ts';
import { Button } from '../components/button.tsx';
import { NoAnswer, NoticeBox } from '../components/notice.tsx';
import { Shell } from '../components/shell.tsx';
import { Told } from '../components/told.tsx';
import { useGrowing } from '../components/use-growing.ts';
import { useApp, useAppState, useAsked, useSpeaker } from '../store/react.tsx';
import { differsFrom } from './app-row.tsx';
import { CopyNotice } from './copy-notice.tsx';
import { type SeatedApp, useKeptOrder } from './kept-order.ts';
import { countsOf, FEW, type Filter, Finder, matches } from './overview-finder.tsx';
import { NothingYet, useTitle } from './overview-head.tsx';
import { ProviderMap } from './provider-map.tsx';
import { UnfinishedCard, useBeginning, useUnfinished } from './unfinished.tsx';

/** All providers and apps with their state and actions. */
export default function Overview(): ReactNode {
  const { t } = useSpeaker();
  const { actions } = useApp();
  const view = useAppState((state) => state.view!);
  const tests = useAppState((state) => state.tests);
  const account = useAppState((state) => state.practiceAccount);
  const generation = useAppState((state) => state.generation);
  const asked = useAsked('overview.get', { handle: view.handle }, { generation });
  const { providers, apps } = view.workspace;
  const appIds = Object.keys(apps);
  const testing = Object.values(tests).some((run) => run.phase === 'checks');
  // An answer about earlier content says nothing of what is there now.
  const known = asked.value?.revision === view.revision ? asked.value : undefined;
  const byId = new Map(known?.apps.map((one) => [one.id, one]));
  const sorted = mapOf(
    Object.keys(providers),
    appIds.map((id) => ({
      id,
      provider: apps[id]!.provider,
      standing: byId.get(id)?.standing,
      testing: (tests[id]?.phase ?? 'idle') !== 'idle',
      differs: differsFrom(byId.get(id)?.drift),
    })),
  );
  const { map, sort } = useKeptOrder(sorted, known !== undefined);
  // The first answer sorts the rows, so they are drawn with it.
  const ready = asked.value !== undefined || asked.failure !== undefined;
  const title = titleOf(map);
  const [query, setQuery] = useState('');
  const [only, setOnly] = useState<Filter>('all');
  /** How often search and filter were emptied from outside of them. */
  const [emptied, setEmptied] = useState(0);
  const wanted = (app: SeatedApp) =>
    (only === 'all' || app.seat === only) && matches(query, app.id, apps[app.id]!);
  const shown = new Map(map.map((place) => [place.id, place.apps.filter(wanted)]));
  const found = [...shown.values()].reduce((sum, list) => sum + list.length, 0);
  let left = useGrowing(found, `${only} ${query}`);
  const unfinished = useUnfinished();
  const { begin, dialog } = useBeginning();
  const connect = () => begin({ step: 'provider' });
  const said = useTitle(title);

  return (
    <Shell>
      <div className="page-head">
        <div>
          <h1>{said.title}</h1>
          <p className="lead">{said.lead}</p>
        </div>
        {title.word !== 'empty' && (
          <div className="row overview-acts">
            {testing ? (
              <Button icon="close" onPress={actions.stopChecks}>
                {t('overview.test-all.stop')}
              </Button>
            ) : (
              <Button
                look={title.word === 'stopped' ? 'primary' : 'plain'}
                onPress={() => void actions.runChecks(appIds)}
              >
                {t('overview.test-all')}
              </Button>
            )}
            <Button look={title.word === 'stopped' ? 'plain' : 'primary'} icon="plus" onPress={connect}>
              {t('overview.connect')}
            </Button>
          </div>
        )}
      </div>
      {view.practice && account && (
        <NoticeBox tone="info">
          {account.password === ''
            ? t('overview.practice.open', { user: account.user })
            : t('overview.practice', { user: account.user, password: account.password })}
        </NoticeBox>
      )}
      <CopyNotice />
      {view.problems.length > 0 && (
        <NoticeBox
          tone={view.problems.some((problem) => problem.severity === 'error') ? 'error' : 'warning'}
          fix={
            <ul className="stack tight">
              {view.problems.map((problem) => (
                <li key={problem.path + problem.message}>
                  {problem.line !== undefined &&
                    `${[problem.file, t('overview.problem.line', { line: problem.line })].filter(Boolean).join(', ')}: `}
                  <Told text={[problem.message, problem.fix].filter(Boolean).join(' ')} />
                  {problem.excerpt && <pre>{problem.excerpt}</pre>}
                </li>
              ))}
            </ul>
          }
        >
          <b>{t('overview.problems')}</b>
        </NoticeBox>
      )}
      <NoAnswer asked={asked} />
      {unfinished && <UnfinishedCard unfinished={unfinished} />}
      {dialog}
      {appIds.length > FEW && (
        <Finder
          key={emptied}
          query={query}
          onQuery={setQuery}
          only={only}
          onOnly={(next) => {
            sort();
            setOnly(next);
          }}
          counts={countsOf(map)}
        />
      )}
      {title.word === 'empty' && <NothingYet onConnect={connect} />}
      {title.word !== 'empty' && found === 0 ? (
        <div className="nothing-found">
          <p>{query === '' ? t(`overview.none.${only}`) : t('overview.none.query', { query })}</p>
          <Button
            small
            onPress={() => {
              setQuery('');
              setOnly('all');
              setEmptied(emptied + 1);
              sort();
            }}
          >
            {t('overview.none.all')}
          </Button>
        </div>
      ) : (
        map.map((place) => {
          const own = shown.get(place.id)!;
          // A provider without a hit is left out, one without an app is not.
          if (own.length === 0 && place.apps.length > 0) return null;
          const most = left;
          left = Math.max(0, left - own.length);
          return (
            <ProviderMap
              key={place.id}
              place={place}
              entry={providers[place.id]!}
              entries={apps}
              known={byId}
              answeredAt={known?.providers.find((one) => one.id === place.id)?.answered_at ?? null}
              shown={own}
              most={most}
              ready={ready}
              onSort={sort}
              onConnect={() => begin({ provider: place.id, step: 'app' })}
            />
          );
        })
      )}
      <div className="page-end" />
    </Shell>
  );
}
