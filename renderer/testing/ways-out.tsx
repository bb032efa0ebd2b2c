import { type ReactNode, useEffect, useState } from 'react';
import { announce } from '../components/announcer.tsx';
import { Button } from '../components/button.tsx';
import { Choice, TextInput } from '../components/fields.tsx';
import { useApp, useSpeaker } from '../store/react.tsx';
import type { TestRun } from '../store/state.ts';
import { PasteBack } from './login-panel.tsx';

/** After so long, most people have signed in or see something else. */
const LONG_MS = 30_000;

const WAYS = ['page', 'load', 'stays', 'loops'] as const;
type Way = (typeof WAYS)[number];

/**
 * What to do if the login doesn't come back: a provider that refuses shows a page of its own, and this would wait in
 * vain. What the page or the browser says is explained, and its cause then stands in place of the login.
 */
export function WaysOut(props: {
  readonly run: TestRun;
  readonly login: NonNullable<TestRun['login']>;
  readonly app: string;
  readonly provider: string;
  /** Host of the login page. */
  readonly host: string;
}): ReactNode {
  const { t } = useSpeaker();
  const { run, login, app, provider, host } = props;
  const [way, setWay] = useState<Way>('page');
  const [long, setLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), LONG_MS);
    return () => clearTimeout(timer);
  }, []);
  // The person of a login that is pasted back anyway has its field above.
  const ways = login.mode === 'paste' ? WAYS.filter((one) => one !== 'stays') : WAYS;
  const reached = run.checks.some(({ id, status }) => id === 'P1' && status === 'pass');
  const back = login.redirect_uri.replace(/^https?:\/\/|\/.*$/g, '');
  return (
    <section className="card ways-out" aria-label={t('test.ways')}>
      <Choice
        label={<h2>{t('test.ways')}</h2>}
        look="chips"
        value={way}
        onChange={setWay}
        options={ways.map((value) => ({ value, title: t(`test.way.${value}`) }))}
      />
      {long && way === 'page' && (
        <p className="quiet measure" role="status">
          {t('test.login.page.long', { provider })}
        </p>
      )}
      {way === 'load' && reached && (
        <p className="quiet measure">{t('test.way.load.reached', { provider })}</p>
      )}
      {(way === 'page' || way === 'load') && <SaidThere key={way} way={way} app={app} />}
      {way === 'stays' && (
        <>
          <p className="quiet measure">{t('test.way.stays.about', { back, provider })}</p>
          <PasteBack login={login.id} />
        </>
      )}
      {way === 'loops' && <p className="quiet measure">{t('test.way.loops.about', { provider, host })}</p>}
    </section>
  );
}

/** The words of an error page or of the browser, to be explained. */
function SaidThere({ way, app }: { readonly way: 'page' | 'load'; readonly app: string }): ReactNode {
  const { t } = useSpeaker();
  const { actions } = useApp();
  const [text, setText] = useState('');
  const [issue, setIssue] = useState<string>();
  const [busy, setBusy] = useState(false);
  const send = async () => {
    if (text.trim() === '') return setIssue(t('explain.empty'));
    setBusy(true);
    const answer = await actions.explainPage(app, text.slice(0, 200_000));
    setBusy(false);
    const said = answer === true ? undefined : answer === false ? t('test.login.page.none') : answer;
    setIssue(said);
    if (said !== undefined) announce(said, true);
  };
  return (
    <div className="stack tight">
      <TextInput
        label={t(`test.way.${way}.label`)}
        help={t(`test.way.${way}.hint`)}
        value={text}
        onChange={setText}
        rows={3}
        code
        issue={issue ? { severity: 'error', message: issue } : undefined}
      />
      <div className="row">
        <Button busy={busy} onPress={() => void send()}>
          {t('explain.go')}
        </Button>
      </div>
    </div>
  );
}
