import type { Page } from '@playwright/test';
import type { AppKind, ProviderKind } from '../../shared/workspace/types.ts';
import { needsChromium } from './chromium.ts';
import { desktopOf } from './desktop-window.ts';
import { everyLook } from './every-look.ts';
import { expect, test } from './fixtures.ts';
import { handedOver } from './handed-over.ts';
import type { ApplyPage } from './pages/apply-page.ts';
import { WizardPage } from './pages/wizard-page.ts';
import { openWorkspace, toApply, workspaceText } from './ways.ts';

needsChromium();

const PAIRS: readonly (readonly [
  string,
  string,
  ProviderKind,
  AppKind,
  readonly string[],
  (readonly string[])?,
])[] = [
  ['Memos', 'a new Authelia', 'authelia', 'memos', [], ['setup: new']],
  ['Memos', 'Authelia', 'authelia', 'memos', []],
  ['RomM', 'authentik', 'authentik', 'romm', []],
  ['Kestra', 'Authelia', 'authelia', 'kestra', ['edition: enterprise']],
  ['Memos', 'Zitadel, which makes the client id', 'zitadel', 'memos', []],
  ['Memos', 'Kanidm', 'kanidm', 'memos', []],
  [
    'Shelf',
    'Authelia',
    'authelia',
    'custom',
    ['client_name: Shelf', 'settings:', '  redirect_paths: [/callback]'],
  ],
];

/** Providers that make the secret, and Zitadel the client id: what they make is asked for in a step. */
const MAKERS: Readonly<Record<ProviderKind, string>> = { zitadel: 'Zitadel', kanidm: 'Kanidm' };

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
  const pane = apply.step.locator('.code-scroll');
  if ((await pane.count()) > 0) {
    // So is what has to be set elsewhere for the file to count.
    const values = await apply.step.locator('.value-line').all();
    if (values.length <= 4)
      for (const value of values) await seen('a value beside the file', await value.boundingBox(), true);
    // The line whose reason stands beside the code is in sight, and no line is cut off, of code or of a comment.
    await seen('the line that is looked at', await pane.locator('.code-line.at').boundingBox(), true);
    // A text begins at its beginning: there it says what it is, and what not to do with it.
    expect(await pane.evaluate((box) => box.scrollTop), `${name}: scrolled`).toBe(0);
    const cut = await pane.evaluate((box) =>
      [...box.querySelectorAll('.code-line .line-text')]
        .filter(
          (one) =>
            one.scrollWidth > one.clientWidth + 1 ||
            one.getBoundingClientRect().right > box.getBoundingClientRect().right,
        )
        .map((one) => one.textContent),
    );
    expect(cut, `${name}: lines`).toEqual([]);
  }
  const primary = page.getByRole('main').locator('.button.primary');
  expect(await primary.count(), `${name}: one primary button`).toBe(1);
  await seen('the primary button', await primary.boundingBox(), true);
}

for (const [name, provider, providerKind, kind, more, of = []] of PAIRS)
  test(`${name} at ${provider}: each step is understood without scrolling, and at most 12 Tabs long`, async ({
    page,
    host,
  }) => {
    test.setTimeout(240_000);
    await page.setViewportSize({ width: 1280, height: 800 });
    await openWorkspace(
      page,
      host,
      workspaceText('https://auth.example.com', { provider: providerKind, app: kind, more, of }),
    );
    const apply = await toApply(page, name, MAKERS[providerKind]);
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
        // These parts are loaded when they are first needed.
        if (/^(?:Merge|Let Latchkey)/.test(await apply.step.getByRole('heading', { level: 2 }).innerText()))
          await expect(
            apply.step
              .getByRole('textbox')
              .or(apply.step.getByRole('button', { name: 'Choose the file…' }))
              .first(),
          ).toBeVisible();
        expect(await tabsToNext(page), title).toBeLessThanOrEqual(12);
        // What warns stands below the step that does it, which says the same itself: nothing has to lead there.
        if (title.endsWith('Let the first login make an account')) {
          await expect(page.getByRole('region', { name: 'About Memos' })).toBeVisible();
          await expect(page.getByRole('button', { name: /^Warning/ })).toHaveCount(0);
        }
        await expectInWindow(page, apply, title);
        if (process.env['LATCHKEY_E2E_LOOK'])
          await page.screenshot({
            path: `${process.env['LATCHKEY_E2E_LOOK']}/${kind}-${ways.indexOf(way)}-${step}.png`,
          });
      }
    }
  });

test('what needs both sides comes last of all, and what is for a failed login is no step', async ({
  page,
  host,
}) => {
  test.setTimeout(120_000);
  await openWorkspace(
    page,
    host,
    workspaceText('https://auth.example.com', { app: 'nextcloud', more: ['settings:', '  sso_only: true'] }),
  );
  const apply = await toApply(page, 'Nextcloud');
  await apply.start();
  const title = apply.step.getByRole('heading', { level: 2 });
  const done: string[] = [];
  for (let step = 0; step < 20; step += 1) {
    const now = await title.innerText();
    const side = await page.locator('.lane.here .lane-who').innerText();
    done.push(`${side.trim()}: ${now}`);
    if (now.startsWith('Leave the provider as the only way')) break;
    await expect(page.getByRole('main')).not.toContainText('look at the log');
    await apply.confirm.click();
    await expect(title).not.toHaveText(now);
  }
  // The provider is called done where its lane counts all of its steps.
  await expect(page.locator('.lane').first().locator('.lane-count')).toHaveText('4 of 4');
  const sides = done.map((one) => one.split(':')[0]);
  expect(sides.filter((side, at) => side !== sides[at - 1])).toHaveLength(2);
  await everyLook(page, 'apply-after-both');
  await apply.confirm.click();
  await expect(page.getByRole('heading', { name: 'You say that everything is in place' })).toBeFocused();
});

test('the steps of both sides take the same rows, whichever of them is looked at', async ({ page, host }) => {
  await openWorkspace(page, host, workspaceText('https://auth.example.com'));
  const apply = await toApply(page, 'Memos');
  await apply.start();
  const track = page.getByRole('region', { name: 'Both sides' });
  for (const width of [1280, 1000, 900, 640, 320]) {
    await page.setViewportSize({ width, height: 800 });
    const heights = new Set<number>();
    for (const step of await track.getByRole('button').all()) {
      await step.click();
      await expect(apply.step.getByRole('heading', { level: 2 })).toBeFocused();
      heights.add((await track.boundingBox())!.height);
    }
    expect([...heights], `${width}`).toHaveLength(1);
  }
});

test('what is said of a download covers nothing that is to be read or pressed', async ({ page, host }) => {
  await page.setViewportSize({ width: 1280, height: 800 });
  await openWorkspace(
    page,
    host,
    workspaceText('https://auth.example.com', { provider: 'authentik', app: 'romm' }),
  );
  const apply = await toApply(page, 'RomM');
  await apply.start();
  await apply.step
    .getByRole('button', { name: /^(?:Copy all|Copy)/ })
    .first()
    .click();
  await handedOver(apply.step.getByRole('button', { name: /^Download/ }));
  // In a browser, that the secret stays on the clipboard is said beside it; the app clears it and says where it saved.
  const said = page.locator('.toasts .notice');
  const isApp = desktopOf(page) !== undefined;
  await expect(
    said.filter({ hasText: isApp ? /^Saved as .+\.yaml\.$/ : 'is downloaded by your browser.' }),
  ).toBeVisible();
  await expect(said).toHaveCount(isApp ? 1 : 2);
  const covered = await page.evaluate(() =>
    [
      ...document.querySelectorAll('main :is(button, a, h1, h2, p, .code-line, .value-line, .remark)'),
    ].flatMap((one) => {
      const box = one.getBoundingClientRect();
      const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
      return top?.closest('.toasts') ? [one.textContent] : [];
    }),
  );
  expect(covered).toEqual([]);
  // Nor the bar, with what it is about and the steps, nor any part of the title.
  const over = await page.evaluate(() => {
    const boxes = [...document.querySelectorAll('.toasts .notice')].map((one) => one.getBoundingClientRect());
    return [...document.querySelectorAll('.bar, h1')]
      .map((one) => [one.textContent, one.getBoundingClientRect()] as const)
      .filter(([, box]) => boxes.some(({ top, bottom }) => top < box.bottom && bottom > box.top))
      .map(([text]) => text);
  });
  expect(over).toEqual([]);
});

for (const [width, height] of [
  [1280, 800],
  [320, 700],
] as const)
  test(`the end of a step leads to the head of the next, ${width} px wide`, async ({ page, host }) => {
    await openWorkspace(page, host, workspaceText('https://auth.example.com'));
    const apply = await toApply(page, 'Memos');
    await apply.start();
    await page.setViewportSize({ width, height });
    const head = apply.step.getByRole('heading', { level: 2 });
    for (let step = 0; step < 4; step += 1) {
      const before = await head.innerText();
      // What is done next is always in sight, wherever one reads.
      for (const y of [0, 400, 5000]) {
        await page.evaluate((to) => window.scrollTo(0, to), y);
        if (y < 5000) await expect(apply.confirm.first()).toBeInViewport({ ratio: 1 });
      }
      await apply.confirm.first().click();
      await expect(head).not.toHaveText(before);
      await expect(head).toBeInViewport({ ratio: 1 });
      const { y } = (await head.boundingBox())!;
      expect(y, before).toBeLessThan((2 * height) / 3);
    }
  });

test('in the smallest window the list of steps closes after a choice, and a key stands beside its number', async ({
  page,
  host,
}) => {
  await openWorkspace(page, host, workspaceText('https://auth.example.com'));
  const apply = await toApply(page, 'Memos');
  await apply.start();
  await page.setViewportSize({ width: 320, height: 700 });
  const menu = page.locator('.steps-menu details');
  for (const name of ['Secrets', 'Apply', 'Apply']) {
    await menu.locator('summary').click();
    await menu.getByRole('link', { name }).click();
    await expect(menu).not.toHaveAttribute('open');
  }
  await apply.ways();
  await apply.start();
  const below = await page.locator('.code-line:not(.note)').evaluateAll((lines) =>
    lines.flatMap((line) => {
      const text = line.querySelector('.line-text')!;
      const first = [...text.querySelectorAll('span')].find((one) => one.textContent.trim() !== '');
      if (first === undefined) return [];
      const range = document.createRange();
      const node = first.firstChild!;
      const at = first.textContent.search(/\S/);
      range.setStart(node, at);
      range.setEnd(node, at + 1);
      const top = line.getBoundingClientRect().top;
      return range.getBoundingClientRect().top - top > 12 ? [line.textContent] : [];
    }),
  );
  expect(below).toEqual([]);
});

const LONG =
  'The shelf of all the books that anybody of our rather large family has ever lent to somebody else';

test('every state in every look, with a long name: the lines that differ after a change, and the ticks that stay', async ({
  page,
  host,
}) => {
  test.setTimeout(400_000);
  await openWorkspace(
    page,
    host,
    workspaceText('https://auth.a-rather-long-name-for-a-small-machine.in-the-cellar.home.example.com', {
      app: 'custom',
      appUrl: 'https://shelf.a-rather-long-name-for-a-small-machine.in-the-cellar.home.example.com',
      more: [`client_name: ${LONG}`, 'settings:', '  redirect_paths: [/callback]'],
    }),
  );
  const apply = await toApply(page, LONG);
  await everyLook(page, 'apply-long-choose');
  await apply.start({ Authelia: 'Merge into your file', [LONG]: 'By hand' });
  await apply.mergeInto('/there/is/no/configuration.yml');
  await expect(apply.step.getByText(/doesn’t exist/)).toBeVisible();
  await everyLook(page, 'apply-long-refused');

  await apply.start({ Authelia: 'A file of its own' });
  await expect(apply.step.getByRole('heading', { level: 2 })).toBeFocused();
  await everyLook(page, 'apply-long-step');
  await apply.open(/Enter the values/);
  await page.keyboard.press('c');
  await expect(apply.step.getByText(/^1 copied, \d+ to copy/)).toBeVisible();
  await everyLook(page, 'apply-long-hand');
  const folded = page.locator('.done-line').first();
  await apply.open(/^Authelia, step 1:/);
  await apply.confirm.click();
  await expect(apply.step.getByRole('heading', { level: 2 })).toBeFocused();
  await expect(folded).toContainText(/Put the file beside your configuration.*\d\d:\d\dShow$/);
  await apply.open(/^Authelia, step 1:/);
  await expect(page.getByRole('main').locator('.button.primary')).toHaveText('To the next step');
  await page.getByRole('button', { name: 'To the next step' }).click();
  await apply.tickAll();
  await expect(page.getByRole('heading', { name: 'You say that everything is in place' })).toBeFocused();
  await expect(page.getByRole('main').locator('.button.primary')).toHaveText('Go on to the test');
  await everyLook(page, 'apply-long-all-done');

  const steps = page.getByRole('region', { name: 'Both sides' }).getByRole('button');
  const total = await steps.count();
  const wizard = new WizardPage(page);
  const move = async () => {
    await wizard.step('Addresses').click();
    const address = wizard.field(/^Address of/);
    await expect(address).toHaveValue(/shelf/);
    await address.fill('https://books.home.example.com');
    await wizard.next.click();
    await expect(wizard.heading('Secrets')).toBeVisible();
    await wizard.next.click();
    await expect(apply.heading).toHaveText(/^\d+ lines? at Authelia, \d+ at /);
  };
  await move();
  // Taken back, everything is in place as it was, and the form has the former address.
  await page.getByRole('button', { name: 'Undo the change' }).click();
  await expect(page.getByRole('heading', { name: 'You say that everything is in place' })).toBeVisible();
  await move();
  const lines = page.locator('.diff').first();
  await expect(lines.locator('.gone .diff-part').first()).toHaveText(/shelf/);
  await expect(lines.locator('.new .diff-part').first()).toHaveText(/books/);
  await expect(page.getByRole('main').locator('.button.primary')).toHaveCount(1);
  await everyLook(page, 'apply-long-diff');
  await page.getByRole('button', { name: 'Show all steps' }).click();
  const stale = page.locator('.lane-step.changed');
  expect(await stale.count()).toBeGreaterThan(1);
  // What the address is not in stays ticked.
  expect(await page.locator('.lane-step.yes').count()).toBe(total - (await stale.count()));
  await everyLook(page, 'apply-long-stale');
  await page.getByRole('button', { name: 'See what differs' }).click();
  await apply.confirm.first().click();
  await expect(apply.heading).not.toHaveText(/Authelia/);
});

test('a small window names the step that is open, and lets the wheel pass over a file', async ({
  page,
  host,
}) => {
  test.setTimeout(120_000);
  await openWorkspace(page, host, workspaceText('https://auth.example.com', { of: ['setup: new'] }));
  const apply = await toApply(page, 'Memos');
  await apply.start();
  const track = page.getByRole('region', { name: 'Both sides' });
  const steps = track.getByRole('button');
  const title = apply.step.getByRole('heading', { level: 2 });
  for (const width of [640, 320]) {
    await page.setViewportSize({ width, height: 700 });
    for (const [lane, at] of [
      [0, 0],
      [0, 1],
      [1, 0],
    ] as const) {
      const button = track.locator('.lane').nth(lane).getByRole('button').nth(at);
      await button.click();
      const total = await track.locator('.lane').nth(lane).getByRole('button').count();
      const named = track.getByText(new RegExp(`^Step ${at + 1} of ${total}: .{3,}`));
      await expect(named).toBeVisible();
      // Seen whole: nothing is cut, neither in its width nor in its height.
      expect(
        await named.evaluate((box) => [
          box.scrollWidth - box.clientWidth,
          box.scrollHeight - box.clientHeight,
        ]),
        `${width}`,
      ).toEqual([0, 0]);
    }
    for (const one of await steps.all()) await expect(one).toHaveAccessibleName(/^\S+, step \d: .{3,}/);

    await steps.first().click();
    await expect(title).toBeFocused();
    const file = apply.step.locator('.code-scroll');
    await file.evaluate((box) => box.scrollIntoView({ block: 'center' }));
    await file.hover();
    const place = () => page.evaluate(() => window.scrollY);
    const before = await place();
    await page.mouse.wheel(0, -120);
    await expect.poll(place, `${width}: up`).toBeLessThan(before);
    const up = await place();
    await page.mouse.wheel(0, 60);
    await expect.poll(place, `${width}: down`).toBeGreaterThan(up);
    expect(await file.evaluate((box) => box.scrollTop)).toBe(0);
    // Whoever presses into it reads in it.
    await file.locator('.code-line').nth(2).click();
    await page.mouse.wheel(0, 100);
    await expect.poll(() => file.evaluate((box) => box.scrollTop)).toBeGreaterThan(0);
  }
});
