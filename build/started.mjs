/** Starts an Electron program and looks at its page from outside, as one that was installed can be. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium } from '@playwright/test';

const PATIENCE = 60_000;

/**
 * True once the program has a page at an address of its own. A debugger that comes while the first page is being made
 * may wait for an answer for ever.
 *
 * @param {string} address the debugger's, as the program prints it
 */
export async function hasPage(address) {
  try {
    const list = await fetch(`http://${new URL(address).host}/json/list`, {
      signal: AbortSignal.timeout(2_000),
    });
    return (await list.json()).some(({ type, url }) => type === 'page' && /^(?:app|file):/.test(url));
  } catch {
    return false;
  }
}

/**
 * @param {readonly string[]} command the program and its arguments; what stands before an AppImage or a program
 *   (`xvfb-run -a`) is part of it
 * @returns the page, the process, when it was started (epoch, milliseconds), and `end()`, which asks the program
 *   to end and returns whether it did within ten seconds
 */
export async function startProgram([program, ...args]) {
  if (process.getuid?.() === 0)
    throw new Error(
      'Start this as an ordinary user: Chromium’s sandbox refuses root, and people are not root.',
    );
  const home = mkdtempSync(path.join(tmpdir(), 'latchkey-started-'));
  const began = Date.now();
  const child = spawn(program, [...args, '--remote-debugging-port=0', `--user-data-dir=${home}/chromium`], {
    env: { ...process.env, LATCHKEY_DATA: path.join(home, 'data') },
    stdio: ['ignore', 'ignore', 'pipe'],
    // A group of its own, so that nothing of it stays behind.
    detached: process.platform !== 'win32',
  });
  let said = '';
  let ended = false;
  const gone = new Promise((resolve) => {
    child.once('error', (error) => {
      said += error.message;
      ended = true;
      resolve();
    });
    child.once('exit', () => {
      ended = true;
      resolve();
    });
  });
  child.stderr.on('data', (chunk) => {
    said += chunk;
  });
  const until = async (what, look) => {
    for (const stop = Date.now() + PATIENCE; Date.now() < stop; ) {
      const found = await look();
      if (found) return found;
      if (ended) break;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    kill();
    throw new Error(
      `${what} ${ended ? 'before the program ended' : 'within a minute'}. It said:\n${said.slice(-2000)}`,
    );
  };
  const kill = () => {
    try {
      if (process.platform === 'win32') child.kill();
      else process.kill(-child.pid, 'SIGKILL');
    } catch {
      // It has ended already.
    }
  };
  const address = await until('It opened no port', () => /DevTools listening on (ws:\S+)/.exec(said)?.[1]);
  await until('It showed no page', () => hasPage(address));
  const browser = await chromium.connectOverCDP(address);
  const page = await until('It showed no page', () => browser.contexts()[0]?.pages()[0]);
  return {
    child,
    began,
    page,
    async end() {
      await page.close().catch(() => {});
      await browser.close().catch(() => {});
      await Promise.race([gone, new Promise((resolve) => setTimeout(resolve, 10_000))]);
      const byItself = ended;
      kill();
      await gone;
      rmSync(home, { recursive: true, force: true, maxRetries: 10 });
      return byItself;
    },
  };
}
