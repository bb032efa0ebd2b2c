import type { Connection } from '../../client/types.ts';
import type { ProfileTarget } from '../../profile/schema.ts';
import { asText, type FilledValue } from '../../targets/values.ts';
import { field, secretField, why } from '../apps/base.ts';
import { isAssumed, markAssumed, withAssumedNote, withAssumedPurpose } from '../assumed.ts';
import type { FileDeliverable, GuideField, GuideStep, Why } from '../types.ts';
import { choiceOf, type Scope, textAt } from './scope.ts';

/** One target of a profile as its files and the step that says what to do with them. */
export interface Made {
  readonly files: readonly FileDeliverable[];
  readonly steps: readonly GuideStep[];
}

/** The id of a step: the first of its kind has the plain name. */
export const idOf = ({ profile }: Scope, what: string, index: number): string =>
  `${profile.kind}-${what}${index === 0 ? '' : `-${index + 1}`}`;

/** The reason of a step, with its source: the target's own, or the usual one. */
export const reasonOf = (target: ProfileTarget, scope: Scope, usual: string): Why =>
  why(target.why ?? usual, scope.source(target.source));

/** The title of the step: the target's own, or the usual one, which says of another way that it is one. */
export const titleOf = ({ title, instead }: ProfileTarget, usual: string): string =>
  title ?? (instead === true ? `Or instead: ${usual[0]!.toLowerCase()}${usual.slice(1)}` : usual);

/** What a file of a target is for: the target's own words, or the usual ones. */
export const purposeOf = ({ purpose }: ProfileTarget, scope: Scope, usual: string): string =>
  textAt(purpose, scope) ?? usual;

/** True if one of the values holds the client secret. */
export const isSecret = (values: readonly FilledValue[]): boolean => values.some((one) => one.secret);

/** A value as a field of a step, marked if it is secret or an endpoint that is only assumed. */
export const fieldOf = (
  { connection }: Scope,
  { name, value, secret, holds: held }: FilledValue,
): GuideField => {
  const made = secret ? secretField(name, asText(value)) : field(name, asText(value));
  const assumed = held.find((one) => isAssumed(connection, one));
  return assumed === undefined ? made : markAssumed(connection, assumed, made);
};

/** The note of a step: what it says of itself, of lists that may exist, of assumed endpoints, and of the profile. */
export const noteOf = (
  scope: Scope,
  target: ProfileTarget,
  values: readonly FilledValue[],
  more: readonly string[],
): Pick<GuideStep, 'note' | 'on_screen'> => {
  const said = choiceOf(target.note, scope);
  const merged = values.filter(({ merge }) => merge !== undefined).map(({ name }) => name);
  const note = [
    ...more,
    ...(merged.length === 0
      ? []
      : [`${merged.join(', ')}: a list that may have other entries already; add to it and keep them.`]),
    ...(said === undefined ? [] : [said]),
  ].join(' ');
  return values.some(({ holds: held }) => held.some((one) => isAssumed(scope.connection, one)))
    ? withAssumedNote(scope.connection, note)
    : note === ''
      ? {}
      : { note };
};

/** What a file is for, and that some of its values are assumed, if so. */
export const withAssumedPurposeIf = (
  connection: Connection,
  assumed: readonly string[],
  purpose: string,
): string => (assumed.length === 0 ? purpose : withAssumedPurpose(connection, purpose));

/** The names of the values that hold an endpoint which is only assumed. */
export const assumedNames = (values: readonly FilledValue[], { connection }: Scope): readonly string[] =>
  values.filter(({ holds: held }) => held.some((one) => isAssumed(connection, one))).map(({ name }) => name);
