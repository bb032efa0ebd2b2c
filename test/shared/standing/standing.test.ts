import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHECKS, type CheckId, HEADLESS_CHECKS, LOGIN_CHECKS } from '../../../shared/diagnosis/checks.ts';
import { resultOf } from '../../../shared/diagnosis/report.ts';
import type { Check, CheckStatus } from '../../../shared/diagnosis/types.ts';
import { lightsSeen, type Result } from '../../../shared/standing/lights-seen.ts';
import { type Known, type Standing, standingOf } from '../../../shared/standing/standing.ts';
import { type StepFacts, type StepMark, stepMarks } from '../../../shared/standing/steps.ts';
import { proofsOf } from '../../helpers/proofs.ts';

const check = (id: CheckId, status: CheckStatus): Check => ({
  id,
  ...CHECKS[id],
  status,
  summary: `${id} is ${status}`,
  evidence: {},
  findings: [],
  ...proofsOf(id, status),
});

let clock = 0;
/** A result whose checks all passed, except those named. */
function result(
  kind: 'check' | 'login',
  other: Partial<Record<CheckId, CheckStatus>> = {},
  outdated = false,
): Result {
  const checks = (kind === 'login' ? LOGIN_CHECKS : HEADLESS_CHECKS).map((id) =>
    check(id, other[id] ?? 'pass'),
  );
  clock += 1000;
  return {
    kind,
    at: new Date(clock).toISOString(),
    outdated,
    report: { result: resultOf(checks), checks, diagnoses: [] },
  };
}
const network = (status: CheckStatus, outdated = false): Result => ({
  kind: 'network',
  at: new Date(clock).toISOString(),
  outdated,
  report: {
    result: status,
    checks: [{ ...check('P1', status), id: 'A1', light: 'app-network', ...proofsOf('A1', status) }],
    diagnoses: [],
  },
});

const ALL = { done: 4, changed: 0, total: 4 };
const known = (results: readonly Result[], more: Partial<Known> = {}): Known => ({
  results,
  applied: ALL,
  secret: 'present',
  ...more,
});

describe('how an app stands', () => {
  it.each<[string, Known, Standing['word'], Standing['state']]>([
    ['nothing tested, all applied', known([]), 'never', 'waiting'],
    ['nothing applied', known([], { applied: { ...ALL, done: 0 } }), 'unapplied', 'waiting'],
    [
      'no secrets, so nothing to apply yet',
      known([], { applied: { done: 0, changed: 0, total: 0 }, secret: 'missing' }),
      'unapplied',
      'waiting',
    ],
    ['a login passed and the way back is registered', known([result('login')]), 'login', 'pass'],
    [
      'a login passed at the test’s address alone',
      known([result('login', { P7: 'inconclusive' })]),
      'way-back',
      'inconclusive',
    ],
    ['a login passed, the way back is refused', known([result('login', { P7: 'fail' })]), 'fail', 'fail'],
    ['only checks passed', known([result('check')]), 'check', 'inconclusive'],
    [
      'only checks, and the way back was not seen',
      known([result('check', { P7: 'inconclusive' })]),
      'inconclusive',
      'inconclusive',
    ],
    ['checks after a login do not take it back', known([result('check'), result('login')]), 'login', 'pass'],
    [
      'checks after a login no longer see the way back',
      known([result('check', { P7: 'inconclusive' }), result('login')]),
      'way-back',
      'inconclusive',
    ],
    ['checks after a login fail', known([result('check', { P8: 'fail' }), result('login')]), 'fail', 'fail'],
    [
      'a login before other inputs',
      known([result('check'), result('login', {}, true)]),
      'check',
      'inconclusive',
    ],
    [
      'changed since applied',
      known([result('login')], { applied: { done: 3, changed: 1, total: 4 } }),
      'reapply',
      'warn',
    ],
    ['changed since tested', known([result('login', {}, true)]), 'outdated', 'inconclusive'],
    [
      'a failure of other inputs',
      known([result('login', { S10: 'fail' }, true)]),
      'outdated',
      'inconclusive',
    ],
    ['a secret is being changed', known([result('login')], { secret: 'rotating' }), 'rotating', 'warn'],
    [
      'the login did not come back',
      known([result('login', { S9: 'inconclusive', S10: 'inconclusive', S12: 'inconclusive' })]),
      'inconclusive',
      'inconclusive',
    ],
    ['a remark', known([result('login', { S5: 'warn' })]), 'warn', 'warn'],
    [
      'a remark of a login, and a check that did not look there',
      known([result('check'), result('login', { S10: 'warn' })]),
      'warn',
      'warn',
    ],
    [
      'the app’s own network does not find the provider',
      known([network('fail'), result('login')]),
      'fail',
      'fail',
    ],
    [
      '… as it was before the addresses changed',
      known([network('fail', true), result('login')]),
      'login',
      'pass',
    ],
  ])('%s', (_, facts, word, state) => {
    expect(standingOf(facts)).toMatchObject({ word, state });
  });

  it('is green only if every needed light was turned green by a result with the inputs that count', () => {
    const status = fc.constantFrom<CheckStatus>('pass', 'pass', 'pass', 'warn', 'fail', 'inconclusive');
    const some = fc
      .tuple(
        fc.constantFrom<'check' | 'login'>('check', 'login'),
        fc.dictionary(
          fc.constantFrom<CheckId>('P1', 'P4', 'P7', 'P8', 'S3', 'S9', 'S10', 'S12', 'S17'),
          status,
          {
            maxKeys: 3,
          },
        ),
        fc.boolean(),
      )
      .map(([kind, other, outdated]) => result(kind, other, outdated));
    const facts = fc.record({
      results: fc.array(some, { maxLength: 5 }),
      applied: fc.record({ done: fc.nat(4), changed: fc.nat(1), total: fc.constant(4) }),
      secret: fc.constantFrom<Known['secret']>('present', 'missing', 'not-needed', 'rotating'),
    });
    let green = 0;
    fc.assert(
      fc.property(facts, (one) => {
        const standing = standingOf(one);
        const counting = one.results.filter(({ outdated }) => !outdated);
        for (const { light, status: shown } of standing.lights) {
          if (shown !== 'pass') continue;
          const looked = counting.filter(({ report }) => report.checks.some((each) => each.light === light));
          const own = looked[0]!.report.checks.filter((each) => each.light === light);
          expect(own.some((each) => each.status === 'pass')).toBe(true);
          expect(own.every((each) => each.status !== 'fail' && each.status !== 'warn')).toBe(true);
        }
        if (standing.state !== 'pass') return;
        green++;
        const login = counting.find(({ kind }) => kind === 'login')!;
        const passed = (id: CheckId) => login.report.checks.find((each) => each.id === id)?.status === 'pass';
        expect(['S9', 'S10', 'S12', 'S17'].every((id) => passed(id as CheckId))).toBe(true);
        const back = counting[0]!.report.checks.find(({ id }) => id === 'P7');
        expect(back?.status).toBe('pass');
        expect(one.applied.changed).toBe(0);
      }),
      { numRuns: 3000 },
    );
    expect(green).toBeGreaterThan(20);
  });
});

describe('the lights of all results', () => {
  it('come from the newest result that looked', () => {
    const lights = lightsSeen([result('check', { P7: 'inconclusive' }), network('pass'), result('login')]);
    const statusOf = (light: string) => lights.find((one) => one.light === light)?.status;
    expect(statusOf('app-callback')).toBe('inconclusive');
    expect(statusOf('test-callback')).toBe('pass');
    expect(statusOf('app-network')).toBe('pass');
    expect(lightsSeen([result('login', {}, true)]).every(({ status }) => status === 'waiting')).toBe(true);
  });
});

describe('the steps of the wizard', () => {
  const saved = { saved: true, edited: false, mistaken: false };
  const facts = { provider: saved, app: saved, addresses: saved };

  it('are not done because they were visited', () => {
    const unsaved = { saved: false, edited: true, mistaken: false };
    expect(stepMarks({ provider: unsaved, app: unsaved, addresses: unsaved })).toEqual({
      provider: 'open',
      app: 'open',
      addresses: 'open',
      secrets: 'open',
      apply: 'open',
      test: 'open',
      done: 'open',
    });
  });

  it.each<[string, StepFacts['provider'], boolean | undefined, StepMark]>([
    ['answered', saved, true, 'done'],
    ['never answered', saved, false, 'unseen'],
    ['is not known to have answered yet', saved, undefined, 'open'],
    ['answered, and is typed anew', { ...saved, edited: true }, true, 'open'],
    ['never answered, and is typed anew', { ...saved, edited: true }, false, 'open'],
    ['answered, and has a mistake', { ...saved, mistaken: true }, true, 'open'],
  ])('a provider that %s', (_what, provider, answered, mark) => {
    expect(stepMarks({ ...facts, provider, answered }).provider).toBe(mark);
  });

  it.each<[string, StepFacts['app'], StepMark]>([
    ['is only chosen', { saved: false, edited: true, mistaken: false, left: false }, 'open'],
    ['was chosen and left', { saved: false, edited: true, mistaken: false, left: true }, 'done'],
    ['was left with a mistake', { saved: false, edited: true, mistaken: true, left: true }, 'open'],
    ['is saved', saved, 'done'],
    ['is saved and chosen anew', { ...saved, edited: true }, 'open'],
  ])('an app that %s', (_what, app, mark) => {
    expect(stepMarks({ ...facts, app }).app).toBe(mark);
  });

  it.each<[Standing['word'], boolean, string]>([
    ['login', true, 'done'],
    ['warn', true, 'done'],
    ['warn', false, 'open'],
    ['way-back', true, 'open'],
    ['check', false, 'open'],
    ['outdated', false, 'again'],
    ['reapply', true, 'again'],
    ['fail', false, 'again'],
    ['never', false, 'open'],
  ])('the test of an app that stands at %s (login: %s) is %s', (word, logged_in, mark) => {
    expect(stepMarks({ ...facts, standing: { word, logged_in } }).test).toBe(mark);
  });

  it('follow what was applied, saved and stored', () => {
    expect(stepMarks({ ...facts, applied: { done: 4, changed: 0, total: 4 } }).apply).toBe('done');
    expect(stepMarks({ ...facts, applied: { done: 3, changed: 0, total: 4 } }).apply).toBe('open');
    expect(stepMarks({ ...facts, applied: { done: 3, changed: 1, total: 4 } }).apply).toBe('again');
    expect(stepMarks({ ...facts, applied: { done: 0, changed: 0, total: 0 } }).apply).toBe('open');
    expect(stepMarks({ ...facts, secret: 'rotating' }).secrets).toBe('again');
    expect(stepMarks({ ...facts, secret: 'missing' }).secrets).toBe('open');
    expect(stepMarks({ ...facts, secret: 'not-needed' }).secrets).toBe('done');
    expect(stepMarks({ ...facts, app: { ...saved, edited: true } }).app).toBe('open');
    expect(stepMarks({ ...facts, addresses: { ...saved, mistaken: true } }).addresses).toBe('open');
  });
});
