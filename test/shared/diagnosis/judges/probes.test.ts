import { describe, expect, it } from 'vitest';
import type {
  Answer,
  AuthorizeAnswer,
  CallbackEvidence,
  Evidence,
} from '../../../../shared/diagnosis/evidence.ts';
import { isError, shownProbe } from '../../../../shared/diagnosis/judges/probe-answers.ts';
import {
  judgeAppRedirect,
  judgeClientKnown,
  judgePkce,
  judgeScopesAllowed,
} from '../../../../shared/diagnosis/judges/probes.ts';
import type { Target } from '../../../../shared/diagnosis/target.ts';
import type { Check, EvidenceValue } from '../../../../shared/diagnosis/types.ts';
import {
  APP_URI,
  announcing,
  answer,
  DOCUMENT,
  evidence,
  expected,
  ISSUER,
  probe,
  TARGET,
  TEST_URI,
  targetOf,
  told,
} from '../evidence.ts';

const CLIENT = TARGET.client.client_id;
/** The products’ answers are well known at Authelia and authentik; anywhere else a control is needed. */
const OTHER = targetOf('other', 'romm');
const AUTHENTIK = targetOf('authentik', 'romm');
const page = (given: Partial<Answer>, more: Partial<AuthorizeAnswer> = {}) => ({
  answer: answer({ status: 200, body: 'html', ...given }),
  ...more,
});
/** What a finding about one probe holds. */
const about = (one: AuthorizeAnswer, more: Readonly<Record<string, EvidenceValue>> = {}) => ({
  url: ISSUER,
  status: one.answer.status,
  content_type: 'application/json',
  redirect_uri: one.redirect_uri,
  client_id: CLIENT,
  ...(one.answer.excerpt ? { excerpt: one.answer.excerpt } : {}),
  ...(one.error ? { error: one.error } : {}),
  ...(one.error_description ? { error_description: one.error_description } : {}),
  ...more,
});
const asked = (...authorize: readonly (AuthorizeAnswer | undefined)[]): Evidence =>
  evidence({ authorize: authorize.filter((one) => one !== undefined) });

describe.each([
  ['P6', judgeClientKnown],
  ['P7', judgeAppRedirect],
  ['P10', judgePkce],
  ['P11', judgeScopesAllowed],
] as const)('%s', (id, judge: (seen: Evidence, target: Target) => Check) => {
  it('is open where nothing was answered', () => {
    const check = judge(asked(), TARGET);
    expect(told(check)).toEqual(expected('inconclusive'));
    expect(check).toMatchObject({ id, summary: expect.stringContaining('couldn’t be asked') });
    expect(Object.keys(check.evidence).length).toBeGreaterThan(0);
  });

  it.each(['server-error', 'none'] as const)('is open where the answer says nothing: %s', (kind) => {
    const check = judge(asked(probe('good', kind), probe('unknown-client', 'error-page')), TARGET);
    expect(told(check)).toEqual(expected('inconclusive', [['info probe-says-nothing', {}]]));
    expect(check.summary).toContain('no answer to tell');
    expect(check.evidence).toMatchObject({ answer: `${kind} 302` });
  });

  it('is open where too much was asked', () => {
    const limited = judge(asked(probe('good', 'rate-limited', page({ retry_after_s: 9 }))), TARGET);
    expect(told(limited)).toEqual(
      expected('inconclusive', [['info rate-limited', { retry_after_s: 9, status: 429 }]]),
    );
    expect(limited.summary).toContain('fewer requests');
    for (const stopped of ['rate-limited', 'budget'] as const) {
      const check = judge(evidence({ probes_stopped: stopped }), TARGET);
      expect(told(check).findings).toEqual(
        stopped === 'budget' ? [] : [['info rate-limited', { status: 429 }]],
      );
    }
  });
});

describe('the client', () => {
  const judge = (authorize: readonly (AuthorizeAnswer | undefined)[], target = TARGET) =>
    judgeClientKnown(asked(...authorize), target);
  const nobody = probe('unknown-client', 'error-page', { blames: 'client' });

  it.each(['error-page', 'inside-error'] as const)('is not known: %s', (kind) => {
    const good = probe('good', kind, { blames: 'client', error: 'invalid_client' });
    const check = judge([good, nobody]);
    expect(told(check)).toEqual(expected('fail', [['fail client-unknown', about(good)]]));
    expect(check.summary).toContain('doesn’t know');
    expect(check.evidence).toMatchObject({ client_id: CLIENT, redirect_uri: APP_URI });
  });

  it('is known, as an unknown one gets another answer', () => {
    for (const good of [
      probe('good', 'back'),
      probe('good', 'page'),
      probe('good', 'page', { blames: 'client' }),
      probe('good', 'error-page', { blames: 'redirect-uri' }),
      probe('good', 'error-page', { blames: 'response-type' }),
      probe('good', 'back', { error: 'invalid_scope' }),
      probe('good', 'error-page', { blames: 'pkce' }),
      ...(['pkce', 'scope', 'openid-scope'] as const).map((blames) =>
        probe('good', 'back', { error: 'invalid_request', blames }),
      ),
      probe('good', 'error-page', { blames: 'scope' }),
      probe('good', 'error-page', { blames: 'openid-scope' }),
    ]) {
      const check = judge([good, nobody], OTHER);
      expect(told(check), JSON.stringify(good)).toEqual(expected('pass', [], ['client-told-apart']));
      expect(check.summary).toContain('otherwise');
      expect(check.evidence).toMatchObject({ client_id: CLIENT });
    }
    // An unknown one gets a page without an error.
    expect(told(judge([probe('good', 'error-page'), probe('unknown-client', 'page')], OTHER)).status).toBe(
      'pass',
    );
  });

  it.each([
    [{ error: 'unauthorized_client' }, 'response-type-refused', {}],
    [
      { error: 'invalid_request', error_description: 'Pushed Authorization Request must be used' },
      'provider-demands-more',
      { demand: 'pushed-request' },
    ],
    [{ error: 'invalid_state' }, 'callback-error', {}],
  ] as const)('is known and refused, sent back: %j', (more, code, rest) => {
    const good = probe('good', 'back', more);
    const check = judge([good, nobody]);
    expect(told(check)).toEqual(expected('fail', [[`fail ${code}`, about(good, rest)]]));
    expect(check.summary).toContain('refuses its request');
    expect(check.evidence).toMatchObject({ client_id: CLIENT });
  });

  it.each([
    ['pushed-request', 'provider-demands-more', { demand: 'pushed-request' }],
    ['request-object', 'provider-demands-more', { demand: 'request-object' }],
    ['state', 'callback-error', {}],
  ] as const)('is known and refused by a page: %s', (blames, code, rest) => {
    const good = probe('good', 'error-page', { blames });
    expect(told(judge([good, nobody]))).toEqual(
      expected('fail', [[`fail ${code}`, about(good, { error: 'invalid_request', ...rest })]]),
    );
    const named = probe('good', 'error-page', { blames, error: 'x', error_description: 'y' });
    expect(told(judge([named, nobody])).findings).toEqual([[`fail ${code}`, about(named, rest)]]);
    // A login page refuses nothing.
    expect(told(judge([probe('good', 'page', { blames }), nobody])).status).toBe('pass');
  });

  it.each(['access_denied', 'server_error', 'temporarily_unavailable'])(
    'can’t be told at the moment: %s',
    (error) => {
      const good = probe('good', 'back', { error });
      const check = judge([good, nobody]);
      expect(told(check)).toEqual(expected('inconclusive', [['info callback-error', about(good)]]));
      expect(check.summary).toContain(`the error ${error}.`);
      expect(check.evidence).toMatchObject({ client_id: CLIENT });
    },
  );

  it('can’t be told if an unknown one gets the same', () => {
    for (const kind of ['page', 'error-page', 'back', 'inside'] as const) {
      const check = judge([probe('good', kind), probe('unknown-client', kind)]);
      expect(told(check)).toEqual(
        expected('inconclusive', [['info probe-says-nothing', { probe: 'client' }]]),
      );
      expect(check.summary).toContain('good and bad requests alike');
    }
  });

  it('can’t be told if both get an error without a known reason', () => {
    const good = probe('good', 'error-page', page({ status: 400, excerpt: 'Oops' }));
    for (const kind of ['error-page', 'inside-error'] as const) {
      const check = judge([good, probe('unknown-client', kind, page({ status: 401 }))]);
      expect(told(check)).toEqual(expected('inconclusive', [['info authorization-error-page', about(good)]]));
      expect(check.summary).toContain('told apart');
    }
  });

  it('is known without a control, where the product looks it up first', () => {
    for (const control of [undefined, probe('unknown-client', 'none')]) {
      for (const good of [probe('good', 'back'), probe('good', 'error-page', { blames: 'redirect-uri' })]) {
        expect(told(judge([good, control]))).toEqual(expected('pass', [], ['client-looked-up']));
        expect(judge([good, control]).summary).toBe('The provider knows this client.');
        expect(judge([good, control]).evidence).toMatchObject({ client_id: CLIENT });
        expect(told(judge([good, control], OTHER))).toEqual(expected('inconclusive'));
      }
      const check = judge([probe('good', 'page'), control]);
      expect(told(check)).toEqual(expected('inconclusive'));
      expect(check.summary).toContain('Without a comparison');
    }
  });
});

describe('the app’s redirect address', () => {
  const judge = (
    authorize: readonly (AuthorizeAnswer | undefined)[],
    target = OTHER,
    more: Partial<Evidence> = {},
  ) => judgeAppRedirect({ ...asked(...authorize), ...more }, target);
  const second = (kind: AuthorizeAnswer['class'], more: Partial<AuthorizeAnswer> = {}) =>
    probe('other-redirect', kind, { redirect_uri: `${APP_URI}2`, ...more });
  const control = (kind: AuthorizeAnswer['class'], more: Partial<AuthorizeAnswer> = {}) =>
    probe('unknown-redirect', kind, more);
  const foreign = (kind: AuthorizeAnswer['class']) =>
    probe('foreign-redirect', kind, { redirect_uri: 'https://x.invalid/' });
  const test = (kind: AuthorizeAnswer['class'], more: Partial<AuthorizeAnswer> = {}) =>
    probe('test-redirect', kind, { redirect_uri: TEST_URI, ...more });
  const refused = { blames: 'redirect-uri' } as const;
  const row = (one: AuthorizeAnswer) =>
    ['fail redirect-uri-not-registered', about(one, { expected: one.redirect_uri })] as const;
  const answered = expected('pass', [], ['app-address-answered']);
  const nothing = expected('inconclusive', [['info probe-says-nothing', { probe: 'redirect-uri' }]]);
  const open = expected('inconclusive');

  it('is refused in so many words', () => {
    for (const good of [probe('good', 'error-page', refused), probe('good', 'page', refused)]) {
      const check = judge([good, control('error-page', refused), test('back')]);
      expect(told(check)).toEqual(expected('fail', [row(good)]));
      expect(check.summary).toContain(`${APP_URI}.`);
      expect(check.evidence).toMatchObject({ redirect_uris: OTHER.client.redirect_uris });
    }
    // One of several.
    const one = second('error-page', refused);
    const check = judge([probe('good', 'back'), one]);
    expect(told(check)).toEqual(expected('fail', [row(one)]));
    expect(check.summary).toContain(`${APP_URI}2.`);
    const good = probe('good', 'error-page', refused);
    expect(told(judge([good, one])).findings).toEqual([row(good), row(one)]);
  });

  it('shows which address was shown first, where an empty list saves it', () => {
    const sent = [test('back'), probe('good', 'back')];
    expect(judge(sent, AUTHENTIK).evidence).toMatchObject({ shown_first: TEST_URI });
    expect(judge(sent, TARGET).evidence).not.toHaveProperty('shown_first');
    expect(judge([], AUTHENTIK).evidence).not.toHaveProperty('shown_first');
  });

  it('was answered in a login that was pasted back', () => {
    const callback = { has_code: true } as CallbackEvidence;
    const pasted = { ...OTHER, redirect: { mode: 'paste-back', uri: APP_URI } } as const;
    const check = judge([probe('good', 'error-page', refused)], pasted, { callback });
    expect(told(check)).toEqual(answered);
    expect(check.summary).toContain('came back');
    expect(check.evidence).toMatchObject({ redirect_uris: OTHER.client.redirect_uris });
    expect(told(judge([], OTHER, { callback }))).toEqual(open);
    expect(told(judge([], pasted, { callback: { has_code: false } as CallbackEvidence }))).toEqual(open);
    expect(told(judge([], pasted))).toEqual(open);
    const { redirect: _, ...check_ } = OTHER;
    expect(told(judge([], check_, { callback }))).toEqual(open);
  });

  it.each(['error-page', 'inside-error'] as const)(
    'can’t be told, because the provider stops before: %s',
    (kind) => {
      for (const [blames, says] of [
        ['client', 'at the client'],
        ['pkce', 'another reason'],
        ['scope', 'another reason'],
      ] as const) {
        const check = judge([probe('good', kind, { blames }), control('error-page', refused), test('back')]);
        expect(told(check)).toEqual(open);
        expect(check.summary).toContain(says);
        expect(check.evidence).toMatchObject({ redirect_uris: OTHER.client.redirect_uris });
      }
      // A login page that names a client blames nothing.
      const shown = judge([probe('good', 'page', { blames: 'client' }), control('error-page', refused)]);
      expect(told(shown).status).toBe('pass');
    },
  );

  describe('beside the test’s address, with the same request', () => {
    const oops = page({ status: 400, excerpt: 'Oops' });
    const login = page({ excerpt: 'Sign in' });
    const PAGE = 'Welcome';

    it.each([
      ['an error, and the test’s goes back', probe('good', 'error-page', oops), test('back'), undefined],
      [
        'an error, and the test’s gets the login page',
        probe('good', 'error-page', oops),
        test('page', login),
        undefined,
      ],
      [
        'an error inside, and the test’s goes on',
        probe('good', 'inside-error', oops),
        test('inside'),
        undefined,
      ],
      ['a page, and the test’s goes back', probe('good', 'page', oops), test('back'), undefined],
      [
        'the page of an unregistered one',
        probe('good', 'page', oops),
        test('page', login),
        control('page', oops),
      ],
    ] as const)('is refused: %s', (_, good, tested, unknown) => {
      const check = judge([good, tested, unknown]);
      expect(told(check)).toEqual(expected('fail', [row(good)]));
      expect(check.summary).toContain('takes the test’s');
    });

    it('is refused, as the request with a login page shows', () => {
      const good = probe('good-with-login', 'error-page', oops);
      const check = judge([probe('good', 'page', login), good, probe('test-with-login', 'page', login)]);
      expect(told(check).findings).toEqual([row(good)]);
    });

    it.each([
      ['both get the same', probe('good', 'error-page', oops), test('error-page', oops)],
      ['the test’s gets an error', probe('good', 'error-page', oops), test('error-page', login)],
      ['the test’s gets an error inside', probe('good', 'error-page', oops), test('inside-error')],
      ['the test’s gets no answer', probe('good', 'error-page', oops), test('none')],
      [
        'the test’s is sent back with an error',
        probe('good', 'error-page', oops),
        test('back', { error: 'invalid_request' }),
      ],
      ['the test’s was not asked', probe('good', 'error-page', oops), undefined],
      ['the pages differ only', probe('good', 'page', oops), test('page', login)],
    ] as const)('is not called refused: %s', (_, good, tested) => {
      for (const unknown of [undefined, control('page', page({ excerpt: PAGE }))]) {
        const check = judge([good, tested, unknown]);
        expect(told(check).status, check.summary).toBe('inconclusive');
        expect(told(check).findings).toEqual(
          isError(good) ? [['info authorization-error-page', about(good)]] : [],
        );
        expect(check.summary).toContain('Without a comparison');
      }
    });

    it('is not called refused after an answer went back to it, whatever the others get', () => {
      for (const tested of [
        test('page', login),
        test('inside'),
        test('back', { error: 'invalid_request' }),
      ]) {
        const check = judge([probe('good', 'back'), tested, control('back'), foreign('error-page')]);
        expect(told(check)).toEqual(answered);
      }
    });

    it('is not called refused by an answer that says nothing', () => {
      const silent = probe('good-with-login', 'none');
      const check = judge(
        [probe('good', 'back'), silent, probe('test-with-login', 'back'), control('none')],
        TARGET,
      );
      expect(told(check)).toEqual(answered);
      const unknown = control('server-error', oops);
      expect(told(judge([probe('good', 'page', oops), test('page', login), unknown])).status).toBe(
        'inconclusive',
      );
    });
  });

  it('got the answer, and nobody else does', () => {
    const check = judge([probe('good', 'back'), control('error-page', refused)]);
    expect(told(check)).toEqual(answered);
    expect(check.summary).toBe('The provider sends people back to the app’s own address.');
    expect(check.evidence).toMatchObject({ redirect_uris: OTHER.client.redirect_uris });
    expect(told(judge([probe('good', 'back'), second('back'), control('page')]))).toEqual(answered);
    // Where the product is known, no control is needed.
    for (const unknown of [undefined, control('none')]) {
      expect(told(judge([probe('good', 'back'), unknown], TARGET))).toEqual(answered);
      expect(told(judge([probe('good', 'back'), unknown], OTHER))).toEqual(open);
      expect(judge([probe('good', 'back'), unknown], OTHER).summary).toContain('Without a comparison');
    }
    expect(judge([probe('good', 'back')], AUTHENTIK).summary).toContain('first one it was shown');
  });

  it('got the answer, and so does any other', () => {
    const check = judge([probe('good', 'back'), control('back'), foreign('back')]);
    expect(told(check)).toEqual({
      status: 'warn',
      findings: [['warn redirect-uri-any-accepted', { actual: 'https://x.invalid/', expected: APP_URI }]],
      proofs: ['app-address-answered'],
    });
    expect(check.summary).toContain('any address at all');
  });

  it('got the answer, and so do others of the same site', () => {
    const check = judge([probe('good', 'back'), control('back'), foreign('error-page')]);
    expect(told(check)).toEqual(answered);
    expect(check.summary).toContain('pattern');
    for (const other of [undefined, foreign('none')]) {
      const unsure = judge([probe('good', 'back'), control('back'), other]);
      expect(told(unsure)).toEqual(nothing);
      expect(unsure.summary).toContain('any address, so');
    }
  });

  it('is one of several, and the others got something else', () => {
    for (const sent of [
      [probe('good', 'back'), second('page'), control('error-page')],
      [probe('good', 'page'), second('inside'), control('error-page')],
    ]) {
      const check = judge(sent);
      expect(told(check)).toEqual(open);
      expect(check.summary).toContain('of the others');
    }
  });

  it('gets the login page, and an unregistered one an error', () => {
    for (const kind of ['page', 'inside'] as const) {
      for (const unknown of ['error-page', 'inside-error'] as const) {
        const check = judge([probe('good', kind), second(kind), control(unknown), foreign('error-page')]);
        expect(told(check)).toEqual(expected('pass', [], ['app-address-told-apart']));
        expect(check.summary).toContain('login page for the app’s address');
        expect(check.evidence).toMatchObject({ redirect_uris: OTHER.client.redirect_uris });
      }
    }
  });

  it.each([
    ['another page', [probe('good', 'page'), control('inside')]],
    ['no answer', [probe('good', 'page'), control('none')]],
    ['an error as well', [probe('good', 'error-page'), control('error-page', page({ status: 401 }))]],
    [
      'an error, while one elsewhere goes back',
      [probe('good', 'page'), control('error-page'), foreign('back')],
    ],
    ['nothing asked', [probe('good', 'page')]],
  ] as const)('gets a page, and an unregistered one %s', (_, sent) => {
    const check = judge(sent);
    expect(told(check)).toMatchObject({ status: 'inconclusive', proofs: [] });
    expect(check.summary).toContain('Without a comparison');
  });

  it('gets the same as an unregistered one', () => {
    for (const kind of ['page', 'error-page', 'inside'] as const) {
      const check = judge([probe('good', kind), control(kind)]);
      expect(told(check)).toEqual(nothing);
      expect(check.summary).toContain('good and bad requests alike');
      if (kind !== 'error-page')
        expect(told(judge([probe('good', kind), control(kind), test(kind)]))).toEqual(nothing);
    }
  });
});

describe('PKCE', () => {
  const USES = targetOf('other', 'memos');
  const judge = (target: Target, ...authorize: AuthorizeAnswer[]) => judgePkce(asked(...authorize), target);
  const data = (one: AuthorizeAnswer, target: Target) => ({
    ...about(one),
    client_id: target.client.client_id,
    app_uses: target.pkce.app_uses,
  });

  it('is required in words', () => {
    const good = probe('good', 'error-page', { blames: 'pkce', error: 'invalid_request' });
    for (const [target, says] of [
      [OTHER, 'doesn’t send it'],
      [USES, 'refuses the way'],
    ] as const) {
      const check = judge(target, good);
      expect(told(check)).toEqual(expected('fail', [['fail pkce-required', data(good, target)]]));
      expect(check.summary).toContain(says);
      expect(check.evidence).toEqual({
        app_uses: target.pkce.app_uses,
        asked_to_require: target.pkce.require,
        answer: 'error-page 400 invalid_request',
      });
    }
  });

  const good = probe('good', 'back');
  const without = probe('good-with-login', 'error-page');
  const pkce = (kind: AuthorizeAnswer['class']) => probe('with-pkce', kind);
  const unknown = (target: Target) =>
    expected('inconclusive', [['info pkce-probe-unknown', { app_uses: target.pkce.app_uses }]]);

  it('is required, as the request gets through only with it', () => {
    for (const kind of ['page', 'inside', 'back'] as const) {
      for (const refused of [without, probe('good-with-login', 'inside-error')]) {
        const check = judge(OTHER, good, refused, pkce(kind));
        expect(told(check)).toEqual(expected('fail', [['fail pkce-required', data(refused, OTHER)]]));
        expect(check.summary).toContain('only when the request carries PKCE');
        expect(check.evidence).toMatchObject({ answer_with_pkce: shownProbe(pkce(kind)), app_uses: false });
      }
    }
  });

  it.each([
    ['an error with it as well', [good, without, pkce('error-page')]],
    ['an error inside with it', [good, without, pkce('inside-error')]],
    ['no answer with it', [good, without, pkce('none')]],
    ['the same page without it', [good, probe('good-with-login', 'page'), pkce('page')]],
    ['nothing to compare with', [good, pkce('page')]],
    ['nothing asked with it', [good, without]],
  ] as const)('can’t be told: %s', (_, sent) => {
    const check = judge(OTHER, ...sent);
    expect(told(check)).toEqual(unknown(OTHER));
    expect(check.summary).toContain('only after signing in');
    expect(check.evidence).toMatchObject({ app_uses: false });
  });

  it('is taken from an app that sends it', () => {
    const check = judge(USES, good);
    expect(told(check)).toEqual(expected('pass', [], ['pkce-accepted']));
    expect(check.summary).toContain('takes it');
    expect(check.evidence).toMatchObject({ app_uses: true });
    // One that sends none has not been seen to do without.
    expect(told(judge(OTHER, good))).toEqual(unknown(OTHER));
    for (const other of [probe('good', 'back', { error: 'invalid_request' }), probe('good', 'page')])
      expect(told(judge(USES, other))).toEqual(unknown(USES));
  });
});

describe('the scopes', () => {
  const announced = (list?: readonly string[]) =>
    list ? announcing({ ...DOCUMENT, scopes_supported: list }) : {};
  const judge = (list: readonly string[] | undefined, target: Target, ...authorize: AuthorizeAnswer[]) =>
    judgeScopesAllowed({ ...asked(...authorize), ...announced(list) }, target);
  const SCOPES = TARGET.client.scopes;
  const refused = probe('good', 'back', { error: 'invalid_scope' });
  const single = (scope: string, error = 'invalid_scope') =>
    probe('scope', 'back', { scopes: ['openid', scope], error });

  it('are refused, which is told by asking for each', () => {
    const check = judge(
      ['openid'],
      OTHER,
      refused,
      single('email'),
      single('profile', 'login_required'),
      single('groups'),
    );
    expect(told(check)).toEqual(
      expected('fail', [
        ['fail scope-refused', about(refused, { scope: 'email', scopes: ['email', 'groups'] })],
      ]),
    );
    expect(check.summary).toContain('refuses email, groups.');
    expect(check.evidence).toEqual({
      scopes: SCOPES,
      announced: ['openid'],
      answer: 'back 302 invalid_scope',
    });
  });

  it('are refused, which is told by the announced ones, or not at all', () => {
    const page = probe('good', 'error-page', { blames: 'scope' });
    const rest = SCOPES.filter((scope) => scope !== 'openid');
    expect(told(judge(['openid'], OTHER, page)).findings).toEqual([
      ['fail scope-refused', about(page, { scope: rest[0]!, scopes: rest })],
    ]);
    for (const list of [undefined, SCOPES]) {
      const check = judge(list, OTHER, page);
      expect(told(check).findings).toEqual([['fail scope-refused', about(page, { scopes: [] })]]);
      expect(check.summary).toContain('one of the scopes');
    }
  });

  it('lack openid', () => {
    const good = probe('good', 'error-page', { blames: 'openid-scope' });
    const check = judge(undefined, OTHER, good);
    expect(told(check)).toEqual(expected('fail', [['fail openid-scope-missing', about(good)]]));
    expect(check.summary).toContain('openid');
    expect(check.evidence).toMatchObject({ scopes: SCOPES });
  });

  const good = probe('good', 'back');
  const unknown = (error: string) => probe('unknown-scope', 'back', { error });
  const silent = expected('inconclusive', [['info probe-says-nothing', { probe: 'scope' }]]);
  it('are taken, as an unknown one is refused', () => {
    const check = judge(SCOPES, OTHER, good, unknown('invalid_scope'));
    expect(told(check)).toEqual(expected('pass', [], ['scopes-accepted']));
    expect(check.summary).toContain('takes every scope');
    expect(check.evidence).toMatchObject({ answer_to_unknown_scope: 'back 302 invalid_scope' });
    // Authelia is known to refuse it.
    expect(told(judge(undefined, TARGET, good))).toEqual(expected('pass', [], ['scopes-accepted']));
    for (const target of [OTHER, TARGET]) {
      for (const other of [probe('good', 'page'), probe('good', 'back', { error: 'invalid_request' })])
        expect(told(judge(undefined, target, other, unknown('invalid_scope')))).toEqual(silent);
    }
  });

  it('may be dropped without a word', () => {
    for (const sent of [[good], [good, unknown('login_required')]]) {
      const check = judge(undefined, OTHER, ...sent);
      expect(told(check)).toEqual(silent);
      expect(check.summary).toContain('drops scopes');
    }
  });

  it('are not all announced', () => {
    const list = SCOPES.slice(0, 1);
    const rest = SCOPES.slice(1);
    const row = ['warn scope-not-announced', { scope: rest[0]!, scopes: rest, announced: list }] as const;
    const target = { ...OTHER, claims: [] };
    expect(told(judge(list, target, good))).toEqual(expected('warn', [row]));
    expect(told(judge(list, { ...TARGET, claims: [] }, good))).toEqual(
      expected('warn', [row], ['scopes-accepted']),
    );
    expect(judge(list, { ...TARGET, claims: [] }, good).summary).toContain('takes every scope');
  });

  it('are asked for only to get what another scope brings', () => {
    const claim = (scope: string, provided_in: Target['claims'][number]['provided_in']) => ({
      ...TARGET.claims[0]!,
      scope,
      read_from: 'id_token' as const,
      provided_in,
    });
    const of = (...claims: Target['claims'][number][]) =>
      told(judge(SCOPES.slice(0, -1), { ...OTHER, claims }, good)).findings.map(([code]) => code);
    const last = SCOPES.at(-1)!;
    const warned = ['warn scope-not-announced'];
    expect(of(claim(last, ['id_token']))).toEqual(['info probe-says-nothing']);
    expect(of(claim(last, ['id_token']), claim('other', []))).toEqual(['info probe-says-nothing']);
    for (const claims of [
      [],
      [claim('other', ['id_token'])],
      [claim(last, [])],
      [claim(last, ['userinfo'])],
      [claim(last, ['id_token']), claim(last, [])],
    ])
      expect(of(...claims)).toEqual(warned);
  });
});
