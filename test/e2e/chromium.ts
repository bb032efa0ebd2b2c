import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { test } from '@playwright/test';
import { whyChromiumOnly } from './chromium-only.ts';

/** The browser for these tests: an installed Chromium, never a download. `CHROMIUM` selects another one. */
export const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

export const CHROMIUM_ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-quic',
  '--no-first-run',
];

/** The reason why there is no browser for the tests, or undefined. */
export const noChromium: string | undefined = existsSync(CHROMIUM)
  ? undefined
  : `there is no Chromium at ${CHROMIUM}; name one in CHROMIUM`;

/** Chromium's major version, or undefined. */
export function chromiumMajor(): number | undefined {
  if (noChromium !== undefined) return undefined;
  const said = spawnSync(CHROMIUM, ['--version'], { encoding: 'utf8' }).stdout;
  const major = /Chromium (\d+)\./.exec(said)?.[1] ?? /Chrome (\d+)\./.exec(said)?.[1];
  return major === undefined ? undefined : Number(major);
}

/**
 * Call this at the top of files that need the browser: without one, it skips the file with the reason. In the walks of the
 * desktop app, it also skips what starts a browser by itself and is about the browser only.
 */
export function needsChromium(): void {
  test.skip(noChromium !== undefined, noChromium ?? '');
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern
  test.beforeEach(({}, info) => {
    const why = process.env['LATCHKEY_E2E_ELECTRON'] && whyChromiumOnly(path.basename(info.file), info.title);
    test.skip(Boolean(why), why || '');
  });
}
