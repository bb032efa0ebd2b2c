import type { StepWays } from '../../apply-ways.ts';
import { holds } from '../../profile/condition.ts';
import type { AppProfile, ProfileSentences, ProfileStep } from '../../profile/schema.ts';
import { chosenOf, contentOf } from '../../profile/value.ts';
import { asText } from '../../targets/values.ts';
import { field, secretField, why } from '../apps/base.ts';
import { isAssumed, withAssumedNote } from '../assumed.ts';
import type { GuideField, GuideStep } from '../types.ts';
import { fieldOf } from './made.ts';
import { holdingOf, type Scope, sentence, textAt, valuesOf } from './scope.ts';

/** What a target is, and how it is applied. */
interface Target {
  readonly kind: string;
  readonly by: StepWays;
}
type Made = Readonly<Record<Extract<ProfileStep, { steps_of: string }>['steps_of'], readonly GuideStep[]>>;

/** The sentences that count here, filled in. One with an empty variable is left out. */
export const sentencesAt = (all: ProfileSentences, scope: Scope): string[] =>
  holdingOf(all, scope).flatMap((one) => sentence(one, scope) ?? []);

/** The steps of a guide in the profile’s own order and words, between those that are made of its parts. */
export const ownSteps = (
  steps: readonly ProfileStep[],
  made: Made,
  targets: readonly Target[],
  scope: Scope<AppProfile>,
): GuideStep[] =>
  steps
    .filter((one) => holds(one, scope.at))
    .flatMap((one) => ('steps_of' in one ? made[one.steps_of] : [ownStep(one, targets, scope)]));

function ownStep(
  step: Exclude<ProfileStep, { steps_of: string }>,
  targets: readonly Target[],
  scope: Scope<AppProfile>,
): GuideStep {
  const by = targets.find(({ kind }) => kind === step.of_target)?.by;
  const short = alone(step.title);
  const url = step.url === undefined ? undefined : sentence(step.url, scope);
  const said = [textAt(step.note, scope) ?? [], sentencesAt(step.notes ?? [], scope)].flat().join(' ');
  const fields = Object.entries(step.fields ?? {}).flatMap(([label, value]) => ownField(label, value, scope));
  const note = fields.some(({ assumed }) => assumed === true)
    ? withAssumedNote(scope.connection, said)
    : said === ''
      ? {}
      : { note: said };
  return {
    id: `${scope.profile.kind}-${step.id}`,
    title: step.title,
    where: step.where,
    ...(url === undefined ? {} : { url }),
    fields,
    ...note,
    ...(step.why === undefined ? {} : { why: why(step.why, scope.source(step.source)) }),
    ...(short === step.title ? {} : { short }),
    ...(by === undefined ? {} : { by }),
    ...(step.after === undefined ? {} : { after: step.after }),
    ...(step.check ? { check: true as const } : {}),
    ...(step.not_here === undefined ? {} : { not_here: step.not_here }),
  };
}

/** A title without the words that name it as another way. */
export const alone = (title: string): string =>
  title.replace(/^Or instead: (.)/, (_, first: string) => first.toUpperCase());

/** A field with its value. An endpoint that is only assumed is said to be so: in a sentence by a word behind it. */
function ownField(
  label: string,
  value: NonNullable<Extract<ProfileStep, { id: string }>['fields']>[string],
  scope: Scope<AppProfile>,
): GuideField[] {
  const chosen = chosenOf(value, scope.at);
  const content = chosen === undefined ? undefined : contentOf(chosen);
  if (typeof content === 'string' && /^\{[^{}]*\}$/.test(content))
    return valuesOf({ [label]: value }, scope).map((one) => fieldOf(scope, one));
  const told: Scope = {
    ...scope,
    lookup: (name, stated) => {
      const known = scope.lookup(name, stated);
      return known !== undefined && isAssumed(scope.connection, name) ? `${String(known)} (assumed)` : known;
    },
  };
  return valuesOf({ [label]: value }, told).map(({ name, value: text, secret }) =>
    (secret ? secretField : field)(name, asText(text)),
  );
}
