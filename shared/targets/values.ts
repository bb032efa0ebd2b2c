import type { Why } from '../render/types.ts';

/** Why something is there, and the comment above it. */
export interface Remark {
  readonly why?: Why;
  readonly comment?: string;
}

/** A value of a target that counts here, filled in. */
export interface FilledValue extends Remark {
  /** As the profile names it: a variable, a path with slashes, a label. */
  readonly name: string;
  /** Its steps, if it is a path: a number is a place in a list. */
  readonly path: readonly (string | number)[];
  readonly value: FilledJson;
  /** True if the client secret, or a secret of the app, is in it. */
  readonly secret: boolean;
  readonly merge?: 'comma' | 'space';
  /** The endpoints it holds, because one may be assumed. */
  readonly holds: readonly string[];
}

export type FilledJson =
  | string
  | number
  | boolean
  | readonly FilledJson[]
  | { readonly [key: string]: FilledJson };

/** A value as one text: a list joined by blanks, a tree as JSON. */
export function asText(value: FilledJson): string {
  if (typeof value !== 'object') return String(value);
  return Array.isArray(value) && value.every((one) => typeof one !== 'object')
    ? value.join(' ')
    : JSON.stringify(value);
}
