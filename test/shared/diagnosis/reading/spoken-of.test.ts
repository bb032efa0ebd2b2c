import { describe, expect, it } from 'vitest';
import { explain } from '../../../../shared/diagnosis/explain.ts';
import { BROWSER_PAGES } from '../../../../shared/diagnosis/reading/messages/browsers.ts';
import { connect } from '../../../helpers/app-connection.ts';

const first = (text: string) => explain(text)[0];

const HOME = connect({
  kind: 'custom',
  url: 'https://notes.example.com',
  client_id: 'notes',
  settings: { redirect_paths: ['/callback'] },
});

describe('a network error', () => {
  const ENDINGS = [
    'dial tcp 192.0.2.7:443: connect: connection refused',
    'x509: certificate has expired',
    'no such host',
  ];
  const OTHERS = [
    'https://api.example.net/v4/games',
    'https://metadata.example.org/v1/books/4?page=2',
    'https://images.example.org/covers/1.png',
  ];
  it.each(OTHERS)('of %s is none of the login', (url) => {
    for (const ending of ENDINGS)
      for (const connections of [[], [HOME]])
        expect(explain(`ERROR failed to fetch: Get "${url}": ${ending}`, { connections })).toEqual([]);
  });

  it.each([
    'https://auth.example.com/api/oidc/token',
    'https://id.example.com/.well-known/openid-configuration',
    'https://sign-in.example.org/realms/home/protocol/openid-connect/certs',
    'https://keycloak.example.org/admin/x',
    'https://sign-in.example.org',
  ])('of %s is one of the login', (url) => {
    for (const ending of ENDINGS)
      expect(explain(`ERROR failed: Get "${url}": ${ending}`).length).toBeGreaterThan(0);
  });

  it('of the provider’s own host is one of the login, whatever its path', () => {
    const url = `${HOME.provider.entry.url}/v4/games`;
    expect(explain(`ERROR Get "${url}": ${ENDINGS[0]}`, { connections: [HOME] }).length).toBeGreaterThan(0);
  });
});

describe('a page of a browser', () => {
  it.each(BROWSER_PAGES.map(({ says, finding }) => [String(says), finding] as const))(
    'is read by its code in any language: %s',
    (code, finding) => {
      const cause = typeof finding === 'object' && 'cause' in finding ? finding.cause : undefined;
      for (const page of [
        `This page isn’t working\n${code}`,
        `Diese Website ist nicht erreichbar\nVersuchen Sie Folgendes:\n${code}`,
        `Ce site est inaccessible\nCode d’erreur : ${code}`,
        `このサイトにアクセスできません\n${code}`,
      ])
        expect(explain(page).map(({ id }) => id)[0]).toBe(cause);
    },
  );
});

describe('what a value says', () => {
  it('tells a wrong time in the token from a clock', () => {
    const says = (seconds: number) =>
      first(`"iat" validation failure (%ld): JWT was issued more than ${seconds} seconds in the future`);
    expect(says(120)?.id).toBe('clock-skew');
    expect(says(1_434_320_104)?.id).toBe('id-token-times');
  });

  it('tells an app that refuses RS256 from a provider without a key', () => {
    expect(first("unsupported_algorithm: Algorithm of 'RS256' is not allowed")).toMatchObject({
      id: 'signing-algorithm',
      side: 'app',
    });
    expect(first("unsupported_algorithm: Algorithm of 'HS256' is not allowed")).toMatchObject({
      id: 'signing-algorithm',
      side: 'provider',
    });
  });

  it('is the status of an endpoint in an access log', () => {
    expect(first('"GET /application/o/userinfo/? HTTP/1.1" 400 226 "-" "-"')?.id).toBe('userinfo-refused');
    expect(first('"GET /application/o/userinfo/? HTTP/1.1" 200 226 "-" "-"')).toBeUndefined();
  });
});

describe('a demand of the provider', () => {
  it.each([
    'invalid_request: Pushed Authorization Request is required',
    'This client requires pushed authorization requests (PAR)',
    'error_description=pushed authorization requests must be used',
    'PAR: request_uri is required for this client',
  ])('is a pushed request: %s', (text) => {
    expect(first(text)).toMatchObject({ id: 'demand-not-met', side: 'provider' });
  });

  it('is a nonce', () => {
    for (const text of [
      'invalid_request: nonce parameter is required',
      "The request is missing the parameter 'nonce'. missing parameter nonce",
    ])
      expect(first(text)?.title).toContain('nonce');
  });
});

it('names one cause for a trust store that is not there', () => {
  const text =
    'java.security.InvalidAlgorithmParameterException: the trustAnchors parameter must be non-empty';
  expect(explain(text).map(({ id }) => id)).toEqual(['ca-file-missing']);
});
