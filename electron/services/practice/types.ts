import type { IncomingMessage, ServerResponse } from 'node:http';
import type { JWK } from 'jose';
import type { Configuration, KoaContextWithOIDC, Provider } from 'oidc-provider';

/** A client of the practice provider in the terms of RFC 7591. */
export interface PracticeClient {
  readonly client_id: string;
  readonly client_name?: string;
  /** Absent for a public client. */
  readonly client_secret?: string;
  readonly redirect_uris: readonly string[];
  readonly token_endpoint_auth_method?: 'client_secret_basic' | 'client_secret_post' | 'none';
  readonly grant_types?: readonly string[];
  readonly id_token_signed_response_alg?: string;
  /** Set: userinfo is answered as a signed JWT. */
  readonly userinfo_signed_response_alg?: string;
  /** `native`: a loopback redirect URI matches any port. Default `native` when every URI is loopback http. */
  readonly application_type?: 'web' | 'native';
  /** The scopes it may ask for, joined by a space. Default: all. */
  readonly scope?: string;
  readonly post_logout_redirect_uris?: readonly string[];
  /** Overrides the profile's. */
  readonly require_pkce?: boolean;
}

export interface PracticeAccount {
  readonly sub: string;
  /** Shown on the login page. Default: `preferred_username`, else `sub`. */
  readonly label?: string;
  /** Every claim beside `sub`; `undefined` means the account has none. */
  readonly claims: Readonly<Record<string, unknown>>;
}

/** How the provider behaves; the default conforms to the specification. */
export interface PracticeProfile {
  /** True: scope claims are in the ID token too; false: in userinfo only, as Core §5.4 says. Default false. */
  readonly claimsInIdToken?: boolean;
  /** Require PKCE of every client. Default false. */
  readonly requirePkce?: boolean;
  /** True: only the registered token endpoint method is accepted. Default false. */
  readonly enforceAuthMethod?: boolean;
  readonly tokenEndpointAuthMethods?: readonly string[];
  /** Claims that each scope releases. */
  readonly scopeClaims?: Readonly<Record<string, readonly string[]>>;
  /** Signing algorithms announced; a key is made for each. Default: those the clients need. */
  readonly signingAlgs?: readonly string[];
  /** Seconds an ID token is valid. Default 3600. */
  readonly idTokenSeconds?: number;
  /** Seconds an authorization code is valid. Default 60. */
  readonly codeSeconds?: number;
  readonly endSession?: boolean;
  /** Keys to announce besides, or instead of, the built-in discovery fields. */
  readonly discovery?: Readonly<Record<string, unknown>>;
}

/** What an automatic login answers for one interaction. */
export type PracticeDecision =
  | { readonly sub: string }
  | { readonly error: string; readonly error_description?: string };

/** What a hook may read and rewrite of one answer: status, headers and body, before it is sent. */
export type PracticeContext = KoaContextWithOIDC;

/** Reads or rewrites one answer of the provider. */
export type PracticeHook = (route: string, ctx: PracticeContext, provider: Provider) => void | Promise<void>;

/** What a whole run of the practice provider may be made of. */
export interface PracticeProviderOptions {
  /** Default `127.0.0.1`. `localhost` binds 127.0.0.1 and puts the name into the issuer. */
  readonly host?: string;
  /** Default 0: any free port. */
  readonly port?: number;
  /** Path of the issuer, e.g. `/application/o/memos/`; kept to the letter. Default none. */
  readonly issuerPath?: string;
  /** Overrides the issuer's text altogether, where it shall differ from the address. */
  readonly issuer?: (address: string) => string;
  /** Serves https with this key and certificate chain (PEM). */
  readonly tls?: { readonly key: string; readonly cert: string };
  readonly clients: readonly PracticeClient[] | ((address: string) => readonly PracticeClient[]);
  readonly accounts?: readonly PracticeAccount[];
  readonly profile?: PracticeProfile;
  /**
   * `page`: our login page. Otherwise one hop without a form: `automatic` signs in the first account,
   * a function decides per interaction. Default `automatic`.
   */
  readonly login?: 'page' | 'automatic' | ((context: { readonly client_id: string }) => PracticeDecision);
  /** Private signing keys as JWKs with `alg`, `use` and `kid`. Default: made once per process. */
  readonly signingKeys?: readonly JWK[];
  /** Before anything else: true when it has answered itself. */
  readonly onRequest?: (request: IncomingMessage, response: ServerResponse) => boolean | Promise<boolean>;
  /**
   * After the provider has made its answer; `route` is oidc-provider's (`discovery`, `jwks`, `authorization`, `resume`,
   * `token`, `userinfo`, `end_session`) or `interaction` for the login page. `ctx.state.error` holds
   * `{ error, error_description }` where an error page is shown.
   */
  readonly onResponse?: PracticeHook;
  /** Changes to oidc-provider's own configuration, last word. */
  readonly configure?: (configuration: Configuration) => Configuration;
}

export interface PracticeProvider {
  /** The issuer, byte for byte as announced. */
  readonly issuer: string;
  /** `scheme://host:port` without a trailing slash. */
  readonly url: string;
  readonly discovery_url: string;
  readonly port: number;
  /** The private signing keys, for hooks that sign their own tokens. */
  readonly signingKeys: readonly JWK[];
  readonly provider: Provider;
  /** Stops listening and drops every connection. */
  readonly close: () => Promise<void>;
}

/** Claims by scope as OpenID Connect Core §5.4 has them, and `groups`. */
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

/** The user who signs in when no account is given. */
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
