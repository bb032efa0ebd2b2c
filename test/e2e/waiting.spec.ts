import { needsChromium } from './chromium.ts';
import { everyLook } from './every-look.ts';
import { expect, test } from './fixtures.ts';
import { SignInPage } from './pages/test-page.ts';
import { openWorkspace, toTest, workspaceText } from './ways.ts';

needsChromium();

const MEMOS = { kind: 'memos', url: 'https://notes.example.com' } as const;

test('a login that doesn’t come back has four ways out', async ({ page, host, side, folder }) => {
  test.setTimeout(180_000);
  const idp = await side('authelia', MEMOS);
  await openWorkspace(page, host, workspaceText(idp.url));
  const proof = await toTest(page, 'Memos', { side: idp, folder });
  await proof.checked();
  const tab = await proof.openLogin();
  // A browser on another machine: the loopback address leads nowhere there.
  const network = await page.context().newCDPSession(tab);
  await network.send('Fetch.enable', { patterns: [{ urlPattern: '*://127.0.0.1:8911/*' }] });
  const refused = new Promise<string>((resolve) => {
    network.on('Fetch.requestPaused', ({ requestId, request }) => {
      void network.send('Fetch.failRequest', { requestId, errorReason: 'ConnectionRefused' });
      if (request.url.includes('code=')) resolve(request.url);
    });
  });
  await page.bringToFront();
  await expect(proof.heading).toHaveText('Your turn, in the browser');
  await everyLook(page, 'test-waiting-page');

  await page.getByRole('radio', { name: 'It asks again and again' }).check({ force: true });
  await expect(proof.panel).toContainText('private window');
  await everyLook(page, 'test-waiting-loops');

  await page.getByRole('radio', { name: 'I’m in, but not back here' }).check({ force: true });
  await expect(proof.panel).toContainText('127.0.0.1:8911');
  const field = page.getByRole('textbox', { name: 'Address after signing in' });
  await field.fill('https://notes.example.com/auth/callback?code=x');
  await proof.panel.getByRole('button', { name: 'Go on' }).click();
  await expect(proof.panel).toContainText('should begin with http://127.0.0.1:8911');
  await everyLook(page, 'test-waiting-stays');
  await new SignInPage(tab).agree();
  const answer = await refused;
  await field.fill(answer);
  await proof.panel.getByRole('button', { name: 'Go on' }).click();
  await expect(proof.heading).toHaveText(/^The test login passed/, { timeout: 20_000 });
  // Nothing of the answer stays on the page.
  expect(await page.content()).not.toContain(new URL(answer).searchParams.get('code'));
  await tab.close();

  await page.getByRole('button', { name: 'Test login', exact: true }).click();
  await page.getByRole('radio', { name: 'It doesn’t load' }).check({ force: true });
  await page.getByRole('textbox', { name: 'What the browser says' }).fill('net::ERR_CERT_AUTHORITY_INVALID');
  await everyLook(page, 'test-waiting-load');
  await page.getByRole('button', { name: 'Explain' }).click();
  await expect(proof.panel).toBeHidden();
  await expect(page.getByRole('article').first()).toContainText('certificate');
  await everyLook(page, 'test-diagnosis');
});
