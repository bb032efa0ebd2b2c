import { describe, expect, it } from 'vitest';
import { IDLE_TEST, type TestRun } from '../../../renderer/store/state.ts';
import { lightsOf } from '../../../renderer/testing/lights.ts';
import { whereToMend } from '../../../renderer/testing/where.ts';
import type { Check, CheckStatus, Diagnosis, Light } from '../../../shared/diagnosis/types.ts';
import { proofsOf } from '../../helpers/proofs.ts';

const check = (id: string, light: Light, status: CheckStatus): Check => ({
  id,
  title: id,
  status,
  light,
  summary: `${id} is ${status}`,
  evidence: {},
  findings: [],
  ...proofsOf(id, status),
});
/** What turns the provider's light green. */
const provider = ['S3', 'S4', 'S6', 'P12'].map((id) => check(id, 'provider', 'pass'));
const run = (change: Partial<TestRun>): TestRun => ({ ...IDLE_TEST, ...change });
const lightOf = (one: TestRun, light: Light) => lightsOf(one).find((view) => view.light === light)!;

describe('lights', () => {
  it('each follow from their own checks alone', () => {
    const one = run({
      checks: [...provider, check('P7', 'app-callback', 'fail')],
    });
    expect(lightOf(one, 'provider').state).toBe('pass');
    expect(lightOf(one, 'app-callback').state).toBe('fail');
    expect(lightOf(one, 'claims').state).toBe('waiting');
  });

  it('never show a pass for what was not seen', () => {
    const one = run({ checks: [check('S3', 'provider', 'pass'), check('S7', 'provider', 'inconclusive')] });
    expect(lightOf(one, 'provider')).toMatchObject({ state: 'inconclusive', passed: 1 });
    expect(lightOf(one, 'provider').summary).toBe('S7 is inconclusive');
    // Checks that passed without a proof turn nothing green.
    expect(lightOf(run({ checks: [check('S7', 'provider', 'pass')] }), 'provider').state).toBe(
      'inconclusive',
    );
  });

  it('run while a check is due', () => {
    const planned = [{ id: 'S3', title: 'Discovery', light: 'provider' as const }];
    expect(lightOf(run({ phase: 'checks', planned }), 'provider').state).toBe('running');
    expect(lightOf(run({ phase: 'checks', planned, checks: provider }), 'provider').state).toBe('pass');
    // Nothing is done for the data before the person is back.
    expect(lightOf(run({ phase: 'login' }), 'claims').state).toBe('awaited');
    expect(lightOf(run({ phase: 'login' }), 'test-callback').state).toBe('running');
  });
});

const diagnosis = (side: Diagnosis['side'], fix: Partial<Diagnosis['fix']>): Diagnosis => ({
  id: 'x',
  side,
  title: 'x',
  cause: 'x',
  fix: { text: 'x', ...fix },
  confidence: 1,
  explains: [],
});

describe('where to mend', () => {
  it('is the field of the workspace where the workspace is wrong', () => {
    expect(whereToMend(diagnosis('app', { workspace_path: 'apps.romm.url' }), 'h', 'romm')).toMatchObject({
      step: 'addresses',
      focus: 'apps.romm.url',
    });
    expect(whereToMend(diagnosis('app', { workspace_path: 'apps.romm.version' }), 'h', 'romm')).toMatchObject(
      { step: 'app' },
    );
    expect(whereToMend(diagnosis('provider', { workspace_path: 'providers.home.url' }), 'h', 'romm')).toEqual(
      {
        at: 'provider',
        handle: 'h',
        id: 'home',
        part: 'change',
        focus: 'providers.home.url',
        back: { app: 'romm', step: 'test' },
      },
    );
  });

  it('is the deliverable that holds the value otherwise', () => {
    expect(
      whereToMend(
        diagnosis('provider', { setting: 'claims_policy', deliverable: 'authelia-config' }),
        'h',
        'r',
      ),
    ).toMatchObject({ step: 'apply', focus: 'claims_policy' });
    expect(whereToMend(diagnosis('app', { deliverable: 'env' }), 'h', 'r')).toMatchObject({ focus: 'env' });
  });

  it('is nowhere here for a proxy or a machine', () => {
    expect(whereToMend(diagnosis('proxy', { setting: 'X-Forwarded-Proto' }), 'h', 'r')).toBeUndefined();
    expect(whereToMend(diagnosis('host', {}), 'h', 'r')).toBeUndefined();
  });
});
