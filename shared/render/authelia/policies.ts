import type { Connection } from '../../client/types.ts';
import { entry, map, seq, type YamlEmitted, type YamlEntry } from '../text/yaml-lines.ts';
import { source } from './source.ts';

const FACTORS = new Set(['one_factor', 'two_factor']);

/** True if the provider’s owner defined the policy, and it is not just a number of factors. */
export const isNamedPolicy = (connection: Connection): boolean => !FACTORS.has(connection.access.policy);

/** True if the client has a policy of its app for these groups. All clients of an app share one. */
export const writesAuthorizationPolicy = (connection: Connection): boolean =>
  connection.access.groups.length > 0 && !isNamedPolicy(connection);

/** The client’s `authorization_policy`. A named policy is used unchanged, even if groups are stated. */
export const autheliaPolicyName = (connection: Connection): string =>
  writesAuthorizationPolicy(connection) ? groupsPolicyName(connection.app.id) : connection.access.policy;

/** One name per app. The dash keeps it different from the reserved words. */
export const groupsPolicyName = (app: string): string => `${app}-groups`;

/**
 * Never in the text of Authelia's files: its file filters act before the file is read as YAML. `expand-env` (until
 * 4.39) replaces `$…`, also in a digest, and `template` acts on double braces, also in a comment.
 */
export const FILTERED = '${';

export const claimsPolicyName = (connection: Connection): string => connection.key;

/** `claims_policies` with these entries, or undefined if there are none. */
export function claimsPolicies(entries: readonly YamlEmitted[]): YamlEntry | undefined {
  if (entries.length === 0) return undefined;
  return entry('claims_policies', map(...entries), {
    why: {
      text: 'Since 4.39 the ID token carries protocol claims only; a claims policy puts named ones back for one client.',
      source: source('release439'),
    },
  });
}

/** `authorization_policies` with these entries, or undefined if there are none. */
export function authorizationPolicies(entries: readonly YamlEmitted[]): YamlEntry | undefined {
  if (entries.length === 0) return undefined;
  return entry('authorization_policies', map(...entries), {
    why: { text: 'Who may sign in, for clients that are not open to everyone.', source: source('provider') },
  });
}

/** The entry of `claims_policies` for this client. */
export const claimsPolicy = (connection: Connection): YamlEntry =>
  entry(
    claimsPolicyName(connection),
    map(
      entry('id_token', seq(connection.id_token_claims), {
        why: {
          text: connection.app.definition.reads_any_claim
            ? `Which claims ${connection.app.definition.name} reads is not known, so these are all that its scopes release.`
            : `${connection.app.definition.name} looks for these claims in the ID token and nowhere else.`,
          source: source('release439'),
        },
      }),
    ),
  );

/** The entry of `authorization_policies` for this client. */
export const authorizationPolicy = (connection: Connection): YamlEntry =>
  entry(
    groupsPolicyName(connection.app.id),
    map(
      entry('default_policy', 'deny', {
        why: { text: 'Whoever is in none of the groups is refused.', source: source('provider') },
      }),
      entry(
        'rules',
        seq(
          connection.access.groups.map((group) =>
            map(
              entry('policy', connection.access.policy),
              entry('subject', `group:${group}`, {
                why: { text: 'One rule a group: any of them is enough.', source: source('provider') },
              }),
            ),
          ),
        ),
      ),
    ),
  );
