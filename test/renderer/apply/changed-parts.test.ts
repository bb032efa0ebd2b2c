import fc from 'fast-check';
import { expect, it } from 'vitest';
import { changedParts } from '../../../renderer/apply/changed-parts.ts';

it('finds the part of a line that differs', () => {
  expect(changedParts("- 'https://notes.example.com'", "- 'https://memos.example.com'")).toEqual([
    ["- 'https://", 'notes', ".example.com'"],
    ["- 'https://", 'memos', ".example.com'"],
  ]);
  // What is only added is marked in the new line alone.
  expect(changedParts('scopes: [openid]', 'scopes: [openid, email]')).toEqual([
    undefined,
    ['scopes: [openid', ', email', ']'],
  ]);
  // Lines without much in common, and lines that look the same because their secrets are hidden, have no marks.
  expect(changedParts('a: 1', 'services:')).toEqual([undefined, undefined]);
  expect(changedParts('key: ••••', 'key: ••••')).toEqual([undefined, undefined]);
});

it('keeps every line whole', () => {
  const line = fc.string({ unit: fc.constantFrom('a', 'b', ' '), maxLength: 12 });
  fc.assert(
    fc.property(line, line, (gone, fresh) => {
      const [before, after] = changedParts(gone, fresh);
      expect(before?.join('') ?? gone).toBe(gone);
      expect(after?.join('') ?? fresh).toBe(fresh);
    }),
  );
});
