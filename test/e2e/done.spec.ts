import { needsChromium } from './chromium.ts';
import { everyLook } from './every-look.ts';
import { expect, test } from './fixtures.ts';
import { OverviewPage } from './pages/overview-page.ts';
import { WizardPage } from './pages/wizard-page.ts';
import { openWorkspace, signIn, toTest, workspaceText } from './ways.ts';

needsChromium();

test('an app is connected when the person says so, and no longer when what matters changes', async ({
  page,
  host,
  side,
  folder,
}) => {
  test.setTimeout(180_000);
  const look = (name: string) => everyLook(page, `done-${name}`);
  const idp = await side('authelia', { kind: 'memos', url: 'https://notes.example.com' });
  await openWorkspace(page, host, workspaceText(idp.url));
  const wizard = new WizardPage(page);
  const overview = new OverviewPage(page);
  const proof = await toTest(page, 'Memos', { side: idp, folder });
  await signIn(proof);
  await proof.finish.click();
  await expect(wizard.heading('The test passed. Now Memos itself')).toBeVisible();
  await expect(page.getByRole('main').getByRole('link', { name: 'Open Memos' })).toHaveAttribute(
    'href',
    /^https:\/\/notes\.example\.com/,
  );
  await look('ask');

  // “No” goes on from what was seen, and is kept: the overview doesn't call it working.
  await page.getByRole('button', { name: 'No', exact: true }).click();
  await expect(wizard.heading('What did you see?')).toBeVisible();
  await look('no');
  await page.getByRole('link', { name: 'Overview' }).click();
  await expect(overview.card('Memos')).toContainText('You said it doesn’t work');
  await overview.open('Memos').click();
  await expect(wizard.heading('What did you see?')).toBeVisible();
  await page.getByRole('button', { name: 'Get the command' }).click();
  await expect(page.getByText('As Memos sees it')).toBeVisible();
  await page.getByRole('link', { name: 'Done', exact: true }).click();

  await page.getByRole('button', { name: 'It works after all' }).click();
  await expect(wizard.heading('Memos is connected')).toBeVisible();
  await expect(page.getByRole('main')).toContainText('Seen by you: Memos');
  await look('yes');

  // One button removes the test address, and the page says what to apply again.
  await page.getByRole('button', { name: 'Remove the test address' }).click();
  await expect(
    page.getByText('The test address is no longer in the workspace', { exact: false }),
  ).toBeVisible();
  await page.reload();
  await expect(wizard.heading('Memos is connected')).toBeVisible();
  await page.getByRole('button', { name: 'To the overview' }).click();
  await expect(overview.card('Memos')).toContainText('Connected');
  await expect(overview.heading).toHaveText('Nothing needs you');

  await overview.act('Memos', 'Change addresses or version');
  await wizard.field(/^Address of/).fill('https://memos.example.com');
  await wizard.next.click();
  await expect(wizard.heading('Secrets')).toBeVisible();
  await page.getByRole('link', { name: 'Overview' }).click();
  await expect(overview.card('Memos')).not.toContainText('Connected');
});
