import { parse } from 'yaml';
import type { Fix } from '../../shared/diagnosis/types.ts';
import type { AppEntry, ProviderEntry, TokenEndpointAuthMethod } from '../../shared/workspace/types.ts';
import { claims, type Place, registers, type SetUp, states } from './set-up.ts';

/**
 * Does exactly what a fix says: finds the setting by the name in the fix and writes the value in the fix.
 * Returns undefined if the fix gives a value for a setting that the laboratory doesn't have.
 */
export function applyFix(set: SetUp, fix: Fix, _at: Place): SetUp | undefined {
  const { value, setting } = fix;
  if (value === undefined) return undefined;
  if (fix.workspace_path !== undefined) return editWorkspace(set, fix.workspace_path, value);
  const write = setting === undefined ? undefined : SETTINGS[setting];
  const held = set.defects.some((defect) => defect.setting === setting);
  if (!write && !held) return undefined;
  const written = write?.(set, value) ?? set;
  return {
    ...written,
    defects: written.defects.map((defect) => (defect.setting === setting ? { ...defect, value } : defect)),
  };
}

const listOf = (value: string) => value.split(/[\s,]+/).filter(Boolean);
const word = (value: string): unknown => (value === 'true' ? true : value === 'false' ? false : value);

/** Writes one key of the workspace and applies both sides again. */
function editWorkspace(set: SetUp, path: string, value: string): SetUp | undefined {
  const [table, , ...keys] = path.split('.');
  const [group, name] = keys;
  if (table === 'providers' && group === 'metadata') {
    const written = name === undefined ? parse(value) : { [name]: value };
    return states(set, (stated) => ({
      ...stated,
      provider: { ...stated.provider, metadata: { ...stated.provider.metadata, ...written } },
    }));
  }
  if (table === 'providers' && keys.length === 1) {
    return states(set, (stated) => ({
      ...stated,
      provider: { ...stated.provider, [keys[0]!]: value } as ProviderEntry,
    }));
  }
  if (table !== 'apps') return undefined;
  const [key, inner] = keys;
  if (key === undefined) return undefined;
  const before = set.app[key as keyof typeof set.app];
  const written = inner
    ? { ...(before as Record<string, unknown> | undefined), [inner]: word(value) }
    : key === 'scopes' || key === 'redirect_uris'
      ? listOf(value)
      : word(value);
  return { ...set, app: { ...set.app, [key]: written } as Omit<AppEntry, 'provider'> };
}

type Write = (set: SetUp, value: string) => SetUp;

const redirectUri: Write = (set, value) =>
  registers(set, (client) => ({ ...client, redirect_uris: [...client.redirect_uris, value] }));

const scopes: Write = (set, value) => registers(set, (client) => ({ ...client, scopes: listOf(value) }));

/** The lines of a claims policy, as a person pastes them into Authelia's configuration. */
const claimsPolicy: Write = (set, value) => {
  const { claims_policies = {}, clients = [] } = parse(value) as {
    claims_policies?: Record<string, { id_token?: string[] }>;
    clients?: { client_id: string; claims_policy: string }[];
  };
  return registers(set, (client) => {
    const policy = clients.find((one) => one.client_id === client.client_id)?.claims_policy;
    return { ...client, id_token_claims: claims_policies[policy ?? '']?.id_token ?? [] };
  });
};

const clientType =
  (isPublic: (value: string) => boolean): Write =>
  (set, value) =>
    registers(set, (client) => {
      if (!isPublic(value)) return client;
      const { client_secret: _, ...rest } = client;
      return { ...rest, method: 'none' };
    });

const userinfoAlg =
  (plain: string): Write =>
  (set, value) =>
    registers(set, (client) => {
      const { userinfo_alg: _, ...rest } = client;
      return value === plain ? rest : { ...rest, userinfo_alg: value };
    });

const signWith =
  (alg: (value: string) => string): Write =>
  (set, value) => ({
    ...registers(set, (client) => ({ ...client, id_token_alg: alg(value) })),
    // The selected key signs, and replaces the previous one.
    defects: set.defects.filter((defect) => defect.setting !== 'id_token_signed_response_alg'),
  });

const inIdToken =
  (on: string): Write =>
  (set, value) =>
    registers(set, (client) => ({ ...client, claims_in_id_token: value === on }));

/** The settings of the products, by the names that fixes use. */
const SETTINGS: Readonly<Record<string, Write>> = {
  redirect_uris: redirectUri,
  'Redirect URIs': (set, value) => redirectUri(set, value),
  'Valid redirect URIs': redirectUri,
  'Callback URLs': redirectUri,
  client_id: (set, value) => registers(set, (client) => ({ ...client, client_id: value })),
  token_endpoint_auth_method: (set, value) =>
    registers(set, (client) => ({ ...client, method: value as TokenEndpointAuthMethod })),
  require_pkce: (set, value) => registers(set, (client) => ({ ...client, require_pkce: value === 'true' })),
  scopes,
  public: clientType((value) => value === 'true'),
  'Client Type': clientType((value) => value === 'Public'),
  'Client authentication': clientType((value) => value === 'Off'),
  claims_policy: claimsPolicy,
  claims_policies: claimsPolicy,
  'Include claims in id_token': inIdToken('on'),
  'Add to ID token': inIdToken('On'),
  'ID token claims': (set, value) =>
    registers(set, (client) => ({ ...client, id_token_claims: listOf(value) })),
  userinfo_signed_response_alg: userinfoAlg('none'),
  'User info signed response algorithm': userinfoAlg('Unsigned'),
  id_token_signed_response_alg: signWith((value) => value),
  'Signing Key': signWith((value) => (value === '' ? 'HS256' : 'RS256')),
  'identity_providers.oidc.jwks': signWith((value) => value),
  'Email verified': (set, value) => claims(set, { email_verified: value === 'Yes' }),
  email_verified: (set, value) => claims(set, { email_verified: word(value) }),
  'Scope Mapping (scope name: email)': (set, value) =>
    claims(set, { email_verified: /"email_verified": True\b/.test(value) }),
};
