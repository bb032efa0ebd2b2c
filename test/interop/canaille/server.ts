import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK, generateKeyPair } from 'jose';
import { answers, build, freePort, start, tryRun } from '../process.ts';
import { type Page, Visitor } from '../visitor.ts';

/** A fixed version, so that a change in the results has a known cause. */
export const CANAILLE_VERSION = '0.3.6';
const CACHE = join(import.meta.dirname, '..', '..', '..', '.cache', 'interop');
const ENVIRONMENT = join(CACHE, `canaille-${CANAILLE_VERSION}`);
const PROGRAM = join(ENVIRONMENT, 'bin', 'canaille');

/** The reason why the tests can't run, or undefined. */
export function whyNot(): string | undefined {
  if (existsSync(PROGRAM)) return undefined;
  return tryRun('python3', '-c', 'import sys, ensurepip; assert sys.version_info >= (3, 10); print(1)') ===
    '1'
    ? undefined
    : 'no Python 3.10 or newer with venv';
}

/** Creates a virtual environment with Canaille, unless an earlier run has left one. */
export function fetchCanaille(): void {
  if (existsSync(PROGRAM)) return;
  mkdirSync(CACHE, { recursive: true });
  rmSync(ENVIRONMENT, { recursive: true, force: true });
  try {
    build('python3', ['-m', 'venv', ENVIRONMENT], CACHE, 120);
    const pip = join(ENVIRONMENT, 'bin', 'pip');
    build(pip, ['install', '-q', `canaille[oidc,server,sqlite]==${CANAILLE_VERSION}`], CACHE, 600);
  } catch (error) {
    rmSync(ENVIRONMENT, { recursive: true, force: true });
    throw error;
  }
}

export interface CanailleUser {
  readonly user_name: string;
  readonly display_name: string;
  readonly email?: string;
}

/** The answer to a registration (RFC 7591 §3.2.1), with the fields that a login needs. */
export interface Registered {
  readonly client_id: string;
  readonly client_secret?: string;
  readonly redirect_uris: readonly string[];
  readonly token_endpoint_auth_method: string;
}

export interface Canaille {
  readonly issuer: string;
  readonly register: (metadata: Readonly<Record<string, unknown>>) => Promise<Registered>;
  readonly stop: () => Promise<void>;
}

export const PASSWORD = 'correct-horse-battery';

/** Starts Canaille with these people; clients register themselves. Everything is deleted at the end. */
export async function startCanaille(users: readonly CanailleUser[]): Promise<Canaille> {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-canaille-'));
  const port = await freePort();
  const issuer = `http://127.0.0.1:${port}`;
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const jwk = { ...(await exportJWK(privateKey)), kid: 'throw-away', alg: 'RS256', use: 'sig' };
  const inline = Object.entries(jwk).map(([name, value]) => `${name} = ${JSON.stringify(value)}`);
  const config = join(folder, 'config.toml');
  writeFileSync(
    config,
    [
      `SECRET_KEY = "${'k'.repeat(64)}"`,
      `SERVER_NAME = "127.0.0.1:${port}"`,
      'PREFERRED_URL_SCHEME = "http"',
      '[CANAILLE]',
      'DATABASE = "sql"',
      '[CANAILLE_SQL]',
      `DATABASE_URI = "sqlite:///${join(folder, 'db.sqlite')}"`,
      '[CANAILLE_OIDC]',
      'DYNAMIC_CLIENT_REGISTRATION_OPEN = true',
      `ACTIVE_JWKS = [{ ${inline.join(', ')} }]`,
      '',
    ].join('\n'),
    { mode: 0o600 },
  );
  const run = (...args: readonly string[]) =>
    build('env', [`CANAILLE_CONFIG=${config}`, PROGRAM, ...args], folder, 120);
  try {
    run('install');
    for (const user of users) {
      const email = user.email === undefined ? [] : ['--emails', user.email];
      const names = ['--family-name', 'Tester', '--formatted-name', user.display_name];
      run(
        'create',
        'user',
        '--user-name',
        user.user_name,
        '--display-name',
        user.display_name,
        '--password',
        PASSWORD,
        ...names,
        ...email,
      );
    }
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
  const running = start(PROGRAM, ['run', '--bind', `127.0.0.1:${port}`], { CANAILLE_CONFIG: config });
  const stop = async () => {
    await running.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  await answers(`${issuer}/.well-known/openid-configuration`, running, 90).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return {
    issuer,
    stop,
    register: async (metadata) => {
      const answer = await new Visitor().post(`${issuer}/oauth/register`, metadata);
      if (answer.status !== 201)
        throw new Error(`Registration: ${answer.status} ${answer.body.slice(0, 300)}`);
      return JSON.parse(answer.body) as Registered;
    },
  };
}

/** Signs in on Canaille's own pages: name, password, consent. */
export async function signIn(
  url: string,
  username: string,
  answer: 'agree' | 'refuse' = 'agree',
): Promise<Page> {
  const visitor = new Visitor();
  let page = await visitor.open(url);
  for (let step = 0; step < 4; step++) {
    const form =
      Visitor.form(page, /value="accept"/) ??
      Visitor.form(page, /name="password"/) ??
      Visitor.form(page, /name="(login|username)"/);
    if (!form) return page;
    const filled = /value="accept"/.test(form.text)
      ? { answer: answer === 'agree' ? 'accept' : 'deny' }
      : /name="password"/.test(form.text)
        ? { password: PASSWORD, answer: '' }
        : { login: username, answer: '' };
    page = await visitor.submit(form.action, { ...form.fields, ...filled });
  }
  return page;
}
