import { defineConfig } from 'vitest/config';

/** The tests of one module, named by `run.mjs`. Stryker runs it in a copy of the checkout. */
export default defineConfig({
  test: {
    include: (process.env['LATCHKEY_MUTATION_TESTS'] ?? '').split(',').filter(Boolean),
    testTimeout: 15_000,
  },
});
