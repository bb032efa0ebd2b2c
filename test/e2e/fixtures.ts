import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type BrowserContext, test as base, expect, type Page } from '@playwright/test';
import type { ProviderKind } from '../../shared/workspace/types.ts';
import { whyChromiumOnly } from './chromium-only.ts';
import { ELECTRON, startDesktop } from './desktop-host.ts';
import type { DesktopHost } from './desktop-window.ts';
import { type HostOptions, type ServedHost, startHost } from './host.ts';
import { type Side, type SideApp, startSide } from './provider.ts';

/** What a page or the host complained about, as text. */
export interface Complaints {
  /** Ignores a complaint that this test expects. */
  expect(pattern: RegExp): void;
  readonly all: () => readonly string[];
}

interface Fixtures {
  readonly hostOptions: HostOptions;
  readonly host: ServedHost;
  readonly complaints: Complaints;
  /** Starts a practice provider that imitates a product; it stops when the test ends. */
  readonly side: (kind: ProviderKind, app: SideApp) => Promise<Side>;
  /** An empty folder for this test. */
  readonly folder: string;
}

/** The window of the desktop app in place of a browser's. */
const window = {
  context: async (
    { host }: { host: ServedHost },
    use: (context: BrowserContext) => Promise<void>,
  ): Promise<void> => use((host as DesktopHost).context),
  page: async (
    {
      host,
      viewport,
      colorScheme,
    }: {
      host: ServedHost;
      viewport: { width: number; height: number } | null;
      colorScheme: 'light' | 'dark' | 'no-preference' | null;
    },
    use: (page: Page) => Promise<void>,
  ): Promise<void> => {
    const { page } = host as DesktopHost;
    if (viewport !== null) await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme });
    await use(page);
  },
};

/** One host, one browser context and one empty folder per test; any complaint fails the test. */
export const test = base.extend<Fixtures>({
  hostOptions: [{}, { option: true }],
  host: async ({ hostOptions }, use, info) => {
    const why = ELECTRON && whyChromiumOnly(path.basename(info.file), info.title);
    test.skip(Boolean(why), why || '');
    const host = ELECTRON ? await startDesktop(hostOptions) : await startHost(hostOptions);
    await use(host);
    await host.close();
  },
  ...(ELECTRON ? window : {}),
  complaints: [
    async ({ host, context }, use) => {
      const heard: string[] = [];
      const expected: RegExp[] = [];
      // How much moves is measured where nothing but the page draws.
      if (!ELECTRON) await context.addInitScript(tellShifts, [SHIFT, MOST_SHIFT, MOST_LATE, LATE] as const);
      await listen(context, host.origin, heard);
      await use({ expect: (pattern) => void expected.push(pattern), all: () => heard });
      const noise = host.stderr().replace(/^The address works once, in one browser.*\n?/m, '');
      const bad = [...heard, ...noise.split('\n').map((line) => line && `host: ${line}`)].filter(
        (line) => line !== '' && !expected.some((pattern) => pattern.test(line)),
      );
      expect(bad, 'nothing complained').toEqual([]);
    },
    { auto: true },
  ],
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern
  side: async ({}, use) => {
    const sides: Side[] = [];
    await use(async (kind, app) => {
      const side = await startSide(kind, app);
      sides.push(side);
      return side;
    });
    await Promise.all(sides.map((side) => side.close()));
  },
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern
  folder: async ({}, use) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'latchkey-e2e-files-'));
    await use(folder);
    rmSync(folder, { recursive: true, force: true });
  },
});

export { expect } from '@playwright/test';

const SHIFT = 'layout shift';
/** Nothing moves that could be seen: an icon of 16 px that moves by 10 px is more. 0 tells of every fraction of a pixel. */
const MOST_SHIFT = Number(process.env['LATCHKEY_E2E_SHIFT'] ?? 0.0001);
/**
 * The same for what comes of a press and is late on a busy machine: the browser takes it for one that comes by itself after half
 * a second. A tenth is the limit of what people take well (https://web.dev/articles/cls).
 */
const MOST_LATE = Number(process.env['LATCHKEY_E2E_SHIFT'] ?? 0.1);
/** How long after a press its answer may come, in milliseconds. */
const LATE = 3000;

/**
 * Tells in the console of every shift that the browser measures: something moved that a person looks at, more than half a
 * second after what they did (https://web.dev/articles/cls). A window that changes its size is none.
 */
function tellShifts([word, most, mostLate, late]: readonly [string, number, number, number]): void {
  let pressed = Number.NEGATIVE_INFINITY;
  // What Playwright fills in is typed by nobody, as the browser sees it.
  let typed = Number.NEGATIVE_INFINITY;
  for (const kind of ['pointerdown', 'pointerup', 'keydown', 'click', 'input'])
    addEventListener(kind, () => (pressed = performance.now()), true);
  addEventListener('input', () => (typed = performance.now()), true);
  new PerformanceObserver((list) => {
    const from = (window as { readonly shiftsFrom?: number }).shiftsFrom ?? 0;
    for (const entry of list.getEntries() as (PerformanceEntry & {
      readonly value: number;
      readonly hadRecentInput: boolean;
      readonly sources: readonly {
        readonly node: Node | null;
        readonly previousRect: DOMRect;
        readonly currentRect: DOMRect;
      }[];
    })[]) {
      const isLate = entry.startTime >= pressed && entry.startTime < pressed + late;
      if (entry.hadRecentInput || entry.value < (isLate ? mostLate : most) || entry.startTime < from)
        continue;
      if (entry.startTime >= typed && entry.startTime < typed + 500) continue;
      const what = entry.sources.map(({ node, previousRect: from, currentRect: to }) => {
        const text = (node as Element | null)?.outerHTML?.slice(0, 100) ?? String(node);
        return `${text} (${from.x},${from.y} ${from.width}×${from.height} to ${to.x},${to.y} ${to.width}×${to.height})`;
      });
      console.info(`${word} of ${entry.value.toFixed(4)} at ${location.hash}: ${what.join(' | ')}`);
    }
  }).observe({ type: 'layout-shift', buffered: true });
}

/** Listens for console errors, script errors, policy violations and failed requests of our own pages. */
async function listen(context: BrowserContext, origin: string, heard: string[]): Promise<void> {
  const own = (page: Page | undefined | null) => page?.url().startsWith(origin) ?? false;
  // Chromium reports a policy violation as a console error; reports from scripts arrive as an event.
  context.on('console', (message) => {
    if (message.text().startsWith(SHIFT) && own(message.page())) heard.push(message.text());
    if (['error', 'warning'].includes(message.type()) && own(message.page()))
      heard.push(`console ${message.type()}: ${message.text()} (${message.location().url})`);
  });
  context.on('weberror', (error) => {
    if (own(error.page())) heard.push(`script: ${error.error().message}`);
  });
  context.on('response', (response) => {
    if (response.url().startsWith(origin) && response.status() >= 400)
      heard.push(`answer: ${response.status()} ${new URL(response.url()).pathname}`);
  });
}
