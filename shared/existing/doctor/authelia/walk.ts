import type { Hit } from '../rule.ts';
import { child, itemsOf, type MapNode, type Node } from '../tree.ts';
import type { AutheliaClient, AutheliaConfiguration } from './configuration.ts';
import { KEYS, type KeyPlace } from './keys.ts';

/** One map of the OpenID Connect part, and which keys belong there. */
export interface KeyedMap {
  readonly map: MapNode;
  readonly place: KeyPlace;
  /** As Authelia names it in its messages. */
  readonly path: string;
}

const PROVIDERS = 'identity_providers';
const OIDC = `${PROVIDERS}.oidc`;

/** Several rules go through the same maps, so they are found once for a file. */
const found = new WeakMap<Node, readonly KeyedMap[]>();

/** Every map of the OpenID Connect part in which Authelia expects certain keys. */
export function keyedMaps(root: Node): readonly KeyedMap[] {
  const before = found.get(root);
  if (before !== undefined) return before;
  const maps = [...walk(root)];
  found.set(root, maps);
  return maps;
}

function* walk(root: Node): Generator<KeyedMap> {
  const one = function* (node: Node | undefined, place: KeyPlace, path: string): Generator<KeyedMap> {
    if (node?.type === 'map') yield { map: node, place, path };
  };
  const list = function* (node: Node | undefined, place: KeyPlace, path: string): Generator<KeyedMap> {
    for (const item of itemsOf(node)) yield* one(item, place, `${path}[]`);
  };
  const named = function* (node: Node | undefined, place: KeyPlace, path: string): Generator<KeyedMap> {
    if (node?.type !== 'map') return;
    for (const { key, value } of node.entries) yield* one(value, place, `${path}.${key}`);
  };
  const providers = child(root, PROVIDERS);
  const oidc = child(providers, 'oidc');
  yield* one(providers, 'providers', PROVIDERS);
  yield* one(oidc, 'oidc', OIDC);
  for (const client of list(child(oidc, 'clients'), 'client', `${OIDC}.clients`)) {
    yield client;
    yield* list(child(client.map, 'jwks'), 'jwk', `${client.path}.jwks`);
  }
  yield* list(child(oidc, 'jwks'), 'jwk', `${OIDC}.jwks`);
  yield* one(child(oidc, 'cors'), 'cors', `${OIDC}.cors`);
  for (const policy of named(
    child(oidc, 'authorization_policies'),
    'policy',
    `${OIDC}.authorization_policies`,
  )) {
    yield policy;
    yield* list(child(policy.map, 'rules'), 'policy_rule', `${policy.path}.rules`);
  }
  for (const policy of named(child(oidc, 'claims_policies'), 'claims_policy', `${OIDC}.claims_policies`)) {
    yield policy;
    yield* named(child(policy.map, 'custom_claims'), 'custom_claim', `${policy.path}.custom_claims`);
  }
  yield* named(child(oidc, 'scopes'), 'scope', `${OIDC}.scopes`);
  yield* one(child(oidc, 'lifespans'), 'lifespans', `${OIDC}.lifespans`);
  yield* named(child(oidc, 'lifespans', 'custom'), 'custom_lifespan', `${OIDC}.lifespans.custom`);
}

/** The places where a key belongs, in words. */
export const PLACE_WORDS: Readonly<Record<KeyPlace, string>> = {
  providers: 'identity_providers',
  oidc: 'identity_providers.oidc',
  client: 'an entry of identity_providers.oidc.clients',
  jwk: 'an entry of identity_providers.oidc.jwks',
  cors: 'identity_providers.oidc.cors',
  policy: 'an entry of identity_providers.oidc.authorization_policies',
  policy_rule: 'a rule of an authorization policy',
  claims_policy: 'an entry of identity_providers.oidc.claims_policies',
  custom_claim: 'a custom claim of a claims policy',
  scope: 'an entry of identity_providers.oidc.scopes',
  lifespans: 'identity_providers.oidc.lifespans',
  custom_lifespan: 'an entry of identity_providers.oidc.lifespans.custom',
};

/** Where else a key of this name belongs: the outermost place that has it. */
export const placeOf = (key: string): KeyPlace | undefined =>
  (Object.keys(KEYS) as KeyPlace[]).find((place) => KEYS[place].has(key));

const withName = (client: AutheliaClient, hit: Hit): Hit => ({
  ...hit,
  with: { client: client.label, ...hit.with },
});

/** What a rule finds at each client. */
export const eachClient = (find: (client: AutheliaClient, all: AutheliaConfiguration) => Iterable<Hit>) =>
  function* (all: AutheliaConfiguration): Generator<Hit> {
    for (const client of all.clients) for (const hit of find(client, all)) yield withName(client, hit);
  };

/** The same, where there is one hit or none. */
export const someClient = (find: (client: AutheliaClient, all: AutheliaConfiguration) => Hit | undefined) =>
  function* (all: AutheliaConfiguration): Generator<Hit> {
    for (const client of all.clients) {
      const hit = find(client, all);
      if (hit !== undefined) yield withName(client, hit);
    }
  };
