import { isSeq } from 'yaml';
import { groupsPolicyName } from '../../render/authelia/policies.ts';
import { entry, map as mapNode, seq, type YamlEntry } from '../../render/text/yaml-lines.ts';
import { ok, type Result } from '../../result.ts';
import { applyPlan } from './apply-plan.ts';
import {
  CLIENTS,
  clientsOf,
  droppedByLater,
  type ExistingClient,
  fileFor,
  lastWith,
  listsInSeveral,
  OIDC,
  oldName,
  oldNames,
  readAll,
  textOf,
} from './authelia-files.ts';
import { planKeyList } from './authelia-jwks.ts';
import type { AutheliaPlan, PlannedClient } from './authelia-plan.ts';
import type { Merged } from './merged.ts';
import { type Refusal, refusalOf } from './yaml-editor.ts';
import {
  addEntry,
  addItem,
  addMissing,
  entriesOf,
  includes,
  isOpaque,
  itemsOf,
  lookUpEither,
  mapAt,
  placeOf,
  planList,
  planValue,
  reach,
  replaceWhole,
  type Scope,
  same,
  valueOfNode,
  YamlPlan,
} from './yaml-plan.ts';
import {
  asList,
  asMap,
  type FileText,
  followed,
  isNothing,
  lookUp,
  type Plain,
  pairsOf,
  plainOf,
  type YamlSource,
} from './yaml-source.ts';

export interface AutheliaOptions {
  /** True: keys of before 4.38 get their new names in every client. */
  readonly rename: boolean;
  /** True: `hmac_secret` and `jwks` are added where they are missing, even if there are clients already. */
  readonly keys: boolean;
  /** The names of environment variables that are set for Authelia, as far as they were found. */
  readonly environment: ReadonlySet<string>;
  /** Values of `client_secret` in the files that are digests of the client's own secret, by its key: they may stay. */
  readonly fitting: ReadonlyMap<string, ReadonlySet<string>>;
}

/** What the page of an app asks for from a browser. */
const CORS_ENDPOINTS = ['authorization', 'token', 'revocation', 'userinfo'];

/** Stands in lines for a person, in the place of a secret that was made. */
export const NEW_VALUE = '(a new value; latchkey render writes it, with setup: new at the provider)';

type KeyName = 'hmac_secret' | 'jwks';
const KEY_NAMES: readonly KeyName[] = ['hmac_secret', 'jwks'];

/** Where the keys can come from, besides the files. A list can't come from the environment, but its old form can. */
const KEY_VARIABLES: Readonly<Record<KeyName, RegExp>> = {
  hmac_secret: /^AUTHELIA_IDENTITY_PROVIDERS_OIDC_HMAC_SECRET(?:_FILE)?$/,
  jwks: /^AUTHELIA_IDENTITY_PROVIDERS_OIDC_ISSUER_PRIVATE_KEY(?:_FILE)?$/,
};

/** True if `hmac_secret` or the signing key has to be made, because the files lack it. */
export function lacksKeys(files: readonly FileText[], options: AutheliaOptions): Result<boolean> {
  const sources = readAll(files);
  return sources.ok ? ok(missingKeys(sources.value, options).length > 0) : sources;
}

/** The values of `client_secret` in these files, by the id of their client. */
export function secretsById(files: readonly FileText[]): ReadonlyMap<string, readonly string[]> {
  const sources = readAll(files);
  const found = new Map<string, string[]>();
  for (const source of sources.ok ? sources.value : [])
    for (const client of clientsOf(source)) {
      const id = textOf(source, client, 'client_id');
      const secret = textOf(source, client, 'client_secret');
      if (id !== undefined && secret !== undefined) found.set(id, [...(found.get(id) ?? []), secret]);
    }
  return found;
}

/**
 * Puts what is planned into the files of an Authelia, given in the order in which it loads them. Only the text of what
 * changes is changed. An app with a place that can't be edited safely is left out as a whole and told as `byHand`.
 *
 * Codes: those of `readSource`, `existing-duplicate`, `existing-not-authelia`, `existing-overridden`, `merge-unsafe`.
 */
export function mergeAuthelia(
  files: readonly FileText[],
  plan: AutheliaPlan,
  options: AutheliaOptions,
): Result<Merged> {
  const sources = readAll(files);
  if (!sources.ok) return sources;
  const dropped = droppedByLater(sources.value);
  if (dropped) return dropped;
  return applyPlan(sources.value, (read) => planSteps(read, plan, options));
}

function planSteps(
  sources: readonly YamlSource[],
  { clients, unwanted, keys }: AutheliaPlan,
  options: AutheliaOptions,
): YamlPlan {
  const plan = new YamlPlan(sources, CLIENTS);
  for (const note of listsInSeveral(sources)) plan.note(note);
  if (clients.length > 0) planKeys(plan, keys, options);
  for (const client of clients) {
    if (client.claims) planPolicy(plan, client.app, 'claims_policies', client.claims);
    if (client.authorization) planPolicy(plan, client.app, 'authorization_policies', client.authorization);
    if (client.origin !== undefined) planCors(plan, client.app, client.origin);
    planClient(plan, client, options);
  }
  noteUnwanted(plan, unwanted);
  if (options.rename) planRenames(plan);
  return plan;
}

/** Which of the keys have to be added. Where clients are in use, they may come from where we can't look. */
function missingKeys(sources: readonly YamlSource[], options: AutheliaOptions): KeyName[] {
  const inUse = sources.some((source) => clientsOf(source).length > 0);
  if (inUse && !options.keys) return [];
  return KEY_NAMES.filter((key) => !hasKey(sources, key) && variableFor(key, options) === undefined);
}

const hasKey = (sources: readonly YamlSource[], key: KeyName): boolean =>
  (key === 'jwks' ? [key, 'issuer_private_key'] : [key]).some((name) =>
    sources.some((source) => {
      const { value } = reach(source, [...OIDC, name]);
      return value !== undefined && !(isSeq(value) && value.items.length === 0);
    }),
  );

const variableFor = (key: KeyName, { environment }: AutheliaOptions): string | undefined =>
  [...environment].find((name) => KEY_VARIABLES[key].test(name));

function planKeys(plan: YamlPlan, keys: readonly YamlEntry[], options: AutheliaOptions): void {
  const { sources } = plan;
  const missing = missingKeys(sources, options);
  for (const key of KEY_NAMES.filter((one) => !hasKey(sources, one))) {
    const variable = variableFor(key, options);
    const planned = keys.find((one) => one.key === key);
    if (variable !== undefined)
      plan.note(
        `“${key}” comes from ${variable}, so it was not added: Authelia doesn’t start if it is set twice.`,
      );
    else if (missing.includes(key) && planned)
      addEntry(plan, undefined, fileFor(sources, [...OIDC, key]), OIDC, planned, [`${key}: ${NEW_VALUE}`]);
    else
      plan.note(
        `“${key}” is in none of these files. If Authelia doesn’t get it from elsewhere${key === 'hmac_secret' ? ' (AUTHELIA_IDENTITY_PROVIDERS_OIDC_HMAC_SECRET_FILE)' : ''}, add --keys: then it is made and added.`,
        'keys',
      );
  }
}

/**
 * A policy of one app. What it says of claims is extended. Who may sign in is decided by the workspace alone, so that is
 * replaced.
 */
function planPolicy(
  plan: YamlPlan,
  app: string,
  kind: 'claims_policies' | 'authorization_policies',
  policy: YamlEntry,
): void {
  const path = [...OIDC, kind];
  const file = lastWith(plan.sources, [...path, policy.key]);
  if (file === undefined) {
    addEntry(plan, app, fileFor(plan.sources, path), path, policy);
    return;
  }
  const source = plan.sources[file]!;
  const holder = mapAt(source, path)!;
  const there = reach(source, [...path, policy.key]);
  const scope: Scope = { plan, app, file, path, map: holder, refusal: there.refusal };
  const map = asMap(there.value);
  if (map === undefined) {
    replaceWhole(scope, there.pair, policy);
    return;
  }
  const inner: Scope = { ...scope, path: [...path, policy.key], map };
  addMissing(
    inner,
    entriesOf(policy.value).flatMap((one) =>
      kind === 'claims_policies' ? planList(inner, one) : planExactly(inner, one),
    ),
  );
}

function planExactly(scope: Scope, one: YamlEntry): YamlEntry[] {
  const source = scope.plan.sources[scope.file]!;
  const looked = lookUp(source, scope.map, one.key);
  if (looked === undefined) return [one];
  if (!same(plainOf(source, looked.value), valueOfNode(one.value))) replaceWhole(scope, looked.pair, one);
  return [];
}

function planCors(plan: YamlPlan, app: string, origin: string): void {
  const path = [...OIDC, 'cors'];
  const endpoints = entry('endpoints', seq(CORS_ENDPOINTS));
  const origins = {
    ...entry('allowed_origins_from_client_redirect_uris', true),
    value: true,
  };
  const file = lastWith(plan.sources, path);
  const there = file === undefined ? undefined : reach(plan.sources[file]!, path);
  if (file === undefined || there === undefined || isNothing(there.value)) {
    addEntry(plan, app, fileFor(plan.sources, path), OIDC, entry('cors', mapNode(endpoints, origins)));
    return;
  }
  const source = plan.sources[file]!;
  const holder: Scope = { plan, app, file, path: OIDC, map: mapAt(source, OIDC)!, refusal: there.refusal };
  const map = asMap(there.value);
  if (map === undefined) {
    replaceWhole(holder, there.pair, entry('cors', mapNode(endpoints, origins)));
    return;
  }
  const scope: Scope = { ...holder, path, map };
  const allowed = plainOf(source, lookUp(source, scope.map, 'allowed_origins')?.value);
  // “*” allows everyone and has to stand alone.
  const isAllowed = includes(allowed, '*') || includes(allowed, origin);
  addMissing(scope, [...planList(scope, endpoints), ...(isAllowed ? [] : planValue(scope, origins))]);
}

/** What Authelia takes for a key of a client that isn't written. */
function defaultOf(key: string, planned: ReadonlyMap<string, Plain>): Plain | undefined {
  const isPublic = planned.get('public') === true;
  switch (key) {
    case 'client_name':
      return planned.get('client_id');
    case 'public':
    case 'require_pkce':
      return false;
    case 'authorization_policy':
      return 'two_factor';
    case 'scopes':
      return ['openid', 'groups', 'profile', 'email'];
    case 'response_types':
      return ['code'];
    case 'grant_types':
      return ['authorization_code'];
    case 'token_endpoint_auth_method':
      return isPublic ? 'none' : 'client_secret_basic';
    case 'id_token_signed_response_alg':
      return 'RS256';
    case 'access_token_signed_response_alg':
    case 'userinfo_signed_response_alg':
      return 'none';
    default:
      return undefined;
  }
}

function planClient(plan: YamlPlan, client: PlannedClient, options: AutheliaOptions): void {
  const file = lastWith(plan.sources, CLIENTS);
  const source = file === undefined ? undefined : plan.sources[file]!;
  const found =
    source === undefined
      ? []
      : clientsOf(source).filter((one) => textOf(source, one, 'client_id') === client.client_id);
  const there = found[0];
  if (file === undefined || source === undefined || there === undefined) {
    if (source !== undefined) noteSameAddress(plan, source, client);
    addItem(plan, client.app, fileFor(plan.sources, CLIENTS), CLIENTS, client.client);
    return;
  }
  if (found.length > 1)
    plan.note(
      `${placeOf(source, found[1]!.map.range![0])}: the client “${client.client_id}” stands there a second time. Authelia doesn’t start with two of them; the first one is edited.`,
    );
  updateClient(plan, client, file, there, options);
}

function updateClient(
  plan: YamlPlan,
  { app, key: owner, client, unstated }: PlannedClient,
  file: number,
  there: ExistingClient,
  options: AutheliaOptions,
): void {
  const source = plan.sources[file]!;
  const planned = entriesOf(client.value);
  const values = new Map(planned.map((one) => [one.key, valueOfNode(one.value)]));
  const scope: Scope = {
    plan,
    app,
    file,
    path: [...CLIENTS, String(there.index)],
    map: there.map,
    refusal: reach(source, CLIENTS).refusal ?? refusalOf(source, there.item),
    otherName: oldName,
  };
  const missing: YamlEntry[] = [];
  for (const one of planned) {
    const { key, value } = one;
    if (key === 'client_id' || (unstated.has(key) && !isOurs(source, there, key, app))) continue;
    const isThere = lookUpEither(source, scope, key) !== undefined;
    const otherwise = defaultOf(key, values);
    if (itemsOf(value).length > 0) {
      missing.push(...planList(scope, one, Array.isArray(otherwise) ? otherwise : []));
      continue;
    }
    if (!isThere && same(otherwise, valueOfNode(value))) continue;
    if (key === 'client_secret' && fits(source, there, owner, options)) continue;
    missing.push(...planValue(scope, { ...one, value: value as string | boolean }));
  }
  addMissing(scope, missing);
  noteKept(plan, source, there, values);
  noteSecretOfPublic(scope, values);
  noteOldNames(plan, source, there, options);
}

/** True if a value is one that only Latchkey writes: the policy of an app whose groups are no longer stated. */
const isOurs = (source: YamlSource, there: ExistingClient, key: string, app: string): boolean =>
  textOf(source, there, key) === groupsPolicyName(app);

/** True if the digest that stands there is one of the app's secret. */
function fits(
  source: YamlSource,
  there: ExistingClient,
  owner: string,
  { fitting }: AutheliaOptions,
): boolean {
  const secret = textOf(source, there, 'client_secret');
  return secret !== undefined && fitting.get(owner)?.has(secret) === true;
}

/** A public client that has a secret keeps Authelia from starting. Nothing of a person's is taken out by us. */
function noteSecretOfPublic(scope: Scope, values: ReadonlyMap<string, Plain>): void {
  const { plan, file, map, path, app } = scope;
  const source = plan.sources[file]!;
  const secret = lookUpEither(source, scope, 'client_secret');
  if (values.get('public') !== true || secret === undefined || isNothing(secret.value)) return;
  const at = secret.pair?.key.range[0] ?? map.range![0];
  plan.steps.push({
    ...(app === undefined ? {} : { app }),
    file,
    where: [...path, 'client_secret'].join('.'),
    at,
    refusal: {
      at,
      reason:
        'this client is public now, and Authelia doesn’t start if a public client has a secret: take the line out',
    },
    lines: [],
    touches: [],
  });
}

/** Addresses of the person's own stay, but nobody should overlook that they are still accepted. */
function noteKept(
  plan: YamlPlan,
  source: YamlSource,
  there: ExistingClient,
  values: ReadonlyMap<string, Plain>,
): void {
  const node = followed(source, lookUp(source, there.map, 'redirect_uris')?.value);
  const planned = values.get('redirect_uris');
  const list = asList(node);
  if (node === undefined || list === undefined) return;
  const others = list.items
    .filter((one) => !isOpaque(source, one))
    .map((one) => plainOf(source, one) ?? null)
    .filter((one) => !includes(planned, one));
  if (others.length > 0)
    plan.note(
      `${placeOf(source, node.range[0])}: these redirect URIs are not in the workspace and stay accepted: ${others.map(String).join(', ')}`,
    );
}

/** Nothing of a file is taken out by us. */
function noteUnwanted(plan: YamlPlan, unwanted: readonly string[]): void {
  for (const source of plan.sources)
    for (const client of clientsOf(source)) {
      const id = textOf(source, client, 'client_id');
      if (id !== undefined && unwanted.includes(id))
        plan.note(
          `${placeOf(source, client.map.range![0])}: nothing in the workspace needs the client “${id}” any more. Take it out, so that nobody signs in with it.`,
        );
    }
}

/** A client under another id that has the app's address is most likely the app's own. */
function noteSameAddress(plan: YamlPlan, source: YamlSource, { app, client }: PlannedClient): void {
  const planned = entriesOf(client.value).find(({ key }) => key === 'redirect_uris');
  const uris = itemsOf(planned?.value ?? null).filter(({ mark }) => mark === undefined);
  for (const one of clientsOf(source)) {
    const present = plainOf(source, lookUp(source, one.map, 'redirect_uris')?.value);
    const id = textOf(source, one, 'client_id');
    if (id === undefined || !uris.some(({ value }) => includes(present, valueOfNode(value)))) continue;
    plan.note(
      `${placeOf(source, one.map.range![0])}: the client “${id}” has a redirect URI of ${app} already. If it is the app’s, write client_id: ${id} below apps.${app} in the workspace; then that client is updated and no second one added.`,
    );
  }
}

function noteOldNames(
  plan: YamlPlan,
  source: YamlSource,
  { map }: ExistingClient,
  options: AutheliaOptions,
): void {
  if (options.rename) return;
  const used = [...oldNames()].filter(
    ([name, old]) => pairsOf(map, old).length > 0 && !pairsOf(map, name).length,
  );
  if (used.length > 0)
    plan.note(
      `${placeOf(source, map.range![0])}: ${used.map(([, old]) => old).join(', ')} ${used.length === 1 ? 'is a name' : 'are names'} of before 4.38. Authelia still takes them, with a warning; --rename gives all clients the new names.`,
      'rename',
    );
}

/** Keys of before 4.38 whose new form is no other name but a list, or a key of another map. */
const OLD_FORMS = [
  'issuer_private_key',
  'issuer_certificate_chain',
  'access_token_lifespan',
  'authorize_code_lifespan',
  'id_token_lifespan',
  'refresh_token_lifespan',
];

/** Gives the keys of all clients the names of 4.38, and makes a list of the key to sign with. */
function planRenames(plan: YamlPlan): void {
  for (const [file, source] of plan.sources.entries()) {
    const oidc = mapAt(source, OIDC);
    const listed = planKeyList(plan, file);
    const others = OLD_FORMS.filter((key) => oidc && !listed.includes(key) && pairsOf(oidc, key).length > 0);
    if (others.length > 0)
      plan.note(
        `${placeOf(source, oidc!.range![0])}: ${others.join(', ')} of before 4.38 ${others.length === 1 ? 'stays' : 'stay'}, because the new form is another (jwks, lifespans). Authelia takes the old one until 5.0, with a warning.`,
      );
    for (const { map, index, item } of clientsOf(source)) {
      const path = [...CLIENTS, String(index)];
      for (const [name, old] of oldNames()) {
        const pair = pairsOf(map, old)[0];
        if (pair === undefined || pairsOf(map, name).length > 0) continue;
        const refusal: Refusal | undefined = refusalOf(source, item) ?? refusalOf(source, pair.key);
        plan.steps.push({
          group: `rename ${file} ${index}`,
          file,
          where: [...path, old].join('.'),
          at: pair.key.range[0],
          refusal,
          lines: [`${name}:`],
          edit: (editor) => editor.renameKey(pair, name),
          touches: [[...path, old].join('/'), [...path, name].join('/')],
        });
      }
    }
  }
}
