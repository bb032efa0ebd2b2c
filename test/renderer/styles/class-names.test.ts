import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

const ROOT = path.join(import.meta.dirname, '../../../renderer');

/** The classes that a style sheet gives a look of their own, as `.name { … }`. */
function lookedAfter(css: string): readonly string[] {
  const plain = css.replace(/\/\*[\s\S]*?\*\//g, '');
  return [...plain.matchAll(/([^{};]+)\{/g)].flatMap(([, selectors = '']) =>
    selectors.split(',').flatMap((one) => /^\.([A-Za-z][\w-]*)$/.exec(one.trim())?.[1] ?? []),
  );
}

it('gives a class its look in one style sheet: those of all screens that were visited hold at once', () => {
  const places = new Map<string, Set<string>>();
  for (const file of readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.css'))
    .sort())
    for (const name of lookedAfter(readFileSync(path.join(ROOT, file), 'utf8')))
      places.set(name, (places.get(name) ?? new Set()).add(file.startsWith('styles/') ? 'styles' : file));
  expect(places.size).toBeGreaterThan(50);
  expect([...places].filter(([, files]) => files.size > 1).map(([name, files]) => [name, ...files])).toEqual(
    [],
  );
});
