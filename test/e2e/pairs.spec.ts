import { needsChromium } from './chromium.ts';
import { expect, test } from './fixtures.ts';
import { ApplyPage } from './pages/apply-page.ts';
import { OverviewPage } from './pages/overview-page.ts';
import { StartPage } from './pages/start-page.ts';
import { SignInPage, TestPage } from './pages/test-page.ts';
import { WizardPage } from './pages/wizard-page.ts';

needsChromium();

const APPS = {
  memos: { name: 'Memos', url: 'https://notes.example.com', edition: undefined },
  romm: { name: 'RomM', url: 'https://games.example.com', edition: undefined },
  kestra: { name: 'Kestra', url: 'https://flows.example.com', edition: /Enterprise/ },
} as const;

const VERSIONS = { authelia: '4.39', authentik: '2026.8' } as const;

for (const provider of ['authelia', 'authentik'] as const) {
  for (const app of ['memos', 'romm', 'kestra'] as const) {
    test(`${app} at ${provider}: from nothing to a proved login`, async ({ page, host, side, folder }) => {
      const given = APPS[app];
      const idp = await side(provider, {
        kind: app,
        url: given.url,
        ...(given.edition ? { edition: 'enterprise' } : {}),
      });
      await new StartPage(page).goto(host.url);
      await new StartPage(page).connect.click();

      const wizard = new WizardPage(page);
      await wizard.provider({
        kind: new RegExp(`^${provider}`, 'i'),
        url: idp.url,
        version: VERSIONS[provider],
      });
      await expect(page.getByText('It answers', { exact: true })).toBeVisible();
      await wizard.next.click();
      await wizard.app({
        kind: new RegExp(`^${given.name}`),
        ...(given.edition ? { edition: given.edition } : {}),
      });
      await wizard.next.click();
      await wizard.addresses({ url: given.url });
      await wizard.next.click();
      await wizard.secrets();
      await wizard.next.click();

      const apply = new ApplyPage(page);
      await expect(apply.heading).toBeVisible();
      await apply.save(folder);
      await idp.apply(folder);
      await apply.tickAll();
      await apply.goOn();

      const proof = new TestPage(page);
      await proof.checked();
      const tab = await proof.openLogin();
      await new SignInPage(tab).agree();
      await expect(proof.light('Test login')).toContainText('Pass', { timeout: 20_000 });
      await expect(proof.light('Client and secret')).toContainText('Pass');
      await expect(proof.light('Provider')).not.toContainText('Fail');
      await expect(proof.light('Way back')).toContainText('Pass');
      await expect(proof.claims).toContainText('ada@example.com');
      await expect(proof.page.getByRole('article')).toHaveCount(0);

      await proof.finish.click();
      await expect(page.getByRole('heading', { level: 1 })).toContainText(/^The test passed/);
      await page.getByRole('button', { name: 'Later: to the overview' }).click();
      await expect(new OverviewPage(page).card(given.name)).toContainText('Test login passed');
    });
  }
}
