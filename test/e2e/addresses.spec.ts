import type { Page } from '@playwright/test';
import { needsChromium } from './chromium.ts';
import { everyLook } from './every-look.ts';
import { expect, test } from './fixtures.ts';
import type { ServedHost } from './host.ts';
import { WizardPage } from './pages/wizard-page.ts';
import { openWorkspace, workspaceText } from './ways.ts';

needsChromium();

const PROVIDER = 'https://auth.example.com';
const ROOT = 'https://memos.example.com';

/** The addresses of a new app, or of the one in the workspace. */
async function toAddresses(page: Page, host: ServedHost, text: string, isNew = false): Promise<WizardPage> {
  await openWorkspace(page, host, text);
  const place = page.url().replace(/#.*/, (hash) => hash.split('/').slice(0, 3).join('/'));
  const wizard = new WizardPage(page);
  if (isNew) {
    await page.goto(`${place}/connect/new/app`);
    await wizard.app({ kind: /^Memos/ });
    await wizard.next.click();
  } else await page.goto(`${place}/connect/memos/addresses`);
  await expect(wizard.heading(/^Where is/)).toBeVisible();
  return wizard;
}
/** Puts a text into the field as a person does who pastes it. */
async function paste(page: Page, wizard: WizardPage, text: string): Promise<void> {
  const field = wizard.field(/^Address of/);
  await field.fill('');
  await field.evaluate((input, pasted) => {
    (input as HTMLInputElement).focus();
    const data = new DataTransfer();
    data.setData('text/plain', pasted);
    if (
      input.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
      )
    )
      document.execCommand('insertText', false, pasted);
  }, text);
  await expect(page.getByRole('button', { name: `Use it ${ROOT}` })).toBeVisible();
}

test('a pasted address is repaired by one press, and Ctrl+Z brings the pasted text back', async ({
  page,
  host,
}) => {
  const wizard = await toAddresses(page, host, workspaceText(PROVIDER), true);
  const field = wizard.field(/^Address of Memos/);
  for (const text of [
    `${ROOT}/auth?redirect=%2Fexplore`,
    `${ROOT}/auth/callback`,
    `${ROOT}/`,
    `“${ROOT}”`,
    `${ROOT}/#/x`,
  ]) {
    await paste(page, wizard, text);
    await page.getByRole('button', { name: `Use it ${ROOT}` }).click();
    await expect(field).toHaveValue(ROOT);
    await expect(field).toBeFocused();
    await page.keyboard.press('Control+z');
    await expect(field).toHaveValue(text);
    // Enter takes it as well, and stays on this step.
    await page.keyboard.press('Enter');
    await expect(field).toHaveValue(ROOT);
    await expect(page.getByRole('button', { name: /^Use it/ })).toHaveCount(0);
  }
  await expect(page.getByRole('complementary', { name: 'What follows from it' })).toContainText(
    `${ROOT}/auth/callback`,
  );
  await page.keyboard.press('Enter');
  await expect(wizard.heading('Secrets')).toBeVisible();
});

for (const width of [1280, 640, 320])
  test(`a beginning that is missing is put there and moves nothing, ${width} px wide`, async ({
    page,
    host,
  }) => {
    await page.setViewportSize({ width, height: 800 });
    const wizard = await toAddresses(page, host, workspaceText(PROVIDER), true);
    const field = wizard.field(/^Address of Memos/);
    const below = page.getByText('Who may sign in', { exact: true });
    await field.pressSequentially('memos.example.com');
    const before = await below.boundingBox();
    await field.blur();
    await expect(field).toHaveValue(ROOT);
    await expect(page.locator('.field-said')).toHaveText('“https://” is added.');
    expect((await below.boundingBox())!.y - (await field.boundingBox())!.y).toBe(
      before!.y - (await field.boundingBox())!.y,
    );
    await field.focus();
    await page.keyboard.press('Control+z');
    await expect(field).toHaveValue('memos.example.com');
    await page.keyboard.press('Enter');
    await expect(field).toHaveValue(ROOT);
    await expect(field).toBeFocused();
  });

test('nothing is red before it was touched; a refused Continue leads to the field, and says why there', async ({
  page,
  host,
}) => {
  const wizard = await toAddresses(page, host, workspaceText(PROVIDER), true);
  const field = wizard.field(/^Address of Memos/);
  await expect(page.locator('[aria-invalid="true"]')).toHaveCount(0);
  await field.pressSequentially('memos');
  await expect(page.locator('[aria-invalid="true"]')).toHaveCount(0);
  await field.fill('');
  for (const name of ['Groups', 'Consent', 'Details of the registration']) await wizard.open(name);
  await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
  await wizard.next.click();
  await expect(field).toBeFocused();
  await expect(field).toBeInViewport();
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await expect(field).toHaveAccessibleDescription('Please fill this in.');
  // It goes as soon as the field is right.
  await field.fill(ROOT);
  await expect(field).not.toHaveAttribute('aria-invalid', 'true');

  // A mistake in a line that was closed again opens it.
  await wizard.field('How long').fill('soon');
  await expect(wizard.field('How long')).toHaveAccessibleDescription(/a number and a unit/);
});

test('the step is short, and what waits elsewhere is only counted', async ({ page, host }) => {
  const wizard = await toAddresses(page, host, workspaceText(PROVIDER));
  await expect(page.getByText(/notes wait where you need them/)).toBeVisible();
  const words = (await page.getByRole('main').innerText()).split(/\s+/).filter((word) => /\w/.test(word));
  expect(words.length).toBeLessThanOrEqual(150);
  // They are at the steps that the line names.
  await wizard.step('Test').click();
  await page.getByText(/^\d+ things? to know here$/).click();
  await expect(page.getByText(/A new user is named by “preferred_username” only if/)).toBeVisible();
});

test('the addresses look right in every state', async ({ page, host }) => {
  test.setTimeout(150_000);
  const name = `${'Photographs of the whole family '.repeat(4).slice(0, 99)}x`;
  const wizard = await toAddresses(
    page,
    host,
    workspaceText(PROVIDER, { appUrl: ROOT, more: [`client_name: ${name}`] }),
  );
  await everyLook(page, 'addresses-ok');
  await wizard.open('Who');
  await wizard.open('Groups');
  await everyLook(page, 'addresses-open');
  await page.getByText('Who', { exact: true }).click();
  await paste(page, wizard, `${ROOT}/auth?redirect=%2Fexplore`);
  await everyLook(page, 'addresses-repair');
  await wizard
    .field(/^Address of/)
    .fill(
      'https://very-long-subdomain-for-notes.some-department.of-a-family-with-a-long-name.example.org/notes',
    );
  await wizard.field(/^Address of/).blur();
  await expect(page.getByRole('button', { name: /^Drop \/notes/ })).toBeVisible();
  await everyLook(page, 'addresses-error');
  await page.getByRole('button', { name: /^Drop \/notes/ }).click();
  await expect(wizard.field(/^Address of/)).toHaveValue(/example\.org$/);
});
