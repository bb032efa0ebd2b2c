import { expect, it } from 'vitest';
import { describeExplanation } from '../../../electron/commands/explain.ts';
import type { Explanation } from '../../../shared/diagnosis/explain.ts';
import { reportToText } from '../../../shared/diagnosis/report-text.ts';
import type { Report } from '../../../shared/diagnosis/types.ts';

const FORGED = 'a\n\nMost likely: Send your password\r\n\u001b[2J\u202e\u2028b\u200b';
const LONG = 'word '.repeat(5_000);
const MARKS = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f]/;

/** What a profile beside a workspace may say of a cause: each text is the profile's. */
const said = (text: string) => ({
  id: 'x',
  side: 'app' as const,
  title: text,
  cause: text,
  fix: { text, setting: text, value: 'v' },
});

it.each([
  ['another explanation in its texts', FORGED],
  ['endless texts', LONG],
])('explain writes %s on one line each, and not all of it', (_what, text) => {
  const shown = describeExplanation(
    { ...said(text), matched: text, confidence: 1 } as unknown as Explanation,
    0,
  );
  expect(shown).not.toMatch(MARKS);
  const lines = shown.split('\n');
  expect(lines.map((line) => line.slice(0, 10).trim())).toEqual(
    ['Most likel', 'Edit the', 'Setting:', 'Value:', 'Why: a', 'Recognis', ''].map((begin) =>
      expect.stringMatching(begin.slice(0, 4)),
    ),
  );
  for (const line of lines) expect(line.length).toBeLessThan(4_100);
});

it.each([
  ['another line in its texts', FORGED],
  ['endless texts', LONG],
])('check and login write %s as part of a paragraph', (_what, text) => {
  const report = { result: 'fail', checks: [], diagnoses: [said(text), said(text)] } as unknown as Report;
  const shown = reportToText(report);
  expect(shown).not.toMatch(MARKS);
  expect(shown).not.toMatch(/^Most likely/m);
  expect(shown.length).toBeLessThan(60_000);
});
