import { describe, expect, it } from 'vitest';
import type { Answer, AuthorizeAnswer, Evidence } from '../../../../shared/diagnosis/evidence.ts';
import {
  answerTo,
  evidenceOf,
  isError,
  isPage,
  isSentBackRefused,
  isSilent,
  probeData,
  probes,
  SAYS_NOTHING,
  sameAnswer,
  shownProbe,
  stopped,
} from '../../../../shared/diagnosis/judges/probe-answers.ts';
import { APP_URI, answer, evidence, ISSUER, probe, TARGET, TEST_URI } from '../evidence.ts';

const CLASSES: readonly AuthorizeAnswer['class'][] = [
  'back',
  'inside-error',
  'inside',
  'error-page',
  'page',
  'server-error',
  'rate-limited',
  'none',
];
const page = (given: Partial<Answer>, more: Partial<AuthorizeAnswer> = {}) => ({
  answer: answer({ status: 200, body: 'html', ...given }),
  ...more,
});
const asked = (...authorize: readonly AuthorizeAnswer[]): Evidence => evidence({ authorize });

describe('the class of an answer', () => {
  const of = (is: (one: AuthorizeAnswer) => boolean) => CLASSES.filter((one) => is(probe('good', one)));
  it('is an error, a page, or says nothing', () => {
    expect(of(isError)).toEqual(['inside-error', 'error-page']);
    expect(of(isPage)).toEqual(['error-page', 'page']);
    expect(of(isSilent)).toEqual(['server-error', 'rate-limited', 'none']);
  });

  it('is a refusal that was sent back, unless nobody is signed in (Core §3.1.2.6)', () => {
    const refused = (error: string | undefined, kind: AuthorizeAnswer['class'] = 'back') => {
      const { error: _, ...rest } = probe('good', kind);
      return isSentBackRefused(error === undefined ? rest : { ...rest, error });
    };
    expect(refused(undefined)).toBe(false);
    for (const error of [
      'login_required',
      'consent_required',
      'interaction_required',
      'account_selection_required',
    ])
      expect(refused(error)).toBe(false);
    for (const error of ['invalid_request', 'access_denied']) {
      expect(refused(error)).toBe(true);
      expect(refused(error, 'page')).toBe(false);
    }
  });
});

describe('two answers', () => {
  const one = probe('good', 'page', page({ excerpt: 'Sign in' }));
  const same = (more: Partial<AuthorizeAnswer>) =>
    sameAnswer(one, { ...one, probe: 'unknown-client', ...more });

  it('are the same, whatever they were for', () => {
    expect(same({})).toBe(true);
    expect(same({ scopes: [], with_pkce: true })).toBe(true);
  });

  it('differ by their class, status, error, path, reason or words', () => {
    for (const more of [
      { class: 'inside' as const },
      page({ excerpt: 'Sign in', status: 201 }),
      { error: 'x' },
      { inside_path: '/x' },
      { blames: 'client' as const },
      page({ excerpt: 'Oops' }),
      page({}),
    ])
      expect(same(more), JSON.stringify(more)).toBe(false);
  });

  it('do not differ by what we sent, or by what is counted', () => {
    const said = (excerpt: string, redirect_uri: string) =>
      probe('good', 'page', { ...page({ excerpt }), redirect_uri });
    expect(
      sameAnswer(
        said(`No ${APP_URI} and ${APP_URI} at 12:01, request ab-1fgh`, APP_URI),
        said(`No ${TEST_URI} and ${TEST_URI} at 13:59, request 7`, TEST_URI),
      ),
    ).toBe(true);
    // But by what one of them repeats or counts, and the other does not.
    for (const shown of [APP_URI, '7'])
      expect(sameAnswer(said(`No ${shown}`, APP_URI), said('No ', APP_URI))).toBe(false);
    expect(sameAnswer(said('a-b', APP_URI), said('a-c', APP_URI))).toBe(false);
    // The same reason in other words is the same.
    const blamed = (excerpt: string) =>
      probe('good', 'error-page', { ...page({ excerpt }), blames: 'client' });
    expect(sameAnswer(blamed('No client a'), blamed('No client b'))).toBe(true);
    expect(sameAnswer(probe('good', 'page', page({})), probe('good', 'page', page({})))).toBe(true);
  });
});

describe('the probes of a run', () => {
  const back = probe('good', 'back');
  const refused = probe('good', 'back', { error: 'invalid_request' });
  const login = probe('good-with-login', 'page', page({ excerpt: 'Sign in' }));
  const nobody = probe('unknown-client', 'error-page');

  it.each([
    ['the first', [back], back],
    ['the first, which says enough', [back, login], back],
    ['that with a login page', [refused, login], login],
    ['that with a login page, an unknown client gets another', [refused, login, nobody], login],
    ['that with a login page', [probe('good', 'error-page'), login], login],
    ['the only one', [login], login],
    [
      'the first, if anybody gets the login page',
      [refused, login, { ...login, probe: 'unknown-client' as const }],
      refused,
    ],
    ['none', [nobody], undefined],
  ] as const)('are judged by %s', (_, sent, good) => {
    expect(probes(asked(...sent)).good).toBe(good);
  });

  it('hold the controls, and the test’s address beside the app’s with the same request', () => {
    const redirect = probe('unknown-redirect', 'error-page');
    const test = probe('test-redirect', 'back');
    const again = probe('test-with-login', 'page');
    expect(probes(asked(back, nobody, redirect))).toEqual({
      good: back,
      unknownClient: nobody,
      unknownRedirect: redirect,
      beside: undefined,
    });
    expect(probes(asked(back, test)).beside).toEqual({ good: back, testRedirect: test });
    expect(probes(asked(back, login, test, again)).beside).toEqual({ good: login, testRedirect: again });
    expect(probes(asked(back, login, test)).beside).toEqual({ good: back, testRedirect: test });
    for (const sent of [
      [login, test],
      [back, again],
      [test, again],
    ])
      expect(probes(asked(...sent)).beside).toBeUndefined();
    expect(answerTo(asked(back, nobody), 'unknown-client')).toBe(nobody);
    expect(answerTo(asked(back), 'unknown-client')).toBeUndefined();
  });

  it('are shown in a few words', () => {
    expect(shownProbe(undefined)).toBeUndefined();
    expect(shownProbe(back)).toBe('back 302 login_required');
    expect(shownProbe(probe('good', 'inside', { inside_path: '/login' }))).toBe('inside 302 /login');
    expect(shownProbe(probe('good', 'none', page({ status: 0 })))).toBe('none');
  });

  it('are the evidence of the checks about the client', () => {
    const shown = evidenceOf(
      probes(
        asked(
          probe('good', 'error-page', page({ status: 400, excerpt: 'Oops' }, { error_description: 'No.' })),
          nobody,
          probe('unknown-redirect', 'page'),
          probe('test-redirect', 'back'),
        ),
      ),
      TARGET,
    );
    expect(shown).toEqual({
      redirect_uri: APP_URI,
      answer: 'error-page 400',
      answer_to_unknown_client: 'error-page 400',
      answer_to_unknown_redirect_uri: 'page 302',
      answer_to_test_redirect_uri: 'back 302 login_required',
      error_description: 'No.',
      excerpt: 'Oops',
    });
    const excerpt = (kind: AuthorizeAnswer['class']) =>
      evidenceOf(probes(asked(probe('good', kind, page({ excerpt: 'Oops' })))), TARGET).excerpt;
    expect(CLASSES.filter((kind) => excerpt(kind) === 'Oops')).toEqual(['error-page', 'page']);
    expect(evidenceOf(probes(asked()), TARGET)).toEqual({ redirect_uri: APP_URI });
  });
});

it('a finding about one of them holds what was asked and what came', () => {
  const one = probe('good', 'error-page', { error: 'invalid_request', error_description: 'No.' });
  expect(probeData(one, TARGET)).toMatchObject({
    url: ISSUER,
    status: 400,
    redirect_uri: APP_URI,
    client_id: TARGET.client.client_id,
    error: 'invalid_request',
    error_description: 'No.',
  });
});

describe('nothing was seen', () => {
  const limited = (retry_after_s?: number) => [
    {
      severity: 'info',
      code: 'rate-limited',
      data: { ...(retry_after_s ? { retry_after_s } : {}), status: 429 },
    },
  ];
  it('because of too many requests', () => {
    const good = probe('good', 'rate-limited', page({ retry_after_s: 9 }));
    expect(stopped(asked(), good)).toEqual({
      summary: expect.stringContaining('fewer requests'),
      findings: limited(9),
    });
    expect(stopped(evidence({ probes_stopped: 'rate-limited' }), undefined).findings).toEqual(limited());
  });

  it('because nothing was asked, or answered', () => {
    expect(stopped(asked(), undefined)).toEqual({
      summary: expect.stringContaining('couldn’t be asked'),
      findings: [],
    });
    expect(stopped(evidence({ probes_stopped: 'budget' }), probe('good', 'none'))).toEqual({
      summary: expect.stringContaining('no answer to tell'),
      findings: [{ severity: 'info', code: 'probe-says-nothing', data: {} }],
    });
  });

  it('because every request gets the same', () => {
    expect(SAYS_NOTHING).toMatch(/^The .*alike.*\.$/);
  });
});
