import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** The consumers' own programs read what is written. Slow: each part builds and starts a foreign program. */
export default defineConfig({
  root: join(import.meta.dirname, '..', '..'),
  test: {
    include: ['test/interop/**/*.{interop,test}.ts'],
    globalSetup: ['test/interop/table.ts'],
    testTimeout: 120_000,
    hookTimeout: 900_000,
    teardownTimeout: 60_000,
    pool: 'forks',
    // One after the other: they start servers and compilers of their own.
    fileParallelism: false,
    sequence: { concurrent: false },
  },
});
