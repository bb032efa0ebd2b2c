import type { Page } from '@playwright/test';
import type { AppKind, ProviderKind } from '../../shared/workspace/types.ts';
import { needsChromium } from './chromium.ts';
import { everyLook } from './every-look.ts';
import { expect, test } from './fixtures.ts';
import type { ApplyPage } from './pages/apply-page.ts';
import { openWorkspace, toApply, workspaceText } from './ways.ts';

needsChromium();

const PAIRS: readonly (readonly [string, string, ProviderKind, AppKind, readonly string[]])[] = [
  ['Memos', 'Authelia', 'authelia', 'memos', []],
  ['RomM', 'authentik', 'authentik', 'romm', []],
  ['Kestra', 'Authelia', 'authelia', 'kestra', ['edition: enterprise']],
  ['Shelf', 'Authelia', 'authelia', 'custom', ['name: Shelf', 'redirect_paths: [/callback]']],
];

/** From the heading of the page, as often as it takes. */
async function tabsToNext(page: Page): Promise<number> {
  await page.getByRole('heading', { level: 1 }).focus();
  for (let press = 1; press <= 30; press += 1) {
    await page.keyboard.press('Tab');
    if ((await page.evaluate(() => document.activeElement?.textContent)) === 'Go on to the test')
      return press;
  }
  return Number.POSITIVE_INFINITY;
}

/** What is needed to understand a step is in the window, without scrolling. */
async function expectInWindow(page: Page, apply: ApplyPage, name: string): Promise<void> {
  await page.evaluate(() => window.scrollTo(0, 0));
  const { height } = page.viewportSize()!;
  const bar = await page.locator('.page-bar').boundingBox();
  const floor = Math.min(height, bar?.y ?? height);
  const seen = async (what: string, box: { y: number; height: number } | null, whole: boolean) => {
    expect(box, `${name}: ${what} is there`).not.toBeNull();
    const end = whole ? box!.y + box!.height : box!.y + 40;
    expect(box!.y, `${name}: ${what}`).toBeGreaterThanOrEqual(0);
    expect(end, `${name}: ${what}`).toBeLessThanOrEqual(floor + 1);
  };
  await seen('the heading', await apply.step.getByRole('heading', { level: 2 }).boundingBox(), true);
  const lines = apply.step.locator('.code-scroll, .value-scroll, .step-prose, .merge').first();
  if ((await lines.count()) > 0) await seen('the lines', await lines.boundingBox(), false);
  const primary = page.getByRole('main').locator('.button.primary');
  expect(await primary.count(), `${name}: one primary button`).toBe(1);
  await seen('the primary button', await primary.boundingBox(), true);
}

for (const [name, provider, providerKind, kind, more] of PAIRS)
  test(`${name} at ${provider}: each step is understood without scrolling, and at most 12 Tabs long`, async ({
    page,
    host,
  }) => {
    test.setTimeout(240_000);
    await page.setViewportSize({ width: 1280, height: 800 });
    await openWorkspace(
      page,
      host,
      workspaceText('https://auth.example.com', { provider: providerKind, app: kind, more }),
    );
    const apply = await toApply(page, name);
    await expect(apply.choice).toBeVisible();
    await everyLook(page, `apply-choose-${kind}`);
    const ways = await page
      .getByRole('radio')
      .evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')!));
    expect(ways.length).toBeGreaterThan(1);
    for (const way of ways) {
      await apply.ways();
      await page.getByRole('radio', { name: way }).check();
      await apply.start();
      const track = page.getByRole('region', { name: 'Both sides' }).getByRole('button');
      for (let step = 0; step < (await track.count()); step += 1) {
        await track.nth(step).click();
        const title = `${way}: ${await apply.step.getByRole('heading', { level: 2 }).innerText()}`;
        await expect(apply.step.getByRole('heading', { level: 2 })).toBeFocused();
        if (await apply.step.locator('.merge').count())
          await expect(apply.step.getByRole('textbox').first()).toBeVisible();
        expect(await tabsToNext(page), title).toBeLessThanOrEqual(12);
        await expectInWindow(page, apply, title);
        if (process.env['LATCHKEY_E2E_LOOK'])
          await page.screenshot({
            path: `${process.env['LATCHKEY_E2E_LOOK']}/${kind}-${ways.indexOf(way)}-${step}.png`,
          });
      }
    }
  });
