/// <reference types="vitest/config" />
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The screens. The Node side (main, preload, command line) is bundled by `build/run.mjs`. */
export default defineConfig({
  root: 'renderer',
  base: './',
  plugins: [react()],
  build: { outDir: '../dist/renderer', emptyOutDir: true, target: 'chrome130', sourcemap: false },
  test: {
    root: '.',
    include: ['test/**/*.test.{ts,tsx}'],
    exclude: ['test/**/*.lab.test.*', 'test/e2e/**', 'test/faults/**', 'test/interop/**', 'node_modules/**'],
    testTimeout: 30_000,
    pool: 'forks',
    // One more than the cores of a small machine: many tests wait for a socket or a child process.
    maxWorkers: 3,
  },
});
