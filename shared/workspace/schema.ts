import * as z from 'zod';
import { DECLARE_WAYS } from './declare-ways.ts';
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
import { ACCESS_TOKEN_ALGS, TOKEN_ENDPOINT_AUTH_METHODS, type Workspace } from './types.ts';
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
const path = (what: string) => text(lineRule(what, 1024));
const endpoint = (key: string, example: string) =>
  url({ what: `The ${key}`, example: `https://auth.example.com/${example}`, query: 'allowed' });

export const MetadataSchema = z.strictObject({
  authorization_endpoint: endpoint('authorization_endpoint', 'authorize').exactOptional(),
  token_endpoint: endpoint('token_endpoint', 'token').exactOptional(),
  userinfo_endpoint: endpoint('userinfo_endpoint', 'userinfo').exactOptional(),
  jwks_uri: endpoint('jwks_uri', 'jwks.json').exactOptional(),
});

export const ProviderSchema = z.strictObject({
  // Which kinds there are, the profiles say that a workspace names (`crossChecks`).
  kind: z.string(),
  url: url({ what: "The provider's URL", example: 'https://auth.example.com', query: 'refused' }),
  version: text(versionRule).exactOptional(),
  setup: z.enum(['new', 'existing']).exactOptional(),
  declare: z.enum(DECLARE_WAYS).exactOptional(),
  ca_file: path('The path of the CA file').exactOptional(),
  metadata: MetadataSchema.readonly().exactOptional(),
});

/** The settings of a custom app, key by key. Those of profiles are checked against the profile. */
export const SettingsSchema = z.object({
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
  Omit<Workspace, 'own_kinds' | 'own_providers'>,
  z.infer<typeof WorkspaceSchema>
>;
