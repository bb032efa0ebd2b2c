import { tmpdir } from 'node:os';
import path from 'node:path';
import { defineConfig } from '@playwright/test';

/** An ordinary user runs everything but what is about root; `run.mjs` says who it is. */
const asRoot = process.env['LATCHKEY_TEST_WHO'] === 'root';

/** The desktop app in a real Electron. `run.mjs` starts it, in a desktop session of its own. */
export default defineConfig({
  testDir: '.',
  outputDir: path.join(process.env['HOME'] ?? tmpdir(), 'results'),
  // The window with the focus gets the keys, and the test login uses one fixed port.
  workers: 1,
  fullyParallel: false,
  forbidOnly: Boolean(process.env['CI']),
  timeout: 60_000,
  globalTimeout: 15 * 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list']],
  use: { actionTimeout: 10_000 },
  projects: [asRoot ? { name: 'root', grep: /@root/ } : { name: 'user', grepInvert: /@root/ }],
});
