import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

const ROOT = path.join(import.meta.dirname, '../../../renderer');

it('gives what neither grows nor shrinks a width: older engines leave a basis out of the room around it', () => {
  const rigid = /(?:^|[\s;{])flex:\s*0 0 (?!auto|0\b|100%)[^;}]+/g;
  const found = readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.css'))
    .flatMap((name) =>
      [...readFileSync(path.join(ROOT, name), 'utf8').matchAll(rigid)].map(
        ([text]) => `${name}: ${text.trim()}`,
      ),
    );
  expect(found).toEqual([]);
});
