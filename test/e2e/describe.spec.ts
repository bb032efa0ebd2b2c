import { readFileSync } from 'node:fs';
import path from 'node:path';
import { needsChromium } from './chromium.ts';
import { expect, test } from './fixtures.ts';
import { ApplyPage } from './pages/apply-page.ts';
import { OverviewPage } from './pages/overview-page.ts';
import { StartPage } from './pages/start-page.ts';
import { WizardPage } from './pages/wizard-page.ts';

needsChromium();

test('an app that no list has is described once, survives loading again, and is then like any other', async ({
  page,
  host,
  side,
  folder,
}) => {
  const idp = await side('authelia', { kind: 'memos', url: 'https://notes.example.com' });
  await new StartPage(page).goto(host.url);
  await new StartPage(page).connect.click();
  const wizard = new WizardPage(page);
  await wizard.provider({ kind: /^Authelia/, url: idp.url, version: '4.39' });
  await expect(page.getByText('It answers', { exact: true })).toBeVisible();
  await wizard.next.click();

  await wizard.app({ kind: /^Another app/ });
  await wizard.field(/^Name$/).fill('Paper Planes');
  await wizard.field('Redirect URI').fill('https://planes.example.com/oauth/callback');
  await page.getByText('What else its documentation says').click();
  await wizard.choose('How does it send its secret?', /client_secret_post/);
  await wizard.choose('Does it use PKCE?', 'Yes, with S256');
  await page.reload();
  await expect(wizard.field('Redirect URI')).toHaveValue('https://planes.example.com/oauth/callback');
  await wizard
    .field('The names of its variables')
    .fill('PLANES_OIDC_ISSUER\nPLANES_OIDC_CLIENT_ID\nPLANES_OIDC_CLIENT_SECRET');
  await expect(page.getByText('PLANES_OIDC_CLIENT_SECRET = {client_secret}')).toBeVisible();
  await wizard.next.click();

  // From here on nothing differs from an app of the list.
  await wizard.addresses({ url: 'https://planes.example.com' });
  await expect(page.getByText('https://planes.example.com/oauth/callback').first()).toBeVisible();
  await wizard.next.click();
  await wizard.secrets();
  await wizard.next.click();
  const apply = new ApplyPage(page);
  await expect(apply.heading).toBeVisible();
  await apply.save(folder);
  const env = readFileSync(path.join(folder, 'paper-planes/paper-planes.env'), 'utf8');
  expect(env).toMatch(/^PLANES_OIDC_CLIENT_SECRET=\S{20,}/m);

  await page
    .getByRole('link', { name: /Overview|Home/ })
    .first()
    .click();
  await expect(new OverviewPage(page).card('Paper Planes')).toBeVisible();
});
