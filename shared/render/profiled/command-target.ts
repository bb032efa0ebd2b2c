import type { ProfileTarget } from '../../profile/schema.ts';
import { shellLine } from '../../shell.ts';
import { appDeliverable, field, providerLabel, secretField } from '../apps/base.ts';
import { idOf, isSecret, type Made, noteOf, reasonOf } from './made.ts';
import { asText, type Scope, valuesOf } from './scope.ts';

/** A command, as a script and as a step. */
export function commandTarget(
  target: Extract<ProfileTarget, { command: unknown }>,
  index: number,
  scope: Scope,
): Made {
  const { connection, profile } = scope;
  const values = target.command.flatMap((one, at) => valuesOf({ [String(at)]: one }, scope));
  const argv = values.map(({ value }) => asText(value));
  const outer =
    target.inside === undefined
      ? []
      : ['docker', 'exec', ...(target.as === undefined ? [] : ['-u', target.as]), target.inside];
  const line = shellLine([...outer, ...argv]);
  const secret = isSecret(values);
  const name = index === 0 ? 'command.sh' : `command-${index + 1}.sh`;
  const where =
    target.inside === undefined
      ? `A terminal on the host that runs ${profile.name}`
      : `A terminal on the host that runs the container “${target.inside}”`;
  return {
    files: [
      {
        ...appDeliverable(
          connection,
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
            text: `# ${profile.name} ${connection.app.version.effective}: login through ${providerLabel(connection)}.`,
          },
          ...line.split('\n').map((text) => ({ text })),
        ],
      },
    ],
    steps: [
      {
        id: idOf(scope, 'command', index),
        title: target.title ?? 'Run the command',
        where,
        fields: [secret ? secretField('Command', line) : field('Command', line)],
        note: noteOf(scope, target, values, [
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
