import { type ReactNode, useEffect, useState } from 'react';
import { announce } from '../components/announcer.tsx';
import { Button } from '../components/button.tsx';
import { CopyButton } from '../components/copy.tsx';
import { TextInput } from '../components/fields.tsx';
import { useApp, useSpeaker } from '../store/react.tsx';
import type { TestRun } from '../store/state.ts';
import { Waited } from './waited.tsx';

/** True while it is the person's turn: the login page can be opened, and nothing has come back. */
export const waits = (run: TestRun): boolean =>
  run.phase === 'login' &&
  run.login !== null &&
  !run.steps.some((step) => step.id === 'callback' && step.state !== 'running');

/** What to do now, and how much time is left for it. */
export function LoginLead({
  run,
  provider,
  brief,
}: {
  readonly run: TestRun;
  readonly provider: string;
  /** What to do, in other words, where the page can be opened. */
  readonly brief?: string;
}): ReactNode {
  const { t } = useSpeaker();
  const { login } = run;
  if (!login || !waits(run))
    return (
      <p className="lead">
        {t('test.login.opening')} <Waited key={String(login === null)} on="provider" />
      </p>
    );
  const what =
    login.mode === 'paste'
      ? t('test.login.paste.hint')
      : (brief ?? t(login.opened ? 'test.login.waiting.about' : 'test.login.waiting.closed', { provider }));
  return (
    <p className="lead">
      {what} <Countdown until={login.ends_at} />
    </p>
  );
}

/** The buttons of a login that waits. */
export function LoginButtons({
  run,
  app,
  brief = false,
}: {
  readonly run: TestRun;
  readonly app: string;
  /** True: only what is needed, without the address to copy. */
  readonly brief?: boolean;
}): ReactNode {
  const { t } = useSpeaker();
  const { actions } = useApp();
  const { login } = run;
  const waiting = login !== null && waits(run);
  // Before and afterwards they keep their room, so that the button to stop it stays where it is.
  return (
    <div className="row">
      <span key={String(waiting)} className={waiting ? 'row' : 'row login-room'}>
        <Button
          look={waiting && !login.opened ? 'primary' : 'plain'}
          icon="out"
          autoFocus={waiting && !login.opened}
          onPress={() => void (login && actions.openOutside(login.url))}
        >
          {t(login?.opened ? 'test.login.open.again' : 'test.login.open')}
        </Button>
        {!brief && (
          <CopyButton what={t('test.login.copy')} from={{ text: login?.url ?? '' }}>
            {t('test.login.copy')}
          </CopyButton>
        )}
      </span>
      <Button onPress={() => actions.stopLogin(app)}>{t('action.stop')}</Button>
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

/** Takes the address that the browser shows at the end of a login. */
export function PasteBack({ login }: { readonly login: string }): ReactNode {
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
        <Button busy={busy} onPress={() => void send()}>
          {t('test.login.paste.go')}
        </Button>
      </div>
    </div>
  );
}
