import { readdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { latchkey } from '../helpers/latchkey.ts';

const BUNDLES = join(import.meta.dirname, '../../.cache/bundles');

/** Each bundle, and when it was made. */
const bundles = () =>
  readdirSync(BUNDLES).map((name) => [name, statSync(join(BUNDLES, name, 'dist/cli.js')).mtimeMs]);

it('a second start uses the bundle of the first', async () => {
  await latchkey(['--version']);
  const first = bundles();
  for (let start = 0; start < 3; start++) await latchkey(['--version']);
  expect(bundles()).toEqual(first);
});

it('starts from any folder', async () => {
  expect(await latchkey(['--version'], { cwd: tmpdir() })).toMatchObject({ code: 0, stderr: '' });
});
