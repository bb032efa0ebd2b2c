import { expect, it, vi } from 'vitest';
import { writeNotices } from '../../../electron/commands/common.ts';
import type { Notice } from '../../../shared/catalog/types.ts';

it.each([
  ['line breaks', 'a\n\n## Fake step\r\nnotes: cannot work: b', 'a ## Fake step notes: cannot work: b'],
  ['other line breaks', 'a\u2028b\u2029c\u0085d', /^a b c.d$/],
  ['escapes', 'a\u001b[2Jb\u009b1m\u0007', /^a.\[2Jb.1m.$/],
  ['marks of direction', 'a\u202eb\u200b', /^a.b.$/],
  ['a long text', 'word '.repeat(600).trim(), 'word '.repeat(600).trim()],
])('writes a notice with %s on one line, and its fix on another', (_what, text, wanted) => {
  let said = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((part) => {
    said += String(part);
    return true;
  });
  const notice: Notice = { code: 'x', severity: 'warning', side: 'app', message: text, fix: text };
  try {
    writeNotices('notes', [notice]);
  } finally {
    vi.restoreAllMocks();
  }
  expect(said).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028-\u202e\u200b]/);
  const [message, fix, ...rest] = said.split('\n');
  expect(rest).toEqual(['']);
  expect(message!.slice(0, 'notes: warning: '.length)).toBe('notes: warning: ');
  expect(fix!.slice(0, 2)).toBe('  ');
  for (const one of [message!.slice('notes: warning: '.length), fix!.slice(2)])
    if (typeof wanted === 'string') expect(one).toBe(wanted);
    else expect(one).toMatch(wanted);
});
