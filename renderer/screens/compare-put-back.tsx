import { type ReactNode, useState } from 'react';
import type { ApplyField, PlanView, Sent } from '../../shared/host/apply.ts';
import type { HostFailure } from '../../shared/host.ts';
import { Failed } from '../apply/api-panel.tsx';
import { ApiPlan } from '../apply/api-plan.tsx';
import { announce } from '../components/announcer.tsx';
import { BusyLine } from '../components/busy-line.tsx';
import { Button } from '../components/button.tsx';
import { NoticeBox } from '../components/notice.tsx';
import { useApp, useAsked, useSpeaker } from '../store/react.tsx';

/** Puts one value back: its request first, then one press. */
export function PutBack(props: {
  readonly handle: string;
  readonly app: string;
  readonly field: ApplyField;
  readonly onCancel: () => void;
  readonly onSent: () => void;
}): ReactNode {
  const { t, n } = useSpeaker();
  const { client } = useApp();
  const place = { handle: props.handle, app: props.app, side: 'provider' } as const;
  const asked = useAsked('apply.plan', { ...place, fields: [props.field] });
  const [changed, setChanged] = useState<PlanView>();
  const [failed, setFailed] = useState<Extract<Sent, { outcome: 'failed' }>>();
  const [unsent, setUnsent] = useState<HostFailure>();
  const [sending, setSending] = useState(false);
  const plan = changed ?? asked.value;
  const send = async (shown: PlanView) => {
    setSending(true);
    const answer = await client.call('apply.send', { ...place, plan: shown.plan });
    setSending(false);
    if (!answer.ok) return setUnsent(answer.error);
    if (answer.value.outcome === 'changed') return setChanged(answer.value.plan);
    if (answer.value.outcome === 'failed') return setFailed(answer.value);
    announce(t('compare.sent'));
    props.onSent();
  };
  const refused = unsent ?? asked.failure;
  return (
    <div className="compare-open">
      {failed && <Failed sent={failed} />}
      {refused && (
        <NoticeBox tone="error" fix={t('api.unsent')}>
          {refused.message}
        </NoticeBox>
      )}
      {changed && !failed && (
        <NoticeBox tone="warning">{t('api.changed', { product: changed.product })}</NoticeBox>
      )}
      {plan && plan.state !== 'nothing' && !failed && <ApiPlan sides={plan.sides} />}
      {plan?.state === 'nothing' && !failed && (
        <NoticeBox tone="pass">{t('api.nothing', { product: plan.product })}</NoticeBox>
      )}
      {!plan && !refused && <BusyLine text={t('app.starting')} />}
      <div className="row">
        {plan?.state === 'to-do' && !failed && (
          <Button busy={sending} onPress={() => void send(plan)}>
            {n('api.send', plan.requests)}
          </Button>
        )}
        <Button
          look="quiet"
          disabled={sending}
          onPress={plan?.state === 'nothing' ? props.onSent : props.onCancel}
        >
          {t('action.cancel')}
        </Button>
      </div>
    </div>
  );
}
