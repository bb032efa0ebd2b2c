import type { IncomingMessage, ServerResponse } from 'node:http';
import type { JWK } from 'jose';
import type {
  PracticeAccount,
  PracticeContext,
  PracticeDecision,
  PracticeProfile,
} from '../../electron/services/practice/provider.ts';
import type {
  AppEntry,
  ProviderEntry,
  ProviderKind,
  TokenEndpointAuthMethod,
} from '../../shared/workspace/types.ts';
import type { TlsKind } from './certificates.ts';

/** The providers that the laboratory can imitate. */
export const FACES = ['authelia', 'authentik', 'keycloak', 'kanidm', 'oidc'] as const;
export type Face = (typeof FACES)[number];

/** The app's registration at the provider. Derived from the correct workspace, then changed by slips. */
export interface Registered {
  readonly client_id: string;
  /** Absent for a public client. */
  readonly client_secret?: string;
  readonly method: TokenEndpointAuthMethod;
  /** The app's redirect URIs and the test's. */
  readonly redirect_uris: readonly string[];
  /** Scopes the client may ask for. */
  readonly scopes: readonly string[];
  readonly require_pkce: boolean;
  readonly id_token_alg: string;
  /** If set, userinfo is a signed JWT. */
  readonly userinfo_alg?: string;
  /** Claims that a policy or mapping adds to the ID token. */
  readonly id_token_claims: readonly string[];
  /** Scope claims are always in the ID token. */
  readonly claims_in_id_token: boolean;
}

/** The addresses and keys of a running set-up. */
export interface Place {
  /** Scheme, host and port of the provider. */
  readonly url: string;
  /** The provider's issuer when nothing is wrong. */
  readonly issuer: string;
  readonly client_id: string;
  readonly slug: string;
  /** The test login's redirect URI. */
  readonly callback: string;
  /** The app's own redirect URIs when they are correct. */
  readonly redirect_uris: readonly string[];
  /** Where the app itself answers, if it runs. */
  readonly app?: string;
  /** Another address that leads to the provider, if the set-up has one. */
  readonly relay?: string;
  /** The registered client secret. */
  readonly secret: string;
  /** The private signing keys. */
  readonly keys: readonly JWK[];
}

export type Hook = (route: string, ctx: PracticeContext, at: Place) => void | Promise<void>;
export type RawHook = (
  request: IncomingMessage,
  response: ServerResponse,
  at: Place,
) => boolean | Promise<boolean>;

/** Something wrong at the provider, or in front of it, that is not a simple setting of the client. */
export interface Defect {
  /** What a person changes to repair it; a fix that names this setting with a value sets `value`. */
  readonly setting: string;
  readonly value?: string | undefined;
  readonly onRequest?: (value: string | undefined) => RawHook;
  readonly onResponse?: (value: string | undefined) => Hook;
}

/** What the workspace says about the two sides. */
export interface Stated {
  readonly provider: ProviderEntry;
  readonly app: AppEntry;
}

/** A provider with an app, both as data: nothing is running yet. */
export interface SetUp {
  readonly face: Face;
  /** The provider's version, where it matters. */
  readonly version?: string;
  readonly app: Omit<AppEntry, 'provider'>;
  readonly account: PracticeAccount;
  /** Absent: plain http on loopback. */
  readonly https?: TlsKind;
  /** False: the workspace names no CA file. Default true with https. */
  readonly ca_file?: boolean;
  readonly host?: '127.0.0.1' | 'localhost';
  /** Default `app`; the stored or generated ID. */
  readonly client_id?: string;
  /** The secret on both sides. Default: a planted one of letters and digits. */
  readonly secret?: string;
  /** What the app has: the registered secret, another one, or none. */
  readonly holds: 'right' | 'wrong' | 'none';
  /** Mistakes only in the workspace. */
  readonly states: readonly ((stated: Stated, at: Place) => Stated)[];
  /** Mistakes in the registration. */
  readonly registers: readonly ((client: Registered, at: Place) => Registered)[];
  /** The issuer in the provider's document, tokens and answers. */
  readonly issuer?: (own: string) => string;
  /** How many seconds the provider's clock is ahead. */
  readonly clock_s: number;
  readonly defects: readonly Defect[];
  readonly login?: () => PracticeDecision;
  /** The provider can also be reached on a second port. */
  readonly relay?: boolean;
  /** Nothing listens at the provider's address. */
  readonly down?: boolean;
  /** Algorithms of the published keys. Default: those that are needed. */
  readonly algs?: readonly string[];
  readonly signing_keys?: () => Promise<readonly JWK[]>;
  readonly practice?: PracticeProfile;
  /**
   * RomM itself runs, too, as far as the start of its login, or Audiobookshelf behind a proxy; with the settings that
   * defects name.
   */
  readonly app_runs?: boolean;
  /** The person pastes the page of the provider at which the login ends, while the test waits. */
  readonly pastes_page?: boolean;
  /** How long the test waits for the person. */
  readonly patience_s: number;
  /** Time limit for one complete answer. Default 10 000. */
  readonly request_timeout_ms?: number;
}

/** How one product answers. This is put in front of a provider that conforms. */
export interface Profile {
  readonly face: Face;
  readonly kind: ProviderKind;
  readonly version?: string;
  /** The exact path of the issuer. */
  readonly issuerPath: (client: { readonly client_id: string; readonly slug: string }) => string;
  /** The provider's address in the workspace. */
  readonly statedUrl: (at: Pick<Place, 'url' | 'issuer'>) => string;
  /** oidc-provider's paths below the issuer. */
  readonly routes: Readonly<Record<string, string>>;
  /** Public paths that replace paths below the issuer. */
  readonly shared?: Readonly<Record<string, string>>;
  /** True: a loopback redirect URI matches any port. */
  readonly anyLoopbackPort: boolean;
  readonly practice: PracticeProfile;
  /** What happens to a scope the client may not have: refused with invalid_scope, or silently dropped. */
  readonly otherScope: 'refused' | 'dropped';
  /** When a client without PKCE is refused although it must use PKCE. */
  readonly pkceRefused: 'at-once' | 'after-login';
  /** What is registered in addition to the connection. */
  readonly register?: (client: Registered) => Registered;
  readonly onRequest?: RawHook;
  readonly onResponse?: (client: Registered) => Hook;
}

export const APPS = {
  memos: { kind: 'memos', url: 'https://memos.example.com', version: '0.30' },
  romm: { kind: 'romm', url: 'https://romm.example.com', version: '5.2' },
  kestra: { kind: 'kestra', url: 'https://kestra.example.com', version: '2.0', edition: 'enterprise' },
  /** Makes its redirect URI from the request, as it arrives. */
  books: { kind: 'audiobookshelf', url: 'https://books.example.com', version: '2.36' },
  /** Reads the ID token and sends PKCE. */
  wiki: {
    kind: 'custom',
    url: 'https://wiki.example.com',
    settings: { redirect_paths: ['/oauth2/callback'], pkce: 'S256', required_claims: ['sub'] },
  },
  /** Reads userinfo. */
  photos: {
    kind: 'custom',
    url: 'https://photos.example.com',
    settings: {
      redirect_paths: ['/login/return'],
      claims_from: 'userinfo',
      required_claims: ['sub', 'email'],
    },
  },
} as const satisfies Record<string, Omit<AppEntry, 'provider'>>;

/** A user with all claims; the values are planted, so that tests can search for them. */
export const PERSON: PracticeAccount = {
  sub: '7d1c5b2e-person-of-the-laboratory',
  claims: {
    name: 'Grace Plantedname',
    given_name: 'Grace',
    family_name: 'Plantedname',
    preferred_username: 'grace-lab',
    email: 'grace.lab@example.org',
    email_verified: true,
    groups: ['lab-admins', 'lab-users'],
  },
};

/** A set-up in which nothing is wrong. */
export const setUp = (
  face: Face,
  app: keyof typeof APPS | Omit<AppEntry, 'provider'>,
  more: Partial<SetUp> = {},
): SetUp => ({
  face,
  app: typeof app === 'string' ? APPS[app] : app,
  account: PERSON,
  holds: 'right',
  states: [],
  registers: [],
  clock_s: 0,
  defects: [],
  patience_s: 20,
  ...more,
});

export const states = (set: SetUp, ...slips: SetUp['states']): SetUp => ({
  ...set,
  states: [...set.states, ...slips],
});

export const registers = (set: SetUp, ...slips: SetUp['registers']): SetUp => ({
  ...set,
  registers: [...set.registers, ...slips],
});

export const defect = (set: SetUp, ...more: readonly Defect[]): SetUp => ({
  ...set,
  defects: [...set.defects, ...more],
});

/** The same set-up with some claims changed; `undefined` removes one. */
export const claims = (set: SetUp, changed: Readonly<Record<string, unknown>>): SetUp => ({
  ...set,
  account: { ...set.account, claims: { ...set.account.claims, ...changed } },
});
