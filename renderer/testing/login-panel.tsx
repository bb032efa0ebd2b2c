import { type ReactNode, useEffect, useState } from 'react';
import { announce } from '../components/announcer.tsx';
import { Button } from '../components/button.tsx';
import { CopyButton } from '../components/copy.tsx';
import { TextInput } from '../components/fields.tsx';
import { useApp, useSpeaker } from '../store/react.tsx';
import type { TestRun } from '../store/state.ts';

/** A test login in progress: what to do now, the time left, and a Stop button. */
export function LoginPanel({
  run,
  app,
  provider,
}: {
  readonly run: TestRun;
  readonly app: string;
  readonly provider: string;
}): ReactNode {
  const { t } = useSpeaker();
  const { actions } = useApp();
  const login = run.login;
  const arrived = run.steps.some((step) => step.id === 'callback' && step.state !== 'running');
  return (
    <section className="card login-panel" aria-labelledby="login-title">
      <span className="spinner big" aria-hidden="true" />
      <div className="grow stack tight">
        <h2 id="login-title">{login && !arrived ? t('test.login.waiting') : t('test.login.opening')}</h2>
        {login && !arrived && (
          <>
            <p className="quiet measure">
              {login.mode === 'paste'
                ? t('test.login.paste.hint')
                : t(login.opened ? 'test.login.waiting.about' : 'test.login.waiting.closed')}
            </p>
            <div className="row">
              <Button
                look={login.opened ? 'plain' : 'primary'}
                icon="out"
                autoFocus={!login.opened}
                onPress={() => void actions.openOutside(login.url)}
              >
                {t(login.opened ? 'test.login.open.again' : 'test.login.open')}
              </Button>
              <CopyButton what={t('test.login.copy')} from={{ text: login.url }}>
                {t('test.login.copy')}
              </CopyButton>
              <Countdown until={login.ends_at} />
            </div>
            {login.mode === 'paste' && <PasteBack login={login.id} />}
            <ErrorPage app={app} provider={provider} />
          </>
        )}
      </div>
      <Button onPress={() => actions.stopLogin(app)}>{t('action.stop')}</Button>
    </section>
  );
}

/** After so long, most people have signed in or see something else. */
const LONG_MS = 30_000;

/**
 * A provider that refuses shows a page of its own and never comes back. Its text is explained, and the cause then stands
 * in place of this panel.
 */
function ErrorPage({ app, provider }: { readonly app: string; readonly provider: string }): ReactNode {
  const { t } = useSpeaker();
  const { actions } = useApp();
  const [open, setOpen] = useState(false);
  const [long, setLong] = useState(false);
  const [text, setText] = useState('');
  const [issue, setIssue] = useState<string>();
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), LONG_MS);
    return () => clearTimeout(timer);
  }, []);
  const send = async () => {
    if (text.trim() === '') return setIssue(t('explain.empty'));
    setBusy(true);
    const answer = await actions.explainPage(app, text.slice(0, 200_000));
    setBusy(false);
    const said = answer === true ? undefined : answer === false ? t('test.login.page.none') : answer;
    setIssue(said);
    if (said !== undefined) announce(said, true);
  };
  if (!open)
    return (
      <div className="stack tight">
        {long && (
          <p className="measure" role="status">
            {t('test.login.page.long', { provider })}
          </p>
        )}
        <div className="row">
          <Button small onPress={() => setOpen(true)}>
            {t('test.login.page')}
          </Button>
        </div>
      </div>
    );
  return (
    <div className="stack tight">
      <TextInput
        label={t('test.login.page.label')}
        help={t('test.login.page.hint')}
        value={text}
        onChange={setText}
        rows={5}
        code
        autoFocus
        issue={issue ? { severity: 'error', message: issue } : undefined}
      />
      <div className="row">
        <Button look="primary" busy={busy} onPress={() => void send()}>
          {t('explain.go')}
        </Button>
      </div>
    </div>
  );
}

function Countdown({ until }: { readonly until: number }): ReactNode {
  const { t } = useSpeaker();
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  const left = Math.max(0, Math.round((until - now) / 1000));
  const time = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`;
  // `aria-live="off"`: screen readers must not read the timer every second.
  return (
    <span className="quiet countdown" role="timer" aria-live="off">
      {t('test.login.left', { time })}
    </span>
  );
}

function PasteBack({ login }: { readonly login: string }): ReactNode {
  const { t } = useSpeaker();
  const { client } = useApp();
  const [url, setUrl] = useState('');
  const [issue, setIssue] = useState<string>();
  const [busy, setBusy] = useState(false);
  const send = async () => {
    const address = url.trim();
    if (address === '') return setIssue(t('field.required'));
    setBusy(true);
    const answer = await client.call('login.paste', { login, url: address });
    setBusy(false);
    // The address contains a code, so it is cleared from the field as soon as it was accepted.
    if (answer.ok) setUrl('');
    setIssue(answer.ok ? undefined : answer.error.message);
    if (!answer.ok) announce(answer.error.message, true);
  };
  return (
    <div className="stack tight">
      <TextInput
        label={t('test.login.paste.label')}
        help={t('test.login.paste.field')}
        value={url}
        onChange={setUrl}
        code
        issue={issue ? { severity: 'error', message: issue } : undefined}
      />
      <div className="row">
        <Button look="primary" busy={busy} onPress={() => void send()}>
          {t('test.login.paste.go')}
        </Button>
      </div>
    </div>
  );
}
