import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHECKS, type CheckId } from '../../../shared/diagnosis/checks.ts';
import { FINDING_CODES } from '../../../shared/diagnosis/findings.ts';
import { GREEN_BY, LIGHT_TITLES, lightStatus, lights } from '../../../shared/diagnosis/lights.ts';
import { PROOF_CODES, type ProofCode } from '../../../shared/diagnosis/proofs.ts';
import { type Check, type CheckStatus, LIGHTS, type Light } from '../../../shared/diagnosis/types.ts';

const STATUSES: readonly CheckStatus[] = ['pass', 'warn', 'fail', 'inconclusive'];
const IDS = [...(Object.keys(CHECKS) as CheckId[]), 'A1' as const];

const make = (
  id: CheckId | 'A1',
  status: CheckStatus,
  proofs: readonly ProofCode[],
  light: Light = id === 'A1' ? 'app-network' : CHECKS[id].light,
): Check => ({ id, title: id, status, light, summary: id, evidence: {}, findings: [], proofs });

const anyCheck = fc
  .record({
    id: fc.constantFrom(...IDS),
    status: fc.constantFrom(...STATUSES),
    proofs: fc.subarray([...PROOF_CODES], { maxLength: 6 }),
    codes: fc.subarray([...FINDING_CODES], { maxLength: 3 }),
    severity: fc.constantFrom('fail', 'warn', 'info'),
  })
  .map(
    ({ id, status, proofs, codes, severity }): Check => ({
      ...make(id, status, proofs),
      findings: codes.map((code) => ({ code, severity: severity as 'fail', data: {} })),
    }),
  );

/** Every list of checks of one light: each proof of its groups present, absent, or in a check that stayed open. */
function* combinations(light: Light): Generator<{ checks: Check[]; seen: boolean; worst: CheckStatus }> {
  const proofs = GREEN_BY[light].flat();
  const id = IDS.find((one) => (one === 'A1' ? 'app-network' : CHECKS[one].light) === light)!;
  for (let bits = 0; bits < 4 ** proofs.length; bits++) {
    const states = proofs.map((_, at) => Math.floor(bits / 4 ** at) % 4);
    for (const other of [undefined, ...STATUSES]) {
      const checks = proofs.flatMap((proof, at) =>
        states[at] === 0
          ? []
          : [make(id, (['pass', 'warn', 'inconclusive'] as const)[states[at]! - 1]!, [proof])],
      );
      if (other) checks.push(make(id, other, []));
      const held = (proof: ProofCode) => [1, 2].includes(states[proofs.indexOf(proof)]!);
      yield {
        checks,
        seen: GREEN_BY[light].every((group) => group.some(held)),
        worst: checks.some((one) => one.status === 'fail')
          ? 'fail'
          : checks.some((one) => one.status === 'warn')
            ? 'warn'
            : 'pass',
      };
    }
  }
}

describe('a light is green', () => {
  it.each(LIGHTS)('only by the proofs that the table lists, in all combinations: %s', (light) => {
    let green = 0;
    for (const { checks, seen, worst } of combinations(light)) {
      const status = lightStatus(light, checks);
      expect(status === 'pass').toBe(seen && worst === 'pass');
      if (status === 'pass') green++;
      if (worst === 'fail') expect(status).toBe('fail');
      else if (!seen) expect(status).toBe('inconclusive');
    }
    expect(green).toBeGreaterThan(0);
  });

  it('never because of anything else: other checks, findings, statuses', () => {
    fc.assert(
      fc.property(fc.array(anyCheck, { maxLength: 12 }), (checks) => {
        for (const { light, status } of lights({ checks })) {
          if (status !== 'pass' && status !== 'warn') continue;
          const own = checks.filter((check) => check.light === light);
          expect(own.every((check) => check.status !== 'fail')).toBe(true);
          for (const group of GREEN_BY[light]) {
            expect(
              own.some(
                (check) =>
                  check.status !== 'inconclusive' && group.some((proof) => check.proofs?.includes(proof)),
              ),
            ).toBe(true);
          }
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('by nothing at all without proofs, whatever passed', () => {
    const checks = IDS.map((id) => make(id, 'pass', []));
    expect(lights({ checks }).map(({ status }) => status)).toEqual(LIGHTS.map(() => 'inconclusive'));
    const older = checks.map(({ proofs: _, ...check }) => check);
    expect(lights({ checks: older }).map(({ status }) => status)).toEqual(LIGHTS.map(() => 'inconclusive'));
  });

  it('by its own checks, also where it is given those of the whole run', () => {
    fc.assert(
      fc.property(fc.array(anyCheck, { maxLength: 12 }), (checks) => {
        for (const { light, status } of lights({ checks })) expect(lightStatus(light, checks)).toBe(status);
      }),
    );
    const proofs = [...PROOF_CODES];
    for (const light of LIGHTS) {
      const other = LIGHTS.find((one) => one !== light)!;
      expect(lightStatus(light, [make('P1', 'pass', proofs, other)])).toBe('inconclusive');
      const green = make('P1', 'pass', proofs, light);
      for (const status of STATUSES)
        expect(lightStatus(light, [make('P1', status, proofs, other), green])).toBe('pass');
    }
  });
});

describe('what a light says', () => {
  /** Every light with checks of its own in these statuses, and a failure of every other light. */
  const said = (light: Light, ...own: readonly Check[]) => {
    const others = LIGHTS.filter((one) => one !== light).map((one) => make('S9', 'fail', [], one));
    return lights({ checks: [...others, ...own] }).find((state) => state.light === light)!;
  };
  const check = (light: Light, status: CheckStatus, more: Partial<Check> = {}): Check => ({
    ...make('P1', status, [...PROOF_CODES], light),
    ...more,
  });

  it('is its title, and one sentence for green and for not seen, each of its own', () => {
    const sentences = LIGHTS.flatMap((light) => {
      const [green, open] = [said(light, check(light, 'pass')), said(light)];
      expect([green.status, open.status]).toEqual(['pass', 'inconclusive']);
      expect(green.sentence).toMatch(/^[A-Z][^:]{20,}\.$/);
      expect(open.sentence).toMatch(/^Not seen: [^:]{20,}\.$/);
      return [green.sentence, open.sentence];
    });
    expect(new Set(sentences).size).toBe(2 * LIGHTS.length);
    for (const light of LIGHTS) expect(said(light).title).toBe(LIGHT_TITLES[light]);
    const titles = Object.values(LIGHT_TITLES);
    for (const title of titles) expect(title).toMatch(/^[A-Z].{5,}/);
    expect(new Set(titles).size).toBe(LIGHTS.length);
  });

  it.each(LIGHTS)('names beside the green what stayed open: %s', (light) => {
    const green = said(light, check(light, 'pass')).sentence;
    const open = [
      check(light, 'inconclusive', { title: 'One' }),
      check(light, 'inconclusive', { title: 'Two' }),
    ];
    expect(said(light, check(light, 'pass'), ...open).sentence).toBe(`${green} Not seen: One; Two.`);
  });

  it.each(LIGHTS)('is the first cause, not what only followed from it: %s', (light) => {
    for (const status of ['fail', 'warn'] as const) {
      const followed = check(light, status, { summary: 'followed', because_of: 'P1' });
      const cause = check(light, status, { summary: 'cause' });
      const later = check(light, status, { summary: 'later' });
      const around = [check(light, 'pass'), check(light, 'inconclusive')];
      expect(said(light, ...around, followed, cause, later)).toMatchObject({ status, sentence: 'cause' });
      expect(said(light, ...around, followed, { ...followed, summary: 'again' })).toMatchObject({
        status,
        sentence: 'followed',
      });
    }
    const warned = check(light, 'warn', { summary: 'warned' });
    expect(said(light, warned, check(light, 'fail', { summary: 'failed' })).sentence).toBe('failed');
  });

  it('at the test callback, whether the answer came back', () => {
    const CAME = 'Not seen: an ID token to judge, though the answer itself came back.';
    for (const status of STATUSES) {
      const back = make('S9', status, [], 'test-callback');
      const { sentence } = said('test-callback', back, make('S11', 'inconclusive', []));
      expect(sentence === CAME).toBe(status === 'pass');
      expect(said('test-callback', make('S10', status, [], 'test-callback')).sentence).not.toBe(CAME);
      expect(said('claims', make('S9', status, [], 'claims')).sentence).not.toBe(CAME);
    }
  });
});

it('every proof in the table belongs to its light alone', () => {
  const all = LIGHTS.flatMap((light) => GREEN_BY[light].flat());
  expect(new Set(all).size).toBe(all.length);
  for (const light of LIGHTS) expect(GREEN_BY[light].length, light).toBeGreaterThan(0);
  for (const proof of all) expect(PROOF_CODES).toContain(proof);
});
