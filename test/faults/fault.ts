import type { Side } from '../../shared/diagnosis/sides.ts';
import type { Fix } from '../../shared/diagnosis/types.ts';
import type { APPS, Face, Place, SetUp } from './set-up.ts';

export { certificates } from './certificates.ts';
export * from './set-up.ts';
export * from './tamper.ts';

/** The steps of a login, in the order in which what is wrong with them shows. */
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

/** One thing wrong with a set-up that was right. */
export interface Fault {
  /** Stable, kebab-case, the name of its file. */
  readonly id: string;
  /** One sentence: what was done. */
  readonly description: string;
  /** The case of the OpenID Foundation's relying-party suite that it goes back to, without its prefix. */
  readonly suite?: string;
  readonly step: Step;
  /** True: whatever comes after this step can't be seen. */
  readonly stops: boolean;
  /**
   * The result to be reported. `warn`: the login works here, and the run must say so nevertheless; `inconclusive`:
   * it didn't come to its end, and nothing proves that it can't. Default `fail`.
   */
  readonly severity?: 'fail' | 'warn' | 'inconclusive';
  /** The set-ups it is put into. */
  readonly on: readonly (readonly [Face, keyof typeof APPS])[];
  /** What those set-ups have beyond the usual, fault or not. */
  readonly base?: (set: SetUp) => SetUp;
  readonly inject: (set: SetUp) => SetUp;
  /** The one root cause, an id of the catalogue; by provider where its products have causes of their own. */
  readonly expected: string | ((face: Face) => string);
  readonly side: Side | ((face: Face) => Side);
  /** What the fix must say to write, where it names a value. */
  readonly value?: (at: Place, set: SetUp) => string;
  /**
   * Applies the fix to the faulty set-up. Default: what the fix names by setting and value; a fix that names no
   * value is taken to be done, so that the fault is gone.
   */
  readonly apply?: (set: SetUp, fix: Fix, at: Place) => SetUp;
}

/** Checks a fault's form when it is read. */
export const fault = (one: Fault): Fault => one;

export const expectedOf = (one: Fault, face: Face): string =>
  typeof one.expected === 'function' ? one.expected(face) : one.expected;

export const sideOf = (one: Fault, face: Face): Side =>
  typeof one.side === 'function' ? one.side(face) : one.side;
