import { describe, expect, it } from 'vitest';
import { isQuickPattern } from '../../../shared/profile/pattern.ts';

const SLOW = [
  `${'a?'.repeat(34)}${'a'.repeat(34)}b`,
  `${'(a|a)'.repeat(33)}b`,
  `${'a{0,99}'.repeat(6)}b`,
  `${'a{1,}'.repeat(3)}b`,
  `${'.*'.repeat(3)}b`,
  `${'a*?'.repeat(3)}b`,
  `${'(?:a|aa)'.repeat(9)}b`,
  '(a+)+b',
  '(?:a*)*b',
  '(a|aa){2}b',
  '(.)\\1+b',
  '(?<one>a)\\k<one>',
  '(?=a+)a+b',
  '(?<!a)b',
];

const QUICK = [
  '[A-Za-z0-9._-]{1,128}',
  '/[A-Za-z0-9_/-]*[A-Za-z0-9_-]',
  '(?:a|b|c)',
  'https?://[^/?#]+/[^?#]*',
  '[a+*?|{1,2}]+',
  '\\d+\\.\\d+',
  'a{3}b{12}',
];

describe('a pattern of a profile', () => {
  it.each(SLOW)('is refused where it can take long: %s', (pattern) => {
    expect(isQuickPattern(pattern)).toBe(false);
  });

  it.each(QUICK)('is taken where it can’t: %s', (pattern) => {
    expect(isQuickPattern(pattern)).toBe(true);
  });

  it('that is taken ends soon on the longest texts, however unfit', () => {
    const worst = ['a*a*b', 'a?a?a?a?a*a*b', '(?:a|a)(?:a|a)(?:a|a)(?:a|a)a*a*b', 'a{0,99}a{0,99}b'];
    for (const pattern of worst) {
      expect([pattern, isQuickPattern(pattern)]).toEqual([pattern, true]);
      expect(new RegExp(`^(?:${pattern})$`, 'u').test('a'.repeat(2_000))).toBe(false);
    }
  });
});
