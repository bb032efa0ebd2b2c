import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { runCheck } from '../../../../electron/services/login/check.ts';
import { startPracticeProvider } from '../../../../electron/services/practice/provider.ts';
import { lights } from '../../../../shared/diagnosis/lights.ts';
import {
  makeReport,
  reportToJson,
  reportToText,
  supportBundle,
} from '../../../../shared/diagnosis/report.ts';
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

/** A Memos as it answers everyone, and its provider. `change` makes what is wrong. */
async function memosWorld(
  version: string,
  change: (config: Record<string, unknown>) => void,
  offered = true,
) {
  const asked: string[] = [];
  let own = '';
  const app = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    const config = {
      clientId: 'memos-client',
      clientSecret: '',
      authUrl: practice.endpoints.authorization_endpoint,
      tokenUrl: practice.endpoints.token_endpoint,
      userInfoUrl: practice.endpoints.userinfo_endpoint,
      scopes: ['openid', 'profile', 'email'],
      fieldMapping: { identifier: 'preferred_username' },
    };
    change(config);
    response.writeHead(200, { 'content-type': 'application/json', 'set-cookie': 'x=plantedCookie' }).end(
      JSON.stringify({
        identityProviders: offered
          ? [{ name: 'x/home', type: 'OAUTH2', title: 'Home', config: { oauth2Config: config } }]
          : [],
      }),
    );
  });
  await new Promise<void>((resolve) => app.listen(0, '127.0.0.1', resolve));
  own = `http://127.0.0.1:${(app.address() as AddressInfo).port}`;
  const practice = await startPracticeProvider({
    clients: [{ client_id: 'memos-client', client_secret: SECRET, redirect_uris: [`${own}/auth/callback`] }],
  });
  closing.push(
    () => practice.close(),
    () => app.close(),
  );
  const connection = connect(
    { kind: 'memos', version, url: own },
    { kind: 'oidc', url: practice.issuer, metadata: practice.endpoints },
  );
  const outcome = await runCheck(
    connection,
    { client_secret: SECRET },
    { probeSpacingMs: 1, env: {}, askApp: true },
  );
  if (!outcome.ok) throw new Error(outcome.error.message);
  const report = makeReport(outcome.value.checks, connection);
  const said = [
    JSON.stringify(outcome.value),
    JSON.stringify(reportToJson(report)),
    reportToText(report),
    supportBundle(report, outcome.value.evidence, { latchkey: '0' }),
  ].join('\n');
  for (const planted of [SECRET, 'plantedCookie']) expect(said).not.toContain(planted);
  return { asked, said, check: report.checks.find(({ id }) => id === 'P14')!, report };
}

it('asks an app that shows its request only to a browser what it tells everyone', async () => {
  const seen = await memosWorld('0.30', () => {});
  expect(seen.asked).toEqual(['GET /api/v1/identity-providers']);
  expect(seen.check).toMatchObject({
    status: 'inconclusive',
    findings: [],
    evidence: { offers_login: true, button: ['Home'] },
  });
  expect(seen.check.summary).toContain('this could not be seen: the redirect URI');
});

it('sees there a client of before, an address of before and a login that is gone', async () => {
  const old = await memosWorld('0.30', (config) => Object.assign(config, { clientId: 'oldClient' }));
  expect(old.report.diagnoses[0]).toMatchObject({ id: 'app-sends-other-client-id', side: 'app' });
  const token = await memosWorld('0.30', (config) =>
    Object.assign(config, { tokenUrl: `${config['tokenUrl']}/old` }),
  );
  expect(token.report.diagnoses[0]).toMatchObject({ id: 'app-goes-to-other-provider', side: 'app' });
  expect(token.report.diagnoses[0]!.cause).toContain('token_endpoint');
  const none = await memosWorld('0.30', () => {}, false);
  expect(none.report.diagnoses[0]).toMatchObject({ id: 'sso-switched-off', side: 'app' });
});

it('says that everyone gets the secret, and never shows it', async () => {
  for (const where of ['clientSecret', 'userInfoUrl']) {
    const seen = await memosWorld('0.22.5', (config) =>
      Object.assign(config, { [where]: where === 'clientSecret' ? SECRET : `https://x.example/${SECRET}` }),
    );
    expect(seen.asked).toEqual(['GET /api/v1/identityProviders']);
    expect(seen.report.diagnoses[0]).toMatchObject({ id: 'app-shows-secret-to-everyone', side: 'app' });
  }
  const swapped = await memosWorld('0.30', (config) => Object.assign(config, { clientId: SECRET }));
  expect(swapped.report.diagnoses[0]).toMatchObject({ id: 'app-sends-other-client-id', side: 'app' });
});
