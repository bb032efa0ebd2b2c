import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { APPLY_WAYS, type ApplyWay } from '../../../shared/apply-ways.ts';
import {
  type AppliedState,
  appliedIn,
  currentStep,
  isRepair,
  type Mark,
  type Planned,
  type PlannedStep,
  planOf,
  stepsInOrder,
} from '../../../shared/standing/apply-plan.ts';
import { STEP_AFTER } from '../../../shared/step-order.ts';

const file = (path: string): Planned => ({ path, form: 'file', kind: 'env' });
const guide = (path: string, ...steps: readonly PlannedStep[]): Planned => ({
  path,
  form: 'guide',
  kind: 'guide',
  steps,
});
const MEMOS = [
  guide(
    'memos/guide.md',
    { id: 'registration' },
    { id: 'screen', by: { of: 'provider', ways: { hand: [] } } },
    { id: 'file', by: { of: 'provider', ways: { file: [['memos/idp.json']] } } },
    { id: 'api', by: { of: 'provider', ways: { script: [['memos/request.sh', 'memos/request.json']] } } },
    { id: 'check' },
    { id: 'remove', after: 'test' },
  ),
  file('memos/idp.json'),
  file('memos/request.sh'),
  file('memos/request.json'),
];

const key = ({ path, step }: Mark): string => `${path} ${step ?? ''}`;
const states =
  (known: Readonly<Record<string, AppliedState>>) =>
  (mark: Mark): AppliedState =>
    known[key(mark)] ?? 'no';
const nothing = states({});
const ids = (plan: ReturnType<typeof planOf>) => plan.steps.map(({ step }) => step?.id);

describe('what there is to do', () => {
  it('is one way of those that stand for each other, and never what waits for the test', () => {
    const plan = planOf(MEMOS, nothing);
    expect(plan).toMatchObject({ ways: ['file', 'hand', 'script'], suggested: 'hand', way: 'hand' });
    expect(ids(plan)).toEqual(['registration', 'screen', 'check']);
    expect(ids(planOf(MEMOS, nothing, { chosen: 'file' }))).toEqual(['registration', 'file', 'check']);
    expect(ids(planOf(MEMOS, nothing, { chosen: 'merge' }))).toEqual(['registration', 'screen', 'check']);
    expect(planOf(MEMOS, nothing, { without: ['hand'] })).toMatchObject({
      ways: ['file', 'script'],
      way: 'file',
    });
  });

  it('is done by Latchkey in one step in place of all that have ways, where it can and only if chosen', () => {
    expect(planOf(MEMOS, nothing, { chosen: 'api' }).ways).toEqual(['file', 'hand', 'script']);
    const offered = planOf(MEMOS, nothing, { api: true });
    expect([offered.ways, offered.way, ids(offered)]).toEqual([
      ['file', 'hand', 'script', 'api'],
      'hand',
      ['registration', 'screen', 'check'],
    ]);
    const plan = planOf(MEMOS, nothing, { api: true, chosen: 'api' });
    expect(plan.way).toBe('api');
    expect(plan.steps.map(({ step, way }) => step?.id ?? way)).toEqual(['registration', 'api', 'check']);
    expect(plan.steps[1]!.marks).toEqual([[{ path: 'memos/guide.md', step: 'screen' }]]);
    const ticked = (state: AppliedState) =>
      planOf(MEMOS, states({ 'memos/guide.md screen': state }), { api: true, chosen: 'api' }).steps[1]!.state;
    expect([ticked('yes'), ticked('changed')]).toEqual(['yes', 'changed']);
    expect(planOf(MEMOS, nothing, { api: true, chosen: 'api', without: ['api'] }).way).toBe('hand');
  });

  it('is done once everything of a way is in place', () => {
    const half = states({ 'memos/request.sh ': 'yes' });
    expect(planOf(MEMOS, half, { chosen: 'script' }).steps[1]!.state).toBe('no');
    const whole = states({ 'memos/request.sh ': 'yes', 'memos/request.json ': 'yes' });
    expect(planOf(MEMOS, whole, { chosen: 'script' }).steps[1]!.state).toBe('yes');
    const since = states({ 'memos/request.sh ': 'yes', 'memos/request.json ': 'changed' });
    expect(planOf(MEMOS, since, { chosen: 'script' }).steps[1]!.state).toBe('changed');
  });

  it('goes the way in which something was done, where none was chosen', () => {
    expect(planOf(MEMOS, states({ 'memos/idp.json ': 'changed' })).way).toBe('file');
    expect(planOf(MEMOS, states({ 'memos/guide.md registration': 'yes' })).way).toBe('hand');
  });

  it('does a part that lacks the chosen way in its own', () => {
    const both = [
      guide(
        'g',
        { id: 'env', by: { of: 'env', ways: { file: [['a.env']], hand: [] } } },
        { id: 'command', by: { of: 'command', ways: { script: [['c.sh']] } } },
      ),
    ];
    expect(planOf(both, nothing, { chosen: 'hand' }).steps.map(({ way }) => way)).toEqual(['hand', 'script']);
    expect(planOf(both, nothing, { chosen: 'script' }).steps.map(({ way }) => way)).toEqual([
      'file',
      'script',
    ]);
  });

  it('puts a file in place once, however many guides speak of it', () => {
    const import_ = { id: 'import', by: { of: 'client', ways: { file: [['blueprint.yaml']] } } } as const;
    const plan = planOf(
      [guide('a', import_, { id: 'compare' }), guide('b', import_, { id: 'compare' })],
      nothing,
    );
    expect(plan.steps.map(({ guide: path, step }) => [path, step?.id])).toEqual([
      ['a', 'import'],
      ['a', 'compare'],
      ['b', 'compare'],
    ]);
  });

  it('is the files themselves where no guide speaks of them', () => {
    const plan = planOf([file('a.env'), { path: 'README.md', form: 'file', kind: 'readme' }], nothing);
    expect(plan).toMatchObject({ ways: [], steps: [{ files: [['a.env']], state: 'no' }] });
  });
});

const path = fc.constantFrom('a.yml', 'b.yml', 'c.yml', 'd.sh');
const wayFiles = fc.array(fc.uniqueArray(path, { minLength: 1, maxLength: 2 }), { maxLength: 2 });
const by = fc.record({
  of: fc.constantFrom('x', 'y'),
  ways: fc
    .uniqueArray(fc.tuple(fc.constantFrom(...APPLY_WAYS), wayFiles), {
      minLength: 1,
      maxLength: 3,
      selector: ([way]) => way,
    })
    .map((list) => Object.fromEntries(list)),
});
const side = fc
  .array(
    fc.record({
      by: fc.option(by, { nil: undefined }),
      after: fc.option(fc.constantFrom(...STEP_AFTER), { nil: undefined, freq: 5 }),
    }),
    { minLength: 1, maxLength: 7 },
  )
  .map((steps) => [guide('g', ...steps.map((step, index) => ({ id: `s${index}`, ...step })))]);
const chosen = fc.option(fc.constantFrom<ApplyWay>(...APPLY_WAYS), { nil: undefined });
const marks = fc
  .array(
    fc.tuple(
      fc.oneof(
        path.map((one) => `${one} `),
        fc.nat(6).map((index) => `g s${index}`),
      ),
      fc.constantFrom<AppliedState>('no', 'yes', 'changed'),
    ),
  )
  .map((list) => Object.fromEntries(list));

describe('for any guide, choice and ticks', () => {
  it('the current step is the first that is not done, and the count is of the steps that are shown', () => {
    fc.assert(
      fc.property(side, chosen, marks, (planned, way, known) => {
        const plan = planOf(planned, states(known), { chosen: way });
        const { done, changed, total } = appliedIn([plan]);
        expect(total).toBe(plan.steps.length);
        expect(done + changed).toBeLessThanOrEqual(total);
        const current = currentStep([plan]);
        expect(current === undefined).toBe(done === total);
        if (current)
          expect(plan.steps.slice(0, plan.steps.indexOf(current)).every(({ state }) => state === 'yes')).toBe(
            true,
          );
        expect(isRepair([plan])).toBe(changed > 0 && done + changed === total);
      }),
    );
  });

  it('what waits for both sides comes after all else of both, and every other step keeps its place', () => {
    fc.assert(
      fc.property(side, side, chosen, marks, (provider, app, way, known) => {
        const plans = [provider, app].map((planned) => planOf(planned, states(known), { chosen: way }));
        const order = stepsInOrder(plans);
        const waits = order.map(({ step }) => step?.after === 'both');
        expect(waits).toEqual([...waits].sort());
        expect(new Set(order)).toEqual(new Set(plans.flatMap(({ steps }) => steps)));
        for (const { steps } of plans) expect(order.filter((step) => steps.includes(step))).toEqual(steps);
        const current = currentStep(plans);
        if (current?.step?.after === 'both')
          expect(order.every(({ step, state }) => step?.after === 'both' || state === 'yes')).toBe(true);
      }),
    );
  });

  it('what stands for the same is done in one way only, and what waits for the test never counts', () => {
    fc.assert(
      fc.property(side, chosen, marks, (planned, way, known) => {
        const { steps } = planOf(planned, states(known), { chosen: way });
        for (const of of ['x', 'y'])
          expect(
            new Set(steps.filter(({ step }) => step?.by?.of === of).map((one) => one.way)).size,
          ).toBeLessThanOrEqual(1);
        expect(steps.some(({ step }) => step?.after === 'test')).toBe(false);
        expect(new Set(steps.map((one) => one.key)).size).toBe(steps.length);
      }),
    );
  });

  it('a tick of anything else changes no state: alternatives never count, and unaffected steps stay ticked', () => {
    fc.assert(
      fc.property(
        side,
        fc.constantFrom<ApplyWay>(...APPLY_WAYS),
        marks,
        marks,
        (planned, way, known, more) => {
          const before = planOf(planned, states(known), { chosen: way });
          // A chosen way that the side lacks is no choice.
          fc.pre(before.ways.includes(way));
          const own = new Set(before.steps.flatMap((one) => one.marks.flat().map(key)));
          const others = Object.fromEntries(Object.entries(more).filter(([mark]) => !own.has(mark)));
          const after = planOf(planned, states({ ...known, ...others }), { chosen: way });
          expect(after.steps.map(({ state }) => state)).toEqual(before.steps.map(({ state }) => state));
        },
      ),
    );
  });

  it('ticking what the current step stands for goes on, until everything is done', () => {
    fc.assert(
      fc.property(side, fc.constantFrom<ApplyWay>(...APPLY_WAYS), marks, (planned, way, known) => {
        const now: Record<string, AppliedState> = { ...known };
        for (let turn = 0; turn <= 20; turn += 1) {
          const current = currentStep([planOf(planned, states(now), { chosen: way })]);
          if (current === undefined) return;
          for (const mark of current.marks[0]!) now[key(mark)] = 'yes';
        }
        throw new Error('It never ended.');
      }),
    );
  });
});
