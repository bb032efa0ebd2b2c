import { describe, expect, it } from 'vitest';
import type {
  Answer,
  CredentialStyle,
  Evidence,
  TokenAttempt,
} from '../../../../shared/diagnosis/evidence.ts';
import { judgeCredentials, judgeMethod } from '../../../../shared/diagnosis/judges/credentials.ts';
import type { Target } from '../../../../shared/diagnosis/target.ts';
import {
  announcing,
  answer,
  attempt,
  DOCUMENT,
  evidence,
  expected,
  ISSUER,
  noAnswer,
  probe,
  TARGET,
  targetOf,
  told,
} from '../evidence.ts';

const URL_OF_TOKEN = `${ISSUER}/t`;
const at = (given: Partial<Answer> = {}): Answer => answer({ url: URL_OF_TOKEN, ...given });
const GRANT = { status: 400, error: 'invalid_grant' };
const CLIENT = { status: 401, error: 'invalid_client' };
const own = (
  authentication: TokenAttempt['authentication'],
  given: Partial<Answer> = authentication === 'accepted' ? GRANT : CLIENT,
  style: CredentialStyle = 'basic',
) => attempt(style === 'none' ? 'none' : 'right', authentication, 'bogus', { style, answer: at(given) });
const wrong = (authentication: TokenAttempt['authentication']) => attempt('wrong-on-purpose', authentication);
const unknown = (authentication: TokenAttempt['authentication']) => attempt('unknown-client', authentication);

const judge = (
  token_attempts: readonly TokenAttempt[],
  more: Partial<Evidence> = {},
  target: Target = TARGET,
) => judgeCredentials(evidence({ token_attempts }, more), target);
const withClient = (change: Partial<Target['client']>): Target => ({
  ...TARGET,
  client: { ...TARGET.client, ...change },
});
const ABOUT = { url: URL_OF_TOKEN, content_type: 'application/json' };

describe('the credentials', () => {
  it('are accepted, as a wrong secret is not', () => {
    const check = judge([own('accepted'), wrong('refused')]);
    expect(told(check)).toEqual(expected('pass', [], ['wrong-secret-refused']));
    expect(check.summary).toContain('accepts');
    expect(check.evidence).toEqual({
      method: 'client_secret_basic',
      has_secret: true,
      answer: '400 invalid_grant',
      answer_to_wrong_secret: '401 invalid_client',
      attempts: ['basic: accepted'],
    });
  });

  it('are accepted where a public client has none', () => {
    const target = withClient({ auth_method: 'none', has_secret: false });
    expect(told(judge([own('accepted', GRANT, 'none')], {}, target))).toEqual(
      expected('pass', [], ['no-secret-needed']),
    );
  });

  it('are accepted if the answer is unclear, and a wrong secret is refused', () => {
    const odd = { status: 400, error: 'x' };
    expect(told(judge([own('unclear', odd), wrong('refused')]))).toEqual(
      expected('pass', [], ['wrong-secret-refused']),
    );
    for (const other of [
      [own('unclear', odd), wrong('accepted')],
      [own('unclear', odd)],
      [own('unclear', { ...odd, status: 404 }), wrong('refused')],
    ]) {
      expect(judge(other).summary).toContain('doesn’t say');
      expect(told(judge(other))).toEqual(
        expected('inconclusive', [['info probe-says-nothing', { probe: 'secret' }]]),
      );
    }
  });

  it('do not matter to a provider that takes any', () => {
    const check = judge([own('accepted'), wrong('accepted'), unknown('refused')]);
    expect(told(check)).toEqual(
      expected('warn', [['warn secret-not-checked', { method: 'client_secret_basic' }]]),
    );
    expect(check.summary).toContain('any secret');
    expect(check.evidence).toMatchObject({ has_secret: true });
  });

  it.each([
    ['the code is looked at first', [wrong('accepted')], 'before the secret'],
    [
      'the code is looked at first, for anybody',
      [wrong('accepted'), unknown('accepted')],
      'before the secret',
    ],
    ['a wrong one got no clear answer', [wrong('unclear')], 'comparison'],
    ['a wrong one was not tried', [], 'comparison'],
  ] as const)('can’t be told: %s', (_, controls, says) => {
    const check = judge([own('accepted'), ...controls]);
    expect(told(check)).toEqual(expected('inconclusive', [['info probe-says-nothing', { probe: 'secret' }]]));
    expect(check.summary).toContain(says);
    expect(check.evidence).toMatchObject({ answer: '400 invalid_grant' });
  });

  it('are missing here, or should be', () => {
    const missing = judge([], {}, withClient({ has_secret: false }));
    expect(told(missing)).toEqual(
      expected('fail', [
        ['fail secret-refused', { method: 'client_secret_basic', reason: 'no-secret-stored' }],
      ]),
    );
    expect(missing.summary).toContain('none is stored');
    expect(missing.evidence).toMatchObject({ has_secret: false });
    const needless = judge([own('accepted')], {}, withClient({ auth_method: 'none' }));
    expect(told(needless)).toEqual(
      expected('fail', [
        ['fail auth-method-refused', { method: 'none', reason: 'secret-for-a-public-client' }],
      ]),
    );
    expect(needless.summary).toContain('to have none');
    expect(needless.evidence).toMatchObject({ method: 'none' });
  });

  it('show each answer by its status and its error, as far as there are any', () => {
    const silent = (given: Partial<Answer>) =>
      attempt('wrong-on-purpose', 'unclear', 'bogus', { answer: at(given) });
    expect(judge([own('unclear', { status: 404 }), silent({ status: 410 })]).evidence).toMatchObject({
      answer: '404',
      answer_to_wrong_secret: '410',
    });
    expect(judge([own('unclear', noAnswer('reset')), silent(noAnswer('reset'))]).evidence).toMatchObject({
      answer: '',
      answer_to_wrong_secret: '',
    });
  });

  it('were not sent', () => {
    const check = judge([wrong('refused')]);
    expect(told(check)).toEqual(expected('inconclusive'));
    expect(check.summary).toContain('wasn’t asked');
    expect(check.evidence).toEqual({
      method: 'client_secret_basic',
      has_secret: true,
      answer_to_wrong_secret: '401 invalid_client',
      attempts: [],
    });
    const kept = judge([], { untrusted_host: 'x.example' });
    expect(kept.summary).toContain('x.example');
    expect(kept.evidence).toMatchObject({ untrusted_host: 'x.example' });
    expect(told(judge([], {}, withClient({ auth_method: 'none' })))).toEqual(expected('inconclusive'));
  });

  it.each([
    [{ status: 400, error: 'unsupported_grant_type' }, 'token-grant-not-allowed', 'redeem codes', {}],
    [
      { status: 400, error: 'invalid_dpop_proof', error_description: 'DPoP proof missing' },
      'provider-demands-more',
      'demands more',
      { demand: 'dpop' },
    ],
  ] as const)('are not the reason: %j', (given, code, says, more) => {
    for (const authentication of ['accepted', 'unclear', 'refused'] as const) {
      const check = judge([own(authentication, given), wrong('refused')]);
      expect(told(check)).toEqual(
        expected('fail', [
          [
            `fail ${code}`,
            { ...ABOUT, ...given, ...more, endpoint: 'token_endpoint', method: 'client_secret_basic' },
          ],
        ]),
      );
      expect(check.summary).toContain(says);
      expect(check.evidence).toMatchObject({ attempts: [`basic: ${authentication}`] });
    }
  });
});

describe('no proper answer', () => {
  const data = { endpoint: 'token_endpoint', method: 'client_secret_basic' };
  it.each([
    ['not in time', noAnswer('timeout'), 'token-timed-out', { url: ISSUER, code: 'TIMEOUT' }],
    ['refused', noAnswer('refused'), 'token-unreachable', { url: ISSUER, code: 'REFUSED' }],
    ['forbidden by a page', { status: 403, body: 'html' }, 'token-forbidden', { ...ABOUT, status: 403 }],
    ['forbidden by a page', { status: 401, body: 'html' }, 'token-forbidden', { ...ABOUT, status: 401 }],
    ['a failing server', { status: 500 }, 'token-server-error', { ...ABOUT, status: 500 }],
    ['a page of one', { status: 503, body: 'html' }, 'token-server-error', { ...ABOUT, status: 503 }],
    ['a page', { status: 404, body: 'html' }, 'token-html', { ...ABOUT, status: 404 }],
  ] as const)('%s', (_, given, code, about) => {
    const check = judge([own('unclear', given as Partial<Answer>), wrong('refused')]);
    expect(told(check)).toEqual(expected('fail', [[`fail ${code}`, { ...about, ...data }]]));
    expect(check.summary).toContain('no proper answer');
    expect(check.evidence).toMatchObject({ attempts: ['basic: unclear'] });
  });

  it.each([
    ['given up', noAnswer('cancelled')],
    ['given up', noAnswer('budget')],
    ['forbidden without a page', { status: 403, body: 'json' }],
    ['not found', { status: 404, body: 'text' }],
  ] as const)('that says nothing: %s', (_, given) => {
    const check = judge([own('unclear', given as Partial<Answer>)]);
    expect(told(check)).toEqual(expected('inconclusive', [['info probe-says-nothing', { probe: 'secret' }]]));
    expect(check.summary).toContain('doesn’t say');
  });

  it('because of too many requests', () => {
    const check = judge([own('unclear', { status: 429, retry_after_s: 9 })]);
    expect(told(check)).toEqual(
      expected('inconclusive', [['info rate-limited', { ...ABOUT, status: 429, retry_after_s: 9 }]]),
    );
    expect(check.summary).toContain('fewer requests');
  });
});

describe('refused credentials', () => {
  it('are no better because a wrong secret is refused too', () => {
    for (const given of [CLIENT, { ...CLIENT, status: 400 }]) {
      const check = judge([own('refused', given), wrong('refused')]);
      expect(told(check)).toMatchObject({ status: 'fail', proofs: [] });
      expect(told(check).findings[0]?.[0]).toBe('fail secret-refused');
    }
  });

  it('are wrong', () => {
    const seen = { credentials_need_encoding: true };
    const check = judge(
      [own('refused'), own('refused', CLIENT, 'basic-raw'), own('refused', CLIENT, 'post')],
      seen,
    );
    expect(told(check)).toEqual(
      expected('fail', [
        [
          'fail secret-refused',
          {
            ...ABOUT,
            ...CLIENT,
            method: 'client_secret_basic',
            special_characters: true,
            tried: ['client_secret_basic', 'client_secret_post'],
          },
        ],
      ]),
    );
    expect(check.summary).toContain('refuses the client’s credentials');
    expect(check.evidence).toMatchObject({ answer: '401 invalid_client' });
  });

  it.each([
    ['post', 'client_secret_basic', 'pass', [], 'another way', ['secret-accepted-otherwise']],
    [
      'basic-raw',
      '',
      'warn',
      [['warn token-raw-basic-accepted', { method: 'client_secret_basic' }]],
      'doesn’t decode it',
      ['secret-accepted-otherwise'],
    ],
  ] as const)('are right, sent as %s', (style, _, status, findings, says, proofs) => {
    const check = judge([own('refused'), own('accepted', GRANT, style)]);
    expect(told(check)).toEqual({ status, findings, proofs });
    expect(check.summary).toContain(says);
    expect(check.evidence).toMatchObject({ attempts: ['basic: refused', `${style}: accepted`] });
  });

  it('did not arrive', () => {
    const check = judge([own('refused'), own('accepted', GRANT, 'post')], {}, targetOf('authentik', 'romm'));
    expect(told(check)).toEqual(
      expected('fail', [
        [
          'fail token-credentials-not-received',
          { ...ABOUT, ...CLIENT, method: 'client_secret_basic', accepted: 'client_secret_post' },
        ],
      ]),
    );
    expect(check.summary).toContain('without the header');
    expect(check.evidence).toMatchObject({ has_secret: true });
  });

  const refused = (
    blames: 'client' | 'redirect-uri' | 'scope' | undefined,
    kind: 'error-page' | 'page' = 'error-page',
  ) => judge([own('refused')], { authorize: [probe('good', kind, blames ? { blames } : {})] });
  it.each([
    ['client', 'doesn’t know the client'],
    ['redirect-uri', 'redirect address'],
  ] as const)('may be so because of the %s', (blames, says) => {
    expect(told(refused(blames))).toEqual(expected('inconclusive'));
    expect(refused(blames).summary).toContain(says);
    expect(refused(blames).evidence).toMatchObject({ has_secret: true });
    // A login page blames nothing.
    expect(told(refused(blames, 'page')).status).toBe('fail');
  });

  it('are wrong, whatever else the provider says', () => {
    for (const other of ['scope', undefined] as const) expect(told(refused(other)).status).toBe('fail');
  });
});

describe('the way of sending the secret', () => {
  const judge = (token_attempts: readonly TokenAttempt[], target: Target = TARGET, document = DOCUMENT) =>
    judgeMethod(evidence({ token_attempts }, announcing(document)), target);
  const OTHER = targetOf('other', 'romm');

  it('is accepted', () => {
    const check = judge([own('accepted'), wrong('refused')]);
    expect(told(check)).toEqual(expected('pass', [], ['method-accepted']));
    // RFC 8414 §2: the default.
    expect(check.evidence).toEqual({
      method: 'client_secret_basic',
      announced: ['client_secret_basic'],
      attempts: ['basic: accepted'],
    });
    const document = { ...DOCUMENT, token_endpoint_auth_methods_supported: ['x'] };
    expect(judge([own('accepted')], TARGET, document).evidence).toMatchObject({ announced: ['x'] });
  });

  it('is the registered one, where that is known to be enforced', () => {
    const says = (target: Target) => judge([own('accepted'), wrong('refused')], target).summary;
    expect(says(TARGET)).toContain('registered');
    for (const change of [{ enforces_auth_method: false }, { probe_trust: 'needs-control' as const }])
      expect(says({ ...TARGET, provider: { ...TARGET.provider, ...change } })).toContain(
        'the way the app sends it',
      );
    expect(says(OTHER)).toContain('the way the app sends it');
  });

  it('is another one', () => {
    const check = judge([own('refused'), own('accepted', GRANT, 'post')]);
    expect(told(check).findings.map(([code]) => code)).toEqual(['fail auth-method-refused']);
    expect(check.summary).toBe('The app uses client_secret_basic, the provider accepts client_secret_post.');
    expect(check.evidence).toMatchObject({ attempts: ['basic: refused', 'post: accepted'] });
  });

  it('is right where the raw form was accepted', () => {
    expect(told(judge([own('refused'), own('accepted', GRANT, 'basic-raw')]))).toEqual(
      expected('pass', [], ['method-accepted']),
    );
  });

  it('can’t be told while the credentials are in doubt', () => {
    for (const attempts of [
      [],
      [own('accepted')],
      [own('refused')],
      [own('accepted'), wrong('accepted'), unknown('refused')],
    ]) {
      const check = judge(attempts);
      expect(told(check)).toEqual(expected('inconclusive'));
      expect(check.summary).toContain('in doubt');
      expect(check.evidence).toMatchObject({ method: 'client_secret_basic' });
    }
  });
});
