import { expect, test } from 'vitest';
import type { InteropRow } from './results.ts';
import { document } from './table.ts';

const row = (more: Partial<InteropRow> = {}): InteropRow => ({
  part: 1,
  program: 'Thing',
  version: '1.2',
  proved: 'It reads the file.',
  status: 'passed',
  date: '2026-01-02',
  ...more,
});
const line = (text: string, program: string) =>
  text.split('\n').find((one) => one.startsWith('|') && one.includes(` ${program} `));

test('makes one line a program, in the order of the parts', () => {
  const text = document([row({ part: 4, program: 'Late' }), row()], '');
  expect(text.indexOf('| 1 | Thing | 1.2 | It reads the file. | 2026-01-02 | passed |')).toBeGreaterThan(0);
  expect(text.indexOf('Late')).toBeGreaterThan(text.indexOf('Thing'));
});

test('keeps what it did not run, and the notes', () => {
  const first = document([row(), row({ part: 4, program: 'Other' })], '');
  const noted = first.replace(
    '<!-- end of the notes -->',
    '## By hand\n\n| 1 | a |\n<!-- end of the notes -->',
  );
  const second = document([row({ status: 'failed', why: '1 of 2 tests', date: '2026-02-03' })], noted);
  expect(line(second, 'Other')).toBe(line(first, 'Other'));
  expect(line(second, 'Thing')).toBe(
    '| 1 | Thing | 1.2 | It reads the file. | 2026-02-03 | failed: 1 of 2 tests |',
  );
  expect(second).toContain('## By hand\n\n| 1 | a |');
  expect(document([], second)).toBe(second);
});

test('says skipped where nothing ever ran, and keeps the last run otherwise', () => {
  const skipped = row({ version: '', status: 'skipped', why: 'no | Java', date: '2026-03-04' });
  const never = document([skipped], '');
  expect(line(never, 'Thing')).toBe(
    '| 1 | Thing | – | It reads the file. | 2026-03-04 | skipped: no / Java |',
  );
  const once = document([skipped], document([row()], ''));
  expect(line(once, 'Thing')).toBe(
    '| 1 | Thing | 1.2 | It reads the file. | 2026-01-02 | passed; skipped 2026-03-04: no / Java |',
  );
  expect(document([skipped], once)).toBe(once);
  expect(line(document([row({ date: '2026-05-06' })], once), 'Thing')).toMatch(/2026-05-06 \| passed \|$/);
});
