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
  purposeOf,
  reasonOf,
  titleOf,
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
  const file = scope.fileName(nameOf(target, scope));

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
          nameOf(target, scope),
          'app-config',
          isSecret(values),
          target.file_title ?? `Configuration of ${profile.name}`,
          withAssumedPurposeIf(
            connection,
            assumed,
            purposeOf(target, scope, whole ? `For: ${place}.` : `To merge into ${place}.`),
          ),
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
        title: titleOf(target, whole ? `Import ${file}` : `Merge ${file} into the configuration`),
        where:
          target.compose === undefined
            ? place
            : `${place}, or ${target.compose.variable} in the compose file`,
        fields: values.map((one) => fieldOf(scope, one)),
        ...noteOf(scope, target, values, [
          whole
            ? `${file} holds all of these values.`
            : `${file} holds these values in the form of the file; keep everything else in it.`,
        ]),
        why: reasonOf(target, scope, `${profile.name} reads these from that file.`),
      },
      ...(failures.length === 0
        ? []
        : [
            {
              id: idOf(scope, 'file-values', index),
              title: `Set what ${file} can’t hold`,
              where: place,
              fields: failures.map(({ name, message }) => field(name, message)),
              note: `These values are missing from ${file}. Choose others, or write them as ${profile.name}’s own documentation says.`,
            },
          ]),
    ],
  };
}

/** The name of the file, filled in. */
const nameOf = ({ file }: FileTarget, scope: Scope): string => sentence(file, scope) ?? file;

/** The same text for the variable that the app's service takes it from. */
function composeFile(target: FileTarget, values: readonly FilledValue[], scope: Scope): FileDeliverable[] {
  const { format, compose, keys } = target;
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
          `The same configuration inside ${variable}, instead of ${scope.fileName(nameOf(target, scope))}.`,
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
