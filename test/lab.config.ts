import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/**
 * The laboratories: many programs at once, killed at any moment; long random sequences; a real keyring. They take
 * minutes, so `npm test` leaves them out.
 */
export default defineConfig({
  root: join(import.meta.dirname, '..'),
  test: {
    globalSetup: 'test/global-setup.ts',
    include: ['test/**/*.lab.test.{ts,tsx}'],
    testTimeout: 120_000,
    pool: 'forks',
    maxWorkers: 2,
  },
});
