import type { AppGiven } from '../../helpers/app-connection.ts';

/** A client as it is in Authelia's configuration. */
export type AutheliaClient = Record<string, unknown> & { redirect_uris: string[]; scopes: string[] };

/** One thing that is wrong, and the cause that must be named first. */
export interface Fault {
  readonly name: string;
  /** The app, as in the workspace. */
  readonly app: AppGiven;
  /** How Authelia's configuration differs from what Latchkey wrote. */
  readonly registered?: (client: AutheliaClient) => void;
  /** The app's secret, made from the right one. `digest`: the digest stored at Authelia. */
  readonly secret?: (right: string, digest: string) => string;
  /** The id that the app sends. */
  readonly client_id?: string;
  /** What is between the app and Authelia. */
  readonly way?:
    | 'http-forwarded'
    | 'own-host'
    | 'unknown-ca'
    | 'wrong-name'
    | 'expired'
    | 'plain-http'
    | 'nobody';
  readonly consent?: 'refuse';
  /** The cause that `latchkey check` must name first; null: it can't see this and must not claim to. */
  readonly check: string | null;
  /** The same for `latchkey login`. */
  readonly login: string | null;
}

const memos: AppGiven = { kind: 'memos', version: '0.30' };
const romm: AppGiven = { kind: 'romm', version: '5.2' };
const kestra: AppGiven = { kind: 'kestra', version: '2.0', edition: 'enterprise' };

/** Changes the app's own redirect URI at Authelia, but not the test's. */
const redirect = (change: (uri: string) => string) => (client: AutheliaClient) => {
  client.redirect_uris = client.redirect_uris.map((uri) =>
    uri.startsWith('http://127.') ? uri : change(uri),
  );
};

export const HEALTHY: readonly AppGiven[] = [memos, romm, kestra];

export const FAULTS: readonly Fault[] = [
  {
    name: 'another secret',
    app: kestra,
    secret: (right) => `${right.slice(0, -1)}${right.endsWith('x') ? 'y' : 'x'}`,
    check: 'secret-wrong-or-swapped',
    login: 'secret-wrong-or-swapped',
  },
  {
    name: 'the digest in the app',
    app: romm,
    secret: (_, digest) => digest,
    check: 'secret-wrong-or-swapped',
    login: 'secret-wrong-or-swapped',
  },
  {
    name: 'registered for post, the app uses basic',
    app: romm,
    registered: (client) => {
      client['token_endpoint_auth_method'] = 'client_secret_post';
    },
    check: 'wrong-secret-method',
    login: 'wrong-secret-method',
  },
  {
    name: 'registered for basic, the app uses post',
    app: { ...memos, version: '0.29' },
    registered: (client) => {
      client['token_endpoint_auth_method'] = 'client_secret_basic';
    },
    check: 'wrong-secret-method',
    login: 'wrong-secret-method',
  },
  {
    name: 'redirect URI with another path',
    app: romm,
    registered: redirect((uri) => `${uri}/callback`),
    check: 'redirect-not-registered-authelia',
    login: 'redirect-not-registered-authelia',
  },
  {
    name: 'redirect URI with a slash too many',
    app: kestra,
    registered: redirect((uri) => `${uri}/`),
    check: 'redirect-not-registered-authelia',
    login: 'redirect-not-registered-authelia',
  },
  {
    name: 'redirect URI with another host',
    app: memos,
    registered: redirect((uri) => uri.replace('memos.', 'notes.')),
    check: 'redirect-not-registered-authelia',
    login: 'redirect-not-registered-authelia',
  },
  {
    name: 'redirect URI with another port',
    app: kestra,
    registered: redirect((uri) => uri.replace('.com/', '.com:8443/')),
    check: 'redirect-not-registered-authelia',
    login: 'redirect-not-registered-authelia',
  },
  {
    name: 'redirect URI in another case',
    app: romm,
    registered: redirect((uri) => uri.replace('openid', 'OpenID')),
    check: 'redirect-not-registered-authelia',
    login: 'redirect-not-registered-authelia',
  },
  {
    name: 'redirect URI with http',
    app: kestra,
    registered: redirect((uri) => uri.replace('https:', 'http:')),
    check: 'redirect-not-registered-authelia',
    login: 'redirect-not-registered-authelia',
  },
  {
    name: 'the test’s redirect URI missing',
    app: memos,
    registered: (client) => {
      client.redirect_uris = client.redirect_uris.filter((uri) => !uri.startsWith('http://127.'));
    },
    check: null,
    login: 'test-callback-refused',
  },
  {
    name: 'no claims policy',
    app: romm,
    registered: (client) => {
      delete client['claims_policy'];
    },
    check: null,
    login: 'claims-left-the-id-token',
  },
  {
    name: 'PKCE required of an app without',
    app: romm,
    registered: (client) => {
      client['require_pkce'] = true;
    },
    check: null,
    login: 'pkce-required',
  },
  {
    name: 'a PKCE method switches it on',
    app: romm,
    registered: (client) => {
      client['pkce_challenge_method'] = 'S256';
    },
    check: null,
    login: 'pkce-required',
  },
  {
    name: 'PKCE only with plain',
    app: kestra,
    registered: (client) => {
      client['pkce_challenge_method'] = 'plain';
    },
    check: null,
    login: 'pkce-required',
  },
  {
    name: 'a scope missing',
    app: romm,
    registered: (client) => {
      client.scopes = client.scopes.filter((scope) => scope !== 'email');
    },
    check: 'scope-not-allowed',
    login: 'scope-not-allowed',
  },
  {
    name: 'two factors for a person with one',
    app: kestra,
    registered: (client) => {
      client['authorization_policy'] = 'two_factor';
    },
    check: null,
    login: 'login-not-finished',
  },
  {
    name: 'a group the person is not in',
    app: { ...memos, groups: ['staff'] },
    check: null,
    login: 'denied-by-policy',
  },
  {
    name: 'consent refused',
    app: { ...romm, consent: 'always' },
    consent: 'refuse',
    check: null,
    login: 'denied-by-policy',
  },
  {
    name: 'a client that is not there',
    app: kestra,
    client_id: 'kestraNotApplied',
    check: 'client-unknown',
    login: 'client-unknown',
  },
  {
    name: 'userinfo signed',
    app: memos,
    registered: (client) => {
      client['userinfo_signed_response_alg'] = 'RS256';
    },
    check: null,
    login: 'userinfo-is-signed',
  },
  {
    name: 'the proxy says http',
    app: romm,
    way: 'http-forwarded',
    check: 'idp-advertises-wrong-self',
    login: 'idp-advertises-wrong-self',
  },
  {
    name: 'the proxy passes on a name of its own',
    app: kestra,
    way: 'own-host',
    check: 'idp-advertises-wrong-self',
    login: 'idp-advertises-wrong-self',
  },
  {
    name: 'http where https is spoken',
    app: kestra,
    way: 'plain-http',
    check: 'provider-does-not-answer',
    login: 'provider-does-not-answer',
  },
  {
    name: 'a CA that nobody knows',
    app: memos,
    way: 'unknown-ca',
    check: 'untrusted-certificate',
    login: 'untrusted-certificate',
  },
  {
    name: 'a certificate for another name',
    app: memos,
    way: 'wrong-name',
    check: 'certificate-wrong-name',
    login: 'certificate-wrong-name',
  },
  {
    name: 'an expired certificate',
    app: romm,
    way: 'expired',
    check: 'certificate-expired',
    login: 'certificate-expired',
  },
  {
    name: 'nobody at that port',
    app: kestra,
    way: 'nobody',
    check: 'provider-does-not-answer',
    login: 'provider-does-not-answer',
  },
];
