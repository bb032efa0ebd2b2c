import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { profiles } from '../../build/profiles.mjs';
import { readProfile } from '../../shared/profile/read.ts';

const ROOT = join(import.meta.dirname, '..', '..');

/**
 * The fault laboratory: every known fault at a real provider on loopback, tested with `check` and `login`. It
 * uses both cores for more than a minute, so it is not part of `npm test`.
 */
export default defineConfig({
  root: ROOT,
  plugins: [profiles(join(ROOT, 'shared/catalog/profiles'), readProfile)],
  test: {
    include: ['test/faults/**/*.test.ts'],
    testTimeout: 30_000,
    pool: 'forks',
    maxWorkers: 2,
  },
});
