import { describe, expect, it } from 'vitest';
import type { Light, Report } from '../../../shared/diagnosis/types.ts';
import { LIGHTS } from '../../../shared/diagnosis/types.ts';
import { type AppliedState, type Planned, planOf } from '../../../shared/standing/apply-plan.ts';
import type { LightSeen } from '../../../shared/standing/lights-seen.ts';
import { endSteps, remainsOf, signInNotes } from '../../../shared/standing/remains.ts';
import { type Standing, standingOf } from '../../../shared/standing/standing.ts';

const guide = (path: string, ...ids: readonly string[]): Planned => ({
  path,
  form: 'guide',
  kind: 'guide',
  steps: ids.map((id) => (id === 'last' ? { id, after: 'both' as const } : { id })),
});
const sides = (states: Readonly<Record<string, AppliedState>> = {}) =>
  (['provider', 'app'] as const).map((side) => ({
    side,
    plan: planOf(
      [side === 'provider' ? guide('idp.md', 'client', 'last') : guide('app.md', 'values', 'restart')],
      ({ step }) => states[step ?? ''] ?? 'no',
    ),
  }));
const ALL = { client: 'yes', last: 'yes', values: 'yes', restart: 'yes' } as const;
const NOTHING = { done: 0, changed: 0, total: 4 };
const untested = standingOf({ results: [], applied: NOTHING, secret: 'present' });
const lights = (some: Partial<Record<Light, LightSeen['status']>>): readonly LightSeen[] =>
  LIGHTS.map((light) => {
    const status = some[light] ?? 'waiting';
    return { light, status, passed: 0, ...(status === 'pass' ? {} : { summary: `${light} ${status}` }) };
  });
const standing = (change: Partial<Standing>): Standing => ({
  ...untested,
  at: '2026-11-28T10:00:00Z',
  ...change,
});
const left = (change: Partial<Standing>, states = {}, uri?: string) =>
  remainsOf({ sides: sides(states), standing: standing(change), secret: 'present', test_redirect_uri: uri });

describe('what remains', () => {
  it('is each open step of either side, in the order in which they are done', () => {
    const { steps } = remainsOf({
      sides: sides({ client: 'yes', values: 'changed' }),
      standing: untested,
      secret: 'present',
    });
    expect(steps.map(({ side, step, state }) => [side, step.step?.id, state])).toEqual([
      ['app', 'values', 'changed'],
      ['app', 'restart', 'no'],
      ['provider', 'last', 'no'],
    ]);
    expect(left({ word: 'connected' }, ALL).steps).toEqual([]);
  });

  it.each<readonly [string, Partial<Standing>, unknown]>([
    [
      'a known cause',
      {
        word: 'fail',
        lights: lights({ provider: 'fail' }),
        cause: { id: 'x', side: 'provider', title: 'The name does not resolve', of_provider: true },
      },
      { is: 'failed', what: 'The name does not resolve' },
    ],
    [
      'what was seen, where no cause is known',
      { word: 'fail', lights: lights({ client: 'fail' }) },
      { is: 'failed', what: 'client fail' },
    ],
    [
      'a failure, though the secret is being changed',
      { word: 'rotating', lights: lights({ client: 'fail' }) },
      { is: 'failed', what: 'client fail' },
    ],
    ['that it was never run', { word: 'unapplied', at: undefined as never }, { is: 'never' }],
    ['that it no longer counts', { word: 'outdated' }, { is: 'stale' }],
    ['that it no longer counts, and that it was applied since', { word: 'reapply' }, { is: 'stale' }],
    [
      'that no login passed',
      { word: 'inconclusive', lights: lights({ provider: 'pass', client: 'inconclusive' }) },
      { is: 'unseen', what: 'client inconclusive' },
    ],
    [
      'that no login passed, after a good look',
      { word: 'check', lights: lights({ provider: 'pass' }) },
      { is: 'unseen' },
    ],
    [
      'a remark',
      { word: 'warn', logged_in: true, lights: lights({ claims: 'warn' }) },
      { is: 'remark', what: 'claims warn' },
    ],
    [
      'nothing once it has passed',
      { word: 'login', logged_in: true, lights: lights({ provider: 'pass' }) },
      undefined,
    ],
    ['nothing to who is in', { word: 'connected', lights: lights({}) }, undefined],
  ])('says of the test: %s', (_, change, test) => {
    expect(left(change).test).toEqual(test);
  });

  it.each([
    ['nothing where there is none', undefined, {}, {}, undefined],
    [
      'that it is planned',
      'u',
      {},
      { word: 'never', at: undefined },
      { uri: 'u', at: 'planned', due: false },
    ],
    [
      'that it is there after a failed test',
      'u',
      { client: 'yes' },
      { word: 'fail' },
      { uri: 'u', at: 'there', due: false },
    ],
    [
      'that it was seen there, though nothing was ticked',
      'u',
      {},
      { word: 'fail', lights: lights({ 'test-callback': 'pass', claims: 'fail' }) },
      { uri: 'u', at: 'there', due: false },
    ],
    [
      'that it is due after a good one',
      'u',
      ALL,
      { word: 'login', logged_in: true },
      { uri: 'u', at: 'there', due: true },
    ],
  ] as const)('says of the test address: %s', (_, uri, states, change, address) => {
    expect(left(change as Partial<Standing>, states, uri).address).toEqual(address);
  });

  it('names a secret that is missing or being changed', () => {
    for (const secret of ['missing', 'rotating'] as const)
      expect(remainsOf({ sides: [], standing: untested, secret })).toMatchObject({ secret, steps: [] });
    expect(remainsOf({ sides: [], standing: untested, secret: 'not-needed' }).secret).toBeUndefined();
  });

  it('follows from a real result, too', () => {
    const report: Report = {
      result: 'fail',
      checks: [
        {
          id: 'discovery',
          title: 'Discovery',
          status: 'fail',
          light: 'provider',
          summary: 'auth.example.com has no address.',
          evidence: {},
          findings: [],
        },
      ],
      diagnoses: [],
    };
    const seen = standingOf({
      results: [{ kind: 'check', at: '2026-11-28T10:00:00Z', report, outdated: false }],
      applied: NOTHING,
      secret: 'present',
    });
    expect(remainsOf({ sides: sides(), standing: seen, secret: 'present' }).test).toMatchObject({
      is: 'failed',
      what: expect.stringMatching(/\S/),
    });
  });
});

describe('the notes of the first login', () => {
  it('are those of the app’s own step after the test, one thing a line', () => {
    const fields = [{ label: 'Expected', value: 'your own account' }];
    const step = {
      id: 'login',
      title: 'Sign in',
      where: 'A private window',
      after: 'test' as const,
      check: true,
      fields,
    };
    expect(
      signInNotes([
        { side: 'provider', steps: [{ ...step, note: 'Elsewhere.' }] },
        {
          side: 'app',
          steps: [
            { ...step, note: 'The way back: /admin.\n\n“no user”: Make one. Then try again.' },
            { ...step, id: 'remove', check: false },
            { ...step, id: 'restart', after: undefined },
          ],
        },
        { side: 'app' },
      ]),
    ).toEqual([
      {
        where: 'A private window',
        fields,
        notes: ['The way back: /admin.', '“no user”: Make one. Then try again.'],
      },
    ]);
  });
});

describe('what the app’s guide opened for the first login', () => {
  const step = { id: 'close', title: 'Close it', where: 'Settings', after: 'test' as const, note: 'Then.' };
  const fields = [{ label: 'Sign-up', value: 'off' }];

  it('is closed at the end, where the guide has a step for it', () => {
    expect(
      endSteps([
        { side: 'provider', steps: [{ ...step, fields }] },
        {
          side: 'app',
          steps: [
            { ...step, fields },
            { ...step, id: 'login', check: true, fields: [] },
            { ...step, id: 'open', after: undefined, fields },
          ],
        },
        { side: 'app' },
      ]),
    ).toEqual([{ title: 'Close it', where: 'Settings', fields, note: 'Then.' }]);
  });
});
