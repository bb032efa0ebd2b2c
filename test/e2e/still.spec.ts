import { needsChromium } from './chromium.ts';
import { everyLook } from './every-look.ts';
import { expect, test } from './fixtures.ts';
import { OverviewPage } from './pages/overview-page.ts';
import { openWorkspace, workspaceText } from './ways.ts';

needsChromium();

const MORE = [
  ...['romm', 'kestra', 'grafana', 'gitea', 'paperless-ngx', 'immich', 'miniflux', 'mealie', 'vikunja'],
  ...['bookstack', 'outline', 'linkwarden', 'audiobookshelf', 'nextcloud'],
];
const withMore = (url: string, more: readonly string[]) =>
  workspaceText(url) +
  more
    .map(
      (kind) => `  ${kind}:\n    kind: ${kind}\n    url: https://${kind}.example.com\n    provider: home\n`,
    )
    .join('');

interface Place {
  readonly name: string | null;
  readonly group: string;
  readonly top: number;
  readonly left: number;
}
declare global {
  interface Window {
    readonly placesNow: () => Place[];
    placesSeen: string[];
    testsSeen: boolean;
  }
}

/** Notes, in every frame, where each app stands on the page and in which group. */
function watch(): void {
  const placesNow = () =>
    [...document.querySelectorAll<HTMLElement>('main .app-item')].map((item) => {
      const { top, left } = item.getBoundingClientRect();
      return {
        name: item.querySelector('b')!.textContent,
        group: item.closest('section')?.querySelector('h3')?.firstChild?.textContent ?? '',
        top: Math.round(top + scrollY),
        left: Math.round(left),
      };
    });
  Object.assign(window, { placesNow, placesSeen: [], testsSeen: false });
  const look = () => {
    const now = JSON.stringify(placesNow());
    if (window.placesSeen.at(-1) !== now) window.placesSeen.push(now);
    if (document.querySelector('main .app-item.running')) window.testsSeen = true;
    requestAnimationFrame(look);
  };
  look();
}

for (const [what, more] of [
  ['rows', MORE.slice(0, 7)],
  ['groups', MORE],
] as const)
  test(`nothing moves while the states of many apps change: ${what}`, async ({ page, host, side }) => {
    test.setTimeout(180_000);
    const idp = await side('authelia', { kind: 'memos', url: 'https://notes.example.com' });
    await openWorkspace(page, host, withMore(idp.url, more));
    const overview = new OverviewPage(page);
    const all = more.length + 1;
    await expect(page.locator('main .app-item')).toHaveCount(all);
    await expect(overview.heading).toHaveText(`${all} of ${all} apps need you`);
    await page.evaluate(watch);

    // Each fails for itself, then all of them by one cause: each app is where it was, whatever is said of it.
    for (const [answers, heading] of [
      [true, `${all} of ${all} apps need you`],
      [false, 'Authelia can’t be reached from here'],
    ] as const) {
      if (!answers) await idp.close();
      await overview.testAll.click();
      await expect.poll(() => page.evaluate(() => window.testsSeen)).toBe(true);
      await expect(page.getByRole('button', { name: 'Stop testing' })).toHaveCount(0, { timeout: 90_000 });
      await expect(overview.heading).toHaveText(heading);
      expect(await page.evaluate(() => window.placesSeen), heading).toHaveLength(1);
      await page.evaluate(() => Object.assign(window, { testsSeen: false }));
      if (!answers && what === 'groups') {
        await expect(page.getByRole('heading', { level: 3 })).toHaveText(`Need you 0 of ${all}`);
        await everyLook(page, 'still-stale');
      }
    }
    if (what !== 'groups') return;

    // Asked for, they are sorted anew; the next visit does so by itself.
    await page.getByRole('button', { name: 'Sort anew' }).click();
    await expect(page.getByRole('heading', { level: 3 })).toHaveText(`Wait for the provider ${all}`);
    await expect(page.getByRole('button', { name: 'Sort anew' })).toHaveCount(0);
    await everyLook(page, 'still-sorted');
  });
