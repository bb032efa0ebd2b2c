import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { test } from '@playwright/test';

/** The browser of these tests: an installed Chromium, never a download. `CHROMIUM` names another one. */
export const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

export const CHROMIUM_ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-quic',
  '--no-first-run',
];

/** Why there is no browser to test in, or undefined. */
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

/** To be called at the top of every file that needs the browser: skips it with the reason where there is none. */
export function needsChromium(): void {
  test.skip(noChromium !== undefined, noChromium ?? '');
}
