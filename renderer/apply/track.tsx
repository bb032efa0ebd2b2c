import { type KeyboardEvent, type ReactNode, useRef } from 'react';
import { Icon } from '../components/icon.tsx';
import { ProductMark } from '../components/product-mark.tsx';
import { useSpeaker } from '../store/react.tsx';
import { isSeen, type Side, type Step } from './sides.ts';
import { useTitle } from './step-title.ts';

/**
 * Where the person is: a lane for each side with its steps. One Tab stop: arrows move from step to step, Enter opens one.
 */
export function Track(props: {
  readonly sides: readonly Side[];
  readonly shown: string | undefined;
  readonly onOpen: (step: Step) => void;
}): ReactNode {
  const { t } = useSpeaker();
  const box = useRef<HTMLDivElement>(null);
  const title = useTitle();
  const keys = props.sides.flatMap(({ plan }) => plan.steps.map(({ key }) => key));
  const stop = props.shown !== undefined && keys.includes(props.shown) ? props.shown : keys[0];
  const here = props.sides
    .flatMap(({ plan }) =>
      plan.steps.map((step, index) => ({ step, n: index + 1, total: plan.steps.length })),
    )
    .find(({ step }) => step.key === props.shown);
  const move = (event: KeyboardEvent) => {
    const dots = [...(box.current?.querySelectorAll('button') ?? [])];
    const at = dots.indexOf(document.activeElement as HTMLButtonElement);
    const to = {
      ArrowRight: at + 1,
      ArrowDown: at + 1,
      ArrowLeft: at - 1,
      ArrowUp: at - 1,
      Home: 0,
      End: dots.length - 1,
    }[event.key];
    if (to === undefined || dots[to] === undefined) return;
    event.preventDefault();
    dots[to].focus();
  };
  return (
    <section className="card lanes" aria-label={t('apply.track')} ref={box}>
      {props.sides.map(({ side, kind, name, plan }) => (
        <div key={side} className={plan.steps.some(({ key }) => key === props.shown) ? 'lane here' : 'lane'}>
          <span className="lane-who">
            <ProductMark kind={kind} name={name} />
            <b className="cut-off">{name}</b>
          </span>
          <ol className="lane-steps">
            {plan.steps.map((step, index) => {
              const now = step.key === props.shown;
              const text = title(step);
              return (
                <li
                  key={step.key}
                  className={`lane-step ${step.state}${now ? ' now' : ''}${isSeen(step) ? ' seen-done' : ''}`}
                >
                  <button
                    type="button"
                    tabIndex={step.key === stop ? 0 : -1}
                    onKeyDown={move}
                    onClick={() => props.onOpen(step)}
                    title={text}
                    {...(now ? { 'aria-current': 'step' as const } : {})}
                  >
                    <span className="unheard">{t('apply.track.step', { name, n: index + 1 })} </span>
                    <span className="dot" aria-hidden="true">
                      {step.state === 'yes' ? (
                        <Icon name="check" size={11} />
                      ) : step.state === 'changed' ? (
                        '!'
                      ) : (
                        index + 1
                      )}
                    </span>
                    <span className="lane-label">{text}</span>
                    {step.state !== 'no' && (
                      <span className="unheard">
                        , {t(isSeen(step) ? 'apply.track.seen' : `apply.track.${step.state}`)}
                      </span>
                    )}
                  </button>
                </li>
              );
            })}
          </ol>
          <span className="lane-count">
            {t('apply.track.count', {
              done: plan.steps.filter(({ state }) => state === 'yes').length,
              total: plan.steps.length,
            })}
          </span>
        </div>
      ))}
      {/* Where the names of all steps have no room, that of this one has. Heard from its button. */}
      {here && (
        <p className="lane-now" aria-hidden="true">
          {t('apply.track.now', { n: here.n, total: here.total, title: title(here.step) })}
        </p>
      )}
    </section>
  );
}
