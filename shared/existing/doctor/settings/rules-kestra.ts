import { sourceOf } from '../../../catalog/apps/source-of.ts';
import type { Version } from '../../../version.ts';
import { meant, nearest } from '../../../workspace/nearest.ts';
import { renamed, rewritten, together, withItems, withKey, without } from '../mend.ts';
import type { Hit, Rule } from '../rule.ts';
import {
  child,
  type Entry,
  entryOf,
  isDynamic,
  isEmpty,
  itemsOf,
  type Node,
  textAt,
  textsOf,
} from '../tree.ts';

/** The configuration of a Kestra, from a file or from KESTRA_CONFIGURATION. */
export interface KestraConfiguration {
  readonly root: Node;
  readonly version?: Version;
}

/** Micronaut reads kebab case and camel case as the same key. */
const same = (key: string): string => key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

const entryAt = (node: Node | undefined, key: string): Entry | undefined =>
  node?.type === 'map' ? node.entries.findLast((entry) => same(entry.key) === key) : undefined;

const at = (node: Node | undefined, ...path: readonly string[]): Node | undefined =>
  path.reduce<Node | undefined>((here, key) => entryAt(here, key)?.value, node);

/** True for a tree that is Kestra's. */
export const isKestra = (root: Node): boolean =>
  root.type === 'map' &&
  (at(root, 'micronaut', 'security') !== undefined ||
    (entryOf(root, 'kestra') !== undefined &&
      child(root, 'kestra')?.type === 'map' &&
      entryOf(root, 'services') === undefined));

const CLIENT_KEYS = [
  'client-id',
  'client-secret',
  'scopes',
  'enabled',
  'grant-type',
  'authorization',
  'token',
  'openid',
  'introspection',
  'revocation',
  'client-credentials',
];
const OPENID_KEYS = [
  'issuer',
  'configuration-path',
  'jwks-uri',
  'authorization',
  'token',
  'user-info',
  'end-session',
  'registration',
];

interface Client {
  readonly key: string;
  readonly entry: Entry;
  readonly node: Node;
}

const oauth2 = ({ root }: KestraConfiguration): Node | undefined =>
  at(root, 'micronaut', 'security', 'oauth2');

const clientsOf = (config: KestraConfiguration): readonly Client[] => {
  const clients = at(oauth2(config), 'clients');
  return clients?.type === 'map'
    ? clients.entries.flatMap((entry) =>
        entry.value.type === 'map' ? [{ key: entry.key, entry, node: entry.value }] : [],
      )
    : [];
};

const eachClient = (find: (client: Client) => Iterable<Hit>) =>
  function* (config: KestraConfiguration): Generator<Hit> {
    for (const client of clientsOf(config))
      for (const hit of find(client)) yield { ...hit, with: { client: client.key, ...hit.with } };
  };

const isFalse = (node: Node | undefined): boolean => node?.type === 'scalar' && node.value === false;

/** Rules about Kestra's configuration, whose keys are those of Micronaut: one that is unknown is passed over without a word. */
export const KESTRA: readonly Rule<KestraConfiguration>[] = [
  {
    id: 'kestra-issuer-too-high',
    severity: 'error',
    says: 'issuer stands directly at the client {client}. Kestra reads it only below openid, and shows no button without it.',
    fix: 'Indent it below openid:.',
    source: sourceOf('kestra', 'client'),
    mends: 'if it isn’t the first key of the client',
    find: eachClient(function* ({ node }) {
      const entry = entryAt(node, 'issuer');
      const issuer = textAt(entry?.value);
      const openid = at(node, 'openid');
      const moved =
        issuer === undefined
          ? {}
          : openid === undefined
            ? withKey(node, 'openid', { issuer })
            : isEmpty(at(openid, 'issuer'))
              ? withKey(openid, 'issuer', issuer)
              : {};
      if (entry !== undefined) yield { at: entry.at, ...together(moved, without(entry.at)) };
    }),
  },
  {
    id: 'kestra-no-issuer',
    severity: 'error',
    says: 'The client {client} has neither openid.issuer nor endpoints of its own. Kestra leaves it out without a word.',
    fix: 'Add openid.issuer with the issuer of the provider.',
    source: sourceOf('kestra', 'client'),
    find: eachClient(function* ({ entry, node }) {
      const openid = at(node, 'openid');
      const own = !isEmpty(at(node, 'authorization')) || !isEmpty(at(openid, 'authorization'));
      if (isEmpty(at(openid, 'issuer')) && !own && entryAt(node, 'issuer') === undefined)
        yield { at: entry.at };
    }),
  },
  {
    id: 'kestra-client-key-misspelt',
    severity: 'error',
    says: 'There is no key {key} at the client {client}. Kestra passes over it without a word.',
    fix: 'Write {right}.',
    source: sourceOf('kestra', 'client'),
    mends: 'if one key alone is meant',
    find: eachClient(function* ({ node }) {
      for (const [map, known] of [
        [node, CLIENT_KEYS],
        [at(node, 'openid'), OPENID_KEYS],
      ] as const) {
        if (map?.type !== 'map') continue;
        for (const { key, at: place } of map.entries) {
          if (known.includes(same(key)) || (map === node && key === 'issuer')) continue;
          const right = nearest(key, known);
          if (right !== undefined)
            yield { at: place, with: { key, right }, ...renamed({ at: place }, meant(key, known)) };
        }
      }
    }),
  },
  {
    id: 'kestra-client-id-missing',
    severity: 'error',
    says: 'The client {client} has no client-id. Kestra doesn’t complain; the provider does.',
    fix: 'Add client-id, the same as at the provider.',
    source: sourceOf('kestra', 'client'),
    find: eachClient(function* ({ entry, node }) {
      const misspelt =
        node.type === 'map' && node.entries.some(({ key }) => nearest(key, ['client-id']) !== undefined);
      if (isEmpty(at(node, 'client-id')) && !misspelt) yield { at: entry.at };
    }),
  },
  {
    id: 'kestra-client-off',
    severity: 'warning',
    says: 'The login through the provider is switched off by enabled: false.',
    fix: 'Write enabled: true.',
    source: sourceOf('kestra', 'client'),
    *find(config) {
      for (const map of [oauth2(config), ...clientsOf(config).map(({ node }) => node)]) {
        const entry = entryAt(map, 'enabled');
        if (isFalse(entry?.value)) yield { at: entry!.at };
      }
    },
  },
  {
    id: 'kestra-issuer-loopback',
    severity: 'error',
    says: 'The issuer of the client {client} points to this machine itself. In the container that is Kestra, which asks at its start and then shows no button.',
    fix: 'Write the public address of the provider.',
    source: sourceOf('kestra', 'failures'),
    find: eachClient(function* ({ node }) {
      const issuer = at(node, 'openid', 'issuer');
      if (/^https?:\/\/(?:localhost|127\.\d+\.\d+\.\d+)(?=[:/]|$)/.test(textAt(issuer) ?? ''))
        yield { at: issuer! };
    }),
  },
  {
    id: 'kestra-issuer-is-discovery',
    severity: 'error',
    says: 'The issuer of the client {client} is the whole discovery address. Kestra puts the same path behind it once more.',
    fix: 'Leave out /.well-known/openid-configuration.',
    source: sourceOf('kestra', 'client'),
    mends: 'always',
    find: eachClient(function* ({ node }) {
      const issuer = at(node, 'openid', 'issuer');
      if (textAt(issuer)?.includes('/.well-known/'))
        yield {
          at: issuer!,
          ...rewritten(issuer, (written) =>
            written.replace(/\/?\.well-known\/openid-configuration(?=["']?$)/, ''),
          ),
        };
    }),
  },
  {
    id: 'kestra-scopes-without-openid',
    severity: 'error',
    says: 'The scopes of the client {client} lack openid. They replace the usual ones, so the login isn’t OpenID Connect any more.',
    fix: 'Write openid, email and profile as well.',
    source: sourceOf('kestra', 'client'),
    mends: 'if they are a list',
    choice: 'Kestra then asks for one more scope.',
    find: eachClient(function* ({ node }) {
      const entry = entryAt(node, 'scopes');
      const scopes = textsOf(entry?.value).flatMap((text) => text.split(/[\s,]+/));
      if (entry !== undefined && scopes.length > 0 && !isDynamic(entry.value) && !scopes.includes('openid'))
        yield {
          at: entry.at,
          ...withItems(
            entry.value,
            ...['openid', 'email', 'profile'].filter((scope) => !scopes.includes(scope)),
          ),
        };
    }),
  },
  {
    id: 'kestra-default-role-place',
    severity: 'error',
    says: 'default-role stands below micronaut.security, where nothing reads it. New people then have no rights.',
    fix: 'Move it to kestra.security.default-role.',
    source: sourceOf('kestra', 'default_role'),
    *find(config) {
      const entry = entryAt(at(config.root, 'micronaut', 'security'), 'default-role');
      if (entry !== undefined) yield { at: entry.at };
    },
  },
  {
    id: 'kestra-endpoints-place',
    severity: 'warning',
    says: 'endpoints stands below oauth2 and does nothing there.',
    fix: 'Move it up, to micronaut.security.endpoints.',
    source: sourceOf('kestra', 'groups'),
    *find(config) {
      const entry = entryAt(oauth2(config), 'endpoints');
      if (entry !== undefined) yield { at: entry.at };
    },
  },
  {
    id: 'kestra-tenants-removed',
    severity: 'warning',
    since: '0.23',
    says: 'kestra.ee.tenants.{key} is gone since 0.23.',
    fix: 'Take it out, and name the tenant in kestra.security.default-role.tenant-id.',
    source: sourceOf('kestra', 'tenants'),
    *find({ root }) {
      const tenants = at(root, 'kestra', 'ee', 'tenants');
      for (const key of ['enabled', 'default-tenant']) {
        const entry = entryAt(tenants, key);
        if (entry !== undefined) yield { at: entry.at, with: { key: entry.key } };
      }
    },
  },
  {
    id: 'kestra-old-actions',
    severity: 'error',
    since: '2.0',
    says: 'The default role gives {action} on {resource}, an action of before 2.0. Kestra 2.0 knows others.',
    fix: 'Write VIEW and LIST in place of READ, and the new actions of each resource.',
    source: sourceOf('kestra', 'actions'),
    *find({ root }) {
      const permissions = at(root, 'kestra', 'security', 'default-role', 'permissions');
      if (permissions?.type !== 'map') return;
      for (const { key, value } of permissions.entries)
        for (const item of itemsOf(value))
          if (textAt(item) === 'READ') yield { at: item, with: { action: 'READ', resource: key } };
    },
  },
  {
    id: 'kestra-no-default-role',
    severity: 'info',
    says: 'There is no kestra.security.default-role. People who sign in for the first time have no rights.',
    fix: 'Add one with few rights, or give them by group.',
    source: sourceOf('kestra', 'default_role'),
    *find(config) {
      const clients = clientsOf(config);
      const { root } = config;
      const elsewhere =
        at(root, 'kestra', 'security', 'oidc', 'groups-claim-path') ??
        at(root, 'micronaut', 'security', 'default-role');
      if (
        clients.length > 0 &&
        at(root, 'kestra', 'security', 'default-role') === undefined &&
        elsewhere === undefined &&
        at(root, 'kestra') !== undefined
      )
        yield { at: clients[0]!.entry.at };
    },
  },
];
