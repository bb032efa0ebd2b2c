import { createContext, type ReactNode, useContext } from 'react';
import type { FileView, GuideStepView } from '../../shared/host/deliverables.ts';
import { Button } from '../components/button.tsx';
import { OutsideLink } from '../components/outside-link.tsx';
import { Told, ToldPoints } from '../components/told.tsx';
import { useSpeaker } from '../store/react.tsx';

export type Why = NonNullable<FileView['lines'][number]['why']>;

/** Beside a file or a list of values: why the line that is looked at is there, and what else is good to know. */
export function WhyPanel(props: {
  readonly title: string;
  /** What it speaks of. */
  readonly at?: string | undefined;
  readonly why: Why | undefined;
  /** What stands there where it has no reason. Default: that there is nothing to say. */
  readonly none?: string;
  readonly step: GuideStepView | undefined;
  /** True if Enter copies what it speaks of. */
  readonly copies: boolean;
  /** True: nothing has a reason, so only what is good to know is shown. */
  readonly noteOnly?: boolean;
}): ReactNode {
  const { t } = useSpeaker();
  const { why, step } = props;
  if (props.noteOnly === true)
    return (
      <aside className="why-panel" aria-label={t('apply.note')}>
        <StepNote step={step} besides={undefined} sourced />
      </aside>
    );
  return (
    <aside className="why-panel" aria-label={props.title}>
      <div className="why-line" aria-live="polite">
        <h3>{props.title}</h3>
        {props.at && <p className="why-at">{props.at}</p>}
        {why ? (
          <>
            <p>
              <Told text={why.text} />
            </p>
            <WhySource why={why} />
          </>
        ) : (
          <p className="quiet">{props.none ?? t('apply.why.none')}</p>
        )}
        <p className="quiet" aria-hidden="true">
          <kbd>↑</kbd> <kbd>↓</kbd> {t('apply.why.move')}
          {props.copies && (
            <>
              {' '}
              <kbd>↵</kbd> {t('apply.why.copy')}
            </>
          )}
        </p>
      </div>
      <StepNote step={step} besides={why} />
    </aside>
  );
}

/** Where a reason is from, and how certain it is. */
function WhySource({ why: { source } }: { readonly why: Why }): ReactNode {
  const { t } = useSpeaker();
  if (!source) return null;
  return (
    <p className="quiet">
      {t('apply.why.source')}:{' '}
      {/^https:\/\//.test(source.ref) ? (
        <OutsideLink href={source.ref}>{source.title}</OutsideLink>
      ) : (
        source.title
      )}{' '}
      ({t(`apply.certainty.${source.certainty}`)})
    </p>
  );
}

/** Leads to where something that a step speaks of is changed. */
export const LeadThere = createContext<(to: NonNullable<GuideStepView['leads_to']>) => void>(() => undefined);

/** The way to the step of the wizard that a step speaks of. Nothing if it speaks of none. */
export function LeadsTo({ step }: { readonly step: GuideStepView | undefined }): ReactNode {
  const { t } = useSpeaker();
  const lead = useContext(LeadThere);
  const to = step?.leads_to;
  if (to === undefined) return null;
  return (
    <Button onPress={() => lead(to)}>{to.says ?? t('apply.leads-to', { step: t(`step.${to.step}`) })}</Button>
  );
}

/** What else is good to know of a step. */
export function StepNote(props: {
  readonly step: GuideStepView | undefined;
  /** The reason that is shown anyway. */
  readonly besides: Why | undefined;
  /** True: where the step’s reason is from stands there as well. Beside the reason of a line there is no room for it. */
  readonly sourced?: boolean;
}): ReactNode {
  const { t } = useSpeaker();
  const { note, why } = props.step ?? {};
  const own = why?.text !== props.besides?.text ? why : undefined;
  if (!note && !own) return null;
  return (
    <div className="why-note">
      <h3>{t('apply.note')}</h3>
      <ToldPoints text={[own?.text ?? [], note ?? []].flat().join('\n')} />
      {own && props.sourced && <WhySource why={own} />}
    </div>
  );
}
