import type { Line } from '../render/types.ts';
import type { FilledJson, FilledValue } from './values.ts';
import { commentOf } from './writer.ts';

/** How a language writes a literal and what it is assigned to. */
export interface Language {
  /** A text in its quotes. */
  readonly text: (value: string) => string;
  readonly list: readonly [open: string, close: string];
  readonly map: readonly [open: string, close: string];
  readonly pair: string;
  readonly yes: string;
  readonly no: string;
  /** How a comment begins. */
  readonly comment: string;
  /** What stands before the first step of a path, and after the literal. */
  readonly before: string;
  readonly end: string;
}

/** One assignment for each value. */
export const assignments =
  (language: Language) =>
  (values: readonly FilledValue[]): Line[] =>
    values.flatMap((one) => assigned(one, language));

/** One assignment over as many lines as its value has; the reason stands at its first. */
function assigned(one: FilledValue, language: Language): Line[] {
  const { name, value, why } = one;
  const [variable, ...keys] = name.split('/');
  const target = `${language.before}${variable}${keys.map((key) => `[${language.text(key)}]`).join('')}`;
  const [first = '', ...rest] = `${target} = ${literal(value, language)}${language.end}`.split('\n');
  return [
    ...commentOf(one, language.comment),
    { text: first, ...(why === undefined ? {} : { why }) },
    ...rest.map((text) => ({ text })),
  ];
}

/** A value as a literal, over several lines if it has parts. */
function literal(value: FilledJson, language: Language, indent = ''): string {
  if (typeof value === 'string') return language.text(value);
  if (typeof value === 'boolean') return value ? language.yes : language.no;
  if (typeof value === 'number') return String(value);
  const inner = `${indent}  `;
  const [open, close] = Array.isArray(value) ? language.list : language.map;
  const rows = Array.isArray(value)
    ? value.map((one) => literal(one, language, inner))
    : Object.entries(value).map(
        ([key, one]) => `${language.text(key)}${language.pair}${literal(one, language, inner)}`,
      );
  return rows.length === 0
    ? `${open}${close}`
    : `${open}\n${rows.map((row) => `${inner}${row},\n`).join('')}${indent}${close}`;
}
