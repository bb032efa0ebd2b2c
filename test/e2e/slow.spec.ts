import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PRACTICE_ACCOUNT, startPracticeProvider } from '../../electron/services/practice/provider.ts';
import { needsChromium } from './chromium.ts';
import { expect, test } from './fixtures.ts';
import { TestPage } from './pages/test-page.ts';
import { WizardPage } from './pages/wizard-page.ts';
import { openWorkspace, workspaceText } from './ways.ts';

needsChromium();

const LATE_MS = 1000;

test('what a slow provider has answered is shown while the rest is still asked', async ({ page, host }) => {
  test.setTimeout(120_000);
  let behind = 0;
  const slow = createServer((asked, answer) => {
    const pass = () =>
      asked.pipe(
        request(
          {
            host: '127.0.0.1',
            port: behind,
            path: asked.url,
            method: asked.method,
            headers: asked.headers,
            agent: false,
          },
          (got) => got.pipe(answer.writeHead(got.statusCode!, got.headers)),
        ),
      );
    setTimeout(pass, LATE_MS);
  });
  await new Promise<void>((ready) => slow.listen(0, '127.0.0.1', ready));
  const url = `http://127.0.0.1:${(slow.address() as AddressInfo).port}`;
  const practice = await startPracticeProvider({
    issuer: () => url,
    accounts: [PRACTICE_ACCOUNT],
    clients: [],
  });
  behind = practice.port;
  try {
    await openWorkspace(page, host, workspaceText(url, { provider: 'oidc' }));
    const wizard = new WizardPage(page);
    const at = page.url().replace(/#.*/, (hash) => hash.split('/').slice(0, 3).join('/'));
    await page.goto(`${at}/connect/memos/secrets`);
    await wizard.secrets();
    // Each state of the lights, as it is seen.
    await page.evaluate(() => {
      const seen: string[] = [];
      Object.assign(window, { seen });
      const look = () => {
        const now = [...document.querySelectorAll('.light')]
          .map((one) => `${one.querySelector('b')!.textContent}: ${one.className.replace('light ', '')}`)
          .join(', ');
        if (seen.at(-1) !== now) seen.push(now);
      };
      new MutationObserver(look).observe(document.body, {
        childList: true,
        subtree: true,
        attributes: true,
        characterData: true,
      });
    });
    await wizard.step('Test').click();
    const proof = new TestPage(page);
    await expect(proof.light('Client and secret')).toContainText('Fail', { timeout: 60_000 });
    await proof.checked();
    const seen = await page.evaluate(() => (window as unknown as { readonly seen: string[] }).seen);
    const before = (ended: string, running: string) =>
      expect(
        seen.some((now) => !now.includes(`${ended}: running`) && now.includes(`${running}: running`)),
        `${ended} before ${running}: ${seen.join('\n')}`,
      ).toBe(true);
    before('Provider', 'Way back');
    before('Way back', 'Client and secret');
  } finally {
    slow.closeAllConnections();
    slow.close();
    await practice.close();
  }
});
