import type { Locator, Page } from '@playwright/test';
import { needsChromium } from './chromium.ts';
import { everyLook } from './every-look.ts';
import { expect, test } from './fixtures.ts';
import { StartPage } from './pages/start-page.ts';
import { SignInPage, TestPage } from './pages/test-page.ts';

needsChromium();

const GREEN = { name: 'Green again', level: 1 } as const;

const looks = (page: Page, name: string) => everyLook(page, `practice-${name}`);

const mistake = (page: Page, name: string) =>
  page.getByRole('list', { name: 'Mistakes' }).getByRole('button', { name });
const roadOf = (page: Page) =>
  page.getByRole('list', { name: 'How far it is' }).getByRole('listitem').and(page.locator('[aria-current]'));

/** A stranger reads every word of every screen, slower than most adults (238 a minute in the mean, Brysbaert 2019). */
const READ_MS_PER_WORD = 60_000 / 200;
/** To point at something and press it: 1.1 + 0.2 s in the keystroke-level model (Card, Moran, Newell 1980), and some more. */
const ACT_MS = 2000;

for (const road of ['straight to a mistake', 'a whole login first'] as const)
  test(`a stranger understands a diagnosis within two minutes: ${road}`, async ({ page, host }) => {
    test.setTimeout(120_000);
    const words: number[] = [];
    let acts = 0;
    const read = async (part = page.getByRole('main')) =>
      void words.push((await part.innerText()).split(/\s+/).filter(Boolean).length);
    const press = async (button: Locator) => {
      acts += 1;
      await button.click();
    };
    const start = new StartPage(page);
    await start.goto(host.url);
    const begun = Date.now();
    await read();
    await press(start.practice);
    await expect(page.getByRole('heading', { name: 'Break a login, with nothing at risk' })).toBeVisible();
    await read();
    if (road === 'straight to a mistake')
      await press(page.getByRole('button', { name: 'Break it', exact: true }));
    else {
      await press(page.getByRole('button', { name: 'See it work first' }));
      await new TestPage(page).begun();
      await read();
      acts += 1;
      const tab = await new TestPage(page).opened();
      await read(tab.locator('body'));
      await press(tab.getByRole('button', { name: 'Agree and continue' }));
      await expect(tab.getByRole('heading', { name: 'Login received' })).toBeVisible();
      await read(tab.locator('body'));
      acts += 1;
      await tab.close();
      await expect(page.getByText('The login works', { exact: false })).toBeVisible({ timeout: 20_000 });
    }
    await expect(page.getByRole('heading', { name: 'Break it, then mend it' })).toBeFocused();
    await read();
    await press(mistake(page, 'Wrong redirect'));
    await expect(roadOf(page)).toHaveText('Diagnosis', { timeout: 20_000 });
    await read(page.getByRole('region', { name: 'Wrong redirect' }));
    const all = words.reduce((sum, one) => sum + one, 0);
    const seconds = Math.round((Date.now() - begun + all * READ_MS_PER_WORD + acts * ACT_MS) / 1000);
    const said = `${road}: ${all} words (${words.join(', ')}), ${acts} acts, ${seconds} s`;
    test.info().annotations.push({ type: 'stranger', description: said });
    console.log(`    ${said}`);
    // What the words and the acts take doesn't depend on how busy the machine is.
    expect((all * READ_MS_PER_WORD + acts * ACT_MS) / 1000).toBeLessThanOrEqual(100);
    expect(seconds).toBeLessThanOrEqual(120);
    // What to write and the button that writes it are there without scrolling, in a small window too.
    await page.setViewportSize({ width: 1280, height: 800 });
    const fix = page.getByRole('button', { name: 'Write the fix' });
    await expect(fix).toBeInViewport({ ratio: 1 });

    await page.getByRole('button', { name: 'Write the fix' }).click();
    await expect(page.getByRole('heading', GREEN)).toBeVisible({ timeout: 20_000 });
  });

test('a first login that was stopped says so, and can be done again', async ({ page, host }) => {
  const start = new StartPage(page);
  await start.goto(host.url);
  await start.practice.click();
  await page.getByRole('button', { name: 'See it work first' }).click();
  const proof = new TestPage(page);
  await proof.begun();
  await looks(page, 'first-login');
  await proof.stop.click();
  const again = page.getByRole('button', { name: 'Sign in as Ada Practice' });
  await expect(again).toBeVisible();
  await looks(page, 'first-login-stopped');
  // One press: it opens the login page, too.
  await new SignInPage(await proof.openedBy(again)).agree();
  await expect(page.getByText('The login works', { exact: false })).toBeVisible({ timeout: 20_000 });
  await looks(page, 'first-login-works');
  // The picture of it is one press away, and leads on.
  await page.getByRole('button', { name: 'See every step' }).click();
  const lanes = page.getByRole('region', { name: 'What happened' });
  await expect(lanes).toBeVisible();
  // In the smallest window each line says between whom it goes, and none is cut.
  await page.setViewportSize({ width: 320, height: 800 });
  for (const line of await lanes.getByRole('listitem').all()) {
    await expect(line.getByText(' → ')).toBeVisible();
    expect(
      await line.evaluate((one) =>
        [one, ...one.querySelectorAll('span:not(.unheard)')].every(
          (part) => part.getBoundingClientRect().right <= window.innerWidth,
        ),
      ),
    ).toBe(true);
  }
});

test('mistakes are made, explained, mended and remembered, and the states are fit to look at', async ({
  page,
  host,
}) => {
  test.setTimeout(240_000);
  const start = new StartPage(page);
  await start.goto(host.url);
  await looks(page, 'start');
  // From anywhere outside, the rail leads to the same screen.
  await page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Practice' }).click();
  await expect(page.getByRole('heading', { name: 'Break a login, with nothing at risk' })).toBeVisible();
  await looks(page, 'explain');
  await page.getByRole('button', { name: 'Break it', exact: true }).click();
  await expect(mistake(page, '')).toHaveCount(6);
  await looks(page, 'choose');

  await mistake(page, 'Wrong redirect').click();
  await expect(roadOf(page)).toHaveText('Diagnosis', { timeout: 20_000 });
  const card = page.getByRole('article');
  await expect(card).toContainText('https://memos.example.com/auth/callbacks');
  await expect(card).toContainText('is not registered at the identity provider');
  await expect(mistake(page, 'Wrong redirect')).toContainText('Broken now');
  await expect(page.getByRole('main')).not.toContainText(/\bP\d+\b/);
  await looks(page, 'diagnosis');

  // It is really broken, and stays so when the page is loaded again.
  await page.reload();
  await expect(roadOf(page)).toHaveText('Diagnosis', { timeout: 20_000 });
  await page.getByRole('button', { name: 'Write the fix' }).click();
  await expect(page.getByRole('heading', GREEN)).toBeVisible({ timeout: 20_000 });
  await expect(page.getByText('1 of 6 mended', { exact: false })).toBeVisible();
  await expect(mistake(page, 'Wrong redirect')).toContainText('Mended');
  await expect(page.getByRole('region', { name: 'Wrong redirect' })).toContainText('letter for letter');
  await looks(page, 'green');

  for (const name of ['Wrong secret', 'Unknown client', 'Scope not allowed']) {
    await mistake(page, name).click();
    await expect(roadOf(page)).toHaveText('Diagnosis', { timeout: 30_000 });
    await looks(page, `diagnosis-${name.replaceAll(' ', '-')}`);
    await page.getByRole('button', { name: 'Write the fix' }).click();
    await expect(page.getByRole('heading', GREEN)).toBeVisible({ timeout: 30_000 });
    await expect(mistake(page, name)).toContainText('Mended');
  }

  // What no check can see is seen by a login, before and after.
  await page.getByRole('button', { name: 'Next: Missing claim' }).click();
  await expect(page.getByText('No check can see this one', { exact: false })).toBeVisible();
  await looks(page, 'by-login');
  const login = async (name?: string, comesBack = 'Login received') => {
    const tab = await new TestPage(page).openedBy(
      page.getByRole('button', { name: 'Sign in as Ada Practice' }),
    );
    await expect(tab.getByRole('heading', { name: 'Sign in to Memos' })).toBeVisible();
    await expect(tab.getByText('On your own machine', { exact: false })).toBeVisible();
    if (name) await looks(tab, `page-${name}`);
    await new SignInPage(tab).agree();
    await expect(tab.getByRole('heading', { name: comesBack })).toBeVisible();
    await expect(tab.getByText('Memos, as a test')).toBeVisible();
    const code = new URL(tab.url()).searchParams.get('code');
    expect(code === null).toBe(comesBack !== 'Login received');
    if (code !== null) expect(await tab.content()).not.toContain(code);
    if (name) await looks(tab, `page-${name}-back`);
    await tab.close();
  };
  await login('sign-in');
  await expect(roadOf(page)).toHaveText('Diagnosis', { timeout: 20_000 });
  await looks(page, 'diagnosis-claim');
  await page.getByRole('button', { name: 'Write the fix' }).click();
  await login();
  await expect(page.getByRole('heading', GREEN)).toBeVisible({ timeout: 20_000 });

  await page.getByRole('button', { name: 'Next: Wrong group' }).click();
  await login('refused', 'The identity provider reported an error');
  await expect(roadOf(page)).toHaveText('Diagnosis', { timeout: 20_000 });
  await expect(page.getByRole('article')).toContainText('family');
  await looks(page, 'diagnosis-group');
  await page.getByRole('button', { name: 'Write the fix' }).click();
  await login();
  await expect(page.getByRole('heading', GREEN)).toBeVisible({ timeout: 20_000 });
  await expect(page.getByText('6 of 6 mended', { exact: false })).toBeVisible();
  await looks(page, 'all');
  await page.getByRole('button', { name: 'Connect a real app' }).click();
  await expect(page.getByRole('heading', { name: 'Which identity provider do you run?' })).toBeVisible();
});

for (const width of [1280, 1000, 640, 320])
  test(`nothing jumps when a mistake is made and mended, ${width} px wide`, async ({ page, host }) => {
    test.setTimeout(90_000);
    await page.setViewportSize({ width, height: 800 });
    const start = new StartPage(page);
    await start.goto(host.url);
    await start.practice.click();
    await page.getByRole('button', { name: 'Break it', exact: true }).click();
    const places = () =>
      page
        .getByRole('list', { name: 'Mistakes' })
        .getByRole('button')
        .evaluateAll((all) =>
          all.map((one) => {
            const { x, y, height } = one.getBoundingClientRect();
            return [x, y + window.scrollY, height].map(Math.round).join(' ');
          }),
        );
    await page.evaluate(() => document.fonts.ready);
    const before = await places();
    const fix = page.getByRole('button', { name: 'Write the fix' });
    for (const name of ['Scope not allowed', 'Wrong redirect']) {
      await mistake(page, name).click();
      await expect(fix).toBeVisible({ timeout: 20_000 });
      expect.soft(await places(), `${name}, broken`).toEqual(before);
      const place = () => fix.evaluate((one) => one.getBoundingClientRect().top + window.scrollY);
      const at = await place();
      await page.getByText('Why', { exact: true }).click();
      expect.soft(await place(), `${name}, why`).toBe(at);
      // What was opened is in sight, without scrolling.
      await expect.soft(page.locator('.more-body p').last()).toBeInViewport({ ratio: 1 });
      await fix.click();
      await expect(page.getByRole('heading', GREEN)).toBeVisible({ timeout: 20_000 });
      expect.soft(await places(), `${name}, mended`).toEqual(before);
    }
  });

test('a refusal in the browser says what the provider said, and whose login it was', async ({
  page,
  host,
}) => {
  const start = new StartPage(page);
  await start.goto(host.url);
  await start.practice.click();
  await page.getByRole('button', { name: 'See it work first' }).click();
  const tab = await new TestPage(page).opened();
  await new SignInPage(tab).refuse();
  await expect(tab.getByRole('heading', { name: 'The identity provider reported an error' })).toBeVisible();
  await expect(tab.getByText('access_denied')).toBeVisible();
  await expect(tab.getByText('Memos, as a test')).toBeVisible();
  await looks(tab, 'page-refused');
});
