import '../apply/apply.css';
import { type ReactNode, useEffect, useState } from 'react';
import { adoptAnnounced } from '../../shared/client/announced.ts';
import type { DeliverableView } from '../../shared/host/deliverables.ts';
import { ExportButtons } from '../apply/export-buttons.tsx';
import { SideColumn } from '../apply/side-column.tsx';
import { BusyLine } from '../components/busy-line.tsx';
import { Button } from '../components/button.tsx';
import { NoticeBox } from '../components/notice.tsx';
import { useApp, useAppState, useAsked, useSpeaker } from '../store/react.tsx';
import { LossNotice } from './loss-notice.tsx';
import { appName, providerName } from './names.ts';
import { StepFrame } from './step-frame.tsx';
import type { Wiring } from './use-connection.ts';
import { announcedBy, discoverAt } from './use-discovery.ts';

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

  const assumed = useAnnounced(wiring);

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
      {asked.value?.access_loss && (
        <LossNotice
          loss={asked.value.access_loss}
          {...(wiring.providerKind?.kind === 'authentik' ? { also: t('apply.loss.authentik') } : {})}
        />
      )}
      {practice && <NoticeBox tone="info">{t('apply.practice', { app })}</NoticeBox>}
      {assumed.length > 0 && (
        <NoticeBox tone="warning">{t('apply.assumed', { names: assumed.join(', ') })}</NoticeBox>
      )}
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
              merge={practice ? undefined : { handle: wiring.handle, app: wiring.appId, side }}
              onTick={(path, step, digest, done) => void tick(path, step, digest, done)}
              focus={props.focus}
            />
          ))}
        </div>
      )}
    </StepFrame>
  );
}

/**
 * Asks a provider for its endpoints, once per visit, if the workspace does not state them, and writes them
 * into the workspace. Returns those that stay assumed.
 */
function useAnnounced(wiring: Wiring): readonly string[] {
  const { actions, client } = useApp();
  const { t } = useSpeaker();
  const { savedProvider, providerId } = wiring;
  const assumed = wiring.connection?.assumed_metadata ?? [];
  const open = assumed.length > 0;
  const [asked, setAsked] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once per visit, as soon as it is known that something is assumed
  useEffect(() => {
    if (!open || asked || !savedProvider) return;
    const ending = new AbortController();
    const { kind, url, ca_file } = savedProvider;
    void discoverAt(client, { kind, url, ca: ca_file }, ending.signal).then(async (found) => {
      if (ending.signal.aborted) return;
      setAsked(true);
      const { entry, adopted } = adoptAnnounced(
        savedProvider,
        wiring.providerKind?.open_endpoints ?? [],
        announcedBy(found, url),
      );
      if (adopted.length === 0) return;
      const answer = await actions.update({ op: 'put-provider', id: providerId, entry });
      if (answer.ok) actions.say('info', t('apply.discovered', { names: adopted.join(', ') }));
    });
    return () => ending.abort();
  }, [open, asked]);
  return asked ? assumed : [];
}

function ticked(one: DeliverableView, step: string | undefined, done: boolean): DeliverableView {
  const applied = done ? 'yes' : 'no';
  if (one.form === 'file') return { ...one, applied };
  return { ...one, steps: one.steps.map((each) => (each.id === step ? { ...each, applied } : each)) };
}
