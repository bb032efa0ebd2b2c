import config from './playwright.config.ts';

/** The same walks in the window of the desktop app. `electron.mjs` starts it. */
const { globalSetup: _, ...rest } = config;
export default { ...rest, outputDir: '../../test-results/e2e-electron' };
