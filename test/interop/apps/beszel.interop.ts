import { join } from 'node:path';
import { expect } from 'vitest';
import type { Json } from '../../../shared/apply/compare.ts';
import { appliedApp } from '../applied/applied.ts';
import { answers, build, type Running, start } from '../process.ts';
import { Visitor } from '../visitor.ts';
import { goProgram } from './fetch.ts';
import { ADA, type Ending, realApp, typed } from './harness.ts';

const pocketbase = goProgram({
  module: 'github.com/pocketbase/pocketbase',
  version: 'v0.39.11',
  sum: 'h1:cl/Kh13ukof/4BAEku3OozYrLl85M5/bmH62Ny4szFc=',
  programs: ['examples/base'],
});

const SUPERUSER = { identity: 'owner@example.com', password: 'the-password-of-the-owner' };

interface Method {
  readonly name: string;
  readonly authURL: string;
  readonly codeVerifier: string;
}

realApp({
  kind: 'beszel',
  program: 'PocketBase (the server in Beszel’s hub)',
  package: pocketbase,
  version: '0.18.8',
  proved:
    'Takes the fields of the screen through its API and signs in as Beszel’s page does: realtime connection, address from auth-methods, code to auth-with-oauth2; it answers with the account. A wrong secret gives the words in the profile. The hub’s own environment and page are not part of it.',
  user: ADA.email,
  wrongSecret: ['Failed to fetch OAuth2 token.'],
  signIn: async ({ url, port, folder, fields, connection, stopAtEnd }) => {
    const { running, visitor, token } = await startPocketBase(folder, port);
    stopAtEnd(running);

    const provider = typed(fields('Client ID'), {
      'Client ID': 'clientId',
      'Client secret': 'clientSecret',
      'Display name': 'displayName',
      'Auth URL': 'authURL',
      'Token URL': 'tokenURL',
      'User info URL': 'userInfoURL',
      'Fetch user info from': (value) => expectText(value, 'User info URL'),
      'Support PKCE': (value) => ({ pkce: value === 'on' }),
    });
    const saved = await visitor.send(
      'PATCH',
      `${url}/api/collections/users`,
      {
        oauth2: { enabled: true, providers: [{ name: 'oidc', ...provider }] },
      },
      { authorization: token },
    );
    if (saved.status !== 200) return { user: undefined, said: saved.body };

    return signedIn(visitor, url, connection.client.redirect_uris[0]!, running);
  },
});

function expectText(value: string, expected: string): Record<string, never> {
  if (value !== expected) throw new Error(`This field is only known as “${expected}”, not as “${value}”.`);
  return {};
}

/** Signs in as the page of the hub does. */
async function signedIn(
  visitor: Visitor,
  url: string,
  redirectURL: string,
  running: Running,
): Promise<Ending> {
  // The page listens first; the client's id is the state, and the code comes over this connection.
  const events = await fetch(`${url}/api/realtime`);
  const reader = events.body!.pipeThrough(new TextDecoderStream()).getReader();
  const message = async (key: string): Promise<Record<string, string>> => {
    for (let text = ''; ; ) {
      const { value, done } = await reader.read();
      if (done) throw new Error(`The realtime connection ended: ${text}`);
      text += value;
      const found = [...text.matchAll(/^data:(.*)$/gm)].map(
        ([, json]) => JSON.parse(json!) as Record<string, string>,
      );
      const one = found.find((data) => key in data);
      if (one) return one;
    }
  };
  try {
    const { clientId } = await message('clientId');
    await visitor.post(`${url}/api/realtime`, { clientId, subscriptions: ['@oauth2'] });
    const listed = await visitor.get(`${url}/api/collections/users/auth-methods`);
    const { providers } = (JSON.parse(listed.body) as { oauth2: { providers: Method[] } }).oauth2;
    const method = providers.find(({ name }) => name === 'oidc');
    const login = new URL(method!.authURL + encodeURIComponent(redirectURL));
    login.searchParams.set('state', clientId!);
    const page = await visitor.open(login.href);
    const { code } = await message('state');
    const answer = await visitor.post(`${url}/api/collections/users/auth-with-oauth2`, {
      provider: method!.name,
      code,
      codeVerifier: method!.codeVerifier,
      redirectURL,
    });
    const said = `${page.url}\n${answer.body}\n${running.output()}`;
    const { token: session } = JSON.parse(answer.body) as { token?: string };
    if (session === undefined) return { user: undefined, said };
    const who = await visitor.post(
      `${url}/api/collections/users/auth-refresh`,
      {},
      { authorization: session },
    );
    return { user: (JSON.parse(who.body) as { record?: { email: string } }).record?.email, said };
  } finally {
    await reader.cancel();
  }
}

/** Starts it with a superuser, and gets a token of theirs. */
async function startPocketBase(folder: string, port: number) {
  const url = `http://127.0.0.1:${port}`;
  const data = ['--dir', join(folder, 'data')];
  build(
    pocketbase.file('base'),
    ['superuser', 'upsert', SUPERUSER.identity, SUPERUSER.password, ...data],
    folder,
    20,
  );
  const running = start(pocketbase.file('base'), ['serve', `--http=127.0.0.1:${port}`, ...data], {});
  await answers(`${url}/api/health`, running);
  const visitor = new Visitor();
  const owner = await visitor.post(`${url}/api/collections/_superusers/auth-with-password`, SUPERUSER);
  const { token, record } = JSON.parse(owner.body) as { token: string; record: { id: string } };
  return { running, visitor, token, record };
}

const GITHUB = { name: 'github', clientId: 'another', clientSecret: 'secret-of-another' };
/** What apply wrote. */
let displayName = '';
type OAuth2 = { enabled: boolean; providers: { name: string; displayName: string }[] };

appliedApp({
  kind: 'beszel',
  program: 'PocketBase (the server in Beszel’s hub), by its API',
  version: pocketbase.version,
  written_for: '0.18.8',
  skip: pocketbase.skip,
  fetch: pocketbase.fetch,
  proved:
    'With a token that a superuser impersonated, apply adds the provider beside another one, switches OAuth2 on, reads both back, and the login works; a second run sends nothing; a change by hand is seen and put right; undo leaves what stood there, and removes nothing that would move the secrets of later providers.',
  start: async ({ folder, port, url }) => {
    const { running, visitor, token, record } = await startPocketBase(folder, port);
    const authorization = { authorization: token };
    const users = `${url}/api/collections/users`;
    const read = async () =>
      (JSON.parse((await visitor.get(users, authorization)).body) as { oauth2: Json }).oauth2;
    const send = async (oauth2: object) => {
      const sent = await visitor.send('PATCH', users, { oauth2 }, authorization);
      expect(sent.status, sent.body).toBe(200);
    };
    await send({ providers: [GITHUB] });
    // As the page makes one for a limited time.
    const made = await visitor.post(
      `${url}/api/collections/_superusers/impersonate/${record.id}`,
      { duration: 600 },
      authorization,
    );
    return {
      running,
      token: (JSON.parse(made.body) as { token: string }).token,
      read,
      byHand: async () => {
        const { providers } = (await read()) as unknown as OAuth2;
        displayName = providers.find(({ name }) => name === 'oidc')!.displayName;
        await send({
          providers: providers.map((one) => (one.name === 'oidc' ? { ...one, displayName: 'By hand' } : one)),
        });
      },
    };
  },
  differs: ['displayName'],
  signIn: ({ url, connection }, { running }) =>
    signedIn(new Visitor(), url, connection.client.redirect_uris[0]!, running),
  user: ADA.email,
  more: async ({ url }, { read, token }, undo) => {
    // As it was made, and another provider after it.
    const { providers } = (await read()) as unknown as OAuth2;
    const added = await new Visitor().send(
      'PATCH',
      `${url}/api/collections/users`,
      {
        oauth2: {
          providers: [
            ...providers.map((one) => (one.name === 'oidc' ? { ...one, displayName } : one)),
            { ...GITHUB, name: 'gitlab' },
          ],
        },
      },
      { authorization: token },
    );
    expect(added.status, added.body).toBe(200);
    expect(await undo()).toMatchObject({ code: 'apply-by-place' });
    expect(((await read()) as unknown as OAuth2).providers.map(({ name }) => name)).toEqual([
      'github',
      'oidc',
      'gitlab',
    ]);
  },
});
