import type { ReactNode } from 'react';
import type { GuideStepView } from '../../shared/host/deliverables.ts';
import { Value } from '../components/copy.tsx';
import { Tick } from '../components/fields.tsx';
import { Icon } from '../components/icon.tsx';
import { OutsideLink } from '../components/outside-link.tsx';
import { Told } from '../components/told.tsx';
import { useSpeaker } from '../store/react.tsx';

/** Steps to follow in an admin screen. Each has its place, a link, exact values and a checkbox. */
export function GuideSteps(props: {
  readonly steps: readonly GuideStepView[];
  /** Path of the guide that the steps belong to; absent if values can't be copied through the host. */
  readonly path?: string;
  readonly product: string;
  readonly onTick?: (step: GuideStepView, done: boolean) => void;
  readonly focus?: string | undefined;
}): ReactNode {
  const { t } = useSpeaker();
  return (
    <ol className="guide">
      {props.steps.map((step, index) => (
        <li
          key={step.id}
          className={step.applied === 'yes' ? 'guide-step done' : 'guide-step'}
          {...(props.focus && step.fields.some((field) => field.label === props.focus)
            ? { 'data-field': props.focus }
            : {})}
        >
          {props.onTick ? (
            <Tick
              label={<span className="guide-title">{step.title}</span>}
              ariaLabel={t('apply.tick', { title: step.title })}
              selected={step.applied === 'yes'}
              onChange={(done) => props.onTick?.(step, done)}
            />
          ) : (
            <p className="guide-title">
              {index + 1}. {step.title}
            </p>
          )}
          <div className="guide-body">
            {step.applied === 'changed' && (
              <p className="state warn">
                <Icon name="warn" /> {t('apply.changed.step')}
              </p>
            )}
            {(step.where || step.url) && (
              <p className="guide-where">
                <span>
                  <Told text={step.where} />
                </span>
                {step.url && (
                  <OutsideLink href={step.url}>
                    {t('apply.open')}
                    <span className="unheard">
                      {' '}
                      {t('apply.open.of', { title: step.title, name: props.product })}
                    </span>
                  </OutsideLink>
                )}
              </p>
            )}
            {step.fields.length > 0 && (
              <dl className="guide-fields">
                {step.fields.map((field, place) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: two fields may have one label; their order is fixed
                  <div key={place}>
                    <dt>
                      {field.label}
                      {field.assumed && ` (${t('apply.assumed.mark')})`}
                    </dt>
                    <dd>
                      <Value
                        value={field.value}
                        what={field.label}
                        masked={field.secret}
                        brief
                        {...(field.secret && props.path
                          ? {
                              from: {
                                target: { kind: 'field', path: props.path, step: step.id, field: place },
                              },
                            }
                          : {})}
                      />
                    </dd>
                  </div>
                ))}
              </dl>
            )}
            {[step.note, step.why?.text].map(
              (text) =>
                text && (
                  <p key={text} className="guide-note">
                    <Told text={text} />
                  </p>
                ),
            )}
          </div>
        </li>
      ))}
    </ol>
  );
}
