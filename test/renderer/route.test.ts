import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatRoute, parseRoute, type Route, STEPS } from '../../renderer/route.ts';

const name = fc.string({ minLength: 1, maxLength: 30 });
const route: fc.Arbitrary<Route> = fc.oneof(
  fc.constant<Route>({ at: 'start' }),
  fc.record({ at: fc.constant('explain' as const), handle: name }, { requiredKeys: ['at'] }),
  fc.record(
    { at: fc.constant('settings' as const), handle: name, part: fc.constant('secrets' as const) },
    { requiredKeys: ['at'] },
  ),
  fc.record({ at: fc.constantFrom('overview' as const, 'bring' as const), handle: name }),
  fc.record({ at: fc.constant('practice' as const), handle: name }),
  fc.record({
    at: fc.constant('practice' as const),
    handle: name,
    part: fc.constantFrom('login' as const, 'break' as const),
  }),
  fc.record(
    {
      at: fc.constant('provider' as const),
      handle: name,
      id: name,
      part: fc.constant('change' as const),
      focus: name,
      back: fc.oneof(
        fc.record({ app: name, step: fc.constantFrom(...STEPS) }),
        fc.constant('overview' as const),
      ),
    },
    { requiredKeys: ['at', 'handle', 'id'] },
  ),
  fc.record({ at: fc.constant('rotate' as const), handle: name, app: name }),
  fc.record({
    at: fc.constant('remove' as const),
    handle: name,
    target: fc.record({ kind: fc.constantFrom('app' as const, 'provider' as const), id: name }),
  }),
  fc.record(
    {
      at: fc.constant('upgrade' as const),
      handle: name,
      target: fc.record({ kind: fc.constantFrom('app' as const, 'provider' as const), id: name }),
      to: name,
      fromProvider: fc.constant(true as const),
    },
    { requiredKeys: ['at', 'handle', 'target'] },
  ),
  fc.record(
    {
      at: fc.constant('connect' as const),
      handle: name,
      app: name,
      step: fc.constantFrom(...STEPS),
      focus: name,
    },
    { requiredKeys: ['at', 'handle', 'app', 'step'] },
  ),
);

describe('addresses', () => {
  it('lead back to where they came from', () => {
    fc.assert(
      fc.property(route, (one) => {
        expect(parseRoute(formatRoute(one))).toEqual(one);
      }),
    );
  });

  it('take any text for something', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(parseRoute(`#/${text}`)).toHaveProperty('at');
      }),
    );
    expect(parseRoute('#/w/%E0%A4%A/connect/x/test')).toEqual({ at: 'start' });
    expect(parseRoute('#/w/h/connect/romm/nowhere')).toEqual({ at: 'overview', handle: 'h' });
  });
});
