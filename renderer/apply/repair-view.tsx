import { type ReactNode, useState } from 'react';
import type { FileView, GuideStepView } from '../../shared/host/deliverables.ts';
import type { Mark } from '../../shared/standing/apply-plan.ts';
import { Button } from '../components/button.tsx';
import { CopyButton } from '../components/copy.tsx';
import { ProductMark } from '../components/product-mark.tsx';
import { useSpeaker } from '../store/react.tsx';
import { DiffView } from './diff-view.tsx';
import { baseOf } from './file-diff.tsx';
import { FileButtons } from './file-step.tsx';
import { isPasted } from './pasted.ts';
import { changedFields, found, type Side, type Step } from './sides.ts';
import { clock } from './step-card.tsx';
import { useTitle } from './step-title.ts';

/** After a change: nothing but what differs from what was put in place, each with its tick. */
export function RepairView(props: {
  readonly handle: string;
  readonly app: string;
  readonly sides: readonly Side[];
  readonly onTick: (marks: readonly Mark[], done: boolean) => void;
  readonly onOpen: (step: Step) => void;
}): ReactNode {
  const [used, setUsed] = useState<ReadonlySet<string>>(new Set());
  const changed = props.sides.flatMap((side) =>
    side.plan.steps.filter(({ state }) => state === 'changed').map((step) => ({ side, step })),
  );
  return changed.map(({ side, step }, index) => (
    <Repair
      key={step.key}
      {...props}
      side={side}
      step={step}
      first={index === 0}
      used={used.has(step.key)}
      onUsed={() => setUsed((now) => new Set([...now, step.key]))}
    />
  ));
}

function Repair(props: {
  readonly handle: string;
  readonly app: string;
  readonly side: Side;
  readonly step: Step;
  /** True: its next act is the one of the screen. */
  readonly first: boolean;
  readonly used: boolean;
  readonly onUsed: () => void;
  readonly onTick: (marks: readonly Mark[], done: boolean) => void;
  readonly onOpen: (step: Step) => void;
}): ReactNode {
  const { t } = useSpeaker();
  const { side, step, first, used } = props;
  const title = useTitle()(step);
  const marks = step.marks.find((together) =>
    together.some((mark) => found(side.deliverables, mark)?.applied === 'changed'),
  )!;
  const views = marks.map((mark) => ({ mark, view: found(side.deliverables, mark)! }));
  const files = views.flatMap(({ view }) => ('lines' in view && view.applied === 'changed' ? [view] : []));
  const [file] = files;
  const at = views.find(({ view }) => view.applied_at)?.view.applied_at;
  return (
    <section className="card repair" aria-label={`${side.name}: ${title}`}>
      <header className="repair-head">
        <ProductMark kind={side.kind} name={side.name} />
        <h2>{side.name}</h2>
        <span className="quiet cut-off">
          {file === undefined ? (
            title
          ) : step.way === 'merge' || step.way === 'api' ? (
            ''
          ) : (
            <code>{baseOf(file.path)}</code>
          )}
        </span>
        <span className="row push">
          {step.way === 'merge' || step.way === 'api' ? (
            <Button look={first && !used ? 'primary' : 'plain'} onPress={() => props.onOpen(step)}>
              {title}
            </Button>
          ) : (
            file && (
              <FileButtons
                handle={props.handle}
                app={props.app}
                side={side}
                path={file.path}
                primary={first && !used}
                onUsed={props.onUsed}
              />
            )
          )}
        </span>
      </header>
      {at && <p className="repair-since quiet">{t('apply.repair.since', { when: clock(at) })}</p>}
      {files.map((one) => (
        <ChangedLines key={one.path} file={one} />
      ))}
      {views.map(
        ({ mark, view }) =>
          'fields' in view && <ChangedValues key={mark.step} step={view} path={mark.path} title={title} />,
      )}
      <footer className="repair-foot">
        <Button
          icon="check"
          look={first && (used || file === undefined) && step.way !== 'api' ? 'primary' : 'plain'}
          onPress={() => props.onTick(marks, true)}
        >
          {t(file === undefined ? 'apply.done' : restarts(side) ? 'apply.repair.done' : 'apply.in-place')}
        </Button>
      </footer>
    </section>
  );
}

/** True if a product reads its files only when it starts: then its guide, if there is one, has a step for that. */
const restarts = ({ deliverables }: Side): boolean => {
  const steps = deliverables.flatMap((one) => (one.form === 'guide' ? one.steps : []));
  return steps.length === 0 || steps.some(({ id }) => /(?:^|-)restart\b/.test(id));
};

function ChangedLines({ file }: { readonly file: FileView }): ReactNode {
  const { t } = useSpeaker();
  const name = baseOf(file.path);
  if (file.diff) return <DiffView name={name} hunks={file.diff.hunks} />;
  // What it was is not known: what is new of it is.
  const lines = file.lines.flatMap((line, index) =>
    line.changed ? [{ kind: 'new' as const, text: line.text, after: index + 1 }] : [],
  );
  return lines.length > 0 ? (
    <DiffView name={name} hunks={[{ lines }]} />
  ) : (
    <p className="repair-words quiet">{t('apply.repair.gone')}</p>
  );
}

function ChangedValues(props: {
  readonly step: GuideStepView;
  readonly path: string;
  readonly title: string;
}): ReactNode {
  const { t } = useSpeaker();
  const { step } = props;
  const changed = step.was === undefined ? [] : changedFields(step);
  if (changed.length === 0) return <p className="repair-words quiet">{t('apply.repair.words')}</p>;
  return (
    <dl className="repair-values">
      {changed.map(({ label, before, field, place }) => (
        <div key={`${label}${place}${before}`}>
          <dt>{label}</dt>
          <dd>
            {before !== undefined && <del>{before}</del>}
            {field && <ins>{field.value}</ins>}
            {field && place !== undefined && isPasted(field) && (
              <CopyButton
                brief
                what={label}
                from={
                  field.secret
                    ? { target: { kind: 'field', path: props.path, step: step.id, field: place } }
                    : { text: field.value }
                }
              />
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
