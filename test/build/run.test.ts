import { statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { latchkey } from '../helpers/latchkey.ts';

const BUNDLE = join(import.meta.dirname, '../../dist/cli.js');

it('a second start uses the bundle of the first', async () => {
  await latchkey(['--version']);
  const { mtimeMs } = statSync(BUNDLE);
  for (let start = 0; start < 3; start++) await latchkey(['--version']);
  expect(statSync(BUNDLE).mtimeMs).toBe(mtimeMs);
});
