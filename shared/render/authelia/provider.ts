import { clientsOf } from '../../client/further.ts';
import type { Connection } from '../../client/types.ts';
import type { SecretBag } from '../../secrets.ts';
import { makeAnew, type Reuse } from '../reuse.ts';
import {
  emitted,
  emitYamlBlocks,
  emptyLine,
  entry,
  map,
  OUR_STYLE,
  seq,
  type YamlEmitted,
  type YamlEntry,
  type YamlItem,
} from '../text/yaml-lines.ts';
import type { Deliverable, FileDeliverable, Line } from '../types.ts';
import { renderAutheliaGuide } from './guide.ts';
import { autheliaParts, keyEntries } from './parts.ts';
import { clientsPath, completePath, FILE_MODE, FILES_VARIABLE } from './paths.ts';
import { authorizationPolicies, claimsPolicies, FILTERED } from './policies.ts';
import { source } from './source.ts';

const STYLE = { ...OUR_STYLE, hidden: FILTERED };

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
  const oidc = [...keyEntries(id, secrets), ...clients];
  return oidcFile(
    {
      provider: id,
      path: completePath(id),
      secret: true,
      title: 'Authelia: the complete OpenID Connect block',
      purpose: `Goes into the folder of configuration.yml; only the user Authelia runs as may read it (mode ${FILE_MODE}). ${FILES_VARIABLE}, in Authelia’s environment, names both files.`,
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
      path: clientsPath(id),
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

const within = (one: YamlEntry | YamlItem): YamlEmitted => emitted(one, WITHIN_ENTRY, STYLE);

function clientParts(connection: Connection, secrets: SecretBag): ClientParts {
  const { claims, authorization, client } = autheliaParts(connection, secrets);
  return {
    ...(claims ? { claims: within(claims) } : {}),
    ...(authorization ? { authorization: within(authorization) } : {}),
    client: within(client),
  };
}

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
  ].flatMap((one) => (one === undefined ? [] : [emitted(one, WITHIN_OIDC, STYLE)]));
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
  const blocks = emitYamlBlocks(root, STYLE);
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
