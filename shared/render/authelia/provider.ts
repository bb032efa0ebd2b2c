import { clientsOf } from '../../client/further.ts';
import { isProduct } from '../../client/resolve.ts';
import type { Connection } from '../../client/types.ts';
import type { SecretBag } from '../../secrets.ts';
import { makeAnew, type Reuse } from '../reuse.ts';
import {
  block,
  emitted,
  emitYamlBlocks,
  emptyLine,
  entry,
  item,
  map,
  seq,
  type YamlEmitted,
  type YamlEntry,
  type YamlItem,
} from '../text/yaml-lines.ts';
import type { Deliverable, FileDeliverable, Line } from '../types.ts';
import { autheliaClient, usesClaimsPolicy } from './client.ts';
import { renderAutheliaGuide } from './guide.ts';
import {
  authorizationPolicies,
  authorizationPolicy,
  claimsPolicies,
  claimsPolicy,
  FILTERED,
  isNamedPolicy,
  writesAuthorizationPolicy,
} from './policies.ts';
import { source } from './source.ts';

/** The indentation of the entries of `identity_providers.oidc`, and of what is below one of them. */
const WITHIN_OIDC = ' '.repeat(4);
const WITHIN_ENTRY = ' '.repeat(6);

/** Stands at the top of Authelia's files. */
const FILTERED_COMMENT =
  'In quotes, \\x24 is a dollar sign and \\x7b a brace: written so, no filter of Authelia’s configuration changes them.';

/**
 * Authelia’s side for all apps of one provider: the clients alone, a guide, and for a new set-up also the
 * complete block. Throws if the bag lacks a digest, or for a new set-up the hmac secret or the signing key.
 */
export function renderAutheliaProvider(
  apps: readonly Connection[],
  secrets: SecretBag,
  reuse: Reuse = makeAnew,
): Deliverable[] {
  const first = apps[0];
  if (first === undefined) return [];
  const isNew = (first.provider.entry.setup ?? 'new') === 'new';
  const connections = apps.flatMap(clientsOf);
  const clients = clientEntries(connections, secrets, reuse);
  return [
    ...(isNew ? [completeFile(first, secrets, clients)] : []),
    clientsFile(first, clients),
    renderAutheliaGuide(first, connections, isNew),
  ];
}

function completeFile(
  first: Connection,
  secrets: SecretBag,
  clients: readonly YamlEmitted[],
): FileDeliverable {
  const { id } = first.provider;
  const own = secrets.providers[id];
  if (own?.hmac_secret === undefined || own.jwks_key === undefined)
    throw new Error(`The hmac secret or the signing key of “${id}” is missing.`);
  const oidc = [
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
    ...clients,
  ];
  return oidcFile(
    {
      provider: id,
      path: `${id}/authelia-oidc.yml`,
      secret: true,
      title: 'Authelia: the complete OpenID Connect block',
      purpose: 'Loaded beside configuration.yml; it holds keys, so only Authelia may read it.',
    },
    [
      `OpenID Connect for Authelia ${first.provider.version.effective}, complete.`,
      'Only for an Authelia without OpenID Connect clients: loaded as a second file, this list replaces the one',
      'that is there, Authelia says nothing, and the apps in that list are locked out.',
      'Load it beside your configuration.yml, or copy it in. It holds keys: keep it readable for Authelia only.',
      'Lists such as clients and jwks have to be in one file: if two files have one, the later one replaces the earlier one.',
      FILTERED_COMMENT,
    ],
    oidc,
  );
}

function clientsFile(first: Connection, clients: readonly YamlEmitted[]): FileDeliverable {
  const { id } = first.provider;
  return oidcFile(
    {
      provider: id,
      path: `${id}/authelia-clients.yml`,
      // Digests only. The export makes the file readable for its owner alone, as a weak secret can be guessed.
      secret: false,
      title: 'Authelia: the clients alone',
      purpose: 'To be copied into an OpenID Connect block that exists already.',
    },
    [
      `Clients for Authelia ${first.provider.version.effective}, for an OpenID Connect block that exists already.`,
      'Copy the entries of clients into the list of your own file. Do not load this file beside it:',
      'a second list of clients replaces the first, and your other apps would be locked out.',
      'The secrets are digests; the apps get the values in clear. Keep the file readable for its owner only.',
      FILTERED_COMMENT,
    ],
    clients,
  );
}

/** What one client adds to Authelia's files. */
interface ClientParts {
  readonly claims?: YamlEmitted;
  readonly authorization?: YamlEmitted;
  readonly client: YamlEmitted;
}

const within = (one: YamlEntry | YamlItem): YamlEmitted => emitted(one, WITHIN_ENTRY, FILTERED);

const clientParts = (connection: Connection, secrets: SecretBag): ClientParts => ({
  ...(usesClaimsPolicy(connection) ? { claims: within(claimsPolicy(connection)) } : {}),
  // An app's policy is written once, and its further clients name it, too.
  ...(writesAuthorizationPolicy(connection) && connection.used_by === undefined
    ? { authorization: within(authorizationPolicy(connection)) }
    : {}),
  client: within(item(autheliaClient(connection, secrets), { comment: clientComment(connection) })),
});

/** What both files have below `oidc` for the clients. */
function clientEntries(
  connections: readonly Connection[],
  secrets: SecretBag,
  reuse: Reuse,
): readonly YamlEmitted[] {
  const gap = emptyLine(WITHIN_ENTRY);
  const claims: YamlEmitted[] = [];
  const authorization: YamlEmitted[] = [];
  const clients: YamlEmitted[] = [];
  for (const connection of connections) {
    const part = reuse(connection, 'authelia-client', () => clientParts(connection, secrets));
    if (part.claims) claims.push(part.claims);
    if (part.authorization) authorization.push(part.authorization);
    if (clients.length > 0) clients.push(gap);
    clients.push(part.client);
  }
  return [
    claimsPolicies(claims),
    authorizationPolicies(authorization),
    entry('clients', seq(clients), {
      why: { text: 'One entry an app. The list has to stand whole in one file.', source: source('files') },
    }),
  ].flatMap((one) => (one === undefined ? [] : [emitted(one, WITHIN_OIDC, FILTERED)]));
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

type About = Pick<FileDeliverable, 'provider' | 'path' | 'secret' | 'title' | 'purpose'>;

/** A file with these entries below `oidc`. Its lines are put together once somebody asks for them. */
function oidcFile(
  about: About,
  comment: readonly string[],
  entries: readonly (YamlEntry | YamlEmitted)[],
): FileDeliverable {
  // An empty line between two entries.
  const spaced = entries.flatMap((one, index) => (index === 0 ? [one] : [emptyLine(WITHIN_OIDC), one]));
  const root = map(
    entry('identity_providers', map(entry('oidc', map(...spaced))), { comment: comment.join('\n') }),
  );
  const blocks = emitYamlBlocks(root, FILTERED);
  let lines: readonly Line[] | undefined;
  return {
    form: 'file',
    kind: 'authelia-config',
    side: 'provider',
    language: 'yaml',
    ...about,
    blocks,
    get lines() {
      lines ??= blocks.flat();
      return lines;
    },
  };
}
