import '../apply/apply.css';
import { type ReactNode, useEffect, useState } from 'react';
import type { DeliverableView } from '../../shared/host/deliverables.ts';
import { ExportButtons } from '../apply/export-buttons.tsx';
import { SideColumn } from '../apply/side-column.tsx';
import { BusyLine } from '../components/busy-line.tsx';
import { Button } from '../components/button.tsx';
import { NoticeBox } from '../components/notice.tsx';
import { useApp, useAppState, useAsked, useSpeaker } from '../store/react.tsx';
import { appName, providerName } from './names.ts';
import { StepFrame } from './step-frame.tsx';
import type { Wiring } from './use-connection.ts';

/** Both sides' deliverables, from the same data: what to put where, with checkmarks that are saved. */
export default function ApplyStep(props: {
  readonly wiring: Wiring;
  readonly focus: string | undefined;
  readonly onBack: () => void;
  readonly onNext: () => void;
}): ReactNode {
  const { t, n } = useSpeaker();
  const { wiring } = props;
  const { client, actions } = useApp();
  const generation = useAppState((state) => state.generation);
  const practice = useAppState((state) => state.view?.practice);
  const asked = useAsked(
    'deliverables.preview',
    { handle: wiring.handle, app: wiring.appId },
    { generation },
  );
  const [shown, setShown] = useState<readonly DeliverableView[]>();
  useEffect(() => setShown(asked.value?.deliverables), [asked.value]);

  const app = appName(wiring);
  const provider = providerName(wiring);

  const [making, setMaking] = useState(false);
  const makeSecrets = async () => {
    setMaking(true);
    const answer = await client.call('secrets.generate', { handle: wiring.handle, app: wiring.appId });
    setMaking(false);
    if (answer.ok) actions.touch();
    else actions.say('error', answer.error.message);
  };

  const tick = async (path: string, step: string | undefined, digest: string, done: boolean) => {
    // Shown at once; reverted if saving fails.
    const before = shown;
    setShown((now) => now?.map((one) => (one.path === path ? ticked(one, step, done) : one)));
    const answer = await client.call('deliverables.tick', {
      handle: wiring.handle,
      app: wiring.appId,
      path,
      digest,
      done,
      ...(step === undefined ? {} : { step }),
    });
    if (answer.ok) return actions.noteTick();
    setShown(before);
    actions.say('error', answer.error.message);
    if (answer.error.code === 'changed-meanwhile') asked.again();
  };

  const changed = (shown ?? []).reduce(
    (sum, one) =>
      sum +
      (one.form === 'guide'
        ? one.steps.filter((step) => step.applied === 'changed').length
        : Number(one.applied === 'changed')),
    0,
  );
  const main = (shown ?? []).filter((one) => one.kind !== 'readme');

  return (
    <StepFrame
      title={t('apply.title')}
      lead={t('apply.lead', { provider, app })}
      onBack={props.onBack}
      onNext={props.onNext}
      next={t('apply.next')}
      remark={t('apply.foot')}
      actions={
        shown && <ExportButtons handle={wiring.handle} app={wiring.appId} onSaved={() => actions.touch()} />
      }
    >
      {asked.failure?.code === 'no-such-secret' && (
        <NoticeBox
          tone="warning"
          action={
            <Button small look="primary" busy={making} onPress={() => void makeSecrets()}>
              {t('apply.no-secrets.go')}
            </Button>
          }
        >
          {t('apply.no-secrets')}
        </NoticeBox>
      )}
      {asked.failure && asked.failure.code !== 'no-such-secret' && (
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
      {!shown && asked.busy && <BusyLine text={t('apply.preparing')} onStop={asked.stop} />}
      {practice && <NoticeBox tone="info">{t('apply.practice', { app })}</NoticeBox>}
      {changed > 0 && <NoticeBox tone="warning">{n('apply.changed.banner', changed)}</NoticeBox>}
      {shown && (
        <div className="two-sides">
          {(['provider', 'app'] as const).map((side, index) => (
            <SideColumn
              key={side}
              order={index + 1}
              kind={
                side === 'provider'
                  ? (wiring.providerKind?.kind ?? 'oidc')
                  : (wiring.appKind?.kind ?? 'custom')
              }
              name={side === 'provider' ? provider : app}
              deliverables={main.filter((one) => one.side === side)}
              onTick={(path, step, digest, done) => void tick(path, step, digest, done)}
              focus={props.focus}
            />
          ))}
        </div>
      )}
    </StepFrame>
  );
}

function ticked(one: DeliverableView, step: string | undefined, done: boolean): DeliverableView {
  const applied = done ? 'yes' : 'no';
  if (one.form === 'file') return { ...one, applied };
  return { ...one, steps: one.steps.map((each) => (each.id === step ? { ...each, applied } : each)) };
}
