import { KESTRA, MEMOS, ROMM, type StandardFault } from '../standard-fault.ts';
import type { CanailleUser } from './server.ts';

/** Client metadata as it is registered (RFC 7591 §2). */
export type Metadata = Record<string, unknown> & { redirect_uris: string[]; scope: string };

export const PEOPLE: readonly CanailleUser[] = [
  { user_name: 'ada', display_name: 'ada', email: 'ada@example.com' },
  { user_name: 'bob', display_name: 'bob' },
];

export const FAULTS: readonly StandardFault<Metadata>[] = [
  {
    name: 'another secret',
    app: KESTRA,
    secret: (right) => `${right}x`,
    check: 'secret-wrong-or-swapped',
    login: 'secret-wrong-or-swapped',
  },
  {
    name: 'a client that is not there',
    app: MEMOS,
    client_id: 'nobody',
    check: 'client-unknown',
    // Its page for this error says only “not found”.
    login: 'authorization-refused',
  },
  {
    name: 'another redirect URI',
    app: KESTRA,
    registered: (client) => {
      client.redirect_uris = client.redirect_uris.map((uri) => uri.replace('/oauth/', '/oauth2/'));
    },
    check: 'redirect-not-registered',
    login: 'redirect-not-registered',
  },
  {
    name: 'the test’s redirect URI missing',
    app: KESTRA,
    registered: (client) => {
      client.redirect_uris = client.redirect_uris.filter((uri) => !uri.startsWith('http://127.'));
    },
    check: null,
    login: 'test-callback-refused',
  },
  {
    name: 'registered for post, the app uses basic',
    app: KESTRA,
    registered: (client) => {
      client['token_endpoint_auth_method'] = 'client_secret_post';
    },
    check: 'wrong-secret-method',
    login: 'wrong-secret-method',
  },
  {
    name: 'registered for basic, the app uses post',
    app: { ...MEMOS, version: '0.29' },
    registered: (client) => {
      client['token_endpoint_auth_method'] = 'client_secret_basic';
    },
    check: 'wrong-secret-method',
    login: 'wrong-secret-method',
  },
  {
    name: 'a scope missing on the client',
    app: KESTRA,
    registered: (client) => {
      client.scope = client.scope.replace(' email', '').replace('email ', '');
    },
    check: null,
    login: 'scope-not-allowed',
  },
  {
    name: 'the code flow not allowed',
    app: KESTRA,
    registered: (client) => {
      client['response_types'] = ['id_token'];
      client['grant_types'] = ['implicit'];
    },
    check: 'response-type-refused',
    login: 'response-type-refused',
  },
  {
    name: 'a path that is not the issuer’s',
    app: MEMOS,
    url: (issuer) => `${issuer}/realms/home`,
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
    name: 'userinfo signed',
    app: MEMOS,
    registered: (client) => {
      client['userinfo_signed_response_alg'] = 'RS256';
    },
    check: null,
    login: 'userinfo-is-signed',
  },
  {
    name: 'it announces email_verified and never states it, which RomM refuses',
    app: ROMM,
    check: null,
    login: 'email-not-verified',
  },
  {
    name: 'a person without e-mail',
    app: ROMM,
    person: 'bob',
    check: null,
    login: 'claim-not-released',
  },
  {
    name: 'consent refused',
    app: MEMOS,
    consent: 'refuse',
    check: null,
    login: 'denied-by-policy',
  },
];
