import '../wizard/wizard.css';
import './flow.css';
import { type ReactNode, useState } from 'react';
import type { RotationStep } from '../../shared/client/rotation.ts';
import type { CallName } from '../../shared/host.ts';
import { announce } from '../components/announcer.tsx';
import { BusyLine } from '../components/busy-line.tsx';
import { Button } from '../components/button.tsx';
import { Icon } from '../components/icon.tsx';
import { NoticeBox } from '../components/notice.tsx';
import { Shell } from '../components/shell.tsx';
import { StateMark } from '../components/state-mark.tsx';
import { appKindOf, providerKindOf } from '../store/app-kinds.ts';
import { useApp, useAppState, useAsked, useSpeaker } from '../store/react.tsx';
import { providerNameOf } from '../wizard/names.ts';

type Move = Extract<CallName, 'secrets.rotate' | 'secrets.undo-rotation' | 'secrets.finish-rotation'>;

/** Changes a secret on both sides, in order. It can be undone until the new secret is known to work. */
export default function Rotate({ app: id }: { readonly app: string }): ReactNode {
  const { t } = useSpeaker();
  const { client, actions } = useApp();
  const view = useAppState((state) => state.view!);
  const catalog = useAppState((state) => state.catalog!);
  const generation = useAppState((state) => state.generation);
  const record = useAppState((state) => state.tests[id]?.record);
  const { handle } = view;
  const entry = view.workspace.apps[id];
  const status = useAsked('secrets.status', { handle, app: id }, { generation });
  const preview = useAsked('deliverables.preview', entry ? { handle, app: id } : null, { generation });
  const [busy, setBusy] = useState<Move>();
  const [outcome, setOutcome] = useState<'done' | 'undone'>();

  const app = entry?.client_name ?? appKindOf({ catalog, view }, entry?.kind)?.name ?? id;
  const providerEntry = entry && view.workspace.providers[entry.provider];
  const product = providerKindOf({ catalog, view }, providerEntry?.kind)?.name;
  const provider = providerNameOf(providerEntry?.kind, product, providerEntry?.url);
  const rotation = status.value?.rotations.find((one) => one.app === id);
  const secret = status.value?.entries.find((one) => one.owner === id && one.purpose === 'client_secret');
  const steps = status.value?.rotating?.steps ?? [];
  const { where, how } = status.value?.rotating ?? {};
  // The provider makes the secret, so nothing is begun or kept here.
  const theirs = steps.includes('take');
  const begun = theirs || rotation !== undefined;
  // If a side has several deliverables, one that is applied is enough, unless one has changed since.
  const states = (side: 'provider' | 'app') =>
    (preview.value?.deliverables ?? [])
      .filter((one) => one.side === side)
      .flatMap((one) => (one.form === 'guide' ? one.steps.map((step) => step.applied) : [one.applied]));
  const left = (side: 'provider' | 'app') =>
    states(side).includes('changed') || !states(side).includes('yes');
  const tested =
    rotation !== undefined &&
    record?.kind === 'login' &&
    !record.outdated &&
    record.at > rotation.started_at &&
    record.report.result === 'pass';

  const move = async (name: Move) => {
    setBusy(name);
    const answer = await client.call(name, { handle, app: id });
    setBusy(undefined);
    if (!answer.ok) return actions.say('error', answer.error.message);
    const next = name === 'secrets.rotate' ? undefined : name === 'secrets.undo-rotation' ? 'undone' : 'done';
    setOutcome(next);
    if (next) announce(t(next === 'done' ? 'rotate.done' : 'rotate.undone', { app }));
    actions.touch();
  };
  const toApply = () => actions.go({ at: 'connect', handle, app: id, step: 'apply' });
  const lead = steps.includes('add') ? 'rotate.lead.both' : theirs ? 'rotate.lead.theirs' : 'rotate.lead';
  const applied = (side: 'provider' | 'app') =>
    rotation !== undefined && preview.value !== undefined && !left(side);
  const doneOf: Readonly<Record<RotationStep, boolean>> = {
    make: rotation !== undefined,
    replace: applied('provider'),
    add: applied('provider'),
    take: false,
    app: applied('app'),
    test: tested,
    // Nobody but the person sees what stands there.
    delete: false,
    forget: false,
  };
  const titleOf: Readonly<Record<RotationStep, string>> = {
    make: t('rotate.begin'),
    replace: t(theirs ? 'rotate.theirs' : 'rotate.provider', { provider }),
    add: t(theirs ? 'rotate.theirs.add' : 'rotate.add', { provider }),
    take: t('rotate.take'),
    app: t('rotate.app', { app }),
    test: t('rotate.test'),
    delete: t('rotate.delete', { provider }),
    forget: t('rotate.finish'),
  };
  const aboutOf = (step: RotationStep): { readonly text?: string } => {
    if (step === 'make') return { text: t('rotate.begin.about') };
    if (theirs && (step === 'add' || step === 'replace') && how !== undefined) return { text: how };
    if (step === 'add') return { text: t('rotate.add.about', { app }) };
    if (step === 'delete')
      return {
        text: [t('rotate.delete.about'), ...(where === undefined ? [] : [where])].join(' '),
      };
    return step === 'forget' ? { text: t('rotate.finish.about') } : {};
  };
  const buttonOf = (step: RotationStep): ReactNode => {
    if (step === 'make')
      return (
        !rotation && (
          <Button look="primary" busy={busy === 'secrets.rotate'} onPress={() => void move('secrets.rotate')}>
            {t('rotate.begin')}
          </Button>
        )
      );
    if (step === 'take')
      return (
        <Button onPress={() => actions.go({ at: 'connect', handle, app: id, step: 'secrets' })}>
          {t('rotate.open-secrets')}
        </Button>
      );
    // Here nothing of it can be done.
    if (!begun || step === 'delete' || (theirs && (step === 'add' || step === 'replace'))) return undefined;
    if (step === 'test')
      return (
        <Button onPress={() => actions.go({ at: 'connect', handle, app: id, step: 'test' })}>
          {t('rotate.open-test')}
        </Button>
      );
    if (step === 'forget')
      return (
        <Button
          busy={busy === 'secrets.finish-rotation'}
          look={tested ? 'primary' : 'plain'}
          onPress={() => void move('secrets.finish-rotation')}
        >
          {t('rotate.finish.go')}
        </Button>
      );
    return (
      <Button onPress={toApply} look={left(step === 'app' ? 'app' : 'provider') ? 'primary' : 'plain'}>
        {t('rotate.open-apply')}
      </Button>
    );
  };

  return (
    <Shell>
      <div className="page-head">
        <div>
          <h1>{t('rotate.title', { app })}</h1>
          <p className="lead">{t(lead, { app })}</p>
        </div>
      </div>
      {status.failure && (
        <NoticeBox
          tone="error"
          action={
            <Button small onPress={status.again}>
              {t('action.retry')}
            </Button>
          }
        >
          {status.failure.message}
        </NoticeBox>
      )}
      {!status.value && !status.failure && <BusyLine text={t('secrets.title')} onStop={status.stop} />}
      {outcome && (
        <NoticeBox
          tone={outcome === 'done' ? 'pass' : 'info'}
          action={
            outcome === 'undone' && (
              <Button small onPress={toApply}>
                {t('rotate.open-apply')}
              </Button>
            )
          }
        >
          {t(outcome === 'done' ? 'rotate.done' : 'rotate.undone', { app })}
        </NoticeBox>
      )}
      {status.value && secret?.state !== 'present' && !rotation && (
        <NoticeBox tone="info">{t('rotate.none', { app })}</NoticeBox>
      )}
      {status.value && (secret?.state === 'present' || rotation) && (
        <ol className="flow">
          {steps.map((step, index) => (
            <FlowStep
              key={step}
              order={index + 1}
              done={doneOf[step]}
              later={step !== 'make' && !begun}
              title={titleOf[step]}
              {...aboutOf(step)}
            >
              {buttonOf(step)}
            </FlowStep>
          ))}
        </ol>
      )}
      {rotation && (
        <section className="way-back">
          <Icon name="back" size={18} />
          <p className="grow quiet">{t('rotate.undo.about')}</p>
          <Button
            look="danger"
            busy={busy === 'secrets.undo-rotation'}
            onPress={() => void move('secrets.undo-rotation')}
          >
            {t('rotate.undo')}
          </Button>
        </section>
      )}
      <div className="page-end" />
    </Shell>
  );
}

function FlowStep(props: {
  readonly order: number;
  readonly title: string;
  readonly text?: string;
  readonly done: boolean;
  readonly later?: boolean;
  readonly children?: ReactNode;
}): ReactNode {
  const { t } = useSpeaker();
  return (
    <li className={props.later ? 'flow-step later' : 'flow-step'}>
      <span className="n" aria-hidden="true">
        {props.order}
      </span>
      <div className="grow">
        <h2>{props.title}</h2>
        {props.text && <p className="quiet">{props.text}</p>}
      </div>
      {props.done && <StateMark state="pass" text={t('nav.done')} />}
      {props.children}
    </li>
  );
}
