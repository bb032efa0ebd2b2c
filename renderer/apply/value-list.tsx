import { type ReactNode, useEffect, useLayoutEffect } from 'react';
import type { FileView, GuideStepView } from '../../shared/host/deliverables.ts';
import { useCopy } from '../components/copy.tsx';
import { Icon } from '../components/icon.tsx';
import { Name, Told } from '../components/told.tsx';
import { useSpeaker } from '../store/react.tsx';
import { isPasted } from './pasted.ts';
import { reasonOf } from './reasons.ts';
import { useLine } from './use-line.ts';
import { StepNote, WhyPanel } from './why-panel.tsx';

const FEW = 6;

type Field = GuideStepView['fields'][number];

/** A value with its place in the step. */
export interface PlacedField {
  readonly field: Field;
  readonly place: number;
}

/**
 * Values to enter one by one, as one Tab stop, and beside them why. Enter copies the one that is looked at, C the next
 * one; what was copied keeps its tick.
 */
export function ValueList(props: {
  readonly label: string;
  readonly step: GuideStepView;
  readonly fields: readonly PlacedField[];
  /** The guide that the values belong to: a secret is copied through the host. */
  readonly path: string;
  /** Files of the same side, for the reasons of their lines. */
  readonly files: readonly FileView[];
  readonly copied: ReadonlySet<number>;
  readonly onCopied: (place: number) => void;
  /** Told how many values the bar at the end of the step lies over. */
  readonly onHidden?: (count: number) => void;
  /** True: the values are compared with what is shown elsewhere, and pasted nowhere. */
  readonly compared?: boolean;
  /** False: another pane beside it says why. */
  readonly why: boolean;
  /** The label of a value to select. */
  readonly focus?: string | undefined;
}): ReactNode {
  const { t } = useSpeaker();
  const { step, fields, copied } = props;
  const copier = useCopy();
  const pastes = (field: Field) => props.compared !== true && isPasted(field);
  const copy = async (index: number): Promise<boolean> => {
    const { field, place } = fields[index]!;
    if (!pastes(field)) return false;
    const done = await copier.copy(
      field.secret
        ? { target: { kind: 'field', path: props.path, step: step.id, field: place } }
        : { text: field.value },
      field.label,
    );
    if (done) props.onCopied(place);
    return done;
  };
  const { go, list, shown, point, box, line, idOf } = useLine({
    count: fields.length,
    first: 0,
    act: (index) => void copy(index),
    led: {
      index: props.focus === undefined ? -1 : fields.findIndex(({ field }) => field.label === props.focus),
      key: `${step.id} ${props.focus}`,
    },
  });

  const { onHidden } = props;
  useLayoutEffect(() => {
    const foot = list.current?.closest('.step-now')?.querySelector('.step-foot');
    if (!onHidden || !foot) return;
    const look = () => {
      const edge =
        getComputedStyle(foot).position === 'sticky'
          ? foot.getBoundingClientRect().top
          : Number.POSITIVE_INFINITY;
      const rows = [...(list.current?.children ?? [])];
      // A line of the row is enough to know that it is there.
      onHidden(rows.filter((row) => row.getBoundingClientRect().bottom - 8 > edge).length);
    };
    look();
    window.addEventListener('scroll', look, { passive: true, capture: true });
    window.addEventListener('resize', look);
    return () => {
      window.removeEventListener('scroll', look, { capture: true });
      window.removeEventListener('resize', look);
    };
  }, [onHidden, list]);

  // A letter acts only while the focus is in this step, so that it disturbs no speech input elsewhere.
  useEffect(() => {
    const card = list.current?.closest('.step-now');
    const onKey = (event: Event) => {
      const { key, ctrlKey, metaKey, altKey, target } = event as KeyboardEvent;
      if (key.toLowerCase() !== 'c' || ctrlKey || metaKey || altKey) return;
      if ((target as HTMLElement).matches('input, textarea, select, [contenteditable]')) return;
      const next = fields.findIndex(({ field, place }) => pastes(field) && !copied.has(place));
      if (next < 0) return;
      event.preventDefault();
      void copy(next).then((done) => {
        const after = fields.findIndex(
          ({ field, place }, at) => at > next && pastes(field) && !copied.has(place),
        );
        if (done) go(after < 0 ? next : after);
      });
    };
    card?.addEventListener('keydown', onKey);
    return () => card?.removeEventListener('keydown', onKey);
  });

  const at = fields[shown];
  const why = at && reasonOf(at.field, props.files);
  // A few values leave room below them.
  const few = fields.length <= FEW;
  // A panel that has nothing to say of any value only takes room.
  const reasons = props.why && fields.some(({ field }) => reasonOf(field, props.files) !== undefined);
  const says = reasons || (props.why && !few && (step.why ?? step.note) !== undefined);
  return (
    <div className={says ? 'with-why' : undefined}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: pointing only previews what the keyboard shows too */}
      <div className="value-scroll" onMouseLeave={() => point(undefined)}>
        <div
          className={says ? 'value-lines' : 'value-lines plain'}
          role="listbox"
          aria-label={props.label}
          {...box}
        >
          {fields.map(({ field, place }, index) => {
            const pasted = pastes(field);
            const done = copied.has(place);
            return (
              // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus
              // biome-ignore lint/a11y/useKeyWithClickEvents: the list takes the keys
              <div
                key={place}
                id={idOf(index)}
                role="option"
                aria-selected={index === line}
                className={index === shown ? 'value-line at' : 'value-line'}
                data-field={field.label}
                onMouseEnter={() => point(index)}
                onClick={() => {
                  go(index);
                  void copy(index);
                }}
              >
                <span className="value-label">
                  <Name text={field.label} />
                  {field.assumed && ` (${t('apply.assumed.mark')})`}
                </span>
                <span className={pasted ? 'value-text pasted' : 'value-text'}>
                  {pasted || field.value.includes('\n') ? field.value : <Told text={field.value} />}
                </span>
                {pasted && (
                  <span className={done ? 'value-mark done' : 'value-mark'}>
                    <Icon name={done ? 'check' : 'copy'} size={15} />
                    {done && <span className="unheard">{t('action.copied')}</span>}
                  </span>
                )}
              </div>
            );
          })}
        </div>
        {props.why && (few || !says) && <StepNote step={step} besides={why} sourced />}
      </div>
      {says && (
        <WhyPanel
          title={t('apply.why.value')}
          at={at?.field.label}
          why={why}
          step={few ? undefined : step}
          noteOnly={!reasons}
          copies={at !== undefined && pastes(at.field)}
        />
      )}
    </div>
  );
}
