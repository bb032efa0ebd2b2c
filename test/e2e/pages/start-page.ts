import { expect, type Page } from '@playwright/test';
import { desktopOf } from '../desktop-window.ts';

/** The first screen: three lines, two ways to start, the files. */
export class StartPage {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }
  get connect() {
    return this.page.getByRole('button', { name: /^Connect an app/ });
  }
  get practice() {
    return this.page.getByRole('button', { name: /^Try it with a practice provider/ });
  }
  get openFile() {
    return this.page.getByRole('button', { name: 'Open a workspace file' });
  }
  async goto(url: string): Promise<void> {
    await this.page.goto(url);
    await expect(this.connect).toBeVisible();
  }
  /** Opens a workspace file by its path. */
  async open(file: string): Promise<void> {
    const desktop = desktopOf(this.page);
    await desktop?.choose(file);
    await this.openFile.click();
    if (desktop === undefined) await this.#name(file);
    await expect(
      this.page
        .getByRole('navigation', { name: 'Main' })
        .getByRole('link', { name: 'Overview', exact: true }),
    ).toHaveAttribute('aria-current', 'page');
    await expect(this.page.getByRole('main').getByRole('heading', { level: 1 })).toBeVisible();
  }
  /** Names it in the dialog of the page, which the desktop app has none of. */
  async #name(file: string): Promise<void> {
    const dialog = this.page.getByRole('dialog', { name: 'Open a workspace file' });
    await dialog.getByRole('textbox', { name: 'Path of the workspace file' }).fill(file);
    await dialog.getByRole('button', { name: 'Open', exact: true }).click();
    await expect(dialog).toBeHidden();
  }
}
