import {
  type AppliedState,
  type PlannedStep,
  type PlanStep,
  type SidePlan,
  stepsInOrder,
} from './apply-plan.ts';
import type { Known, Standing } from './standing.ts';

/** One side as far as what remains there follows from it. */
interface PlannedSide<S extends PlannedStep = PlannedStep> {
  readonly side: 'provider' | 'app';
  readonly plan: SidePlan<S>;
}

/** A step of Apply that is still open. `changed`: it was done, and differs since. */
export interface OpenStep<S extends PlannedStep = PlannedStep> {
  readonly side: 'provider' | 'app';
  readonly step: PlanStep<S>;
  readonly state: Exclude<AppliedState, 'yes'>;
}

/** What the test leaves to do. `unseen`: no test login has passed. `stale`: something has changed since it was tested. */
export interface TestLeft {
  readonly is: 'never' | 'stale' | 'failed' | 'unseen' | 'remark';
  /** What the newest test that counts found, in one line. Absent if nothing is known. */
  readonly what?: string;
}

/** The address of the test login. */
export interface AddressLeft {
  readonly uri: string;
  /** `there`: a login came back to it, or a step of the provider's side was done, so it is out there as far as anybody said. */
  readonly at: 'there' | 'planned';
  /** True once the test doesn't need it any more. */
  readonly due: boolean;
}

/** Everything that is left to do for an app. */
export interface Remaining<S extends PlannedStep = PlannedStep> {
  readonly secret: 'missing' | 'rotating' | undefined;
  /** In the order in which they are done. */
  readonly steps: readonly OpenStep<S>[];
  readonly test: TestLeft | undefined;
  readonly address: AddressLeft | undefined;
}

export interface RemainsOf<S extends PlannedStep = PlannedStep> {
  readonly sides: readonly PlannedSide<S>[];
  readonly standing: Standing;
  readonly secret: Known['secret'];
  /** Absent: the workspace has none. */
  readonly test_redirect_uri?: string | undefined;
}

/** Finds what is left to do for an app. The screens only show it. */
export function remainsOf<S extends PlannedStep>(known: RemainsOf<S>): Remaining<S> {
  const { sides, standing, secret, test_redirect_uri: uri } = known;
  const plans = sides.map(({ plan }) => plan);
  const test = testLeft(standing);
  // A login that came back to it has seen it there, whatever was ticked.
  const cameBack = standing.lights.some(
    ({ light, status }) => light === 'test-callback' && (status === 'pass' || status === 'warn'),
  );
  const registered =
    cameBack ||
    sides.some(({ side, plan }) => side === 'provider' && plan.steps.some(({ state }) => state !== 'no'));
  return {
    secret: secret === 'missing' || secret === 'rotating' ? secret : undefined,
    steps: stepsInOrder(plans).flatMap((step) =>
      step.state === 'yes'
        ? []
        : [{ side: sides.find(({ plan }) => plan.steps.includes(step))!.side, step, state: step.state }],
    ),
    test,
    address:
      uri === undefined
        ? undefined
        : {
            uri,
            at: registered ? 'there' : 'planned',
            // A person who is in needs no test, and a test that passed with a remark has come back to it.
            due: test === undefined || test.is === 'remark',
          },
  };
}

function testLeft({ word, logged_in, at, lights, cause }: Standing): TestLeft | undefined {
  const said = (status: 'fail' | 'warn' | 'inconclusive'): Pick<TestLeft, 'what'> => {
    const what = lights.find((one) => one.status === status)?.summary;
    return what === undefined ? {} : { what };
  };
  if (word === 'fail' || lights.some(({ status }) => status === 'fail'))
    return { is: 'failed', ...(cause ? { what: cause.title } : said('fail')) };
  // Who signed in to the app itself has seen more than a test can.
  if (word === 'connected') return undefined;
  if (word === 'outdated') return { is: 'stale' };
  if (logged_in)
    return lights.some(({ status }) => status === 'warn') ? { is: 'remark', ...said('warn') } : undefined;
  if (at === undefined) return { is: 'never' };
  if (lights.every(({ status }) => status === 'waiting')) return { is: 'stale' };
  return { is: 'unseen', ...said('inconclusive') };
}

/** What is good to know at the first login to the app: what is expected there, the way back in, and the app's own messages. */
export interface SignInNotes {
  readonly where: string;
  /** What is seen there, by its label. */
  readonly fields: readonly { readonly label: string; readonly value: string }[];
  /** One thing each. */
  readonly notes: readonly string[];
}

/** What was opened for the first login only, and is closed again: a step that waits for the test and is not just a look. */
export interface EndStep {
  readonly title: string;
  readonly where: string;
  readonly fields: readonly { readonly label: string; readonly value: string }[];
  readonly note: string;
}

/** A step of a guide with what it says. */
export interface SaidStep extends PlannedStep {
  readonly title: string;
  readonly where: string;
  readonly check?: boolean | undefined;
  readonly fields: readonly { readonly label: string; readonly value: string }[];
  readonly note?: string | undefined;
}

/** The step that comes once the test login has passed is no part of applying, so its notes are for the end. */
export function signInNotes(
  deliverables: readonly { readonly side: 'provider' | 'app'; readonly steps?: readonly SaidStep[] }[],
): readonly SignInNotes[] {
  return deliverables
    .filter(({ side }) => side === 'app')
    .flatMap(({ steps = [] }) => steps)
    .filter(({ after, check }) => after === 'test' && check === true)
    .map(({ where, fields, note }) => ({
      where,
      fields: fields.map(({ label, value }) => ({ label, value })),
      notes: (note ?? '').split(/\n+/).filter((line) => line.trim() !== ''),
    }));
}

/** The app's own steps for the end, where something that its guide opened has to be closed again. */
export const endSteps = (
  deliverables: readonly { readonly side: 'provider' | 'app'; readonly steps?: readonly SaidStep[] }[],
): readonly EndStep[] =>
  deliverables
    .filter(({ side }) => side === 'app')
    .flatMap(({ steps = [] }) => steps)
    .filter(({ after, check }) => after === 'test' && check !== true)
    .map(({ title, where, fields, note = '' }) => ({
      title,
      where,
      fields: fields.map(({ label, value }) => ({ label, value })),
      note,
    }));
