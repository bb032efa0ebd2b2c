import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHECKS, type CheckId } from '../../../shared/diagnosis/checks.ts';
import { FINDING_CODES } from '../../../shared/diagnosis/findings.ts';
import { GREEN_BY, lightStatus, lights } from '../../../shared/diagnosis/lights.ts';
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
  });
});

it('every proof in the table belongs to its light alone', () => {
  const all = LIGHTS.flatMap((light) => GREEN_BY[light].flat());
  expect(new Set(all).size).toBe(all.length);
  for (const light of LIGHTS) expect(GREEN_BY[light].length, light).toBeGreaterThan(0);
});
