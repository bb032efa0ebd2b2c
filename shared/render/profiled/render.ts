import type { Connection } from '../../client/types.ts';
import type { AppProfile } from '../../profile/schema.ts';
import type { SecretBag } from '../../secrets.ts';
import { inOrder } from '../../step-order.ts';
import { appGuide, clientSecret } from '../apps/base.ts';
import { trustStep } from '../apps/trust.ts';
import type { Deliverable } from '../types.ts';
import { ownSteps } from './guide.ts';
import { scopeOf, textAt } from './scope.ts';
import { afterSteps, beforeSteps } from './steps.ts';
import { makeTargets, stepsOf } from './targets.ts';
import { testedLines } from './tested.ts';

/** The side of an app that a profile describes: its files, and the guide first. */
export function renderProfile(
  profile: AppProfile,
  connection: Connection,
  secrets: SecretBag,
): Deliverable[] {
  const scope = scopeOf(
    profile,
    connection,
    clientSecret(connection, secrets),
    secrets.clients[connection.app.id]?.app_secret,
    Object.fromEntries(connection.further_clients.map((one) => [one.key, clientSecret(one, secrets)])),
  );
  const made = makeTargets(profile.targets, scope);
  const parts = {
    before: beforeSteps(scope),
    trust: trustStep(connection),
    targets: stepsOf(made, false),
    after: afterSteps(scope),
    last: stepsOf(made, true),
  };
  const own = profile.guide;
  const steps =
    own?.steps === undefined
      ? [...parts.before, ...parts.trust, ...parts.targets, ...parts.after, ...parts.last]
      : inOrder(ownSteps(own.steps, parts, made, scope), ({ after }) => after);
  return [
    appGuide(
      connection,
      textAt(own?.title, scope) ?? `Set up ${connection.client.client_name}`,
      textAt(own?.purpose, scope) ?? `Followed in ${profile.name} and on the host that runs it.`,
      textAt(own?.intro, scope) ??
        [
          `${profile.about}. Written for ${profile.versions.of ?? profile.name} ${connection.app.version.effective}.`,
          ...(profile.plugin === undefined
            ? []
            : [
                `The login comes from the plug-in “${profile.plugin.name}” (${profile.plugin.url}). ${profile.plugin.state}`,
              ]),
          testedLines(profile, connection.app.definition.is_own).join('\n\n'),
        ].join(' '),
      steps,
    ),
    ...made.flatMap((one) => one.files),
  ];
}
