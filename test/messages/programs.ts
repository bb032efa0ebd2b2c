import { execFileSync } from 'node:child_process';
import { copyFileSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { build } from '../interop/process.ts';
import { CACHE, debian, type Given, go, javascript, type Library, python } from './library.ts';

/** Writes files of the program's folder for one login, with what is given in place of `{{issuer}}` and the like. */
function settings(
  names: readonly string[],
  folder: string,
  given: Given,
  more: Readonly<Record<string, string>> = {},
): void {
  const values: Readonly<Record<string, unknown>> = {
    ...given,
    level: given.debug ? 'debug' : 'info',
    LEVEL: given.debug ? 'DEBUG' : 'INFO',
    scopes: JSON.stringify(given.scope.split(' ')),
    ...more,
  };
  for (const name of names)
    writeFileSync(
      join(given.data, name),
      readFileSync(join(folder, name), 'utf8').replace(/\{\{(\w+)\}\}/g, (_, key: string) =>
        String(values[key] ?? ''),
      ),
    );
}

/** What a program keeps after its first start, made once at the build: a login begins with a copy of it. */
const seed = (folder: string): string => join(folder, 'seed');
const begun = (folder: string, { data }: Given): void => cpSync(seed(folder), data, { recursive: true });

/** For the build, when nobody signs in. */
const NOTHING: Given = {
  data: '',
  port: 1,
  issuer: 'https://auth.example.com',
  client_id: 'nobody',
  client_secret: 'nothing',
  redirect_uri: '',
  scope: 'openid',
  debug: false,
  authorization_endpoint: '',
  token_endpoint: '',
  userinfo_endpoint: '',
  jwks_uri: '',
};

/** A node of Headscale that waits for somebody to sign in for it: the prefix and 24 characters. */
const NODE = `hskey-authreq-${'a1b2c3d4'.repeat(3)}`;

const APP_BUILDER = python('Flask-AppBuilder', 'Authlib', 'Flask');
const DIRECTUS = javascript('directus', 'sqlite3');
/** Parts of Directus in C++, which are built against the headers of Node.js that are installed with it. */
const NODE_HEADERS = '/usr/include/node/node.h';
const SYNAPSE = python('matrix-synapse', 'Authlib', 'Twisted');
const GITEA = go(['code.gitea.io/gitea'], 'code.gitea.io/gitea', 'sqlite,sqlite_unlock_notify');

/** The settings of Gitea. Its pages lie in the source of its module. */
const giteaSettings = (folder: string, given: Given): void =>
  settings(['app.ini'], folder, given, {
    user: userInfo().username,
    source: execFileSync('go', ['list', '-mod=mod', '-m', '-f', '{{.Dir}}', 'code.gitea.io/gitea'], {
      cwd: folder,
      encoding: 'utf8',
    }).trim(),
  });

const DIRECTUS_PROGRAM = 'node_modules/directus/cli.js';
const directusSettings = (data: string): Readonly<Record<string, string>> => ({
  DB_CLIENT: 'sqlite3',
  DB_FILENAME: join(data, 'data.db'),
  STORAGE_LOCAL_ROOT: join(data, 'uploads'),
  EXTENSIONS_PATH: join(data, 'extensions'),
  SECRET: 'a-secret-for-the-tokens-of-this-program',
  ADMIN_EMAIL: 'owner@example.com',
  ADMIN_PASSWORD: 'the-password-of-the-owner',
  TELEMETRY: 'false',
});

/** Whole programs that people host themselves, with the settings that their own pages name. */
export const PROGRAMS: readonly Library[] = [
  {
    id: 'headscale',
    language: 'go',
    name: 'Headscale (Go)',
    method: 'client_secret_basic',
    callback: '/oidc/callback',
    start: `/register/${NODE}`,
    signed_in: 'Confirm',
    ...go(['github.com/juanfont/headscale'], 'github.com/juanfont/headscale/cmd/headscale'),
    fill: (folder, given) => settings(['config.yaml'], folder, given),
    command: (folder, { data }) => [join(folder, 'program'), 'serve', '-c', join(data, 'config.yaml')],
    ready: (folder, { data }) => {
      const own = (...args: string[]) =>
        execFileSync(join(folder, 'program'), [...args, '-c', join(data, 'config.yaml')], {
          stdio: 'ignore',
        });
      own('users', 'create', 'owner');
      own('debug', 'create-node', '--name', 'laptop', '--user', 'owner', '--key', NODE);
    },
  },
  {
    id: 'gitea',
    language: 'go',
    name: 'Gitea (Go)',
    method: 'client_secret_basic',
    callback: '/user/oauth2/lab/callback',
    start: '/user/oauth2/lab',
    signed_in: 'Sign Out',
    ...GITEA,
    build: (folder) => {
      GITEA.build(folder);
      mkdirSync(seed(folder));
      giteaSettings(folder, { ...NOTHING, data: seed(folder) });
      build(join(folder, 'program'), ['migrate', '--config', join(seed(folder), 'app.ini')], folder, 120);
    },
    fill: (folder, given) => {
      begun(folder, given);
      giteaSettings(folder, given);
      // The module has no built styles, and Gitea complains in each log if there is no theme at all.
      const styles = join(given.data, 'custom/public/assets/css');
      mkdirSync(styles, { recursive: true });
      writeFileSync(join(styles, 'theme-gitea-auto.css'), 'gitea-theme-meta-info {}\n');
    },
    command: (folder, { data }) => [
      'sh',
      join(folder, 'start.sh'),
      join(folder, 'program'),
      join(data, 'app.ini'),
    ],
    env: (_, { data }) => ({ GITEA_WORK_DIR: data }),
  },
  {
    id: 'directus',
    language: 'javascript',
    name: 'Directus (npm)',
    method: 'client_secret_basic',
    callback: '/auth/login/lab/callback',
    // The address that the button of its login page has.
    start: '/auth/login/lab?redirect=%2Fadmin%2Flogin%3Fcontinue%3D',
    signed_in: ({ url }) => url.includes('/admin/login') && !url.includes('reason='),
    shown: ({ text }) => (text.startsWith('Loading') ? '' : text),
    patience: 120,
    ...DIRECTUS,
    needs: [...DIRECTUS.needs, ['test', '-f', NODE_HEADERS]],
    build: (folder) => {
      DIRECTUS.build(folder);
      const native = ['npm_config_nodedir=/usr', 'npm_config_build_from_source=true'];
      build('env', [...native, 'npm', 'rebuild', 'sqlite3', 'isolated-vm', 'argon2'], folder, 1200);
      mkdirSync(seed(folder));
      const settings = Object.entries(directusSettings(seed(folder))).map(
        ([name, value]) => `${name}=${value}`,
      );
      build('env', [...settings, process.execPath, join(folder, DIRECTUS_PROGRAM), 'bootstrap'], folder, 120);
    },
    fill: (folder, given) => {
      begun(folder, given);
      for (const name of ['uploads', 'extensions']) mkdirSync(join(given.data, name));
    },
    command: (folder) => [process.execPath, join(folder, DIRECTUS_PROGRAM), 'start'],
    env: (_, given) => ({
      ...directusSettings(given.data),
      HOST: '127.0.0.1',
      PORT: String(given.port),
      PUBLIC_URL: `http://127.0.0.1:${given.port}`,
      LOG_LEVEL: given.debug ? 'debug' : 'info',
      AUTH_PROVIDERS: 'lab',
      AUTH_LAB_DRIVER: 'openid',
      AUTH_LAB_CLIENT_ID: given.client_id,
      AUTH_LAB_CLIENT_SECRET: given.client_secret,
      AUTH_LAB_ISSUER_URL: `${given.issuer}/.well-known/openid-configuration`,
      AUTH_LAB_SCOPE: given.scope,
      AUTH_LAB_IDENTIFIER_KEY: 'email',
      AUTH_LAB_ALLOW_PUBLIC_REGISTRATION: 'true',
    }),
  },
  {
    id: 'node-red',
    language: 'javascript',
    name: 'Node-RED with passport-openidconnect (npm)',
    method: 'client_secret_post',
    callback: '/auth/strategy/callback',
    start: '/auth/strategy',
    signed_in: ({ url }) => url.includes('?access_token='),
    // The editor shows this message beside the button.
    shown: ({ url }) => new URL(url).searchParams.get('session_message') ?? '',
    ...javascript('node-red', 'passport-openidconnect'),
    command: (folder) => [
      process.execPath,
      join(folder, 'node_modules/node-red/red.js'),
      ...['--settings', join(folder, 'settings.js')],
    ],
  },
  {
    id: 'roundcube',
    language: 'php',
    name: 'Roundcube (Debian roundcube-core)',
    method: 'client_secret_post',
    callback: '/index.php/login/oauth',
    start: '/?_task=login&_action=oauth',
    signed_in: 'Logout',
    ...debian('roundcube-core', 'roundcube-sqlite3', 'php8.2-curl', 'php8.2-cli'),
    build: () => {},
    fill: (folder, { data }) => {
      for (const name of ['defaults.inc.php', 'mimetypes.php'])
        copyFileSync(join('/etc/roundcube', name), join(data, name));
      copyFileSync(join(folder, 'config.inc.php'), join(data, 'config.inc.php'));
    },
    command: (folder) => ['sh', join(folder, 'start.sh'), folder],
    env: (_, { data }) => ({ ROUNDCUBE_CONFIG_DIR: data }),
  },
  {
    id: 'flask-appbuilder',
    language: 'python',
    name: 'Flask-AppBuilder with OAuth, as in Airflow and Superset (PyPI)',
    method: 'client_secret_basic',
    callback: '/oauth-authorized/lab',
    start: '/login/lab',
    signed_in: 'Logout',
    ...APP_BUILDER,
    build: (folder) => {
      APP_BUILDER.build(folder);
      mkdirSync(seed(folder));
      build('env', [`LAB_DATA=${seed(folder)}`, join(folder, 'venv/bin/python'), 'main.py'], folder, 60);
    },
    fill: begun,
  },
  {
    id: 'synapse',
    language: 'python',
    name: 'Synapse, the Matrix server (PyPI matrix-synapse)',
    method: 'client_secret_basic',
    callback: '/_synapse/client/oidc/callback',
    start: '/_matrix/client/v3/login/sso/redirect/oidc-lab?redirectUrl=https%3A%2F%2Fchat.example.com%2F',
    signed_in: 'Continue to your account',
    ...SYNAPSE,
    build: (folder) => {
      SYNAPSE.build(folder);
      mkdirSync(seed(folder));
      settings(['homeserver.yaml', 'log.yaml'], folder, { ...NOTHING, data: seed(folder) });
      const interpreter = join(folder, 'venv/bin/python');
      const config = join(seed(folder), 'homeserver.yaml');
      build(interpreter, ['-m', 'synapse.app.homeserver', '--generate-keys', '-c', config], folder, 60);
      const module = 'synapse._scripts.update_synapse_database';
      build(
        interpreter,
        ['-m', module, '--run-background-updates', '--database-config', config],
        folder,
        120,
      );
    },
    fill: (folder, given) => {
      begun(folder, given);
      settings(['homeserver.yaml', 'log.yaml'], folder, given);
    },
    command: (folder, { data }) => [
      join(folder, 'venv/bin/python'),
      ...['-u', '-m', 'synapse.app.homeserver', '-c', join(data, 'homeserver.yaml')],
    ],
    // It says the branch of a repository that it lies in, and lies in this one.
    env: () => ({ GIT_CEILING_DIRECTORIES: CACHE }),
  },
];
