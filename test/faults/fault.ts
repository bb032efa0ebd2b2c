import type { Side } from '../../shared/diagnosis/sides.ts';
import type { Fix } from '../../shared/diagnosis/types.ts';
import type { APPS, Face, Place, SetUp } from './set-up.ts';

export * from './set-up.ts';
export * from './tamper.ts';

/** The steps of a login, in the order in which their problems appear. */
export const STEPS = [
  'address',
  'connection',
  'discovery',
  'keys',
  'client',
  'callback',
  'token',
  'id-token',
  'userinfo',
  'claims',
] as const;
export type Step = (typeof STEPS)[number];

/** One thing that is wrong in an otherwise correct set-up. */
export interface Fault {
  /** Stable, kebab-case, equal to the name of its file. */
  readonly id: string;
  /** One sentence: what was done. */
  readonly description: string;
  /** The matching case of the OpenID Foundation's relying-party suite, without its prefix. */
  readonly suite?: string;
  readonly step: Step;
  /** True: nothing after this step can be observed. */
  readonly stops: boolean;
  /**
   * The expected result. `warn`: the login works here, but the run must still report the problem;
   * `inconclusive`: the login didn't finish, and nothing proves that it can't. Default `fail`.
   */
  readonly severity?: 'fail' | 'warn' | 'inconclusive';
  /** The set-ups it is used in. */
  readonly on: readonly (readonly [Face, keyof typeof APPS])[];
  /** What these set-ups need in addition to the default, with or without the fault. */
  readonly base?: (set: SetUp) => SetUp;
  readonly inject: (set: SetUp) => SetUp;
  /** The one root cause, an id of the catalogue; per provider if its products have their own causes. */
  readonly expected: string | ((face: Face) => string);
  readonly side: Side | ((face: Face) => Side);
  /** The value that the fix must give, if it names one. */
  readonly value?: (at: Place, set: SetUp) => string;
  /**
   * Applies the fix to the faulty set-up. Default: writes the setting and value that the fix names. If it
   * names no value, the fix is assumed to be done, so the fault is removed.
   */
  readonly apply?: (set: SetUp, fix: Fix, at: Place) => SetUp;
}

/** Makes TypeScript check the form of a fault. */
export const fault = (one: Fault): Fault => one;

export const expectedOf = (one: Fault, face: Face): string =>
  typeof one.expected === 'function' ? one.expected(face) : one.expected;

export const sideOf = (one: Fault, face: Face): Side =>
  typeof one.side === 'function' ? one.side(face) : one.side;
