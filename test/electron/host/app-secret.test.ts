import { expect, it } from 'vitest';
import { createRenderings, renderForReal } from '../../../electron/host/rendering.ts';
import { collectSecrets } from '../../../electron/services/secrets/bag.ts';
import { openMemoryStore } from '../../../electron/services/secrets/keychain.ts';
import type { Workspace } from '../../../shared/workspace/types.ts';
import { allText } from '../../helpers/deliverables.ts';

const WORKSPACE: Workspace = {
  latchkey: 1,
  id: 'lab',
  providers: { home: { kind: 'authelia', url: 'https://auth.example.com' } },
  apps: { news: { kind: 'freshrss', url: 'https://news.example.com', provider: 'home' } },
};

it('the app’s own secret stands in the files, and never on a page', async () => {
  const store = openMemoryStore();
  const bag = await collectSecrets(WORKSPACE, ['news'], store);
  if (!bag.ok) throw new Error(bag.error.message);
  const secret = bag.value.clients['news']!.app_secret!;
  const real = await renderForReal(WORKSPACE, store, ['news']);
  const masked = await createRenderings().masked(WORKSPACE, store, ['news']);
  if (!real.ok || !masked.ok) throw new Error('not rendered');
  const holding = real.value.deliverables.filter((one) => allText(one).includes(secret));
  expect(holding.map(({ path, secret: marked }) => [path, marked])).toEqual([
    ['news/guide.md', true],
    ['news/freshrss.env', true],
    ['news/compose.yaml', true],
  ]);
  expect(allText(holding[1]!)).toContain(`OIDC_CLIENT_CRYPTO_KEY=${secret}`);
  expect(JSON.stringify(masked.value)).not.toContain(secret);
  const shown = masked.value.deliverables.find(({ path }) => path === 'news/freshrss.env')!;
  const keys = allText(shown).matchAll(/^OIDC_CLIENT_(?:SECRET|CRYPTO_KEY)=(.+)$/gm);
  // Each has a mark of its own, so that what is copied is the right one.
  expect(new Set([...keys].map(([, mark]) => mark)).size).toBe(2);
});
