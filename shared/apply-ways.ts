/**
 * How one side gets what it has to have, in the order in which the screens list the ways. `api`: Latchkey does it; no step
 * of a guide names it, as it takes the place of all that have ways.
 */
export const APPLY_WAYS = ['merge', 'file', 'hand', 'script', 'api'] as const;
export type ApplyWay = (typeof APPLY_WAYS)[number];

/**
 * The files of a way, by their paths: alternatives, each of files that belong together. Empty: no file, the values are
 * entered one by one.
 */
export type WayFiles = readonly (readonly string[])[];

/** The ways in which a step does what it is for; the one that is suggested first. */
export interface StepWays {
  /** What it is for. Steps for the same stand for each other, as far as their ways differ. */
  readonly of: string;
  readonly ways: Readonly<Partial<Record<ApplyWay, WayFiles>>>;
}
