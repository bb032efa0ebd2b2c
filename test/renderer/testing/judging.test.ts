import { describe, expect, it } from 'vitest';
import { IDLE_TEST, type TestRun } from '../../../renderer/store/state.ts';
import { lightsOf } from '../../../renderer/testing/lights.ts';
import { badgeOf, buttonOf, type MendNames, mendOf } from '../../../renderer/testing/where.ts';
import { en } from '../../../renderer/text/en.ts';
import { createSpeaker } from '../../../renderer/text/text.ts';
import { CAUSES } from '../../../shared/diagnosis/catalogue/index.ts';
import { SIDES } from '../../../shared/diagnosis/sides.ts';
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

const { t } = createSpeaker(en);
const names = { provider: 'Authelia', app: 'RomM' };
const context = { handle: 'h', app: 'romm' };
const says = (one: Diagnosis, of: Parameters<typeof mendOf>[1], known: MendNames = names) => {
  const { at, ways } = mendOf(one, of);
  return {
    badge: at && badgeOf(at, one.side, known, { t }),
    buttons: ways.map((way) => buttonOf(way, way.offer ? { app: 'RomM' } : known, { t })),
    ways,
  };
};

describe('where to mend', () => {
  it('is the field of the workspace where the workspace is wrong', () => {
    expect(mendOf(diagnosis('app', { workspace_path: 'apps.romm.url' }), context).ways).toMatchObject([
      { to: { step: 'addresses', focus: 'apps.romm.url' } },
    ]);
    expect(mendOf(diagnosis('app', { workspace_path: 'apps.romm.version' }), context).ways).toMatchObject([
      { to: { step: 'app' } },
    ]);
    expect(mendOf(diagnosis('provider', { workspace_path: 'providers.home.url' }), context)).toEqual({
      at: 'provider-entry',
      ways: [
        {
          at: 'provider-entry',
          to: {
            at: 'provider',
            handle: 'h',
            id: 'home',
            part: 'change',
            focus: 'providers.home.url',
            back: { app: 'romm', step: 'test' },
          },
        },
      ],
    });
  });

  it('is the deliverable that holds the value otherwise, at its own side', () => {
    const config = { setting: 'claims_policy', deliverable: 'authelia-config' };
    expect(mendOf(diagnosis('provider', config), context).ways).toMatchObject([
      { to: { step: 'apply', focus: 'side:provider:claims_policy' } },
    ]);
    expect(mendOf(diagnosis('app', { deliverable: 'env' }), context).ways).toMatchObject([
      { to: { focus: 'side:app:env' } },
    ]);
  });

  it('is nowhere here for a proxy or a machine', () => {
    expect(mendOf(diagnosis('proxy', { setting: 'X-Forwarded-Proto' }), context)).toEqual({
      at: 'proxy',
      ways: [],
    });
    expect(mendOf(diagnosis('host', {}), context).ways).toEqual([]);
  });

  it('is no side of the workspace where it is about another program', () => {
    expect(says({ ...diagnosis('app', { setting: 'x' }), elsewhere: true }, context)).toEqual({
      badge: 'Another program',
      buttons: [],
      ways: [],
    });
  });

  it('is the only provider’s screen where nobody knows the app, and the only app’s steps as an offer', () => {
    const nobody = { handle: 'h', only: { app: 'romm', provider: 'home' }, from: 'explain' } as const;
    expect(says(diagnosis('provider', {}), nobody, {})).toMatchObject({
      badge: 'The provider’s side',
      buttons: ['Open the provider’s screen'],
      ways: [{ to: { at: 'provider', id: 'home', back: 'explain' } }],
    });
    expect(says(diagnosis('app', { setting: 'x' }), nobody, {})).toMatchObject({
      badge: 'The app’s side',
      buttons: ['If it is RomM: its steps'],
      ways: [{ to: { app: 'romm', focus: 'side:app:x' } }],
    });
    expect(says({ ...diagnosis('app', {}), either: true }, nobody, {})).toMatchObject({
      badge: undefined,
      buttons: ['Open the provider’s screen', 'If it is RomM: its steps'],
    });
    // With several, a guess could lead to the wrong one.
    for (const side of SIDES) expect(mendOf(diagnosis(side, {}), { handle: 'h', only: {} }).ways).toEqual([]);
  });

  it('is called the same by badge and button, whatever the diagnosis, its side, and what is known', () => {
    const PATHS = [
      undefined,
      'providers.home.url',
      'providers.home.ca_file',
      'apps.romm.url',
      'apps.romm.kind',
      'apps.romm.settings.x',
    ];
    const told = CAUSES.flatMap((cause) => {
      const one = cause.tell({
        connection: undefined,
        findings: [],
        all: [],
        check: undefined,
        product: undefined,
        data: {},
      });
      return cause.sides.flatMap((side) =>
        [false, true].flatMap((either) =>
          PATHS.map(
            (path): Diagnosis => ({
              ...diagnosis(side, { ...one.fix, ...(path ? { workspace_path: path } : {}) }),
              ...(either ? { either: true as const } : {}),
              id: cause.id,
            }),
          ),
        ),
      );
    });
    const contexts = [
      [context, names],
      [{ handle: 'h', only: { app: 'romm', provider: 'home' } }, {}],
      [{ handle: 'h', only: {} }, {}],
    ] as const;
    // Longer names first: a name of a product stands for its side.
    const THINGS = [
      /provider|Authelia/,
      /app and version|version$/,
      /addresses/,
      /\bapp\b|RomM/,
      /proxy/,
      /machine/,
    ];
    const thingOf = (words: string) => THINGS.findIndex((one) => one.test(words));
    expect(told.length).toBeGreaterThan(1000);
    for (const one of told)
      for (const [of, known] of contexts) {
        const { badge, buttons, ways } = says(one, of, known);
        const label = `${one.id} ${one.side} ${one.fix.workspace_path}: ${badge} / ${buttons.join(' / ')}`;
        if (badge === undefined) continue;
        expect(buttons.length, label).toBeLessThanOrEqual(1);
        expect(thingOf(badge), label).toBeGreaterThanOrEqual(0);
        for (const button of buttons) expect(thingOf(button), label).toBe(thingOf(badge));
        // What it is called is also where it leads.
        for (const { to } of ways)
          if (to.at === 'provider') expect(thingOf(badge), label).toBe(0);
          else if (to.step === 'apply')
            expect(to.focus, label).toMatch(thingOf(badge) === 0 ? /^side:provider/ : /^side:app/);
      }
  });
});
