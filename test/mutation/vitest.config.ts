import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { profiles } from '../../build/profiles.mjs';
import { readProfile } from '../../shared/profile/read.ts';

const ROOT = join(import.meta.dirname, '..', '..');

/** The tests of one module, named by `run.mjs`. Stryker runs it in a copy of the checkout. */
export default defineConfig({
  plugins: [profiles(join(ROOT, 'shared/catalog/profiles'), readProfile)],
  test: {
    include: (process.env['LATCHKEY_MUTATION_TESTS'] ?? '').split(',').filter(Boolean),
    testTimeout: 15_000,
  },
});
