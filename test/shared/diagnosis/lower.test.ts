import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lower } from '../../../shared/diagnosis/normalise.ts';

test('only the letters A to Z change, and no character moves', () => {
  const letter = (one: string) => (/^[A-Z]$/.test(one) ? String.fromCharCode(one.charCodeAt(0) + 32) : one);
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      expect(lower(text)).toBe(text.split('').map(letter).join(''));
    }),
  );
  expect(lower('\u0130ABC\u212aXYZ\u1e9e')).toBe('\u0130abc\u212axyz\u1e9e');
});
