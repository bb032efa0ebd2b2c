import type { Locator, Page } from '@playwright/test';

/** Providers and apps, and their state. */
export class OverviewPage {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }
  get heading() {
    return this.page.getByRole('heading', { level: 1 });
  }
  get connect() {
    return this.page.getByRole('button', { name: 'Connect an app' });
  }
  get testAll() {
    return this.page.getByRole('button', { name: 'Test all' });
  }
  open(name: string): Locator {
    return this.page.getByRole('main').getByRole('link', { name: new RegExp(`^${name}`) });
  }
  card(name: string): Locator {
    return this.page
      .getByRole('main')
      .getByRole('listitem')
      .filter({ has: this.page.getByRole('link', { name: new RegExp(`^${name}`) }) });
  }
  async act(name: string, action: string): Promise<void> {
    await this.page.getByRole('button', { name: `What to do with ${name}` }).click();
    await this.page.getByRole('menuitem', { name: action }).click();
  }
}
