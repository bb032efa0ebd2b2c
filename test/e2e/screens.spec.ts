import type { Page } from '@playwright/test';
import { bareCode } from '../../renderer/components/code-words.ts';
import { allApps } from '../../shared/catalog/apps/index.ts';
import { CHECKS } from '../../shared/diagnosis/checks.ts';
import { needsChromium } from './chromium.ts';
import { expect, test } from './fixtures.ts';
import { violations } from './violations.ts';
import { walk } from './walk.ts';

needsChromium();

/** Elements past the right edge of the window, or whose text is cut off and can't be scrolled to. */
const cut = (page: Page) =>
  page.evaluate(() => {
    const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    const found = wide > 0 ? [`the page is ${wide} px too wide`] : [];
    for (const element of document.querySelectorAll<HTMLElement>('main *, .bar *, .rail *')) {
      const style = getComputedStyle(element);
      if (
        style.visibility === 'hidden' ||
        element.matches('input, textarea') ||
        element.closest('.unheard, [popover], svg, .skip')
      )
        continue;
      const box = element.getBoundingClientRect();
      if (box.width === 0 || box.height === 0) continue;
      const name = `${element.tagName.toLowerCase()}.${element.className} “${(element.textContent ?? '').slice(0, 40)}”`;
      // Only for screen readers.
      if (box.width <= 1 && box.height <= 1) continue;
      const hidden = ['hidden', 'clip'].includes(style.overflowX);
      if (hidden && element.scrollWidth > element.clientWidth + 1 && style.textOverflow !== 'ellipsis')
        found.push(`cut: ${name}`);
      if (box.right > window.innerWidth + 1 && !element.closest('.scroll-x, .code-scroll, pre, .tab-list'))
        found.push(`outside: ${name}`);
    }
    return found.slice(0, 8);
  });

/** The sentences of a screen. What is shown as code, typed, or the label of a value to enter is none. */
const sentences = (page: Page) =>
  page.evaluate(() => {
    const walker = document.createTreeWalker(document.querySelector('main')!, NodeFilter.SHOW_TEXT);
    const found = new Set<string>();
    while (walker.nextNode()) {
      const node = walker.currentNode as Text;
      const place = node.parentElement!;
      if (!place.closest('code, pre, .mono, [role="option"], textarea, dt, th, td')) found.add(node.data);
    }
    return [...found];
  });

/** The keys of files, command lines and ids of checks in what a screen says. */
const jargon = async (page: Page): Promise<readonly string[]> =>
  (await sentences(page))
    .filter((text) => !NAMES.has(text))
    .flatMap((text) =>
      [...bareCode(text), ...(text.match(CHECK_ID) ?? [])].map((word) => `jargon: ${word} in “${text}”`),
    );
/** What products are called is said as they call it. */
const NAMES = new Set(allApps().map(({ name }) => name));
const CHECK_ID = new RegExp(`\\b(?:${Object.keys(CHECKS).join('|')})\\b`, 'g');

for (const theme of ['light', 'dark'] as const) {
  test(`every screen in ${theme}: no violation found by axe${theme === 'light' ? '; nothing cut at 640 px and at 200 %, nothing moves' : ''}`, async ({
    page,
    host,
    side,
    folder,
  }) => {
    test.setTimeout(240_000);
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    const idp = await side('authelia', { kind: 'memos', url: 'https://notes.example.com' });
    const bad: Record<string, readonly string[]> = {};
    let seen = 0;
    await walk({ page, host, side: idp, folder }, async (name) => {
      seen++;
      const found = [...(await violations(page))];
      found.push(...(await jargon(page)));
      if (theme === 'dark') {
        if (found.length > 0) bad[name] = found;
        return;
      }
      // 200 % of 1280 × 900 is a window of 640 × 450 with pixels twice as big.
      await page.setViewportSize({ width: 640, height: 450 });
      found.push(...(await cut(page)));
      found.push(...(await violations(page)));
      const moving = await page.evaluate(() =>
        document
          .getAnimations()
          .filter(
            (one) => one.playState === 'running' && Number(one.effect?.getComputedTiming().duration) > 10,
          )
          .map((one) => `moves: ${(one as CSSAnimation).animationName ?? 'a transition'}`),
      );
      found.push(...moving);
      if (process.env['LATCHKEY_E2E_LOOK']) {
        await page.screenshot({
          path: `${process.env['LATCHKEY_E2E_LOOK']}/${name}-${theme}-640.png`,
          fullPage: true,
        });
        await page.setViewportSize({ width: 1280, height: 900 });
        await page.screenshot({
          path: `${process.env['LATCHKEY_E2E_LOOK']}/${name}-${theme}.png`,
          fullPage: true,
        });
      }
      await page.setViewportSize({ width: 1280, height: 900 });
      if (found.length > 0) bad[name] = [...new Set(found)];
    });
    expect(seen).toBeGreaterThan(20);
    expect(bad).toEqual({});
  });
}
