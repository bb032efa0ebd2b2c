import { isProduct } from '../../client/resolve.ts';
import type { Connection } from '../../client/types.ts';
import type { SecretBag } from '../../secrets.ts';
import { block, entry, item, map, seq, type YamlEntry, type YamlItem } from '../text/yaml-lines.ts';
import { autheliaClient, usesClaimsPolicy } from './client.ts';
import { authorizationPolicy, claimsPolicy, isNamedPolicy, writesAuthorizationPolicy } from './policies.ts';
import { source } from './source.ts';

/** What one client needs below `identity_providers.oidc`: as files of ours have it, and as it is put into others. */
export interface AutheliaParts {
  /** Its entry of `claims_policies`. */
  readonly claims?: YamlEntry;
  /** Its entry of `authorization_policies`. */
  readonly authorization?: YamlEntry;
  /** Its item of `clients`. */
  readonly client: YamlItem;
}

/** Throws like {@link autheliaClient}. */
export const autheliaParts = (connection: Connection, secrets: SecretBag): AutheliaParts => ({
  ...(usesClaimsPolicy(connection) ? { claims: claimsPolicy(connection) } : {}),
  // An app's policy is written once, and its further clients name it, too.
  ...(writesAuthorizationPolicy(connection) && connection.used_by === undefined
    ? { authorization: authorizationPolicy(connection) }
    : {}),
  client: item(autheliaClient(connection, secrets), { comment: clientComment(connection) }),
});

/** What Authelia needs besides clients: `hmac_secret` and `jwks`. Throws if the bag lacks one of them. */
export function keyEntries(provider: string, secrets: SecretBag): YamlEntry[] {
  const own = secrets.providers[provider];
  if (own?.hmac_secret === undefined || own.jwks_key === undefined)
    throw new Error(`The hmac secret or the signing key of “${provider}” is missing.`);
  return [
    entry('hmac_secret', own.hmac_secret, {
      why: {
        text: 'Signs codes and tokens. Authelia starts without it, on a key that anyone can compute, so it has to be here.',
        source: source('code'),
      },
    }),
    entry(
      'jwks',
      seq([
        map(
          entry('algorithm', 'RS256', {
            why: {
              text: 'Every app understands RS256, and Authelia demands one such key.',
              source: source('provider'),
            },
          }),
          entry('use', 'sig'),
          entry('key', block(own.jwks_key), {
            why: {
              text: 'Signs the ID tokens. Its id is left to Authelia, which derives it from the key: a new key gets a new id.',
              source: source('provider'),
            },
          }),
        ),
      ]),
    ),
  ];
}

function clientComment(connection: Connection): string {
  const { app, access, used_by } = connection;
  const version = isProduct(app.definition) ? ` ${app.version.effective}` : '';
  const lines = [
    `${app.definition.name}${version} at ${app.url}${used_by === undefined ? '' : `: its ${used_by}`}`,
  ];
  if (isNamedPolicy(connection)) {
    lines.push(`The policy “${access.policy}” has to exist under authorization_policies.`);
    if (access.groups.length > 0)
      lines.push(`It decides alone: put the groups (${access.groups.join(', ')}) into it.`);
  }
  return lines.join('\n');
}
