import type { ClaimPlace } from '../catalog/types.ts';
import type { EvidenceValue } from './types.ts';

/** What a request was sent for. */
export type Purpose =
  | 'discovery'
  | 'jwks'
  | 'plain-http'
  | 'authorize-probe'
  | 'token-probe'
  | 'token'
  | 'userinfo'
  | 'refresh'
  | 'logout'
  | 'app-login'
  | 'apply';

/** Only `apply` sends others than the first two. */
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** A replaced secret: its length and the first 4 hex digits of its SHA-256. */
export type Fingerprint = string;

/** One request and its result. Redacted, so it may be shown in a report. */
export interface Exchange {
  /** Position in the run, from 0. */
  readonly id: number;
  readonly purpose: Purpose;
  /** Local clock when sent, milliseconds since 1970. */
  readonly at: number;
  readonly duration_ms: number;
  readonly request: {
    readonly method: Method;
    readonly url: string;
    /** The relevant headers; credentials are replaced by fingerprints. */
    readonly headers: Readonly<Record<string, string>>;
    readonly form?: Readonly<Record<string, string>>;
  };
  readonly response?: {
    readonly status: number;
    /** Only headers that a diagnosis needs. Never cookies. */
    readonly headers: Readonly<Record<string, string>>;
    /** Bytes read, after decompression. */
    readonly size: number;
    /** SHA-256 of the bytes read, in hex. */
    readonly sha256: string;
    /** True when the body was longer than the limit; the rest was not read. */
    readonly truncated: boolean;
  };
  /** Set when there was no usable answer. */
  readonly failure?: NetworkFailure;
}

/** Why a request had no answer. */
export interface NetworkFailure {
  readonly kind:
    | 'dns'
    | 'refused'
    | 'reset'
    | 'timeout'
    | 'unreachable'
    | 'tls'
    | 'headers-too-big'
    | 'bad-answer'
    /** This and the following: not sent, because of the scheme, a private address or the budget. */
    | 'scheme-refused'
    | 'address-refused'
    | 'budget'
    | 'cancelled';
  /** The system's code, e.g. `ECONNREFUSED`, `CERT_HAS_EXPIRED`. */
  readonly code: string;
  /** One sentence. */
  readonly message: string;
}

/** The actual kind of an answer's body; its content type is not trusted. */
export type BodyKind = 'json' | 'html' | 'jwt' | 'jwe' | 'empty' | 'text' | 'too-big' | 'too-deep';

/** An answer in the form that the judges read. */
export interface Answer {
  /** The exchange it belongs to. */
  readonly exchange: number;
  readonly url: string;
  readonly failure?: NetworkFailure;
  /** 0 if there was no answer. */
  readonly status: number;
  readonly content_type: string;
  readonly body: BodyKind;
  readonly size: number;
  readonly duration_ms: number;
  readonly location?: string;
  readonly retry_after_s?: number;
  readonly www_authenticate?: string;
  readonly cache_control?: string;
  /** The first visible words of a page or text; printable, redacted, at most 300 characters. */
  readonly excerpt?: string;
  /** The OAuth error from a JSON body or `WWW-Authenticate`. Printable, shortened. */
  readonly error?: string;
  readonly error_description?: string;
  /** Names that occur twice in one object of a JSON body; absent if there are none. Printable, redacted. */
  readonly repeated_members?: readonly string[];
}

/** OpenID Connect Discovery §3, untrusted: any member may be missing or of another type. */
export type DiscoveryDocument = Readonly<Record<string, EvidenceValue>>;

export interface CertificateEvidence {
  readonly subject: string;
  readonly issuer: string;
  readonly names: readonly string[];
  /** Milliseconds since 1970. */
  readonly not_before: number;
  readonly not_after: number;
  readonly self_signed: boolean;
  /**
   * True if the certificate states where to get its issuer's certificate (AIA), as those of public CAs do.
   */
  readonly ca_issuers: boolean;
  readonly fingerprint: string;
}

export interface TlsEvidence {
  readonly host: string;
  readonly port: number;
  /** Set if no TLS connection was made at all. */
  readonly failure?: NetworkFailure;
  readonly protocol?: string;
  /** In the order sent, leaf first. */
  readonly chain: readonly CertificateEvidence[];
  /**
   * Each of these is judged separately on the peer's certificate, because a chain error would hide the
   * others.
   */
  readonly name_matches: boolean;
  readonly valid_now: 'yes' | 'expired' | 'not-yet';
  /**
   * `public`: by the public CAs; `system`: by a CA of this machine; `own`: by the CA file; `nobody`: not
   * trusted.
   */
  readonly trusted_by: 'public' | 'system' | 'own' | 'nobody';
  /**
   * OpenSSL's error for the chain, e.g. `UNABLE_TO_VERIFY_LEAF_SIGNATURE`; absent if the chain is trusted.
   */
  readonly chain_error?: string;
  /** The most likely reason why the chain is not trusted. */
  readonly chain_problem?: 'self-signed' | 'unknown-ca' | 'missing-intermediate';
}

/** A public key of the JWKS. */
export interface KeyEvidence {
  readonly kid?: string;
  readonly kty: string;
  readonly alg?: string;
  readonly use?: string;
  readonly crv?: string;
  readonly bits?: number;
  /** Names of private members that were published, never their values. */
  readonly private_members: readonly string[];
  /** False if the key can't be imported. */
  readonly usable: boolean;
}

export interface JwksEvidence {
  readonly answer: Answer;
  readonly has_keys_member: boolean;
  readonly keys: readonly KeyEvidence[];
}

/** The difference between the server's clock and the local clock. */
export interface ClockSample {
  readonly exchange: number;
  readonly origin: string;
  /** Positive: the server is ahead of us. Milliseconds. */
  readonly offset_ms: number;
  /** Half the round trip plus half a second, because `Date` is rounded to a second. */
  readonly error_ms: number;
}

/** How a provider answered an authorization request sent without a session. */
export interface AuthorizeAnswer {
  /** The purpose of the request. */
  readonly probe:
    | 'good'
    | 'good-with-login'
    | 'unknown-client'
    | 'unknown-redirect'
    | 'other-redirect'
    /** A redirect URI on a host that nobody has; asked only if an unregistered path was accepted. */
    | 'foreign-redirect'
    /** The test's own redirect URI, in a request apart from the real login. */
    | 'test-redirect'
    | 'test-with-login'
    | 'with-pkce'
    | 'scope'
    | 'unknown-scope'
    /** The request of another program of the app, which has a client of its own. */
    | 'further-client';
  /** Only of a further client: its id. */
  readonly client_id?: string;
  readonly redirect_uri: string;
  readonly scopes: readonly string[];
  readonly with_pkce: boolean;
  readonly answer: Answer;
  readonly class: /** Redirected to the redirect URI asked for. */
    | 'back'
    /** Redirected elsewhere with an error in the address. */
    | 'inside-error'
    /** Redirected elsewhere, as to a login page. */
    | 'inside'
    | 'error-page'
    | 'page'
    | 'server-error'
    | 'rate-limited'
    | 'none';
  /** `error` and `error_description` of the redirect or the page. */
  readonly error?: string;
  readonly error_description?: string;
  /** Path of a redirect inside the provider, without its query. */
  readonly inside_path?: string;
  /** What the text of the page or the error names as the problem, if recognised. */
  readonly blames?:
    | 'client'
    | 'redirect-uri'
    | 'scope'
    | 'pkce'
    | 'response-type'
    | 'state'
    | 'openid-scope'
    | 'pushed-request'
    | 'request-object';
}

/** How the client authenticated. */
export type CredentialStyle = 'basic' | 'basic-raw' | 'post' | 'none';

/** One attempt at the token endpoint, with a real or a made-up code. */
export interface TokenAttempt {
  readonly style: CredentialStyle;
  readonly code: 'real' | 'bogus';
  /** `unknown-client`: a made-up client with a made-up secret. */
  readonly secret: 'right' | 'wrong-on-purpose' | 'none' | 'unknown-client';
  readonly answer: Answer;
  /** Whether the provider accepted the client's credentials. `unclear`: the answer does not tell. */
  readonly authentication: 'accepted' | 'refused' | 'unclear';
}

export interface AuthorizationRequestEvidence {
  readonly endpoint: string;
  readonly redirect_uri: string;
  readonly response_type: 'code';
  readonly scopes: readonly string[];
  readonly pkce: 'S256' | 'none';
  readonly prompt?: string;
  readonly state_bits: number;
  readonly nonce_bits: number;
  readonly parameters: readonly string[];
}

/** What the listener received, or what a pasted address contained. */
export interface CallbackEvidence {
  /** `refused`: a separate request has shown that the provider refuses this login. */
  readonly outcome: 'received' | 'timed-out' | 'cancelled' | 'slept' | 'refused' | 'not-a-callback';
  readonly waited_ms: number;
  /** Parameter names of the accepted callback. A repeated parameter is listed repeatedly. */
  readonly parameters: readonly string[];
  readonly iss?: string;
  readonly error?: string;
  readonly error_description?: string;
  readonly has_code: boolean;
  /** Requests that were not the callback. */
  readonly seen: {
    readonly wrong_state: number;
    readonly missing_state: number;
    /** Right path but no query: the answer may have come in the fragment. */
    readonly empty: number;
    readonly wrong_path: number;
    readonly wrong_host: number;
    readonly wrong_method: number;
    /** Requests of another user of this machine, as far as the system tells. */
    readonly other_user: number;
    readonly late: number;
    /** Up to five of the paths, printable. */
    readonly paths: readonly string[];
  };
}

export interface TokenEvidence {
  readonly answer: Answer;
  readonly style: CredentialStyle;
  readonly has_access_token: boolean;
  readonly has_id_token: boolean;
  readonly has_refresh_token: boolean;
  readonly token_type?: EvidenceValue;
  readonly expires_in?: EvidenceValue;
  /** The scope in the answer. Absent means that the requested scope was granted (RFC 6749 §5.1). */
  readonly scope?: string;
  readonly parameters: readonly string[];
}

/** The result of checking a JWT's signature. */
export interface SignatureEvidence {
  readonly result: 'valid' | 'invalid' | 'no-key' | 'alg-none' | 'unsupported' | 'not-checked';
  /** How many keys could have been used. */
  readonly candidates: number;
  /** True if the key was found only after the JWKS was fetched again. */
  readonly refetched: boolean;
}

export interface IdTokenEvidence {
  /** Dot-separated parts: 3 signed, 5 encrypted, anything else malformed. */
  readonly parts: number;
  readonly malformed: boolean;
  readonly header: Readonly<Record<string, EvidenceValue>>;
  /** Names that occur twice in the header or the claims; absent if there are none. Printable, redacted. */
  readonly repeated_members?: readonly string[];
  /** As received, but `nonce` is replaced by a fingerprint. Personal: shown on request only. */
  readonly claims: Readonly<Record<string, EvidenceValue>>;
  readonly signature: SignatureEvidence;
  readonly nonce: 'equal' | 'differs' | 'missing';
  readonly at_hash: 'equal' | 'differs' | 'absent' | 'not-computable';
  /** Local clock when received, seconds since 1970. */
  readonly received_at: number;
}

export interface UserinfoEvidence {
  readonly answer: Answer;
  /**
   * After a 401: the answer to the same token as a form field (RFC 6750 §2.2), which no proxy takes away with the
   * Authorization header.
   */
  readonly as_field?: { readonly status: number; readonly accepted: boolean };
  /** Personal: shown on request only. Absent if there were no claims to read. */
  readonly claims?: Readonly<Record<string, EvidenceValue>>;
  /** Set for an answer that is a signed JWT. */
  readonly signed?: {
    readonly header: Readonly<Record<string, EvidenceValue>>;
    readonly signature: SignatureEvidence;
    /** Names that occur twice in the header or the claims; absent if there are none. */
    readonly repeated_members?: readonly string[];
  };
}

export interface RefreshEvidence {
  readonly offered: boolean;
  readonly answer?: Answer;
  readonly claims?: Readonly<Record<string, EvidenceValue>>;
  /** Names that occur twice in the refreshed ID token; absent if there are none. Printable, redacted. */
  readonly repeated_members?: readonly string[];
}

export interface LogoutEvidence {
  readonly endpoint?: string;
}

/** How openid-client judged the same recorded answers. */
export interface LibraryEvidence {
  /** `refused`: it would not have let the user in. */
  readonly verdict: 'accepted' | 'refused' | 'not-asked';
  readonly code?: string;
  readonly step?: 'discovery' | 'callback' | 'userinfo';
  readonly message?: string;
}

export interface NetworkEvidence {
  readonly host: string;
  readonly port: number;
  readonly addresses: readonly { readonly address: string; readonly scope: AddressScope }[];
  /** Host of the proxy in use. */
  readonly proxy?: string;
  readonly failure?: NetworkFailure;
  /** The app's host, if it was looked up after the provider's was not found, and was not found either. */
  readonly app_not_found?: string;
}

export type AddressScope = 'public' | 'private' | 'loopback' | 'link-local';

/** One authorization request that an app showed, without its random values. */
export interface SentRequest {
  /** `settings`: no request, but the values that the app lists for its login page. */
  readonly found_in: 'redirect' | 'page' | 'form' | 'json' | 'settings';
  /** Where it leads, without its query. Absent: the app doesn't list it. */
  readonly endpoint?: string;
  /** The other addresses of the provider, where the app lists them. */
  readonly token_endpoint?: string;
  readonly userinfo_endpoint?: string;
  /** The address itself begins with a quote. */
  readonly quoted?: true;
  readonly client_id?: string;
  /** It is a secret of this client, or the digest of one. */
  readonly client_id_is?: 'secret' | 'digest';
  readonly redirect_uri?: string;
  readonly scopes?: readonly string[];
  readonly response_type?: string;
  /** Absent: that is not shown. */
  readonly pkce?: 'S256' | 'plain' | 'none';
  /** The values were handed to the provider before (RFC 9126, RFC 9101), so they can't be seen. */
  readonly pushed?: true;
}

/** What the app tells everyone of its providers. */
export interface AppListEvidence {
  readonly answer: Answer;
  /** Whether a login through a provider is offered. Absent: the answer doesn't say. */
  readonly offers?: boolean;
  /** What stands on the buttons. */
  readonly names: readonly string[];
}

/** What the app itself answered where its login begins. */
export interface AppLoginEvidence {
  /** `list`: only what it tells of its providers was asked. */
  readonly kind: 'redirect' | 'json' | 'page' | 'list';
  readonly list?: AppListEvidence;
  /** The client's secret stands in an answer, for everyone to read. */
  readonly shows_secret?: true;
  readonly answer: Answer;
  /** The requests to the app, in a record of their own. */
  readonly exchanges: readonly Exchange[];
  readonly requests: readonly SentRequest[];
}

/**
 * Everything that one run saw. JSON-safe. Contains no secret, code, token, state or verifier. The claims are
 * personal; `withoutPersonalData` removes them for a support bundle.
 */
/** A product that a discovery document shows, and its address in a workspace. */
export interface OtherProduct {
  readonly kind: string;
  readonly name: string;
  readonly address?: string;
}

export interface Evidence {
  readonly run: 'check' | 'login';
  /** Local clock, milliseconds since 1970. */
  readonly started_at: number;
  readonly exchanges: readonly Exchange[];
  readonly network?: NetworkEvidence;
  readonly tls?: TlsEvidence;
  readonly plain_http?: Answer;
  readonly discovery?: {
    /** The last answer, after redirects inside the origin. */
    readonly answer: Answer;
    readonly redirects: readonly { readonly from: string; readonly to: string; readonly followed: boolean }[];
    readonly redirect_loop: boolean;
    /** A nearby address whose document names its own issuer. Searched only if `url` has none; never used. */
    readonly found_elsewhere?: {
      readonly url: string;
      readonly issuer: string;
      /** The product that its document shows beyond doubt. */
      readonly product?: OtherProduct;
    };
    /** Present when the answer is a JSON object. */
    readonly document?: DiscoveryDocument;
  };
  readonly jwks?: JwksEvidence;
  readonly clock: readonly ClockSample[];
  /** Answers to authorization requests without a session. */
  readonly authorize: readonly AuthorizeAnswer[];
  readonly token_attempts: readonly TokenAttempt[];
  /** True if encoding (RFC 6749 §2.3.1) changes the client id or secret; a side that skips it then fails. */
  readonly credentials_need_encoding?: boolean;
  /**
   * The host that the discovery document names for secrets, if neither the workspace names it nor a person has
   * confirmed it. Nothing secret was sent there.
   */
  readonly untrusted_host?: string;
  /** Why probing ended early. */
  readonly probes_stopped?: 'rate-limited' | 'budget' | 'cancelled' | 'server-error';
  readonly request?: AuthorizationRequestEvidence;
  readonly callback?: CallbackEvidence;
  readonly token?: TokenEvidence;
  readonly id_token?: IdTokenEvidence;
  readonly userinfo?: UserinfoEvidence;
  readonly refresh?: RefreshEvidence;
  readonly logout?: LogoutEvidence;
  readonly library?: LibraryEvidence;
  /** Absent: the app was not asked. */
  readonly app_login?: AppLoginEvidence;
}

/** JSON type of a claim, as shown in the claims table. */
export type ClaimShape = 'missing' | 'null' | 'string' | 'empty' | 'number' | 'boolean' | 'array' | 'object';

export function claimShape(value: EvidenceValue | undefined): ClaimShape {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  if (typeof value === 'string') return value.trim() === '' ? 'empty' : 'string';
  if (Array.isArray(value)) return 'array';
  return typeof value as 'number' | 'boolean' | 'object';
}

/** Reads a claim at one place. Reads own members only, because a claim may have the name of a method. */
export function claimAt(evidence: Evidence, place: ClaimPlace, claim: string): EvidenceValue | undefined {
  const claims = place === 'id_token' ? evidence.id_token?.claims : evidence.userinfo?.claims;
  return claims !== undefined && Object.hasOwn(claims, claim) ? claims[claim] : undefined;
}

const shapes = (claims: Readonly<Record<string, EvidenceValue>>): Record<string, string> =>
  Object.fromEntries(Object.entries(claims).map(([name, value]) => [name, claimShape(value)]));

/** Returns the same evidence with every claim's value replaced by its JSON type. */
export function withoutPersonalData(evidence: Evidence): Evidence {
  const { id_token, userinfo, refresh } = evidence;
  return {
    ...evidence,
    ...(id_token && { id_token: { ...id_token, claims: shapes(id_token.claims) } }),
    ...(userinfo?.claims && { userinfo: { ...userinfo, claims: shapes(userinfo.claims) } }),
    ...(refresh?.claims && { refresh: { ...refresh, claims: shapes(refresh.claims) } }),
  };
}
