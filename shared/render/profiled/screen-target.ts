import type { ProfileTarget } from '../../profile/schema.ts';
import { fieldOf, idOf, type Made, noteOf, reasonOf, titleOf } from './made.ts';
import { type Scope, sentence, valuesOf } from './scope.ts';

/** A form on a screen of the app: a step with every field of it. */
export function screenTarget(
  target: Extract<ProfileTarget, { screen: string }>,
  index: number,
  scope: Scope,
): Made {
  const values = valuesOf(target.fields, scope);
  const url = target.url === undefined ? undefined : sentence(target.url, scope);
  return {
    files: [],
    steps: [
      {
        id: idOf(scope, 'screen', index),
        title: titleOf(target, 'Enter the provider'),
        where: `${scope.profile.name}: ${target.screen}`,
        ...(url === undefined ? {} : { url }),
        // A list is entered one by one.
        fields: values.flatMap((one) =>
          Array.isArray(one.value)
            ? one.value.map((value) => fieldOf(scope, { ...one, value }))
            : [fieldOf(scope, one)],
        ),
        ...noteOf(scope, target, values, []),
        why: reasonOf(target, scope, `${scope.profile.name} keeps these in its own settings.`),
      },
    ],
  };
}

const noteIf = (note: string) => (note === '' ? {} : { note });
