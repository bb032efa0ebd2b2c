import type { ReactNode } from 'react';
import { Icon } from '../components/icon.tsx';
import { RouteLink } from '../components/shell.tsx';
import { STEPS, type Step } from '../route.ts';
import { useAppState, useSpeaker } from '../store/react.tsx';
import { hostOf } from './host-of.ts';
import type { Wiring } from './use-connection.ts';

/** The steps and what was chosen in each. Steps that were seen can be opened at any time. */
export function StepsNav(props: {
  readonly wiring: Wiring;
  readonly step: Step;
  readonly reached: number;
}): ReactNode {
  const { t } = useSpeaker();
  const { wiring } = props;
  const store = useAppState((state) => state.session?.secret_store);
  const run = useAppState((state) => state.tests[wiring.appId]);
  const now = STEPS.indexOf(props.step);
  const reached = wiring.isNew ? Math.min(props.reached, 2) : Math.max(props.reached, 5);

  const said: Record<Step, string> = {
    provider: [wiring.providerKind?.name, wiring.providerForm['version']].filter(Boolean).join(' '),
    app: [wiring.appKind?.name, wiring.appForm['version']].filter(Boolean).join(' '),
    addresses: wiring.appForm['url'] ? hostOf(wiring.appForm['url']) : '',
    secrets: wiring.isNew || !store ? '' : store.kind === 'session' ? t('store.session.short') : store.label,
    apply: wiring.isNew ? '' : t('apply.said.none'),
    test: wiring.isNew ? '' : t(`state.${run?.record?.report.result ?? 'waiting'}`),
    done: '',
  };
  const list = (
    <ol className="steps">
      {STEPS.map((step, index) => {
        const title = t(`step.${step}`);
        const done = index < Math.max(now, props.reached);
        const body = (
          <>
            <span className="n" aria-hidden="true">
              {index !== now && done ? <Icon name="check" size={13} /> : index + 1}
            </span>
            <span>
              <b>{title}</b>
              {said[step] && <small>{said[step]}</small>}
            </span>
          </>
        );
        return (
          <li key={step}>
            {index <= reached || index === now ? (
              <RouteLink
                to={{ at: 'connect', handle: wiring.handle, app: wiring.key, step }}
                className={done ? 'step done' : 'step'}
                {...(index === now ? { current: 'step' } : {})}
              >
                {body}
              </RouteLink>
            ) : (
              <span className="step later">{body}</span>
            )}
          </li>
        );
      })}
    </ol>
  );
  return (
    <nav aria-label={t('nav.steps')} className="steps-menu">
      <div className="wide-only">{list}</div>
      <details className="narrow-only more">
        <summary>
          <Icon name="next" size={13} />
          {t('nav.step', { n: now + 1, of: STEPS.length, title: t(`step.${props.step}`) })}
        </summary>
        <div className="more-body">{list}</div>
      </details>
    </nav>
  );
}
