import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { needsChromium } from './chromium.ts';
import { expect, test } from './fixtures.ts';
import { startHost } from './host.ts';
import { StartPage } from './pages/start-page.ts';
import { WizardPage } from './pages/wizard-page.ts';

needsChromium();

test('what was typed survives Back, loading again and another browser tab', async ({
  page,
  host,
  side,
  context,
}) => {
  const idp = await side('authelia', { kind: 'romm', url: 'https://games.example.com' });
  await new StartPage(page).goto(host.url);
  await new StartPage(page).connect.click();
  const wizard = new WizardPage(page);
  await wizard.provider({ kind: /^Authelia/, url: idp.url, version: '4.38' });
  await expect(page.getByText('It answers', { exact: true })).toBeVisible();
  await wizard.next.click();
  await wizard.app({ kind: /^RomM/ });
  await wizard.next.click();
  await wizard.addresses({ url: 'https://games.example.com' });
  await wizard.open('Groups');
  await wizard.field('Only these groups').fill('family');
  await wizard.open('Who');
  await wizard.choose('How people prove who they are', /^Password only/);

  // Back twice, then forward again: nothing has changed.
  await wizard.back.click();
  await expect(wizard.choice('App', /^RomM/)).toBeChecked();
  await wizard.back.click();
  await expect(wizard.choice('Provider', /^Authelia 4\.38/)).toBeChecked();
  await expect(page.getByRole('main')).toContainText(idp.url);
  await wizard.next.click();
  await wizard.next.click();
  await wizard.open('Groups');
  await expect(wizard.field('Only these groups')).toHaveValue('family');

  // The host, not the page, stores half-typed values.
  await wizard.field('Only these groups').fill('family, frie');
  await page.waitForTimeout(1000);
  await page.reload();
  await expect(wizard.heading('Where is RomM, and who may sign in?')).toBeVisible();
  await expect(wizard.field(/^Address of/)).toHaveValue('https://games.example.com');
  await wizard.open('Groups');
  await wizard.open('Who');
  await expect(wizard.field('Only these groups')).toHaveValue('family, frie');
  await expect(wizard.choice('How people prove who they are', /^Password only/)).toBeChecked();

  const other = await context.newPage();
  await other.goto(page.url());
  await new WizardPage(other).open('Groups');
  await expect(new WizardPage(other).field('Only these groups')).toHaveValue('family, frie');
  await other.close();

  // The browser's own Back button also goes through the steps.
  await page.goBack();
  await expect(wizard.heading('Which app should people sign in to?')).toBeVisible();
});

test('a half-finished connection survives the end of the program, and stands on the overview', async ({
  page,
  host,
}) => {
  await new StartPage(page).goto(host.url);
  await new StartPage(page).connect.click();
  const wizard = new WizardPage(page);
  await wizard.choose('Kind', /^Authelia/);
  await wizard.field('Address').fill('https://auth.ex');
  // Nothing was saved yet, and the page goes at once.
  await page.goto('about:blank');
  const notes = path.join(host.home, '.config/latchkey/workspaces');
  const kept = () =>
    readdirSync(notes)
      .filter((name) => name.endsWith('.json'))
      .map((name) => readFileSync(path.join(notes, name), 'utf8'));
  await expect.poll(() => kept().join(), 'the last letters arrive').toContain('https://auth.ex');
  await host.close({ keepHome: true });

  const second = await startHost({ home: host.home });
  try {
    await new StartPage(page).goto(second.url);
    await page.locator('.recent-item').first().click();
    const card = page.getByRole('region', { name: 'Not finished' });
    await expect(card).toContainText('Authelia');
    await card.getByRole('button', { name: 'Continue' }).click();
    await expect(wizard.field('Address')).toHaveValue('https://auth.ex');
  } finally {
    await second.close();
  }
});

test('what is wrong stands beside its field, and the way on waits for it', async ({ page, host }) => {
  await new StartPage(page).goto(host.url);
  await new StartPage(page).connect.click();
  const wizard = new WizardPage(page);
  await expect(wizard.heading('Which identity provider do you run?')).toBeVisible();
  await wizard.next.click();
  await expect(page.getByRole('main').getByText('Please choose one.').first()).toBeVisible();

  await wizard.choose('Kind', /^Authelia/);
  const address = wizard.field('Address');
  // What can only be meant in one way is put right; what can't is asked.
  await address.fill('auth.example.com');
  await address.blur();
  await expect(address).toHaveValue('https://auth.example.com');
  await expect(address).toHaveAccessibleDescription('“https://” is added.');
  await address.fill('https://auth example com');
  await address.blur();
  await expect(address).toHaveAttribute('aria-invalid', 'true');
  await wizard.next.click();
  await expect(wizard.heading('Which identity provider do you run?')).toBeVisible();

  // An address that doesn't answer does not block the wizard: it can be tested later.
  await address.fill('http://127.0.0.1:9');
  await expect(page.getByText('No answer', { exact: true })).toBeVisible({ timeout: 20_000 });
  // Nothing says whether it has clients, so the question has to be answered.
  await wizard.next.click();
  await expect(wizard.heading('Which identity provider do you run?')).toBeVisible();
  await wizard.choose('Does Authelia already have a list of clients?', /^No, none yet/);
  await wizard.next.click();
  await expect(wizard.heading('Which app should people sign in to?')).toBeVisible();
  await wizard.next.click();
  await expect(page.getByRole('main').getByText('Choose an app to go on.')).toBeVisible();

  // The catalog can be searched; an app that is not in it also gets an answer.
  await page.getByRole('searchbox', { name: 'Search apps' }).fill('dokuwiki');
  await expect(page.getByRole('heading', { name: /^“dokuwiki” is not among the/ })).toBeVisible();
  await page.getByRole('searchbox', { name: 'Search apps' }).fill('kes');
  await expect(wizard.choice('App', /^Memos/)).toHaveCount(0);
  await wizard.choose('App', /^Kestra/);
  await wizard.next.click();
  await expect(page.getByRole('main').getByText('Please choose one.')).toBeVisible();
  await wizard.choose(/^Edition of/, /Enterprise/);
  await wizard.next.click();
  await wizard.addresses({ url: 'https://flows.example.com/' });
  await wizard.open('Details of the registration');
  await page.getByText('The app uses another one').click();
  await wizard.field('Redirect URIs, one a line').fill('http://flows.example.com/oauth/callback/authelia/');
  await expect(page.getByRole('main').getByText(/Differs from .*instead of/)).toBeVisible();
});
