import type { Connection } from '../../client/types.ts';
import { holds } from '../../profile/condition.ts';
import type { AppProfile, ProfileTarget } from '../../profile/schema.ts';
import type { SecretBag } from '../../secrets.ts';
import { appGuide, clientSecret } from '../apps/base.ts';
import { trustStep } from '../apps/trust.ts';
import type { Deliverable } from '../types.ts';
import { commandTarget } from './command-target.ts';
import { envTarget } from './env-target.ts';
import { fileTarget } from './file-target.ts';
import { httpTarget } from './http-target.ts';
import type { Made } from './made.ts';
import { type Scope, scopeOf } from './scope.ts';
import { screenTarget } from './screen-target.ts';
import { afterSteps, beforeSteps } from './steps.ts';
import { testedSentence } from './tested.ts';

const KINDS = ['env', 'file', 'command', 'screen', 'http'] as const;

/** The side of an app that a profile describes: its files, and the guide first. */
export function renderProfile(
  profile: AppProfile,
  connection: Connection,
  secrets: SecretBag,
): Deliverable[] {
  const scope = scopeOf(profile, connection, clientSecret(connection, secrets));
  // Each kind of target is counted by itself, for the names of its files.
  const counts = new Map<string, number>();
  const made = profile.targets
    .filter((target) => holds(target, scope.at))
    .map((target) => {
      const kind = KINDS.find((one) => one in target)!;
      const index = counts.get(kind) ?? 0;
      counts.set(kind, index + 1);
      return makeTarget(target, index, scope);
    });
  const steps = [
    ...beforeSteps(scope),
    ...trustStep(connection),
    ...made.flatMap((one) => one.steps),
    ...afterSteps(scope),
  ];
  return [
    appGuide(
      connection,
      `Set up ${connection.client.client_name}`,
      `Followed in ${profile.name} and on the host that runs it.`,
      [
        `${profile.about}. Written for ${profile.versions.of ?? profile.name} ${connection.app.version.effective}.`,
        ...(profile.plugin === undefined
          ? []
          : [
              `The login comes from the plug-in “${profile.plugin.name}” (${profile.plugin.url}). ${profile.plugin.state}`,
            ]),
        testedSentence(profile),
      ].join(' '),
      steps,
    ),
    ...made.flatMap((one) => one.files),
  ];
}

function makeTarget(target: ProfileTarget, index: number, scope: Scope): Made {
  if ('env' in target) return envTarget(target, index, scope);
  if ('file' in target) return fileTarget(target, index, scope);
  if ('command' in target) return commandTarget(target, index, scope);
  if ('screen' in target) return screenTarget(target, index, scope);
  return httpTarget(target, index, scope);
}
