import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** Real programs read what Latchkey writes. Slow: each part builds and starts another project's program. */
export default defineConfig({
  root: join(import.meta.dirname, '..', '..'),
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
