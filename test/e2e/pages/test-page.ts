import { expect, type Locator, type Page } from '@playwright/test';
import { desktopOf } from '../desktop-window.ts';

/** The test step: lights, the test login, causes, claims. */
export class TestPage {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }
  get heading() {
    return this.page.getByRole('heading', { level: 1 });
  }
  get login() {
    return this.page.getByRole('button', { name: 'Test login', exact: true });
  }
  get open() {
    return this.page.getByRole('button', { name: 'Open the login page' });
  }
  get stop() {
    return this.page.getByRole('button', { name: 'Stop' });
  }
  /** What is there as long as a login waits. */
  get panel() {
    return this.page.getByRole('region', { name: 'Something else on the screen?' });
  }
  get again() {
    return this.page.getByRole('button', { name: 'Test again' });
  }
  get finish() {
    return this.page.getByRole('button', { name: /^Finish/ });
  }
  get claims() {
    return this.page.getByRole('table');
  }
  light(name: string): Locator {
    return this.page
      .getByRole('list', { name: 'Lights' })
      .getByRole('listitem')
      .filter({ has: this.page.getByText(name, { exact: true }) });
  }
  diagnosis(title: string | RegExp): Locator {
    return this.page.getByRole('article').filter({ has: this.page.getByRole('heading', { name: title }) });
  }
  /** Waits until the checks, which start automatically, have finished. */
  async checked(): Promise<void> {
    await expect(this.heading).not.toHaveText(/^(Looking…|Does it work\?)$/, { timeout: 30_000 });
  }
  /** Starts the test login and returns its page: a separate tab, like the real one. */
  async openLogin(): Promise<Page> {
    await this.login.click();
    return this.opened();
  }
  /** Waits until a login has begun. The desktop app then opens the browser by itself, without a button for it. */
  async begun(): Promise<void> {
    if (desktopOf(this.page) === undefined) await expect(this.open).toBeVisible({ timeout: 20_000 });
  }
  /** The page of a login that a press both begins and opens. */
  async openedBy(press: Locator): Promise<Page> {
    const desktop = desktopOf(this.page);
    if (desktop === undefined) {
      const [tab] = await Promise.all([this.page.context().waitForEvent('page'), press.click()]);
      return tab;
    }
    await press.click();
    return desktop.opened();
  }
  /** Opens the page of a login that has begun. */
  async opened(): Promise<Page> {
    const desktop = desktopOf(this.page);
    if (desktop !== undefined) return desktop.opened();
    const open = this.open;
    await expect(open).toBeVisible({ timeout: 20_000 });
    const [tab] = await Promise.all([this.page.context().waitForEvent('page'), open.click()]);
    return tab;
  }
}

/** The practice provider's own page. */
export class SignInPage {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }
  async agree(): Promise<void> {
    await this.page.getByRole('radio', { name: 'Ada Practice' }).check();
    await this.page.getByRole('button', { name: 'Agree and continue' }).click();
  }
  async refuse(): Promise<void> {
    await this.page.getByRole('button', { name: 'Refuse' }).click();
  }
}
