import type { IncomingMessage, ServerResponse } from 'node:http';
import type { JWK } from 'jose';
import type { Configuration, KoaContextWithOIDC, Provider } from 'oidc-provider';
import type { Endpoint } from '../../../shared/client/announced.ts';

/** A client of the practice provider, with the field names of RFC 7591. */
export interface PracticeClient {
  readonly client_id: string;
  readonly client_name?: string;
  /** Absent for a public client. */
  readonly client_secret?: string;
  readonly redirect_uris: readonly string[];
  readonly token_endpoint_auth_method?: 'client_secret_basic' | 'client_secret_post' | 'none';
  readonly grant_types?: readonly string[];
  readonly id_token_signed_response_alg?: string;
  /** If set, userinfo is returned as a signed JWT. */
  readonly userinfo_signed_response_alg?: string;
  /** `native`: a loopback redirect URI matches any port. Default: `native` if every URI is loopback http. */
  readonly application_type?: 'web' | 'native';
  /** The scopes that the client may request, separated by spaces. Default: all. */
  readonly scope?: string;
  readonly post_logout_redirect_uris?: readonly string[];
  /** Overrides the profile's `requirePkce`. */
  readonly require_pkce?: boolean;
  /** Who may sign in: people who are in one of these groups. Default: everyone. */
  readonly allowed_groups?: readonly string[];
}

export interface PracticeAccount {
  readonly sub: string;
  /** Shown on the login page. Default: `preferred_username`, else `sub`. */
  readonly label?: string;
  /** All claims except `sub`. `undefined` means that the account doesn't have the claim. */
  readonly claims: Readonly<Record<string, unknown>>;
}

/** How the provider behaves. The default follows the specification. */
export interface PracticeProfile {
  /**
   * True: scope claims are also in the ID token. False: only in userinfo, as Core §5.4 says. Default false.
   */
  readonly claimsInIdToken?: boolean;
  /** Require PKCE from every client. Default false. */
  readonly requirePkce?: boolean;
  /** True: only the registered token endpoint method is accepted. Default false. */
  readonly enforceAuthMethod?: boolean;
  readonly tokenEndpointAuthMethods?: readonly string[];
  /** Claims that each scope releases. */
  readonly scopeClaims?: Readonly<Record<string, readonly string[]>>;
  /** Announced signing algorithms. One key is generated for each. Default: those the clients need. */
  readonly signingAlgs?: readonly string[];
  /** Lifetime of an ID token in seconds. Default 3600. */
  readonly idTokenSeconds?: number;
  /** Lifetime of an authorization code in seconds. Default 60. */
  readonly codeSeconds?: number;
  readonly endSession?: boolean;
  /** Fields to add to the discovery document, or to replace its built-in fields. */
  readonly discovery?: Readonly<Record<string, unknown>>;
}

/** The decision of an automatic login for one interaction. */
export type PracticeDecision =
  | { readonly sub: string }
  | { readonly error: string; readonly error_description?: string };

/** The context of one answer. A hook can read and change its status, headers and body before it is sent. */
export type PracticeContext = KoaContextWithOIDC;

/** Reads or changes one answer of the provider. */
export type PracticeHook = (route: string, ctx: PracticeContext, provider: Provider) => void | Promise<void>;

/** Settings of a practice provider. */
export interface PracticeProviderOptions {
  /** Default `127.0.0.1`. `localhost` binds 127.0.0.1 and puts the name into the issuer. */
  readonly host?: string;
  /** Default 0: any free port. */
  readonly port?: number;
  /** Path of the issuer, for example `/application/o/memos/`. Used exactly as given. Default: none. */
  readonly issuerPath?: string;
  /** Replaces the whole issuer text, for an issuer that differs from the address. */
  readonly issuer?: (address: string) => string;
  /** Serves https with this key and certificate chain (PEM). */
  readonly tls?: { readonly key: string; readonly cert: string };
  readonly clients: readonly PracticeClient[] | ((address: string) => readonly PracticeClient[]);
  readonly accounts?: readonly PracticeAccount[];
  readonly profile?: PracticeProfile;
  /**
   * `page`: shows our login page. Otherwise one redirect without a form: `automatic` signs in the first
   * account, a function decides for each interaction. Default `automatic`.
   */
  readonly login?: 'page' | 'automatic' | ((context: { readonly client_id: string }) => PracticeDecision);
  /** Private signing keys as JWKs with `alg`, `use` and `kid`. Default: generated once per process. */
  readonly signingKeys?: readonly JWK[];
  /** Called first for every request. Returns true if it sent the answer itself. */
  readonly onRequest?: (request: IncomingMessage, response: ServerResponse) => boolean | Promise<boolean>;
  /**
   * Called after the provider has prepared its answer. `route` is the oidc-provider route (`discovery`,
   * `jwks`, `authorization`, `resume`, `token`, `userinfo`, `end_session`) or `interaction` for the login
   * page. If an error page is shown, `ctx.state.error` contains `{ error, error_description }`.
   */
  readonly onResponse?: PracticeHook;
  /** Changes oidc-provider's own configuration. Applied last. */
  readonly configure?: (configuration: Configuration) => Configuration;
}

export interface PracticeProvider {
  /** The issuer, exactly as announced. */
  readonly issuer: string;
  /** `scheme://host:port` without a trailing slash. */
  readonly url: string;
  readonly discovery_url: string;
  /** The endpoints that it announces, as a workspace states them. */
  readonly endpoints: Readonly<Record<Endpoint, string>>;
  readonly port: number;
  /** The private signing keys, for hooks that sign their own tokens. */
  readonly signingKeys: readonly JWK[];
  readonly provider: Provider;
  /** Stops listening and drops every connection. */
  readonly close: () => Promise<void>;
}

/** Claims for each scope as in OpenID Connect Core §5.4, plus `groups`. */
export const STANDARD_SCOPE_CLAIMS: Readonly<Record<string, readonly string[]>> = {
  openid: ['sub'],
  profile: [
    'name',
    'given_name',
    'family_name',
    'middle_name',
    'nickname',
    'preferred_username',
    'profile',
    'picture',
    'website',
    'gender',
    'birthdate',
    'zoneinfo',
    'locale',
    'updated_at',
  ],
  email: ['email', 'email_verified'],
  phone: ['phone_number', 'phone_number_verified'],
  address: ['address'],
  groups: ['groups'],
  offline_access: [],
};

/** The account that signs in if no accounts are given. */
export const PRACTICE_ACCOUNT: PracticeAccount = {
  sub: '0f7c2c2e-52a3-4c55-9a0f-6f1c2f6a7d11',
  label: 'Ada Practice',
  claims: {
    name: 'Ada Practice',
    given_name: 'Ada',
    family_name: 'Practice',
    preferred_username: 'ada',
    email: 'ada@example.com',
    email_verified: true,
    groups: ['admins', 'users'],
  },
};
