import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { guideToJson, guideToMarkdown, linesToText } from '../../../../shared/render/text/deliverable.ts';
import type { GuideDeliverable, GuideStep } from '../../../../shared/render/types.ts';

const guide = (...steps: GuideStep[]): GuideDeliverable => ({
  form: 'guide',
  kind: 'guide',
  side: 'provider',
  provider: 'home',
  path: 'home/guide.md',
  secret: false,
  title: 'Title',
  purpose: 'Purpose.',
  intro: 'Intro.',
  steps,
});
const step = (partial: Partial<GuideStep>): GuideStep => ({
  id: 'one',
  title: 'One',
  where: 'There',
  fields: [],
  ...partial,
});

/** What a code span shows (CommonMark §6.1). */
function shown(span: string): string {
  const ticks = /^`+/.exec(span)![0];
  expect(span.endsWith(ticks)).toBe(true);
  const inner = span.slice(ticks.length, -ticks.length);
  expect(inner.split(/(`+)/).filter((part) => part === ticks)).toEqual([]);
  return /^ .* $/.test(inner) && inner.trim() !== '' ? inner.slice(1, -1) : inner;
}

describe('linesToText', () => {
  it('ends every line', () => {
    expect(linesToText([{ text: 'a' }, { text: '' }, { text: 'b' }])).toBe('a\n\nb\n');
    expect(linesToText([])).toBe('');
  });
});

describe('guideToJson', () => {
  it('is the list of steps, with optional keys only where they say something', () => {
    const text = guideToJson(
      guide(
        step({
          fields: [
            { label: 'Secret', value: 's', secret: true },
            { label: 'Name', value: 'n' },
          ],
        }),
        step({ id: 'two', url: 'https://x/', note: 'Note.', why: { text: 'because' } }),
      ),
    );
    expect(text.endsWith(']\n')).toBe(true);
    expect(JSON.parse(text)).toEqual([
      {
        id: 'one',
        title: 'One',
        where: 'There',
        fields: [
          { label: 'Secret', value: 's', secret: true },
          { label: 'Name', value: 'n' },
        ],
      },
      { id: 'two', title: 'One', where: 'There', url: 'https://x/', fields: [], note: 'Note.' },
    ]);
  });
});

describe('guideToMarkdown', () => {
  it('numbers the steps and shows place, link, fields, note and reason', () => {
    const source = { title: 'Docs', ref: 'https://docs/', certainty: 'docs' as const };
    const text = guideToMarkdown(
      guide(
        step({
          url: 'https://x/#/y',
          fields: [
            { label: 'Client ID', value: 'memos' },
            { label: 'Empty', value: '' },
          ],
          note: 'Note.',
          why: { text: 'Because.', source },
        }),
      ),
    );
    expect(text).toBe(
      `${[
        '# Title',
        'Intro.',
        '## 1. One',
        'Where: There  \nDirect link: <https://x/#/y>',
        '- Client ID: `memos`\n- Empty: (empty)',
        'Note.',
        'Why: Because. (Docs: https://docs/)',
      ].join('\n\n')}\n`,
    );
  });

  it('shows any one-line value exactly as it is', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[^\r\n\0]+$/), (value) => {
        const text = guideToMarkdown(guide(step({ fields: [{ label: 'V', value }] })));
        const line = text.split('\n').find((one) => one.startsWith('- V: '))!;
        expect(shown(line.slice('- V: '.length))).toBe(value);
      }),
      { examples: [[' '], ['  '], ['    '], [' a '], ['` `']] },
    );
  });

  it('fences a value of several lines, whatever ticks are in it', () => {
    const value = 'a\n```\nb\n';
    const text = guideToMarkdown(guide(step({ fields: [{ label: 'V', value }] })));
    expect(text).toContain('- V:\n\n  ````\n  a\n  ```\n  b\n  ````\n');
  });

  it('lets no name act as markup', () => {
    const text = guideToMarkdown(guide(step({ title: '<img src=x> *a* [b](javascript:c) `d`\n# e _f_' })));
    expect(text).toContain('## 1. \\<img src=x> \\*a\\* \\[b](javascript:c) \\`d\\` # e \\_f\\_\n');
  });
});
