import { z } from 'zod';
import type { ProviderMetadata } from '../catalog/types.ts';
import type { ClaimPlan, ClientMetadata, Consent } from '../client/types.ts';
import { CATEGORIES } from '../profile/categories.ts';
import { ACCESS_TOKEN_ALGS, TOKEN_ENDPOINT_AUTH_METHODS } from '../workspace/types.ts';
import { entryId, handle, notice, problem, resolvedVersion, source, text } from './common.ts';

const knownVersions = z.object({
  lines: z.array(z.string()),
  /** The version that is used if none is stated. */
  released: z.string(),
  tooOld: z.object({ before: z.string(), reason: z.string() }).exactOptional(),
});

/** A kind of app: what the user can choose, and what to ask for it. */
export const appKindView = z.object({
  kind: z.string(),
  name: z.string(),
  description: z.string(),
  /** A file beside the workspace describes it. */
  is_own: z.literal(true).exactOptional(),
  /** Its profile can't be read, so nothing new can be connected as this kind. */
  is_undescribed: z.literal(true).exactOptional(),
  /** How it is known that what is written for it is right, and for which version. Absent for an app in code. */
  known: z
    .object({
      how: z.enum(['run', 'code', 'guide']),
      version: z.string(),
      with: z.string().exactOptional(),
      date: z.string(),
      /** The versions themselves, oldest first; none where what was looked at is no version. */
      at: z.array(z.string()),
      /** Whose versions they are, where they aren't the app's. */
      of: z.string().exactOptional(),
    })
    .exactOptional(),
  category: z.enum(CATEGORIES).exactOptional(),
  /** What a person wants to know before choosing it, from the version on that stands with it. Absent for an app in code. */
  glances: z
    .array(
      z.object({
        since: z.string(),
        /** The one edition it is true for, where it differs from what is said without one. */
        edition: z.string().exactOptional(),
        /** The first version that can be set up, where older ones are known not to be. */
        needs: z.string().exactOptional(),
        /** Its redirect URIs as paths, with its settings as they are by default. */
        way_back: z.array(z.string()),
        /** The claims that it reads. */
        reads: z.array(z.string()),
        /** How its side is set. */
        set_by: z.array(z.enum(['env', 'file', 'command', 'screen', 'http'])),
      }),
    )
    .exactOptional(),
  versions: knownVersions,
  version_matters: z.boolean(),
  editions: z
    .array(
      z.object({
        id: z.string(),
        name: z.string(),
        supported: z.boolean(),
        reason: z.string().exactOptional(),
      }),
    )
    .exactOptional(),
  settings: z.array(
    z.object({
      key: z.string(),
      label: z.string(),
      type: z.enum(['text', 'boolean', 'list', 'choice']),
      choices: z.array(z.string()).exactOptional(),
      default: z.union([z.string(), z.boolean()]).exactOptional(),
      since: z.string().exactOptional(),
      before: z.string().exactOptional(),
      help: z.string(),
    }),
  ),
  sources: z.array(source),
});
export type AppKindView = z.infer<typeof appKindView>;

/** One kind of provider. */
export const providerKindView = z.object({
  kind: z.string(),
  name: z.string(),
  versions: knownVersions,
  /**
   * True if the output or the tests differ between the known versions, so that asking for the version is
   * useful.
   */
  version_matters: z.boolean(),
  sources: z.array(source),
  /** True if it reads all clients from one list, so that it must be known whether there is one already. */
  one_list: z.boolean(),
  /** The endpoints that only its discovery document tells. */
  open_endpoints: z.array(
    z.enum(['authorization_endpoint', 'token_endpoint', 'userinfo_endpoint', 'jwks_uri']),
  ),
  /** The policy of a client for which nothing is stated. */
  default_policy: z.enum(['one_factor', 'two_factor']),
  /** What meets a person who has no second factor yet where one is asked for. */
  no_second_factor: z.string().exactOptional(),
  /** What its profile says; absent for the kinds that have texts of their own. */
  described: z
    .object({
      about: z.string(),
      example: z.string(),
      url_help: z.string(),
      known: z.object({ how: z.enum(['run', 'code', 'guide']), version: z.string() }),
    })
    .exactOptional(),
});

/** The catalog as the screens need it: what the user can choose and what to ask for it. */
export const catalogView = z.object({
  providers: z.array(providerKindView),
  apps: z.array(appKindView),
});
export type CatalogView = z.infer<typeof catalogView>;
export type ProviderKindView = z.infer<typeof providerKindView>;

/** What the provider's discovery document says, read while the user types the address. */
export const discovery = z.object({
  /** `found`: read. `not-an-issuer`: something answers, but it is not an issuer. `unreachable`: no answer. */
  status: z.enum(['found', 'not-an-issuer', 'unreachable']),
  /** One sentence that says what was seen. */
  summary: z.string(),
  /** What to try instead, if known. */
  fix: z.string().exactOptional(),
  /** True: it answers with a certificate of an authority that this machine doesn't know, which `ca_file` could name. */
  untrusted: z.literal(true).exactOptional(),
  /** The address to write instead, e.g. without a login path, or with `https`. */
  suggested_url: z.string().exactOptional(),
  issuer: z.string().exactOptional(),
  /** The address in a workspace of a provider of this kind with this issuer. */
  address: z.string().exactOptional(),
  /** The kind, guessed from the endpoints, and how certain that is. */
  kind: z.string().exactOptional(),
  kind_certainty: z.enum(['sure', 'likely']).exactOptional(),
  /** A version, or a range in words, if the document reveals it. */
  version_hint: z.string().exactOptional(),
  endpoints: z.array(z.object({ name: z.string(), url: z.string() })),
  warnings: z.array(notice),
});
export type Discovery = z.infer<typeof discovery>;

export const discoveryEvent = z.discriminatedUnion('type', [
  /** One sentence on what is happening now. */
  z.object({ type: z.literal('step'), text: z.string() }),
  z.object({ type: z.literal('result'), discovery }),
]);

export const clientMetadata: z.ZodType<ClientMetadata> = z.object({
  client_id: z.string(),
  client_name: z.string(),
  client_uri: z.string(),
  redirect_uris: z.array(z.string()),
  token_endpoint_auth_method: z.enum(TOKEN_ENDPOINT_AUTH_METHODS),
  grant_types: z.array(z.enum(['authorization_code', 'refresh_token'])),
  response_types: z.tuple([z.literal('code')]),
  scopes: z.array(z.string()),
  id_token_signed_response_alg: z.string(),
  access_token_signed_response_alg: z.enum(ACCESS_TOKEN_ALGS).exactOptional(),
});

const claimPlace = z.enum(['id_token', 'userinfo']);

export const claimPlan: z.ZodType<ClaimPlan> = z.object({
  claim: z.string(),
  scope: z.string(),
  level: z.enum(['required', 'optional']),
  type: z.enum(['string', 'boolean', 'array']),
  rule: z.literal('verified').exactOptional(),
  why: z.string(),
  source,
  read_from: claimPlace,
  provided_in: z.array(claimPlace),
  remedy: z.enum(['none', 'put-in-id-token', 'verify-email', 'unknown-provider']),
});

export const providerMetadata: z.ZodType<ProviderMetadata> = z.object({
  issuer: z.string(),
  discovery_url: z.string(),
  authorization_endpoint: z.string(),
  token_endpoint: z.string(),
  userinfo_endpoint: z.string(),
  jwks_uri: z.string(),
  end_session_endpoint: z.string().exactOptional(),
});

const consent: z.ZodType<Consent> = z.discriminatedUnion('mode', [
  z.object({ mode: z.literal('always') }),
  z.object({ mode: z.literal('never') }),
  z.object({ mode: z.literal('remembered'), span: z.string(), seconds: z.number() }),
]);

/** A `Connection` as a page sees it, with names instead of catalog functions. */
export const connectionView = z.object({
  provider: z.object({
    id: entryId,
    kind: z.string(),
    name: z.string(),
    url: z.string(),
    version: resolvedVersion,
  }),
  app: z.object({
    id: entryId,
    kind: z.string(),
    name: z.string(),
    url: z.string(),
    slug: z.string(),
    version: resolvedVersion,
  }),
  client: clientMetadata,
  /** The app's other clients, and what uses each. */
  further_clients: z.array(z.object({ key: z.string(), used_by: z.string(), client: clientMetadata })),
  /** What the redirect URIs would be if the workspace did not state any. */
  computed_redirect_uris: z.array(z.string()),
  provider_metadata: providerMetadata,
  assumed_metadata: z.array(z.string()),
  pkce: z.object({ app_uses: z.boolean(), require: z.boolean() }),
  claims: z.array(claimPlan),
  id_token_claims: z.array(z.string()),
  needs_verified_email: z.boolean(),
  access: z.object({ policy: z.string(), groups: z.array(z.string()) }),
  consent,
  test_redirect_uri: z.string().exactOptional(),
  /** A loopback address that this provider accepts for the test login. */
  suggested_test_redirect_uri: z.string(),
  /** What makes a change at the provider count, if its profile says so. */
  provider_restart: z.string().exactOptional(),
  notices: z.array(notice),
});
export type ConnectionView = z.infer<typeof connectionView>;

export const derived = z.object({
  /** Null while a problem prevents deriving it. */
  connection: connectionView.nullable(),
  problems: z.array(problem),
});

export const discoverInput = z.strictObject({
  /** The provider of a workspace that is asked, where it is one: then it is remembered that it answered. */
  of: z.strictObject({ handle, provider: entryId }).exactOptional(),
  kind: z.string().exactOptional(),
  url: text(2048),
  ca_file: text(4096).exactOptional(),
});
