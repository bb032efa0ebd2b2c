import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { needsChromium } from './chromium.ts';
import { type ServedHost, startHost } from './host.ts';
import { StartPage } from './pages/start-page.ts';

needsChromium();

/** The page, worker and script of a program that has the port before Latchkey and wants to stay in the browser. */
const HOSTILE: Readonly<Record<string, readonly [string, string]>> = {
  '/worker.js': [
    'text/javascript',
    `self.addEventListener('install', () => self.skipWaiting());
     self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
     self.addEventListener('fetch', (event) => event.respondWith(new Response('<title>hostile</title>', { headers: { 'Content-Type': 'text/html' } })));`,
  ],
  '/assets/index-1.js': ['text/javascript', `document.title = 'hostile';`],
};

function hostileServer(): Promise<{ server: Server; port: number }> {
  const server = createServer((request, response) => {
    const [type, body] = HOSTILE[new URL(request.url ?? '/', 'http://x').pathname] ?? [
      'text/html',
      `<title>first</title><script src="/assets/index-1.js"></script><script>
        navigator.serviceWorker.register('/worker.js').then(() => navigator.serviceWorker.ready)
          .then(() => caches.open('c')).then(() => { localStorage.setItem('left', 'here'); document.title = 'registered'; });
      </script>`,
    ];
    response
      .writeHead(200, { 'Content-Type': type, 'Cache-Control': 'max-age=31536000, immutable' })
      .end(body);
  });
  return new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () => resolve({ server, port: (server.address() as AddressInfo).port })),
  );
}

/** Visits the hostile program under a host until its worker controls that host, then ends the program. */
async function visitHostile(page: Page, host: string): Promise<number> {
  const { server, port } = await hostileServer();
  await page.goto(`http://${host}:${port}/`);
  await expect.poll(() => page.title()).toBe('registered');
  await page.goto('about:blank');
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  // It still acts although its program is gone: so this test tests something.
  await page.goto(`http://${host}:${port}/`);
  await expect(page).toHaveTitle('hostile');
  await page.goto('about:blank');
  return port;
}

async function expectOurs(page: Page, host: ServedHost): Promise<void> {
  const start = new StartPage(page);
  await start.goto(host.url);
  await expect(start.practice).toBeVisible();
  await page.reload();
  await expect(start.practice).toBeVisible();
  expect(await page.evaluate(() => navigator.serviceWorker.controller)).toBeNull();
  expect(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length)).toBe(0);
  expect(await page.evaluate(() => localStorage.getItem('left'))).toBeNull();
}

for (const name of ['127.0.0.1', 'localhost', 'latchkey.localhost']) {
  test(`what a program left under ${name} on the same port doesn’t act in our pages`, async ({ page }) => {
    const port = await visitHostile(page, name);
    const host = await startHost({ args: ['--port', String(port)] });
    try {
      expect(new URL(host.url).port).toBe(String(port));
      await expectOurs(page, host);
    } finally {
      await host.close();
    }
  });
}

test('nor at an address without a name', async ({ page }) => {
  const port = await visitHostile(page, '127.0.0.1');
  const host = await startHost({ args: ['--port', String(port), '--numeric'] });
  try {
    expect(host.url).toMatch(/^http:\/\/127\.\d+\.\d+\.\d+:/);
    await expectOurs(page, host);
  } finally {
    await host.close();
  }
});

test('--open hands the link over in a private file, which is gone after it was used', async ({
  page,
  browser,
}) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'latchkey-e2e-open-'));
  const opener = path.join(folder, 'xdg-open');
  writeFileSync(
    opener,
    `#!/bin/sh\ntr '\\0' ' ' < /proc/$$/cmdline > ${folder}/cmdline\nprintf %s "$1" > ${folder}/opened\n`,
  );
  chmodSync(opener, 0o755);
  const host = await startHost({
    args: ['--open'],
    env: { PATH: `${folder}:${process.env['PATH']}`, TMPDIR: folder },
  });
  try {
    const opened = path.join(folder, 'opened');
    await expect.poll(() => existsSync(opened) && readFileSync(opened, 'utf8')).toMatch(/^file:.*\.html$/);
    const token = new URL(host.url).searchParams.get('token')!;
    for (const name of ['opened', 'cmdline'])
      expect(readFileSync(path.join(folder, name), 'utf8')).not.toContain(token);
    const file = new URL(readFileSync(opened, 'utf8')).pathname;
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(path.dirname(file)).mode & 0o777).toBe(0o700);

    await page.goto(`file://${file}`);
    const start = new StartPage(page);
    await expect(start.practice).toBeVisible();
    expect(page.url()).toMatch(new RegExp(`^${host.origin}/[0-9a-f]{32}/$`));
    await page.reload();
    await expect(start.practice).toBeVisible();
    await expect.poll(() => existsSync(path.dirname(file))).toBe(false);
    // The printed link was the same one.
    const other = await (await browser.newContext()).newPage();
    expect((await other.goto(host.url))?.status()).toBe(403);
    await other.context().close();
  } finally {
    await host.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
