import './overview.css';
import { type ReactNode, useState } from 'react';
import { groupBy } from '../../shared/group-by.ts';
import { Button } from '../components/button.tsx';
import { NoticeBox } from '../components/notice.tsx';
import { Shell } from '../components/shell.tsx';
import { useApp, useAppState, useAsked, useSpeaker } from '../store/react.tsx';
import { isUnfinished } from '../wizard/forms.ts';
import { AppCard } from './app-card.tsx';
import { cardState } from './app-standing.ts';
import { CopyNotice } from './copy-notice.tsx';
import { ForecastLine } from './forecast-line.tsx';
import { ProviderHead } from './provider-head.tsx';
import { UnfinishedCard, UnfinishedDialog, useUnfinished } from './unfinished.tsx';
import { useGrowing } from './use-growing.ts';

/** How a new connection begins: at which provider of the workspace, and with which step. */
interface Beginning {
  readonly provider?: string;
  readonly step: 'provider' | 'app';
}

/** All providers and apps with their state and actions. */
export default function Overview(): ReactNode {
  const speaker = useSpeaker();
  const { t, n } = speaker;
  const { actions, store } = useApp();
  const view = useAppState((state) => state.view!);
  const tests = useAppState((state) => state.tests);
  const account = useAppState((state) => state.practiceAccount);
  const generation = useAppState((state) => state.generation);
  const asked = useAsked('overview.get', { handle: view.handle }, { generation });
  const { providers, apps } = view.workspace;
  const appIds = Object.keys(apps);
  const testing = Object.values(tests).some((run) => run.phase === 'checks');

  // In an empty workspace there is only one possible action.
  const empty = appIds.length === 0;
  // An answer about earlier content says nothing of what is there now.
  const known = asked.value?.revision === view.revision ? asked.value : undefined;
  const byId = new Map(known?.apps.map((one) => [one.id, one]));
  const standings = new Map(appIds.map((id) => [id, cardState(byId.get(id), tests[id])]));
  const all = [...standings.values()];
  const needing = all.filter((standing) => standing.needsYou).length;
  const lead = empty
    ? t('overview.lead.none')
    : needing > 0
      ? n('overview.lead.attention', needing)
      : all.every(({ state }) => state === 'pass')
        ? t('overview.lead.good')
        : known
          ? t('overview.lead.unseen')
          : asked.busy
            ? n('overview.lead.looking', appIds.length)
            : '';
  const byProvider = groupBy(appIds, (app) => apps[app]!.provider);
  let left = useGrowing(appIds.length);
  const unfinished = useUnfinished();
  const [asking, setAsking] = useState<Beginning>();
  const begin = ({ provider, step }: Beginning) => {
    actions.dropDraft('new');
    if (provider !== undefined)
      actions.setDraft('new', { provider: { id: provider }, app: {}, reached: step === 'app' ? 1 : 0 });
    actions.go({ at: 'connect', handle: view.handle, app: 'new', step });
  };
  /** What was typed earlier is thrown away only when the person says so. */
  const beginSafely = async (how: Beginning) => {
    await actions.loadDraft('new');
    const draft = store.getState().drafts['new'];
    if (draft && isUnfinished(draft)) setAsking(how);
    else begin(how);
  };
  const connect = () => void beginSafely({ step: 'provider' });

  return (
    <Shell>
      <div className="page-head">
        <div>
          <h1>{view.practice ? t('overview.title.practice') : t('overview.title')}</h1>
          <p className="lead">{lead}</p>
        </div>
        <div className="row">
          {!empty &&
            (testing ? (
              <Button icon="close" onPress={actions.stopChecks}>
                {t('overview.test-all.stop')}
              </Button>
            ) : (
              <Button onPress={() => void actions.runChecks(appIds)}>{t('overview.test-all')}</Button>
            ))}
          <Button look="primary" icon="plus" onPress={connect}>
            {t('overview.connect')}
          </Button>
        </div>
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
                  {problem.message} {problem.fix}
                  {problem.excerpt && <pre>{problem.excerpt}</pre>}
                </li>
              ))}
            </ul>
          }
        >
          <b>{t('overview.problems')}</b>
        </NoticeBox>
      )}
      {asked.failure && (
        <NoticeBox
          tone="error"
          action={
            <Button small onPress={asked.again}>
              {t('action.retry')}
            </Button>
          }
        >
          {asked.failure.message}
        </NoticeBox>
      )}
      {unfinished && <UnfinishedCard unfinished={unfinished} />}
      {unfinished && asking && (
        <UnfinishedDialog
          unfinished={unfinished}
          onDiscard={() => begin(asking)}
          onClose={() => setAsking(undefined)}
        />
      )}
      {Object.entries(providers).map(([id, entry]) => {
        const own = byProvider.get(id) ?? [];
        const before = left;
        left = Math.max(0, left - own.length);
        return (
          <section key={id} className="provider-group" aria-labelledby={`provider-${id}`}>
            <ProviderHead
              id={id}
              entry={entry}
              answeredAt={known?.providers.find((one) => one.id === id)?.answered_at ?? null}
              anApp={own[0]}
              onConnect={() => void beginSafely({ provider: id, step: 'app' })}
              onEditAlone={() => void beginSafely({ provider: id, step: 'provider' })}
            />
            <ForecastLine id={id} entry={entry} apps={own} />
            <ul className="app-grid">
              {own.slice(0, before).map((app, index) => (
                <AppCard
                  key={app}
                  id={app}
                  entry={apps[app]!}
                  standing={standings.get(app)!}
                  {...(before < own.length ? { place: { at: index + 1, of: own.length } } : {})}
                />
              ))}
            </ul>
          </section>
        );
      })}
      {Object.keys(providers).length === 0 && (
        <div className="nothing-yet">
          <Button look="primary" icon="plus" onPress={connect}>
            {t('overview.connect')}
          </Button>
        </div>
      )}
      <div className="page-end" />
    </Shell>
  );
}
