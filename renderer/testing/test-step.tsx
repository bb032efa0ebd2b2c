import './testing.css';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { lightStatus } from '../../shared/diagnosis/lights.ts';
import { openStepsMayExplain, sureCause } from '../../shared/standing/open-steps-explain.ts';
import { standingOf } from '../../shared/standing/standing.ts';
import { announce } from '../components/announcer.tsx';
import { Button } from '../components/button.tsx';
import { prose } from '../components/code-words.ts';
import { CopyButton } from '../components/copy.tsx';
import { More } from '../components/more.tsx';
import { NoticeBox } from '../components/notice.tsx';
import { useApp, useAppState, useAsked, useSpeaker } from '../store/react.tsx';
import { useStanding } from '../store/standing.ts';
import { IDLE_TEST, type TestRun } from '../store/state.ts';
import { LANGUAGE, type Speaker } from '../text/text.ts';
import { appName, providerName } from '../wizard/names.ts';
import { StepFrame } from '../wizard/step-frame.tsx';
import type { Wiring } from '../wizard/use-connection.ts';
import { ChecksList } from './checks-list.tsx';
import { ClaimsTable } from './claims-table.tsx';
import { DiagnosisCard } from './diagnosis-card.tsx';
import { IfItFails } from './if-it-fails.tsx';
import { lightsOf } from './lights.ts';
import { LightsRow } from './lights-row.tsx';
import { LoginButtons, LoginLead, PasteBack, waits } from './login-panel.tsx';
import { NetworkCard } from './network-card.tsx';
import { SequenceView } from './sequence-view.tsx';
import { Waited } from './waited.tsx';
import { WaysOut } from './ways-out.tsx';
import { mendOf } from './where.ts';

/** The test login can’t wait at its port: another program has it, or it may not be used. */
const PORT: readonly string[] = ['port-in-use', 'port-blocked', 'port-not-allowed', 'listen-failed'];

/** The Test step: automatic checks, then a real login; with lights, causes, and what the app will receive. */
export default function TestStep(props: {
  readonly wiring: Wiring;
  readonly onBack: () => void;
  readonly onNext: () => void;
}): ReactNode {
  const speaker = useSpeaker();
  const { t, n } = speaker;
  const { wiring } = props;
  const { actions, client } = useApp();
  const id = wiring.appId;
  const run = useAppState((state) => state.tests[id] ?? IDLE_TEST);
  const generation = useAppState((state) => state.generation);
  const app = appName(wiring);
  const provider = providerName(wiring);
  const testUri = wiring.savedApp?.test_redirect_uri;
  // There is no app that could be asked, and no container that a command could be run in.
  const practice = useAppState((state) => state.view?.practice === true);
  const breaking = useAppState((state) => state.breaking !== null);
  const report = useAsked(
    'report.text',
    run.record && run.phase === 'idle' ? { handle: wiring.handle, app: id } : null,
    { generation },
  );

  const applied = useStanding(practice ? undefined : id)?.applied;
  const toGo = applied ? applied.total - applied.done : 0;

  const [saving, setSaving] = useState(false);
  const saveBundle = async () => {
    setSaving(true);
    const answer = await client.call('support.save', { handle: wiring.handle, what: 'bundle', app: id });
    setSaving(false);
    if (!answer.ok) {
      if (answer.error.code !== 'cancelled') actions.say('error', answer.error.message);
    } else if (answer.value.by === 'download') {
      actions.download(answer.value.url, answer.value.name);
      actions.say('pass', t('apply.zip.downloaded', { name: answer.value.name }));
    } else actions.say('pass', t('test.report.saved', { path: answer.value.path }));
  };

  // What comes of it is said at the top, and the button that was pressed is hidden meanwhile.
  const columns = useRef<HTMLDivElement>(null);
  const testByHand = () => {
    const heading = columns.current?.closest('.step-frame')?.querySelector('h1');
    window.scrollTo(0, 0);
    heading?.setAttribute('tabindex', '-1');
    heading?.focus({ preventScroll: true });
    void actions.startLogin(id, 'paste');
  };

  // The checks start automatically, once per visit.
  const begun = useRef(false);
  const before = useRef(run);
  // Until then, what is known of before is still to come.
  const [ready, setReady] = useState(run.phase !== 'idle');
  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    const { phase, ended, steps, record } = before.current;
    // A login that was begun elsewhere goes on, and one that has just ended is shown.
    const shown = ended.last === 'login' && steps.length > 0 && record?.outdated === false;
    if (phase !== 'idle' || (practice && shown)) return setReady(true);
    void actions.loadResults(id).then(() => {
      setReady(true);
      void actions.runChecks([id]);
    });
  }, [actions, id, practice]);

  // The result is announced once, when a run ends.
  const announced = useRef(run.ended.times);
  useEffect(() => {
    if (announced.current === run.ended.times) return;
    announced.current = run.ended.times;
    const [first] = run.page;
    if (first) return announce(`${first.title}. ${first.fix.text}`);
    if (run.failure) return announce(run.failure.message, true);
    const result = t(`state.${run.record?.report.result ?? 'inconclusive'}`);
    announce(t(run.ended.last === 'login' ? 'test.login.announced' : 'test.checks.announced', { result }));
  }, [run.ended, run.failure, run.page, run.record, t]);

  const told = run.page.length > 0 ? run.page : (run.record?.report.diagnoses ?? []);
  const diagnoses = run.phase === 'idle' ? told : [];
  // What was tested with other inputs is neither good nor bad news about these.
  const outdated = run.phase === 'idle' && run.record?.outdated === true;
  const shown = outdated
    ? { ...run, checks: run.checks.filter(({ light }) => light === 'app-network') }
    : run;
  // A page with an error is newer than a login that once passed.
  const claims = outdated || run.page.length > 0 ? [] : (run.record?.claims ?? []);
  const passed = run.page.length === 0 && wordOf(run) === 'login';
  // That its address is registered is known from a login that came back to it, and from nothing else.
  const cameBack = !outdated && ['pass', 'warn'].includes(lightStatus('test-callback', shown.checks));
  const failed = run.record?.report.result === 'fail';
  const loginFailed = run.page.length > 0 || (failed && wasBegun(run.record));
  const [title, lead] = headline(run, app, practice, speaker);
  // Asked before anything secret is sent there; the run has left it out.
  const host =
    run.phase === 'idle'
      ? run.checks.map(({ evidence }) => evidence['untrusted_host']).find((one) => typeof one === 'string')
      : undefined;
  const seen = run.checks.find((check) => check.light === 'app-network');
  const sequence = (
    <SequenceView
      run={run}
      wiring={wiring}
      app={app}
      provider={provider}
      took={run.phase === 'idle' && run.record?.kind === 'login' ? run.record.duration_ms : undefined}
    />
  );
  // Two causes that both claim to be the one can't both be certain.
  const certain = sureCause(diagnoses) !== undefined;
  const waiting = waits(run) ? run.login : null;
  const from = run.page.length > 0 ? 'page' : wasBegun(run.record) ? 'login' : 'check';

  return (
    <StepFrame
      title={title}
      under={
        <div className="test-lead" role="status">
          {run.phase === 'checks' ? (
            <div className="run-line">
              <progress
                max={Math.max(run.planned.length, 1)}
                value={run.checks.length}
                aria-label={t('test.running')}
              />
              <span className="quiet">
                {run.planned.length > 0
                  ? t('test.running.of', { done: run.checks.length, total: run.planned.length })
                  : t('test.running')}
                <Waited on={awaited(run)} />
              </span>
              <Button small onPress={actions.stopChecks}>
                {t('action.stop')}
              </Button>
            </div>
          ) : run.phase === 'login' ? (
            <LoginLead run={run} provider={provider} />
          ) : (
            <p className="lead">
              {lead} {run.record && !outdated && run.page.length === 0 && <LookedAt at={run.record.at} />}
            </p>
          )}
        </div>
      }
      onBack={props.onBack}
      onNext={
        practice ? () => actions.go({ at: 'practice', handle: wiring.handle, part: 'break' }) : props.onNext
      }
      next={t(
        practice ? (breaking ? 'practice.back' : 'practice.on') : passed ? 'test.next' : 'test.next.anyway',
      )}
      reluctant={!passed}
      settled={ready && run.phase === 'idle'}
      head={
        run.phase === 'login' ? (
          <LoginButtons run={run} app={id} />
        ) : (
          <div className="row">
            <Button busy={run.phase === 'checks'} onPress={() => void actions.runChecks([id])}>
              {t('test.checks.again')}
            </Button>
            <Button
              look={passed || diagnoses.length > 0 ? 'plain' : 'primary'}
              icon="key"
              onPress={() => void actions.startLogin(id, testUri ? 'loopback' : 'paste')}
            >
              {t('test.login')}
            </Button>
          </div>
        )
      }
      remark={
        testUri && !practice
          ? t(cameBack ? 'test.address.seen' : 'test.address.planned', { provider })
          : undefined
      }
    >
      {run.failure && run.page.length === 0 && (
        <NoticeBox
          tone={run.failure.code === 'cancelled' ? 'info' : 'error'}
          fix={run.failure.detail}
          action={
            PORT.includes(run.failure.code) &&
            run.phase === 'idle' && (
              <>
                <Button small onPress={() => void actions.startLogin(id, 'loopback')}>
                  {t('action.retry')}
                </Button>
                <Button
                  small
                  onPress={() =>
                    actions.go({
                      at: 'connect',
                      handle: wiring.handle,
                      app: wiring.key,
                      step: 'addresses',
                      focus: `apps.${id}.test_redirect_uri.port`,
                    })
                  }
                >
                  {t('test.login.port')}
                </Button>
              </>
            )
          }
        >
          {run.failure.code === 'cancelled' ? t('test.login.cancelled') : run.failure.message}
        </NoticeBox>
      )}
      {/* In the place of what was asked for: the login page would have come. */}
      {run.phase === 'idle' && !outdated && run.page.length === 0 && wasKept(run.record) && (
        <NoticeBox tone="warning" fix={t('test.login.not-begun.fix')}>
          <b>{t('test.login.not-begun')}</b>
          {diagnoses[0] &&
            ` ${t('test.login.not-begun.why', { what: prose(diagnoses[0].title).replace(/\.$/, '') })}`}
        </NoticeBox>
      )}
      {host !== undefined && (
        <NoticeBox
          tone="warning"
          fix={t('test.host.only', { host, provider })}
          action={
            <Button small onPress={() => void actions.trustHost(id, host)}>
              {t('test.host.send', { host })}
            </Button>
          }
        >
          {t('test.host.ask', { host, provider })}
        </NoticeBox>
      )}
      {waiting?.mode === 'paste' && (
        <section className="card ways-out" aria-label={t('test.login.paste')}>
          <PasteBack login={waiting.id} />
        </section>
      )}
      <LightsRow lights={lightsOf(shown)} />
      {run.phase === 'login' && sequence}
      {waiting && (
        <WaysOut
          key={waiting.id}
          run={run}
          login={waiting}
          app={id}
          provider={provider}
          host={hostOf(waiting.url)}
        />
      )}
      {toGo > 0 && !passed && ready && run.phase === 'idle' && openStepsMayExplain(diagnoses, run.checks) && (
        <NoticeBox tone="warning">
          <div className="row">
            <span className="grow">
              <b>{n('test.unapplied', toGo)}</b> {t('test.unapplied.about')}
            </span>
            <Button
              small
              onPress={() =>
                actions.go({ at: 'connect', handle: wiring.handle, app: wiring.key, step: 'apply' })
              }
            >
              {t('test.unapplied.go')}
            </Button>
          </div>
        </NoticeBox>
      )}
      {(diagnoses.length > 0 || (failed && run.phase === 'idle')) && (
        <section className="stack diagnoses" aria-label={t('test.diagnoses')}>
          {diagnoses.map((diagnosis) => (
            <DiagnosisCard
              key={diagnosis.id}
              diagnosis={diagnosis}
              provider={provider}
              app={app}
              certain={certain}
              from={from}
              mend={mendOf(diagnosis, { handle: wiring.handle, app: wiring.key })}
              onGo={actions.go}
            />
          ))}
          {diagnoses.length === 0 && <NoticeBox tone="warning">{t('test.diagnosis.none')}</NoticeBox>}
        </section>
      )}
      {claims.length > 0 && run.phase === 'idle' && <ClaimsTable rows={claims} app={app} />}
      {run.phase !== 'login' && run.steps.some(({ id }) => id === 'browser') && sequence}
      {/* Seen only once nothing more comes above it, so that nothing moves. What was typed and opened there stays. */}
      {ready && (
        <div className="test-columns" ref={columns} hidden={run.phase !== 'idle'}>
          <div className="stack">
            <section className="card table-card" aria-labelledby="checks-title">
              <header className="row">
                <h2 id="checks-title" className="grow">
                  {t('test.checks')}
                </h2>
                {report.value && (
                  <>
                    <CopyButton what={t('test.report.copy')} from={{ text: report.value.markdown }}>
                      {t('test.report.copy')}
                    </CopyButton>
                    <Button small busy={saving} onPress={() => void saveBundle()}>
                      {t('test.report.bundle')}
                    </Button>
                  </>
                )}
              </header>
              <ChecksList run={shown} />
            </section>
          </div>
          {!practice && (
            <div className="stack">
              {testUri && (
                <More title={t('test.login.paste')}>
                  <div className="stack tight">
                    <p className="quiet small">{t('test.login.paste.hint')}</p>
                    <div className="row">
                      <Button small onPress={testByHand}>
                        {t('test.login.paste')}
                      </Button>
                    </div>
                  </div>
                </More>
              )}
              <NetworkCard handle={wiring.handle} appId={id} app={app} seen={seen} />
              {loginFailed && <IfItFails wiring={wiring} />}
            </div>
          )}
        </div>
      )}
    </StepFrame>
  );
}

/** True for a login that came as far as its page; false for one whose checks already failed, and for checks. */
const wasBegun = (record: TestRun['record']): boolean =>
  record?.kind === 'login' &&
  record.report.checks.some(
    ({ light, status }) => (light === 'test-callback' || light === 'claims') && status !== 'inconclusive',
  );

/** True for a login that a failed check kept from its page. */
const wasKept = (record: TestRun['record']): boolean =>
  record?.kind === 'login' && record.report.result === 'fail' && !wasBegun(record);

/** Who has not answered yet. The app is asked beside the provider, so it is waited for where only its answer is missing. */
const awaited = ({ planned, checks }: TestRun): 'provider' | 'app' => {
  const open = planned.filter(({ id }) => !checks.some((check) => check.id === id));
  return open.length > 0 && open.every(({ light }) => light === 'app-request') ? 'app' : 'provider';
};

/** The second at which a result was seen, so that the same result a second time is known as a new one. */
function LookedAt({ at }: { readonly at: string }): ReactNode {
  const { t } = useSpeaker();
  const time = new Date(at).toLocaleTimeString(LANGUAGE, { hour12: false });
  return <time dateTime={at}>{t('test.at', { time })}</time>;
}

/** The host of an address that the host program made. */
const hostOf = (url: string): string => url.replace(/^https?:\/\/|[/?#].*$/g, '');

/** What the newest result says, in the words in which an app stands. */
const wordOf = ({ record }: TestRun) =>
  record
    ? standingOf({ results: [record], applied: { done: 0, changed: 0, total: 0 }, secret: 'present' }).word
    : 'never';

/** Returns the overall result in one line, and what to do about it. */
function headline(
  run: TestRun,
  app: string,
  practice: boolean,
  { t, n }: Speaker,
): readonly [string, string] {
  if (run.phase === 'login')
    return [
      t(waits(run) ? 'test.title.login' : run.login ? 'test.title.login.back' : 'test.title.login.begins'),
      '',
    ];
  if (run.phase === 'checks') return [t('test.title.running'), t('test.lead.none')];
  if (run.page.length > 0) return [n('test.title.fail', 1), t('test.lead.page')];
  const word = wordOf(run);
  switch (word) {
    case 'outdated':
      return [t('test.title'), t('test.outdated')];
    case 'fail': {
      // A less likely cause is only another explanation of the same problem, so it isn't counted.
      const diagnoses = run.record?.report.diagnoses ?? [];
      const likely = diagnoses.filter(({ confidence }) => confidence >= 0.5).length;
      const count = likely > 0 ? likely : diagnoses.length;
      return [
        count === 0 ? t('test.title.fail.none') : n('test.title.fail', count),
        count === 0
          ? t('test.diagnosis.none')
          : t(wasKept(run.record) ? 'test.lead.not-begun' : 'test.lead.fail'),
      ];
    }
    case 'login':
      return [t('test.title.pass'), t(practice ? 'test.lead.practice' : 'test.lead.pass', { app })];
    case 'way-back':
      return [t('test.title.way-back', { app }), t('test.lead.way-back', { app })];
    case 'check':
      return [t('test.title.pass.check'), t('test.lead.pass.check')];
    case 'warn':
      return [
        run.record?.kind === 'login' ? t('test.title.warn') : t('test.title.pass.check'),
        t('test.lead.inconclusive'),
      ];
    case 'inconclusive':
      return [t('test.title.inconclusive'), t('test.lead.inconclusive')];
    default:
      return [t('test.title'), t('test.lead.none')];
  }
}
