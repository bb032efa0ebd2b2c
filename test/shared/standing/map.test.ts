import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LIGHTS } from '../../../shared/diagnosis/types.ts';
import { type MapFacts, mapOf, titleOf, wayOfPeople } from '../../../shared/standing/map.ts';
import { type Cause, STANDINGS, type Standing } from '../../../shared/standing/standing.ts';

const GONE: Cause = {
  id: 'no-listener',
  side: 'provider',
  title: 'Nothing listens there',
  of_provider: true,
};
const OWN: Cause = { id: 'client-unknown', side: 'provider', title: 'Unknown client', of_provider: false };

function standing(
  word: Standing['word'],
  more: { readonly cause?: Cause; readonly at?: string; readonly provider?: 'pass' | 'fail' } = {},
): Standing {
  const { cause, at, provider } = more;
  return {
    word,
    state: word === 'fail' ? 'fail' : word === 'login' ? 'pass' : 'waiting',
    needs_you: ['fail', 'reapply', 'outdated', 'unapplied', 'never', 'rotating'].includes(word),
    logged_in: word === 'login' || word === 'way-back',
    ...(at === undefined ? {} : { at }),
    lights: LIGHTS.map((light) => ({
      light,
      status: light === 'provider' ? (provider ?? 'waiting') : ('waiting' as const),
      passed: 0,
    })),
    ...(cause ? { cause } : {}),
  };
}

const app = (id: string, one: Standing | undefined, provider = 'home'): MapFacts => ({
  id,
  provider,
  standing: one,
  testing: false,
});
const gone = (at: string) => standing('fail', { cause: GONE, at, provider: 'fail' });
const well = (at: string) => standing('login', { at, provider: 'pass' });

describe('the way from people to a provider', () => {
  const since = '2026-01-02T10:00:00.000Z';
  const before = '2026-01-01T10:00:00.000Z';
  const during = '2026-01-02T09:59:58.000Z';
  it.each<readonly [Cause['side'] | undefined, string | null, ReturnType<typeof wayOfPeople>]>([
    [undefined, null, 'unknown'],
    [undefined, before, 'open'],
    ['provider', null, 'stopped'],
    ['provider', before, 'stopped'],
    // It answered the very test that failed, so people reach it.
    ['provider', during, 'open'],
    ['proxy', before, 'stopped'],
    ['proxy', during, 'open'],
    ['host', before, 'unknown'],
    ['host', during, 'open'],
    ['app', before, 'unknown'],
    ['app', during, 'open'],
  ])('with a cause of %s and an answer at %s is %s', (side, answeredAt, way) => {
    const cause = side && { ...GONE, side };
    expect(wayOfPeople({ cause, since: cause && since }, answeredAt)).toBe(way);
  });
});

describe('the map of the overview', () => {
  it('needs the person for an app that works but has something else at a product, unless its provider is down', () => {
    const other = (one: MapFacts): MapFacts => ({ ...one, differs: true });
    const [home] = mapOf(['home'], [other(app('a', well('2026-01-01'))), app('b', well('2026-01-01'))]);
    expect(home!.apps.map(({ id, group, differs }) => [id, group, differs])).toEqual([
      ['a', 'needs', true],
      ['b', 'works', false],
    ]);
    const [down] = mapOf(['home'], [other(app('a', gone('2026-01-02'))), app('b', gone('2026-01-03'))]);
    expect(down!.apps.map(({ group }) => group)).toEqual(['waits', 'waits']);
  });

  it('says a cause that lies at the provider once, and lets the apps that it stopped wait', () => {
    const [home] = mapOf(['home'], [app('a', gone('2026-01-02')), app('b', gone('2026-01-03'))]);
    expect(home).toMatchObject({ cause: GONE, since: '2026-01-03' });
    expect(home!.apps.map(({ group }) => group)).toEqual(['waits', 'waits']);
    expect(titleOf([home!])).toEqual({ word: 'stopped', provider: 'home', stopped: 1, waiting: 2, total: 2 });
    // A name that this machine can’t find is no fault of the provider.
    const nameless = mapOf(
      ['home'],
      [app('a', standing('fail', { cause: { ...GONE, side: 'host' }, at: '2026-01-02', provider: 'fail' }))],
    );
    expect(titleOf(nameless)).toMatchObject({ word: 'stopped', unreached: true, waiting: 1 });
    // Several are said together: whoever waits, waits for one of them.
    expect(titleOf([...nameless, home!])).toMatchObject({ stopped: 2, waiting: 3 });
    expect(titleOf([...nameless, home!])).not.toHaveProperty('unreached');
  });

  it('leaves a cause at its app where the provider was found well since, or the cause is the app’s own', () => {
    const [home] = mapOf(
      ['home'],
      [
        app('old', gone('2026-01-01')),
        app('new', well('2026-01-02')),
        app('own', standing('fail', { cause: OWN, at: '2026-01-02', provider: 'pass' })),
      ],
    );
    expect(home!.cause).toBeUndefined();
    expect(Object.fromEntries(home!.apps.map(({ id, group }) => [id, group]))).toEqual({
      old: 'needs',
      own: 'needs',
      new: 'works',
    });
    expect(titleOf([home!])).toEqual({ word: 'needed', needing: 2, working: 1, total: 3 });
  });

  it('keeps an app that fails for another reason red beside those that wait', () => {
    const own = standing('fail', { cause: OWN, at: '2026-01-01', provider: 'pass' });
    const [home] = mapOf(['home'], [app('a', own), app('b', gone('2026-01-02'))]);
    expect(home!.apps.map(({ id, group }) => [id, group])).toEqual([
      ['a', 'needs'],
      ['b', 'waits'],
    ]);
  });

  it('takes the cause of one provider for no other', () => {
    const [home, work] = mapOf(
      ['home', 'work'],
      [app('a', gone('2026-01-02')), app('b', well('2026-01-01'), 'work')],
    );
    expect(home!.cause).toEqual(GONE);
    expect(work!.cause).toBeUndefined();
  });

  it('calls nothing good while something is not known', () => {
    expect(titleOf(mapOf(['home'], [app('a', well('2026-01-01')), app('b', undefined)])).word).toBe(
      'looking',
    );
    expect(titleOf(mapOf(['home'], [app('a', standing('check', { at: '2026-01-01' }))])).word).toBe('unseen');
    expect(titleOf(mapOf(['home'], [])).word).toBe('empty');
  });

  const anyStanding = fc
    .record({
      word: fc.constantFrom(...STANDINGS),
      cause: fc.constantFrom(GONE, OWN, undefined),
      at: fc.constantFrom('2026-01-01', '2026-01-02', '2026-01-03'),
      provider: fc.constantFrom<'pass' | 'fail'>('pass', 'fail'),
    })
    .map(({ word, cause, ...more }) =>
      standing(word, { ...more, ...(cause && word === 'fail' ? { cause } : {}) }),
    );
  const anyFacts = fc.array(
    fc.record({
      id: fc.uuid(),
      provider: fc.constantFrom('home', 'work'),
      standing: fc.option(anyStanding, { nil: undefined }),
      testing: fc.boolean(),
    }),
    { maxLength: 12 },
  );

  it('loses no app, says a cause at most once a provider, and lets nothing wait without a cause to wait for', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const map = mapOf(['home', 'work'], facts);
        const all = map.flatMap(({ apps }) => apps.map(({ id }) => id));
        expect([...all].sort()).toEqual(facts.map(({ id }) => id).sort());
        for (const { cause, apps } of map)
          for (const one of apps) {
            if (one.waits) expect(one.standing?.cause?.id).toBe(cause?.id);
            // What works or waits asks for nothing; what fails and doesn't wait does.
            expect(one.group === 'needs').toBe(
              !one.testing && !one.waits && one.standing?.needs_you === true,
            );
            if (one.group === 'works')
              expect(one.standing?.logged_in || one.standing?.word === 'connected').toBe(true);
          }
      }),
    );
  });
});
