import type { Line } from '../render/types.ts';
import type { FilledJson, FilledValue } from './values.ts';

/** How a format is written, and how its comments begin. JSON has none. */
export interface Writer {
  readonly comment: readonly [before: string, after: string] | undefined;
  readonly lines: (values: readonly FilledValue[]) => Line[];
  /** Why a value can't be written, where the format, or those who read it, don't carry every text. */
  readonly unfit?: (value: FilledJson) => string | undefined;
}

/** The lines of a text that a library wrote. */
export const split = (text: string): Line[] =>
  text
    .replace(/\n+$/, '')
    .split('\n')
    .map((line) => ({ text: line }));
