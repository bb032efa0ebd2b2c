import { needsChromium } from './chromium.ts';
import { everyLook } from './every-look.ts';
import { expect, test } from './fixtures.ts';
import { startHost } from './host.ts';
import { openWorkspace, workspaceText } from './ways.ts';

needsChromium();

test('a page whose Latchkey has ended leads to the next one', async ({ page, host, complaints }) => {
  test.setTimeout(120_000);
  complaints.expect(/ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED|ERR_EMPTY_RESPONSE/);
  await openWorkspace(page, host, workspaceText('https://auth.example.com'));
  await host.close({ keepHome: true });
  const field = page.getByRole('textbox', { name: 'The new link' });
  await expect(field).toBeVisible({ timeout: 20_000 });
  await everyLook(page, 'unreachable');
  await field.fill('https://evil.example/?token=x');
  await page.getByRole('button', { name: 'Go on there' }).click();
  await expect(page.getByText('That is no link of Latchkey.')).toBeVisible();
  const next = await startHost({ home: host.home });
  await field.fill(next.stdout());
  await page.getByRole('button', { name: 'Go on there' }).click();
  await expect(page).toHaveURL(new RegExp(`^${next.origin}`));
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByText('home', { exact: false }).first()).toBeVisible();
  await next.close();
});
