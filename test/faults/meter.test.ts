import { createPublicKey } from 'node:crypto';
import { compactVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { CASES } from './cases.ts';
import { applyFix } from './fixes.ts';
import type { CaseResult, HealthyResult, PairResult } from './laboratory.ts';
import { measure, meetsGoals } from './measures.ts';
import { leaks, runBoth } from './run.ts';
import { setUp } from './set-up.ts';
import { openStage } from './stage.ts';
import { breakSignature, signJwt } from './tamper.ts';

/** The laboratory is useful only if its measurements are right: these tests show that each one can change. */

const seen = (more: Partial<CaseResult> = {}): CaseResult => ({
  case: CASES.find((one) => one.name === 'redirect-slash@authelia/memos')!,
  rank: 1,
  named: ['redirect-not-registered-authelia'],
  byCheck: true,
  byLogin: false,
  result: 'fail',
  side: 'provider',
  value: 'x',
  expectedValue: 'x',
  mended: 'by-value',
  bare: { ok: true, ms: 1 },
  leaks: [],
  requests: 5,
  passed: [],
  secrets: new Set(),
  ...more,
});
const well = (more: Partial<HealthyResult> = {}): HealthyResult => ({
  name: 'one',
  face: 'oidc',
  result: 'pass',
  warnings: 0,
  named: [],
  failed: [],
  leaks: [],
  requests: 5,
  told: 5,
  open: 1,
  secrets: new Set(),
  ...more,
});
const of = (
  cases: readonly CaseResult[],
  healthy: readonly HealthyResult[] = [],
  pairs: readonly PairResult[] = [],
) => measure(cases, healthy, pairs, [], 1);

describe('the meter', () => {
  it('counts ranks', () => {
    const measures = of([seen(), seen({ rank: 2 }), seen({ rank: 4 }), seen({ rank: 0 })]);
    expect([measures.top1, measures.top3]).toEqual([0.25, 0.5]);
  });
  it('counts a faulty set-up that is reported as well, and one reported milder without its cause', () => {
    expect(of([seen({ result: 'pass' })]).misses).toHaveLength(1);
    expect(of([seen({ result: 'warn', rank: 0 })]).misses).toHaveLength(1);
    expect(of([seen({ result: 'warn', rank: 1 }), seen()]).misses).toHaveLength(0);
  });
  it('counts a check that passed what it should have seen', () => {
    expect(of([seen({ rank: 0, passed: ['P7'] })]).wrongCertain).toHaveLength(1);
  });
  it('counts wrong sides, wrong values and fixes that do not mend', () => {
    const measures = of([seen({ side: 'app' }), seen({ value: 'y' }), seen({ mended: 'not-green' })]);
    expect([measures.wrongSide.length, measures.wrongValue.length, measures.notMended.length]).toEqual([
      1, 1, 1,
    ]);
  });
  it('counts false alarms, warnings, leaks and what stays open', () => {
    const measures = of(
      [seen({ leaks: ['there'] })],
      [well({ result: 'fail', failed: ['S9'] }), well({ warnings: 2 })],
    );
    expect(measures.falseAlarms).toEqual(['one: S9']);
    expect(measures.manyWarnings).toHaveLength(1);
    expect(measures.leaks).toEqual(['there']);
    expect(measures.open['oidc']).toBeCloseTo(2 / 12);
  });
  it('counts pairs', () => {
    const pair = { name: 'two', faulty: setUp('oidc', 'wiki'), expected: ['a', 'b'] as const };
    const one = { pair, leaks: [], requests: 1, secrets: new Set<string>() };
    expect(
      of(
        [],
        [],
        [
          { ...one, named: ['b', 'a'] },
          { ...one, named: ['a'] },
        ],
      ).bothNamed,
    ).toBe(0.5);
  });
  it('knows a result that is not worth keeping', () => {
    const good = { ...of([seen()], [well()]), bothNamed: 1, behindCaTop1: 1 };
    expect(meetsGoals(good)).toBe(true);
    expect(meetsGoals({ ...good, bothNamed: 0.8 })).toBe(false);
    expect(meetsGoals({ ...good, behindCaTop1: 0.9 })).toBe(false);
    expect(meetsGoals({ ...good, top1: 0.94 })).toBe(false);
    expect(meetsGoals({ ...good, leaks: ['one'] })).toBe(false);
  });
});

describe('the search for leaks', () => {
  it('finds a planted secret in every place and spelling', async () => {
    const stage = await openStage(setUp('authelia', 'memos'));
    try {
      const run = await runBoth(stage);
      expect(run.leaks).toEqual([]);
      const secret = 'a planted/secret+1';
      const planted = { secrets: new Set([secret]), personal: new Set<string>() };
      for (const form of [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')]) {
        const { outcome, report } = run.check;
        const spoilt = { ...outcome, evidence: { ...outcome.evidence, spoilt: form } };
        expect(leaks([{ outcome: spoilt, report }], [], planted)).toHaveLength(1);
        expect(leaks([run.check], [`<p>${form}</p>`], planted)).toEqual(['page: a planted/se…']);
      }
      // The secrets of this run were recorded when they were sent.
      expect(stage.planted.secrets.size).toBeGreaterThan(6);
    } finally {
      await stage.close();
    }
  });
});

describe('the script that applies fixes', () => {
  const set = setUp('authelia', 'romm');
  const at = {} as never;
  it('writes what it is told and nothing else', () => {
    const wrong = applyFix(
      set,
      { text: '', setting: 'token_endpoint_auth_method', value: 'client_secret_post' },
      at,
    );
    expect(wrong?.registers).toHaveLength(1);
    expect(applyFix(set, { text: '', setting: 'no such setting', value: '1' }, at)).toBeUndefined();
    expect(applyFix(set, { text: '', setting: 'require_pkce' }, at)).toBeUndefined();
  });
  it('edits the workspace by its path', () => {
    const edited = applyFix(set, { text: '', workspace_path: 'apps.romm.require_pkce', value: 'false' }, at);
    expect(edited?.app.require_pkce).toBe(false);
  });
  it('leaves a run red when the value is wrong', async () => {
    const fault = CASES.find((one) => one.name === 'method-post-registered@authelia/romm')!;
    const same = applyFix(
      fault.faulty,
      { text: '', setting: 'token_endpoint_auth_method', value: 'client_secret_post' },
      at,
    )!;
    const stage = await openStage(same);
    try {
      expect((await runBoth(stage)).result).toBe('fail');
    } finally {
      await stage.close();
    }
  });
});

describe('tampering', () => {
  it('breaks a signature and nothing else', async () => {
    const { practiceKey } = await import('../../electron/services/practice/provider.ts');
    const key = await practiceKey('RS256');
    const token = await signJwt({ sub: 'x' }, { alg: 'RS256' }, key);
    const publicKey = createPublicKey({ key: key as never, format: 'jwk' });
    await expect(compactVerify(token, publicKey)).resolves.toBeTruthy();
    await expect(compactVerify(breakSignature(token), publicKey)).rejects.toThrow('signature');
    expect(breakSignature(token).split('.').slice(0, 2)).toEqual(token.split('.').slice(0, 2));
  });
});
