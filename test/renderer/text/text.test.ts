import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { en } from '../../../renderer/text/en.ts';
import { createSpeaker, fill } from '../../../renderer/text/text.ts';

const terms = (text: string) => [...text.matchAll(/\[\[([a-z-]+)/g)].map((hit) => hit[1]!);

describe('the texts', () => {
  it('know what the words mean that they explain', () => {
    for (const text of Object.values(en))
      for (const term of terms(text)) expect(en).toHaveProperty([`term.${term}.about`]);
  });

  it('have both numbers of every counted text', () => {
    for (const key of Object.keys(en)) {
      if (key.endsWith('_one')) expect(en).toHaveProperty([key.replace(/_one$/, '_other')]);
      if (key.endsWith('_other')) expect(en).toHaveProperty([key.replace(/_other$/, '_one')]);
    }
  });

  it('leave nothing empty and nothing unused', () => {
    const sources = sourcesBelow('renderer').join('\n');
    const built = [...sources.matchAll(/`([a-z.-]+)\$\{[^}]+\}([a-z.-]*)`/g)].map(
      ([, start, end]) => [start!, end!] as const,
    );
    for (const [key, text] of Object.entries(en)) {
      expect([key, text.trim() === '']).toEqual([key, false]);
      const name = key.replace(/_(one|other)$/, '');
      const used =
        sources.includes(`'${name}'`) ||
        built.some(([start, end]) => name.startsWith(start) && name.endsWith(end));
      expect([key, used]).toEqual([key, true]);
    }
  });
});

describe('speaking', () => {
  const speaker = createSpeaker(en);

  it('fills in and counts', () => {
    expect(speaker.t('copy.of', { what: 'Issuer' })).toBe('Copy Issuer');
    expect(speaker.n('test.title.fail', 1)).toBe('One thing to change');
    expect(speaker.n('test.title.fail', 3)).toBe('3 things to change');
  });

  it('leaves unknown names as they are, and values with braces too', () => {
    expect(fill('{a} {b}', { a: '{b}' })).toBe('{b} {b}');
  });

  it('has no text under an inherited name', () => {
    expect(speaker.maybe('constructor')).toBeUndefined();
  });

  it('says how long ago', () => {
    const now = Date.parse('2026-11-21T12:00:00Z');
    expect(speaker.ago(now - 5000, now)).toBe('just now');
    expect(speaker.ago(now - 2 * 86_400_000, now)).toBe('2 days ago');
    // A screen that was opened before it happened.
    expect(speaker.ago(now + 5 * 60_000, now)).toBe('just now');
  });
});

function sourcesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && entry.name !== 'en.ts')
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
}
