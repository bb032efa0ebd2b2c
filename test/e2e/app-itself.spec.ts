import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from '@playwright/test';
import { needsChromium } from './chromium.ts';
import { expect, test } from './fixtures.ts';
import { violations } from './violations.ts';
import { openWorkspace, toTest, workspaceText } from './ways.ts';

needsChromium();

/** Stands in an answer where no visitor should see it. */
const PLANTED = 'plantedSecretQ7vX2mK9rT4wZ8aaaaaaaaaaaaaaaaaaa';

/** An app that answers on loopback; `answer` may change between two checks. */
async function startApp(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const app = { url: '', asked: [] as string[], answer };
  const server = createServer((request, response) => {
    app.asked.push(`${request.method} ${request.url}`);
    app.answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  app.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return Object.assign(app, {
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  });
}

/** The page in both colours and at both widths: nothing that axe finds, and nothing wider than the window. */
async function looks(page: Page, name: string): Promise<void> {
  for (const theme of ['light', 'dark'] as const)
    for (const width of [1280, 640]) {
      await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
      await page.setViewportSize({ width, height: 900 });
      expect(await violations(page)).toEqual([]);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(wide).toBeLessThanOrEqual(width);
      const folder = process.env['LATCHKEY_E2E_LOOK'];
      if (folder) await page.screenshot({ path: `${folder}/${name}-${theme}-${width}.png`, fullPage: true });
    }
}

test('an app that was not restarted is seen, and is green once it sends its own client', async ({
  page,
  host,
  side,
  folder,
}) => {
  let [client_id, endpoint] = ['oldClientOfBefore', ''];
  const app = await startApp((_, response) => {
    const url = new URL(endpoint);
    for (const [name, value] of Object.entries({
      client_id,
      redirect_uri: `${app.url}/api/oauth/openid`,
      response_type: 'code',
      scope: 'openid profile email',
      state: PLANTED,
    }))
      url.searchParams.set(name, value);
    response.writeHead(302, { location: url.href, 'set-cookie': `session=${PLANTED}` }).end();
  });
  try {
    const idp = await side('authelia', { kind: 'romm', url: app.url });
    endpoint = idp.practice().endpoints.authorization_endpoint!;
    await openWorkspace(
      page,
      host,
      workspaceText(idp.url, { app: 'romm', appUrl: app.url, more: ['version: "5.2"'] }),
    );
    const proof = await toTest(page, 'RomM', { side: idp, folder });
    await expect(proof.light('What the app sends')).toContainText('Fail');
    const card = page.getByRole('article').first();
    await expect(card).toContainText('oldClientOfBefore');
    await expect(card).toContainText('OIDC_CLIENT_ID');
    await looks(page, 'app-itself-red');

    client_id = (await idp.apply(folder)).client_id;
    app.asked.length = 0;
    await proof.again.click();
    await expect(proof.light('What the app sends')).toContainText('Pass', { timeout: 20_000 });
    expect(app.asked).toEqual(['GET /api/login/openid']);
    await expect(page.getByRole('article')).toHaveCount(0);
    await looks(page, 'app-itself-green');
    expect(await page.content()).not.toContain(PLANTED);
  } finally {
    app.close();
  }
});

test('what an app tells everyone is compared, and a secret in it is told and never shown', async ({
  page,
  host,
  side,
  folder,
}) => {
  let config: Record<string, unknown> = {};
  const app = await startApp((_, response) => {
    const list = { identityProviders: [{ type: 'OAUTH2', title: 'Home', config: { oauth2Config: config } }] };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(list));
  });
  try {
    const idp = await side('authelia', { kind: 'memos', url: app.url });
    const { authorization_endpoint } = idp.practice().endpoints;
    const right = { authUrl: authorization_endpoint, scopes: ['openid', 'profile', 'email'] };
    config = { ...right, clientId: 'oldClientOfBefore' };
    await openWorkspace(page, host, workspaceText(idp.url, { appUrl: app.url, more: ['version: "0.30"'] }));
    const proof = await toTest(page, 'Memos', { side: idp, folder });
    const light = proof.light('What the app sends');
    await expect(light).toContainText('Fail');
    await expect(page.getByRole('article').first()).toContainText('oldClientOfBefore');

    const { client_id, client_secret } = await idp.apply(folder);
    config = { ...right, clientId: client_id };
    await proof.again.click();
    await expect(light).toContainText('could not be seen: the redirect URI', { timeout: 20_000 });
    await expect(light).not.toContainText('Pass');
    await looks(page, 'app-list-open');

    config = { ...right, clientId: client_id, clientSecret: client_secret };
    await proof.again.click();
    await expect(light).toContainText('Fail', { timeout: 20_000 });
    await expect(page.getByRole('article').first()).toContainText('shows the client secret to everyone');
    await looks(page, 'app-list-secret');
    expect(await page.content()).not.toContain(client_secret!);
    expect(new Set(app.asked)).toEqual(new Set(['GET /api/v1/identity-providers']));
  } finally {
    app.close();
  }
});

test('an app whose login begins nowhere that can be asked is not asked, and the light says so', async ({
  page,
  host,
  side,
  folder,
}) => {
  const app = await startApp((_, response) => void response.writeHead(200).end());
  try {
    const idp = await side('authelia', { kind: 'bookstack', url: app.url });
    await openWorkspace(page, host, workspaceText(idp.url, { app: 'bookstack', appUrl: app.url }));
    const proof = await toTest(page, 'BookStack', { side: idp, folder });
    const light = proof.light('What the app sends');
    await expect(light).not.toContainText(/Pass|Fail/);
    await expect(light).toContainText('if this app can be asked');
    await looks(page, 'app-itself-not-asked');
    expect(app.asked).toEqual([]);
  } finally {
    app.close();
  }
});
