import { answers, start } from '../process.ts';
import { Visitor } from '../visitor.ts';
import { npmPackage } from './fetch.ts';
import { ADA, realApp } from './harness.ts';

const server = npmPackage({
  name: '@actual-app/sync-server',
  version: '26.9.0',
  integrity:
    'sha512-q0eNk3XTJx76FCoFUH3GmJKI/LSfTBMP9nsnIwctGtNaT0NWEcZRP3VOVpFdnfPzIngNK7oqZWscBM1qIp+6lw==',
  before: '2026-11-20',
});

interface Answer {
  readonly status: string;
  readonly reason?: string;
  readonly data?: { readonly returnUrl?: string; readonly userName?: string };
}

realApp({
  kind: 'actual-budget',
  package: server,
  proved:
    'The server from npm reads the rendered environment and signs in; /account/validate says who it is. A wrong secret gives the words in the profile.',
  user: ADA.username,
  wrongSecret: ['openid-grant-failed', 'OpenID grant failed: OPError: invalid_client'],
  signIn: async ({ url, port, folder, env, stopAtEnd }) => {
    const running = stopAtEnd(
      start(
        process.execPath,
        [server.file('@actual-app', 'sync-server', 'build', 'bin', 'actual-server.js')],
        {
          ...env(),
          ACTUAL_DATA_DIR: folder,
          ACTUAL_HOSTNAME: '127.0.0.1',
          ACTUAL_PORT: String(port),
        },
      ),
    );
    await answers(`${url}/account/needs-bootstrap`, running);
    const visitor = new Visitor();
    const password = 'the-password-of-the-server';
    await visitor.post(`${url}/account/bootstrap`, { password });
    const login = await visitor.post(`${url}/account/login`, {
      loginMethod: 'openid',
      returnUrl: url,
      password,
    });
    const begun = JSON.parse(login.body) as Answer;
    if (begun.data?.returnUrl === undefined) return { user: undefined, said: login.body + running.output() };
    const page = await visitor.open(begun.data.returnUrl);
    const token = new URL(page.url).searchParams.get('token');
    const said = `${page.url}\n${page.body}\n${running.output()}`;
    if (token === null) return { user: undefined, said };
    const who = await visitor.get(`${url}/account/validate`, { 'x-actual-token': token });
    return { user: (JSON.parse(who.body) as Answer).data?.userName, said };
  },
});
