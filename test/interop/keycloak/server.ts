import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, freePort, type Running, start, tryRun } from '../process.ts';
import { type Page, Visitor } from '../visitor.ts';

/** A fixed version, so that changes are noticed; the newest when last updated. Needs Java 17 or newer. */
export const KEYCLOAK_VERSION = '26.7.3';
const CACHE = join(import.meta.dirname, '..', '..', '..', '.cache', 'interop');
const HOME = join(CACHE, `keycloak-${KEYCLOAK_VERSION}`);

/** The reason why the tests can't run, or undefined. */
export function whyNot(): string | undefined {
  const java = tryRun('java', '--version');
  const major = Number(/\b(\d+)/.exec(java ?? '')?.[1] ?? 0);
  if (major < 17) return 'no Java 17 or newer';
  if (tryRun('jar', '--version') === undefined) return 'no JDK (jar)';
  if (!existsSync(HOME) && tryRun('mvn', '--version') === undefined) return 'no Maven to fetch it with';
  return undefined;
}

/** Downloads the distribution from the Maven repository, unless an earlier run already did. */
export function fetchKeycloak(): void {
  if (existsSync(HOME)) return;
  mkdirSync(CACHE, { recursive: true });
  const folder = mkdtempSync(join(CACHE, 'keycloak-'));
  try {
    const coordinates = `org.keycloak:keycloak-quarkus-dist:${KEYCLOAK_VERSION}:zip`;
    const plugin = 'org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy';
    build(
      'mvn',
      ['-q', '-B', plugin, `-Dartifact=${coordinates}`, `-DoutputDirectory=${folder}`],
      folder,
      600,
    );
    build('jar', ['-xf', join(folder, `keycloak-quarkus-dist-${KEYCLOAK_VERSION}.zip`)], folder, 300);
    renameSync(join(folder, `keycloak-${KEYCLOAK_VERSION}`), HOME);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A client in the form a realm import uses. */
export interface KeycloakClient {
  clientId: string;
  secret?: string;
  redirectUris: string[];
  enabled: boolean;
  standardFlowEnabled: boolean;
  publicClient: boolean;
  consentRequired: boolean;
  defaultClientScopes: string[];
  attributes: Record<string, string>;
  serviceAccountsEnabled?: boolean;
}

export interface KeycloakUser {
  readonly username: string;
  readonly email?: string;
  readonly emailVerified?: boolean;
  readonly firstName?: string;
  readonly lastName?: string;
  /** The user that a client of its own signs in as, and its rights. */
  readonly serviceAccountClientId?: string;
  readonly clientRoles?: Readonly<Record<string, readonly string[]>>;
}

export const PASSWORD = 'correct-horse-battery';
const ADMIN = { username: 'admin', password: 'throw-away-admin' };

export interface Keycloak {
  readonly url: string;
  readonly issuer: string;
  readonly stop: () => Promise<void>;
  /** A token that allows one client registration (RFC 7591 §3). */
  readonly registrationToken: () => Promise<string>;
  /** A token of an administrator of everything. */
  readonly adminToken: () => Promise<string>;
}

/** Starts Keycloak in development mode with a realm called `home`; everything is deleted at the end. */
export async function startKeycloak(
  clients: readonly KeycloakClient[],
  users: readonly KeycloakUser[],
): Promise<Keycloak> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  // Data is next to a copy of its script, which uses its folder as home; the programs come from the cache.
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-keycloak-'));
  cpSync(join(HOME, 'bin'), join(folder, 'bin'), { recursive: true });
  for (const name of ['lib', 'conf', 'providers', 'themes', 'version.txt'])
    symlinkSync(join(HOME, name), join(folder, name));
  mkdirSync(join(folder, 'data', 'import'), { recursive: true });
  writeFileSync(
    join(folder, 'data', 'import', 'home-realm.json'),
    JSON.stringify({
      realm: 'home',
      enabled: true,
      sslRequired: 'external',
      clients,
      users: users.map((user) => ({
        ...user,
        enabled: true,
        credentials: [{ type: 'password', value: PASSWORD, temporary: false }],
      })),
    }),
  );
  const running: Running = start(
    'bash',
    [
      join(folder, 'bin', 'kc.sh'),
      'start-dev',
      '--import-realm',
      '--http-host=127.0.0.1',
      `--http-port=${port}`,
      `--hostname=${url}`,
    ],
    {
      KC_BOOTSTRAP_ADMIN_USERNAME: ADMIN.username,
      KC_BOOTSTRAP_ADMIN_PASSWORD: ADMIN.password,
      JAVA_OPTS_APPEND: '-Xmx512m',
    },
  );
  const stop = async () => {
    await running.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  const issuer = `${url}/realms/home`;
  for (const until = Date.now() + 300_000; ; ) {
    const ready = await new Visitor().open(`${issuer}/.well-known/openid-configuration`).then(
      (page) => page.status === 200,
      () => false,
    );
    if (ready) break;
    if (running.exited() || Date.now() > until) {
      await stop();
      throw new Error(`Keycloak did not start.\n${running.output().slice(-4000)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  return {
    url,
    issuer,
    stop,
    registrationToken: () => registrationToken(url),
    adminToken: () => adminToken(url),
  };
}

async function adminToken(url: string): Promise<string> {
  const signedIn = await new Visitor().submit(`${url}/realms/master/protocol/openid-connect/token`, {
    grant_type: 'password',
    client_id: 'admin-cli',
    ...ADMIN,
  });
  return (JSON.parse(signedIn.body) as { access_token: string }).access_token;
}

async function registrationToken(url: string): Promise<string> {
  const visitor = new Visitor();
  const access_token = await adminToken(url);
  const made = await visitor.post(
    `${url}/admin/realms/home/clients-initial-access`,
    { count: 1, expiration: 600 },
    { authorization: `Bearer ${access_token}` },
  );
  const { token } = JSON.parse(made.body) as { token?: string };
  if (token === undefined)
    throw new Error(`No registration token: ${made.status} ${made.body.slice(0, 200)}`);
  return token;
}

/** Signs in on Keycloak's own pages; accepts or cancels if it asks for consent. */
export async function signIn(
  url: string,
  username: string,
  answer: 'agree' | 'refuse' = 'agree',
): Promise<Page> {
  const visitor = new Visitor();
  const page = await visitor.open(url);
  const login = Visitor.form(page, /kc-form-login/);
  if (!login) return page;
  const next = await visitor.submit(login.action, { ...login.fields, username, password: PASSWORD });
  const consent = Visitor.form(next, /\/consent\b/);
  if (!consent) return next;
  return visitor.submit(consent.action, {
    ...consent.fields,
    ...(answer === 'agree' ? { accept: 'Yes' } : { cancel: 'No' }),
  });
}
