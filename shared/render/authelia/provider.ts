import { AUTHELIA_SOURCES as S } from '../../catalog/providers/authelia.ts';
import { isProduct } from '../../client/resolve.ts';
import type { Connection } from '../../client/types.ts';
import type { SecretBag } from '../../secrets.ts';
import { keepParts, type Reuse } from '../reuse.ts';
import {
  block,
  emitted,
  emitYaml,
  emptyLine,
  entry,
  item,
  map,
  seq,
  type YamlEntry,
} from '../text/yaml-lines.ts';
import type { Deliverable, FileDeliverable } from '../types.ts';
import { autheliaClient, usesClaimsPolicy } from './client.ts';
import { renderAutheliaGuide } from './guide.ts';
import { authorizationPolicies, claimsPolicies, FILTERED, isNamedPolicy, WITHIN_ENTRY } from './policies.ts';

/** Stands at the top of Authelia's files. */
const FILTERED_COMMENT =
  'In quotes, \\x24 is a dollar sign and \\x7b a brace: written so, no filter of Authelia’s configuration changes them.';

/**
 * Authelia’s side for all apps of one provider: the clients alone, a guide, and for a new set-up also the
 * complete block. Throws if the bag lacks a digest, or for a new set-up the hmac secret or the signing key.
 */
export function renderAutheliaProvider(
  connections: readonly Connection[],
  secrets: SecretBag,
  // The clients stand in both files, so they are kept at least for one call.
  reuse: Reuse = keepParts(),
): Deliverable[] {
  const first = connections[0];
  if (first === undefined) return [];
  const isNew = (first.provider.entry.setup ?? 'new') === 'new';
  return [
    ...(isNew ? [completeFile(first, connections, secrets, reuse)] : []),
    clientsFile(first, connections, secrets, reuse),
    renderAutheliaGuide(first, connections, isNew),
  ];
}

function completeFile(
  first: Connection,
  connections: readonly Connection[],
  secrets: SecretBag,
  reuse: Reuse,
): FileDeliverable {
  const { id } = first.provider;
  const own = secrets.providers[id];
  if (own?.hmac_secret === undefined || own.jwks_key === undefined)
    throw new Error(`The hmac secret or the signing key of “${id}” is missing.`);
  const oidc = [
    entry('hmac_secret', own.hmac_secret, {
      why: {
        text: 'Signs codes and tokens. Authelia starts without it, on a key that anyone can compute, so it has to be here.',
        source: S.code,
      },
    }),
    entry(
      'jwks',
      seq([
        map(
          entry('algorithm', 'RS256', {
            why: {
              text: 'Every app understands RS256, and Authelia demands one such key.',
              source: S.provider,
            },
          }),
          entry('use', 'sig'),
          entry('key', block(own.jwks_key), {
            why: {
              text: 'Signs the ID tokens. Its id is left to Authelia, which derives it from the key: a new key gets a new id.',
              source: S.provider,
            },
          }),
        ),
      ]),
      { gap: true },
    ),
    ...clientEntries(connections, secrets, reuse),
  ];
  return {
    form: 'file',
    kind: 'authelia-config',
    side: 'provider',
    provider: id,
    path: `${id}/authelia-oidc.yml`,
    secret: true,
    title: 'Authelia: the complete OpenID Connect block',
    purpose: 'Loaded beside configuration.yml; it holds keys, so only Authelia may read it.',
    language: 'yaml',
    lines: emitYaml(
      document(
        [
          `OpenID Connect for Authelia ${first.provider.version.effective}, complete.`,
          'Only for an Authelia without OpenID Connect clients: loaded as a second file, this list replaces the one',
          'that is there, Authelia says nothing, and the apps in that list are locked out.',
          'Load it beside your configuration.yml, or copy it in. It holds keys: keep it readable for Authelia only.',
          'Lists such as clients and jwks have to be in one file: if two files have one, the later one replaces the earlier one.',
          FILTERED_COMMENT,
        ],
        oidc,
      ),
      FILTERED,
    ),
  };
}

function clientsFile(
  first: Connection,
  connections: readonly Connection[],
  secrets: SecretBag,
  reuse: Reuse,
): FileDeliverable {
  const { id } = first.provider;
  return {
    form: 'file',
    kind: 'authelia-config',
    side: 'provider',
    provider: id,
    path: `${id}/authelia-clients.yml`,
    // Digests only. The export makes the file readable for its owner alone, as a weak secret can be guessed.
    secret: false,
    title: 'Authelia: the clients alone',
    purpose: 'To be copied into an OpenID Connect block that exists already.',
    language: 'yaml',
    lines: emitYaml(
      document(
        [
          `Clients for Authelia ${first.provider.version.effective}, for an OpenID Connect block that exists already.`,
          'Copy the entries of clients into the list of your own file. Do not load this file beside it:',
          'a second list of clients replaces the first, and your other apps would be locked out.',
          'The secrets are digests; the apps get the values in clear. Keep the file readable for its owner only.',
          FILTERED_COMMENT,
        ],
        clientEntries(connections, secrets, reuse),
      ),
      FILTERED,
    ),
  };
}

function clientEntries(
  connections: readonly Connection[],
  secrets: SecretBag,
  reuse: Reuse,
): (YamlEntry | undefined)[] {
  return [
    claimsPolicies(connections.filter(usesClaimsPolicy), reuse),
    authorizationPolicies(connections, reuse),
    entry(
      'clients',
      seq(
        connections.flatMap((connection, index) => [
          ...(index > 0 ? [emptyLine(WITHIN_ENTRY)] : []),
          reuse(connection, 'authelia-client', () =>
            emitted(
              item(autheliaClient(connection, secrets), { comment: clientComment(connection) }),
              WITHIN_ENTRY,
              FILTERED,
            ),
          ),
        ]),
      ),
      {
        gap: true,
        why: { text: 'One entry an app. The list has to stand whole in one file.', source: S.files },
      },
    ),
  ];
}

function clientComment(connection: Connection): string {
  const { app, access } = connection;
  const version = isProduct(app.definition) ? ` ${app.version.effective}` : '';
  const lines = [`${app.definition.name}${version} at ${app.url}`];
  if (isNamedPolicy(connection)) {
    lines.push(`The policy “${access.policy}” has to exist under authorization_policies.`);
    if (access.groups.length > 0)
      lines.push(`It decides alone: put the groups (${access.groups.join(', ')}) into it.`);
  }
  return lines.join('\n');
}

function document(comment: readonly string[], entries: readonly (YamlEntry | undefined)[]) {
  const [head, ...rest] = entries.filter((one) => one !== undefined);
  // Nothing is above the first entry, so it needs no gap.
  const oidc = map({ ...head!, gap: false }, ...rest);
  return map(entry('identity_providers', map(entry('oidc', oidc)), { comment: comment.join('\n') }));
}
