import type { DeliverableKind } from '../deliverable-kinds.ts';
import type { ProviderProfile } from '../profile/provider-schema.ts';
import type { AppProfile, RUNTIMES } from '../profile/schema.ts';
import type { KnownVersions, Version } from '../version.ts';
import type {
  AppEntry,
  AppKind,
  ProviderEntry,
  ProviderKind,
  TokenEndpointAuthMethod,
} from '../workspace/types.ts';
import type { FactTable, Source } from './fact.ts';

/** Where an app reads a claim, and where a provider puts it. */
export type ClaimPlace = 'id_token' | 'userinfo';

/** How a provider behaves, as far as a client or a test can observe it. */
export interface ProviderTraits {
  /** Which claims a scope releases, e.g. `email` → `email`, `email_verified`. */
  readonly scope_claims: Readonly<Record<string, readonly string[]>>;
  /** Where scope claims appear without further configuration. */
  readonly claims_placement: readonly ClaimPlace[];
  /**
   * What puts further claims into the ID token: the default or a claim mapping, Authelia's `claims_policies`,
   * or nothing.
   */
  readonly id_token_claims_by: 'default' | 'claims_policy' | 'nothing';
  readonly email_verified: 'true' | 'false' | 'per-user' | 'unknown';
  readonly token_endpoint_auth_methods: readonly TokenEndpointAuthMethod[];
  /** True when only the registered method is accepted. */
  readonly enforces_auth_method: boolean;
  /** False if HTTP Basic credentials are compared without percent-decoding, so they must be alphanumeric. */
  readonly decodes_basic_credentials: boolean | 'unknown';
  /** `always`: every client must send it, unless an administrator lets one off. */
  readonly pkce_enforcement: 'per-client' | 'always' | 'none' | 'unknown';
  /**
   * What happens to a scope that the client may not have: an error, dropped without an error, or not known.
   */
  readonly unknown_scope: 'refused' | 'dropped' | 'unknown';
  /** True when a registered `http://127.0.0.1` redirect URI matches any port. */
  readonly loopback_any_port: boolean | 'unknown';
  /** Which clients may not use plain http redirect URIs on hosts other than loopback. */
  readonly http_redirect_refused_for: 'nobody' | 'public-clients' | 'unknown';
  /**
   * Whether the issuer must use https: always, or only beyond this machine (http on loopback is for trials).
   */
  readonly requires_https: boolean | 'beyond-loopback';
  /** False when the provider has no end-session endpoint. */
  readonly end_session: boolean | 'unknown';
  /** Minimum length of `state` and `nonce`. */
  readonly minimum_state_length: number;
  /** True when the client secret is stored as a digest. */
  readonly stores_digest: boolean;
  /** True if the authorization response contains `iss` (RFC 9207). */
  readonly sends_iss: boolean | 'unknown';
  /** What a client's ID tokens are signed with, as it is set up here: a name of RFC 7518. */
  readonly id_token_alg: string;
  /** Who makes the client id and the client secret. What the provider makes has to be taken back from it. */
  readonly client_id_by: 'us' | 'provider';
  readonly secret_by: 'us' | 'provider';
  /** How many secrets a client may have at a time; with two, a rotation leaves no gap. */
  readonly secrets_at_once: number;
  /** True if nobody may sign in before a group is named. */
  readonly grants_by_group: boolean;
  /** True if a client without redirect URIs takes the first one that it is shown. */
  readonly saves_first_redirect: boolean;
}

/** OpenID Connect Discovery §3, as far as rendering needs it. */
export interface ProviderMetadata {
  readonly issuer: string;
  readonly discovery_url: string;
  readonly authorization_endpoint: string;
  readonly token_endpoint: string;
  readonly userinfo_endpoint: string;
  readonly jwks_uri: string;
  readonly end_session_endpoint?: string;
}

/** The client data that a provider's own rules are checked against. */
export interface ClientRequest {
  readonly client_id: string;
  readonly slug: string;
  readonly policy: string;
  readonly groups: readonly string[];
  readonly app_id: string;
  readonly client_name: string;
  readonly app_url: string;
  readonly scopes: readonly string[];
  readonly method: TokenEndpointAuthMethod;
  readonly app_sends_pkce: boolean;
  /** True if the provider shall refuse a login without PKCE. */
  readonly demands_pkce: boolean;
  readonly consent: 'always' | 'never' | 'remembered';
  /** The claims that the app reads. */
  readonly claims: readonly string[];
  /** True if the test login has a redirect URI of its own. */
  readonly test: boolean;
}

/** A kind of provider, mostly described by data. */
export interface ProviderDefinition {
  readonly kind: ProviderKind;
  readonly name: string;
  readonly versions: KnownVersions;
  readonly traits: FactTable<ProviderTraits>;
  /**
   * True if the provider reads all its clients from one list, so that a file with some of them replaces the
   * others. False if each client is registered by itself.
   */
  readonly one_list_of_clients: boolean;
  /** False if nothing can be set there on how one client's access tokens are signed. */
  readonly sets_access_token_alg: boolean;
  /**
   * Issuer and endpoints for one client. `slug` or `client_id` matter if each has its own issuer (authentik, Kanidm).
   * No field is `undefined`: where nothing is known a conventional value is used, and `assumed` lists such fields.
   */
  readonly metadata: (
    entry: ProviderEntry,
    slug: string,
    version: Version,
    client_id: string,
  ) => {
    readonly metadata: ProviderMetadata;
    readonly assumed: readonly (keyof ProviderMetadata)[];
  };
  /** What to tell the user about this version before anything is applied. */
  readonly notices?: (entry: ProviderEntry, version: Version) => readonly Notice[];
  /**
   * What the provider refuses from a client, or treats differently than stated. `path`s are keys of the app.
   */
  readonly clientNotices?: (
    client: ClientRequest,
    entry: ProviderEntry,
    version: Version,
  ) => readonly Notice[];
  /** True if the discovery document is made for one client and says what that client gets. */
  readonly document_per_client: boolean;
  /** What it answers to wrong requests was seen, so that one such answer is a proof by itself. */
  readonly every_answer_seen: boolean;
  /** The endpoints that only its discovery document tells. They are assumed until it was read. */
  readonly open_endpoints: readonly (keyof NonNullable<ProviderEntry['metadata']>)[];
  /** The policy of a client for which the workspace states none. */
  readonly default_policy: 'one_factor' | 'two_factor';
  /** True if it is told a digest of the client secret, not the secret. */
  readonly told_digest: boolean;
  /** Secrets that only the provider has, made for a new set-up. */
  readonly own_secrets: readonly ('hmac_secret' | 'jwks_key')[];
  /** What else to know where somebody loses access there. */
  readonly loss_remark?: string;
  /** What meets a person who has no second factor yet where one is asked for. */
  readonly no_second_factor?: string;
  /** The profile is a file beside the workspace, and may change at any time. */
  readonly is_own?: true;
  /** Where the provider is described by a profile: what its side is rendered from. */
  readonly profile?: ProviderProfile;
  readonly sources: readonly Source[];
}

/** A claim an app reads. */
export interface ClaimRequirement {
  readonly claim: string;
  /** The scope that usually releases it. */
  readonly scope: string;
  readonly level: 'required' | 'optional';
  readonly type: 'string' | 'boolean' | 'array';
  /** `verified`: must be exactly `true` if the provider has the claim. */
  readonly rule?: 'verified';
  /**
   * What the app's own settings accept, if the claim is there: one of these values, or a text in which this Go
   * regular expression is found. Anything else ends the login. Absent: any value.
   */
  readonly accepts?: { readonly any_of: readonly string[] } | { readonly pattern: string };
  /** The setting that says so, and how it lets everyone in. */
  readonly accepts_by?: string;
  readonly accepts_all?: string;
  /** One sentence for the claims table. */
  readonly why: string;
  readonly source: Source;
}

/** Which role an app gives a person by the claims, with the values of the workspace. */
export interface RoleRule {
  /** The claim whose values decide. Absent: no claim does. */
  readonly claim?: string;
  /** The first that fits decides. `by` is the setting with the values. */
  readonly grants: readonly {
    readonly role: string;
    readonly by: string;
    readonly values: readonly string[];
    readonly everyone: boolean;
  }[];
  /** A JMESPath expression over all claims that makes one of these roles, and the setting it stands in. */
  readonly expression?: { readonly text: string; readonly by: string; readonly roles: readonly string[] };
  /** The role of everyone else. Absent: such a person is refused. */
  readonly otherwise?: string;
  /** What happens without the claim, if not the same as with other values. */
  readonly absent?: 'kept' | 'refused';
  /** True if only new people get a role, and others keep theirs. */
  readonly new_only: boolean;
}

/** How an app behaves as a client. */
export interface AppTraits {
  readonly token_endpoint_auth_method: TokenEndpointAuthMethod;
  /** True if the app tries the other method after one was refused. */
  readonly tries_other_auth_method: boolean;
  /** `S256-https`: only in a secure browser context. `S256-advertised`: if discovery lists it. */
  readonly pkce: 'none' | 'S256' | 'S256-https' | 'S256-advertised';
  readonly uses_discovery: boolean;
  readonly claims_from: ClaimPlace;
  readonly sends_nonce: boolean;
  readonly scopes: readonly string[];
  readonly checks_issuer: boolean;
}

/** A message about a connection, for the screens and the command line. */
export interface Notice {
  /** Stable, kebab-case. */
  readonly code: string;
  /**
   * `error`: can't work as stated. `warning`: works with a risk or an assumption. `info`: useful to know
   * first.
   */
  readonly severity: 'error' | 'warning' | 'info';
  readonly side: 'provider' | 'app' | 'proxy' | 'host';
  readonly message: string;
  /** What the message lists, one thing each. */
  readonly points?: readonly string[];
  /** How to solve it, or what to do. */
  readonly fix?: string;
  /** The workspace key it is about, e.g. `apps.memos.url`. */
  readonly path?: string;
  /** The id of the step of the app’s guide that does it, so that a screen says it there. */
  readonly step?: string;
  /** What a screen says in place of what is about the workspace file or the command line. */
  readonly on_screen?: { readonly message?: string; readonly fix?: string };
  readonly source?: Source;
}

/** A setting of one kind of app, for messages of the workspace schema and for forms. */
export interface SettingDefinition {
  readonly key: string;
  readonly label: string;
  readonly type: 'text' | 'boolean' | 'list' | 'choice';
  readonly choices?: readonly string[];
  readonly default?: string | boolean;
  readonly since?: Version;
  readonly before?: Version;
  readonly help: string;
  readonly example?: string;
}

/** A value of the login that an app is told. `callback`: only where it is told its whole redirect URI.
 * `switch`: what switches the login on. */
export type AppSetting =
  | 'issuer'
  | 'client_id'
  | 'client_secret'
  | 'redirect_uri'
  | 'callback'
  | 'scopes'
  | 'ca'
  | 'identifier'
  | 'auth_method'
  | 'logout'
  | 'switch'
  | 'authorization_endpoint'
  | 'token_endpoint'
  | 'userinfo_endpoint'
  | 'jwks_uri';

/** How the person sets one part of an app's side. */
export type Way = 'env' | 'file' | 'command' | 'screen' | 'http';

/** Where something is set in the app: its own name for it, and by which way. */
export interface SetAt {
  readonly name: string;
  readonly way: Way;
  /** True if nothing else stands there. */
  readonly alone?: boolean;
  /** True if it adds one to the values that the app has of its own. */
  readonly adds?: boolean;
  /** The kind of deliverable that holds it, if it isn't the usual one of this way. */
  readonly deliverable?: DeliverableKind;
}

/** What an app says of causes of the diagnosis, before it is filled in. */
export type OwnWords = NonNullable<AppProfile['words']>[number];

/** What an app says of one cause of the diagnosis, in place of the general words. */
export interface AppWords {
  /** In place of the cause's own sentence. */
  readonly says?: string;
  /** After the cause's sentence. */
  readonly also?: string;
  /** In place of what is to be done. */
  readonly fix?: string;
  /** The app's name for what is to be changed, and what to write there. */
  readonly setting?: string;
  readonly value?: string;
  /** The workspace's setting that leads to it. */
  readonly key?: string;
}

/** One of the app's own words for what went wrong. */
export interface AppError {
  readonly text: string;
  readonly where: 'page' | 'address' | 'json' | 'log';
  /** What it means, and what to do. */
  readonly means: string;
  readonly side: Notice['side'];
  /** The causes in the catalogue of the diagnosis that it may be a sign of, the most likely first. */
  readonly cause?: readonly string[];
}

/** What an app is made with. `system`: something that reads the system's list of authorities. */
export type AppRuntime = (typeof RUNTIMES)[number];

/** How an app is told to trust the provider's own certificate authority. All paths are in its container. */
export interface TrustSetting {
  /** The variable or option, and its value. */
  readonly name: string;
  readonly value: string;
  /** The file to mount, and where. */
  readonly mount: string;
  /** Commands that make the mounted file from the PEM file, if it isn't the PEM file itself. */
  readonly make?: readonly string[];
  /** What else the person must know: which other authorities still count, and when it is read. */
  readonly note: string;
  /** All of it in a clause, if it takes more than a mounted file and a variable with its path. */
  readonly in_short?: string;
  /** The workspace's setting that holds the path. */
  readonly key?: string;
  /** What the app is made with, where it is known: which tool sees the network as the app does depends on it. */
  readonly runtime?: AppRuntime;
  readonly source: Source;
}

/** What a provider may be told of the end of a session (OpenID Connect RP-Initiated, Back- and Front-Channel Logout). */
export interface LogoutAddresses {
  /** Where the browser comes back to after the person signed out at the provider. */
  readonly post?: string;
  /** Where the provider tells the app so, without a browser. */
  readonly backchannel?: string;
  /** What the provider's page loads so that the app ends its session. */
  readonly frontchannel?: string;
}

/** A program of an app that signs in with a client of its own, such as its command line. */
export interface FurtherClient {
  /** Letters, unique within the app. */
  readonly name: string;
  /** What uses it, as it follows the app's name: `desktop app`. */
  readonly title: string;
  /** False if this version or these settings have no such client. */
  readonly wanted: boolean;
  /** The id that the program always has. Absent: one is made from the app's own. */
  readonly client_id?: string;
  readonly token_endpoint_auth_method: TokenEndpointAuthMethod;
  readonly sends_pkce: boolean;
  /** Absent: those of the app. */
  readonly scopes?: readonly string[];
  /** In the form of `AppDefinition.redirectPaths`. */
  readonly redirect_paths: readonly string[];
  readonly source: Source;
}

/** How an app's login begins. `post` changes something in the app, so it is never asked. */
export interface LoginStart {
  readonly path: string;
  readonly kind: 'redirect' | 'json' | 'page' | 'post';
}

/** What an app tells everyone of its providers, and where each value stands in the answer. */
export interface LoginList {
  readonly path: string;
  /** Sent as JSON by POST. Absent: it is a GET. */
  readonly post?: Readonly<Record<string, string>>;
  readonly on?: string;
  readonly entries?: string;
  readonly only?: Readonly<Record<string, string>>;
  readonly reads: {
    readonly name?: string;
    readonly request?: string;
    readonly client_id?: string;
    readonly authorization_endpoint?: string;
    readonly token_endpoint?: string;
    readonly userinfo_endpoint?: string;
    readonly redirect_uri?: string;
    readonly scopes?: string;
  };
}
/** What makes an app's log say more: a variable of its environment, or a clause on what is set where. */
export type DebugLog = { readonly variable: string; readonly value: string } | { readonly where: string };

/** A kind of app, mostly described by data. */
export interface AppDefinition {
  readonly kind: AppKind;
  readonly name: string;
  /** One line for the catalog screen. */
  readonly description: string;
  readonly versions: KnownVersions;
  readonly editions?: readonly {
    readonly id: string;
    readonly name: string;
    readonly supported: boolean;
    readonly reason?: string;
  }[];
  readonly settings: readonly SettingDefinition[];
  readonly traits: FactTable<AppTraits>;
  /** How many characters the app's `state` and `nonce` have. Absent: not known. */
  readonly random_lengths?: { readonly state: number; readonly nonce?: number; readonly source: Source };
  /**
   * The app's redirect URIs. A path (`/…`) is joined to the app's URL, including its sub-path. An absolute
   * URI is used as it is (an app that ignores its sub-path, a mobile scheme).
   */
  readonly redirectPaths: (
    entry: AppEntry,
    providerKind: ProviderKind,
    version: Version,
  ) => readonly string[];
  /** The app's programs with clients of their own. Absent: there are none. */
  readonly furtherClients?: (
    entry: AppEntry,
    providerKind: ProviderKind,
    version: Version,
  ) => readonly FurtherClient[];
  /** Where a session ends, in the form of `redirectPaths`. Absent: the app states nothing. */
  readonly logout?: (entry: AppEntry, providerKind: ProviderKind, version: Version) => LogoutAddresses;
  /** A secret that only the app has, and how long it is made. */
  readonly app_secret?: { readonly length: number; readonly about: string };
  /** The page for the provider's list of apps, if it isn't the app's own address; in the same form. */
  readonly launch?: (entry: AppEntry, providerKind: ProviderKind, version: Version) => string | undefined;
  /**
   * Where the app's own login begins: a path below its address, or an address beside its redirect URI. Absent: not
   * known.
   */
  readonly loginStart?: (
    entry: AppEntry,
    providerKind: ProviderKind,
    version: Version,
    callback: string | undefined,
  ) => LoginStart | undefined;
  /** What the app tells everyone of its providers, in the form of `loginStart`. Absent: nothing that is known. */
  readonly loginList?: (
    entry: AppEntry,
    providerKind: ProviderKind,
    version: Version,
    callback: string | undefined,
  ) => LoginList | undefined;
  /** Where the app shows its redirect URI, if only the app itself can know it. */
  readonly laterRedirect?: (
    entry: AppEntry,
    version: Version,
  ) => { readonly shown: string; readonly example: string } | undefined;
  /** The claims that the app reads at this version with these settings. */
  readonly claims: (entry: AppEntry, version: Version) => readonly ClaimRequirement[];
  /** Which role the app gives a person by the claims. Absent: not known. */
  readonly roles?: (entry: AppEntry, version: Version) => RoleRule | undefined;
  /**
   * True if nothing is known of what the app reads: it may read any claim of its scopes. `claims` then lists
   * only those that somebody stated.
   */
  readonly reads_any_claim?: boolean;
  /** The provider's endpoints that the app's files hold. Empty: it reads them from discovery. */
  readonly endpointsInFiles: (
    entry: AppEntry,
    version: Version,
  ) => readonly (keyof NonNullable<ProviderEntry['metadata']>)[];
  /** How this version is told to trust an own certificate authority. */
  readonly trust: (entry: AppEntry, version: Version) => TrustSetting;
  /** Where the app is told a value. Empty: it isn't told, or nothing is known of it. */
  readonly setAt: (
    what: AppSetting,
    entry: AppEntry,
    version: Version,
    isPublic: boolean,
    providerKind: ProviderKind,
  ) => readonly SetAt[];
  /** The kinds of its deliverables, where scripts know them by another name than the usual one. */
  readonly kinds?: Partial<Readonly<Record<DeliverableKind, DeliverableKind>>>;
  /** True if its files hold one to merge into its service for Docker Compose. */
  readonly has_compose: boolean;
  /** What the app says of a cause of the diagnosis. `names` are further variables of its texts. */
  readonly words: (
    cause: string,
    entry: AppEntry,
    version: Version,
    names: Readonly<Record<string, string | undefined>>,
  ) => AppWords | undefined;
  /** All that the app says of causes, whatever the version, for the catalogue's page. */
  readonly said: readonly (Omit<OwnWords, 'source'> & { readonly source: Source })[];
  /** The app's own words for what went wrong, at this version. */
  readonly errors: (version: Version) => readonly AppError[];
  /** How its log is set to debug at this version, where that is known. */
  readonly debugLog?: (version: Version) => DebugLog | undefined;
  /** What its own compose file calls its container, where it says so. */
  readonly container?: string;
  /** Its image has no shell for a command: what to do instead. */
  readonly no_shell?: string;
  /**
   * Scopes that the app requests in addition to those in its traits, from the settings (RomM's role claim).
   */
  readonly extraScopes: (entry: AppEntry, version: Version) => readonly string[];
  /** What to tell the user before the first login: account linking, e-mail rules, edition. */
  readonly notices: (entry: AppEntry, version: Version, providerKind?: ProviderKind) => readonly Notice[];
  /**
   * Traits that this entry's own settings replace (for a custom app, the user states what the catalog can't
   * know).
   */
  readonly override?: (entry: AppEntry, traits: Readonly<AppTraits>, version: Version) => Partial<AppTraits>;
  /** Where the app is described by a profile: what its side is rendered from. */
  readonly profile?: AppProfile;
  /** The profile is a file beside the workspace, and may change at any time. */
  readonly is_own?: true;
  /** Nothing is known of it, because its profile can't be read. */
  readonly is_undescribed?: true;
  readonly sources: readonly Source[];
}
