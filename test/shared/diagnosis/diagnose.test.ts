import { describe, expect, test } from 'vitest';
import { diagnose } from '../../../shared/diagnosis/diagnose.ts';
import { check, connectionOf, finding } from './setups.ts';

describe('one finding, one side, one exact fix', () => {
  test('claims left the ID token: the lines for Authelia', () => {
    const connection = connectionOf('authelia', 'romm');
    const [told, ...rest] = diagnose(
      [
        check('S17', [
          finding('claim-only-in-userinfo', { claim: 'email', read_from: 'id_token' }),
          finding('claim-only-in-userinfo', { claim: 'preferred_username', read_from: 'id_token' }),
        ]),
      ],
      connection,
    );
    expect(rest).toEqual([]);
    expect(told).toMatchObject({ id: 'claims-left-the-id-token', side: 'provider', explains: ['S17'] });
    expect(told?.fix).toMatchObject({ setting: 'claims_policy', deliverable: 'authelia-config' });
    expect(told?.fix.value).toBe(
      [
        'claims_policies:',
        '  romm:',
        `    id_token: [${connection.id_token_claims.map((name) => `'${name}'`).join(', ')}]`,
        'clients:',
        "  - client_id: 'rommClient'",
        "    claims_policy: 'romm'",
      ].join('\n'),
    );
    expect(connection.id_token_claims).toContain('email');
  });

  test('a redirect to the document is not to be written as the provider’s address', () => {
    const [told] = diagnose(
      [
        check('S3', [
          finding(
            'discovery-redirected',
            {
              url: 'https://auth.example.com/.well-known/openid-configuration',
              location: 'https://auth.example.com/x/.well-known/openid-configuration',
            },
            'warn',
          ),
        ]),
      ],
      connectionOf('authelia', 'romm'),
    );
    expect(told).toMatchObject({ id: 'discovery-redirected', side: 'proxy' });
    expect(told?.fix.value).toBeUndefined();
    expect(told?.fix.workspace_path).toBeUndefined();
    expect(told?.fix.text).toContain('without a redirect');
  });

  test('a document that can’t be read is not blamed on its content type', () => {
    const told = diagnose(
      [check('S3', [finding('discovery-not-json', { content_type: 'application/json' })])],
      connectionOf('authelia', 'romm'),
    );
    const unreadable = told.find((one) => one.id === 'answer-not-json');
    expect(unreadable?.cause).toContain('no whole JSON object');
    expect(unreadable?.fix.value).toBeUndefined();
  });

  test('on authentik the same finding has authentik’s fix', () => {
    const [told] = diagnose(
      [check('S17', [finding('claim-only-in-userinfo', { claim: 'email' })])],
      connectionOf('authentik', 'romm'),
    );
    expect(told?.fix).toMatchObject({ setting: 'Include claims in id_token', value: 'on' });
  });

  test('a claim that is nowhere is not called moved', () => {
    const told = diagnose(
      [check('S15'), check('S17', [finding('claim-missing', { claim: 'email', read_from: 'id_token' })])],
      connectionOf('authelia', 'romm'),
    );
    expect(told.map((one) => one.id)).toEqual(['claim-not-released', 'claims-left-the-id-token']);
    // The scope is requested and no finding says that it wasn't granted, so the user has no email address.
    expect(told[0]?.fix.setting).toBe('email');
    expect(told[0]?.fix.value).toBeUndefined();
  });

  test('a claim whose scope is not asked for: all scopes to write', () => {
    const told = diagnose(
      [check('S15'), check('S17', [finding('claim-missing', { claim: 'email', read_from: 'userinfo' })])],
      connectionOf('authentik', 'memos', { app: { scopes: ['openid', 'profile'] } }),
    );
    expect(told[0]).toMatchObject({
      id: 'claim-not-released',
      fix: { setting: 'scopes', value: 'openid, profile, email' },
    });
  });

  test('e-mail not verified on authentik since 2025.10', () => {
    const [told] = diagnose(
      [
        check('S17', [
          finding('email-not-verified', { claim: 'email_verified', expected: true, actual: false }),
        ]),
      ],
      connectionOf('authentik', 'romm'),
    );
    expect(told).toMatchObject({ id: 'email-not-verified', side: 'provider' });
    expect(told?.cause).toContain('2025.10');
    expect(told?.fix).toMatchObject({ current: 'false', deliverable: 'authentik-blueprint' });
    expect(told?.fix.value).toContain('"email_verified": True');
    const [older] = diagnose(
      [check('S17', [finding('email-not-verified', { claim: 'email_verified', actual: false })])],
      connectionOf('authentik', 'romm', { provider: { version: '2025.8' } }),
    );
    expect(older?.cause).not.toContain('2025.10');
  });

  test('the secret is right and its way is wrong', () => {
    const told = diagnose(
      [
        check('P8'),
        check('P9', [
          finding('auth-method-refused', {
            method: 'client_secret_post',
            accepted: 'client_secret_basic',
            registered_method: 'client_secret_basic',
          }),
        ]),
      ],
      connectionOf('authelia', 'memos'),
    );
    expect(told).toHaveLength(1);
    expect(told[0]).toMatchObject({ id: 'wrong-secret-method', side: 'provider' });
    expect(told[0]?.fix).toMatchObject({
      setting: 'token_endpoint_auth_method',
      value: 'client_secret_post',
      current: 'client_secret_basic',
      deliverable: 'authelia-config',
    });
    expect(told[0]?.fix.text).toContain("token_endpoint_auth_method: 'client_secret_post'");
  });

  test('a method stated in the workspace that the app does not use is the workspace’s mistake', () => {
    const [told] = diagnose(
      [
        check('S10', [
          finding('auth-method-refused', { method: 'client_secret_post', accepted: 'client_secret_basic' }),
        ]),
      ],
      connectionOf('authelia', 'romm', { app: { token_endpoint_auth_method: 'client_secret_post' } }),
    );
    expect(told).toMatchObject({ id: 'wrong-secret-method', side: 'app' });
    expect(told?.fix).toMatchObject({
      value: 'client_secret_basic',
      workspace_path: 'apps.romm.token_endpoint_auth_method',
    });
  });

  test('a refused secret without more: the secret first, the method as a possibility', () => {
    const told = diagnose(
      [check('P8', [finding('secret-refused', { method: 'client_secret_basic', status: 401 })])],
      connectionOf('authelia', 'romm'),
    );
    expect(told.map((one) => one.id)).toEqual(['secret-wrong-or-swapped', 'wrong-secret-method']);
    expect(told[0]!.confidence).toBeGreaterThan(told[1]!.confidence);
    expect(told[0]?.fix).toMatchObject({ setting: 'OIDC_CLIENT_SECRET', deliverable: 'env' });
  });

  test('the provider does not decode what was encoded', () => {
    const [told] = diagnose(
      [check('P8', [finding('token-raw-basic-accepted', { method: 'client_secret_basic' }, 'warn')])],
      connectionOf('authentik', 'romm'),
    );
    expect(told?.id).toBe('secret-not-url-encoded');
  });

  test('a slash in the issuer: the exact issuer and the workspace’s key', () => {
    const [told] = diagnose(
      [
        check('S4', [
          finding('issuer-differs-by-slash', {
            expected: 'https://login.example.com',
            actual: 'https://login.example.com/',
          }),
        ]),
      ],
      connectionOf('other', 'romm'),
    );
    expect(told).toMatchObject({ id: 'issuer-mismatch', side: 'app' });
    expect(told?.fix).toMatchObject({
      value: 'https://login.example.com/',
      current: 'https://login.example.com',
      workspace_path: 'providers.home.url',
    });
  });

  test('an issuer by http or an internal name is the proxy’s, one of all applications authentik’s', () => {
    const http = diagnose(
      [
        check('S4', [
          finding('issuer-differs-by-scheme', {
            expected: 'https://auth.example.com',
            actual: 'http://auth.example.com',
          }),
        ]),
      ],
      connectionOf('authelia', 'memos'),
    );
    expect(http[0]).toMatchObject({ id: 'idp-advertises-wrong-self', side: 'proxy' });
    const global = diagnose(
      [
        check('S4', [
          finding('issuer-differs-by-path', {
            expected: 'https://sso.example.com/application/o/romm/',
            actual: 'https://sso.example.com/',
          }),
        ]),
      ],
      connectionOf('authentik', 'romm'),
    );
    expect(global[0]).toMatchObject({ id: 'issuer-mismatch', side: 'provider' });
    expect(global[0]?.fix.setting).toBe('Issuer mode');
  });

  test.each([
    ['tls-unknown-ca', 'untrusted-certificate'],
    ['tls-self-signed', 'untrusted-certificate'],
    ['tls-expired', 'certificate-expired'],
    ['tls-not-yet-valid', 'certificate-expired'],
    ['tls-wrong-name', 'certificate-wrong-name'],
    ['tls-missing-intermediate', 'certificate-chain-incomplete'],
    ['dns-not-found', 'provider-name-not-found'],
    ['connection-refused', 'provider-does-not-answer'],
  ] as const)('%s is %s', (code, id) => {
    const told = diagnose(
      [check('P2', [finding(code, { host: 'auth.example.com' })])],
      connectionOf('authelia', 'romm'),
    );
    expect(told.map((one) => one.id)).toEqual([id]);
  });

  test('two names that are both not found are no matter of spelling: it is the DNS of this machine', () => {
    const connection = connectionOf('authelia', 'romm');
    const told = (data: Record<string, string>) =>
      diagnose(
        [check('P2', [finding('dns-not-found', { host: 'auth.example.com', ...data })])],
        connection,
      )[0];
    const both = told({ app_host: 'notes.example.com' });
    expect(both).toMatchObject({ id: 'provider-name-not-found', side: 'host' });
    expect(both?.title).toBe("Neither name is found: this machine's DNS");
    expect(both?.cause).toMatch(/auth\.example\.com, and none for notes\.example\.com either/);
    expect(both?.fix).not.toHaveProperty('workspace_path');
    expect(told({})?.title).toBe("The provider's name does not resolve");
  });

  test('where nothing listens, the workspace has its whole address, not what a name leads to', () => {
    const data = { host: 'auth.example.com', address: '192.0.2.7', port: 443 };
    const connection = connectionOf('authelia', 'romm');
    const [told] = diagnose([check('P2', [finding('connection-refused', data)])], connection);
    expect(told?.fix).toMatchObject({
      current: connection.provider.entry.url,
      workspace_path: 'providers.home.url',
    });
  });

  test('the same network failure inside the container is the host’s', () => {
    const [told] = diagnose(
      [check('A1', [finding('dns-not-found', { host: 'auth.example.com', place: 'container' })])],
      connectionOf('authelia', 'kestra'),
    );
    expect(told).toMatchObject({ id: 'container-cannot-reach-idp', side: 'host' });
    expect(told?.fix.value).toBe('auth.example.com');
  });

  test('the app’s callback and the test’s are told apart', () => {
    const connection = connectionOf('authelia', 'romm', {
      app: { test_redirect_uri: 'http://127.0.0.1:8765/callback-latchkey' },
    });
    const [apps] = diagnose(
      [
        check('P7', [
          finding('redirect-uri-not-registered', { redirect_uri: connection.client.redirect_uris[0]! }),
        ]),
      ],
      connection,
    );
    expect(apps).toMatchObject({ id: 'redirect-not-registered-authelia', side: 'provider' });
    expect(apps?.fix.value).toBe('https://romm.example.com/api/oauth/openid');
    const [tests] = diagnose(
      [
        check('S9', [
          finding('redirect-uri-refused', { redirect_uri: 'http://127.0.0.1:8765/callback-latchkey' }),
        ]),
      ],
      connection,
    );
    expect(tests).toMatchObject({ id: 'test-callback-refused', side: 'provider' });
    expect(tests?.fix.value).toBe('http://127.0.0.1:8765/callback-latchkey');
    // In paste mode, the app's own redirect URI was refused.
    const [pasted] = diagnose(
      [check('S9', [finding('redirect-uri-refused', { redirect_uri: connection.client.redirect_uris[0]! })])],
      connection,
    );
    expect(pasted?.id).toBe('redirect-not-registered-authelia');
  });

  test('errors sent back', () => {
    const connection = connectionOf('authelia', 'romm');
    const of = (error: string, error_description?: string) =>
      diagnose(
        [
          check('S9', [
            finding('callback-error', error_description ? { error, error_description } : { error }),
          ]),
        ],
        connection,
      )[0]?.id;
    expect(of('access_denied')).toBe('denied-by-policy');
    expect(of('invalid_scope')).toBe('scope-not-allowed');
    expect(of('invalid_request', "Clients must include a 'code_challenge'")).toBe('pkce-required');
    expect(of('invalid_state')).toBe('weak-state');
    expect(of('unauthorized_client')).toBe('response-type-refused');
    expect(of('server_error')).toBe('provider-failing');
    expect(of('login_required')).toBe('interaction-required');
    expect(of('something_else')).toBe('authorization-refused');
  });
});

describe('roots and consequences', () => {
  test('a check that failed because of another is folded into its cause', () => {
    const told = diagnose(
      [
        check('S4', [
          finding('issuer-differs-by-slash', { expected: 'https://a.example', actual: 'https://a.example/' }),
        ]),
        check(
          'S12',
          [finding('id-token-iss-wrong', { expected: 'https://a.example', actual: 'https://a.example/' })],
          {
            because_of: 'S4',
          },
        ),
        check('S17', [], { status: 'inconclusive', because_of: 'S12' }),
      ],
      connectionOf('other', 'romm'),
    );
    expect(told).toHaveLength(1);
    expect(told[0]?.explains).toEqual(['S4', 'S12', 'S17']);
  });

  test('no signing key explains the empty set and the symmetric signature together', () => {
    const told = diagnose(
      [
        check('S6', [finding('jwks-empty')]),
        check('S11', [finding('id-token-symmetric', { alg: 'HS256', expected: 'RS256' })]),
      ],
      connectionOf('authentik', 'romm'),
    );
    expect(told.map((one) => one.id)).toEqual(['empty-key-set']);
    expect(told[0]?.explains).toEqual(['S6', 'S11']);
    expect(told[0]?.fix).toMatchObject({ setting: 'Signing Key', deliverable: 'authentik-blueprint' });
  });

  test('a clock that is off explains the token’s times', () => {
    const told = diagnose(
      [
        check('S7', [finding('clock-off', { offset_s: 400 })]),
        check('S13', [finding('id-token-iat-in-future', { iat: 1 })]),
      ],
      connectionOf('authelia', 'romm'),
    );
    expect(told.map((one) => one.id)).toEqual(['clock-skew']);
    expect(told[0]?.explains).toEqual(['S7', 'S13']);
  });

  test('two independent faults are both named, in the order of the run', () => {
    const told = diagnose(
      [
        check('P7', [finding('redirect-uri-not-registered')]),
        check('S11', [finding('id-token-encrypted', { parts: 5 })]),
        check('S17', [finding('claim-only-in-userinfo', { claim: 'email' })]),
      ],
      connectionOf('authelia', 'romm'),
    );
    expect(told.map((one) => one.id)).toEqual([
      'redirect-not-registered-authelia',
      'encrypted-id-token',
      'claims-left-the-id-token',
    ]);
  });

  test('a failure comes before a warning that was found earlier, and a warning never swallows a failure', () => {
    const told = diagnose(
      [
        check('P2', [finding('tls-private-ca', {}, 'warn')]),
        check('S16', [finding('scope-not-granted', { scope: 'groups' }, 'warn')]),
        check('S17', [finding('claim-missing', { claim: 'email' })]),
      ],
      connectionOf('other', 'romm'),
    );
    expect(told.map((one) => one.id)).toEqual([
      'claim-not-released',
      'scope-not-allowed',
      'untrusted-certificate',
    ]);
  });

  test('nothing is said of what passed, was only noted, or could not be seen', () => {
    expect(
      diagnose(
        [
          check('P1'),
          check('P10', [finding('pkce-probe-unknown', {}, 'info')], { status: 'inconclusive' }),
          check('S7', [finding('clock-unknown', {}, 'info')], { status: 'inconclusive' }),
        ],
        connectionOf('authelia', 'romm'),
      ),
    ).toEqual([]);
  });

  test('a chain of causes that runs in a circle ends', () => {
    const told = diagnose(
      [
        check('S3', [finding('discovery-not-found')], { because_of: 'S4' }),
        check('S4', [finding('issuer-differs-by-case')], { because_of: 'S3' }),
      ],
      connectionOf('authelia', 'romm'),
    );
    expect(Array.isArray(told)).toBe(true);
  });
});
