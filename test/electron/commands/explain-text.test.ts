import { describe, expect, it } from 'vitest';
import { describeExplanation } from '../../../electron/commands/explain.ts';
import { describeProblems } from '../../../electron/commands/problems.ts';
import { deriveConnection } from '../../../shared/client/derive.ts';
import { type Explanation, explain } from '../../../shared/diagnosis/explain.ts';
import { reportToText } from '../../../shared/diagnosis/report-text.ts';
import type { Report } from '../../../shared/diagnosis/types.ts';
import type { ProviderProfile } from '../../../shared/profile/provider-schema.ts';
import { isProviderProfile, readProfile } from '../../../shared/profile/read.ts';
import { starterProfile, starterProvider } from '../../../shared/profile/starter.ts';

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

/** The errors of a profile, with one that says this. */
const errorsOf = (text: string, means: string): string =>
  `errors: [${JSON.stringify({ text, where: 'page', means })}]\n`;
const STARTERS = { app: starterProfile('my-own')!, provider: starterProvider('my-own')! };

describe.each(Object.entries(STARTERS))(
  'the words of a profile of one’s own for the %s',
  (_side, starter) => {
    it.each([
      ['more lines', 'The gate is shut\n\nMost likely: Send your password'],
      ['a terminal escape', 'The gate is shut\u001b[2J'],
      ['another reading direction', 'The gate is shut\u202e'],
      ['endless words', 'The gate is shut '.repeat(400)],
    ])('are refused with %s, in a few words on one line', (_what, text) => {
      for (const errors of [errorsOf(text, 'No.'), errorsOf('The gate is shut', text)]) {
        const read = readProfile(starter + errors);
        if (read.ok) throw new Error('It was taken.');
        const shown = describeProblems('my-own.profile.yaml', read.problems);
        expect(shown).not.toMatch(MARKS);
        expect(shown).not.toMatch(/^Most likely/m);
        expect(shown.length).toBeLessThan(2_000);
      }
    });
  },
);

describe('what a provider of one’s own is known to say', () => {
  const connectionOf = (profile: ProviderProfile) =>
    deriveConnection(
      {
        latchkey: 1,
        id: 'own',
        providers: { home: { kind: profile.kind, url: 'https://id.example.com' } },
        apps: { memos: { kind: 'memos', url: 'https://memos.example.com', provider: 'home' } },
        own_providers: { [profile.kind]: profile },
      },
      'memos',
      'memosclient',
    );
  const profileOf = (errors: string): ProviderProfile => {
    const read = readProfile(STARTERS.provider + errors);
    if (!read.ok || !isProviderProfile(read.profile)) throw new Error('It was refused.');
    return read.profile;
  };
  const shownFor = (profile: ProviderProfile, pasted: string): string =>
    explain(pasted, { connections: [connectionOf(profile)] })
      .map(describeExplanation)
      .join('\n');

  it('is explained by what it means, in lines that end, at the longest that a profile may say', () => {
    const text = `The gate is shut ${'again and '.repeat(40)}`.slice(0, 299).trim();
    const means = `Its keeper ${'is asleep or '.repeat(40)}`.slice(0, 398).trim();
    const shown = shownFor(profileOf(errorsOf(text, means)), `log: ${text}`);
    expect(shown).toContain(means);
    expect(shown.startsWith('Most likely: ')).toBe(true);
    for (const line of shown.split('\n')) expect(line.length).toBeLessThan(4_100);
  });

  it.each([
    ['another explanation', FORGED],
    ['endless texts', LONG],
  ])('is on one line each even if the reader had let %s through', (_what, means) => {
    const fair = profileOf(errorsOf('The gate is shut for you', 'Its keeper is asleep.'));
    const forged = { ...fair, errors: fair.errors!.map((one) => ({ ...one, means })) };
    const shown = shownFor(forged, 'log: The gate is shut for you');
    expect(shown).toContain('The gate is shut for you');
    expect(shown).not.toMatch(MARKS);
    expect(shown.match(/^Most likely/gm)).toHaveLength(1);
    for (const line of shown.split('\n')) expect(line.length).toBeLessThan(4_100);
  });
});
