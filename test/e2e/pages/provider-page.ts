import type { Locator, Page } from '@playwright/test';

/** One provider: where it stands, what there is to do there, its apps; and the page on which it is changed. */
export class ProviderPage {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }
  get heading() {
    return this.page.getByRole('heading', { level: 1 });
  }
  /** Its node on the map. */
  node(name: string): Locator {
    return this.page.locator('.hub').getByRole('link', { name: new RegExp(`^${name}`) });
  }
  get answer() {
    return this.page.locator('.discovery');
  }
  get facts() {
    return this.page.getByRole('region', { name: 'As it is set up' });
  }
  get steps() {
    return this.page.getByRole('region', { name: /^To do at/ });
  }
  get touched() {
    return this.page.getByRole('region', { name: 'What this changes' });
  }
  app(name: string): Locator {
    return this.page
      .getByRole('listitem')
      .filter({ has: this.page.getByRole('link', { name: new RegExp(`^${name}`) }) })
      .and(this.page.locator('.app-item'));
  }
  /** Presses a button with the keyboard. */
  async press(name: string): Promise<void> {
    await this.page.getByRole('main').getByRole('button', { name }).first().focus();
    await this.page.keyboard.press('Enter');
  }
}
