import type { ProviderProfile } from '../profile/provider-schema.ts';
import type { AppProfile } from '../profile/schema.ts';
import type { Version } from '../version.ts';
import { TOKEN_ENDPOINT_AUTH_METHODS } from './auth-methods.ts';
import type { DeclareWay } from './declare-ways.ts';

/**
 * The kind of a provider: `oidc`, which is any conforming issuer that has a discovery document, or that of a profile.
 * Known at run time.
 */
export type ProviderKind = string;

/**
 * The kinds of app that code describes. `custom` is any app: the user states what the catalog would know. Profiles
 * describe all others.
 */
export const CODED_KINDS = ['custom'] as const;
export type CodedKind = (typeof CODED_KINDS)[number];

/** The kind of an app: one of `CODED_KINDS`, or of a profile, built in or in a file of one's own. Known at run time. */
export type AppKind = string;

/** A value of a setting that a profile defines. */
export type SettingValue = string | boolean | readonly string[];

export { TOKEN_ENDPOINT_AUTH_METHODS };
export type TokenEndpointAuthMethod = (typeof TOKEN_ENDPOINT_AUTH_METHODS)[number];

/**
 * How a client's access tokens are signed: `none` is an opaque token, `RS256` a JWT that the app can read by
 * itself (RFC 9068). The name is Authelia's, formed like those of OpenID Connect Registration.
 */
export const ACCESS_TOKEN_ALGS = ['none', 'RS256'] as const;
export type AccessTokenAlg = (typeof ACCESS_TOKEN_ALGS)[number];

/** A workspace as the program uses it: validated, in the current format, without secrets. */
export interface Workspace {
  readonly latchkey: 1;
  /** Part of the names of the keychain entries: 1 to 64 of `a-z 0-9 -`. */
  readonly id: string;
  readonly name?: string;
  /** Files with profiles of one's own, relative to the workspace's folder. */
  readonly profiles?: readonly string[];
  /**
   * The kinds of app that these files describe, by kind. Not in the workspace file: whoever reads it reads them, too.
   */
  readonly own_kinds?: OwnKinds;
  /** The same for kinds of provider. */
  readonly own_providers?: OwnProviders;
  /** By provider id: 1 to 40 of `a-z 0-9 -`, beginning with a letter. */
  readonly providers: Readonly<Record<string, ProviderEntry>>;
  /** By app id, in the same form. */
  readonly apps: Readonly<Record<string, AppEntry>>;
}

/** Profiles that only one workspace has, by kind. */
export type OwnKinds = Readonly<Record<string, AppProfile>>;
export type OwnProviders = Readonly<Record<string, ProviderProfile>>;

export interface ProviderEntry {
  readonly kind: ProviderKind;
  /**
   * Public root URL: for `authelia` its `authelia_url`, for `authentik` the base, for `oidc` the issuer, else what the
   * profile says.
   */
  readonly url: string;
  readonly version?: Version;
  /**
   * authelia: `new` if OpenID Connect is not configured there yet (a complete block is written), `existing`
   * if it is (only the clients are written). Default `new`.
   */
  readonly setup?: 'new' | 'existing';
  /** How its clients are declared: one of the ways that its profile lists, of which the first is the default. */
  readonly declare?: DeclareWay;
  /** Path of a PEM file with the CA that signed the provider's certificate, for Latchkey's own requests. */
  readonly ca_file?: string;
  /** oidc: endpoints for the offline renderers, which can't read the discovery document. */
  readonly metadata?: {
    readonly authorization_endpoint?: string;
    readonly token_endpoint?: string;
    readonly userinfo_endpoint?: string;
    readonly jwks_uri?: string;
  };
}

export interface AppEntry {
  readonly kind: AppKind;
  /** Public root URL as the user's browser sees it, including any sub-path. */
  readonly url: string;
  /** The id of a provider. */
  readonly provider: string;
  readonly version?: Version;
  /** One of those that the app's profile names. */
  readonly edition?: string;

  // Derived if not stated.
  readonly client_id?: string;
  readonly client_name?: string;
  readonly redirect_uris?: readonly string[];
  readonly scopes?: readonly string[];
  readonly token_endpoint_auth_method?: TokenEndpointAuthMethod;
  /** For apps that read the access token itself. By default the provider decides. */
  readonly access_token_signed_response_alg?: AccessTokenAlg;
  /** Whether the provider requires PKCE. By default derived from what the app does. */
  readonly require_pkce?: boolean;
  /** Slug of the application in authentik. Default: the app id. */
  readonly slug?: string;

  /** Who may sign in: `one_factor`, `two_factor` (default), or the name of a policy of the provider. */
  readonly policy?: string;
  /** Only members of one of these groups may sign in. Absent: everyone whom the policy allows. */
  readonly groups?: readonly string[];
  /**
   * How often consent is asked: `always`, `never`, or remembered for a span such as `4w` (`30m`, `12h`,
   * `7d`). Default `4w`.
   */
  readonly consent?: string;

  /**
   * A person's word that the app's container trusts the provider's own certificate authority (`ca_file`). The
   * warning that only this machine knows it is then left out.
   */
  readonly trusts_ca?: boolean;

  /** Registered in addition to the app's own redirect URI for the test login, and removed afterwards. */
  readonly test_redirect_uri?: string;

  /** Settings that only this kind of app has. */
  readonly settings?: AppSettings;
}

/** Settings of one kind of app. Every key is optional; keys that the kind doesn't have are refused. */
export interface AppSettings {
  /** What a profile defines. */
  readonly [key: string]: SettingValue;

  // custom
  /** Paths below the app's URL, or absolute URIs. */
  readonly redirect_paths?: readonly string[];
  readonly pkce?: 'none' | 'S256';
  readonly claims_from?: 'id_token' | 'userinfo';
  readonly required_claims?: readonly string[];
  readonly verified_email?: boolean;
  readonly uses_discovery?: boolean;
}
