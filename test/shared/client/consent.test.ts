import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseConsent } from '../../../shared/client/consent.ts';

test.each([
  ['always', { mode: 'always' }],
  ['never', { mode: 'never' }],
  ['4w', { mode: 'remembered', span: '4w', seconds: 2_419_200 }],
  ['7d', { mode: 'remembered', span: '7d', seconds: 604_800 }],
  ['12h', { mode: 'remembered', span: '12h', seconds: 43_200 }],
  ['30m', { mode: 'remembered', span: '30m', seconds: 1800 }],
])('%s', (text, expected) => expect(parseConsent(text)).toEqual(expected));

test.each(['', '0d', '4', 'w', '4 w', '-1d', '1y', '1.5h', 'Always'])('refuses “%s”', (text) =>
  expect(parseConsent(text)).toBeUndefined(),
);

test('never throws', () => fc.assert(fc.property(fc.string(), (text) => void parseConsent(text))));
