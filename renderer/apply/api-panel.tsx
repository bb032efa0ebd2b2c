import './api.css';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { BackPlanView, Sent, TakenBackView } from '../../shared/host/apply.ts';
import { BusyLine } from '../components/busy-line.tsx';
import { Button } from '../components/button.tsx';
import { Icon } from '../components/icon.tsx';
import { NoAnswer, NoticeBox } from '../components/notice.tsx';
import { useSpeaker } from '../store/react.tsx';
import { ApiComing } from './api-coming.tsx';
import { ApiPlan } from './api-plan.tsx';
import { ApiToken } from './api-token.tsx';
import { placeOf } from './sides.ts';
import { type ApiPlace, useApi } from './use-api.ts';

/**
 * Latchkey does one side through the product's API: the token, the plan, one press, then what was read back and the way
 * back. Nothing is sent before the press, and what differs from the plan then is shown anew.
 */
export default function ApiPanel(props: {
  readonly place: ApiPlace;
  /** True: what is to be done here is done. */
  readonly done: boolean;
  /** True: what stands there is looked at at once, if a token is there. */
  readonly atOnce: boolean;
  readonly onDone: (done: boolean) => void;
  readonly onNext: (() => void) | undefined;
}): ReactNode {
  const { t, n } = useSpeaker();
  const { place, done } = props;
  const api = useApi(place, props.onDone);
  const { state, shown, busy } = api;
  const [keep, setKeep] = useState(false);
  const begun = useRef(false);
  const ready = props.atOnce && state !== undefined && state.token.state !== 'none';
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, as soon as a token is known
  useEffect(() => {
    if (!ready || begun.current) return;
    begun.current = true;
    void api.plan();
  }, [ready]);
  if (api.failure)
    return (
      <div className="api">
        <NoAnswer asked={{ failure: api.failure, again: api.retry }} />
      </div>
    );
  if (!state) return <ApiComing />;
  const { product, last } = state;
  const plan = shown?.is === 'plan' ? shown.plan : undefined;
  const isBusy = busy !== undefined;
  const leaves = [
    ...new Set(plan?.sides.flatMap((one) => one.leaves) ?? (shown?.is === 'done' ? shown.sent.leaves : [])),
  ];
  const refused = shown?.is === 'refused' ? shown : undefined;
  const back = shown?.is === 'back-plan' ? shown : undefined;
  const asksToken =
    plan === undefined && back === undefined && shown?.is !== 'done' && shown?.is !== 'failed';
  /** The one next useful act. */
  const act =
    back !== undefined
      ? 'take-back'
      : plan?.state === 'to-do'
        ? 'send'
        : plan?.state === 'stuck' || shown?.is === 'failed'
          ? 'again'
          : !done && (plan?.state === 'nothing' || shown?.is === 'done')
            ? 'confirm'
            : done && props.onNext
              ? 'next'
              : done
                ? undefined
                : 'ask';
  // Where something else is said of what stands there, it would be unclear what is taken back.
  const canTakeBack =
    back === undefined &&
    last !== undefined &&
    state.token.state !== 'none' &&
    !api.retypes &&
    (asksToken || shown?.is === 'done' || plan?.state === 'nothing' || last.state === 'begun');
  return (
    <div className="api">
      <div ref={api.result} tabIndex={-1} className="api-result">
        {shown?.is === 'plan' && shown.changed && (
          <NoticeBox tone="warning">{t('api.changed', { product })}</NoticeBox>
        )}
        {plan?.state === 'nothing' && <NoticeBox tone="pass">{t('api.nothing', { product })}</NoticeBox>}
        {plan?.state === 'stuck' && <NoticeBox tone="warning">{t('api.stuck', { product })}</NoticeBox>}
        {shown?.is === 'done' && <Done sent={shown.sent} product={product} />}
        {shown?.is === 'failed' && <Failed sent={shown.sent} />}
        {shown?.is === 'back' && <Back back={shown.back} />}
        {refused && refused.failure.code !== 'token-needed' && (
          <NoticeBox tone="error" fix={refused.unsent ? t('api.unsent') : undefined}>
            {refused.failure.message}
            {refused.failure.detail !== undefined && (
              <code className="api-detail">{refused.failure.detail}</code>
            )}
          </NoticeBox>
        )}
        {back?.changed && <NoticeBox tone="warning">{t('api.changed', { product })}</NoticeBox>}
        {back && (
          <h3>
            {t('api.back.title')}{' '}
            <span className="quiet">
              {n('api.requests', back.plan.requests)} {t('api.to', { origin: back.plan.origin })}
            </span>
          </h3>
        )}
        {plan?.state === 'stuck' && <h3>{t('api.stuck.title')}</h3>}
        {plan?.state === 'to-do' && (
          <h3>
            {n('api.requests', plan.requests)}{' '}
            <span className="quiet">{t('api.to', { origin: plan.origin })}</span>
          </h3>
        )}
      </div>
      {asksToken && (
        <ApiToken
          state={state}
          action={t(done ? 'api.compare' : 'api.show')}
          busy={isBusy}
          retypes={api.retypes}
          primary={act === 'ask'}
          keep={keep}
          onKeep={setKeep}
          onGo={(token) => void api.plan(token)}
          onForget={() => void api.forget()}
        />
      )}
      {plan && plan.state !== 'nothing' && <ApiPlan sides={plan.sides} />}
      {back && <ApiPlan sides={[{ app: place.app, things: back.plan.things, leaves: [] }]} back />}
      {back && back.plan.left.length > 0 && (
        <NoticeBox tone="warning">
          {t('api.back.stays')}
          <Left list={back.plan.left} />
        </NoticeBox>
      )}
      {leaves.length > 0 && <ByHand leaves={leaves} />}
      {busy && <BusyLine atOnce={busy !== 'reading'} text={t(`api.${busy}`, { product })} />}
      {/* Each answer has buttons of its own, which come instead of moving. */}
      <footer key={`${shown?.is} ${plan?.plan}`} className="api-foot">
        {asksToken && !last && (
          <span className="promise">
            <Icon name="lock" size={13} />{' '}
            {t(keep || state.token.state === 'kept' ? 'api.promise.kept' : 'api.promise')}
          </span>
        )}
        {asksToken && last && (
          <span className="api-last">{t(`api.last.${last.state}`, { what: last.things.join(', ') })}</span>
        )}
        {canTakeBack && (
          <Button icon="back" disabled={isBusy} onPress={() => void api.planBack(last.run)}>
            {t('api.back')}
          </Button>
        )}
        {back && (
          <>
            <Button look="quiet" disabled={isBusy} onPress={api.leave}>
              {t('action.cancel')}
            </Button>
            <Button
              look="primary"
              icon="back"
              busy={busy === 'taking-back'}
              onPress={() => void api.takeBack(back.run, back.plan.plan)}
            >
              {back.plan.requests === 0 ? t('api.back.rest.go') : n('api.back.go', back.plan.requests)}
            </Button>
          </>
        )}
        {!asksToken && !back && (
          <Button
            look={act === 'again' ? 'primary' : 'plain'}
            icon="again"
            busy={busy === 'reading'}
            disabled={isBusy && busy !== 'reading'}
            onPress={() => void api.plan()}
          >
            {t('api.again')}
          </Button>
        )}
        {act === 'send' && plan && (
          <Button
            look="primary"
            busy={busy === 'sending'}
            disabled={isBusy && busy !== 'sending'}
            onPress={() => void api.send(plan.plan)}
          >
            {n('api.send', plan.requests)}
          </Button>
        )}
        {act === 'confirm' && (
          <Button look="primary" icon="check" onPress={() => props.onDone(true)}>
            {t(leaves.length > 0 ? 'api.rest' : 'apply.in-place')}
          </Button>
        )}
        {act === 'next' && (
          <Button look="primary" iconAfter="next" onPress={props.onNext!}>
            {t('apply.next-step')}
          </Button>
        )}
      </footer>
    </div>
  );
}

function Done({
  sent,
  product,
}: {
  readonly sent: Extract<Sent, { outcome: 'done' }>;
  readonly product: string;
}): ReactNode {
  const { t } = useSpeaker();
  const did = sent.things.filter(({ action }) => action !== 'keep');
  return (
    <NoticeBox
      tone="pass"
      fix={sent.unseen.length > 0 ? t('api.unseen', { product, names: names(sent.unseen) }) : undefined}
    >
      <b>{t('api.done')}</b>{' '}
      {t('api.done.what', { product, names: did.map(({ title }) => title).join(', ') })}
    </NoticeBox>
  );
}

const names = (list: readonly { readonly title: string; readonly path: string }[]): string =>
  list.map(({ title, path }) => (path === '' ? title : `${title}, ${placeOf(path)}`)).join('; ');

/** What the product said, and how things stand now. */
export function Failed({ sent }: { readonly sent: Extract<Sent, { outcome: 'failed' }> }): ReactNode {
  const { t } = useSpeaker();
  const what = sent.sent.join(', ');
  const stands =
    sent.taken_back === 'nothing'
      ? t('api.failed.nothing')
      : sent.taken_back === 'all'
        ? t('api.failed.back', { what })
        : `${what === '' ? '' : `${t('api.failed.sent', { what })} `}${sent.left ?? ''}`;
  return (
    <NoticeBox
      tone="error"
      fix={
        <>
          {stands}
          {sent.before.length > 0 && <> {t('api.failed.before', { what: sent.before.join(', ') })}</>}
        </>
      }
    >
      {sent.message}
      {sent.detail !== undefined && <code className="api-detail">{sent.detail}</code>}
    </NoticeBox>
  );
}

function Back({ back }: { readonly back: Extract<TakenBackView, { outcome: 'done' }> }): ReactNode {
  const { t } = useSpeaker();
  return (
    <NoticeBox tone={back.left.length === 0 ? 'pass' : 'warning'}>
      {t(back.left.length === 0 ? 'api.back.done' : 'api.back.rest')}
      {back.left.length > 0 && <Left list={back.left} />}
    </NoticeBox>
  );
}

/** What an undo leaves, and why. */
function Left({ list }: { readonly list: BackPlanView['left'] }): ReactNode {
  const { t } = useSpeaker();
  return (
    <ul className="api-left">
      {list.map(({ title, path, why }) => (
        <li key={`${title} ${path}`}>
          {names([{ title, path }])}: {t(`api.left.${why}`)}
        </li>
      ))}
    </ul>
  );
}

/** What no request does. */
function ByHand({ leaves }: { readonly leaves: readonly string[] }): ReactNode {
  const { t } = useSpeaker();
  return (
    <section className="api-hand">
      <h3>{t('api.by-hand')}</h3>
      <ul>
        {leaves.map((one) => (
          <li key={one}>{one}</li>
        ))}
      </ul>
    </section>
  );
}
