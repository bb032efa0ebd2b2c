import './overview.css';
import './practice.css';
import '../testing/testing.css';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { MISTAKES, type Mistake, mendedAt, SEEN_BY_LOGIN } from '../../shared/host/mistakes.ts';
import { sureCause } from '../../shared/standing/open-steps-explain.ts';
import { announce } from '../components/announcer.tsx';
import { BusyLine } from '../components/busy-line.tsx';
import { Button } from '../components/button.tsx';
import { Icon, type IconName } from '../components/icon.tsx';
import { NoticeBox } from '../components/notice.tsx';
import { Shell } from '../components/shell.tsx';
import { StateMark } from '../components/state-mark.tsx';
import { appKindOf } from '../store/app-kinds.ts';
import { useApp, useAppState, useSpeaker } from '../store/react.tsx';
import { type AppState, IDLE_TEST, type TestRun } from '../store/state.ts';
import { DiagnosisCard } from '../testing/diagnosis-card.tsx';
import { LoginButtons, LoginLead, PasteBack } from '../testing/login-panel.tsx';

interface Practised {
  readonly id: string;
  readonly name: string;
  readonly testUri: string | undefined;
}

/** What practice is; and mistakes to make and mend there, at the real practice provider. */
export default function Practice({ part }: { readonly part: 'login' | 'break' | undefined }): ReactNode {
  const { t } = useSpeaker();
  const view = useAppState((state) => state.view!);
  const [first] = Object.entries(view.workspace.apps);
  const kind = useAppState((state) => appKindOf(state, first?.[1].kind)?.name);
  if (!view.practice || first === undefined)
    return (
      <Shell>
        <h1>{t('practice.title')}</h1>
        <NoticeBox tone="info">{t('practice.no-app')}</NoticeBox>
      </Shell>
    );
  const [id, entry] = first;
  const app: Practised = {
    id,
    name: entry.client_name ?? kind ?? id,
    testUri: entry.test_redirect_uri,
  };
  return (
    <Shell>
      {part === 'break' ? (
        <Breaking app={app} />
      ) : part === 'login' ? (
        <FirstLogin app={app} />
      ) : (
        <Explained app={app} />
      )}
    </Shell>
  );
}

const useUser = (): string => useAppState((state) => state.practiceAccount?.user ?? '');

function Explained({ app }: { readonly app: Practised }): ReactNode {
  const { t } = useSpeaker();
  const { actions } = useApp();
  const handle = useAppState((state) => state.view!.handle);
  const user = useUser();
  const [busy, setBusy] = useState(false);
  const begin = async () => {
    setBusy(true);
    const ready = await actions.prepare(app.id);
    setBusy(false);
    if (!ready) return;
    actions.go({ at: 'practice', handle, part: 'login' });
    void actions.startLogin(app.id, app.testUri ? 'loopback' : 'paste');
  };
  const steps = [
    ['break', t('practice.step.break.about', { count: MISTAKES.length })],
    ['find', t('practice.step.find.about')],
    ['mend', t('practice.step.mend.about')],
  ] as const;
  return (
    <>
      <div className="page-head">
        <h1>{t('practice.title')}</h1>
      </div>
      <div className="card chain practice-chain">
        <Link icon="people" name={user} how={t('practice.person.how')} />
        <span className="wire none" />
        <Link icon="key" name={t('practice.provider')} how={t('practice.provider.how')} />
        <span className="wire none" />
        <Link icon="grid" name={app.name} how={t('practice.app.how')} />
      </div>
      <ol className="practice-steps">
        {steps.map(([step, about], index) => (
          <li key={step}>
            <div className="row">
              <span className="n" aria-hidden="true">
                {index + 1}
              </span>
              <h2>{t(`practice.step.${step}`)}</h2>
            </div>
            <p className="quiet">{about}</p>
          </li>
        ))}
      </ol>
      <div className="row practice-go">
        <Button
          look="primary"
          iconAfter="next"
          onPress={() => actions.go({ at: 'practice', handle, part: 'break' })}
        >
          {t('practice.step.break')}
        </Button>
        <Button look="quiet" busy={busy} onPress={() => void begin()}>
          {t('practice.start')}
        </Button>
      </div>
    </>
  );
}

function Link(props: { readonly icon: IconName; readonly name: string; readonly how: string }): ReactNode {
  return (
    <div className="people">
      <span className="mark" aria-hidden="true">
        <Icon name={props.icon} size={20} />
      </span>
      <b>{props.name}</b>
      <small>{props.how}</small>
    </div>
  );
}

/** True once the newest thing that was tested is a login that came back with all that the app reads. */
const signedIn = ({ phase, record, ended }: TestRun): boolean =>
  phase === 'idle' &&
  ended.last === 'login' &&
  record?.kind === 'login' &&
  !record.outdated &&
  record.report.result === 'pass';

/** One login without anything broken. As soon as it is back, the mistakes follow. */
function FirstLogin({ app }: { readonly app: Practised }): ReactNode {
  const { t } = useSpeaker();
  const { actions } = useApp();
  const handle = useAppState((state) => state.view!.handle);
  const run = useAppState((state) => state.tests[app.id] ?? IDLE_TEST);
  const user = useUser();
  const works = signedIn(run);
  useEffect(() => {
    if (works) actions.go({ at: 'practice', handle, part: 'break' }, { replace: true });
  }, [works, actions, handle]);
  return (
    <>
      <div className="page-head">
        <div>
          <h1>{t('test.title.login')}</h1>
          <LoginLead run={run} provider={t('practice.provider')} brief={t('practice.login.now', { user })} />
        </div>
      </div>
      {run.phase === 'login' ? (
        <>
          <LoginButtons run={run} app={app.id} brief />
          {run.login?.mode === 'paste' && <PasteBack login={run.login.id} />}
        </>
      ) : (
        !works && (
          <>
            <NoticeBox tone="info" fix={run.failure?.detail}>
              {run.failure?.message ?? t('practice.not-yet')}
            </NoticeBox>
            <div className="row">
              <Button
                look="primary"
                icon="key"
                onPress={() => void actions.startLogin(app.id, app.testUri ? 'loopback' : 'paste', 'opened')}
              >
                {t('practice.login', { user })}
              </Button>
              <Steps app={app} />
            </div>
          </>
        )
      )}
    </>
  );
}

/** To the picture of the whole login, at the step Test. */
function Steps({ app }: { readonly app: Practised }): ReactNode {
  const { t } = useSpeaker();
  const { actions } = useApp();
  const handle = useAppState((state) => state.view!.handle);
  return (
    <Button look="quiet" onPress={() => actions.go({ at: 'connect', handle, app: app.id, step: 'test' })}>
      {t('practice.steps')}
    </Button>
  );
}

const ICONS: Readonly<Record<Mistake, IconName>> = {
  secret: 'key',
  redirect: 'swap',
  claim: 'people',
  group: 'ask',
  'client-id': 'search',
  scope: 'lock',
};
const ROAD = ['broken', 'diagnosis', 'fix', 'green'] as const;
type Place = (typeof ROAD)[number];

/** How far one mistake is, from what was really seen since it was made or mended. */
function placeOf(breaking: NonNullable<AppState['breaking']>, run: TestRun): Place {
  const seen = run.phase === 'idle' && run.ended.times > breaking.since && run.failure === null;
  const result = seen ? run.record?.report.result : undefined;
  if (breaking.fixed) {
    // A check that passes says nothing of what only a login shows.
    const proof = run.ended.last === 'login' || !SEEN_BY_LOGIN.includes(breaking.mistake);
    return result === 'pass' && proof ? 'green' : 'fix';
  }
  return result !== undefined && (run.record?.report.diagnoses.length ?? 0) > 0 ? 'diagnosis' : 'broken';
}

function Breaking({ app }: { readonly app: Practised }): ReactNode {
  const { t } = useSpeaker();
  const { actions } = useApp();
  const broken = useAppState((state) => state.broken);
  const breaking = useAppState((state) => state.breaking);
  const run = useAppState((state) => state.tests[app.id] ?? IDLE_TEST);
  const [making, setMaking] = useState(false);
  const place = breaking && placeOf(breaking, run);
  const mended = (one: Mistake) =>
    broken.mended.includes(one) && !(breaking?.mistake === one && place !== 'green');
  const done = MISTAKES.filter(mended).length;
  const start = async (mistake: Mistake) => {
    if (making) return;
    setMaking(true);
    await actions.breakIt(app.id, mistake);
    setMaking(false);
  };
  // What was broken before the page was loaded again is still broken.
  const resumed = useRef(false);
  useEffect(() => {
    if (resumed.current || breaking !== null || broken.mistake === null) return;
    resumed.current = true;
    void actions.breakIt(app.id, broken.mistake);
  }, [actions, app.id, breaking, broken.mistake]);

  return (
    <>
      <div className="page-head">
        <div>
          <h1 className="practice-title">
            {t(place === 'green' ? 'practice.green.title' : 'practice.break.title')}
          </h1>
          <p className="lead">
            {breaking === null && done === 0
              ? t(signedIn(run) ? 'practice.choose.works' : 'practice.choose')
              : t('practice.break.lead', { done, of: MISTAKES.length })}
          </p>
        </div>
        <Steps app={app} />
      </div>
      <ul className="mistakes" aria-label={t('practice.mistakes')}>
        {MISTAKES.map((mistake) => (
          <li key={mistake}>
            <button
              type="button"
              className="mistake"
              aria-pressed={breaking?.mistake === mistake}
              aria-disabled={making}
              onClick={() => void start(mistake)}
            >
              <span className="mark" aria-hidden="true">
                <Icon name={ICONS[mistake]} size={15} />
              </span>
              <span className="row">
                <b className="grow">{t(`practice.${mistake}`)}</b>
                {mended(mistake) ? (
                  <StateMark state="pass" text={t('practice.mended')} />
                ) : (
                  broken.mistake === mistake && <StateMark state="warn" text={t('practice.broken')} />
                )}
              </span>
              <small>{t(`practice.${mistake}.about`)}</small>
            </button>
          </li>
        ))}
      </ul>
      {breaking !== null && place !== null && (
        <Road
          key={breaking.mistake}
          app={app}
          mistake={breaking.mistake}
          place={place}
          run={run}
          next={MISTAKES.find((one) => !broken.mended.includes(one) && one !== breaking.mistake)}
          onNext={(mistake) => void start(mistake)}
        />
      )}
    </>
  );
}

/** The road of one mistake: broken, diagnosis, fix, green. */
function Road(props: {
  readonly app: Practised;
  readonly mistake: Mistake;
  readonly place: Place;
  readonly run: TestRun;
  readonly next: Mistake | undefined;
  readonly onNext: (mistake: Mistake) => void;
}): ReactNode {
  const { t } = useSpeaker();
  const { app, mistake, place, run, next } = props;
  const far = ROAD.indexOf(place);
  const card = useRef<HTMLElement>(null);
  // The button that was pressed may be gone.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the focus moves when the place does
  useEffect(() => {
    if (document.activeElement !== document.body) return;
    card.current?.querySelector('h2')?.focus({ preventScroll: true });
  }, [place]);
  return (
    <section ref={card} className={`card road-card at-${place}`} aria-label={t(`practice.${mistake}`)}>
      <header>
        <ol className="road" aria-label={t('practice.road')}>
          {ROAD.map((one, index) => (
            <li
              key={one}
              className={place === 'green' && one === 'green' ? 'green' : ''}
              {...(one === place ? { 'aria-current': 'step' as const } : {})}
            >
              <Icon
                name={
                  one === 'green' && place === 'green'
                    ? 'pass'
                    : index < far
                      ? 'check'
                      : one === place
                        ? 'next'
                        : 'unseen'
                }
                size={15}
              />
              {t(`practice.road.${one}`)}
            </li>
          ))}
        </ol>
      </header>
      <div className="stack">
        {place === 'green' ? (
          <Remember app={app} mistake={mistake} next={next} onNext={props.onNext} />
        ) : place === 'diagnosis' ? (
          <Found app={app} mistake={mistake} run={run} />
        ) : (
          <Looking app={app} mistake={mistake} fixed={place === 'fix'} run={run} />
        )}
      </div>
    </section>
  );
}

/** What a person would see; and the look that is being taken, or the sign-in that it needs. */
function Looking(props: {
  readonly app: Practised;
  readonly mistake: Mistake;
  readonly fixed: boolean;
  readonly run: TestRun;
}): ReactNode {
  const { t, maybe } = useSpeaker();
  const { actions } = useApp();
  const { app, mistake, fixed, run } = props;
  const user = useUser();
  const byLogin = SEEN_BY_LOGIN.includes(mistake);
  const look = () =>
    void (byLogin
      ? actions.startLogin(app.id, app.testUri ? 'loopback' : 'paste', 'opened')
      : actions.runChecks([app.id]));
  return (
    <>
      <div>
        <h2 tabIndex={-1}>{t(`practice.${mistake}`)}</h2>
        {fixed ? <Wrote app={app} mistake={mistake} /> : <Seen app={app} mistake={mistake} />}
      </div>
      {run.failure && (
        <NoticeBox tone="info" fix={run.failure.detail}>
          {run.failure.message}
        </NoticeBox>
      )}
      {run.phase === 'login' ? (
        <>
          <LoginLead run={run} provider={t('practice.provider')} />
          <LoginButtons run={run} app={app.id} />
          {run.login?.mode === 'paste' && <PasteBack login={run.login.id} />}
        </>
      ) : run.phase === 'checks' ? (
        <BusyLine text={t(fixed ? 'practice.trying' : 'practice.looking')} onStop={actions.stopChecks} />
      ) : (
        <>
          <p>
            {!byLogin
              ? t('practice.not-yet')
              : fixed
                ? maybe(`practice.${mistake}.fixed`, { app: app.name, user })
                : t('practice.login.broken')}
          </p>
          <div className="row">
            <Button look="primary" {...(byLogin ? { icon: 'key' as const } : {})} onPress={look}>
              {byLogin ? t('practice.login', { user }) : t('practice.again')}
            </Button>
          </div>
        </>
      )}
    </>
  );
}

/** What the fix has written, and where. */
function Wrote({ app, mistake }: { readonly app: Practised; readonly mistake: Mistake }): ReactNode {
  const { maybe } = useSpeaker();
  const user = useUser();
  return <p className="quiet">{maybe(`practice.${mistake}.wrote`, { app: app.name, user })}</p>;
}

function Seen({ app, mistake }: { readonly app: Practised; readonly mistake: Mistake }): ReactNode {
  const { t, maybe } = useSpeaker();
  return (
    <p className="quiet">
      <b>{t('practice.sees')}:</b> {maybe(`practice.${mistake}.sees`, { app: app.name })}
    </p>
  );
}

/** The diagnosis of what was broken, with what stands there now. */
function Found(props: {
  readonly app: Practised;
  readonly mistake: Mistake;
  readonly run: TestRun;
}): ReactNode {
  const { t, maybe } = useSpeaker();
  const { actions } = useApp();
  const { app, mistake, run } = props;
  const user = useUser();
  const there = useAppState((state) => state.broken.there);
  const [busy, setBusy] = useState(false);
  const told = run.record?.report.diagnoses ?? [];
  const diagnosis = told[0];
  const certain = sureCause(told) !== undefined;
  useEffect(() => {
    if (diagnosis) announce(`${diagnosis.title}. ${diagnosis.fix.text}`);
  }, [diagnosis]);
  if (diagnosis === undefined) return null;
  const current = diagnosis.fix.current ?? there;
  const mend = async () => {
    setBusy(true);
    await actions.mend(app.id);
    setBusy(false);
  };
  return (
    <>
      <Seen app={app} mistake={mistake} />
      <DiagnosisCard
        diagnosis={{
          ...diagnosis,
          // The mistake is known here, so nothing has to be guessed of whose it is.
          side: mendedAt(mistake),
          fix: { ...diagnosis.fix, ...(current === undefined ? {} : { current }) },
          explains: [],
        }}
        provider={t('practice.provider')}
        app={app.name}
        certain={certain}
        from={run.record?.kind ?? 'check'}
        brief
      >
        <div className="stack tight">
          <p className="measure">{maybe(`practice.${mistake}.will`, { app: app.name, user })}</p>
          <div className="row">
            <Button look="primary" icon="check" busy={busy} onPress={() => void mend()}>
              {t('practice.fix')}
            </Button>
          </div>
        </div>
      </DiagnosisCard>
    </>
  );
}

function Remember(props: {
  readonly app: Practised;
  readonly mistake: Mistake;
  readonly next: Mistake | undefined;
  readonly onNext: (mistake: Mistake) => void;
}): ReactNode {
  const { t } = useSpeaker();
  const { actions } = useApp();
  // Practice stays open, with what was mended there.
  const home = useAppState((state) => state.home);
  const { app, mistake, next } = props;
  const lesson = t(`practice.${mistake}.remember`);
  useEffect(() => announce(`${t('practice.mended')}. ${lesson}`), [t, lesson]);
  return (
    <>
      <Wrote app={app} mistake={mistake} />
      <h2 tabIndex={-1}>{t('practice.remember')}</h2>
      <p className="measure">{lesson}</p>
      {next === undefined && <p className="quiet">{t('practice.all')}</p>}
      <div className="row">
        {next !== undefined && (
          <Button look="primary" iconAfter="next" onPress={() => props.onNext(next)}>
            {t('practice.next', { mistake: t(`practice.${next}`) })}
          </Button>
        )}
        <Button
          look={next === undefined ? 'primary' : 'plain'}
          onPress={() =>
            home
              ? actions.go({ at: 'connect', handle: home.handle, app: 'new', step: 'provider' })
              : void actions.create()
          }
        >
          {t('practice.enough')}
        </Button>
      </div>
    </>
  );
}
