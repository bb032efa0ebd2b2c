import { describe, expect, it } from 'vitest';
import { CHECKS, type CheckId } from '../../../../shared/diagnosis/checks.ts';
import type { LibraryEvidence } from '../../../../shared/diagnosis/evidence.ts';
import { withLibrary } from '../../../../shared/diagnosis/judges/library.ts';
import { evidence } from '../evidence.ts';
import { check, finding } from '../setups.ts';

/** What openid-client looks at as well: issuer, callback, token, signature, claims, times, userinfo. */
const BOTH: readonly CheckId[] = ['S4', 'S9', 'S10', 'S11', 'S12', 'S13', 'S15'];
const OURS = (Object.keys(CHECKS) as CheckId[]).filter((id) => !BOTH.includes(id));

const FAIL = finding('callback-error');
const WARN = finding('clock-off', {}, 'warn');
const library = (verdict: LibraryEvidence['verdict']): LibraryEvidence => ({
  verdict,
  code: 'OAUTH_X',
  step: 'callback',
  message: 'No.',
});
/** A run in which one check found this; S12 is always there, because it tells what the library said. */
const run = (
  id: CheckId,
  findings: Parameters<typeof check>[1],
  said: LibraryEvidence['verdict'] | undefined,
) => {
  const checks = [...(id === 'S12' ? [] : [check('S12')]), check(id, findings), check('S2')];
  const judged = withLibrary(checks, evidence(said ? { library: library(said) } : {}));
  expect(judged.filter((one) => one.id !== 'S12')).toEqual(checks.filter((one) => one.id !== 'S12'));
  const before = checks.find((one) => one.id === 'S12')!;
  const after = judged.find((one) => one.id === 'S12')!;
  expect(after.findings.slice(0, before.findings.length)).toEqual(before.findings);
  return {
    status: after.status,
    told: after.findings.slice(before.findings.length),
    same: judged === checks,
  };
};
const told = (severity: 'warn' | 'info', verdict: string, checks: readonly string[]) => [
  {
    severity,
    code: 'library-disagrees',
    data: { library: 'openid-client', verdict, code: 'OAUTH_X', step: 'callback', message: 'No.', checks },
  },
];

describe('a second opinion', () => {
  it.each(BOTH)('that says the same as %s adds nothing', (id) => {
    expect(run(id, [], 'accepted').same).toBe(true);
    expect(run(id, [WARN], 'accepted').same).toBe(true);
    expect(run(id, [FAIL], 'refused').same).toBe(true);
  });

  it('that was not asked for adds nothing', () => {
    for (const said of [undefined, 'not-asked'] as const) {
      expect(run('S9', [FAIL], said).same).toBe(true);
      expect(run('S9', [], said).same).toBe(true);
    }
  });

  it.each(BOTH)('that refuses what %s and the others let pass shows a gap in our checks', (id) => {
    expect(run(id, [], 'refused')).toEqual({
      status: 'warn',
      told: told('warn', 'refused', []),
      same: false,
    });
  });

  it.each(BOTH)('that refuses what %s warned of is only noted', (id) => {
    const status = id === 'S12' ? 'warn' : 'pass';
    expect(run(id, [WARN], 'refused')).toEqual({ status, told: told('info', 'refused', []), same: false });
    expect(run(id, [finding('clock-unknown', {}, 'info')], 'refused').told).toEqual(
      told('warn', 'refused', []),
    );
    expect(run(id, [finding('clock-unknown', {}, 'info'), WARN], 'refused').told).toEqual(
      told('info', 'refused', []),
    );
  });

  it.each(BOTH)('that accepts what %s refuses is only noted', (id) => {
    const status = id === 'S12' ? 'fail' : 'pass';
    expect(run(id, [FAIL], 'accepted')).toEqual({
      status,
      told: told('info', 'accepted', [id]),
      same: false,
    });
  });

  it.each(OURS)('is not about %s', (id) => {
    expect(run(id, [FAIL], 'accepted').same).toBe(true);
    expect(run(id, [FAIL], 'refused').told).toEqual(told('warn', 'refused', []));
    expect(run(id, [WARN], 'refused').told).toEqual(told('warn', 'refused', []));
  });

  it('does not make an open check a warning', () => {
    const open = check('S12', [], { status: 'inconclusive' });
    const [after] = withLibrary([open], evidence({ library: library('refused') }));
    expect(after).toMatchObject({ status: 'inconclusive', findings: told('warn', 'refused', []) });
  });
});
