import type { Why } from '../render/types.ts';

/** A value of a target that counts here, filled in. */
export interface FilledValue {
  /** As the profile names it: a variable, a path with slashes, a label. */
  readonly name: string;
  readonly value: FilledJson;
  /** True if the client secret, or a secret of the app, is in it. */
  readonly secret: boolean;
  readonly merge?: 'comma' | 'space';
  readonly why?: Why;
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
