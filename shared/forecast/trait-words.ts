import type { AppTraits, ProviderTraits } from '../catalog/types.ts';

/** What a trait is called in a sentence, and its values where they don't speak for themselves. */
interface TraitWords {
  readonly label: string;
  readonly values?: Readonly<Record<string, string>>;
}

const YES_NO = { true: 'yes', false: 'no', unknown: 'not known' };

const PROVIDER: Readonly<Record<keyof ProviderTraits, TraitWords>> = {
  scope_claims: { label: 'Claims that its scopes release' },
  claims_placement: { label: 'Where the claims of the scopes stand', values: { id_token: 'the ID token' } },
  id_token_claims_by: {
    label: 'What puts further claims into the ID token',
    values: { default: 'its default', claims_policy: 'a claims policy', nothing: 'nothing' },
  },
  email_verified: {
    label: 'What it says of email_verified',
    values: { 'per-user': 'what is set for the person', unknown: 'not known' },
  },
  token_endpoint_auth_methods: { label: 'Ways to send the client secret that it accepts' },
  enforces_auth_method: { label: 'Only the registered way to send the secret is accepted', values: YES_NO },
  decodes_basic_credentials: { label: 'Percent-decodes HTTP Basic credentials', values: YES_NO },
  pkce_enforcement: {
    label: 'Demands PKCE',
    values: {
      'per-client': 'as each client is set',
      always: 'from every client',
      none: 'never',
      unknown: 'not known',
    },
  },
  unknown_scope: {
    label: 'A scope that the client may not have',
    values: { refused: 'is refused', dropped: 'is dropped without a word', unknown: 'not known' },
  },
  loopback_any_port: { label: 'A redirect URI on 127.0.0.1 fits at any port', values: YES_NO },
  http_redirect_refused_for: {
    label: 'Refuses redirect URIs over plain http of',
    values: { 'public-clients': 'public clients', unknown: 'not known' },
  },
  requires_https: {
    label: 'Its own address has to be https',
    values: { ...YES_NO, 'beyond-loopback': 'beyond this machine' },
  },
  end_session: { label: 'Has an end-session endpoint', values: YES_NO },
  minimum_state_length: { label: 'Characters that state and nonce need at least' },
  stores_digest: { label: 'Keeps the secret as a digest', values: YES_NO },
  sends_iss: { label: 'Names itself in the answer (iss)', values: YES_NO },
  id_token_alg: { label: 'What ID tokens are signed with' },
  client_id_by: { label: 'Who makes the client id', values: { us: 'Latchkey', provider: 'the provider' } },
  secret_by: { label: 'Who makes the client secret', values: { us: 'Latchkey', provider: 'the provider' } },
  secrets_at_once: { label: 'Secrets that a client may have at a time' },
  grants_by_group: { label: 'Nobody may sign in before a group is named', values: YES_NO },
  saves_first_redirect: {
    label: 'A client without redirect URIs takes the first one that it is shown',
    values: YES_NO,
  },
};

const APP: Readonly<Record<keyof AppTraits, TraitWords>> = {
  token_endpoint_auth_method: { label: 'How it sends the client secret' },
  tries_other_auth_method: {
    label: 'Tries the other way to send the secret after a refusal',
    values: YES_NO,
  },
  pkce: {
    label: 'PKCE that it sends',
    values: {
      'S256-https': 'S256, on https only',
      'S256-advertised': 'S256, if the discovery document lists it',
    },
  },
  uses_discovery: { label: 'Reads the discovery document', values: YES_NO },
  claims_from: { label: 'Where it reads claims', values: { id_token: 'the ID token' } },
  sends_nonce: { label: 'Sends a nonce', values: YES_NO },
  scopes: { label: 'Scopes that it requests' },
  checks_issuer: { label: 'Compares the issuer', values: YES_NO },
};

/** One trait that is another after the change, in words. */
export interface TraitChange {
  readonly trait: string;
  readonly label: string;
  /** Before and after, e.g. `no → yes`. */
  readonly change: string;
}

/** The traits of a provider or an app whose values differ, in the order of the catalog. */
export function changedTraits(
  side: 'provider' | 'app',
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): readonly TraitChange[] {
  const words: Readonly<Record<string, TraitWords>> = side === 'provider' ? PROVIDER : APP;
  return Object.entries(words).flatMap(([trait, { label, values }]) => {
    const [was, is] = [before[trait], after[trait]];
    if (spoken(was, values) === spoken(is, values)) return [];
    if (!isRecord(was) || !isRecord(is)) {
      return [{ trait, label, change: arrow(spoken(was, values), spoken(is, values)) }];
    }
    const change = [...new Set([...Object.keys(was), ...Object.keys(is)])]
      .map((key) => [key, members(was[key]), members(is[key])] as const)
      .map(([key, old, now]) => [key, without(now, old), without(old, now)] as const)
      .filter(([, come, gone]) => come.length + gone.length > 0)
      .map(([key, come, gone]) => `${key} (${[...named('new', come), ...named('gone', gone)].join('; ')})`)
      .join(', ');
    return [{ trait, label, change }];
  });
}

const members = (list: unknown): readonly string[] => (Array.isArray(list) ? list.map(String) : []);

const without = (list: readonly string[], other: readonly string[]): string[] =>
  list.filter((one) => !other.includes(one));

const named = (word: string, list: readonly string[]): string[] =>
  list.length === 0 ? [] : [`${word}: ${list.join(', ')}`];

const arrow = (before: string, after: string): string => `${before} → ${after}`;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function spoken(value: unknown, values: TraitWords['values'] = {}): string {
  if (Array.isArray(value)) {
    return value.length === 0 ? 'nothing' : value.map((one) => spoken(one, values)).join(', ');
  }
  if (isRecord(value)) {
    return Object.entries(value)
      .map(([key, one]) => `${key} (${spoken(one, values)})`)
      .join(', ');
  }
  return values[String(value)] ?? String(value);
}
