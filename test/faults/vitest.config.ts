import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/**
 * The fault laboratory: every known fault at a real provider on loopback, tested with `check` and `login`. It
 * uses both cores for more than a minute, so it is not part of `npm test`.
 */
export default defineConfig({
  root: join(import.meta.dirname, '..', '..'),
  test: {
    include: ['test/faults/**/*.test.ts'],
    testTimeout: 30_000,
    pool: 'forks',
    maxWorkers: 2,
  },
});
