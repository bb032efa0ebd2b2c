import { expect, type Locator, type Page } from '@playwright/test';

/** The page with both sides to apply. */
export class ApplyPage {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }
  get heading() {
    return this.page.getByRole('heading', { level: 1, name: 'Apply it to both sides' });
  }
  get next() {
    return this.page.getByRole('button', { name: 'Go on to the test' });
  }
  /** The column of one side by its position: 1 the provider, 2 the app. */
  side(order: 1 | 2): Locator {
    return this.page.getByRole('region', { name: new RegExp(`^${order}\\. `) });
  }
  /** Saves everything into a folder. */
  async save(folder: string): Promise<void> {
    await expect(this.side(2)).toBeVisible();
    await this.page.getByRole('button', { name: 'Save to a folder…' }).click();
    const dialog = this.page.getByRole('dialog', { name: 'Save to a folder' });
    await dialog.getByRole('textbox', { name: 'Folder' }).fill(folder);
    await dialog.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(dialog).toBeHidden();
  }
  /** Ticks every step of both guides, as a person who follows them does. */
  async tickAll(): Promise<void> {
    for (const order of [1, 2] as const) {
      const boxes = this.side(order).getByRole('checkbox');
      await expect(boxes.first()).toBeVisible();
      for (const box of await boxes.all()) {
        if (await box.isChecked()) continue;
        await box.press('Space');
        await expect(box).toBeChecked();
      }
    }
  }
}
