import type { ProfileTarget } from '../../profile/schema.ts';
import { shellLine } from '../../shell.ts';
import { asText } from '../../targets/values.ts';
import { field, secretField } from '../apps/base.ts';
import { idOf, isSecret, type Made, noteOf, reasonOf, titleOf } from './made.ts';
import { type Scope, valuesOf } from './scope.ts';

/** A command, as a script and as a step. */
export function commandTarget(
  target: Extract<ProfileTarget, { command: unknown }>,
  index: number,
  scope: Scope,
): Made {
  const { profile } = scope;
  const runs = runsOf(target, scope).map((own) =>
    target.command.flatMap((one, at) => valuesOf({ [String(at)]: one }, own)),
  );
  if (runs.length === 0) return { files: [], steps: [] };
  const values = runs.flat();
  const outer =
    target.inside === undefined
      ? []
      : ['docker', 'exec', ...(target.as === undefined ? [] : ['-u', target.as]), target.inside];
  // A list is so many arguments.
  const lines = runs.map((run) =>
    shellLine([
      ...outer,
      ...run.flatMap(({ value }) => (Array.isArray(value) ? value.map(asText) : [asText(value)])),
    ]),
  );
  const secret = isSecret(values);
  const name = index === 0 ? 'command.sh' : `command-${index + 1}.sh`;
  const where =
    target.inside === undefined
      ? `A terminal on the host that runs ${profile.name}`
      : `A terminal on the host that runs the container “${target.inside}”`;
  return {
    files: [
      {
        ...scope.deliverable(
          name,
          'app-command',
          secret,
          target.title ?? `Command for ${profile.name}`,
          `Run once. Latchkey shows it and never runs it.`,
        ),
        form: 'file',
        language: 'shell',
        lines: [
          { text: '#!/bin/sh' },
          {
            text: `# ${profile.name} ${scope.version}: ${scope.subject}.`,
          },
          ...lines.flatMap((line) => line.split('\n')).map((text) => ({ text })),
        ],
      },
    ],
    steps: [
      {
        id: idOf(scope, 'command', index),
        title: titleOf(target, 'Run the command'),
        where,
        fields: lines.map((line, at) => {
          const label = lines.length === 1 ? 'Command' : `Command ${at + 1}`;
          return secret ? secretField(label, line) : field(label, line);
        }),
        ...noteOf(scope, target, values, [
          ...(target.inside === undefined
            ? []
            : [`If your container has another name than “${target.inside}”, put that in its place.`]),
          ...(secret
            ? [
                'The secret stands in the command: other users of that machine can see it while it runs, and the shell may keep it in its history.',
              ]
            : []),
        ]),
        why: reasonOf(target, scope, `${profile.name} is set up by this command.`),
      },
    ],
  };
}

/** Once, or once for each entry of a list, which is `{each}` there. */
const runsOf = ({ each }: Extract<ProfileTarget, { command: unknown }>, scope: Scope): readonly Scope[] => {
  if (each === undefined) return [scope];
  const list = scope.lookup(each, false);
  return (typeof list === 'object' ? list : []).map((one) => ({
    ...scope,
    lookup: (name, stated) => (name === 'each' ? one : scope.lookup(name, stated)),
  }));
};
