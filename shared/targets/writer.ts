import type { Line } from '../render/types.ts';
import type { FilledJson, FilledValue, Remark } from './values.ts';

/** What is said of paths, those that hold others among them. */
export type Remarks = ReadonlyMap<string, Remark>;

/** How a format is written, and how its comments begin. JSON has none. */
export interface Writer {
  readonly comment: readonly [before: string, after: string] | undefined;
  readonly lines: (values: readonly FilledValue[], remarks: Remarks) => Line[];
  /** Why a value can't be written, where the format, or those who read it, don't carry every text. */
  readonly unfit?: (value: FilledJson) => string | undefined;
}

/** The lines of a text that a library wrote. */
export const split = (text: string): Line[] =>
  text
    .replace(/\n+$/, '')
    .split('\n')
    .map((line) => ({ text: line }));

/** A text that ends the comment of no format: not by a line break, by XML's `--` or by PHP's `?>`. */
export const commentText = (text: string): string =>
  text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replaceAll('--', '–')
    .replaceAll('?>', '? >');

/** The comment above a value, in a format that is written line by line. */
export const commentOf = ({ comment }: Remark, sign: string): Line[] =>
  comment === undefined ? [] : [{ text: `${sign}${commentText(comment)}` }];
