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
import type { AccessTokenAlg, AppEntry, ProviderEntry, TokenEndpointAuthMethod } from '../workspace/types.ts';

/** RFC 7591 §2 client metadata, as far as the products use it. */
export interface ClientMetadata {
  readonly client_id: string;
  readonly client_name: string;
  readonly client_uri: string;
  /** The app's own redirect URIs. The one for the test login is `Connection.test_redirect_uri`. */
  readonly redirect_uris: readonly string[];
  /** OpenID Connect RP-Initiated Logout 1.0 §3.1. Absent: the app states none. */
  readonly post_logout_redirect_uris?: readonly string[];
  /** OpenID Connect Back-Channel Logout 1.0 §2.2. */
  readonly backchannel_logout_uri?: string;
  /** OpenID Connect Front-Channel Logout 1.0 §2. */
  readonly frontchannel_logout_uri?: string;
  readonly token_endpoint_auth_method: TokenEndpointAuthMethod;
  readonly grant_types: readonly ('authorization_code' | 'refresh_token')[];
  readonly response_types: readonly ['code'];
  /** In the order in which the app requests them. RFC 7591 joins them with a space. */
  readonly scopes: readonly string[];
  /** A name of RFC 7518: what the provider signs this client’s ID tokens with. */
  readonly id_token_signed_response_alg: string;
  /** Absent: the provider decides. */
  readonly access_token_signed_response_alg?: AccessTokenAlg;
}

/** A provider of the workspace with everything that follows from its version. */
export interface ResolvedProvider {
  readonly id: string;
  readonly entry: ProviderEntry;
  readonly definition: ProviderDefinition;
  readonly version: ResolvedVersion;
  readonly traits: TraitsAt<ProviderTraits>;
}

/** An app of the workspace with everything that follows from its version. */
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

/** One claim that the app reads, compared with where the provider puts it. */
export interface ClaimPlan extends ClaimRequirement {
  readonly read_from: ClaimPlace;
  /** Where the provider puts it without further configuration. Empty: nowhere, or not known. */
  readonly provided_in: readonly ClaimPlace[];
  /** What must be added to the provider's configuration so that the app finds the claim. */
  readonly remedy: 'none' | 'put-in-id-token' | 'verify-email' | 'unknown-provider';
}

/** Who may sign in to an app, as the workspace says it. No groups: everyone whom the policy allows. */
export interface Access {
  readonly policy: string;
  readonly groups: readonly string[];
}

/** Who got in before and doesn't any more. */
export interface AccessLoss {
  /** Groups that are no longer named. */
  readonly groups: readonly string[];
  /** The groups that remain, if everyone was let in before. */
  readonly only?: readonly string[];
  /** The policy that some don't satisfy: `two_factor`, or one of the owner's. */
  readonly policy?: string;
}

/** How often the user is asked for consent. */
export type Consent =
  | { readonly mode: 'always' }
  | { readonly mode: 'never' }
  /** `span` is as written, e.g. `4w`; `seconds` is the same in seconds. */
  | { readonly mode: 'remembered'; readonly span: string; readonly seconds: number };

/** A client that the app would have with other settings. */
export interface UnwantedClient {
  readonly key: string;
  readonly client_id: string;
  readonly client_name: string;
  /** Slug of its application at the provider (authentik). */
  readonly slug: string;
}

/**
 * Everything that the renderers, the checks and the screens need to know about one app at one provider.
 * Contains no secret.
 */
export interface Connection {
  readonly workspace: { readonly id: string; readonly name?: string };
  readonly provider: ResolvedProvider;
  readonly app: ResolvedApp;
  /**
   * Names this client among those of the workspace: in the keychain, in files, in what the provider calls it. The id of
   * the app, and for a further client of it that id with the client's name, e.g. `argo_cli`. No id of an app has a `_`.
   */
  readonly key: string;
  /** Only of a further client: what uses it. */
  readonly used_by?: string;
  readonly client: ClientMetadata;
  /** The app's other clients at the same provider, each as a connection of its own. Empty for such a client itself. */
  readonly further_clients: readonly Connection[];
  /** Clients that the app has with other settings or at another version, so that they can be taken away. */
  readonly unwanted_clients: readonly UnwantedClient[];
  readonly provider_metadata: ProviderMetadata;
  /** Metadata fields with a conventional, unconfirmed value (kind `oidc` before discovery was read). */
  readonly assumed_metadata: readonly (keyof ProviderMetadata)[];
  readonly pkce: { readonly app_uses: boolean; readonly require: boolean };
  readonly claims: readonly ClaimPlan[];
  /** Claims that the provider's configuration must put into the ID token, in order. Empty: none needed. */
  readonly id_token_claims: readonly string[];
  /** True if the provider must be configured to send `email_verified: true`. */
  readonly needs_verified_email: boolean;
  readonly access: Access;
  /** Who loses access by the last change, if the files were written with another access before. */
  readonly access_loss?: AccessLoss;
  readonly consent: Consent;
  readonly test_redirect_uri?: string;
  /** The page for the provider's list of apps, if it isn't the app's own address. */
  readonly launch_url?: string;
  /**
   * Errors first. An `error` means that it can't work as stated; the output is still rendered and says so.
   */
  readonly notices: readonly Notice[];
}
