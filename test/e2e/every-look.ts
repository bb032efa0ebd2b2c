import { expect, type Page } from '@playwright/test';
import { desktopOf } from './desktop-window.ts';
import { violations } from './violations.ts';

/**
 * The page in both colours and at three widths: nothing that axe finds, nothing wider than the window or cut off.
 * 640 px is also a window of 1280 at 200 %. Then with texts that are 30 % longer, and in forced colours. Pictures go to the folder in
 * LATCHKEY_E2E_LOOK, if it is set.
 */
export async function everyLook(page: Page, name: string): Promise<void> {
  const before = page.viewportSize()!;
  // What moves here is moved by this.
  await page.evaluate(() => Object.assign(window, { shiftsFrom: Number.POSITIVE_INFINITY }));
  const folder = process.env['LATCHKEY_E2E_LOOK'];
  const picture = async (look: string) => {
    if (folder !== undefined)
      await page.screenshot({ path: `${folder}/${name}-${look}.png`, fullPage: true });
  };
  const fits = async (look: string, width: number) => {
    const over = await page.evaluate(
      (width) => document.documentElement.scrollWidth - Math.min(width, document.documentElement.clientWidth),
      width,
    );
    expect(over, `${name} ${look}: wider than the window, in px`).toBeLessThanOrEqual(0);
    expect(await page.evaluate(cutOff), `${name} ${look}: text that is cut off`).toEqual([]);
    expect(await page.evaluate(squeezed), `${name} ${look}: a letter or two in each line`).toEqual([]);
    expect(await page.evaluate(scrollsSideways), `${name} ${look}: scrolls sideways`).toEqual([]);
  };
  const at = async (width: number, media: Parameters<Page['emulateMedia']>[0]) => {
    await page.emulateMedia({ reducedMotion: 'reduce', forcedColors: 'none', ...media });
    await page.setViewportSize({ width, height: 800 });
  };
  const seen = (look: string, work: () => Promise<void>) => answered(page, `${name} ${look}`, work);
  if (desktopOf(page) !== undefined) {
    // axe says the same of both. The app's engine is older, and a bar takes a part of its window.
    for (const width of [1280, 640, 320])
      await seen(`${width}`, async () => {
        await at(width, { colorScheme: 'light' });
        await fits(`${width}`, width);
        await picture(`app-${width}`);
      });
    await page.setViewportSize(before);
    return;
  }
  for (const colorScheme of ['light', 'dark'] as const)
    for (const width of [1280, 640, 320])
      await seen(`${colorScheme} ${width}`, async () => {
        await at(width, { colorScheme });
        expect(await violations(page), `${name} ${colorScheme} ${width}`).toEqual([]);
        await fits(`${colorScheme} ${width}`, width);
        await picture(`${colorScheme}-${width}`);
      });
  for (const width of [1280, 640, 320])
    await seen(`longer ${width}`, async () => {
      await page.evaluate(shorten);
      await at(width, { colorScheme: 'light' });
      await page.evaluate(lengthen);
      await fits(`longer ${width}`, width);
      await picture(`longer-${width}`);
      await page.evaluate(shorten);
    });
  await seen('forced colours', async () => {
    await at(1280, { colorScheme: 'dark', forcedColors: 'active' });
    await fits('forced colours', 1280);
    await picture('forced-1280');
  });
  await seen('as before', async () => {
    await at(before.width, { colorScheme: 'light' });
    await page.setViewportSize(before);
    // The browser tells of a shift later, with the time at which it was.
    await page.evaluate(async () => {
      for (let frame = 0; frame < 2; frame++) await new Promise((drawn) => requestAnimationFrame(drawn));
      Object.assign(window, { shiftsFrom: performance.now() });
    });
  });
}

/** How long a browser on a busy machine may take for one look, in milliseconds. */
const PATIENCE_MS = 30_000;

/**
 * Does the work, and once more if no answer came: what asks the browser itself has no time limit of its own, and a browser may
 * lose an answer. Says which look it was. What the work finds wrong is thrown at once.
 */
async function answered(page: Page, look: string, work: () => Promise<void>): Promise<void> {
  for (let tries = 1; tries <= 2; tries++) {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<'late'>((resolve) => {
      timer = setTimeout(() => resolve('late'), PATIENCE_MS);
    });
    const working = work();
    // If it is given up, what it throws later is about a look that nobody waits for.
    working.catch(() => undefined);
    const end = await Promise.race([working, late]).finally(() => clearTimeout(timer));
    if (end !== 'late') return;
    console.warn(`${look}: the browser gave no answer in ${PATIENCE_MS / 1000} s.`);
    await Promise.race([page.bringToFront(), new Promise((resolve) => setTimeout(resolve, 1000))]);
  }
  throw new Error(`${look}: the browser gave no answer, twice.`);
}

/** What scrolls sideways without being code, a table or a place for the keyboard: a bar that nobody wants. */
function scrollsSideways(): string[] {
  return [...document.querySelectorAll<HTMLElement>('body *')]
    .filter((element) => {
      const { overflowX } = getComputedStyle(element);
      const may =
        element.matches('pre, code, textarea, input, [tabindex]') ||
        element.querySelector('pre, code, table, [tabindex]');
      return ['auto', 'scroll'].includes(overflowX) && !may && element.scrollWidth > element.clientWidth;
    })
    .map((element) => `${element.tagName} ${element.className}`);
}

/** The texts that end at an edge without “…”. What scrolls or is for screen readers only is not cut off. */
function cutOff(): string[] {
  return [...document.querySelectorAll<HTMLElement>('h1, h2, h3, p, a, button, label, li, dt, dd, span')]
    .filter((element) => {
      const style = getComputedStyle(element);
      const hides = style.overflowX === 'hidden' || style.overflowX === 'clip';
      const small = element.clientWidth <= 1;
      return (
        hides && !small && style.textOverflow !== 'ellipsis' && element.scrollWidth > element.clientWidth + 1
      );
    })
    .map((element) => `${element.tagName} ${element.className}: ${element.textContent.slice(0, 60)}`);
}

/** The texts that have so little room that their words are broken into single letters. */
function squeezed(): string[] {
  const isUnseen = (element: Element | null): boolean =>
    element !== null && (element.getBoundingClientRect().width <= 1 || isUnseen(element.parentElement));
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found: string[] = [];
  while (walker.nextNode()) {
    const node = walker.currentNode as Text;
    const text = node.data.trim();
    // What only screen readers hear has no room on purpose.
    if (text.length < 4 || isUnseen(node.parentElement!)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const lines = [...range.getClientRects()].filter(({ width }) => width > 0);
    const letter = Number.parseFloat(getComputedStyle(node.parentElement!).fontSize);
    if (lines.length > 3 && lines.every(({ width }) => width < 2 * letter)) found.push(text.slice(0, 60));
  }
  return found;
}

/** Makes every text of the screen 30 % longer, as another language would; what is code or typed stays. */
function lengthen(): void {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const kept: [Text, string][] = [];
  Object.assign(window, { kept });
  while (walker.nextNode()) {
    const node = walker.currentNode as Text;
    const text = node.data.trim();
    if (text.length < 3 || node.parentElement?.closest('code, pre, .mono, script, style')) continue;
    kept.push([node, node.data]);
    node.data = `${node.data} ${text.slice(0, Math.ceil(text.length * 0.3))}`;
  }
}

/** Takes `lengthen` back, if there is anything to take back. */
function shorten(): void {
  const { kept } = window as { readonly kept?: [Text, string][] };
  for (const [node, text] of kept ?? []) node.data = text;
  Object.assign(window, { kept: undefined });
}
