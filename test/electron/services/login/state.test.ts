import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasState } from '../../../../electron/services/login/state.ts';

const STATE = 'Zt4-state_of.this~login0123456789abcdef';
const answer = (...states: string[]) => new URLSearchParams(states.map((state) => ['state', state]));

describe('the state of an answer', () => {
  it.each([
    ['the login’s own', answer(STATE), true],
    ['the login’s own beside other parameters', new URLSearchParams(`code=x&state=${STATE}&iss=y`), true],
    ['none', answer(), false],
    ['an empty one', answer(''), false],
    ['one of the same length', answer('x'.repeat(STATE.length)), false],
    ['one in other letters', answer(STATE.toUpperCase()), false],
    ['its beginning', answer(STATE.slice(0, -1)), false],
    ['its end', answer(STATE.slice(1)), false],
    ['one character more', answer(`${STATE}x`), false],
    ['white space around it', answer(` ${STATE} `), false],
    ['it twice', answer(STATE, STATE), false],
    ['it and another', answer(STATE, 'x'), false],
    ['another and it', answer('x', STATE), false],
    ['it in two parts', answer('Zt4', STATE.slice(4)), false],
    ['it under another name', new URLSearchParams({ State: STATE, 'state[]': STATE }), false],
  ])('%s: %j %s', (_, params, own) => {
    expect(hasState(params, STATE)).toBe(own);
  });

  it('has no character that may differ', () => {
    for (let at = 0; at < STATE.length; at += 1) {
      for (const other of ['A', '!', 'é']) {
        expect(hasState(answer(STATE.slice(0, at) + other + STATE.slice(at + 1)), STATE)).toBe(false);
      }
    }
  });

  it('is that of the login if and only if it is the same text, also of several bytes a character', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 6 });
    const near = fc.tuple(text, text).chain(([a, b]) => fc.constantFrom([a, b], [a, a]));
    fc.assert(fc.property(near, ([a, b]) => hasState(answer(a!), b!) === (a === b)));
    expect(hasState(answer('a,b'), 'a,b')).toBe(true);
    expect(hasState(answer('a', 'b'), 'a,b')).toBe(false);
  });
});
