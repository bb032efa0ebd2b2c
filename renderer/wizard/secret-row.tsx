import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { SecretEntry, SecretsStatus } from '../../shared/host/secrets.ts';
import { announce } from '../components/announcer.tsx';
import { Button } from '../components/button.tsx';
import { CopyButton } from '../components/copy.tsx';
import { SecretInput } from '../components/fields.tsx';
import { StateMark } from '../components/state-mark.tsx';
import { useApp, useSpeaker } from '../store/react.tsx';

/** Whether the value is on the screen: `over` is when its time has run out. */
type Shown = 'closed' | 'asked' | 'open' | 'over';

/** One secret: its state, and how to set or get it. It is shown only on request and for a short time. */
export function SecretRow(props: {
  readonly entry: SecretEntry;
  readonly handle: string;
  readonly owner: string;
  readonly asking: boolean;
  /** How often one tried to go on while a value was typed and not kept. */
  readonly tried: number;
  readonly onChanged: (status: SecretsStatus) => void;
}): ReactNode {
  const { t, n } = useSpeaker();
  const { client, actions } = useApp();
  const { entry, handle } = props;
  const [replacing, setReplacing] = useState(false);
  const [issue, setIssue] = useState<string>();
  const [shown, setShown] = useState<Shown>('closed');
  const [seconds, setSeconds] = useState(0);
  const box = useRef<HTMLElement>(null);
  const wanted = useRef(false);
  const what = t(`secrets.purpose.${entry.purpose}`);
  const there = entry.state === 'present';
  // Derived from the secret itself, so the user never types it.
  const derived = entry.purpose === 'client_secret_digest';

  const wipe = (next: Shown) => {
    wanted.current = false;
    // What was shown leaves its room behind until it is closed: a time that runs out moves nothing that a person reads.
    if (box.current) {
      box.current.style.minHeight = next === 'over' ? `${box.current.getBoundingClientRect().height}px` : '';
      box.current.textContent = '';
    }
    setShown(next);
  };
  useEffect(() => {
    if (shown !== 'open') return;
    const timer = setTimeout(() => (seconds > 1 ? setSeconds(seconds - 1) : wipe('over')), 1000);
    return () => clearTimeout(timer);
  });
  const show = async () => {
    if (shown === 'asked' || shown === 'open') return wipe('closed');
    // The room opens with the press, so that the answer moves nothing when it is late.
    setShown('asked');
    wanted.current = true;
    const answer = await client.call('secrets.reveal', {
      handle,
      owner: entry.owner,
      purpose: entry.purpose,
    });
    if (!wanted.current) return;
    if (!answer.ok) {
      wipe('closed');
      return actions.say('error', answer.error.message);
    }
    // Written directly to the element, so that no React state, store or render history contains it.
    if (box.current) box.current.textContent = answer.value.value;
    setSeconds(answer.value.hide_after_s);
    setShown('open');
  };
  const provide = async (value: string) => {
    const answer = await client.call('secrets.provide', {
      handle,
      owner: entry.owner,
      purpose: entry.purpose,
      value,
    });
    if (!answer.ok) {
      setIssue(answer.error.message);
      announce(answer.error.message, true);
      return;
    }
    setIssue(undefined);
    setReplacing(false);
    props.onChanged(answer.value);
  };

  const toggle = t(shown === 'asked' || shown === 'open' ? 'action.hide' : 'action.show');
  return (
    <li className="secret-row">
      <div>
        <b>{what}</b> <span className="quiet small">{props.owner}</span>
        <p className="quiet small">
          {entry.about}
          {!there && entry.made_by && ` ${entry.made_by.where}`}
        </p>
      </div>
      {/* One line in each state, so that nothing below moves when the secret comes. */}
      <div className="row secret-state">
        <StateMark
          state={there ? 'pass' : 'waiting'}
          text={
            there && entry.origin
              ? `${t('secrets.state.present')}, ${t(`secrets.origin.${entry.origin}`)}`
              : t(`secrets.state.${entry.only_digest ? 'at-the-app' : entry.state}`)
          }
        />
        {there && (
          <>
            <CopyButton
              what={what}
              from={{ target: { kind: 'secret', owner: entry.owner, purpose: entry.purpose } }}
            />
            <Button small label={`${toggle}: ${what}`} onPress={() => void show()}>
              {toggle}
            </Button>
            {!derived && (
              <Button
                small
                look="quiet"
                label={`${t('secrets.replace')}: ${what}`}
                onPress={() => setReplacing(!replacing)}
              >
                {replacing ? t('action.cancel') : t('secrets.replace')}
              </Button>
            )}
          </>
        )}
      </div>
      <p className="revealed" hidden={shown === 'closed'}>
        <code ref={box} />
        <span className="quiet small">
          {shown === 'open'
            ? n('secrets.shown', seconds)
            : t(shown === 'over' ? 'secrets.shown.over' : 'secrets.shown.asked')}
        </span>
      </p>
      {!derived && (props.asking || replacing) && (
        <SecretInput
          label={t('secrets.value', { what })}
          help={t('secrets.value.hint')}
          action={t('secrets.value.save')}
          multiline={entry.purpose === 'jwks_key'}
          unkept={{ times: props.tried, message: t('secrets.unsaved') }}
          issue={issue ? { severity: 'error', message: issue } : undefined}
          onSubmit={(value) => void provide(value)}
        />
      )}
    </li>
  );
}
