import { createHash, randomBytes } from 'node:crypto';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { JsonObject } from '../../../shared/apply/compare.ts';
import { MANNERS } from '../../helpers/app-apis.ts';
import { browse, lastVisit } from '../../helpers/browse.ts';
import { ADA, put } from '../apps/harness.ts';
import { answers, freePort, start } from '../process.ts';
import { Visitor } from '../visitor.ts';
import { appliedApp } from './applied.ts';

const NETBIRD_BIN = process.env['NETBIRD_BIN'];
const OWNER = { email: 'owner@example.com', password: 'throw-away-Password-1', name: 'Owner' };
/** It listens at every address whatever its configuration says, and asks for newer versions of itself. */
const alone = Object.values(networkInterfaces())
  .flat()
  .every((one) => one?.internal !== false);

appliedApp({
  kind: 'netbird',
  program: 'NetBird, by its API',
  // A program that is built by hand doesn't know its version.
  version: process.env['NETBIRD_VERSION'] ?? '0.77.1',
  skip: !NETBIRD_BIN
    ? 'NETBIRD_BIN does not name a combined server of NetBird'
    : alone
      ? undefined
      : 'NetBird listens at every address: run it where there is no other network, as with unshare --net',
  proved:
    'With an access token, apply adds the provider to the login server of NetBird’s own and reads it back, and a login makes a person there, who waits for approval; a second run sends nothing; a change by hand is seen and put right, and the secret stays; undo leaves what stood there; it refuses in the words of what stands in for it in other tests.',
  start: async ({ folder, port, url }) => {
    const metrics = await freePort();
    const config = put(
      folder,
      'config.yaml',
      JSON.stringify({
        server: {
          listenAddress: `127.0.0.1:${port}`,
          exposedAddress: url,
          metricsPort: metrics,
          healthcheckAddress: `127.0.0.1:${await freePort()}`,
          logLevel: 'info',
          logFile: 'console',
          authSecret: 'throw-away-secret-of-relays',
          dataDir: join(folder, 'data'),
          stuns: [{ uri: 'stun:127.0.0.1:1' }],
          disableAnonymousMetrics: true,
          disableGeoliteUpdate: true,
          auth: {
            issuer: `${url}/oauth2`,
            dashboardRedirectURIs: [`${url}/nb-auth`],
            cliRedirectURIs: ['http://localhost:53000/'],
          },
          store: { engine: 'sqlite', encryptionKey: randomBytes(32).toString('base64') },
        },
      }),
    );
    put(folder, 'data/.keep', '');
    const running = start(NETBIRD_BIN!, ['--config', config], {
      NB_DISABLE_GEOLOCATION: 'true',
      HOME: folder,
    });
    await answers(`${url}/oauth2/.well-known/openid-configuration`, running);
    const made = await new Visitor().post(`${url}/api/setup`, OWNER);
    expect(made.status, made.body).toBe(200);
    // The owner signs in first, as the guide says: whoever comes after is one of the same account.
    const visitor = new Visitor();
    const owner = await tokenOf(url, async (way) => {
      const page = await visitor.open(way('local'));
      const form = Visitor.form(page, /./)!;
      return visitor.submit(form.action, { ...form.fields, login: OWNER.email, password: OWNER.password });
    });
    const authorization = { authorization: `Bearer ${owner.id_token}` };
    const ask = async (method: 'GET' | 'POST' | 'PUT', path: string, body?: object) => {
      const answer =
        method === 'GET'
          ? await new Visitor().get(`${url}/api${path}`, authorization)
          : await new Visitor().send(method, `${url}/api${path}`, body ?? {}, authorization);
      expect(answer.status, `${method} ${path}: ${answer.body}`).toBeLessThan(300);
      return JSON.parse(answer.body) as JsonObject & JsonObject[];
    };
    // The right that the profile asks for: a service user who is an administrator.
    const service = await ask('POST', '/users', {
      name: 'latchkey',
      role: 'admin',
      is_service_user: true,
      auto_groups: [],
    });
    const token = await ask('POST', `/users/${String(service['id'])}/tokens`, {
      name: 'latchkey',
      expires_in: 1,
    });
    const read = async () => ({ providers: await ask('GET', '/identity-providers') });
    return {
      running,
      token: String(token['plain_token']),
      read,
      byHand: async () => {
        const [one] = (await read()).providers;
        await ask('PUT', `/identity-providers/${String(one!['id'])}`, { ...one, name: 'By hand' });
      },
    };
  },
  differs: ['name'],
  signIn: async ({ url }, { running, read, token }) => {
    const { providers } = (await read()) as { providers: JsonObject[] };
    const { id_token, said: ended } = await tokenOf(url, async (way) =>
      lastVisit(await browse(way(String(providers[0]!['id'])), { stopBefore: `${url}/nb-auth` })),
    );
    if (id_token === undefined) return { user: undefined, said: `${running.output()}\n${ended}` };
    // A new person waits for approval, and is known from then on.
    const first = await new Visitor().get(`${url}/api/users/current`, {
      authorization: `Bearer ${id_token}`,
    });
    const users = await new Visitor().get(`${url}/api/users`, { authorization: `Token ${token}` });
    const said = `${running.output()}\n${first.status} ${first.body}\n${users.body}`;
    const found = (JSON.parse(users.body) as JsonObject[]).find((one) => one['email'] === ADA.email);
    return { user: found && `${String(found['name'])} ${String(found['pending_approval'])}`, said };
  },
  user: `${ADA.name} true`,
  more: async ({ url }, { token, read }) => {
    const { providers } = (await read()) as { providers: JsonObject[] };
    const at = `${url}/api/identity-providers/${String(providers[0]!['id'])}`;
    const whole = { ...providers[0]!, client_secret: '' };
    // It refuses what stands in for it elsewhere refuses, in the same words.
    const manners = MANNERS['netbird']!;
    for (const [change, given] of [
      [{ name: '' }, token],
      [{ issuer: '' }, token],
      [{ type: 'unknown' }, token],
      [{ type: 'keycloak' }, token],
      [{}, 'nbp_of-nobody-at-all-0123456789abcdefghij'],
    ] as const) {
      const body = { ...whole, ...change };
      const said = await new Visitor().send('PUT', at, body, { authorization: `Token ${given}` });
      expect({ status: said.status, body: JSON.parse(said.body) }).toEqual(
        manners.refuse({
          method: 'PUT',
          path: new URL(at).pathname,
          headers: { authorization: `Token ${given === token ? manners.token : given}` },
          body,
          now: providers[0]!,
        }),
      );
    }
    expect(await read()).toEqual({ providers });
  },
});

/** Signs in as the dashboard does. */
async function tokenOf(
  url: string,
  person: (way: (connector: string) => string) => Promise<{ readonly url: string; readonly body: string }>,
): Promise<{ readonly id_token: string | undefined; readonly said: string }> {
  const verifier = randomBytes(32).toString('base64url');
  const redirect_uri = `${url}/nb-auth`;
  const asked = new URLSearchParams({
    client_id: 'netbird-dashboard',
    redirect_uri,
    response_type: 'code',
    scope: 'openid profile email',
    state: 'made-by-the-page',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  const end = await person((connector) => `${url}/oauth2/auth/${connector}?${asked}`);
  const code = new URL(end.url).searchParams.get('code');
  if (code === null) return { id_token: undefined, said: `${end.url}\n${end.body}` };
  const tokens = await new Visitor().submit(`${url}/oauth2/token`, {
    grant_type: 'authorization_code',
    client_id: 'netbird-dashboard',
    redirect_uri,
    code,
    code_verifier: verifier,
  });
  const { id_token } = JSON.parse(tokens.body) as { id_token?: string };
  return { id_token, said: tokens.body };
}
