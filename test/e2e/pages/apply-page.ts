import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { expect, type Locator, type Page } from '@playwright/test';
import { desktopOf } from '../desktop-window.ts';

type Way = 'Merge into your file' | 'A file of its own' | 'By hand' | 'By script' | 'Through the API';

/** When something was last written in a folder: 0 if it isn't there, or is empty. */
const newestIn = (folder: string): number =>
  !existsSync(folder)
    ? 0
    : Math.max(
        0,
        ...readdirSync(folder, { recursive: true, withFileTypes: true })
          .filter((one) => one.isFile())
          .map((one) => statSync(path.join(one.parentPath, one.name)).mtimeMs),
      );

/** The page with both sides to apply: the choice of ways, one step at a time, what differs after a change. */
export class ApplyPage {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }
  /** The heading of any of its states. */
  get heading() {
    return this.page.getByRole('heading', {
      level: 1,
      name: /^(?:How do you want to apply it\?|Apply it to both sides|\d+ lines? at )/,
    });
  }
  get choice() {
    return this.page.getByRole('heading', { level: 1, name: 'How do you want to apply it?' });
  }
  get next() {
    return this.page.getByRole('button', { name: 'Go on to the test' });
  }
  /** Goes on to the test, also where nothing is done yet: then it asks, and one more press passes over it. */
  async goOn(): Promise<void> {
    await this.next.click();
    const asks = this.page.getByRole('button', { name: 'Test anyway' });
    await expect(
      asks.or(this.page.getByRole('heading', { level: 1 }).and(this.elsewhere)).first(),
    ).toBeVisible();
    if (await asks.isVisible()) await asks.click();
  }
  private get elsewhere() {
    return this.page
      .locator('h1')
      .filter({ hasNotText: /^(?:How do you want to apply it\?|Apply it to both sides|\d+ lines? at )/ });
  }
  /** The step that is shown, with its heading. */
  get step(): Locator {
    return this.page.locator('.step-now');
  }
  get confirm() {
    return this.page.getByRole('button', {
      name: /^(?:It is in place|It is done|It is so|In place, and restarted)$/,
    });
  }
  way(product: string, way: Way): Locator {
    return this.page.getByRole('radio', { name: `${product}: ${way}`, exact: false });
  }
  /** Leads back to the choice of ways, from wherever it is. */
  async ways(): Promise<void> {
    await expect(this.heading).toBeVisible();
    await expect(
      this.page.getByRole('button', { name: /^(?:Another way…|Start with|Show all steps)/ }).first(),
    ).toBeVisible();
    const all = this.page.getByRole('button', { name: 'Show all steps' });
    if (await all.isVisible()) await all.click();
    const another = this.page.getByRole('button', { name: 'Another way…' });
    if (await another.isVisible()) await another.click();
    await expect(this.choice).toBeVisible();
  }
  /** Chooses ways, by the names of the products, and goes on to the first step. */
  async start(chosen: Readonly<Record<string, Way>> = {}): Promise<void> {
    await this.ways();
    for (const [product, way] of Object.entries(chosen)) await this.way(product, way).check();
    await this.page.getByRole('button', { name: /^Start with / }).click();
    await expect(this.choice).toBeHidden();
  }
  /** Opens a step by its place in the track. */
  async open(name: RegExp): Promise<void> {
    await this.page.getByRole('region', { name: 'Both sides' }).getByRole('button', { name }).click();
  }
  /** Saves everything into a folder. */
  async save(folder: string): Promise<void> {
    await this.ways();
    const desktop = desktopOf(this.page);
    await desktop?.choose(folder);
    const before = newestIn(folder);
    await this.page.getByRole('button', { name: 'Save to a folder…' }).click();
    if (desktop === undefined) {
      const dialog = this.page.getByRole('dialog', { name: 'Save to a folder' });
      await dialog.getByRole('textbox', { name: 'Folder' }).fill(folder);
      await dialog.getByRole('button', { name: 'Save', exact: true }).click();
      await expect(dialog).toBeHidden();
    } else {
      // Where nothing had changed, nothing is written.
      const same = this.page.getByRole('status').getByText('Nothing had changed there.', { exact: false });
      await expect.poll(async () => newestIn(folder) > before || (await same.count()) > 0).toBe(true);
    }
    await this.start();
  }
  /** Names the file to merge into, and asks what would change. */
  async mergeInto(file: string): Promise<void> {
    const desktop = desktopOf(this.page);
    if (desktop !== undefined) {
      await desktop.choose(file);
      return this.step.getByRole('button', { name: 'Choose the file…' }).click();
    }
    await this.step.getByRole('textbox', { name: 'Where your file is' }).fill(file);
    await this.step.getByRole('button', { name: 'Show what would change' }).click();
  }
  /** Says of every step that it is done, as a person who follows them does. */
  async tickAll(): Promise<void> {
    if (await this.choice.isVisible()) await this.start();
    const end = this.page.getByRole('heading', { name: /verything is in place$/ });
    for (let step = 0; step < 40; step += 1) {
      await expect(this.confirm.first().or(end)).toBeVisible();
      if (await end.isVisible()) return;
      const before = await this.state();
      await this.confirm.first().click();
      await expect.poll(() => this.state()).not.toBe(before);
    }
    throw new Error('There are always more steps.');
  }
  /** How far both sides are, as the track says it, or what still differs. */
  private async state(): Promise<string> {
    const counts = await this.page.locator('.lane-count').allTextContents();
    const repairs = await this.page.locator('.repair').count();
    return `${counts.join()} ${repairs}`;
  }
}
