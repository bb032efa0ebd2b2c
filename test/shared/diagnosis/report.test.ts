import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Evidence } from '../../../shared/diagnosis/evidence.ts';
import { fixToText } from '../../../shared/diagnosis/fix-text.ts';
import {
  lights,
  makeReport,
  reportToJson,
  reportToText,
  resultOf,
  supportBundle,
} from '../../../shared/diagnosis/report.ts';
import { LIGHTS } from '../../../shared/diagnosis/types.ts';
import { verdict } from '../../../shared/standing/verdict.ts';
import { check, connectionOf, finding } from './setups.ts';

const connection = connectionOf('authelia', 'romm');
const open = { status: 'inconclusive' as const };

const green = makeReport(
  [
    check('P1'),
    check('P4'),
    check('P5'),
    check('P6'),
    check('P7', [], { ...open, summary: 'Nothing can be told.' }),
    check('P8'),
    check('P12'),
  ],
  connection,
);
const red = makeReport(
  [
    check('P1'),
    check('P4'),
    check('S9'),
    check('S10'),
    check('S17', [finding('claim-only-in-userinfo', { claim: 'email' })], {
      summary: 'RomM would not find what it needs: email.',
    }),
  ],
  connection,
);

describe('the result', () => {
  test('is the worst of the checks; inconclusive only when nothing passed', () => {
    expect(resultOf([])).toBe('inconclusive');
    expect(resultOf([check('P6', [], open)])).toBe('inconclusive');
    expect(resultOf([check('P6', [], open), check('P1')])).toBe('pass');
    // The provider answers, but nothing was seen of the client, so the result is not a pass.
    const blind = (['P6', 'P7', 'P8'] as const).map((id) => check(id, [], open));
    expect(resultOf([check('P1'), ...blind])).toBe('inconclusive');
    expect(resultOf([check('P1'), ...blind.slice(0, 2), check('P8')])).toBe('pass');
    expect(resultOf([check('P1'), check('S16', [finding('scope-not-granted', {}, 'warn')])])).toBe('warn');
    expect(red.result).toBe('fail');
  });
});

describe('the lights', () => {
  test('are seven, and what was not seen is never green', () => {
    const states = lights(green);
    expect(states.map((state) => state.light)).toEqual([...LIGHTS]);
    expect(Object.fromEntries(states.map((state) => [state.light, state.status]))).toEqual({
      provider: 'pass',
      client: 'pass',
      'test-callback': 'inconclusive',
      'app-callback': 'inconclusive',
      'app-request': 'inconclusive',
      claims: 'inconclusive',
      'app-network': 'inconclusive',
    });
    for (const state of states) {
      if (state.status === 'inconclusive') expect(state.sentence).toMatch(/^Not seen: /);
    }
  });

  test('a light needs its deciding check, whatever else passed', () => {
    const report = makeReport([check('P6'), check('P8', [], open), check('S11'), check('S12')], connection);
    const of = (light: string) => lights(report).find((state) => state.light === light)?.status;
    expect(of('client')).toBe('inconclusive');
    expect(of('test-callback')).toBe('inconclusive');
    expect(of('provider')).toBe('inconclusive');
  });

  test('a login that came back is not called one that did not', () => {
    const report = makeReport(
      [check('S9'), check('S10', [finding('token-client-refused')]), check('S11', [], open)],
      connection,
    );
    expect(lights(report).find((state) => state.light === 'test-callback')).toMatchObject({
      status: 'inconclusive',
      sentence: 'Not seen: an ID token to judge, though the answer itself came back.',
    });
  });

  test('a red light says what was seen', () => {
    expect(lights(red).find((state) => state.light === 'claims')).toMatchObject({
      status: 'fail',
      sentence: 'RomM would not find what it needs: email.',
    });
  });
});

describe('--json', () => {
  test('has the contract’s keys, and a fix that holds the exact value', () => {
    const json = JSON.parse(JSON.stringify(reportToJson(red)));
    expect(json.result).toBe('fail');
    for (const one of json.checks) {
      expect(one).toMatchObject({
        id: expect.any(String),
        title: expect.any(String),
        status: expect.any(String),
      });
      expect(one.evidence).toBeTypeOf('object');
    }
    expect(json.diagnoses[0]).toMatchObject({
      id: 'claims-left-the-id-token',
      side: 'provider',
      title: expect.any(String),
      cause: expect.any(String),
      fix: expect.any(String),
      confidence: expect.any(Number),
    });
    expect(json.diagnoses[0].fix).toContain("claims_policy: 'romm'");
  });

  test('a value that is in the sentence already is not said twice', () => {
    expect(fixToText({ text: 'Write yes.', setting: 'a', value: 'yes' })).toBe('Write yes.');
    expect(fixToText({ text: 'Change it.', setting: 'a', value: 'yes' })).toBe('Change it. a: yes');
  });
});

describe('the text', () => {
  test('lights first, then one root cause with its side and exact value, then the checks', () => {
    const text = reportToText(red, { width: 80 });
    const at = (part: string) => {
      expect(text).toContain(part);
      return text.indexOf(part);
    };
    expect(at('Provider reachable')).toBeLessThan(at('The app looks in the ID token'));
    expect(at('The app looks in the ID token')).toBeLessThan(at('Edit the provider.'));
    expect(at('Edit the provider.')).toBeLessThan(at("claims_policy: 'romm'"));
    expect(at("claims_policy: 'romm'")).toBeLessThan(at('\nChecks\n'));
  });

  test('state is a word, and colour only beside it', () => {
    const plain = reportToText(red, { colour: false });
    expect(plain).not.toContain('\u001b');
    expect(plain).toContain('✗ FAIL');
    expect(plain).toContain('✓ pass');
    expect(plain).toContain('· open');
    const coloured = reportToText(red, { colour: true });
    expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(plain);
  });

  test('a green report says what was tested, not that it works', () => {
    const text = reportToText(green, { verdict: verdict('check', green) });
    expect(text).toContain('What was tested passed: provider reachable, client and secret.');
    expect(text.replace(/\s+/g, ' ')).toContain(
      'Not tested: test callback, app’s callback, what the app really sends, claims for this app, the app’s own network.',
    );
    expect(text).not.toMatch(/\bit works\b|all good|everything is fine/i);
    expect(verdict('check', { result: 'inconclusive', checks: [], diagnoses: [] })).toBe(
      'Nothing could be told from here, good or bad.',
    );
  });

  test('keeps to its width but for values to copy, and takes no control characters from others', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 200 }),
        fc.integer({ min: 40, max: 140 }),
        (words, width) => {
          const report = makeReport(
            [check('P1', [finding('discovery-html', { url: words })], { summary: words, title: words })],
            connection,
          );
          const text = reportToText(report, { width });
          expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
        },
      ),
      { numRuns: 200 },
    );
    for (const line of reportToText(green, { width: 60 }).split('\n'))
      expect(line.length).toBeLessThanOrEqual(60);
  });
});

describe('the support bundle', () => {
  const secret = 'Zq8vK2mN4pR7tW9x';
  const mail = 'ada@example.org';
  /** Evidence with a secret at every place that could wrongly contain one. */
  const planted = {
    run: 'login',
    started_at: 1,
    exchanges: [
      {
        id: 0,
        purpose: 'token',
        at: 1,
        duration_ms: 5,
        request: {
          method: 'POST',
          url: `https://auth.example.com/api/oidc/token?code=${secret}`,
          headers: { authorization: `Basic ${secret}` },
          form: { client_secret: secret, code: secret },
        },
        response: { status: 401, headers: { 'set-cookie': secret }, size: 3, sha256: 'x', truncated: false },
      },
    ],
    discovery: {
      answer: {
        exchange: 0,
        url: `https://auth.example.com/?token=${secret}`,
        status: 200,
        content_type: 'application/json',
        body: 'json',
        size: 1,
        duration_ms: 1,
        excerpt: `echo ${secret}`,
        error_description: secret,
      },
      redirects: [],
      redirect_loop: false,
      document: { issuer: 'https://auth.example.com', odd: secret, scopes_supported: ['openid'] },
    },
    clock: [],
    authorize: [],
    token_attempts: [],
    id_token: {
      parts: 3,
      malformed: false,
      header: { alg: 'RS256', kid: 'k1', x: secret },
      claims: { sub: 'ada', email: mail, nonce: secret },
      signature: { result: 'valid', candidates: 1, refetched: false },
      nonce: 'equal',
      at_hash: 'absent',
      received_at: 1,
    },
    userinfo: {
      answer: {
        exchange: 0,
        url: 'https://auth.example.com/api/oidc/userinfo',
        status: 200,
        content_type: 'application/json',
        body: 'json',
        size: 1,
        duration_ms: 1,
      },
      claims: { email: mail, name: 'Ada' },
    },
  } as unknown as Evidence;

  const report = makeReport(
    [
      check(
        'S10',
        [
          finding('token-client-refused', {
            error: 'invalid_client',
            error_description: secret,
            excerpt: secret,
          }),
        ],
        {
          summary: `refused ${secret}`,
          evidence: { anything: secret, url: `https://a.example/?code=${secret}` },
        },
      ),
      check('S17', [finding('claim-wrong-type', { claim: 'email', actual: mail, expected: 'string' })]),
      check('S12', [finding('id-token-sub-malformed', { actual: mail })]),
    ],
    connection,
  );

  test('holds no planted secret and nothing personal, and still tells', () => {
    const text = supportBundle(report, planted, { latchkey: '0.1.0', node: 'v22' });
    expect(text).not.toContain(secret);
    expect(text).not.toContain(mail);
    expect(text).not.toContain('"Ada"');
    const bundle = JSON.parse(text);
    expect(bundle.versions).toEqual({ latchkey: '0.1.0', node: 'v22' });
    expect(bundle.result).toBe('fail');
    expect(bundle.diagnoses[0].id).toBe('secret-wrong-or-swapped');
    expect(bundle.evidence.discovery.document).toEqual({
      issuer: 'https://auth.example.com',
      scopes_supported: ['openid'],
    });
    expect(bundle.evidence.id_token.claims).toEqual({ sub: 'string', email: 'string', nonce: 'string' });
    expect(bundle.evidence.exchanges[0]).toMatchObject({
      purpose: 'token',
      request: { url: 'https://auth.example.com/api/oidc/token?code=[redacted]' },
      response: { status: 401 },
    });
  });

  test('known values go wherever they stand, in every spelling', () => {
    const odd = 'a"b/c+d e';
    const text = supportBundle(
      makeReport(
        [
          check('P1', [
            finding('discovery-html', { url: `https://x.example/${odd}`, expected: encodeURIComponent(odd) }),
          ]),
        ],
        connection,
      ),
      undefined,
      {},
      [odd],
    );
    expect(text).not.toContain(JSON.stringify(odd).slice(1, -1));
    expect(text).not.toContain(encodeURIComponent(odd));
    expect(() => JSON.parse(text)).not.toThrow();
  });

  test('takes anything, and stays JSON without the secret', () => {
    fc.assert(
      fc.property(
        fc.object({ values: [fc.constant(secret), fc.integer(), fc.boolean()], maxDepth: 4 }),
        (data) => {
          const text = supportBundle(
            makeReport(
              [check('P1', [finding('discovery-html', data as never)], { evidence: data as never })],
              connection,
            ),
            { ...planted, odd: data } as unknown as Evidence,
            {},
            [secret],
          );
          expect(text).not.toContain(secret);
          JSON.parse(text);
        },
      ),
      { numRuns: 100 },
    );
  });
});
