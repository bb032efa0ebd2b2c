import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IDLE_TEST, type LoginStep, type TestRun } from '../../../renderer/store/state.ts';
import { ACTORS, sequenceOf } from '../../../renderer/testing/sequence.ts';

const step = (id: string, state: LoginStep['state'], at_ms = 10): LoginStep => ({
  id,
  at_ms,
  title: id,
  detail: '',
  state,
});
const run = (steps: readonly LoginStep[], more: Partial<TestRun> = {}): TestRun => ({
  ...IDLE_TEST,
  phase: 'login',
  steps: [...steps],
  ...more,
});
const states = (of: TestRun) => Object.fromEntries(sequenceOf(of).map(({ id, state }) => [id, state]));

describe('the picture of a test login', () => {
  it('waits for the person once the page is open, and claims nothing of what comes after', () => {
    expect(states(run([step('connect', 'pass'), step('browser', 'running')]))).toEqual({
      connect: 'pass',
      opens: 'pass',
      'signs-in': 'running',
      back: 'waiting',
      token: 'waiting',
      userinfo: 'waiting',
      claims: 'waiting',
    });
  });

  it('ends where it failed', () => {
    expect(states(run([step('connect', 'fail')]))).toMatchObject({ connect: 'fail', opens: 'waiting' });
    expect(
      states(run([step('connect', 'pass'), step('browser', 'pass'), step('token', 'fail')])),
    ).toMatchObject({ back: 'pass', token: 'fail', userinfo: 'waiting', claims: 'waiting' });
  });

  const anyRun = fc
    .tuple(
      fc.uniqueArray(fc.constantFrom('connect', 'keys', 'browser', 'token', 'userinfo'), { maxLength: 5 }),
      fc.array(fc.constantFrom<LoginStep['state']>('running', 'pass', 'fail', 'warn', 'inconclusive'), {
        minLength: 5,
        maxLength: 5,
      }),
    )
    .map(([ids, all]) => run(ids.map((id, index) => step(id, all[index]!))));

  it('passes nothing that no step passed, whatever arrived', () => {
    fc.assert(
      fc.property(anyRun, (one) => {
        for (const { id, from, to, state } of sequenceOf(one)) {
          expect(ACTORS).toContain(from);
          expect(from).not.toBe(to);
          if (state !== 'pass') continue;
          // The page was opened if the person was waited for; they came back if that step ended well.
          const needed = { opens: 'browser', 'signs-in': 'browser', back: 'browser' }[id as string] ?? id;
          const seen = one.steps.find((each) => each.id === needed);
          expect(id === 'opens' ? seen !== undefined : seen?.state === 'pass', id).toBe(true);
        }
      }),
    );
  });
});
