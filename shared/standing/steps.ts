import type { Applied, Known, Standing } from './standing.ts';

/** How an entry of the workspace stands in the wizard. */
export interface EntryState {
  /** True if it is in the workspace file. */
  readonly saved: boolean;
  /** True if something was typed since that is not in the file. */
  readonly edited: boolean;
  /** True if its rules are broken. */
  readonly mistaken: boolean;
  /** True if it is complete in a connection that is not in the file yet, and the person went on from it. */
  readonly left?: boolean;
}

export interface StepFacts {
  readonly provider: EntryState;
  /** True if the provider answered at the address that it has. Absent: not known (yet). */
  readonly answered?: boolean | undefined;
  readonly app: EntryState;
  readonly addresses: EntryState;
  /** Absent: not known (yet). */
  readonly secret?: Known['secret'] | undefined;
  readonly applied?: Applied | undefined;
  readonly standing?: Pick<Standing, 'word' | 'logged_in'> | undefined;
}

/**
 * `done`: its content is there and counts. `unseen`: it is there, and nothing has answered for it. `again`: it was
 * done, and has to be done again.
 */
export type StepMark = 'done' | 'unseen' | 'again' | 'open';

/**
 * Whether each step of the wizard is done. It follows from what is there and was seen, never from whether the
 * step was visited. The last step is done by a person who says that the app let them in.
 */
export function stepMarks(facts: StepFacts) {
  return {
    provider: providerMark(facts),
    app: entryMark(facts.app),
    addresses: entryMark(facts.addresses),
    secrets: secretMark(facts.secret),
    apply: appliedMark(facts.applied),
    test: testMark(facts.standing),
    done: facts.standing?.word === 'connected' ? 'done' : 'open',
  } as const satisfies Record<string, StepMark>;
}

const entryMark = ({ saved, edited, mistaken, left }: EntryState): StepMark =>
  ((saved && !edited) || left === true) && !mistaken ? 'done' : 'open';

function providerMark({ provider, answered }: StepFacts): StepMark {
  const mark = entryMark(provider);
  if (mark !== 'done' || answered === true) return mark;
  return answered === undefined ? 'open' : 'unseen';
}

const secretMark = (secret: StepFacts['secret']): StepMark =>
  secret === 'present' || secret === 'not-needed' ? 'done' : secret === 'rotating' ? 'again' : 'open';

function appliedMark(applied: StepFacts['applied']): StepMark {
  if (applied === undefined || applied.total === 0) return 'open';
  if (applied.changed > 0) return 'again';
  return applied.done === applied.total ? 'done' : 'open';
}

function testMark(standing: StepFacts['standing']): StepMark {
  switch (standing?.word) {
    case 'login':
      return 'done';
    // What a person says of the app takes nothing back from the test, and adds nothing to it.
    case 'connected':
    case 'refused':
      return standing.logged_in ? 'done' : 'open';
    case 'warn':
      return standing.logged_in ? 'done' : 'open';
    case 'fail':
    case 'outdated':
    case 'reapply':
    case 'rotating':
      return 'again';
    default:
      return 'open';
  }
}
