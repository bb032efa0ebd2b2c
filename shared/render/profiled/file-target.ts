import type { ProfileTarget } from '../../profile/schema.ts';
import { formatLines, LANGUAGE_OF } from '../../targets/formats.ts';
import { field } from '../apps/base.ts';
import {
  assumedNames,
  fieldOf,
  idOf,
  isSecret,
  type Made,
  noteOf,
  reasonOf,
  withAssumedPurposeIf,
} from './made.ts';
import { type Scope, sentence, valuesOf } from './scope.ts';

/** A file of the app to merge values into, and the step that does it. */
export function fileTarget(
  target: Extract<ProfileTarget, { file: string }>,
  index: number,
  scope: Scope,
): Made {
  const { connection, profile } = scope;
  const values = valuesOf(target.keys, scope);
  const place = sentence(target.place, scope) ?? target.place;
  const assumed = assumedNames(values, scope);
  const whole = target.whole === true;
  const { lines, failures } = formatLines(
    target.format,
    values,
    `${profile.name} ${scope.version}: ${whole ? 'for' : 'merge this into'} ${place}.`,
  );
  return {
    files: [
      {
        ...scope.deliverable(
          target.file,
          'app-config',
          isSecret(values),
          `Configuration of ${profile.name}`,
          withAssumedPurposeIf(connection, assumed, whole ? `For: ${place}.` : `To merge into ${place}.`),
        ),
        form: 'file',
        language: LANGUAGE_OF[target.format],
        lines,
      },
    ],
    steps: [
      {
        id: idOf(scope, 'file', index),
        title:
          target.title ??
          (whole
            ? `Import ${scope.fileName(target.file)}`
            : `Merge ${scope.fileName(target.file)} into the configuration`),
        where: place,
        fields: values.map((one) => fieldOf(scope, one)),
        note: noteOf(scope, target, values, [
          whole
            ? `${scope.fileName(target.file)} holds all of these values.`
            : `${scope.fileName(target.file)} holds these values in the form of the file; keep everything else in it.`,
        ]),
        why: reasonOf(target, scope, `${profile.name} reads these from that file.`),
      },
      ...(failures.length === 0
        ? []
        : [
            {
              id: idOf(scope, 'file-values', index),
              title: `Set what ${scope.fileName(target.file)} can’t hold`,
              where: place,
              fields: failures.map(({ name, message }) => field(name, message)),
              note: `These values are missing from ${scope.fileName(target.file)}. Choose others, or write them as ${profile.name}’s own documentation says.`,
            },
          ]),
    ],
  };
}
