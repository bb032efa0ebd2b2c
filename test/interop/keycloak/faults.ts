import { KESTRA, MEMOS, ROMM, type StandardFault } from '../standard-fault.ts';
import type { KeycloakClient } from './server.ts';

export const PEOPLE = [
  { username: 'ada', email: 'ada@example.com', emailVerified: true, firstName: 'Ada', lastName: 'Lovelace' },
  { username: 'bob', email: 'bob@example.com', emailVerified: false, firstName: 'Bob', lastName: 'Builder' },
] as const;

export const FAULTS: readonly StandardFault<KeycloakClient>[] = [
  {
    name: 'another secret',
    app: KESTRA,
    secret: (right) => `${right}x`,
    check: 'keycloak-credentials',
    login: 'keycloak-credentials',
  },
  {
    name: 'a client that is not there',
    app: MEMOS,
    client_id: 'nobody',
    check: 'client-unknown',
    login: 'client-unknown',
  },
  {
    name: 'a client that is switched off',
    app: ROMM,
    registered: (client) => {
      client.enabled = false;
    },
    check: 'client-unknown',
    login: 'client-unknown',
  },
  {
    name: 'another redirect URI',
    app: ROMM,
    registered: (client) => {
      client.redirectUris = client.redirectUris.map((uri) => uri.replace('openid', 'keycloak'));
    },
    check: 'redirect-keycloak',
    login: 'redirect-keycloak',
  },
  {
    name: 'the test’s redirect URI missing',
    app: KESTRA,
    registered: (client) => {
      client.redirectUris = client.redirectUris.filter((uri) => !uri.startsWith('http://127.'));
    },
    check: null,
    login: 'test-callback-refused',
  },
  {
    name: 'PKCE required of an app without',
    app: ROMM,
    registered: (client) => {
      client.attributes['pkce.code.challenge.method'] = 'S256';
    },
    check: 'pkce-keycloak',
    login: 'pkce-keycloak',
  },
  {
    name: 'the secret by another method',
    app: KESTRA,
    registered: (client) => {
      client.attributes['client.secret.authentication.allowed.method'] = 'client_secret_post';
    },
    check: 'wrong-secret-method',
    login: 'wrong-secret-method',
  },
  {
    name: 'a scope that is not there',
    app: { ...MEMOS, scopes: ['openid', 'profile', 'email', 'library'] },
    check: 'scope-not-allowed',
    login: 'scope-not-allowed',
  },
  {
    name: 'the code flow switched off',
    app: KESTRA,
    registered: (client) => {
      client.standardFlowEnabled = false;
    },
    check: 'response-type-refused',
    login: 'response-type-refused',
  },
  {
    name: 'another realm',
    app: MEMOS,
    url: (issuer) => issuer.replace('/home', '/house'),
    check: 'discovery-path-wrong',
    login: 'discovery-path-wrong',
  },
  {
    name: 'a slash at the end of the issuer',
    app: KESTRA,
    url: (issuer) => `${issuer}/`,
    check: 'issuer-mismatch',
    login: 'issuer-mismatch',
  },
  {
    name: 'localhost for 127.0.0.1',
    app: KESTRA,
    url: (issuer) => issuer.replace('127.0.0.1', 'localhost'),
    check: 'issuer-mismatch',
    login: 'issuer-mismatch',
  },
  {
    name: 'an address that is not verified',
    app: ROMM,
    person: 'bob',
    check: null,
    login: 'email-not-verified',
  },
  {
    name: 'ID tokens signed with the secret',
    app: KESTRA,
    registered: (client) => {
      client.attributes['id.token.signed.response.alg'] = 'HS256';
    },
    check: null,
    login: 'signing-algorithm',
  },
  {
    name: 'userinfo signed',
    app: MEMOS,
    registered: (client) => {
      client.attributes['user.info.response.signature.alg'] = 'RS256';
    },
    check: null,
    login: 'userinfo-is-signed',
  },
  {
    name: 'no e-mail scope on the client',
    app: ROMM,
    registered: (client) => {
      client.defaultClientScopes = client.defaultClientScopes.filter((scope) => scope !== 'email');
    },
    check: 'scope-not-allowed',
    login: 'scope-not-allowed',
  },
  {
    name: 'consent refused',
    app: MEMOS,
    registered: (client) => {
      client.consentRequired = true;
    },
    consent: 'refuse',
    check: null,
    login: 'denied-by-policy',
  },
];
