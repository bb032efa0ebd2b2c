import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { Mark } from '../../shared/standing/apply-plan.ts';
import { Button } from '../components/button.tsx';
import { commandsIn } from '../components/code-words.ts';
import { CopyButton } from '../components/copy.tsx';
import { Icon } from '../components/icon.tsx';
import { OutsideLink } from '../components/outside-link.tsx';
import { revealHead } from '../components/reveal.ts';
import { Told, ToldPoints } from '../components/told.tsx';
import { Way, WayList } from '../components/way-list.tsx';
import { useApp, useSpeaker } from '../store/react.tsx';
import { baseOf } from './file-diff.tsx';
import { FileButtons, FileStep } from './file-step.tsx';
import { panels } from './panels.ts';
import { actOn } from './pasted.ts';
import {
  apiFocus,
  fileAt,
  filesOfStep,
  isSeen,
  lastTick,
  type PlacedStep,
  placedSteps,
  type Side,
  type Step,
} from './sides.ts';
import { useTitle } from './step-title.ts';
import { ValueList } from './value-list.tsx';
import { LeadsTo } from './why-panel.tsx';

export interface StepCardProps {
  readonly handle: string;
  readonly app: string;
  readonly sides: readonly Side[];
  /** Shown once the part of its way is there (`usePanel`). */
  readonly step: Step;
  /** `stays`: what was done is still looked at. */
  readonly onTick: (marks: readonly Mark[], done: boolean, stays?: boolean) => void;
  readonly onOpen: (step: Step) => void;
  /** Leads to the first step that is not done, if there is one. */
  readonly onNext: (() => void) | undefined;
  /** Leads to what was changed since it was put in place, if anything was. */
  readonly onRepair: (() => void) | undefined;
  /** Counts the steps that were done here: the focus goes to the heading of the next. */
  readonly turn: number;
  /** Leads to the test. */
  readonly onTest: () => void;
  readonly focus?: string | undefined;
}

/** The step that a person is at, at full width; what is done before it and what comes after it are a line each. */
export function StepCard(props: StepCardProps): ReactNode {
  const { t } = useSpeaker();
  const { step, sides } = props;
  const placed = placedSteps(sides);
  const at = placed.findIndex((one) => one.step.key === step.key);
  const here = placed[at]!;
  const { side } = here;
  const title = useTitle();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (props.turn > 0) {
      heading.current?.focus({ preventScroll: true });
      revealHead(heading.current);
    }
  }, [props.turn]);
  // Those of this side, and of both sides what comes at the very end.
  const later = placed.slice(at + 1).filter((one) => one.side === side || one.step.step?.after === 'both');
  return (
    <section className="card step-card" aria-label={t('apply.step.of', { name: side.name })}>
      <Before {...props} behind={placed.slice(0, at)} here={here} />
      <Now key={step.key} {...props} side={side} heading={heading} />
      {/* What a merge or a request would do comes at its own time, and would push them about; the track has them too. */}
      {later.length > 0 && !['merge', 'api'].includes(here.step.way ?? '') && (
        <ol className="later-steps">
          {later.map(({ side: place, step: one, n }) => (
            <li key={one.key}>
              <span className="later-no" aria-hidden="true">
                {one.state === 'yes' ? <Icon name="check" size={13} /> : place === side ? n : '…'}
              </span>
              <b>{title(one)}</b>
              <span className="quiet cut-off">
                {one.step?.after === 'both' ? (
                  t('apply.after.both', { name: place.name })
                ) : (
                  <Told text={one.step?.where ?? ''} />
                )}
              </span>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

/** What is behind the person: the last step, or the other side as a whole, and what has changed since. */
function Before({
  sides,
  behind,
  here: { side, step },
  onOpen,
  onRepair,
}: StepCardProps & { readonly behind: readonly PlacedStep[]; readonly here: PlacedStep }): ReactNode {
  const { t, n } = useSpeaker();
  const title = useTitle();
  const stale = sides.find((one) => one.plan.steps.some(({ state }) => state === 'changed'));
  const changed = stale?.plan.steps.find(({ state }) => state === 'changed');
  const isThere = ({ state }: Step) => state === 'yes';
  const isDone = ({ step: one }: PlacedStep) => isThere(one);
  const before = behind.findLast(
    (one) => one.side === side && one.step.step?.after === step.step?.after && isDone(one),
  );
  const others = behind.filter((one) => one.side !== side);
  const last = before ?? (others.every(isDone) ? others.at(-1) : undefined);
  // A side is done once all of its steps are, and some of them may come at the very end.
  const whole = before === undefined && last && last.side.plan.steps.every(isThere) ? last.side : undefined;
  const done = last?.step;
  const tick = last && lastTick(last.side, last.step);
  const seen = whole ? others.every((one) => isSeen(one.step)) : done !== undefined && isSeen(done);
  return (
    <>
      {changed && onRepair && (
        <div className="done-line changed">
          <Icon name="warn" size={16} />
          <b>{t('apply.changed.of', { name: stale!.name })}</b>
          <span className="push" />
          <Button small look="quiet" onPress={onRepair}>
            {t('apply.changed.see')}
          </Button>
        </div>
      )}
      {done && tick && (
        <div className={seen ? 'done-line seen-done' : 'done-line'}>
          <Icon name={seen ? 'pass' : 'check'} size={16} />
          <b className="cut-off">
            {whole ? t(seen ? 'apply.done.side' : 'apply.said.side', { name: whole.name }) : title(done)}
          </b>
          <span className="quiet">
            {whole ? n('apply.done.steps', others.length) : t(seen ? 'apply.track.seen' : 'apply.track.yes')}
          </span>
          <span className="quiet push">{tick.applied_at && clock(tick.applied_at)}</span>
          {/* The track leads there by keyboard. */}
          <button type="button" className="button quiet small" tabIndex={-1} onClick={() => onOpen(done)}>
            {t('apply.done.show')}
          </button>
        </div>
      )}
    </>
  );
}

/** A time of today as a clock, else as a date. */
export function clock(at: string): string {
  const date = new Date(at);
  const today = new Date().toDateString() === date.toDateString();
  return new Intl.DateTimeFormat(
    'en',
    today ? { hour: '2-digit', minute: '2-digit', hour12: false } : { day: 'numeric', month: 'long' },
  ).format(date);
}

function Now(
  props: StepCardProps & {
    readonly side: Side;
    readonly heading: React.RefObject<HTMLHeadingElement | null>;
  },
): ReactNode {
  const { t, n } = useSpeaker();
  const { side, step, handle, app } = props;
  const title = useTitle()(step);
  const view = step.step;
  const paths = filesOfStep(step);
  const wanted = paths.find((path) => {
    const file = fileAt(side.deliverables, path);
    return props.focus !== undefined && file?.lines.some(({ text }) => text.includes(props.focus!));
  });
  const [path, setPath] = useState(wanted ?? paths[0] ?? '');
  const [used, setUsed] = useState(false);
  const [notSo, setNotSo] = useState(false);
  const [hidden, setHidden] = useState(0);
  const [copied, setCopied] = useState<ReadonlySet<number>>(new Set());
  const [merged, setMerged] = useState<readonly string[]>();
  const { merge: MergePanel, api: ApiPanel } = panels;
  const isMerge = step.way === 'merge';
  const isApi = step.way === 'api';
  const isFile = !isMerge && paths.length > 0;
  const fields = (view?.fields ?? []).map((field, place) => ({ field, place }));
  const isCheck = view?.check === true;
  const uses = fields.map(({ field }) => (isCheck ? 'compare' : actOn(field)));
  const count = (use: (typeof uses)[number]) => uses.filter((one) => one === use).length;
  const pasted = count('copy');
  const files = side.deliverables.filter((one) => one.form === 'file');
  const done = step.state === 'yes';
  const confirm = () => {
    if (done) return props.onTick(step.marks.flat(), false);
    // What the merge put in, or the files that belong to the one that is shown.
    const together =
      merged === undefined
        ? (step.marks.find((one) => one.some((mark) => mark.path === path)) ?? step.marks[0] ?? [])
        : step.marks.flat().filter((mark) => merged.includes(mark.path));
    props.onTick(together.length > 0 ? together : (step.marks[0] ?? []), true);
  };
  return (
    <section className="step-now" aria-labelledby="step-now" data-step={view?.id ?? path}>
      <header>
        <div className="grow">
          <h2 id="step-now" ref={props.heading} tabIndex={-1}>
            {title}
            {isFile && !title.includes(baseOf(path)) && (
              <>
                {' '}
                <code>{baseOf(path)}</code>
              </>
            )}
          </h2>
          <p className="quiet">
            {isApi ? t('api.where', { host: side.host }) : <Told text={view?.where ?? ''} />}{' '}
            {view?.url && (
              <OutsideLink href={view.url}>
                {t('apply.open')}
                <span className="unheard"> {t('apply.open.of', { title, name: side.name })}</span>
              </OutsideLink>
            )}
          </p>
        </div>
        {isFile ? (
          <span className="row push">
            <FileButtons
              handle={handle}
              app={app}
              side={side}
              path={path}
              primary={!used && !done}
              onUsed={() => setUsed(true)}
            />
          </span>
        ) : (
          !isMerge &&
          pasted > 0 && (
            <span className="quiet push step-count">
              {(
                [
                  ['copied', copied.size],
                  ['copy', pasted - copied.size],
                  ['choose', count('choose')],
                  ['compare', count('compare')],
                ] as const
              )
                .filter(([, of]) => of > 0)
                .map(([what, of]) => t(`apply.left.${what}`, { count: of }))
                .join(', ')}
            </span>
          )
        )}
      </header>
      {!isApi && !isMerge && view?.must && (
        <ol className="points step-must">
          {view.must.split('\n').map((line) => (
            <li key={line}>
              <Told text={line} />
            </li>
          ))}
        </ol>
      )}
      {isApi && ApiPanel ? (
        <ApiPanel
          place={{ handle, app, side: side.side }}
          done={done}
          atOnce={props.focus === apiFocus(side.side)}
          onDone={(isDone) => props.onTick(step.marks.flat(), isDone, true)}
          onNext={props.onNext}
        />
      ) : isMerge && MergePanel ? (
        <MergePanel
          handle={handle}
          app={app}
          side={side.side}
          name={side.name}
          deliverables={side.deliverables.filter((one) => paths.includes(one.path))}
          onMerged={setMerged}
          onTick={props.onTick}
        />
      ) : isFile ? (
        <FileStep
          handle={handle}
          app={app}
          side={side}
          step={step}
          path={path}
          onPath={(next) => {
            setPath(next);
            setUsed(false);
          }}
          focus={props.focus}
        />
      ) : view && fields.length > 0 && step.guide ? (
        <ValueList
          label={t('apply.values')}
          step={view}
          fields={fields}
          path={step.guide}
          files={files}
          copied={copied}
          onCopied={(place) => setCopied((now) => new Set([...now, place]))}
          onHidden={setHidden}
          compared={isCheck}
          why
          focus={props.focus}
        />
      ) : (
        (view?.note || view?.why) && (
          <div className="step-prose">
            {view.note && <ToldPoints text={view.note} />}
            {commandsIn(view.note ?? '').map((command) => (
              <p key={command} className="command-line">
                <code>{command}</code>
                <CopyButton what={command} from={{ text: command }}>
                  {t('apply.command.copy')}
                </CopyButton>
              </p>
            ))}
            {view.why && (
              <p className="quiet">
                <Told text={view.why.text} />
              </p>
            )}
          </div>
        )
      )}
      {notSo && !done && <NotSo handle={handle} onTest={props.onTest} />}
      {!isApi && (
        <footer className="step-foot">
          <span className="quiet">
            {hidden > 0 && (
              <b className="more-below" aria-hidden="true">
                {n('apply.more-below', hidden)}{' '}
              </b>
            )}
            {isFile && fileAt(side.deliverables, path)?.secret
              ? t('apply.file.secret')
              : !isFile && !isMerge && pasted > 0
                ? t('apply.copy.key')
                : ''}
          </span>
          {/* Beside a reason it would move as another line is pointed at. */}
          {!isMerge && <LeadsTo step={view} />}
          {view?.not_here && !done && <Button onPress={confirm}>{view.not_here}</Button>}
          {isCheck && !done && <Button onPress={() => setNotSo(!notSo)}>{t('apply.check.not')}</Button>}
          <Button
            icon={done ? 'again' : 'check'}
            look={!done && (isFile ? used : !isMerge || merged !== undefined) ? 'primary' : 'plain'}
            onPress={confirm}
          >
            {t(
              done
                ? 'apply.undo'
                : isFile || isMerge
                  ? 'apply.in-place'
                  : isCheck
                    ? 'apply.check.so'
                    : 'apply.done',
            )}
          </Button>
          {done && props.onNext && (
            <Button look="primary" iconAfter="next" onPress={props.onNext}>
              {t('apply.next-step')}
            </Button>
          )}
        </footer>
      )}
    </section>
  );
}

/** What is expected is not so: nothing is ticked, and either of two pages tells why. */
function NotSo({ handle, onTest }: { readonly handle: string; readonly onTest: () => void }): ReactNode {
  const { t } = useSpeaker();
  const { actions } = useApp();
  const ways = useRef<HTMLElement>(null);
  // The buttons that stay at the step's end lie over what was opened below them.
  useEffect(() => ways.current?.scrollIntoView?.({ block: 'center' }), []);
  return (
    <section ref={ways} className="not-so" aria-label={t('apply.check.why')}>
      <WayList>
        <Way icon="search" title={t('apply.check.test')} text={t('apply.check.test.about')}>
          <Button small onPress={onTest}>
            {t('apply.next')}
          </Button>
        </Way>
        <Way icon="ask" title={t('apply.check.error')} text={t('apply.check.error.about')}>
          <Button small onPress={() => actions.askAnew(handle)}>
            {t('done.no.error.go')}
          </Button>
        </Way>
      </WayList>
    </section>
  );
}
