import { expect, type Locator, type Page } from '@playwright/test';

/** The wizard, step by step, as a person sees it. */
export class WizardPage {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }
  heading(name: string | RegExp): Locator {
    return this.page.getByRole('heading', { level: 1, name });
  }
  get next() {
    return this.page.getByRole('button', { name: 'Continue', exact: true });
  }
  get back() {
    return this.page.getByRole('button', { name: 'Back', exact: true });
  }
  step(name: string): Locator {
    return this.page.getByRole('navigation', { name: 'Steps' }).getByRole('link', { name });
  }
  choice(group: string | RegExp, option: string | RegExp): Locator {
    return this.page.getByRole('radiogroup', { name: group }).getByRole('radio', { name: option });
  }
  field(name: string | RegExp): Locator {
    return this.page.getByRole('textbox', { name });
  }
  tick(name: string | RegExp): Locator {
    return this.page.getByRole('checkbox', { name });
  }
  /** Opens what is decided on one line, or a section that is closed at first. */
  async open(name: string): Promise<void> {
    const section = this.page
      .getByRole('main')
      .locator('details')
      .filter({ has: this.page.locator('summary').getByText(name, { exact: true }) });
    if ((await section.getAttribute('open')) === null) await section.locator('summary').click();
  }
  /** A radio or checkbox has a drawn box, so a person clicks the label. */
  async choose(group: string | RegExp, option: string | RegExp): Promise<void> {
    const radio = this.choice(group, option);
    // The host may already have restored its state.
    if (!(await radio.isChecked())) await radio.click({ force: true });
    await expect(radio).toBeChecked();
  }

  async provider(given: { kind: RegExp; url: string; version?: string }): Promise<void> {
    await expect(this.heading('Which identity provider do you run?')).toBeVisible();
    await this.choose('Kind', given.kind);
    await this.field('Address').fill(given.url);
    if (given.version) await this.choose(/^Version of/, given.version);
    // The practice provider answers, so it has clients. It may be asked before the answer is there.
    if (given.kind.test('Authelia'))
      await this.choose('Does Authelia already have a list of clients?', /^Yes/);
  }
  async app(given: { kind: RegExp; version?: string; edition?: RegExp }): Promise<void> {
    await expect(this.heading('Which app should people sign in to?')).toBeVisible();
    await this.choose('App', given.kind);
    if (given.edition) await this.choose(/^Edition of/, given.edition);
    if (given.version) await this.choose(/^Version of/, given.version);
  }
  async addresses(given: { url: string; test?: boolean }): Promise<void> {
    await expect(this.heading(/^Where is .*, and who may sign in\?$/)).toBeVisible();
    await this.field(/^Address of/).fill(given.url);
    if (given.test ?? true) {
      await this.open('Test login');
      await this.tick('Also register an address for the test login').check({ force: true });
    }
  }
  /** `by`: the provider that makes some of them, so that they can't be there yet. */
  async secrets(by?: string): Promise<void> {
    await expect(this.heading('Secrets')).toBeVisible();
    // Going on makes them, and then they are looked at.
    await this.next.click();
    await expect(this.heading('Secrets')).toHaveCount(0, { timeout: 20_000 });
    await this.step('Secrets').click();
    const said = by === undefined ? 'All there.' : `${by} makes`;
    await expect(this.page.getByRole('main').getByText(said).first()).toBeVisible({ timeout: 20_000 });
  }
}
