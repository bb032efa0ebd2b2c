import { needsChromium } from './chromium.ts';
import { expect, test } from './fixtures.ts';
import { OverviewPage } from './pages/overview-page.ts';
import { StartPage } from './pages/start-page.ts';
import { SignInPage, TestPage } from './pages/test-page.ts';
import { WizardPage } from './pages/wizard-page.ts';

needsChromium();

test('the first screen says what this is in three lines and has two doors', async ({ page, host }) => {
  const start = new StartPage(page);
  await start.goto(host.url);
  await expect(page).toHaveTitle('Latchkey');
  await expect(page.getByRole('main').getByRole('list').first().getByRole('listitem')).toHaveCount(3);
  await expect(start.connect).toBeVisible();
  await expect(start.practice).toBeVisible();
  // Nothing is said of files where there are none.
  await expect(page.getByRole('heading', { name: 'Recent' })).toHaveCount(0);
  // The token of the link is no longer in the address.
  expect(page.url()).toMatch(new RegExp(`^${host.origin}/[0-9a-f]{32}/$`));
});

test('the link works once: another browser is refused', async ({ page, host, browser, complaints }) => {
  await new StartPage(page).goto(host.url);
  const other = await browser.newContext();
  const stranger = await other.newPage();
  const answer = await stranger.goto(host.url);
  expect(answer?.status()).toBeGreaterThanOrEqual(400);
  await expect(stranger.getByRole('button', { name: /^Connect an app/ })).toHaveCount(0);
  await other.close();
  complaints.expect(/refused a link/);
});

for (const width of [1280, 640, 320])
  test(`nothing moves while the practice provider starts, ${width} px wide`, async ({ page, host }) => {
    await page.setViewportSize({ width, height: 800 });
    const start = new StartPage(page);
    await start.goto(host.url);
    const places = () =>
      page.evaluate(() =>
        [...document.querySelectorAll('.door, .promise, .files')].map((one) => {
          const { top, height } = one.getBoundingClientRect();
          return [Math.round(top + scrollY), Math.round(height)];
        }),
      );
    await page.evaluate(() => document.fonts.ready);
    const before = await places();
    let goOn = () => {};
    // Only the call: a script of the practice screen comes at the same time, and one that fails is told in the console.
    await page.route(/\/practice\.start$/, async (route) => {
      await new Promise<void>((done) => (goOn = done));
      await route.abort();
    });
    await start.practice.click();
    await expect(page.getByRole('button', { name: 'Stop' })).toBeVisible();
    expect(await places()).toEqual(before);
    await page.getByRole('button', { name: 'Stop' }).click();
    goOn();
    expect(await places()).toEqual(before);
  });

test('the practice provider shows the whole way without anything of one’s own', async ({ page, host }) => {
  const start = new StartPage(page);
  await start.goto(host.url);
  await start.practice.click();
  const wizard = new WizardPage(page);
  await expect(wizard.heading('Break a login, with nothing at risk')).toBeVisible();
  // The steps before the test are there to be looked at, and are answered.
  await page.getByRole('button', { name: 'See it work first' }).click();

  // It is the login, and no screen on which to begin one; nothing is offered that isn't there in practice.
  const proof = new TestPage(page);
  await new SignInPage(await proof.opened()).agree();
  await expect(wizard.heading('Break it, then mend it')).toBeVisible();
  await expect(page.getByText('The login works.')).toBeVisible();
  await page.getByRole('button', { name: 'See every step' }).click();
  await expect(proof.heading).toHaveText(/^The test login passed/);
  await expect(proof.light('Test login')).toContainText('Pass');
  await expect(proof.claims).toContainText('ada@example.com');
  await expect(page.getByText('Practice provider', { exact: true }).first()).toBeVisible();
  await expect(page.getByText('docker exec', { exact: false })).toHaveCount(0);
  await page.getByRole('button', { name: 'Now break it' }).click();
  await expect(wizard.heading('Break it, then mend it')).toBeVisible();
  await page.getByRole('link', { name: 'Overview' }).click();
  await expect(page.getByText('Ada Practice', { exact: false })).toBeVisible();
  await page.getByRole('button', { name: 'Close practice' }).click();
  await expect(start.practice).toBeVisible();
});

test('an empty workspace has one thing to do, and is kept when the page is loaded again', async ({
  page,
  host,
}) => {
  const start = new StartPage(page);
  await start.goto(host.url);
  await start.connect.click();
  await expect(new WizardPage(page).heading('Which identity provider do you run?')).toBeVisible();
  await page.getByRole('link', { name: 'Overview' }).click();
  await expect(new OverviewPage(page).heading).toHaveText('Nothing connected yet');
  await expect(page.getByRole('main').getByRole('button', { name: 'Connect an app' })).toBeVisible();
  await page.reload();
  await expect(new OverviewPage(page).heading).toHaveText('Nothing connected yet');
  await page.getByRole('button', { name: 'Close workspace' }).click();
  await expect(start.practice).toBeVisible();
});
