import { describe, expect, it } from 'vitest';
import { NEXT, readSentence } from '../../../electron/commands/read-text.ts';
import { describeText } from '../../../shared/diagnosis/reading/described.ts';

describe('latchkey explain', () => {
  it.each([
    [
      `${'INFO: it goes on\n'.repeat(38)}ERROR: romm failed\nERROR: again`,
      'A log of RomM; two of 40 lines matter.',
    ],
    ['INFO: a\nINFO: b\nINFO: c\nERROR: d', 'A log; one of 4 lines matters.'],
    ['INFO: a\nINFO: b', 'A log; none of its 2 lines matters.'],
    ['ERROR: a\nERROR: b', 'A log; both lines matter.'],
    ['ERROR: a\nERROR: b\nERROR: c', 'A log; all 3 lines matter.'],
    ['https://app.example.com/cb?error=access_denied', 'An address with an answer of the provider in it.'],
    ['memos says no', 'A message of Memos.'],
  ])('says what the text is: %#', (text, sentence) => {
    expect(readSentence(describeText(text))).toBe(sentence);
  });

  it('says for every kind of text what to do next', () => {
    for (const text of ['https://a.example.com/x', 'Login failed', 'ERROR: a\nINFO: b'])
      expect(NEXT[describeText(text).next]).toMatch(/latchkey (?:check|login)/);
  });
});
