import { describe, expect, it } from 'vitest';
import type {
  Answer,
  CredentialStyle,
  Evidence,
  TokenAttempt,
  TokenEvidence,
} from '../../../../shared/diagnosis/evidence.ts';
import {
  authenticationOf,
  checksSecret,
  judgeToken,
  methodOf,
  negotiationFinding,
  ownAttempts,
  refusesClient,
  saysNothingArrived,
  secretMismatch,
  tokenErrorFinding,
} from '../../../../shared/diagnosis/judges/token.ts';
import {
  announcing,
  answer,
  attempt,
  DOCUMENT,
  evidence,
  expected,
  failure,
  ISSUER,
  noAnswer,
  TARGET,
  targetOf,
  told,
} from '../evidence.ts';

const URL_OF_TOKEN = `${ISSUER}/t`;
const at = (given: Partial<Answer> = {}): Answer => answer({ url: URL_OF_TOKEN, ...given });

it.each([
  ['basic', 'client_secret_basic'],
  ['basic-raw', 'client_secret_basic'],
  ['post', 'client_secret_post'],
  ['none', 'none'],
] as const)('%s is RFC 7591’s %s', (style, method) => {
  expect(methodOf(style)).toBe(method);
});

describe('what the token endpoint says in its own words', () => {
  const of = (error_description: string, status = 400, error = 'x') =>
    at({ status, error, error_description });

  /** Beside the sentences of real programs: what each of them is read from. */
  it.each([
    'No client authentication mechanism provided',
    'Client credentials missing or malformed in both header and body',
    'Missing client_id parameter',
    'client_id or client_assertion must be provided',
    'Client id or secret not provided',
  ])('nothing arrived: %s', (words) => {
    expect(saysNothingArrived(of(words))).toBe(true);
    expect(saysNothingArrived(at({ status: 400, error: words.toUpperCase() }))).toBe(true);
    expect(refusesClient(of(words))).toBe(true);
  });

  it.each([
    ['dpop', 'DPoP proof is required'],
    ['mutual-tls', 'No client certificate'],
    ['mutual-tls', 'mutual TLS required'],
    ['mutual-tls', 'mutual-tls required'],
    ['mutual-tls', 'mTLS required'],
    ['mutual-tls', 'use tls_client_auth'],
  ])('it demands %s: %s', (demand, words) => {
    for (const status of [400, 401])
      expect(tokenErrorFinding(of(words, status), 'basic')).toMatchObject({
        code: 'provider-demands-more',
        data: { demand, status },
      });
    // Only a refusal demands.
    expect(tokenErrorFinding(of(words, 200), 'basic')?.code).toBe('token-request-refused');
    expect(saysNothingArrived(of(words))).toBe(false);
  });

  it('no word is a demand by a part of it', () => {
    for (const words of ['xdpopx', 'xmtlsx'])
      expect(tokenErrorFinding(of(words), 'basic')?.code).toBe('token-request-refused');
  });

  it.each([
    'not allowed to use grant x',
    'not authorised to use the authorization grant',
    'not authorized to use authorisation grant',
    "grant_type 'authorization_code' is not supported",
    'the grant type is really not allowed',
    'This flow is not allowed',
  ])('it allows no code: %s', (words) => {
    expect(tokenErrorFinding(of(words), 'basic')?.code).toBe('token-grant-not-allowed');
    expect(refusesClient(of(words, 401))).toBe(false);
    expect(tokenErrorFinding(of(words, 200), 'basic')?.code).toBe('token-request-refused');
  });

  it.each([
    'code is not valid',
    "auth_code' is invalid",
    'authorization_code has expired',
    'authorization code could not be found',
    'auth code invalid',
    'invalid code',
    'invalid or expired code',
    'invalid auth code',
    'invalid authorization code',
    'invalid or expired authorisation code',
  ])('the code is bad, so the client is known: %s', (words) => {
    for (const status of [400, 404, 499]) {
      expect(authenticationOf(of(words, status))).toBe('accepted');
      expect(tokenErrorFinding(of(words, status), 'basic')?.code).toBe('token-grant-refused');
    }
    expect(authenticationOf(of(words, 399))).toBe('unclear');
    expect(authenticationOf(of(words, 500))).toBe('unclear');
  });

  it.each([
    "Invalid 'client_secret'",
    'invalid client secret',
    'invalid client_secret',
    "Client 'memos' not found",
    'client not found',
    'the client memos does not exist',
    'bad client credentials',
    'invalid secret',
  ])('the client is refused: %s', (words) => {
    for (const status of [400, 404, 499]) {
      expect(refusesClient(of(words, status))).toBe(true);
      expect(authenticationOf(of(words, status))).toBe('refused');
      expect(tokenErrorFinding(of(words, status), 'basic')?.code).toBe('token-client-refused');
    }
    for (const status of [399, 500]) expect(refusesClient(of(words, status))).toBe(false);
    expect(refusesClient(at({ status: 400, error: 'unauthorized_client', error_description: words }))).toBe(
      true,
    );
  });
});

describe('an answer of the token endpoint', () => {
  /** RFC 6749 §5.1 and §5.2: status, error, and what follows for client and request. */
  it.each([
    [200, undefined, {}, 'accepted', undefined],
    [201, undefined, {}, 'accepted', undefined],
    [299, undefined, {}, 'accepted', undefined],
    [300, undefined, {}, 'unclear', undefined],
    [199, undefined, {}, 'unclear', undefined],
    [200, undefined, { body: 'text' }, 'unclear', 'token-not-json'],
    [200, 'x', {}, 'unclear', 'token-request-refused'],
    [400, 'invalid_client', {}, 'refused', 'token-client-refused'],
    [401, 'invalid_client', {}, 'refused', 'token-client-refused'],
    [401, 'unauthorized_client', {}, 'refused', 'token-client-refused'],
    [400, 'unauthorized_client', {}, 'accepted', 'token-grant-not-allowed'],
    [400, 'unsupported_grant_type', {}, 'unclear', 'token-grant-not-allowed'],
    [401, 'unsupported_grant_type', {}, 'unclear', 'token-grant-not-allowed'],
    [200, 'unsupported_grant_type', {}, 'unclear', 'token-request-refused'],
    [401, undefined, {}, 'refused', 'token-client-refused'],
    [401, 'invalid_token', {}, 'refused', 'token-client-refused'],
    [401, 'other', {}, 'unclear', 'token-request-refused'],
    [400, 'invalid_grant', {}, 'accepted', 'token-grant-refused'],
    [400, 'invalid_request', {}, 'accepted', 'token-request-refused'],
    [
      400,
      'invalid_request',
      { error_description: 'Parameter x is missing' },
      'unclear',
      'token-request-refused',
    ],
    [401, 'invalid_request', {}, 'unclear', 'token-request-refused'],
    [400, undefined, {}, 'unclear', 'token-request-refused'],
    [400, undefined, { body: 'text' }, 'unclear', 'token-not-json'],
    [400, 'x', { body: 'text' }, 'unclear', 'token-request-refused'],
    [403, undefined, {}, 'unclear', 'token-forbidden'],
    [403, 'x', {}, 'unclear', 'token-request-refused'],
    [404, undefined, { body: 'empty' }, 'unclear', 'token-not-json'],
    [400, undefined, { body: 'html' }, 'unclear', 'token-html'],
    [200, undefined, { body: 'html' }, 'unclear', 'token-html'],
    [401, undefined, { body: 'html' }, 'refused', 'token-forbidden'],
    [403, undefined, { body: 'html' }, 'unclear', 'token-forbidden'],
    [429, 'x', { retry_after_s: 9 }, 'unclear', 'rate-limited'],
    [500, 'server_error', {}, 'unclear', 'token-server-error'],
    [502, undefined, { body: 'html' }, 'unclear', 'token-server-error'],
  ] as const)('%s %s %j: the client is %s, %s', (status, error, more, authentication, code) => {
    const given = at({ status, ...(error ? { error } : {}), ...(more as Partial<Answer>) });
    expect(authenticationOf(given)).toBe(authentication);
    const { error_description, retry_after_s } = more as Partial<Answer>;
    const data = {
      url: URL_OF_TOKEN,
      status,
      content_type: 'application/json',
      endpoint: 'token_endpoint',
      method: 'client_secret_post',
      ...(error ? { error } : {}),
      ...(error_description ? { error_description } : {}),
      ...(retry_after_s ? { retry_after_s } : {}),
    };
    expect(tokenErrorFinding(given, 'post')).toEqual(code ? { severity: 'fail', code, data } : undefined);
  });

  it.each([
    ['timeout', 'token-timed-out'],
    ['scheme-refused', 'endpoint-scheme-refused'],
    ['refused', 'token-unreachable'],
    ['dns', 'token-unreachable'],
    ['cancelled', undefined],
    ['budget', undefined],
  ] as const)('none, %s: %s', (kind, code) => {
    expect(tokenErrorFinding(noAnswer(kind), 'basic')?.code).toBe(code);
    expect(authenticationOf(noAnswer(kind))).toBe('unclear');
  });
});

describe('the stored secret', () => {
  const target = (auth_method: typeof TARGET.client.auth_method, has_secret: boolean) => ({
    ...TARGET,
    client: { ...TARGET.client, auth_method, has_secret },
  });
  it('fits the client’s type', () => {
    expect(secretMismatch(target('client_secret_basic', true))).toBeUndefined();
    expect(secretMismatch(target('none', false))).toBeUndefined();
    expect(secretMismatch(target('client_secret_post', false))).toEqual({
      severity: 'fail',
      code: 'secret-refused',
      data: { method: 'client_secret_post', reason: 'no-secret-stored' },
    });
    expect(secretMismatch(target('none', true))).toEqual({
      severity: 'fail',
      code: 'auth-method-refused',
      data: { method: 'none', reason: 'secret-for-a-public-client' },
    });
  });
});

describe('the attempts', () => {
  const all = [
    attempt('wrong-on-purpose', 'refused'),
    attempt('right', 'accepted'),
    attempt('unknown-client', 'refused'),
    attempt('none', 'accepted'),
  ];
  it('with the client’s own credentials are the right secret and none', () => {
    expect(ownAttempts(evidence({ token_attempts: all }))).toEqual([all[1], all[3]]);
  });

  const WAYS = [undefined, 'accepted', 'refused', 'unclear'] as const;
  it('show whether the secret is looked at', () => {
    for (const wrong of WAYS) {
      for (const unknown of WAYS) {
        const token_attempts = [
          attempt('right', 'accepted'),
          ...(wrong ? [attempt('wrong-on-purpose', wrong)] : []),
          ...(unknown ? [attempt('unknown-client', unknown)] : []),
        ];
        expect(checksSecret(evidence({ token_attempts })), `${wrong} ${unknown}`).toBe(
          wrong === 'refused' ? 'yes' : wrong === 'accepted' && unknown === 'refused' ? 'no' : 'unknown',
        );
      }
    }
  });
});

/** What each attempt got, in the order sent. */
const tried = (
  ...list: readonly (readonly [CredentialStyle, TokenAttempt['authentication'], Partial<Answer>?])[]
) => ({
  token_attempts: list.map(([style, authentication, given = {}]) =>
    attempt(style === 'none' ? 'none' : 'right', authentication, 'bogus', {
      style,
      answer: at({ status: 401, error: 'invalid_client', ...given }),
    }),
  ),
});
const ABOUT = { url: URL_OF_TOKEN, status: 401, content_type: 'application/json', error: 'invalid_client' };
const NOTHING = { error: 'invalid_request', error_description: 'Missing client_id parameter' };

describe('another way of sending the secret', () => {
  const AUTHENTIK = targetOf('authentik', 'romm');
  const of = (seen: Partial<Evidence>, target = TARGET) =>
    negotiationFinding(
      evidence(seen, announcing({ ...DOCUMENT, token_endpoint_auth_methods_supported: ['x'] })),
      target,
    );

  it('was not needed, or did not help', () => {
    for (const first of ['accepted', 'unclear'] as const)
      expect(of(tried(['basic', first], ['post', 'accepted']))).toBeUndefined();
    for (const second of ['refused', 'unclear'] as const)
      expect(of(tried(['basic', 'refused'], ['post', second]))).toBeUndefined();
    expect(of({})).toBeUndefined();
    expect(of(tried(['post', 'refused', NOTHING]))).toBeUndefined();
  });

  it.each([
    ['basic', 'post', 'client_secret_basic', 'client_secret_post'],
    ['post', 'basic', 'client_secret_post', 'client_secret_basic'],
    ['post', 'none', 'client_secret_post', 'none'],
    ['none', 'post', 'none', 'client_secret_post'],
  ] as const)('is the registered one: %s refused, %s accepted', (first, second, method, accepted) => {
    expect(of(tried([first, 'refused'], ['none', 'refused'], [second, 'accepted']))).toEqual({
      severity: 'fail',
      code: 'auth-method-refused',
      data: {
        method,
        actual: method,
        accepted,
        expected: accepted,
        registered_method: accepted,
        announced: ['x'],
      },
    });
  });

  it('is the raw one, which not every program can send', () => {
    expect(of(tried(['basic', 'refused'], ['basic-raw', 'accepted']))).toEqual({
      severity: 'warn',
      code: 'token-raw-basic-accepted',
      data: { method: 'client_secret_basic' },
    });
  });

  const lost = (accepted?: string, more = {}) => ({
    severity: 'fail',
    code: 'token-credentials-not-received',
    data: { ...ABOUT, ...more, method: 'client_secret_basic', ...(accepted ? { accepted } : {}) },
  });
  it('shows that the header was lost, where the provider takes either way or says that nothing came', () => {
    expect(of(tried(['basic', 'refused'], ['post', 'accepted']), AUTHENTIK)).toEqual(
      lost('client_secret_post'),
    );
    expect(of(tried(['basic', 'refused', NOTHING]))).toEqual(lost(undefined, NOTHING));
    expect(of(tried(['basic', 'refused', NOTHING], ['post', 'accepted']))).toEqual(
      lost('client_secret_post', NOTHING),
    );
    // Only a header can be lost, and only the body shows it.
    expect(of(tried(['post', 'refused'], ['basic', 'accepted']), AUTHENTIK)?.code).toBe(
      'auth-method-refused',
    );
    expect(of(tried(['basic', 'refused'], ['none', 'accepted']), AUTHENTIK)?.code).toBe(
      'auth-method-refused',
    );
    expect(of(tried(['basic', 'refused'], ['basic-raw', 'accepted']), AUTHENTIK)?.code).toBe(
      'token-raw-basic-accepted',
    );
    expect(of(tried(['basic', 'refused']), AUTHENTIK)).toBeUndefined();
  });
});

describe('the exchange of the code', () => {
  const tokens = (given: Partial<Answer> = {}, more: Partial<TokenEvidence> = {}): TokenEvidence => ({
    answer: at({ cache_control: 'no-store', ...given }),
    style: 'basic',
    has_access_token: true,
    has_id_token: true,
    has_refresh_token: false,
    token_type: 'Bearer',
    expires_in: 3600,
    parameters: ['access_token'],
    ...more,
  });
  const right = { token_attempts: [attempt('right', 'accepted', 'real')] };
  const judge = (token: TokenEvidence, seen: Partial<Evidence> = right, target = TARGET) =>
    judgeToken(evidence({ token }, seen), target);
  const seen = ['tokens-received'] as const;

  it('brings tokens', () => {
    const check = judgeToken(
      evidence(
        { token: tokens() },
        right,
        announcing({ ...DOCUMENT, token_endpoint_auth_methods_supported: ['x'] }),
      ),
      TARGET,
    );
    expect(told(check)).toEqual(expected('pass', [], seen));
    expect(check.summary).toBe('Tokens came.');
    expect(check.evidence).toEqual({
      url: URL_OF_TOKEN,
      status: 200,
      content_type: 'application/json',
      size: 10,
      duration_ms: 5,
      method: 'client_secret_basic',
      asked_method: 'client_secret_basic',
      announced_methods: ['x'],
      attempts: ['basic: accepted'],
      parameters: ['access_token'],
    });
  });

  it('was not made, and it is said why', () => {
    for (const parts of [
      [{ token: tokens() }],
      [right],
      [{ token: tokens(), token_attempts: [attempt('unknown-client', 'refused')] }],
    ]) {
      const check = judgeToken(evidence(announcing(DOCUMENT), ...parts), TARGET);
      expect(told(check)).toEqual(expected('inconclusive'));
      expect(check.summary).toContain('no code');
    }
    expect(judgeToken(evidence(), TARGET).summary).toContain('No token endpoint');
  });

  it.each(['cancelled', 'budget'] as const)('was given up: %s', (kind) => {
    const check = judge(tokens({ ...noAnswer(kind) }, { has_access_token: false }));
    expect(told(check)).toEqual(expected('inconclusive'));
    expect(check.summary).toBe(failure(kind).message);
  });

  const member = { where: 'the answer of the token endpoint', members: ['id_token'] };
  it.each([
    [{ repeated_members: ['id_token'] }, {}, 'fail', 'member-repeated', member, true],
    [
      {},
      { has_access_token: false },
      'fail',
      'token-access-token-missing',
      { parameters: ['access_token'] },
      false,
    ],
    [
      {},
      { has_id_token: false, scope: 'a' },
      'fail',
      'token-id-token-missing',
      { parameters: ['access_token'], scope: 'a' },
      true,
    ],
    [{}, { token_type: 'mac' }, 'fail', 'token-type-wrong', { expected: 'Bearer', actual: 'mac' }, true],
    [{}, { token_type: 7 }, 'fail', 'token-type-wrong', { expected: 'Bearer', actual: 7 }, true],
    [{}, { token_type: null }, 'fail', 'token-type-wrong', { expected: 'Bearer', actual: null }, true],
    [
      { cache_control: 'private' },
      {},
      'warn',
      'token-no-store-missing',
      { expected: 'no-store', actual: 'private' },
      true,
    ],
    [
      { cache_control: 'xno-storex' },
      {},
      'warn',
      'token-no-store-missing',
      { expected: 'no-store', actual: 'xno-storex' },
      true,
    ],
    [
      {},
      { expires_in: '3600' },
      'warn',
      'token-expires-in-odd',
      { expected: 'a number', actual: '3600' },
      true,
    ],
  ] as const)('brings tokens with a fault: %j %j', (given, more, severity, code, data, proven) => {
    const check = judge(tokens(given, more));
    expect(told(check)).toEqual(expected(severity, [[`${severity} ${code}`, data]], proven ? seen : []));
    expect(check.summary).toContain('not as they should');
  });

  it('brings tokens without what may be missing', () => {
    const { token_type: _, expires_in: __, ...rest } = tokens();
    const { cache_control: ___, ...bare } = rest.answer;
    expect(told(judge({ ...rest, answer: bare })).findings).toEqual([
      ['fail token-type-wrong', { expected: 'Bearer', actual: null }],
      ['warn token-no-store-missing', { expected: 'no-store', actual: null }],
      ['warn token-expires-in-odd', { expected: 'a number', actual: null }],
    ]);
    for (const type of ['bearer', 'BEARER'])
      expect(told(judge(tokens({}, { token_type: type }))).status).toBe('pass');
    expect(told(judge(tokens({ cache_control: 'private, No-Store' }))).status).toBe('pass');
  });

  const open = {
    token_attempts: [
      attempt('right', 'accepted', 'real'),
      attempt('wrong-on-purpose', 'accepted'),
      attempt('unknown-client', 'refused'),
    ],
  };
  it('brings tokens for any secret', () => {
    expect(told(judge(tokens(), open))).toEqual(
      expected('warn', [['warn secret-not-checked', { method: 'client_secret_basic' }]], seen),
    );
    // A public client has none.
    expect(told(judge(tokens({}, { style: 'none' }), open))).toEqual(expected('pass', [], seen));
    const refused = { status: 400, error: 'invalid_grant' };
    expect(told(judge(tokens(refused), open)).findings.map(([code]) => code)).toEqual([
      'fail token-grant-refused',
    ]);
  });

  const refusal = { status: 401, error: 'invalid_client' };
  const none = { has_access_token: false, has_id_token: false } as const;
  const row = [
    'fail token-client-refused',
    { ...ABOUT, endpoint: 'token_endpoint', method: 'client_secret_basic', tried: ['client_secret_basic'] },
  ] as const;
  it('is refused', () => {
    const check = judge(tokens(refusal, none), tried(['basic', 'refused']));
    expect(told(check)).toEqual(expected('fail', [row]));
    expect(check.summary).toContain('refused: invalid_client.');
    expect(judge(tokens({ status: 404 }, none)).summary).toContain('status 404.');
    expect(judge(tokens(noAnswer('timeout'), none)).summary).toContain(failure('timeout').message);
    // An error beside a token is an error.
    expect(told(judge(tokens(refusal), tried(['basic', 'refused'])))).toEqual(expected('fail', [row]));
    const both = judge(tokens(refusal, none), tried(['basic', 'refused'], ['post', 'refused']));
    expect(told(both).findings[0]![1]).toHaveProperty('tried', ['client_secret_basic', 'client_secret_post']);
  });

  it('is refused for a secret with characters that have to be encoded', () => {
    const special = { credentials_need_encoding: true };
    expect(
      told(judge(tokens(refusal, none), { ...tried(['basic', 'refused']), ...special })).findings,
    ).toEqual([[row[0], { ...row[1], special_characters: true }]]);
    const other = judge(tokens({ status: 400, error: 'invalid_grant' }, none), { ...right, ...special });
    expect(told(other).findings[0]![1]).not.toHaveProperty('special_characters');
  });

  it('is refused because of the way the secret was sent, which is told alone', () => {
    expect(
      told(judge(tokens(refusal, none), tried(['basic', 'refused'], ['post', 'accepted']))).findings.map(
        ([code]) => code,
      ),
    ).toEqual(['fail auth-method-refused']);
    expect(
      told(judge(tokens(refusal, none), tried(['basic', 'refused'], ['basic-raw', 'accepted']))).findings.map(
        ([code]) => code,
      ),
    ).toEqual(['warn token-raw-basic-accepted', 'fail token-client-refused']);
    // Tokens came by the other way.
    expect(
      told(judge(tokens({}, { style: 'post' }), tried(['basic', 'refused'], ['post', 'accepted']))),
    ).toMatchObject({
      status: 'fail',
      proofs: seen,
    });
  });

  it('is refused, and no secret is stored', () => {
    const target = { ...TARGET, client: { ...TARGET.client, has_secret: false } };
    expect(
      told(judge(tokens(refusal, none), tried(['none', 'refused']), target)).findings.map(([code]) => code),
    ).toEqual(['fail secret-refused', 'fail token-client-refused']);
    expect(told(judge(tokens(), right, target)).findings).toEqual([]);
  });
});
