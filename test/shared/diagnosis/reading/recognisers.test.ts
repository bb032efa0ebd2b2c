import { describe, expect, it } from 'vitest';
import { explain } from '../../../../shared/diagnosis/explain.ts';
import { normalise } from '../../../../shared/diagnosis/normalise.ts';
import { RECOGNISERS } from '../../../../shared/diagnosis/reading/messages/index.ts';
import { reader } from '../../../../shared/diagnosis/reading/recogniser.ts';
import { connectionOf } from '../setups.ts';

const AT = 'time="2026-11-25T20:21:26Z" level=error msg="';
const END = '" method=GET path=/api/oidc/authorization remote_ip=10.0.0.2';
const MALFORMED =
  'Authorization Request failed with error: The request is missing a required parameter, includes an invalid parameter value, includes a parameter more than once, or is otherwise malformed. ';

/** A whole message, with what is to be read in it and the cause that it leads to. */
const SAID: readonly {
  readonly text: string;
  readonly data: Readonly<Record<string, string>>;
  readonly cause: string;
  readonly side: string;
}[] = [
  {
    text: `${AT}${MALFORMED}The 'redirect_uri' parameter does not match any of the OAuth 2.0 Client's pre-registered 'redirect_uris'. The 'redirect_uris' registered with OAuth 2.0 Client with id 'games' did not match 'redirect_uri' value 'https://games.example.com/oauth/callback'.${END}`,
    data: { client_id: 'games', redirect_uri: 'https://games.example.com/oauth/callback' },
    cause: 'redirect-not-registered-authelia',
    side: 'provider',
  },
  {
    text: `${AT}Authorization Request failed with error: Client authentication failed (e.g., unknown client, no client authentication included, or unsupported authentication method). The requested OAuth 2.0 Client does not exist. Client with id 'games' does not appear to be a registered client.${END}`,
    data: { client_id: 'games' },
    cause: 'client-unknown',
    side: 'provider',
  },
  {
    text: `${AT}Access Request failed with error: Client authentication failed (e.g., unknown client, no client authentication included, or unsupported authentication method). The request was determined to be using 'token_endpoint_auth_method' method 'client_secret_post', however the registered client with id 'photos' is configured to only support 'token_endpoint_auth_method' method 'client_secret_basic'.${END}`,
    data: {
      client_id: 'photos',
      used_method: 'client_secret_post',
      registered_method: 'client_secret_basic',
    },
    cause: 'wrong-secret-method',
    side: 'provider',
  },
  {
    text: `${AT}${MALFORMED}The 'redirect_uri' parameter is required when using OpenID Connect 1.0.${END}`,
    data: { redirect_uri: '' },
    cause: 'literal-quotes-or-misspelt-name',
    side: 'app',
  },
  {
    text: `{"event": "Invalid redirect URI used by client", "level": "warning", "client_id": "notes", 'redirect_uri': 'https://notes.example.com/cb'}`,
    data: { redirect_uri: 'https://notes.example.com/cb' },
    cause: 'redirect-authentik',
    side: 'provider',
  },
  {
    text: 'WARN [org.keycloak.events] (executor-thread-1) type="LOGIN_ERROR", realmId="r", clientId="notes", userId="null", ipAddress="10.0.0.2", error="invalid_redirect_uri", redirect_uri="https://notes.example.com/cb"',
    data: { client_id: 'notes', redirect_uri: 'https://notes.example.com/cb' },
    cause: 'redirect-keycloak',
    side: 'provider',
  },
  {
    text: 'WARN [org.keycloak.events] (executor-thread-1) type="LOGIN_ERROR", realmId="r", clientId="notes", userId="null", ipAddress="10.0.0.2", error="client_not_found"',
    data: { client_id: 'notes' },
    cause: 'client-unknown',
    side: 'provider',
  },
];

describe('what providers and libraries say', () => {
  const observe = reader(RECOGNISERS);
  const observed = (text: string) => [...observe(normalise(text), false), ...observe(normalise(text), true)];

  it.each(SAID)('gives the values in it: $data', ({ text, data, cause, side }) => {
    expect(observed(text).map((one) => one.data)).toContainEqual(expect.objectContaining(data));
    expect(explain(text)[0]).toMatchObject({ id: cause, side });
  });
});

describe('a thing and what is wrong with it', () => {
  const read = reader([
    {
      by: 'a client library',
      says: { about: ['nonce'], wrong: ['mismatch', 'invalid'], none: true, not: ['dpop', 'iss'] },
      finding: 'id-token-nonce-wrong',
    },
  ]);
  const isRead = (text: string) => read(normalise(text), false).length > 0;

  it.each([
    'nonce mismatch',
    'Mismatching nonce',
    'invalid "nonce" claim',
    'nonce_mismatch',
    'invalid_nonce',
    'the nonce of the token is the wrong one: invalid',
    'there is no nonce',
    // The short word is part of another one.
    'dismissed: invalid nonce',
  ])('is found: %s', (text) => expect(isRead(text)).toBe(true));

  it.each([
    'nonce ok',
    'nonces are fine, annoncement invalid',
    'invalid DPoP nonce',
    'the iss and the nonce are invalid',
    // Another sentence, and a code of the standard.
    'The nonce was checked. Invalid scope.',
    'error=invalid_request nonce=x',
    `nonce ${'x'.repeat(80)} mismatch`,
    'GET /authorize?state=x&nonce=y invalid parameter',
  ])('is not found: %s', (text) => expect(isRead(text)).toBe(false));

  it('is told without what stands between its words, which may be a secret', () => {
    const [told] = explain('cookie state=k3j5h2k3j5h2k3j5 does not match the one that was sent');
    expect(told?.id).toBe('state-cookie-lost');
    expect(told?.matched).toContain('state=[redacted] does not match');
    const [hidden] = explain('password=hunter2hunter2hunter2 nonce Bearer k3j5h2k3j5h2k3j5 mismatch');
    expect(JSON.stringify(hidden)).not.toContain('k3j5h2k3j5h2k3j5');
  });
});

describe('a value in a text', () => {
  const refused = (uri: string, id = 'games') =>
    `${AT}${MALFORMED}The 'redirect_uris' registered with OAuth 2.0 Client with id '${id}' did not match 'redirect_uri' value '${uri}'.${END}`;

  it('decides: http where the app stands behind a proxy is no missing entry', () => {
    expect(explain(refused('http://games.example.com/oauth/callback'))[0]).toMatchObject({
      id: 'redirect-downgraded-to-http',
      fix: { current: 'http://games.example.com/oauth/callback' },
    });
  });

  it('decides: quotes that became part of it are the app’s', () => {
    const unknown = (id: string) =>
      `${AT}Client with id '${id}' does not appear to be a registered client.${END}`;
    expect(explain(unknown('"games"')).map(({ id }) => id)).toEqual(['literal-quotes-or-misspelt-name']);
    expect(explain(unknown("'games'"))[0]?.side).toBe('app');
    expect(explain(unknown('games\\r'))[0]?.id).toBe('literal-quotes-or-misspelt-name');
    expect(explain(unknown('games'))[0]?.id).toBe('client-unknown');
  });

  it('is not replaced by one of the workspace', () => {
    const connection = connectionOf('authelia', 'memos');
    const [told] = explain(refused('https://memos.example.com/other', connection.client.client_id), {
      connections: [connection],
    });
    expect(told).toMatchObject({ side: 'app', fix: { current: 'https://memos.example.com/other' } });
  });
});

describe('a refusal that is logged at every good login', () => {
  const basic = `${AT}Access Request failed with error: Client authentication failed (e.g., unknown client, no client authentication included, or unsupported authentication method). The request was determined to be using 'token_endpoint_auth_method' method 'client_secret_basic', however the registered client with id 'notes' is configured to only support 'token_endpoint_auth_method' method 'client_secret_post'.${END}`;

  it('is no cause, alone or with an app that tries both ways', () => {
    expect(explain(basic)).toEqual([]);
    const memos = (version: string) => connectionOf('authelia', 'memos', { app: { version } });
    expect(explain(basic, { connections: [memos('0.30')] })).toEqual([]);
    // Before 0.30 Memos knew the form only.
    expect(explain(basic, { connections: [memos('0.29')] })[0]?.id).toBe('wrong-secret-method');
  });

  it('does not hide what else the text says', () => {
    expect(explain(`${basic}\nidentifier is not allowed`).map(({ id }) => id)).not.toContain(
      'wrong-secret-method',
    );
  });

  it('is the cause for an app that uses one way only', () => {
    expect(explain(basic, { connections: [connectionOf('authelia', 'romm')] })[0]?.id).toBe(
      'wrong-secret-method',
    );
  });
});
