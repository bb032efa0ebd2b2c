import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '../..');
/** What a file loads when it runs: types are gone by then. */
const loads = (file: string): readonly string[] =>
  [...readFileSync(file, 'utf8').matchAll(/^(?:import|export) (?!type\b)[^;]*?'([^']+)';$/gm)].map(
    ([, from]) => (from!.startsWith('.') ? path.resolve(path.dirname(file), from!) : from!),
  );

it('no screen loads the library that checks what the host is sent, for a number or a list beside its forms', () => {
  const seen = new Map<string, string>();
  const next = readdirSync(path.join(ROOT, 'renderer'), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => path.join(ROOT, 'renderer', file));
  const screens = next.length;
  for (const file of next)
    for (const one of loads(file)) {
      if (seen.has(one)) continue;
      seen.set(one, path.relative(ROOT, file));
      if (/\.tsx?$/.test(one) && !one.includes('/renderer/')) next.push(one);
    }
  expect(screens).toBeGreaterThan(100);
  expect(next.length).toBeGreaterThan(screens + 20);
  expect(seen.get('zod'), 'what loads it').toBeUndefined();
});
