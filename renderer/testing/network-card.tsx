import { type ReactNode, useRef, useState } from 'react';
import type { Check } from '../../shared/diagnosis/types.ts';
import { inContainer } from '../../shared/in-container.ts';
import { announce } from '../components/announcer.tsx';
import { Button } from '../components/button.tsx';
import { CopyButton } from '../components/copy.tsx';
import { TextInput } from '../components/fields.tsx';
import { NoticeBox } from '../components/notice.tsx';
import { StateMark } from '../components/state-mark.tsx';
import { Told } from '../components/told.tsx';
import { useApp, useAsked, useSpeaker } from '../store/react.tsx';

/** How the app's container reaches the provider: the one thing that can't be seen from this machine. */
export function NetworkCard(props: {
  readonly handle: string;
  readonly appId: string;
  readonly app: string;
  readonly seen: Check | undefined;
}): ReactNode {
  const { t } = useSpeaker();
  const { client, actions } = useApp();
  const command = useAsked('probe.command', { handle: props.handle, app: props.appId });
  const [typed, setTyped] = useState<string>();
  const [nameless, setNameless] = useState(false);
  const field = useRef<HTMLDivElement>(null);
  const [output, setOutput] = useState('');
  const [issue, setIssue] = useState<string>();
  const [busy, setBusy] = useState(false);
  const judge = async () => {
    if (output.trim() === '') return setIssue(t('field.required'));
    setBusy(true);
    const answer = await client.call('probe.paste', { handle: props.handle, app: props.appId, output });
    setBusy(false);
    setIssue(answer.ok ? undefined : answer.error.message);
    if (!answer.ok) return announce(answer.error.message, true);
    setOutput('');
    actions.addCheck(props.appId, answer.value.check);
    announce(`${t(`state.${answer.value.check.status}`)}: ${answer.value.check.summary}`);
  };
  const known = command.value?.container;
  const container = (typed ?? known ?? '').trim();
  const line =
    command.value?.command &&
    inContainer(container || t('test.network.container.word'), command.value.command);
  const askName = () => {
    setNameless(true);
    field.current?.querySelector('input')?.focus();
  };
  // Shown whole, so that the field doesn't move when the command comes.
  if (!command.value && !command.failure) return null;
  return (
    <section className="card pad stack" aria-labelledby="network-title">
      <div>
        <div className="row">
          <h2 id="network-title" className="grow">
            {t('test.network', { app: props.app })}
          </h2>
          {props.seen && <StateMark state={props.seen.status} />}
        </div>
        <p className="quiet small">{props.seen?.summary ?? t('test.network.about')}</p>
      </div>
      {line && (
        <div ref={field}>
          <TextInput
            label={t('test.network.container')}
            help={<Told text={t(known ? 'test.network.container.known' : 'test.network.container.help')} />}
            value={typed ?? known ?? ''}
            onChange={(value) => {
              setTyped(value);
              setNameless(false);
            }}
            issue={nameless ? { severity: 'error', message: t('test.network.container.missing') } : undefined}
            code
          />
        </div>
      )}
      {line && command.value?.no_shell && <NoticeBox tone="info">{command.value.no_shell}</NoticeBox>}
      {command.value && (
        <div className="stack tight">
          {line && (
            <>
              <div className="row">
                <b className="grow small">{t('test.network.command')}</b>
                {container === '' ? (
                  <Button
                    small
                    icon="copy"
                    label={t('copy.of', { what: t('test.network.command') })}
                    onPress={askName}
                  >
                    {t('action.copy')}
                  </Button>
                ) : (
                  <CopyButton what={t('test.network.command')} from={{ text: line }} />
                )}
              </div>
              {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
              <pre className="command" tabIndex={0}>
                {line}
              </pre>
            </>
          )}
          <p className="quiet small">{command.value.about}</p>
        </div>
      )}
      {command.failure && (
        <p className="quiet small">
          <Told text={command.failure.message} />
        </p>
      )}
      <TextInput
        label={t('test.network.paste')}
        value={output}
        onChange={setOutput}
        rows={3}
        code
        issue={issue ? { severity: 'error', message: issue } : undefined}
      />
      <div className="row">
        <Button busy={busy} onPress={() => void judge()}>
          {t('test.network.paste.go')}
        </Button>
      </div>
    </section>
  );
}
