import { join } from 'node:path';
import { answers, build, start } from '../process.ts';
import { Visitor } from '../visitor.ts';
import { goProgram } from './fetch.ts';
import { ADA, put, realApp, runCommand } from './harness.ts';

const gitea = goProgram({
  module: 'code.gitea.io/gitea',
  version: 'v1.25.1',
  sum: 'h1:aUj1bl7aBmWM3z/rMRLiGzaMdYCoDEFcW69lpkwIQEI=',
  // The second is what its container runs at start.
  programs: ['', 'contrib/environment-to-ini'],
  tags: 'sqlite,sqlite_unlock_notify',
  cgo: true,
  // As its own go.mod has them, which counts only in the main module.
  replace: [
    'replace github.com/jaytaylor/html2text => github.com/Necoro/html2text v0.0.0-20250804200300-7bf1ce1c7347',
    'replace github.com/hashicorp/go-version => github.com/6543/go-version v1.3.1',
    'replace github.com/nektos/act => gitea.com/gitea/act v0.261.7-0.20251003180512-ac6e4b751763',
    'replace git.sr.ht/~mariusor/go-xsd-duration => gitea.com/gitea/go-xsd-duration v0.0.0-20220703122237-02e73435a078',
    '',
  ].join('\n'),
});

realApp({
  kind: 'gitea',
  package: gitea,
  settings: { entered_by: 'command' },
  proved:
    'Takes the rendered environment as its container does (environment-to-ini) and the provider by the rendered command, and signs in with a new account; its settings page names it. A wrong secret gives the page’s words in the profile. Without its built scripts and styles, which the module does not have.',
  user: ADA.username,
  wrongSecret: ['There was an error processing the authorization request', 'oauth2: "invalid_client"'],
  signIn: async ({ url, port, folder, env, named, stopAtEnd }) => {
    const own = [
      'RUN_USER = root',
      'I_AM_BEING_UNSAFE_RUNNING_AS_ROOT = true',
      '[server]',
      `STATIC_ROOT_PATH = ${gitea.source()}`,
      'HTTP_ADDR = 127.0.0.1',
      `HTTP_PORT = ${port}`,
      'DISABLE_SSH = true',
      'OFFLINE_MODE = true',
      '[database]',
      'DB_TYPE = sqlite3',
      `PATH = ${join(folder, 'gitea.db')}`,
      '[security]',
      'INSTALL_LOCK = true',
      `SECRET_KEY = ${'k'.repeat(43)}`,
    ];
    if (process.getuid?.() !== 0) own.splice(0, 2);
    const config = put(folder, 'custom/conf/app.ini', `${own.join('\n')}\n`);
    const home = { GITEA_WORK_DIR: folder };
    const variables = Object.entries(env()).map(([name, value]) => `${name}=${value}`);
    build('env', [...variables, gitea.file('environment-to-ini'), '--config', config], folder, 20);
    const running = stopAtEnd(start(gitea.file('gitea'), ['web'], home));
    await answers(`${url}/api/healthz`, running);
    await runCommand(named('command.sh'), folder, gitea.file(), home);

    const visitor = new Visitor();
    const page = await visitor.open(`${url}/user/oauth2/authelia`);
    const settings = await visitor.open(`${url}/user/settings`);
    return {
      user: /name="name"[^>]*value="([^"]+)"/.exec(settings.body)?.[1],
      said: `${page.url}\n${plain(page.body)}\n${running.output()}`,
    };
  },
});

/** A page's text as a person reads it. */
const plain = (html: string): string => html.replaceAll('&#34;', '"').replaceAll('&quot;', '"');
