import '../apply/apply.css';
import { type ReactNode, useContext, useEffect, useMemo, useRef, useState } from 'react';
import type { ApplyWay } from '../../shared/apply-ways.ts';
import { adoptAnnounced } from '../../shared/client/announced.ts';
import type { ChosenWays, DeliverableView, GuideStepView } from '../../shared/host/deliverables.ts';
import { appliedIn, currentStep, isRepair, type Mark } from '../../shared/standing/apply-plan.ts';
import { ExportButtons } from '../apply/export-buttons.tsx';
import { notesAt } from '../apply/notes.ts';
import { usePanel } from '../apply/panels.ts';
import { RepairView } from '../apply/repair-view.tsx';
import {
  changesOf,
  found,
  isSeen,
  type Side,
  type Step,
  sideOfFocus,
  sidesOf,
  stepWith,
} from '../apply/sides.ts';
import { clock, StepCard } from '../apply/step-card.tsx';
import { Track } from '../apply/track.tsx';
import { WaysTable } from '../apply/ways-table.tsx';
import { LeadThere } from '../apply/why-panel.tsx';
import { announce } from '../components/announcer.tsx';
import { BusyLine } from '../components/busy-line.tsx';
import { Button } from '../components/button.tsx';
import { Icon } from '../components/icon.tsx';
import { NoticeBox } from '../components/notice.tsx';
import { revealHead } from '../components/reveal.ts';
import { Told } from '../components/told.tsx';
import { readSideFocus } from '../route.ts';
import { useApp, useAppState, useAsked, useSpeaker } from '../store/react.tsx';
import { useStanding } from '../store/standing.ts';
import { standingEdit } from '../store/workspace-actions.ts';
import { LossNotice } from './loss-notice.tsx';
import { appName } from './names.ts';
import { StepFrame } from './step-frame.tsx';
import { NotesHere, ToWarnings } from './step-notes.tsx';
import type { Wiring } from './use-connection.ts';
import { announcedBy, discoverAt } from './use-discovery.ts';
import { sidesAbout } from './use-remaining.ts';

/** Practice changes no file and no product of the person's. */
const PRACTICE: readonly ApplyWay[] = ['merge', 'api'];
const NOTHING: readonly ApplyWay[] = [];

/** Both sides, from the same data: the way of each, then one step at a time, then what differs after a change. */
export default function ApplyStep(props: {
  readonly wiring: Wiring;
  readonly focus: string | undefined;
  readonly onBack: () => void;
  readonly onNext: () => void;
}): ReactNode {
  const { t, n } = useSpeaker();
  const { wiring, focus } = props;
  const { client, actions } = useApp();
  const generation = useAppState((state) => state.generation);
  const practice = useAppState((state) => state.view?.practice === true);
  const asked = useAsked(
    'deliverables.preview',
    { handle: wiring.handle, app: wiring.appId },
    { generation },
  );
  const [shown, setShown] = useState<readonly DeliverableView[]>();
  const [ways, setWays] = useState<ChosenWays>();
  const api = asked.value?.api;
  const own = sideOfFocus(focus);
  useEffect(() => {
    setShown(asked.value?.deliverables);
    setWays((now) => now ?? (asked.value && { ...asked.value.ways, ...(own ? { [own]: 'api' } : {}) }));
  }, [asked.value, own]);
  const [kept, setKept] = useState<ChosenWays>();
  const [asksWay, setAsksWay] = useState<boolean>();
  const [repairs, setRepairs] = useState<boolean>();
  const [picked, setPicked] = useState<string>();
  const [turn, setTurn] = useState(0);
  /** `told`: it was said that nothing is done yet; `saved`: files were, so that something may be. */
  const [skips, setSkips] = useState<'told' | 'saved'>();

  const app = appName(wiring);
  const sides = useMemo(
    () => shown && api && sidesOf(shown, sidesAbout(wiring), ways ?? {}, practice ? PRACTICE : NOTHING, api),
    [shown, ways, api, practice, wiring],
  );
  const plans = sides?.map(({ plan }) => plan) ?? [];
  const steps = plans.flatMap((plan) => plan.steps);
  const { done, changed, total } = appliedIn(plans);
  const all = total > 0 && done === total;

  // A setting that a diagnosis leads to is in one of the steps.
  const led = focus !== undefined && sides ? stepWith(sides, focus)?.key : undefined;
  const next = currentStep(plans);
  const current = steps.find(({ key }) => key === (picked ?? led)) ?? next;
  const isThere = usePanel(current?.way);
  const saved = asked.value?.ways;
  const isNew = done + changed === 0 && saved?.provider === undefined && saved?.app === undefined;
  const choice = plans.some((plan) => plan.ways.length > 1);
  const mode: 'choose' | 'repair' | 'step' =
    (asksWay ?? (isNew && choice && led === undefined))
      ? 'choose'
      : changed > 0 && (repairs ?? (isRepair(plans) && picked === undefined && led === undefined))
        ? 'repair'
        : 'step';

  // Only what a person did last to this app or its provider: nothing else made these lines differ.
  const undo = useAppState((state) => {
    const back = standingEdit(state);
    return back?.op === 'put-app'
      ? back.id === wiring.appId
      : back?.op === 'put-provider' && back.id === wiring.providerId;
  });
  const [undoing, setUndoing] = useState(false);
  const takeBack = async () => {
    setUndoing(true);
    await actions.undoEdit(wiring.key);
    setUndoing(false);
  };
  const untested = useAppState((state) => state.tests[wiring.appId]?.record?.outdated === true);
  useEffect(() => {
    if (mode === 'repair') void actions.loadResults(wiring.appId);
  }, [actions, mode, wiring.appId]);

  const [making, setMaking] = useState(false);
  const makeSecrets = async () => {
    setMaking(true);
    const answer = await client.call('secrets.generate', { handle: wiring.handle, app: wiring.appId });
    setMaking(false);
    if (answer.ok) actions.touch();
    else actions.say('error', answer.error.message);
  };

  const tick = async (marks: readonly Mark[], isDone: boolean, stays = false) => {
    const before = shown ?? [];
    // Shown at once; reverted if saving fails.
    setShown(marks.reduce((list, mark) => ticked(list, mark, isDone), before));
    if (stays) setPicked(current?.key);
    else if (isDone) {
      setPicked(undefined);
      setTurn((now) => now + 1);
    }
    for (const mark of marks) {
      const answer = await client.call('deliverables.tick', {
        handle: wiring.handle,
        app: wiring.appId,
        ...mark,
        digest: found(before, mark)?.digest ?? '',
        done: isDone,
      });
      if (answer.ok) continue;
      setShown(before);
      actions.say('error', answer.error.message);
      if (answer.error.code === 'changed-meanwhile') asked.again();
      return;
    }
    actions.noteTick();
  };
  const open = (step: Step) => {
    setPicked(step.key);
    setRepairs(false);
    setTurn((now) => now + 1);
  };
  const start = async () => {
    setAsksWay(false);
    setKept(ways);
    setPicked(undefined);
    setTurn((now) => now + 1);
    for (const { side, plan } of sides ?? [])
      if (plan.way !== undefined) {
        const answer = await client.call('deliverables.way', {
          handle: wiring.handle,
          app: wiring.appId,
          side,
          way: plan.way,
        });
        if (!answer.ok) return actions.say('error', answer.error.message);
      }
    // What counts as applied depends on the way.
    actions.noteTick();
  };

  // It stands where Continue stood, so a press too many would pass over everything that there is to do.
  const untouched = total > 0 && done + changed === 0;
  const asksBack = skips === 'told' && untouched;
  const goOn = () => {
    if (!untouched || skips !== undefined) return props.onNext();
    setSkips('told');
    announce(t('apply.skip'), true);
  };

  const known = useContext(NotesHere);
  const notes = useMemo(
    () =>
      notesAt(
        known.flatMap(({ list }) => list),
        sides ?? [],
        mode === 'choose' ? 'choose' : mode === 'step' && current ? current : 'done',
      ),
    [known, sides, mode, current],
  );
  const lead = ({ step, focus: field }: NonNullable<GuideStepView['leads_to']>) =>
    step === 'provider'
      ? actions.go({
          at: 'provider',
          handle: wiring.handle,
          id: wiring.providerId,
          part: 'change',
          ...(field === undefined ? {} : { focus: field }),
          back: { app: wiring.key, step: 'apply' },
        })
      : actions.go({
          at: 'connect',
          handle: wiring.handle,
          app: wiring.key,
          step,
          ...(field === undefined ? {} : { focus: field }),
        });

  const assumed = useAnnounced(wiring);
  const first = sides?.find(({ plan }) => next && plan.steps.includes(next));
  const frame =
    mode === 'choose'
      ? {
          title: t('apply.choose'),
          lead: t('apply.choose.lead'),
          head: <ToWarnings />,
          next: t('apply.start', { name: first?.name ?? app }),
          onNext: () => void start(),
          onBack: asksWay
            ? () => {
                setAsksWay(false);
                setWays(kept ?? asked.value?.ways);
              }
            : props.onBack,
          remark: t(plans.some(({ ways: all }) => all.includes('api')) ? 'apply.foot.api' : 'apply.foot'),
        }
      : {
          title: mode === 'repair' && sides ? repairTitle(sides, n, t) : t('apply.title'),
          ...(mode === 'repair' ? { lead: t('apply.repair.lead') } : {}),
          next: t(asksBack ? 'apply.skip.go' : 'apply.next'),
          onNext: goOn,
          onBack: props.onBack,
          // What is still to do stood there before, and the answer to a press is short.
          remark: asksBack
            ? t('apply.skip')
            : [
                ...(all ? [] : [(sides ?? []).flatMap((side) => leftOf(side, n)).join(', ')]),
                ...(untested ? [t('apply.repair.untested')] : []),
              ]
                .filter(Boolean)
                .map((one) => one.replace(/\.$/, ''))
                .join('. '),
          answers: asksBack,
          reluctant: !all,
          head: sides && (
            <div className="row">
              {mode === 'repair' ? (
                <>
                  {undo && (
                    <Button small icon="back" busy={undoing} onPress={() => void takeBack()}>
                      {t('apply.repair.undo')}
                    </Button>
                  )}
                  <Button small onPress={() => setRepairs(false)}>
                    {t('apply.repair.all')}
                  </Button>
                </>
              ) : (
                <>
                  <ToWarnings />
                  <Button small onPress={() => setAsksWay(true)}>
                    {t(choice ? 'apply.another' : 'apply.files')}
                  </Button>
                </>
              )}
            </div>
          ),
        };
  return (
    <LeadThere value={lead}>
      <NotesHere value={notes}>
        <StepFrame
          {...frame}
          settled={
            shown !== undefined &&
            (mode !== 'step' || (isThere && !['merge', 'api'].includes(current?.way ?? '')))
          }
        >
          {asked.failure?.code === 'no-such-secret' && (
            <NoticeBox
              tone="warning"
              action={
                <Button small look="primary" busy={making} onPress={() => void makeSecrets()}>
                  {t('apply.no-secrets.go')}
                </Button>
              }
            >
              {t('apply.no-secrets')}
            </NoticeBox>
          )}
          {asked.failure && asked.failure.code !== 'no-such-secret' && (
            <NoticeBox
              tone="error"
              action={
                <Button small onPress={asked.again}>
                  {t('action.retry')}
                </Button>
              }
            >
              {asked.failure.message}
            </NoticeBox>
          )}
          {!shown && asked.busy && <BusyLine text={t('apply.preparing')} onStop={asked.stop} />}
          {asked.value?.access_loss && (
            <LossNotice
              loss={asked.value.access_loss}
              {...(wiring.providerKind?.kind === 'authentik' ? { also: t('apply.loss.authentik') } : {})}
            />
          )}
          {practice && mode === 'choose' && <NoticeBox tone="info">{t('apply.practice', { app })}</NoticeBox>}
          {assumed.length > 0 && (
            <NoticeBox tone="warning">{t('apply.assumed', { names: assumed.join(', ') })}</NoticeBox>
          )}
          {sides && mode === 'choose' && (
            <>
              <WaysTable
                sides={sides}
                practice={practice}
                onChoose={(change) => setWays((now) => ({ ...now, ...change }))}
              />
              <div className="card all-files">
                <Icon name="file" size={17} />
                <p className="grow">
                  <b>{t('apply.files')}</b> <span className="quiet">{t('apply.files.about')}</span>
                </p>
                <ExportButtons
                  handle={wiring.handle}
                  app={wiring.appId}
                  onSaved={() => {
                    setSkips('saved');
                    actions.touch();
                  }}
                />
              </div>
            </>
          )}
          {sides && mode === 'repair' && (
            <RepairView
              handle={wiring.handle}
              app={wiring.appId}
              sides={sides}
              onTick={(marks, isDone) => void tick(marks, isDone)}
              onOpen={open}
            />
          )}
          {sides && mode === 'step' && (
            <>
              <Track sides={sides} shown={current?.key} onOpen={open} />
              {!isThere ? (
                <BusyLine text={t('app.starting')} />
              ) : current ? (
                <StepCard
                  handle={wiring.handle}
                  app={wiring.appId}
                  sides={sides}
                  step={current}
                  turn={turn}
                  onTick={(marks, isDone, stays) => void tick(marks, isDone, stays)}
                  onOpen={open}
                  onNext={next && (() => open(next))}
                  onTest={props.onNext}
                  onRepair={changed > 0 ? () => setRepairs(true) : undefined}
                  focus={readSideFocus(focus).what}
                />
              ) : (
                <AllDone turn={turn} sides={sides} app={practice ? undefined : wiring.appId} />
              )}
            </>
          )}
        </StepFrame>
      </NotesHere>
    </LeadThere>
  );
}

/** Who says that it is there: Latchkey, where it wrote a side and read it back, else the person alone. */
function AllDone(props: {
  readonly turn: number;
  readonly sides: readonly Side[];
  /** The app whose test is told of. */
  readonly app: string | undefined;
}): ReactNode {
  const { t } = useSpeaker();
  const { turn, sides } = props;
  const tested = useTested(props.app);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (turn > 0) {
      heading.current?.focus({ preventScroll: true });
      revealHead(heading.current);
    }
  }, [turn]);
  const seen = sides.filter(({ plan }) => plan.steps.length > 0 && plan.steps.every(isSeen));
  const word = seen.length === sides.length ? 'seen' : seen.length > 0 ? 'half' : 'said';
  return (
    <section className={`card all-done ${word}`}>
      <Icon name={word === 'seen' ? 'pass' : 'check'} size={22} />
      <div>
        <h2 ref={heading} tabIndex={-1}>
          {t(word === 'seen' ? 'apply.all-done' : 'apply.all-said')}
        </h2>
        <p className="quiet">
          {tested === 'asked' ? (
            '\u00a0'
          ) : (
            <Told text={tested ?? t(`apply.all-done.${word}`, { name: seen[0]?.name ?? '' })} />
          )}
        </p>
      </div>
    </section>
  );
}

/** What the newest test saw of what is set up now. Undefined if none looked at it; `asked` until that is known. */
function useTested(app: string | undefined): string | undefined {
  const { t } = useSpeaker();
  const known = useStanding(app);
  if (app !== undefined && known === undefined) return 'asked';
  const standing = known?.standing;
  if (standing?.at === undefined) return undefined;
  const { lights, cause, logged_in, word } = standing;
  // What was changed after it is what the next test looks at.
  if (lights.every(({ status }) => status === 'waiting')) return undefined;
  const time = clock(standing.at);
  const failing = lights.find(({ status }) => status === 'fail');
  if (word === 'fail' || failing)
    return t('apply.all-done.failed', {
      time,
      what: (cause?.title ?? failing?.summary ?? '').replace(/\.$/, ''),
    });
  return t(logged_in ? 'apply.all-done.passed' : 'apply.all-done.looked', { time });
}

/** How many steps of a side are left. */
function leftOf({ name, plan }: Side, n: ReturnType<typeof useSpeaker>['n']): string[] {
  const left = plan.steps.filter(({ state }) => state !== 'yes').length;
  return left === 0 ? [] : [n('apply.left', left, { name })];
}

/** What differs on each side, counted. */
const repairTitle = (
  sides: readonly Side[],
  n: ReturnType<typeof useSpeaker>['n'],
  t: ReturnType<typeof useSpeaker>['t'],
): string =>
  sides
    .map((side) => ({ name: side.name, count: changesOf(side) }))
    .filter(({ count }) => count > 0)
    .map(({ name, count }, index) =>
      index === 0 ? n('apply.repair.title', count, { name }) : t('apply.repair.title.also', { count, name }),
    )
    .join(', ');

/**
 * Asks a provider for its endpoints, once per visit, if the workspace does not state them, and writes them
 * into the workspace. Returns those that stay assumed.
 */
function useAnnounced(wiring: Wiring): readonly string[] {
  const { actions, client } = useApp();
  const { t } = useSpeaker();
  const { savedProvider, providerId } = wiring;
  const assumed = wiring.connection?.assumed_metadata ?? [];
  const open = assumed.length > 0;
  const [asked, setAsked] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once per visit, as soon as it is known that something is assumed
  useEffect(() => {
    if (!open || asked || !savedProvider) return;
    const ending = new AbortController();
    const { kind, url, ca_file } = savedProvider;
    void discoverAt(client, { kind, url, ca: ca_file }, ending.signal).then(async (found) => {
      if (ending.signal.aborted) return;
      setAsked(true);
      const { entry, adopted } = adoptAnnounced(
        savedProvider,
        wiring.providerKind?.open_endpoints ?? [],
        announcedBy(found, url),
      );
      if (adopted.length === 0) return;
      const answer = await actions.update({ op: 'put-provider', id: providerId, entry }, 'latchkey');
      if (answer.ok) actions.say('info', t('apply.discovered', { names: adopted.join(', ') }));
    });
    return () => ending.abort();
  }, [open, asked]);
  return asked ? assumed : [];
}

function ticked(list: readonly DeliverableView[], mark: Mark, done: boolean): readonly DeliverableView[] {
  const applied = done ? 'yes' : 'no';
  const at = new Date().toISOString();
  return list.map((one) => {
    if (one.path !== mark.path) return one;
    if (one.form === 'file') return { ...one, applied, applied_at: at, applied_digest: one.digest };
    return {
      ...one,
      steps: one.steps.map((step) =>
        step.id === mark.step ? { ...step, applied, applied_at: at, applied_digest: step.digest } : step,
      ),
    };
  });
}
