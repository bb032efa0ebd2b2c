import type { Version } from '../../../version.ts';
import {
  child,
  type Entry,
  entryOf,
  isTrue,
  itemsOf,
  type ListNode,
  type MapNode,
  type Node,
  type ReadFile,
  textAt,
  textsOf,
} from '../tree.ts';
import { secretForm } from './digest.ts';
import { MAIN_KEYS, RENAMED_CLIENT_KEYS, TOP_KEYS } from './keys.ts';

/** One entry of `clients`. */
export class AutheliaClient {
  readonly node: MapNode;
  /** Its place in the list, counted from 1. */
  readonly number: number;
  /** By key; every rule asks for some, so they are found once. */
  readonly #entries: ReadonlyMap<string, Entry>;

  constructor(node: MapNode, number: number) {
    this.node = node;
    this.number = number;
    const entries = new Map(node.entries.map((entry) => [entry.key, entry]));
    for (const [before, entry] of [...entries]) {
      const now = RENAMED_CLIENT_KEYS.get(before);
      if (now !== undefined && !entries.has(now)) entries.set(now, entry);
    }
    this.#entries = entries;
  }

  /** The entry of a key, also under its name of before 4.38. */
  entry(key: string): Entry | undefined {
    return this.#entries.get(key);
  }

  get(key: string): Node | undefined {
    return this.entry(key)?.value;
  }

  text(key: string): string | undefined {
    return textAt(this.get(key));
  }

  get id(): string | undefined {
    return this.text('client_id');
  }

  /** How messages name it. */
  get label(): string {
    return this.id ?? `number ${this.number}`;
  }

  get isPublic(): boolean {
    return isTrue(this.get('public'));
  }

  get redirects(): readonly Node[] {
    return itemsOf(this.get('redirect_uris'));
  }

  get redirectUris(): readonly string[] {
    return textsOf(this.get('redirect_uris'));
  }

  /** Those that it may ask for, with the default. */
  get scopes(): readonly string[] {
    const node = this.get('scopes');
    return node === undefined || (node.type === 'list' && node.items.length === 0)
      ? ['openid', 'groups', 'profile', 'email']
      : textsOf(node);
  }

  get grants(): readonly string[] {
    return textsOf(this.get('grant_types'));
  }

  /** The method that counts, with the default; undefined if it isn't known here. */
  get method(): string | undefined {
    const entry = this.entry('token_endpoint_auth_method');
    if (entry === undefined) return this.isPublic ? 'none' : 'client_secret_basic';
    return textAt(entry.value);
  }

  /** Where messages about it as a whole point to. */
  get at() {
    return this.entry('client_id')?.at ?? this.node;
  }
}

/** One file of a configuration, as a tree from its outermost keys on. */
export interface AutheliaFile {
  readonly file: ReadFile;
  readonly root: Node;
}

/** An Authelia configuration in all its files, in the order in which Authelia loads them. */
export interface AutheliaConfiguration {
  readonly files: readonly AutheliaFile[];
  /** As Authelia joins them: maps by key, lists whole, the later one wins. */
  readonly root: Node;
  readonly oidc: Node | undefined;
  readonly clients: readonly AutheliaClient[];
  /** True if what a configuration needs to start is there, so that what lacks is missing and not left out. */
  readonly complete: boolean;
  readonly version?: Version;
}

/** Keys that only a client of Authelia has. */
const CLIENT_MARKS = [
  'authorization_policy',
  'public',
  'consent_mode',
  'pre_configured_consent_duration',
  'claims_policy',
  'require_pkce',
  'pkce_challenge_method',
  'userinfo_signing_algorithm',
  'userinfo_signed_response_alg',
];
/** Keys that a client of another product or a registration (RFC 7591) has. */
const FOREIGN = [
  'authorization_flow',
  'invalidation_flow',
  'pk',
  'application_type',
  'client_uri',
  'scope',
  'issuer',
];

/** True for a map that has the keys of a client of Authelia, wherever it stands. */
export function isClientLike(node: Node | undefined): boolean {
  if (node?.type !== 'map') return false;
  const keys = new Set(node.entries.map(({ key }) => key));
  if (FOREIGN.some((key) => keys.has(key))) return false;
  const named = keys.has('client_id') || keys.has('id') || keys.has('client_name');
  const secret = textAt(child(node, 'client_secret')) ?? '';
  return (
    named &&
    (CLIENT_MARKS.some((mark) => keys.has(mark)) ||
      secretForm(secret) === 'digest' ||
      keys.has('redirect_uris'))
  );
}

/** The same for a part that stands alone, so that nothing around it says what it is. */
const isClientAlone = (node: Node): boolean =>
  isClientLike(node) &&
  (CLIENT_MARKS.some((mark) => entryOf(node, mark) !== undefined) ||
    /^\$/.test(textAt(child(node, 'client_secret')) ?? ''));

const OIDC_MARKS = [
  'clients',
  'claims_policies',
  'authorization_policies',
  'jwks',
  'hmac_secret',
  'issuer_private_key',
];

const isOidcLike = (node: Node | undefined): boolean =>
  node?.type === 'map' &&
  (itemsOf(child(node, 'clients')).some(isClientLike) ||
    (OIDC_MARKS.filter((mark) => entryOf(node, mark)).length >= 2 &&
      entryOf(node, 'services') === undefined));

const around = (node: Node, ...path: readonly string[]): Node =>
  path.reduceRight<Node>(
    (value, key) => ({
      type: 'map',
      file: node.file,
      start: node.start,
      end: node.end,
      entries: [{ key, at: { file: node.file, start: node.start }, value }],
    }),
    node,
  );

/** The tree of a file of an Authelia configuration, or of a part that somebody cut out of one. */
export function autheliaRoot(root: Node): Node | undefined {
  if (root.type === 'list')
    return root.items.some(isClientAlone) ? around(root, 'identity_providers', 'oidc', 'clients') : undefined;
  if (root.type !== 'map') return undefined;
  if (entryOf(root, 'identity_providers')) return root;
  const oidc = child(root, 'oidc');
  if (isOidcLike(oidc) && entryOf(root, 'auth') === undefined) return around(root, 'identity_providers');
  if (isOidcLike(root)) return around(root, 'identity_providers', 'oidc');
  if (isClientAlone(root)) {
    const list: ListNode = { type: 'list', file: root.file, start: root.start, end: root.end, items: [root] };
    return around(list, 'identity_providers', 'oidc', 'clients');
  }
  const main = MAIN_KEYS.filter((key) => entryOf(root, key)).length;
  return main >= 2 && root.entries.every(({ key }) => TOP_KEYS.includes(key) || key.includes('_'))
    ? root
    : undefined;
}

/** Two trees as Authelia joins its files. */
function joined(before: Node, after: Node): Node {
  if (before.type !== 'map' || after.type !== 'map') return after;
  const entries = new Map(before.entries.map((entry) => [entry.key, entry]));
  for (const entry of after.entries) {
    const known = entries.get(entry.key);
    entries.set(
      entry.key,
      known === undefined ? entry : { ...entry, value: joined(known.value, entry.value) },
    );
  }
  return { ...after, entries: [...entries.values()] };
}

export const clientsOf = (root: Node): AutheliaClient[] =>
  itemsOf(child(root, 'identity_providers', 'oidc', 'clients')).flatMap((node, index) =>
    node.type === 'map' ? [new AutheliaClient(node, index + 1)] : [],
  );

export function autheliaConfiguration(
  files: readonly AutheliaFile[],
  version: Version | undefined,
): AutheliaConfiguration {
  const root = files.slice(1).reduce((before, { root: after }) => joined(before, after), files[0]!.root);
  return {
    files,
    root,
    oidc: child(root, 'identity_providers', 'oidc'),
    clients: clientsOf(root),
    complete: MAIN_KEYS.filter((key) => entryOf(root, key)).length >= 3,
    ...(version === undefined ? {} : { version }),
  };
}
