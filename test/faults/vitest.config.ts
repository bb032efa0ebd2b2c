import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/**
 * The fault laboratory: every known fault at a real provider on loopback, judged by `check` and `login`. It takes over a
 * minute of both cores, so `npm test` leaves it out.
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
