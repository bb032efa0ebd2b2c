import {
  KEYS,
  type KeyPlace,
  RENAMED_CLIENT_KEYS,
  RENAMED_PROVIDER_KEYS,
  TOP_KEYS,
} from '../../existing/doctor/authelia/keys.ts';
import { PLACE_WORDS, placeOf } from '../../existing/doctor/authelia/walk.ts';
import { nearest } from '../../workspace/nearest.ts';
import type { Values } from './rows.ts';

/** The keys right below the outermost ones, of Authelia 4.39.20 (internal/configuration/schema/keys.go). */
const BELOW: Readonly<Record<string, readonly string[]>> = {
  access_control: ['default_policy', 'networks', 'rules'],
  authentication_backend: ['file', 'ldap', 'password_change', 'password_reset', 'refresh_interval'],
  definitions: ['network', 'user_attributes'],
  identity_providers: ['oidc'],
  identity_validation: ['elevated_session', 'reset_password'],
  log: ['file_path', 'format', 'keep_stdout', 'level'],
  notifier: ['disable_startup_check', 'filesystem', 'smtp', 'template_path'],
  server: [
    'address',
    'asset_path',
    'buffers',
    'disable_healthcheck',
    'endpoints',
    'headers',
    'timeouts',
    'tls',
  ],
  session: [
    'cookies',
    'domain',
    'expiration',
    'inactivity',
    'name',
    'redis',
    'remember_me',
    'same_site',
    'secret',
  ],
  storage: ['encryption_key', 'local', 'mysql', 'postgres'],
};

/** Where the path goes on below a key. `*`: any name. */
const STEPS: Readonly<Record<string, readonly (readonly [form: RegExp, place: KeyPlace])[]>> = {
  oidc: [
    [/^clients\[\](?=\.|$)/, 'client'],
    [/^jwks\[\](?=\.|$)/, 'jwk'],
    [/^cors(?=\.)/, 'cors'],
    [/^authorization_policies\.[^.]+(?=\.)/, 'policy'],
    [/^claims_policies\.[^.]+(?=\.)/, 'claims_policy'],
    [/^scopes\.[^.]+(?=\.)/, 'scope'],
    [/^lifespans\.custom\.[^.]+(?=\.)/, 'custom_lifespan'],
    [/^lifespans(?=\.)/, 'lifespans'],
  ],
  client: [[/^jwks\[\](?=\.|$)/, 'jwk']],
  policy: [[/^rules\[\](?=\.)/, 'policy_rule']],
  claims_policy: [[/^custom_claims\.[^.]+(?=\.)/, 'custom_claim']],
};

/** A key that Authelia didn't expect: which part of its path is wrong, and the rule of the doctor for it. */
export interface UnexpectedKey {
  /** The path up to and with the wrong key; what is below it follows. */
  readonly path: string;
  readonly rule: string;
  readonly values: Values;
  /** What the key was probably meant to be. */
  readonly meant?: string;
}

/** Says what is wrong with the path of “configuration key not expected”. */
export function unexpectedKey(path: string): UnexpectedKey {
  const [top = '', ...below] = path.split('.');
  const bare = top.replace(/\[\]$/, '');
  if (!TOP_KEYS.includes(bare)) {
    const place = placeOf(bare);
    if (place !== undefined) return misplaced(bare, bare, 'the outermost level', PLACE_WORDS[place]);
    const right = nearest(bare, TOP_KEYS);
    return right === undefined
      ? { path: bare, rule: 'authelia-key-unknown', values: { key: bare, where: 'the outermost level' } }
      : { path: bare, rule: 'authelia-top-key-misspelt', values: { key: bare, right }, meant: right };
  }
  if (bare !== 'identity_providers') return ofSection(bare, below, path);
  if (below.length === 0) return { path, rule: 'authelia-wrong-map', values: { key: bare } };
  const second = below[0]!.replace(/\[\]$/, '');
  if (second !== 'oidc') {
    const inOidc = placeOf(second);
    return inOidc === undefined || inOidc === 'providers'
      ? unknownAt('identity_providers', 'providers', below[0]!)
      : misplaced(`identity_providers.${second}`, second, 'identity_providers', PLACE_WORDS[inOidc]);
  }
  return inPlace('identity_providers.oidc', 'oidc', below.slice(1).join('.'));
}

function inPlace(at: string, place: KeyPlace, rest: string): UnexpectedKey {
  for (const [form, next] of STEPS[place] ?? []) {
    const found = form.exec(rest)?.[0];
    if (found !== undefined && found !== rest)
      return inPlace(`${at}.${found}`, next, rest.slice(found.length + 1));
  }
  return unknownAt(at, place, rest.split('.')[0]!, rest.includes('.') || rest.endsWith('[]'));
}

/** The key at this place is none that there is, or is of another kind than Authelia reads there. */
function unknownAt(at: string, place: KeyPlace, written: string, holds = false): UnexpectedKey {
  const key = written.replace(/\[\]$/, '');
  const path = `${at}.${key}`;
  const known = KEYS[place] as ReadonlyMap<string, { readonly wants: string; readonly since: string }>;
  const found = known.get(key);
  if (found !== undefined) {
    if (holds && found.wants === 'list' && !written.endsWith('[]'))
      return { path, rule: 'authelia-wrong-list', values: { key }, meant: key };
    // Every version that has OpenID Connect clients knows it: it is the version that runs that doesn't.
    return found.since === '4.37'
      ? { path, rule: 'authelia-wrong-map', values: { key } }
      : {
          path,
          rule: 'authelia-key-too-new',
          values: { key, since: found.since, version: 'an older version' },
        };
  }
  const where = PLACE_WORDS[place];
  const elsewhere = placeOf(key);
  const renamed =
    place === 'client' ? RENAMED_CLIENT_KEYS : place === 'oidc' ? RENAMED_PROVIDER_KEYS : undefined;
  const right = nearest(key, [...known.keys(), ...(renamed?.keys() ?? [])]);
  if (elsewhere !== undefined && right !== undefined && !close(key, right))
    return misplaced(path, key, where, PLACE_WORDS[elsewhere]);
  if (right !== undefined)
    return { path, rule: 'authelia-key-misspelt', values: { key, where, right }, meant: right };
  if (elsewhere !== undefined) return misplaced(path, key, where, PLACE_WORDS[elsewhere]);
  return { path, rule: 'authelia-key-unknown', values: { key, where } };
}

/** Nearer than a word for something else. */
const close = (a: string, b: string): boolean => a.replace(/s/g, '') === b.replace(/s/g, '');

function ofSection(section: string, below: readonly string[], path: string): UnexpectedKey {
  if (below.length === 0) return { path, rule: 'authelia-wrong-map', values: { key: section } };
  const key = below[0]!.replace(/\[\]$/, '');
  const known = BELOW[section];
  // It is there and has nothing below it, or something else than keys.
  if (known?.includes(key) && below.length === 1)
    return { path, rule: 'authelia-wrong-map', values: { key: path } };
  if (known === undefined || known.includes(key)) {
    const last = path.split('.').at(-1)!.replace(/\[\]$/, '');
    return {
      path,
      rule: 'authelia-key-unknown',
      values: { key: last, where: path.split('.').slice(0, -1).join('.') },
    };
  }
  const right = nearest(key, known);
  const values = { key, where: section };
  return right === undefined
    ? { path: `${section}.${key}`, rule: 'authelia-key-unknown', values }
    : {
        path: `${section}.${key}`,
        rule: 'authelia-key-misspelt',
        values: { ...values, right },
        meant: right,
      };
}

const misplaced = (path: string, key: string, where: string, right: string): UnexpectedKey => ({
  path,
  rule: 'authelia-key-misplaced',
  values: { key, where, right },
  meant: key,
});
