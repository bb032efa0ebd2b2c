import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { profiles } from '../build/profiles.mjs';
import { readProfile } from '../shared/profile/read.ts';

const ROOT = join(import.meta.dirname, '..');

/**
 * The laboratories: many programs at once, killed at any moment; long random sequences; a real keyring. They take
 * minutes, so `npm test` leaves them out.
 */
export default defineConfig({
  root: ROOT,
  plugins: [profiles(join(ROOT, 'shared/catalog/profiles'), readProfile)],
  test: {
    globalSetup: 'test/global-setup.ts',
    setupFiles: 'test/setup-seed.ts',
    include: ['test/**/*.lab.test.{ts,tsx}'],
    testTimeout: 120_000,
    pool: 'forks',
    maxWorkers: 2,
  },
});
