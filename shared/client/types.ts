import type { TraitsAt } from '../catalog/fact.ts';
import type {
  AppDefinition,
  AppTraits,
  ClaimPlace,
  ClaimRequirement,
  Notice,
  ProviderDefinition,
  ProviderMetadata,
  ProviderTraits,
} from '../catalog/types.ts';
import type { ResolvedVersion } from '../version.ts';
import type { AppEntry, ProviderEntry, TokenEndpointAuthMethod } from '../workspace/types.ts';

/** RFC 7591 §2 client metadata, as far as the products use it. */
export interface ClientMetadata {
  readonly client_id: string;
  readonly client_name: string;
  readonly client_uri: string;
  /** The app's own redirect URIs; the test's is `Connection.test_redirect_uri`. */
  readonly redirect_uris: readonly string[];
  readonly token_endpoint_auth_method: TokenEndpointAuthMethod;
  readonly grant_types: readonly ('authorization_code' | 'refresh_token')[];
  readonly response_types: readonly ['code'];
  /** In the order the app asks for them. RFC 7591 joins them by a space. */
  readonly scopes: readonly string[];
  readonly id_token_signed_response_alg: 'RS256';
}

/** A provider of the workspace with everything its version implies. */
export interface ResolvedProvider {
  readonly id: string;
  readonly entry: ProviderEntry;
  readonly definition: ProviderDefinition;
  readonly version: ResolvedVersion;
  readonly traits: TraitsAt<ProviderTraits>;
}

/** An app of the workspace with everything its version implies. */
export interface ResolvedApp {
  readonly id: string;
  readonly entry: AppEntry;
  readonly definition: AppDefinition;
  readonly version: ResolvedVersion;
  readonly traits: TraitsAt<AppTraits>;
  /** Normalised public URL without a trailing slash. */
  readonly url: string;
  /** Slug of the application at the provider (authentik). */
  readonly slug: string;
}

/** One claim the app reads, set against where the provider puts it. */
export interface ClaimPlan extends ClaimRequirement {
  readonly read_from: ClaimPlace;
  /** Where the provider puts it without further configuration; empty: nowhere, or not known. */
  readonly provided_in: readonly ClaimPlace[];
  /** What the provider's configuration must add so that the app finds it. */
  readonly remedy: 'none' | 'put-in-id-token' | 'verify-email' | 'unknown-provider';
}

/** How often the user is asked to agree. */
export type Consent =
  | { readonly mode: 'always' }
  | { readonly mode: 'never' }
  /** `span` as written, e.g. `4w`; `seconds` the same in seconds. */
  | { readonly mode: 'remembered'; readonly span: string; readonly seconds: number };

/** Everything the renderers, the checks and the screens need to know of one app at one provider. Holds no secret. */
export interface Connection {
  readonly workspace: { readonly id: string; readonly name?: string };
  readonly provider: ResolvedProvider;
  readonly app: ResolvedApp;
  readonly client: ClientMetadata;
  readonly provider_metadata: ProviderMetadata;
  /** Fields of the metadata that are a convention, not known (kind `oidc` before discovery was read). */
  readonly assumed_metadata: readonly (keyof ProviderMetadata)[];
  readonly pkce: { readonly app_uses: boolean; readonly require: boolean };
  readonly claims: readonly ClaimPlan[];
  /** Claims to be put into the ID token by the provider's configuration, in order. Empty: none needed. */
  readonly id_token_claims: readonly string[];
  /** True when the provider must be made to state `email_verified: true`. */
  readonly needs_verified_email: boolean;
  readonly access: { readonly policy: string; readonly groups: readonly string[] };
  readonly consent: Consent;
  readonly test_redirect_uri?: string;
  /** Errors first. An `error` means it can't work as stated; rendering goes on and says so. */
  readonly notices: readonly Notice[];
}
