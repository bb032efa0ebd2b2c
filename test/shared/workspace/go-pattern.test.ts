import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { goPatternRule } from '../../../shared/workspace/go-pattern.ts';

describe('a regular expression of Go', () => {
  it.each([
    '^[a-z]+$',
    '(?i)^(?:anna|ben)@example\\.com$',
    '(?P<name>a)|b*?',
    '[]a]',
    '[^]a]+',
    '[[:alpha:]-]',
    '\\Q(\\E',
    'a{2,3}',
    '\\(',
    '',
  ])('%j is one', (pattern) => expect(goPatternRule(pattern)).toBeUndefined());

  it.each([
    ['(', 'never closed'],
    ['a)', 'closes nothing'],
    ['[a-z', 'never closed'],
    ['[]', 'never closed'],
    ['*a', 'nothing before'],
    ['a|+', 'nothing before'],
    ['(?=a)', 'ahead or behind'],
    ['(?<!a)b', 'ahead or behind'],
    ['(a)\\1', 'refers back'],
    ['a\\', 'backslash'],
  ])('%j is none: %s', (pattern, part) => {
    expect(goPatternRule(pattern)).toMatchObject({
      code: 'bad-pattern',
      message: expect.stringContaining(part),
    });
  });

  it('escaped text is always one', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const escaped = text.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&');
        expect(goPatternRule(escaped)).toBeUndefined();
      }),
    );
  });
});
