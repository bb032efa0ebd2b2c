import type { ProfileTarget } from '../../profile/schema.ts';
import { composeLines } from '../../targets/compose.ts';
import { type EnvVariable, envComment, envFailures, envLines } from '../../targets/env.ts';
import { asText, type FilledValue } from '../../targets/values.ts';
import { field } from '../apps/base.ts';
import { ASSUMED_COMMENT } from '../assumed.ts';
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
import { type Scope, textAt, valuesOf } from './scope.ts';

/** The variables of a target, for the files that hold them. */
const variablesOf = (values: readonly FilledValue[]): EnvVariable[] =>
  values.map(({ name, value, why: reason }) => ({
    name,
    value: asText(value),
    ...(reason === undefined ? {} : { why: reason }),
  }));

/** Environment variables: an env file, the same for Docker Compose, and the step that sets them. */
export function envTarget(
  target: Extract<ProfileTarget, { env: string }>,
  index: number,
  scope: Scope,
): Made {
  const { connection, profile } = scope;
  const values = valuesOf(target.keys, scope);
  const { version } = scope;
  const variables = variablesOf(values);
  const failures = envFailures(variables);
  const compose = index === 0 ? 'compose.yaml' : `compose-${target.service}.yaml`;
  const secret = isSecret(values);
  const head = textAt(target.head, scope) ?? `${profile.name} ${version}: ${scope.subject}.`;
  const merge = values.flatMap(({ name, merge: how }) =>
    how === undefined ? [] : [`${name} is a list; add to it if you have it already.`],
  );
  const assumed = assumedNames(values, scope);
  const comments = new Map(
    values.flatMap(({ name, comment }) => (comment === undefined ? [] : [[name, comment] as const])),
  );
  return {
    files: [
      {
        ...scope.deliverable(
          target.env,
          'env',
          secret,
          target.file_title ?? `Environment of ${profile.name}`,
          purposeOf(
            target,
            scope,
            `Named under “env_file” in the service, or appended to the .env that ${profile.name} reads.`,
          ),
        ),
        form: 'file',
        language: 'env',
        lines: [
          ...envComment(head),
          ...merge.flatMap(envComment),
          ...variables.flatMap((one) => [
            ...(comments.has(one.name) ? envComment(comments.get(one.name)!) : []),
            ...(assumed.includes(one.name) ? envComment(ASSUMED_COMMENT) : []),
            ...envLines(one),
          ]),
        ],
      },
      {
        ...scope.deliverable(
          compose,
          'compose',
          secret,
          `${profile.name}’s service for Docker Compose`,
          withAssumedPurposeIf(
            connection,
            assumed,
            `The same variables to merge into the compose file, instead of ${scope.fileName(target.env)}.`,
          ),
        ),
        form: 'file',
        language: 'yaml',
        lines: composeLines(
          target.service,
          variables,
          `${profile.name} ${version}: merge “environment” into your service. Every $ is doubled, as Compose wants it.${merge.length === 0 ? '' : ` ${merge.join(' ')}`}`,
        ),
      },
    ],
    steps: [
      {
        id: idOf(scope, 'environment', index),
        title: titleOf(target, 'Set the environment'),
        where: `The host that runs ${profile.name}`,
        fields: values.map((one) => fieldOf(scope, one)),
        choice: `Either name ${scope.fileName(target.env)} under “env_file” of the service, or merge ${scope.fileName(compose)} into your compose file. Not both.`,
        ...noteOf(scope, target, values, [
          'In a list (“- NAME=value”) quotes would become part of the value.',
        ]),
        why: reasonOf(target, scope, `${profile.name} reads these from its environment.`),
      },
      ...(failures.length === 0
        ? []
        : [
            {
              id: idOf(scope, 'env-values', index),
              title: 'Use the compose form',
              where: `The host that runs ${profile.name}`,
              fields: failures.map(({ name, message }) => field(name, message)),
              note: `These values are missing from ${scope.fileName(target.env)}, because its readers disagree on them. ${scope.fileName(compose)} has them right.`,
            },
          ]),
    ],
  };
}
