import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { causeById } from '../../../shared/diagnosis/catalogue/index.ts';
import { explain } from '../../../shared/diagnosis/explain.ts';
import { connectionOf } from './setups.ts';

const folder = join(import.meta.dirname, 'corpus');

interface Snippet {
  readonly name: string;
  readonly expected: string;
  readonly side: string;
  readonly setup: string | undefined;
  readonly text: string;
}

/** Each file: header lines `name: value`, an empty line, then the pasted text. */
const SNIPPETS: readonly Snippet[] = readdirSync(folder)
  .sort()
  .map((name) => {
    const content = readFileSync(join(folder, name), 'utf8');
    const end = content.indexOf('\n\n');
    const head = Object.fromEntries(
      content
        .slice(0, end)
        .split('\n')
        .map((line) => line.split(': ') as [string, string]),
    );
    return {
      name,
      expected: head['expect']!,
      side: head['side']!,
      setup: head['setup'],
      text: content.slice(end + 2),
    };
  });

const explained = (snippet: Snippet) => {
  const [provider, app] = snippet.setup?.split('/') ?? [];
  return explain(snippet.text, provider && app ? { connections: [connectionOf(provider, app)] } : {});
};

test('the corpus is large and knows what it expects', () => {
  expect(SNIPPETS.length).toBeGreaterThanOrEqual(80);
  for (const snippet of SNIPPETS) expect(causeById(snippet.expected), snippet.name).toBeDefined();
});

test('the right cause comes first in 95 of 100, among three in 99', () => {
  const misses: string[] = [];
  let first = 0;
  let three = 0;
  for (const snippet of SNIPPETS) {
    const ids = explained(snippet).map((one) => one.id);
    if (ids[0] === snippet.expected) first++;
    else misses.push(`${snippet.name}: ${snippet.expected}, got ${ids.join(', ') || 'nothing'}`);
    if (ids.slice(0, 3).includes(snippet.expected)) three++;
  }
  expect(first / SNIPPETS.length, misses.join('\n')).toBeGreaterThanOrEqual(0.95);
  expect(three / SNIPPETS.length, misses.join('\n')).toBeGreaterThanOrEqual(0.99);
});

test('the side to edit is the right one', () => {
  for (const snippet of SNIPPETS) {
    const told = explained(snippet).find((one) => one.id === snippet.expected);
    if (told) expect(told.side, snippet.name).toBe(snippet.side);
  }
});

test('what is echoed holds none of the states, codes and digests of the text', () => {
  for (const snippet of SNIPPETS) {
    const planted = [...snippet.text.matchAll(/(?:state|nonce|code)=([A-Za-z0-9]{10,})/g)].map(
      (match) => match[1]!,
    );
    const echoed = JSON.stringify(explained(snippet));
    for (const value of planted) expect(echoed, snippet.name).not.toContain(value);
    expect(echoed, snippet.name).not.toMatch(/JNRBzwAo|eyJub25jZ/);
  }
});
