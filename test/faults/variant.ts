import type { SetUp } from './set-up.ts';

export * from './set-up.ts';
export * from './tamper.ts';

/** A set-up in which nothing is wrong, even if it is unusual. */
export interface Variant {
  /** Stable, kebab-case, equal to the name of its file. */
  readonly id: string;
  readonly description: string;
  readonly sets: readonly SetUp[];
}

export const variant = (one: Variant): Variant => one;
