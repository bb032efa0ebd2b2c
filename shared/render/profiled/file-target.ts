import type { ProfileTarget } from '../../profile/schema.ts';
import { composeLines } from '../../targets/compose.ts';
import { formatLines, LANGUAGE_OF } from '../../targets/formats.ts';
import type { FilledJson, FilledValue } from '../../targets/values.ts';
import { field, why } from '../apps/base.ts';
import type { FileDeliverable } from '../types.ts';
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
import { remarksOf, type Scope, sentence, textAt, valuesOf } from './scope.ts';

type FileTarget = Extract<ProfileTarget, { file: string }>;

/** A file of the app to merge values into, and the step that does it. */
export function fileTarget(target: FileTarget, index: number, scope: Scope): Made {
  const { connection, profile } = scope;
  const values = valuesOf(target.keys, scope).map((one) => ({
    ...one,
    value: escaped(one.value, Object.entries(target.escapes ?? {})),
  }));
  const place = sentence(target.place, scope) ?? target.place;
  const assumed = assumedNames(values, scope);
  const whole = target.whole === true;
  const head = textAt(target.head, scope);
  const { lines, failures } = formatLines(
    target.format,
    values,
    head ?? `${profile.name} ${scope.version}: ${whole ? 'for' : 'merge this into'} ${place}.`,
    remarksOf(target.keys, scope),
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
      ...composeFile(target, values, scope),
    ],
    steps: [
      {
        id: idOf(scope, 'file', index),
        title:
          target.title ??
          (whole
            ? `Import ${scope.fileName(target.file)}`
            : `Merge ${scope.fileName(target.file)} into the configuration`),
        where:
          target.compose === undefined
            ? place
            : `${place}, or ${target.compose.variable} in the compose file`,
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

/** The same text for the variable that the app's service takes it from. */
function composeFile(
  { format, file, compose, keys }: FileTarget,
  values: readonly FilledValue[],
  scope: Scope,
): FileDeliverable[] {
  if (compose === undefined) return [];
  const { service, variable, why: reason, source } = compose;
  const { name } = scope.profile;
  return [
    {
      ...scope.deliverable(
        'compose.yaml',
        'compose',
        isSecret(values),
        `${name}’s service for Docker Compose`,
        withAssumedPurposeIf(
          scope.connection,
          assumedNames(values, scope),
          `The same configuration inside ${variable}, instead of ${scope.fileName(file)}.`,
        ),
      ),
      form: 'file',
      language: 'yaml',
      lines: composeLines(
        service,
        [
          {
            name: variable,
            value: formatLines(format, values, undefined, remarksOf(keys, scope)).lines,
            ...(reason === undefined ? {} : { why: why(reason, scope.source(source)) }),
          },
        ],
        `${name} ${scope.version}: merge this text into the ${variable} you have; every $ is doubled, as Compose wants it.`,
      ),
    },
  ];
}

const escapedPattern = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** A value in which every text that the app would replace is written as what it makes that text of. */
function escaped(value: FilledJson, pairs: readonly (readonly [text: string, by: string])[]): FilledJson {
  if (pairs.length === 0) return value;
  if (typeof value === 'string') {
    // All at once, so that what one is replaced by is not replaced again.
    const byText = new Map(pairs);
    const any = [...byText.keys()].sort((a, b) => b.length - a.length).map(escapedPattern);
    return value.replace(new RegExp(any.join('|'), 'g'), (one) => byText.get(one)!);
  }
  if (typeof value !== 'object') return value;
  return Array.isArray(value)
    ? value.map((one) => escaped(one, pairs))
    : Object.fromEntries(Object.entries(value).map(([key, one]) => [key, escaped(one, pairs)]));
}
