import type { CheckStatus, Diagnosis, Light } from '../diagnosis/types.ts';
import { type LightSeen, lightsSeen, type Result } from './lights-seen.ts';

/**
 * How an app stands, in one word, the most urgent first. Only `login` is a whole success, and even it says no
 * more than that the test login passed and the provider accepts the app's own way back: Latchkey never sees
 * somebody sign in to the app itself. That an app is connected is known from a person alone.
 */
export const STANDINGS = [
  /** A secret is being changed; one side may still have the former one. */
  'rotating',
  /** The newest result that counts found a mistake. */
  'fail',
  /** What was applied is no longer what there is to apply. */
  'reapply',
  /** Something has changed since the test, so that it says nothing any more. */
  'outdated',
  /** Never tested, and not everything is ticked as applied. */
  'unapplied',
  'never',
  /** The test login passed, and a person said that the app itself doesn't let them in. */
  'refused',
  /** A person signed in to the app itself, with the inputs that count now. */
  'connected',
  /** It works, but a check warned. */
  'warn',
  /** The test login passed at its own address; nobody saw whether the app's own is accepted. */
  'way-back',
  /** The test login passed, and the provider accepts the app's own way back. */
  'login',
  /** What can be seen without a login is right. */
  'check',
  /** Nothing wrong was seen, and too little was seen. */
  'inconclusive',
] as const;
export type StandingWord = (typeof STANDINGS)[number];

/** How much of what there is to apply was ticked. `changed`: ticked, but different since. */
export interface Applied {
  readonly done: number;
  readonly changed: number;
  readonly total: number;
}

/** A person's answer to whether the app let them in. */
export interface Said {
  /** ISO 8601. */
  readonly at: string;
  readonly worked: boolean;
  /** True if it was said of other inputs than those that count now. */
  readonly outdated: boolean;
}

/** What is known of one app. `results`: newest first. */
export interface Known {
  /** What a person said of the app itself. */
  readonly said?: Said | undefined;
  readonly results: readonly Result[];
  readonly applied: Applied;
  readonly secret: 'present' | 'missing' | 'not-needed' | 'rotating';
}

export interface Standing {
  readonly word: StandingWord;
  readonly state: CheckStatus | 'waiting';
  /** True if the user has something to do. */
  readonly needs_you: boolean;
  /** True if a test login with the inputs that count now passed, perhaps with a remark. */
  readonly logged_in: boolean;
  /** When a person last said of the app, as it is set up now, whether it let them in. ISO 8601. */
  readonly said_at?: string;
  /** Time of the newest test, ISO 8601. */
  readonly at?: string;
  readonly lights: readonly LightSeen[];
  /** Why it fails, by the newest result that counts and failed; absent if nothing failed or no cause is known. */
  readonly cause?: Cause;
}

/** The first cause of a failure, short enough for a row. */
export interface Cause extends Pick<Diagnosis, 'id' | 'side' | 'title'> {
  /** True if the provider itself was not found well, so that it is the same for all its apps. */
  readonly of_provider: boolean;
}

const LOOKS: Readonly<Record<StandingWord, readonly [state: Standing['state'], needsYou: boolean]>> = {
  rotating: ['warn', true],
  refused: ['warn', true],
  connected: ['pass', false],
  fail: ['fail', true],
  reapply: ['warn', true],
  outdated: ['inconclusive', true],
  unapplied: ['waiting', true],
  never: ['waiting', true],
  warn: ['warn', false],
  'way-back': ['inconclusive', false],
  login: ['pass', false],
  check: ['inconclusive', false],
  inconclusive: ['inconclusive', false],
};

/** The lights that a test login has to turn green before anything is called well. */
const NEEDED: readonly Light[] = ['provider', 'client', 'test-callback', 'claims'];

/** Finds how an app stands. Everything that any screen says about it in green follows from here. */
export function standingOf(known: Known): Standing {
  const lights = lightsSeen(known.results);
  const tests = known.results.filter(({ kind }) => kind !== 'network');
  const counting = tests.filter(({ outdated }) => !outdated);
  const login = counting.find(({ kind }) => kind === 'login')?.report.result;
  const logged_in = login === 'pass' || login === 'warn';
  const word = wordOf(known, lights, tests, counting, login);
  const [state, needs_you] = LOOKS[word];
  const at = (counting[0] ?? tests[0])?.at;
  const cause = word === 'fail' ? causeOf(known.results) : undefined;
  return {
    word,
    state,
    needs_you,
    logged_in,
    ...(at === undefined ? {} : { at }),
    ...(known.said && !known.said.outdated ? { said_at: known.said.at } : {}),
    lights,
    ...(cause ? { cause } : {}),
  };
}

function causeOf(results: readonly Result[]): Cause | undefined {
  const report = results.find((one) => !one.outdated && one.report.result === 'fail')?.report;
  const first = report?.diagnoses[0];
  if (!report || !first) return undefined;
  const { id, side, title, explains } = first;
  const of_provider = report.checks.some(
    (check) => check.light === 'provider' && check.status === 'fail' && explains.includes(check.id),
  );
  return { id, side, title, of_provider };
}

function wordOf(
  known: Known,
  lights: readonly LightSeen[],
  tests: readonly Result[],
  counting: readonly Result[],
  login: CheckStatus | undefined,
): StandingWord {
  const statusOf = (light: Light) => lights.find((one) => one.light === light)!.status;
  const some = (status: CheckStatus) => lights.some((one) => one.status === status);
  const newest = counting[0]?.report.result;
  if (known.secret === 'rotating') return 'rotating';
  if (newest === 'fail' || some('fail')) return 'fail';
  if (known.applied.changed > 0) return 'reapply';
  // A newer test login takes back that it didn't work: the person may have mended it since.
  const { said } = known;
  const lastLogin = counting.find(({ kind }) => kind === 'login')?.at ?? '';
  if (said && !said.outdated && (said.worked || said.at > lastLogin))
    return said.worked ? 'connected' : 'refused';
  if (newest === undefined) {
    if (tests.length > 0) return 'outdated';
    return known.secret === 'missing' || known.applied.done < known.applied.total ? 'unapplied' : 'never';
  }
  if (newest === 'inconclusive') return 'inconclusive';
  // A remark of the login is not taken back by a check that looked elsewhere.
  if (newest === 'warn' || login === 'warn' || some('warn')) return 'warn';
  if (login === 'pass' && NEEDED.every((light) => statusOf(light) === 'pass'))
    return statusOf('app-callback') === 'pass' ? 'login' : 'way-back';
  const withoutLogin: readonly Light[] = ['provider', 'client', 'app-callback'];
  return withoutLogin.every((light) => statusOf(light) === 'pass') ? 'check' : 'inconclusive';
}
