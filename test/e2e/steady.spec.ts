import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from '@playwright/test';
import { needsChromium } from './chromium.ts';
import { expect, test } from './fixtures.ts';
import { OverviewPage } from './pages/overview-page.ts';
import { ProviderPage } from './pages/provider-page.ts';
import { openWorkspace, workspaceText } from './ways.ts';

needsChromium();

/** Widths at which something is arranged differently, and some between them. */
const WIDTHS = [320, 480, 640, 890, 900, 1000, 1056, 1060, 1150, 1248, 1280, 1320, 1440];

test('what happened outside and messages stand beside each other at every width', async ({ page, host }) => {
  test.setTimeout(120_000);
  const file = await openWorkspace(page, host, workspaceText('http://127.0.0.1:9'));
  await new OverviewPage(page).act('Authelia', 'Change address or version');
  await page.getByRole('radio', { name: '4.38' }).focus();
  await page.keyboard.press('Space');
  // What is said stays while it is looked at.
  await page.clock.install();
  await new ProviderPage(page).press('Save');
  await expect(page.getByText('Authelia is changed.')).toBeVisible();
  writeFileSync(file, readFileSync(file, 'utf8').replace('kind: memos', 'kind: [memos'));
  await expect(page.getByText('The file can’t be read as it is now.', { exact: false })).toBeVisible();
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 800 });
    const [banner, message] = await page.evaluate(() =>
      ['.banners', '.toasts'].map((one) => document.querySelector(one)!.getBoundingClientRect().toJSON()),
    );
    const apart =
      banner.right <= message.left ||
      message.right <= banner.left ||
      banner.bottom <= message.top ||
      message.bottom <= banner.top;
    expect(apart, `${width}: ${JSON.stringify({ banner, message })}`).toBe(true);
    expect(message.left, `${width}`).toBeGreaterThanOrEqual(0);
    expect(message.right, `${width}`).toBeLessThanOrEqual(width);
  }
});

/** Answers late, and not as a provider: the longest thing that is said of an address. */
async function slowPage(): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  const server: Server = createServer((_, response) => {
    setTimeout(() => {
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end('<!doctype html><title>Router</title><h1>Router</h1>');
    }, 700);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise((closed) => void server.close(() => closed())),
  };
}

/** What moved without anything being pressed since this was last asked. The browser tells of it later. */
async function moved(page: Page): Promise<readonly string[]> {
  await page.waitForTimeout(400);
  return page.evaluate(
    () =>
      new Promise<string[]>((tell) => {
        const from = (window as { movedFrom?: number }).movedFrom ?? 0;
        Object.assign(window, { movedFrom: performance.now() });
        const seen: string[] = [];
        new PerformanceObserver((list) => {
          for (const one of list.getEntries() as (PerformanceEntry & {
            value: number;
            hadRecentInput: boolean;
            sources: { node: Element | null }[];
          })[])
            if (!one.hadRecentInput && one.value > 0.0005 && one.startTime > from)
              seen.push(`${one.value.toFixed(4)}: ${one.sources.map(({ node }) => node?.className)}`);
        }).observe({ type: 'layout-shift', buffered: true });
        setTimeout(() => tell(seen), 200);
      }),
  );
}

for (const [width, height] of [
  [1280, 800],
  [1000, 800],
  [640, 800],
  [320, 800],
] as const)
  test(`a long answer of an address moves nothing, ${width} px wide`, async ({ page, host }) => {
    const slow = await slowPage();
    await page.setViewportSize({ width, height });
    await openWorkspace(page, host, workspaceText(slow.url));
    const provider = new ProviderPage(page);
    const inside = page.url().replace(/#\/w\/([^/]*).*/, '#/w/$1');

    // A new provider: the address is typed, and answers when nothing is pressed any more.
    await page.goto(`${inside}/connect/new/provider`);
    await page.getByRole('radio', { name: /^Another provider/ }).focus();
    await page.keyboard.press('Space');
    await page
      .getByRole('radio', { name: /^Authelia/ })
      .last()
      .focus();
    await page.keyboard.press('Space');
    await page.getByRole('textbox', { name: 'Address' }).fill(`${slow.url}/sso`);
    await expect(provider.answer).toContainText('but not as a provider', { timeout: 20_000 });
    expect.soft(await moved(page), 'new').toEqual([]);

    // One of the workspace, before and while it is changed, and on its own screen.
    for (const place of ['connect/memos/provider', 'provider/home/change']) {
      await page.goto(`${inside}/${place}`);
      // What was asked before is not remembered.
      await page.reload();
      await page.evaluate(() => document.fonts.ready);
      await expect(provider.answer).toContainText('but not as a provider', { timeout: 20_000 });
      expect.soft(await moved(page), place).toEqual([]);
    }
    await page.goto(`${inside}/provider/home`);
    await page.reload();
    // The room of an answer opens with the press: before it there is nothing empty.
    await expect(provider.answer).toBeVisible();
    const empty = await provider.answer.evaluate(
      (box) => box.getBoundingClientRect().bottom - box.lastElementChild!.getBoundingClientRect().bottom,
    );
    expect.soft(empty).toBeLessThan(30);
    await provider.press('Ask it');
    await expect(provider.answer).toContainText('but not as a provider', { timeout: 20_000 });
    // The whole of what was seen is read there: its end says what to look at.
    const cut = await provider.answer
      .locator('p')
      .evaluateAll(
        (all) => all.filter((one) => one.checkVisibility() && one.scrollHeight > one.clientHeight + 1).length,
      );
    expect.soft(cut).toBe(0);
    expect.soft(await moved(page), 'asked').toEqual([]);
    await slow.close();
  });
