import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHECKS, type CheckId, HEADLESS_CHECKS, LOGIN_CHECKS } from '../../../shared/diagnosis/checks.ts';
import { LIGHT_TITLES, lights } from '../../../shared/diagnosis/lights.ts';
import { resultOf } from '../../../shared/diagnosis/report.ts';
import type { CheckStatus, Report } from '../../../shared/diagnosis/types.ts';
import { standingOf } from '../../../shared/standing/standing.ts';
import { verdict } from '../../../shared/standing/verdict.ts';
import { proofsOf } from '../../helpers/proofs.ts';

type Kind = 'check' | 'login';

/** A report whose checks all passed, except those named. */
function reportOf(kind: Kind, other: Partial<Record<CheckId, CheckStatus>> = {}): Report {
  const checks = (kind === 'login' ? LOGIN_CHECKS : HEADLESS_CHECKS).map((id) => {
    const status = other[id] ?? 'pass';
    return { id, ...CHECKS[id], status, summary: id, evidence: {}, findings: [], ...proofsOf(id, status) };
  });
  return { result: resultOf(checks), checks, diagnoses: [] };
}

describe('the verdict of one result', () => {
  it.each<[string, Kind, Partial<Record<CheckId, CheckStatus>>, RegExp]>([
    ['a whole login', 'login', {}, /^The test login passed, and the provider accepts the app’s own/],
    [
      'a login whose way back was not seen',
      'login',
      { P7: 'inconclusive' },
      /^The test login passed at its own address\. Whether the provider accepts the app’s was not seen\./,
    ],
    ['a login with a remark', 'login', { S13: 'warn' }, /^What was tested passed, with something to mend\./],
    ['a login that failed', 'login', { S11: 'fail' }, /^Something has to change/],
    [
      'a login in which nobody signed in',
      'login',
      { S9: 'inconclusive', S10: 'inconclusive', S11: 'inconclusive', S12: 'inconclusive' },
      /^Too little was seen to say whether it works\. What was tested passed: provider reachable/,
    ],
    [
      'checks',
      'check',
      {},
      /^What can be seen without a login passed: provider reachable, client and secret, app/,
    ],
    [
      'checks that saw no way back',
      'check',
      { P7: 'inconclusive' },
      /^What was tested passed: provider reachable, client and secret\. Not tested: test callback, app’s callback/,
    ],
    ['checks that failed', 'check', { P4: 'fail' }, /^Something has to change/],
  ])('says no more than was seen: %s', (_, kind, other, sentence) => {
    expect(verdict(kind, reportOf(kind, other))).toMatch(sentence);
  });

  it('never says more than how the app stands by it, and names every light that stayed open', () => {
    const changed = fc.dictionary(
      fc.constantFrom(...(Object.keys(CHECKS) as CheckId[])),
      fc.constantFrom<CheckStatus>('pass', 'warn', 'fail', 'inconclusive'),
      { maxKeys: 5 },
    );
    const said = new Set<string>();
    fc.assert(
      fc.property(fc.constantFrom<Kind>('check', 'login'), changed, (kind, other) => {
        const report = reportOf(kind, other as Partial<Record<CheckId, CheckStatus>>);
        const text = verdict(kind, report);
        const { word } = standingOf({
          results: [{ kind, at: '', report, outdated: false }],
          applied: { done: 0, changed: 0, total: 0 },
          secret: 'present',
        });
        said.add(word);
        expect(/^The test login passed/.test(text)).toBe(word === 'login' || word === 'way-back');
        expect(/accepts the app’s own/.test(text)).toBe(word === 'login');
        expect(/^Something has to change/.test(text)).toBe(word === 'fail');
        if (text.startsWith('Nothing could be told')) return;
        const [, open = ''] = text.split('Not tested:');
        for (const { light, status } of lights(report))
          expect(open.includes(LIGHT_TITLES[light].toLowerCase()), light).toBe(status === 'inconclusive');
      }),
      { numRuns: 4000 },
    );
    expect([...said].sort()).toEqual(['check', 'fail', 'inconclusive', 'login', 'warn', 'way-back']);
  });
});
