import { expect, it } from 'vitest';
import { deriveConnections } from '../../../../shared/client/derive.ts';
import { awaited, KEPT_SECRET } from '../../../../shared/client/pending.ts';
import { mergeApp } from '../../../../shared/existing/merge/app.ts';
import { renderApp } from '../../../../shared/render/app.ts';
import { renderProvider } from '../../../../shared/render/provider.ts';
import { filesOf } from '../../../../shared/render/render.ts';
import type { Workspace } from '../../../../shared/workspace/types.ts';

const DIGEST = '$pbkdf2-sha512$310000$c8p78n7pUMln0jzvd4aK4Q$JNRBzwAo0ek5qKn50cFzzvE9RXV88h1wJn5KGiHrD0Y';
const WORKSPACE: Workspace = {
  latchkey: 1,
  id: 'kept',
  providers: { home: { kind: 'authelia', url: 'https://auth.example.com', setup: 'existing' } },
  apps: { grafana: { kind: 'grafana', url: 'https://grafana.example.com', provider: 'home' } },
};
const BAG = { clients: { grafana: { client_id: 'grafana', client_secret_digest: DIGEST } }, providers: {} };

it('a digest alone is written at the provider, and nothing that the app has is replaced by a text that is no secret', () => {
  const [connection] = deriveConnections(WORKSPACE, {});
  const [provider] = renderProvider([connection!], BAG).flatMap(filesOf);
  expect(provider?.content.replaceAll('\\x24', '$')).toContain(DIGEST);
  const app = renderApp(connection!, BAG);
  const files = app.filter((one) => one.form === 'file');
  expect(app.flatMap(filesOf).some(({ content }) => content.includes(KEPT_SECRET))).toBe(true);
  expect(awaited(connection!, BAG)).toContain(
    `where its files say “${KEPT_SECRET}”, leave what stands there`,
  );
  const merged = mergeApp(
    { name: 'grafana.env', text: 'GF_AUTH_GENERIC_OAUTH_CLIENT_SECRET=theRealOne\n' },
    'grafana',
    files,
  );
  expect(merged).toMatchObject({ ok: false, error: { code: 'merge-secret-unknown' } });
});
