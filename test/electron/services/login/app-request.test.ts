import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { runCheck } from '../../../../electron/services/login/check.ts';
import { startPracticeProvider } from '../../../../electron/services/practice/provider.ts';
import { lights } from '../../../../shared/diagnosis/lights.ts';
import { connect } from '../../../helpers/app-connection.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const SECRET = 'plantedSecretQ7vX2mK9rT4wZ8';

/** RomM and its provider on loopback; the app sends what `send` makes of the right request. */
async function world(send: (url: URL) => void, askApp: boolean) {
  let asked = 0;
  let own = '';
  const app = createServer((request, response) => {
    asked++;
    if (request.url !== '/api/login/openid') return void response.writeHead(404).end();
    const url = new URL(authorize);
    for (const [name, value] of Object.entries({
      client_id: 'romm-client',
      redirect_uri: `${own}/api/oauth/openid`,
      response_type: 'code',
      scope: 'openid profile email',
      state: 'plantedState',
    }))
      url.searchParams.set(name, value);
    send(url);
    response.writeHead(302, { location: url.href }).end();
  });
  await new Promise<void>((resolve) => app.listen(0, '127.0.0.1', resolve));
  own = `http://127.0.0.1:${(app.address() as AddressInfo).port}`;
  const practice = await startPracticeProvider({
    clients: [
      { client_id: 'romm-client', client_secret: SECRET, redirect_uris: [`${own}/api/oauth/openid`] },
    ],
  });
  const authorize = practice.endpoints.authorization_endpoint!;
  closing.push(
    () => practice.close(),
    () => app.close(),
  );
  const connection = connect(
    { kind: 'romm', version: '5.2', url: own },
    { kind: 'oidc', url: practice.issuer, metadata: practice.endpoints },
  );
  const outcome = await runCheck(
    connection,
    { client_secret: SECRET },
    { probeSpacingMs: 1, env: {}, askApp },
  );
  if (!outcome.ok) throw new Error(outcome.error.message);
  const { checks, evidence, timings } = outcome.value;
  return {
    asked: () => asked,
    light: lights({ checks }).find(({ light }) => light === 'app-request')!,
    check: checks.find(({ id }) => id === 'P14'),
    evidence,
    timings,
  };
}

it('turns the light green by the app’s own request, and counts it apart from the provider’s', async () => {
  const seen = await world(() => {}, true);
  expect(seen.check?.findings).toEqual([]);
  expect(seen.light).toMatchObject({ status: 'pass', title: 'What the app really sends' });
  expect(seen.asked()).toBe(1);
  expect(seen.timings.requests).toBe(seen.evidence.exchanges.length + 1);
  expect(seen.evidence.exchanges.some(({ purpose }) => purpose === 'app-login')).toBe(false);
  expect(JSON.stringify(seen.evidence)).not.toContain('plantedState');
});

it('turns it red by a client ID of an earlier set-up, and by the secret in its place, which stays hidden', async () => {
  const old = await world((url) => url.searchParams.set('client_id', 'oldClient'), true);
  expect(old.light.status).toBe('fail');
  expect(old.check?.findings).toMatchObject([{ code: 'app-client-id-differs', data: { sent: 'oldClient' } }]);
  const swapped = await world((url) => url.searchParams.set('client_id', SECRET), true);
  expect(swapped.check?.findings).toMatchObject([{ data: { how: 'secret' } }]);
  expect(JSON.stringify([swapped.check, swapped.evidence])).not.toContain(SECRET);
});

it('asks no app where nobody wants it', async () => {
  const seen = await world(() => {}, false);
  expect(seen.check).toBeUndefined();
  expect(seen.light.status).toBe('inconclusive');
  expect(seen.asked()).toBe(0);
});
