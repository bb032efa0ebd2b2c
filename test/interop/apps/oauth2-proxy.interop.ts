import { answers, start } from '../process.ts';
import { Visitor } from '../visitor.ts';
import { goProgram } from './fetch.ts';
import { ADA, realApp } from './harness.ts';

const proxy = goProgram({
  module: 'github.com/oauth2-proxy/oauth2-proxy/v7',
  version: 'v7.15.6',
  sum: 'h1:4xZOFvyGysSUxdrEVyLjo+NduqGHbGV9bLE8XD49IJM=',
});

realApp({
  kind: 'oauth2-proxy',
  package: proxy,
  proved:
    'Reads the rendered environment and signs in; /oauth2/userinfo names the person. A wrong secret gives the log’s words in the profile.',
  user: ADA.email,
  wrongSecret: ['Error redeeming code during OAuth2 callback: token exchange failed'],
  signIn: async ({ url, port, env, stopAtEnd }) => {
    const running = stopAtEnd(
      start(proxy.file('oauth2-proxy'), [], {
        ...env(),
        OAUTH2_PROXY_COOKIE_SECRET: 'k'.repeat(32),
        OAUTH2_PROXY_HTTP_ADDRESS: `127.0.0.1:${port}`,
        OAUTH2_PROXY_UPSTREAMS: 'static://202',
      }),
    );
    await answers(`${url}/ping`, running);
    const visitor = new Visitor();
    const page = await visitor.open(`${url}/oauth2/start`);
    const who = await visitor.open(`${url}/oauth2/userinfo`);
    const said = `${page.url}\n${page.body}\n${running.output()}`;
    return { user: who.status === 200 ? (JSON.parse(who.body) as { email: string }).email : undefined, said };
  },
});
