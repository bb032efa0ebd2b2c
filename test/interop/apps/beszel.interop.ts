import { answers, build, start } from '../process.ts';
import { Visitor } from '../visitor.ts';
import { goProgram } from './fetch.ts';
import { ADA, realApp, typed } from './harness.ts';

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
    const data = ['--dir', folder];
    build(
      pocketbase.file('base'),
      ['superuser', 'upsert', SUPERUSER.identity, SUPERUSER.password, ...data],
      folder,
      20,
    );
    const running = stopAtEnd(
      start(pocketbase.file('base'), ['serve', `--http=127.0.0.1:${port}`, ...data], {}),
    );
    await answers(`${url}/api/health`, running);
    const visitor = new Visitor();
    const owner = await visitor.post(`${url}/api/collections/_superusers/auth-with-password`, SUPERUSER);
    const { token } = JSON.parse(owner.body) as { token: string };

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
      const [method] = (JSON.parse(listed.body) as { oauth2: { providers: Method[] } }).oauth2.providers;
      const redirectURL = connection.client.redirect_uris[0]!;
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
  },
});

function expectText(value: string, expected: string): Record<string, never> {
  if (value !== expected) throw new Error(`This field is only known as “${expected}”, not as “${value}”.`);
  return {};
}
