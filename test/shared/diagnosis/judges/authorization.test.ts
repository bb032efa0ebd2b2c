import { describe, expect, it } from 'vitest';
import type {
  AuthorizationRequestEvidence,
  CallbackEvidence,
  Evidence,
} from '../../../../shared/diagnosis/evidence.ts';
import {
  errorFinding,
  judgeCallback,
  judgeRequest,
} from '../../../../shared/diagnosis/judges/authorization.ts';
import {
  announcing,
  answer,
  DOCUMENT,
  type Document,
  evidence,
  expected,
  ISSUER,
  noAnswer,
  probe,
  TARGET,
  TEST_URI,
  targetOf,
  told,
} from '../evidence.ts';

const request: AuthorizationRequestEvidence = {
  endpoint: `${ISSUER}/a`,
  redirect_uri: TEST_URI,
  response_type: 'code',
  scopes: ['openid'],
  pkce: 'S256',
  state_bits: 256,
  nonce_bits: 128,
  parameters: ['client_id', 'state'],
};

describe('the request', () => {
  const memos = targetOf('authelia', 'memos');
  const document = (methods: readonly string[] | undefined): Document => {
    const { code_challenge_methods_supported: _, ...rest } = DOCUMENT;
    return methods ? { ...rest, code_challenge_methods_supported: methods } : rest;
  };
  const judge = (methods: readonly string[] | undefined, target = memos) =>
    judgeRequest(evidence(announcing(document(methods)), { request }), target);

  it('is the app’s, and fits what is announced', () => {
    expect(memos.pkce.app_uses).toBe(true);
    const check = judge(['S256', 'plain']);
    expect(told(check)).toEqual(expected('pass', [], ['request-fits']));
    expect(check.summary).toContain('as the app would');
    const { response_type: _, ...shown } = request;
    expect(check.evidence).toEqual({ ...shown, redirect_mode: 'loopback' });
  });

  it.each([
    ['not announced', undefined, 'pkce-not-announced', { expected: 'S256' }],
    ['announced as plain only', ['plain', 'x'], 'pkce-plain-only', { actual: 'plain, x', expected: 'S256' }],
  ] as const)('with PKCE, which is %s', (_, methods, code, data) => {
    expect(told(judge(methods))).toEqual(expected('warn', [[`warn ${code}`, data]]));
    expect(judge(methods).summary).toContain('PKCE with S256');
    // It is only noted where the app does not use it.
    expect(TARGET.pkce.app_uses).toBe(false);
    expect(told(judge(methods, TARGET))).toEqual(
      expected('pass', [[`info ${code}`, data]], ['request-fits']),
    );
    expect(judge(methods, TARGET).summary).toContain('as the app would');
  });

  it('without PKCE fits as well', () => {
    expect(told(judge(['S256'], TARGET))).toEqual(expected('pass', [], ['request-fits']));
  });

  it('was not sent', () => {
    expect(told(judgeRequest(evidence(announcing(DOCUMENT)), memos))).toEqual(expected('inconclusive'));
    const { redirect: _, ...elsewhere } = memos;
    expect(judgeRequest(evidence({ request }), elsewhere).evidence).not.toHaveProperty('redirect_mode');
  });
});

describe('an error that was sent back', () => {
  it.each([
    ['access_denied', undefined, 'access-denied', {}],
    ['invalid_scope', undefined, 'scope-refused', {}],
    ['unsupported_response_type', undefined, 'response-type-refused', {}],
    ['unauthorized_client', undefined, 'response-type-refused', {}],
    [
      'invalid_request',
      'Pushed Authorization Request is only allowed.',
      'provider-demands-more',
      { demand: 'pushed-request' },
    ],
    ['invalid_request_object', undefined, 'provider-demands-more', { demand: 'request-object' }],
    ['invalid_request', 'PKCE is required', 'pkce-required', {}],
    ['invalid_request', 'Missing required scope(s) ["openid"].', 'openid-scope-missing', {}],
    ['invalid_request', undefined, 'callback-error', {}],
    // The error's own name comes first.
    ['access_denied', 'PKCE is required', 'access-denied', {}],
    ['invalid_scope', 'openid scope', 'scope-refused', {}],
  ] as const)('%s “%s” is %s', (error, error_description, code, more) => {
    expect(errorFinding(error, error_description, { url: 'x', error: 'other' })).toEqual({
      severity: 'fail',
      code,
      data: { url: 'x', error, ...(error_description ? { error_description } : {}), ...more },
    });
  });

  it('is about what was found otherwise', () => {
    expect(errorFinding('invalid_request', 'x', {}, 'pkce').code).toBe('pkce-required');
    expect(errorFinding('invalid_request', 'PKCE is required', {}, 'client').code).toBe('callback-error');
  });
});

const SEEN: CallbackEvidence['seen'] = {
  wrong_state: 0,
  missing_state: 0,
  empty: 0,
  wrong_path: 0,
  wrong_host: 0,
  wrong_method: 0,
  other_user: 0,
  late: 0,
  paths: [],
};
const SHOWN = {
  wrong_state: 0,
  missing_state: 0,
  empty: 0,
  wrong_path: 0,
  wrong_host: 0,
  wrong_method: 0,
  other_user: 0,
  paths: [],
};
const came = (more: Partial<CallbackEvidence> = {}): CallbackEvidence => ({
  outcome: 'received',
  waited_ms: 1600,
  parameters: ['code', 'state'],
  has_code: true,
  seen: SEEN,
  ...more,
});
const judge = (callback: CallbackEvidence, more: Partial<Evidence> = {}, target = TARGET) =>
  judgeCallback(evidence({ callback }, more), target);

describe('the answer that came', () => {
  const received = (more: Partial<CallbackEvidence> = {}, document: Document = DOCUMENT) =>
    judge(came(more), { request, ...announcing(document) });

  it('has a code and the right state', () => {
    const check = received({ iss: ISSUER });
    expect(told(check)).toEqual(expected('pass', [], ['code-received']));
    expect(check.summary).toContain('with a code');
    expect(check.evidence).toEqual({
      redirect_uri: TEST_URI,
      outcome: 'received',
      waited_s: 2,
      parameters: ['code', 'state'],
      iss: ISSUER,
      ignored: SHOWN,
    });
  });

  it('is shown at the address that was asked for, else at the one that was to be', () => {
    const uri = 'https://romm.example.com/x';
    expect(judge(came(), { request: { ...request, redirect_uri: uri } }).evidence['redirect_uri']).toBe(uri);
    expect(judge(came()).evidence['redirect_uri']).toBe(TEST_URI);
    const { redirect: _, ...elsewhere } = TARGET;
    expect(judge(came(), {}, elsewhere).evidence).not.toHaveProperty('redirect_uri');
  });

  const wrong = (actual: string, expectedIss = ISSUER) =>
    expected('fail', [['fail callback-iss-wrong', { expected: expectedIss, actual }]], ['code-received']);
  it('is of another provider (RFC 9207)', () => {
    const check = received({ iss: 'https://x.example' });
    expect(told(check)).toEqual(wrong('https://x.example'));
    expect(check.summary).toContain('not as it must be');
    // Where configured and announced issuer differ, that is told elsewhere; either may be named here.
    const document = { ...DOCUMENT, issuer: `${ISSUER}/` };
    expect(told(received({ iss: ISSUER }, document)).findings).toEqual([]);
    expect(told(received({ iss: `${ISSUER}/` }, document)).findings).toEqual([]);
    expect(told(received({ iss: `${ISSUER}//` }, document))).toEqual(wrong(`${ISSUER}//`, `${ISSUER}/`));
    expect(told(judge(came({ iss: 'x' })))).toEqual(wrong('x'));
  });

  it('names no provider, though that is announced', () => {
    const parameter = 'authorization_response_iss_parameter_supported';
    expect(told(received({}, { ...DOCUMENT, [parameter]: true }))).toEqual(
      expected('fail', [['fail callback-iss-missing', { expected: ISSUER }]], ['code-received']),
    );
    expect(told(received({ iss: ISSUER }, { ...DOCUMENT, [parameter]: true })).status).toBe('pass');
    expect(told(received({}, { ...DOCUMENT, [parameter]: 'true' })).status).toBe('pass');
    expect(told(judge(came())).status).toBe('pass');
    expect(
      told(judge(came(), { discovery: { answer: answer(), redirects: [], redirect_loop: false } })).status,
    ).toBe('pass');
  });

  it('has something twice', () => {
    expect(told(received({ parameters: ['code', 'state', 'code', 'code', 'state'] })).findings).toEqual([
      ['fail callback-parameter-repeated', { parameters: ['code', 'state'] }],
    ]);
  });

  it('has an error, which is told and not taken for a missing code', () => {
    const check = received({ has_code: false, error: 'access_denied', error_description: 'No.' });
    expect(told(check)).toEqual(
      expected('fail', [
        [
          'fail access-denied',
          {
            redirect_uri: TEST_URI,
            scopes: TARGET.client.scopes.join(' '),
            error: 'access_denied',
            error_description: 'No.',
          },
        ],
      ]),
    );
    expect(TARGET.client.scopes.length).toBeGreaterThan(1);
    expect(check.summary).toContain('the error access_denied');
    expect(check.evidence).toMatchObject({ error: 'access_denied', error_description: 'No.' });
  });

  it('has neither a code nor an error', () => {
    const check = received({ has_code: false, parameters: ['state'] });
    expect(told(check)).toEqual(
      expected('fail', [['fail callback-without-code', { parameters: ['state'] }]]),
    );
  });

  it.each(['wrong_state', 'missing_state'] as const)('came beside others, with %s', (name) => {
    expect(received({ seen: { ...SEEN, [name]: 2 } }).summary).toContain('with a code');
    expect(told(received({ seen: { ...SEEN, [name]: 2 } }))).toEqual(
      expected('pass', [['info callback-state-wrong', { ...SHOWN, [name]: 2 }]], ['code-received']),
    );
  });
});

describe('no answer', () => {
  it('was waited for', () => {
    const check = judgeCallback(evidence(), TARGET);
    expect(told(check)).toEqual(expected('inconclusive'));
    expect(check.summary).toContain('not started');
    expect(check.evidence).toEqual({});
    const withheld = judgeCallback(evidence({ untrusted_host: 'x.example' }), TARGET);
    expect(told(withheld)).toEqual(expected('inconclusive'));
    expect(withheld.summary).toContain('x.example');
    expect(withheld.evidence).toEqual({ untrusted_host: 'x.example' });
  });

  const waited = (more: Partial<CallbackEvidence> = {}) =>
    came({ outcome: 'timed-out', has_code: false, parameters: [], ...more });
  const data = { redirect_uri: TEST_URI, expected: TEST_URI, seconds: 2, ...SHOWN };

  it.each([
    ['timed-out', 'in time', 'info callback-timed-out', { reason: 'timed-out' }],
    ['slept', 'slept', 'info callback-timed-out', { reason: 'slept' }],
    ['refused', 'refuses this request', 'info callback-timed-out', { reason: 'refused' }],
    ['cancelled', 'cancelled', 'info callback-cancelled', {}],
  ] as const)('came: %s', (outcome, says, code, more) => {
    const check = judge(waited({ outcome }));
    expect(told(check)).toEqual(expected('inconclusive', [[code, { ...data, ...more }]]));
    expect(check.summary).toContain(says);
    expect(check.evidence).toMatchObject({ outcome, waited_s: 2 });
  });

  it('came, but to another user of this machine', () => {
    for (const [other_user, says] of [
      [0, undefined],
      [1, '1 request of another user'],
      [2, '2 requests of another user'],
    ] as const) {
      const check = judge(waited({ outcome: 'timed-out', seen: { ...SEEN, other_user } }));
      const finding = { ...data, reason: 'timed-out', other_user };
      expect(told(check)).toEqual(expected('inconclusive', [['info callback-timed-out', finding]]));
      if (says === undefined) expect(check.summary).not.toContain('another user');
      else expect(check.summary).toContain(says);
    }
  });

  it('was pasted', () => {
    const check = judge(waited({ outcome: 'not-a-callback' }));
    const { seconds: _, ...rest } = data;
    expect(told(check)).toEqual(expected('fail', [['fail callback-state-wrong', rest]]));
    expect(check.summary).toContain('pasted');
  });

  it.each([
    ['an answer in the fragment', { empty: 1, wrong_state: 1 }, 'callback-in-fragment', {}],
    ['another state', { wrong_state: 1, wrong_host: 1 }, 'callback-state-wrong', {}],
    ['no state', { missing_state: 1, wrong_host: 1 }, 'callback-state-wrong', {}],
    ['another host', { wrong_host: 1, paths: ['/x'] }, 'callback-wrong-host', {}],
    ['another path', { wrong_path: 2, paths: ['/x', '/y'] }, 'callback-wrong-path', { actual: '/x' }],
  ] as const)('but %s', (_, seen, code, more) => {
    expect(told(judge(waited({ seen: { ...SEEN, ...seen } })))).toEqual(
      expected('fail', [[`fail ${code}`, { ...data, ...seen, ...more }]]),
    );
  });

  describe('because the provider refuses the test’s request', () => {
    const said = { error: 'invalid_request', error_description: 'Oops.' };
    const page = { excerpt: 'Oops!', status: 400 };
    const refused = (class_: Parameters<typeof probe>[1], more: Parameters<typeof probe>[2] = {}) =>
      probe('test-redirect', class_, { ...said, answer: answer(page), ...more });
    const told_ = (authorize: Evidence['authorize'], callback = waited(), more: Partial<Evidence> = {}) =>
      told(judge(callback, { authorize, ...more }));

    it('for its address', () => {
      for (const outcome of ['timed-out', 'refused', 'cancelled'] as const) {
        expect(told_([refused('error-page', { blames: 'redirect-uri' })], waited({ outcome }))).toEqual(
          expected('fail', [['fail redirect-uri-refused', { ...data, ...said, excerpt: 'Oops!' }]]),
        );
      }
    });

    it('for its client', () => {
      expect(told_([refused('error-page', { blames: 'client' })], waited({ outcome: 'cancelled' }))).toEqual(
        expected('fail', [['fail client-unknown', { ...data, ...said }]]),
      );
    });

    it('with a page that does not say why, while the app’s own address gets an answer', () => {
      const good = probe('good', 'back');
      expect(told_([good, refused('error-page')])).toEqual(
        expected('fail', [['fail redirect-uri-refused', { ...data, excerpt: 'Oops!' }]]),
      );
      const page = { ...data, ...said, excerpt: 'Oops!', status: 400 };
      for (const authorize of [
        [refused('error-page')],
        [probe('good', 'page'), refused('error-page')],
        [probe('unknown-client', 'back'), refused('error-page')],
        [good, refused('error-page', { blames: 'state' })],
        [good, refused('inside-error')],
      ])
        expect(told_(authorize)).toEqual(expected('fail', [['fail authorization-error-page', page]]));
      // Somebody who gave up was not refused.
      expect(told_([good, refused('error-page')], waited({ outcome: 'cancelled' })).findings).toEqual([
        ['info callback-cancelled', data],
      ]);
    });

    it.each(['pushed-request', 'request-object'] as const)('for its form: %s', (blames) => {
      expect(told_([refused('error-page', { blames })])).toEqual(
        expected('fail', [['fail provider-demands-more', { ...data, ...said, demand: blames }]]),
      );
      const { error: _, ...silent } = refused('error-page', { blames });
      expect(told_([silent]).findings[0]![1]['error']).toBe('invalid_request');
    });

    it('is not concluded from other answers', () => {
      for (const authorize of [
        [refused('page')],
        [refused('inside')],
        [refused('back')],
        [probe('good', 'error-page', { blames: 'redirect-uri' })],
      ])
        expect(told_(authorize).findings).toEqual([
          ['info callback-timed-out', { ...data, reason: 'timed-out' }],
        ]);
    });
  });

  describe('because no browser reaches the login page', () => {
    const failed = (
      kind: Parameters<typeof noAnswer>[0],
      endpoint: string | undefined,
      code?: string,
      issuer = ISSUER,
    ) => {
      const { authorization_endpoint: _, ...rest } = DOCUMENT;
      const document = endpoint === undefined ? rest : { ...rest, authorization_endpoint: endpoint };
      const url = `${endpoint ?? `${ISSUER}/else`}?client_id=x`;
      const authorize = [probe('test-redirect', 'none', { answer: { ...noAnswer(kind, code), url } })];
      return told(judge(waited(), { authorize, ...announcing(document) }, { ...TARGET, issuer }));
    };
    const about = (endpoint: string, code: string, host: string, port = 443) => ({
      url: endpoint,
      code,
      endpoint: 'authorization_endpoint',
      actual: endpoint,
      host,
      port,
      expected: ISSUER,
    });

    it('by its name', () => {
      expect(failed('dns', `${ISSUER}/a`)).toEqual(
        expected('fail', [['fail dns-not-found', about(`${ISSUER}/a`, 'DNS', 'auth.example.com')]]),
      );
      // Another name than the provider's, which is not found, is one from inside its network.
      expect(failed('dns', 'https://authelia:9091/a')).toEqual(
        expected('fail', [
          ['fail endpoint-on-private-host', about('https://authelia:9091/a', 'DNS', 'authelia', 9091)],
        ]),
      );
    });

    it('by its port', () => {
      expect(failed('refused', 'https://authelia/a')).toEqual(
        expected('fail', [['fail connection-refused', about('https://authelia/a', 'REFUSED', 'authelia')]]),
      );
      expect(failed('timeout', `${ISSUER}/a`, 'ETIMEDOUT').findings[0]![0]).toBe('fail connection-timed-out');
    });

    it('whose address is announced, or else known from the request', () => {
      expect(failed('refused', undefined).findings[0]![1]).toMatchObject({
        url: `${ISSUER}/else?client_id=x`,
        host: 'auth.example.com',
      });
      expect(failed('refused', 'nowhere').findings[0]![1]).not.toHaveProperty('host');
      expect(failed('dns', 'https://authelia/a', undefined, 'x').findings[0]).toEqual([
        'fail endpoint-on-private-host',
        { ...about('https://authelia/a', 'DNS', 'authelia'), expected: 'x' },
      ]);
    });

    it('and not because of a certificate, or an answer that broke', () => {
      for (const [kind, code] of [
        ['tls', 'X'],
        ['reset', 'X'],
        ['timeout', 'UND_ERR_HEADERS_TIMEOUT'],
      ] as const)
        expect(failed(kind, `${ISSUER}/a`, code).findings[0]![0]).toBe('info callback-timed-out');
    });
  });
});
