import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { profiles } from '../../build/profiles.mjs';
import { readProfile } from '../../shared/profile/read.ts';

const ROOT = join(import.meta.dirname, '..', '..');

/** Real programs read what Latchkey writes. Slow: each part builds and starts another project's program. */
export default defineConfig({
  root: ROOT,
  plugins: [profiles(join(ROOT, 'shared/catalog/profiles'), readProfile)],
  test: {
    include: ['test/interop/**/*.{interop,test}.ts'],
    globalSetup: ['test/interop/table.ts'],
    testTimeout: 120_000,
    hookTimeout: 900_000,
    teardownTimeout: 60_000,
    pool: 'forks',
    // One after another, because they start their own servers and compilers.
    fileParallelism: false,
    sequence: { concurrent: false },
  },
});
