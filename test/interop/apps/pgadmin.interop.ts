import { answers, start } from '../process.ts';
import { Visitor } from '../visitor.ts';
import { pythonPackage } from './fetch.ts';
import { ADA, put, realApp } from './harness.ts';

const pgadmin = pythonPackage({
  name: 'pgadmin4',
  version: '9.18',
  sha256: ['9ea084fc416265e4fc95c9fb6e6ae0f6668d34da8670c9b65c79cea054124356'],
});

realApp({
  kind: 'pgadmin',
  package: pgadmin,
  proved:
    'Reads the rendered config_local.py in server mode and signs in by the button of its login page; it says whose session it is. A wrong secret gives the words in the profile.',
  user: ADA.email,
  wrongSecret: ['invalid_client'],
  signIn: async ({ url, port, folder, named, stopAtEnd }) => {
    const own = {
      DEFAULT_SERVER: '127.0.0.1',
      DEFAULT_SERVER_PORT: port,
      DATA_DIR: folder,
      LOG_FILE: `${folder}/log`,
      CONSOLE_LOG_LEVEL: 20,
    };
    put(
      folder,
      'config_local.py',
      [
        ...Object.entries(own).map(([name, value]) => `${name} = ${JSON.stringify(value)}`),
        'SERVER_MODE = True',
        'UPGRADE_CHECK_ENABLED = MASTER_PASSWORD_REQUIRED = False',
        named('config_local.py'),
      ].join('\n'),
    );
    const running = stopAtEnd(
      start(pgadmin.file('bin', 'python'), ['-m', 'pgadmin4.pgAdmin4'], {
        PYTHONPATH: folder,
        PGADMIN_SETUP_EMAIL: 'owner@example.com',
        PGADMIN_SETUP_PASSWORD: 'the-password-of-the-owner',
      }),
    );
    await answers(`${url}/misc/ping`, running, 90);
    const visitor = new Visitor();
    const login = await visitor.open(`${url}/login`);
    const token = /"?csrf_?token"?\s*[:=]\s*"([^"]+)"/i.exec(login.body)?.[1] ?? '';
    const page = await visitor.submit(`${url}/authenticate/login`, {
      csrf_token: token,
      oauth2_button: /"OAUTH2_NAME": "([^"]+)"/.exec(login.body)?.[1] ?? '',
    });
    const who = await visitor.open(`${url}/user_management/current_user.js`);
    return {
      user: /['"]?email['"]?\s*:\s*['"]([^'"]+)/.exec(who.body)?.[1],
      said: `${page.url}\n${page.body}\n${running.output()}`,
    };
  },
});
