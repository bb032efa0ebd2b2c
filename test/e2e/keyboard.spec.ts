import type { Page } from '@playwright/test';
import { needsChromium } from './chromium.ts';
import { expect, test } from './fixtures.ts';
import { ApplyPage } from './pages/apply-page.ts';
import { StartPage } from './pages/start-page.ts';
import { TestPage } from './pages/test-page.ts';
import { WizardPage } from './pages/wizard-page.ts';

needsChromium();

/** The focused element: its role-like tag, and its name for assistive technology. */
const focused = (page: Page) =>
  page.evaluate(() => {
    const element = document.activeElement as HTMLElement & { labels?: NodeListOf<HTMLElement> };
    const labels = [...(element.labels ?? [])].map((label) => label.textContent).join(' ');
    return `${element.getAttribute('aria-label') ?? ''} ${labels} ${element.textContent ?? ''}`.trim();
  });

/** Presses Tab until the focus is in the right place, as a person does; fails if it never gets there. */
async function tabTo(page: Page, wanted: RegExp, key = 'Tab'): Promise<void> {
  for (let press = 0; press < 150; press++) {
    await page.keyboard.press(key);
    if (wanted.test(await focused(page))) {
      await expectFocusSeen(page);
      return;
    }
  }
  throw new Error(`Tab never came to ${wanted}; it is at “${await focused(page)}”.`);
}

/** The focus is visible: an outline or a ring on the element or on the element that represents it. */
async function expectFocusSeen(page: Page): Promise<void> {
  const seen = await page.evaluate(() => {
    const drawn = (element: Element | null) => {
      if (!element) return false;
      const style = getComputedStyle(element);
      return (style.outlineStyle !== 'none' && style.outlineWidth !== '0px') || style.boxShadow !== 'none';
    };
    const element = document.activeElement;
    return (
      drawn(element) ||
      drawn(element?.closest('label') ?? null) ||
      [...(element?.closest('label')?.children ?? [])].some(drawn)
    );
  });
  expect(seen, `the focus is drawn on “${await focused(page)}”`).toBe(true);
}

test('the whole way by keyboard alone', async ({ page, host }) => {
  test.setTimeout(90_000);
  await new StartPage(page).goto(host.url);
  // The first stop is a link that skips what is the same on every screen.
  await page.keyboard.press('Tab');
  expect(await focused(page)).toBe('Skip to the content');
  await tabTo(page, /^Try it with a practice provider/);
  await page.keyboard.press('Enter');

  const wizard = new WizardPage(page);
  await expect(wizard.heading('Break a login, with nothing at risk')).toBeVisible();
  await tabTo(page, /^Break it$/);
  await page.keyboard.press('Enter');
  await expect(wizard.heading('Break it, then mend it')).toBeFocused();
  await tabTo(page, /^Wrong redirect/);
  await page.keyboard.press('Enter');
  // The real check takes its time; Tab is faster.
  await expect(page.getByRole('button', { name: 'Write the fix' })).toBeVisible({ timeout: 20_000 });
  await tabTo(page, /^Write the fix/);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Remember one thing' })).toBeFocused();

  // The same app, step by step, from its first question.
  await page.goto(page.url().replace(/practice\/break$/, 'connect/memos/provider'));
  await expect(wizard.heading('Which identity provider do you run?')).toBeVisible();
  await tabTo(page, /^Continue/);
  await page.keyboard.press('Enter');
  await expect(wizard.heading('Which app should people sign in to?')).toBeFocused();
  await tabTo(page, /^Continue/);
  await page.keyboard.press('Enter');
  await expect(wizard.heading(/^Where is Memos/)).toBeFocused();

  await tabTo(page, /^Groups/);
  await page.keyboard.press('Enter');
  await tabTo(page, /^Only these groups/);
  await page.keyboard.type('family');

  // A term shows its explanation, and Escape closes it.
  await tabTo(page, /^redirect URI/);
  await page.keyboard.press('Enter');
  await expect(
    page.getByText('The address in the app to which the provider sends people', { exact: false }),
  ).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(
    page.getByText('The address in the app to which the provider sends people', { exact: false }),
  ).toBeHidden();
  await tabTo(page, /^Continue/);
  await page.keyboard.press('Enter');
  await expect(wizard.heading('Secrets')).toBeFocused();
  // Practice has made them.
  await expect(page.getByRole('main').getByText('All there.', { exact: false })).toBeVisible();
  await tabTo(page, /^Continue/);
  await page.keyboard.press('Enter');

  const apply = new ApplyPage(page);
  await expect(apply.heading).toBeFocused();
  await tabTo(page, /^Start with/);
  await page.keyboard.press('Enter');
  const first = apply.step.getByRole('heading', { level: 2 });
  await expect(first).toBeFocused();
  const before = await first.innerText();
  await tabTo(page, /^It is (?:in place|done)/);
  await page.keyboard.press('Enter');
  await expect(first).not.toHaveText(before);
  await expect(first).toBeFocused();
  await tabTo(page, /^Go on to the test/);
  await page.keyboard.press('Enter');

  const proof = new TestPage(page);
  await proof.checked();
  await tabTo(page, /^Test login/);
  await page.keyboard.press('Enter');
  await expect(proof.open).toBeFocused({
    timeout: 15_000,
  });
  const [tab] = await Promise.all([page.context().waitForEvent('page'), page.keyboard.press('Enter')]);
  await expect(tab.getByRole('radio', { name: 'Ada Practice' })).toBeVisible();
  await tab.getByRole('radio', { name: 'Ada Practice' }).focus();
  await tab.keyboard.press('Tab');
  await tab.keyboard.press('Enter');
  await expect(proof.panel).toBeHidden({ timeout: 20_000 });
  await page.bringToFront();
  await expect(proof.light('Test login')).toContainText('Pass');
  // A mistake was mended above, so practice goes on there.
  await tabTo(page, /^Back to the mistakes/);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Green again' })).toBeFocused();
  await tabTo(page, /^Overview/, 'Shift+Tab');
  await page.keyboard.press('Enter');

  // A menu with arrow keys; Escape returns the focus.
  await tabTo(page, /^What to do with Memos/);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitem').first()).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'What to do with Memos' })).toBeFocused();
});

test('the list of the keys keeps the focus and gives it back', async ({ page, host }) => {
  const start = new StartPage(page);
  await start.goto(host.url);
  await page.getByRole('link', { name: 'Settings' }).click();
  const opens = page.getByRole('button', { name: 'Keyboard shortcuts' });
  await opens.focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(dialog).toBeVisible();
  for (let press = 0; press < 4; press++) {
    await page.keyboard.press('Tab');
    expect(await dialog.evaluate((box) => box.contains(document.activeElement))).toBe(true);
  }
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(opens).toBeFocused();
});

test('a dialog for a path keeps the focus and gives it back', async ({ page, host }) => {
  const start = new StartPage(page);
  await start.goto(host.url);
  await start.openFile.focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Open a workspace file' });
  const field = dialog.getByRole('textbox');
  await expect(field).toBeFocused();
  for (let press = 0; press < 6; press++) {
    await page.keyboard.press('Tab');
    expect(await dialog.evaluate((box) => box.contains(document.activeElement))).toBe(true);
  }
  await field.fill('/there/is/nothing.yaml');
  await page.keyboard.press('Enter');
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(start.openFile).toBeFocused();
});
