import '../apply/apply.css';
import './flow.css';
import { type ReactNode, useState } from 'react';
import { GuideSteps } from '../apply/guide-view.tsx';
import { announce } from '../components/announcer.tsx';
import { BusyLine } from '../components/busy-line.tsx';
import { Button } from '../components/button.tsx';
import { Tick } from '../components/fields.tsx';
import { NoticeBox } from '../components/notice.tsx';
import { Shell } from '../components/shell.tsx';
import { appKindOf, providerKindOf } from '../store/app-kinds.ts';
import { useApp, useAppState, useAsked, useSpeaker } from '../store/react.tsx';

/** Removes an app or a provider: first shows what to undo on both sides, then deletes the entry. */
export default function Remove({
  target,
}: {
  readonly target: { readonly kind: 'app' | 'provider'; readonly id: string };
}): ReactNode {
  const { t, n } = useSpeaker();
  const { client, actions } = useApp();
  const view = useAppState((state) => state.view!);
  const catalog = useAppState((state) => state.catalog!);
  const [done, setDone] = useState<Readonly<Record<string, boolean>>>({});
  const [forget, setForget] = useState(true);
  const [busy, setBusy] = useState(false);

  const app = target.kind === 'app' ? view.workspace.apps[target.id] : undefined;
  const provider = target.kind === 'provider' ? view.workspace.providers[target.id] : undefined;
  const name =
    app?.client_name ??
    appKindOf({ catalog, view }, app?.kind)?.name ??
    providerKindOf({ catalog, view }, provider?.kind)?.name ??
    target.id;
  const removed = useAppState((state) => state.removed);
  const isGone = target.kind === 'app' ? !app : !provider;
  const plan = useAsked('removal.plan', isGone ? null : { handle: view.handle, target });
  // Also for somebody who comes back to this page.
  const gone =
    isGone && removed?.handle === view.handle && removed.kind === target.kind && removed.id === target.id
      ? removed.name
      : undefined;
  const back = () => actions.go({ at: 'overview', handle: view.handle });

  const remove = async () => {
    setBusy(true);
    const answer = await client.call('removal.apply', {
      handle: view.handle,
      revision: view.revision,
      target,
      forget_secrets: forget,
    });
    setBusy(false);
    if (!answer.ok) {
      if (answer.error.code === 'conflict') await actions.reload();
      return actions.say('error', answer.error.message);
    }
    actions.noteRemoved({ handle: view.handle, ...target, name });
    actions.accept(answer.value);
    announce(t('remove.done', { name }));
  };
  const undo = async () => {
    setBusy(true);
    const answer = await client.call('removal.undo', { handle: view.handle, revision: view.revision });
    setBusy(false);
    if (!answer.ok) {
      if (answer.error.code === 'conflict') await actions.reload();
      return actions.say('error', answer.error.message);
    }
    actions.noteRemoved(null);
    actions.accept(answer.value);
    actions.say('pass', t('remove.undone', { name: gone ?? name }));
    back();
  };

  if (gone !== undefined)
    return (
      <Shell>
        <div className="page-head">
          <div>
            <h1>{t('remove.done', { name: gone })}</h1>
            <p className="lead">{t('remove.undo.hint')}</p>
          </div>
        </div>
        <div className="page-bar">
          <Button busy={busy} onPress={() => void undo()}>
            {t('remove.undo')}
          </Button>
          <div className="remark" />
          <Button look="primary" iconAfter="next" autoFocus onPress={back}>
            {t('remove.to-overview')}
          </Button>
        </div>
      </Shell>
    );

  // Removed elsewhere, or before this page was loaded: here is nothing to do.
  if (isGone)
    return (
      <Shell>
        <div className="page-head">
          <div>
            <h1>{t('remove.gone')}</h1>
            <p className="lead">{t('remove.gone.lead')}</p>
          </div>
        </div>
        <div className="page-bar">
          <div className="remark" />
          <Button look="primary" iconAfter="next" onPress={back}>
            {t('remove.to-overview')}
          </Button>
        </div>
      </Shell>
    );

  return (
    <Shell>
      <div className="page-head">
        <div>
          <h1>{t('remove.title', { name })}</h1>
          <p className="lead">{t('remove.lead')}</p>
        </div>
      </div>
      {plan.failure && (
        <NoticeBox
          tone="error"
          action={
            <Button small onPress={plan.again}>
              {t('action.retry')}
            </Button>
          }
        >
          {plan.failure.message}
        </NoticeBox>
      )}
      {plan.busy && !plan.value && <BusyLine text={t('remove.planning')} onStop={plan.stop} />}
      {plan.value && (
        <>
          {plan.value.apps.length > 0 && (
            <NoticeBox tone="warning" fix={plan.value.apps.join(', ')}>
              {t('remove.apps')}
            </NoticeBox>
          )}
          {plan.value.steps.length > 0 && (
            <section className="card flow-card" aria-labelledby="undo">
              <header>
                <h2 id="undo">{t('remove.steps')}</h2>
              </header>
              <GuideSteps
                steps={plan.value.steps.map((step) => ({
                  ...step,
                  applied: done[step.id] ? ('yes' as const) : ('no' as const),
                }))}
                product={name}
                onTick={({ id }, ticked) => setDone((now) => ({ ...now, [id]: ticked }))}
              />
            </section>
          )}
          {plan.value.secrets.length > 0 && (
            <Tick
              label={t('remove.secrets')}
              help={n('remove.secrets.hint', plan.value.secrets.length)}
              selected={forget}
              onChange={setForget}
            />
          )}
        </>
      )}
      <div className="page-bar">
        <Button icon="back" onPress={back}>
          {t('remove.keep')}
        </Button>
        <div className="remark" />
        <Button look="danger" icon="bin" busy={busy} disabled={!plan.value} onPress={() => void remove()}>
          {t('remove.go', { name })}
        </Button>
      </div>
    </Shell>
  );
}
