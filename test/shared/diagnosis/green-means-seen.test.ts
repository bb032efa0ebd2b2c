import { describe, expect, it } from 'vitest';
import type { AuthorizeAnswer } from '../../../shared/diagnosis/evidence.ts';
import { judgeCheckRun, judgeLoginRun } from '../../../shared/diagnosis/judges/index.ts';
import { lights } from '../../../shared/diagnosis/lights.ts';
import type { Check, Light } from '../../../shared/diagnosis/types.ts';
import type { AppSettings } from '../../../shared/workspace/types.ts';
import {
  announcing,
  attempt,
  CLAIMS,
  DOCUMENT,
  evidence,
  PARTS,
  probe,
  REQUEST,
  TARGET,
  TEST_URI,
  targetOf,
} from './evidence.ts';

/**
 * Lights from evidence: each part of the evidence is taken away, in all combinations, and a light may only be
 * green while what it needs is there. What it needs is written down here, apart from the judges.
 */

/** What may come for the requests that are lists in the evidence; `undefined`: it was not sent. */
const GOOD: readonly (AuthorizeAnswer | undefined)[] = [
  undefined,
  probe('good', 'back'),
  probe('good', 'back', { error: 'invalid_request' }),
  probe('good', 'inside', { inside_path: '/login' }),
  probe('good', 'page'),
  probe('good', 'error-page'),
  probe('good', 'error-page', { blames: 'redirect-uri' }),
  probe('good', 'inside-error', { blames: 'client' }),
  probe('good', 'server-error'),
  probe('good', 'none'),
];
const CONTROL: readonly (AuthorizeAnswer | undefined)[] = [
  undefined,
  probe('unknown-redirect', 'back'),
  probe('unknown-redirect', 'error-page', { blames: 'redirect-uri' }),
  probe('unknown-redirect', 'error-page'),
  probe('unknown-redirect', 'page'),
  probe('unknown-redirect', 'none'),
];
const FOREIGN: readonly (AuthorizeAnswer | undefined)[] = [
  undefined,
  probe('foreign-redirect', 'back'),
  probe('foreign-redirect', 'error-page', { blames: 'redirect-uri' }),
];
const TEST: readonly (AuthorizeAnswer | undefined)[] = [
  undefined,
  probe('test-redirect', 'back', { redirect_uri: TEST_URI }),
  probe('test-redirect', 'error-page', { redirect_uri: TEST_URI }),
  probe('test-redirect', 'page', { redirect_uri: TEST_URI }),
];

const statusOf = (checks: readonly Check[], light: Light) =>
  lights({ checks }).find((state) => state.light === light)!.status;

describe('the app’s callback', () => {
  it('is green only if the way back was seen, or its login page beside an error for another address', () => {
    let green = 0;
    for (const provider of ['authelia', 'authentik', 'other']) {
      const target = targetOf(provider, 'romm');
      for (const good of GOOD) {
        for (const control of CONTROL) {
          for (const foreign of FOREIGN) {
            for (const test of TEST) {
              const sent = [good, control, foreign, test].filter((one) => one !== undefined);
              const seen = evidence(...Object.values(PARTS), { authorize: sent });
              const status = statusOf(judgeCheckRun(seen, target), 'app-callback');
              const say = `${provider}: ${sent.map((one) => `${one.probe} ${one.class}`).join(', ')}`;
              const wayBack = good?.class === 'back';
              const toldApart =
                (good?.class === 'page' || good?.class === 'inside') &&
                control?.class === 'error-page' &&
                test?.class !== 'back';
              if (status === 'pass') {
                green++;
                expect(wayBack || toldApart, say).toBe(true);
                expect(foreign?.class, say).not.toBe('back');
              }
              if (good?.blames === 'redirect-uri') expect(status, say).toBe('fail');
              // The test’s address is the good control: what stops the app’s alone is about the address.
              if (test?.class === 'back' && good?.class === 'error-page') expect(status, say).toBe('fail');
            }
          }
        }
      }
    }
    expect(green).toBeGreaterThan(10);
  });
});

describe('client and secret', () => {
  it('are green only if a wrong secret was refused beside the right one', () => {
    const controls = [undefined, 'accepted', 'refused', 'unclear'] as const;
    let green = 0;
    for (const provider of ['authelia', 'authentik', 'other']) {
      for (const right of controls) {
        for (const wrong of controls) {
          for (const unknown of controls) {
            const token_attempts = [
              ...(right ? [attempt('right', right)] : []),
              ...(wrong ? [attempt('wrong-on-purpose', wrong)] : []),
              ...(unknown ? [attempt('unknown-client', unknown)] : []),
            ];
            const seen = evidence(...Object.values(PARTS), {
              authorize: [probe('good', 'back')],
              token_attempts,
            });
            const checks = judgeCheckRun(seen, targetOf(provider, 'romm'));
            const status = statusOf(checks, 'client');
            const say = `${provider}: right ${right}, wrong ${wrong}, unknown ${unknown}`;
            if (status === 'pass') {
              green++;
              expect(right === 'accepted' || right === 'unclear', say).toBe(true);
              expect(wrong, say).toBe('refused');
            }
            // A public client that takes any secret is told, not left open.
            if (right === 'accepted' && wrong === 'accepted' && unknown === 'refused') {
              expect(checks.find((check) => check.id === 'P8')?.findings[0]?.code, say).toBe(
                'secret-not-checked',
              );
            }
          }
        }
      }
    }
    expect(green).toBeGreaterThan(0);
  });
});

/** For each light the parts without which it must not be green after a login. */
const NEEDED: Readonly<Partial<Record<Light, readonly string[]>>> = {
  provider: ['document', 'keys'],
  client: ['token'],
  'test-callback': ['callback', 'id_token'],
  claims: ['id_token'],
};

describe('a login', () => {
  const names = Object.keys(PARTS);
  const run = (kept: readonly string[]) =>
    judgeLoginRun(
      evidence(...kept.map((name) => PARTS[name]!), {
        run: 'login',
        request: REQUEST,
        token_attempts: kept.includes('token') ? [attempt('right', 'accepted', 'real')] : [],
      }),
      TARGET,
    );

  it('is green in the parts that it needs, and never without one of them', () => {
    const all = run(names);
    for (const light of Object.keys(NEEDED) as Light[]) {
      expect(
        ['pass', 'warn'],
        `${light}: ${JSON.stringify(all.filter((one) => one.light === light))}`,
      ).toContain(statusOf(all, light));
    }
    for (let bits = 0; bits < 2 ** names.length; bits++) {
      const kept = names.filter((_, at) => (bits >> at) & 1);
      const checks = run(kept);
      for (const [light, needed] of Object.entries(NEEDED)) {
        const status = statusOf(checks, light as Light);
        if (needed.some((name) => !kept.includes(name)))
          expect(['fail', 'inconclusive'], `${light} with ${kept.join(', ')}`).toContain(status);
      }
      for (const light of ['app-callback', 'app-request', 'app-network'] as const)
        expect(statusOf(checks, light)).toBe('inconclusive');
    }
  });

  it('has no check that passes without a proof', () => {
    for (let bits = 0; bits < 2 ** names.length; bits++) {
      for (const check of run(names.filter((_, at) => (bits >> at) & 1))) {
        if (check.status === 'pass') expect(check.proofs?.length ?? 0, check.id).toBeGreaterThan(0);
      }
    }
  });
});

describe('role settings', () => {
  const roles = { role_claim: 'groups', role_admin: 'chiefs', role_viewer: 'players' };
  const withGroups = (groups: unknown, settings: AppSettings = roles) => {
    const target = targetOf('authelia', 'romm', { app: { settings } });
    const id_token = { ...PARTS['id_token']!.id_token!, claims: { ...CLAIMS, groups: groups as string[] } };
    const checks = judgeLoginRun(
      evidence(
        ...Object.values(PARTS),
        { id_token },
        {
          run: 'login',
          token_attempts: [attempt('right', 'accepted', 'real')],
        },
      ),
      target,
    );
    return checks.find((check) => check.id === 'S17')!;
  };

  it.each([
    ['one of them', ['players'], 'pass'],
    ['another one', ['guests'], 'fail'],
    ['none', [], 'fail'],
    ['in another case', ['Players'], 'fail'],
  ] as const)('%s: %j', (_, groups, status) => {
    expect(withGroups(groups).status).toBe(status);
  });

  it('let everyone in with “*”, and nobody when no value is set', () => {
    expect(withGroups(['guests'], { role_claim: 'groups', role_viewer: '*' }).status).toBe('pass');
    expect(withGroups(['guests'], { role_claim: 'groups' }).status).toBe('fail');
  });

  it('are not judged by a list that was cut off', () => {
    const many = Array.from({ length: 200 }, (_, at) => `group-${at}`);
    expect(withGroups(many).status).toBe('inconclusive');
    expect(withGroups([...many.slice(1), 'players']).status).toBe('pass');
  });
});

describe('a scope that only asks for what another scope brings', () => {
  const settings = { role_claim: 'groups', role_viewer: '*' };
  it('is no warning at authentik, which has the groups in profile', () => {
    const target = targetOf('authentik', 'romm', { app: { settings } });
    const document = { ...DOCUMENT, scopes_supported: ['openid', 'profile', 'email'] };
    const seen = evidence(...Object.values(PARTS), announcing(document), {
      authorize: [probe('good', 'back')],
    });
    const allowed = judgeCheckRun(seen, target).find((check) => check.id === 'P11')!;
    expect(allowed.findings.filter((one) => one.severity !== 'info')).toEqual([]);
    // With a role claim that no scope of authentik brings, the warning stays.
    const other = targetOf('authentik', 'romm', {
      app: { settings: { ...settings, role_claim: 'entitled' } },
    });
    const told = judgeCheckRun(seen, other).find((check) => check.id === 'P11')!;
    expect(told.findings.map((one) => one.code)).toEqual(['scope-not-announced']);
  });
});
