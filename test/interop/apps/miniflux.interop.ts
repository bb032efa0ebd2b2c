import { answers, start } from '../process.ts';
import { Visitor } from '../visitor.ts';
import { goProgram } from './fetch.ts';
import { ADA, realApp } from './harness.ts';
import { noPostgres, startPostgres } from './postgres.ts';

const miniflux = goProgram({
  module: 'miniflux.app/v2',
  version: 'v2.3.3',
  sum: 'h1:GUQFgVFIrSHE+lHFNbrHp+xEd3J9GmJhdCBtG/NJMtk=',
});

realApp({
  kind: 'miniflux',
  package: miniflux,
  skip: noPostgres(),
  proved:
    'The program reads the rendered environment (PostgreSQL beside it) and signs in; its settings page shows the account. A wrong secret gives the log’s words in the profile.',
  user: ADA.username,
  wrongSecret: ['Unable to get OAuth2 profile from provider'],
  signIn: async ({ url, port, env, stopAtEnd, atEnd }) => {
    const database = await startPostgres();
    atEnd(database.stop);
    const running = stopAtEnd(
      start(miniflux.file('miniflux.app'), [], {
        ...env(),
        DATABASE_URL: database.url,
        RUN_MIGRATIONS: '1',
        BASE_URL: url,
        LISTEN_ADDR: `127.0.0.1:${port}`,
      }),
    );
    await answers(`${url}/healthcheck`, running);
    const visitor = new Visitor();
    const page = await visitor.open(`${url}/oauth2/oidc/redirect`);
    const settings = await visitor.open(`${url}/settings`);
    return {
      user: /name="username"[^>]*value="([^"]+)"/.exec(settings.body)?.[1],
      said: `${page.url}\n${page.body}\n${running.output()}`,
    };
  },
});
