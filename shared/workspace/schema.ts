import * as z from 'zod';
import { goPatternRule } from './go-pattern.ts';
import { PROVIDER_KINDS } from './kinds.ts';
import type { Objection } from './problem.ts';
import {
  clientIdRule,
  consentRule,
  entryIdRule,
  lineRule,
  MAX_OWN_PROFILES,
  policyRule,
  profilePathRule,
  type Rule,
  scopeRule,
  slugRule,
  versionRule,
  wordRule,
  workspaceIdRule,
} from './rules.ts';
import { ACCESS_TOKEN_ALGS, type CodedKind, TOKEN_ENDPOINT_AUTH_METHODS, type Workspace } from './types.ts';
import { redirectPathObjection, redirectUriObjection, type UrlRule, urlObjection } from './url-rules.ts';

/** A text that must follow a rule. The rule's objection is passed in the issue's `params`. */
const text = (rule: Rule) =>
  z.string().check((ctx) => {
    const objection = rule(ctx.value);
    if (!objection) return;
    const params: { objection: Objection } = { objection };
    ctx.issues.push({ code: 'custom', input: ctx.value, message: objection.message, params });
  });

const url = (rule: UrlRule) => text((value) => urlObjection(value, rule));
const list = (rule: Rule) => z.array(text(rule)).min(1).max(200).readonly();
const claim = (what: string, example: string) =>
  text(wordRule(what, /^[\x21-\x7e]{1,200}$/, 'one word without blanks', example));

const path = (what: string) => text(lineRule(what, 1024));
const endpoint = (key: string, example: string) =>
  url({ what: `The ${key}`, example: `https://auth.example.com/${example}`, query: 'allowed' });

export const MetadataSchema = z.strictObject({
  authorization_endpoint: endpoint('authorization_endpoint', 'authorize').exactOptional(),
  token_endpoint: endpoint('token_endpoint', 'token').exactOptional(),
  userinfo_endpoint: endpoint('userinfo_endpoint', 'userinfo').exactOptional(),
  jwks_uri: endpoint('jwks_uri', 'jwks.json').exactOptional(),
});

const providerKind = z.string().check((ctx) => {
  if (PROVIDER_KINDS.includes(ctx.value)) return;
  ctx.issues.push({ code: 'invalid_value', values: [...PROVIDER_KINDS], input: ctx.value });
});

export const ProviderSchema = z.strictObject({
  kind: providerKind,
  url: url({ what: "The provider's URL", example: 'https://auth.example.com', query: 'refused' }),
  version: text(versionRule).exactOptional(),
  setup: z.enum(['new', 'existing']).exactOptional(),
  ca_file: path('The path of the CA file').exactOptional(),
  metadata: MetadataSchema.readonly().exactOptional(),
});

/** The settings of the kinds in code, key by key. Those of profiles are checked against the profile. */
export const SettingsSchema = z.object({
  identifier_claim: claim('The claim', 'preferred_username').exactOptional(),
  identifier_filter: text(
    (value) => lineRule('The filter', 1024)(value) ?? goPatternRule(value),
  ).exactOptional(),
  provider_id: text(
    wordRule(
      'The provider id',
      /^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$/,
      '1 to 32 of a-z, 0-9 and hyphen',
      'authelia',
    ),
  ).exactOptional(),
  role_claim: claim('The claim', 'groups').exactOptional(),
  role_admin: path('The role').exactOptional(),
  role_editor: path('The role').exactOptional(),
  role_viewer: path('The role').exactOptional(),
  username_claim: claim('The claim', 'preferred_username').exactOptional(),
  autologin: z.boolean().exactOptional(),
  allow_registration: z.boolean().exactOptional(),
  disable_userpass_login: z.boolean().exactOptional(),
  rp_initiated_logout: z.boolean().exactOptional(),
  tls_ca_certfile: path('The path of the CA bundle').exactOptional(),
  client_key: text(
    wordRule(
      'The client key',
      /^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$/,
      'letters, digits, hyphen and underscore',
      'authelia',
    ),
  ).exactOptional(),
  tenant_id: text(
    wordRule(
      'The tenant',
      /^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$/,
      'letters, digits, hyphen and underscore',
      'main',
    ),
  ).exactOptional(),
  groups_claim_path: claim('The path of the claim', 'groups').exactOptional(),
  internal_issuer: url({
    what: 'The internal issuer',
    example: 'https://auth.example.com',
    query: 'refused',
  }).exactOptional(),
  redirect_paths: list(redirectPathObjection).exactOptional(),
  pkce: z.enum(['none', 'S256']).exactOptional(),
  claims_from: z.enum(['id_token', 'userinfo']).exactOptional(),
  required_claims: list(
    wordRule('The claim', /^[\x21-\x7e]{1,200}$/, 'one word without blanks', 'email'),
  ).exactOptional(),
  verified_email: z.boolean().exactOptional(),
  uses_discovery: z.boolean().exactOptional(),
});
const AnySettingsSchema = SettingsSchema.catchall(
  z.union([z.string(), z.boolean(), z.array(z.string()).readonly()]),
);

export type SettingKey = keyof z.infer<typeof SettingsSchema>;

/** The settings that each kind in code has. */
export const SETTINGS_OF: Readonly<Record<CodedKind, readonly SettingKey[]>> = {
  memos: ['identifier_claim', 'identifier_filter', 'provider_id'],
  romm: [
    'role_claim',
    'role_admin',
    'role_editor',
    'role_viewer',
    'username_claim',
    'autologin',
    'allow_registration',
    'disable_userpass_login',
    'rp_initiated_logout',
    'tls_ca_certfile',
  ],
  kestra: ['client_key', 'tenant_id', 'groups_claim_path', 'internal_issuer'],
  custom: ['redirect_paths', 'pkce', 'claims_from', 'required_claims', 'verified_email', 'uses_discovery'],
};

/** The editions of each kind in code. A kind that is not listed has none. */
export const EDITIONS_OF: Readonly<Partial<Record<CodedKind, readonly string[]>>> = {
  kestra: ['enterprise', 'open-source'],
};

export const AppSchema = z.strictObject({
  /** Which kinds there are depends on the workspace's own profiles, so `crossChecks` looks at it. */
  kind: z.string(),
  url: url({ what: "The app's URL", example: 'https://app.example.com', query: 'refused' }),
  provider: z.string(),
  version: text(versionRule).exactOptional(),
  edition: z.string().exactOptional(),
  client_id: text(clientIdRule).exactOptional(),
  client_name: text(lineRule("The client's name", 100)).exactOptional(),
  redirect_uris: list(redirectUriObjection).exactOptional(),
  scopes: list(scopeRule).exactOptional(),
  token_endpoint_auth_method: z.enum(TOKEN_ENDPOINT_AUTH_METHODS).exactOptional(),
  access_token_signed_response_alg: z.enum(ACCESS_TOKEN_ALGS).exactOptional(),
  require_pkce: z.boolean().exactOptional(),
  slug: text(slugRule).exactOptional(),
  policy: text(policyRule).exactOptional(),
  groups: list(lineRule("The group's name", 200)).exactOptional(),
  consent: text(consentRule).exactOptional(),
  trusts_ca: z.boolean().exactOptional(),
  test_redirect_uri: url({
    what: 'The redirect URI of the test',
    example: 'http://127.0.0.1:8765/callback',
    query: 'allowed',
  }).exactOptional(),
  settings: AnySettingsSchema.readonly().exactOptional(),
});

/**
 * The form of a workspace, key by key. Rules that involve several keys (an app's provider exists, settings
 * fit the kind, ids are unique) are checked by `crossChecks`. `parseWorkspace` does both.
 */
export const WorkspaceSchema = z.strictObject({
  latchkey: z.literal(1),
  id: text(workspaceIdRule),
  name: text(lineRule("The workspace's name", 100)).exactOptional(),
  profiles: z.array(text(profilePathRule)).min(1).max(MAX_OWN_PROFILES).readonly().exactOptional(),
  providers: z.record(text(entryIdRule), ProviderSchema.readonly()).readonly(),
  apps: z.record(text(entryIdRule), AppSchema.readonly()).readonly(),
});

type Same<A extends B, B extends C, C = A> = [A, B, C];
/**
 * Breaks the build if the schema and the interfaces differ, in either direction.
 *
 * @public only the compiler uses it
 */
export type SchemaIsWorkspace = Same<
  z.infer<typeof WorkspaceSchema>,
  Omit<Workspace, 'own_kinds'>,
  z.infer<typeof WorkspaceSchema>
>;
