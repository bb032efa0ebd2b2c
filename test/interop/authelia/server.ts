import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request as httpsRequest } from 'node:https';
import { type AddressInfo, isIP } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { argon2id } from 'hash-wasm';
import { stringify } from 'yaml';
import { type Identity, makeCertificate } from '../../helpers/certificates.ts';
import { freePort, type Running, start, tryRun } from '../process.ts';
import { Visitor } from '../visitor.ts';

/** The program to test with, from the environment. */
export const AUTHELIA_BIN = process.env['AUTHELIA_BIN'];

/** The reason why the tests can't run, or undefined. */
export function whyNot(): string | undefined {
  if (!AUTHELIA_BIN) return 'AUTHELIA_BIN does not name an Authelia program';
  return autheliaVersion() === undefined ? 'the program in AUTHELIA_BIN does not run' : undefined;
}

/** `v4.39.20 (commit)`, as the program prints it. */
export function autheliaVersion(): string | undefined {
  const line = AUTHELIA_BIN ? tryRun(AUTHELIA_BIN, '--version') : undefined;
  return line?.replace(/^authelia version\s*/i, '');
}

export const PERSON = { username: 'ada', password: 'correct-horse-battery', email: 'ada@example.com' };

/** A folder, an address and a certificate authority for one Authelia, before it starts. */
export interface Place {
  readonly folder: string;
  readonly port: number;
  readonly url: string;
  readonly caFile: string;
  readonly ca: Identity;
  readonly base: string;
  readonly remove: () => void;
}

/**
 * Writes the minimal base configuration: everything except OpenID Connect.
 *
 * @param groups what the person is a member of, beside the family
 */
export async function makePlace(groups: readonly string[] = []): Promise<Place> {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-authelia-'));
  const port = await freePort();
  const url = `https://127.0.0.1:${port}`;
  const ca = makeCertificate({ commonName: 'Latchkey throw-away CA', ca: true });
  const own = makeCertificate({ commonName: 'Authelia', names: ['127.0.0.1'] }, ca);
  const at = (name: string, content: string, mode = 0o600): string => {
    const path = join(folder, name);
    writeFileSync(path, content);
    chmodSync(path, mode);
    return path;
  };
  mkdirSync(join(folder, 'data'));
  // The cheapest digest that Authelia accepts: the password is not what we test.
  const password = await argon2id({
    password: PERSON.password,
    salt: 'throw-away-salt!',
    parallelism: 1,
    iterations: 1,
    memorySize: 64,
    hashLength: 32,
    outputType: 'encoded',
  });
  const users = at(
    'users.yml',
    stringify({
      users: {
        [PERSON.username]: {
          displayname: 'Ada',
          email: PERSON.email,
          groups: ['family', ...groups],
          password,
        },
      },
    }),
  );
  const base = at(
    'base.yml',
    stringify({
      server: {
        address: `tcp://127.0.0.1:${port}`,
        tls: { certificate: at('tls.pem', own.cert), key: at('tls.key', own.key) },
        // Since 4.39.17 one address may request 30 tokens a minute; dozens of runs need more than a person.
        endpoints: { rate_limits: { openid_connect_token: { enable: false } } },
      },
      log: { level: 'debug' },
      authentication_backend: { file: { path: users } },
      // Authelia warns if there is no rule; here a warning must be about the block under test.
      access_control: {
        default_policy: 'deny',
        rules: [{ domain: 'app.example.com', policy: 'one_factor' }],
      },
      session: { secret: 's'.repeat(64), cookies: [{ domain: '127.0.0.1', authelia_url: url }] },
      storage: { encryption_key: 'e'.repeat(64), local: { path: join(folder, 'data', 'db.sqlite3') } },
      notifier: { filesystem: { filename: join(folder, 'data', 'notification.txt') } },
      identity_validation: { reset_password: { jwt_secret: 'j'.repeat(64) } },
      ntp: { disable_startup_check: true },
    }),
  );
  return {
    folder,
    port,
    url,
    caFile: at('ca.pem', ca.cert, 0o644),
    ca,
    base,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** The output of `authelia config validate` for the base configuration together with this one. */
export function validate(place: Place, oidc: string): Promise<{ ok: boolean; output: string }> {
  return new Promise((resolve) => {
    const running = start(
      AUTHELIA_BIN!,
      ['config', 'validate', '--config', place.base, '--config', oidc],
      {},
    );
    const poll = setInterval(() => {
      if (!running.exited()) return;
      clearInterval(poll);
      clearTimeout(limit);
      const output = running.output();
      resolve({ ok: /parsed and loaded successfully/.test(output) && !/with errors/.test(output), output });
    }, 20);
    const limit = setTimeout(() => {
      void running.stop();
    }, 30_000);
  });
}

/** Starts Authelia with the base configuration and this one, and waits until it is healthy. */
export async function startAuthelia(place: Place, oidc: string): Promise<Running> {
  const running = start(AUTHELIA_BIN!, ['--config', place.base, '--config', oidc], {});
  const visitor = new Visitor(place.ca.cert);
  for (const until = Date.now() + 60_000; ; ) {
    const healthy = await visitor.open(`${place.url}/api/health`).then(
      (page) => page.status === 200,
      () => false,
    );
    if (healthy) return running;
    if (running.exited() || Date.now() > until) {
      await running.stop();
      throw new Error(`Authelia did not start.\n${running.output().slice(-4000)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
}

/** What is between the app and Authelia, and what is wrong with it. */
export interface FrontOptions {
  /** Names in its certificate. Default: the address it listens on. */
  readonly names?: readonly string[];
  readonly notBefore?: Date;
  readonly notAfter?: Date;
  /** The `X-Forwarded-Proto` that is sent to Authelia. */
  readonly proto?: string;
  /** The `Host` that is sent to Authelia: Authelia's own, or the front's. Default `authelia`. */
  readonly host?: 'authelia' | 'front';
}

export interface Front {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** Starts a reverse proxy on loopback in front of Authelia. */
export async function startFront(place: Place, options: FrontOptions): Promise<Front> {
  const { names = ['127.0.0.1'], notBefore, notAfter } = options;
  const identity = makeCertificate(
    {
      commonName: names.find((name) => isIP(name) === 0) ?? 'front',
      names,
      ...(notBefore ? { notBefore } : {}),
      ...(notAfter ? { notAfter } : {}),
    },
    place.ca,
  );
  const server = createServer({ key: identity.key, cert: identity.cert }, (incoming, outgoing) => {
    const passed = httpsRequest(
      `${place.url}${incoming.url ?? '/'}`,
      {
        method: incoming.method,
        agent: false,
        ca: place.ca.cert,
        headers: {
          ...incoming.headers,
          host: options.host === 'front' ? incoming.headers.host : `127.0.0.1:${place.port}`,
          ...(options.proto ? { 'x-forwarded-proto': options.proto } : {}),
        },
      },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      },
    );
    passed.once('error', () => outgoing.destroy());
    incoming.pipe(passed);
  });
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/**
 * Signs in at Authelia without its pages: the address that opens, the first factor, and consent, through the
 * API that the pages use. Ends if Authelia wants something else, such as a second factor.
 */
export async function signIn(
  place: Place,
  url: string,
  answer: 'agree' | 'refuse' = 'agree',
): Promise<readonly string[]> {
  const visitor = new Visitor(place.ca.cert);
  const login = await visitor.open(url);
  const first = new URL(login.url);
  if (first.searchParams.has('flow_id') && first.pathname !== '/consent/openid/decision') {
    const sent = await visitor.post(`${place.url}/api/firstfactor`, {
      username: PERSON.username,
      password: PERSON.password,
      keepMeLoggedIn: false,
      flow: first.searchParams.get('flow'),
      flowID: first.searchParams.get('flow_id'),
    });
    if (sent.status !== 200) throw new Error(`First factor: ${sent.status} ${sent.body.slice(0, 200)}`);
    const { data } = JSON.parse(sent.body) as { data?: { redirect?: string } };
    if (data?.redirect === undefined) return visitor.visited;
    const next = new URL((await visitor.open(data.redirect)).url);
    if (next.pathname !== '/consent/openid/decision') return visitor.visited;
    const decided = await visitor.post(`${place.url}/api/oidc/consent`, {
      flow_id: next.searchParams.get('flow_id'),
      client_id: new URL(url).searchParams.get('client_id'),
      consent: answer === 'agree',
    });
    const { redirect_uri } = (JSON.parse(decided.body) as { data?: { redirect_uri?: string } }).data ?? {};
    if (redirect_uri === undefined) {
      throw new Error(`Consent: ${decided.status} ${decided.body.slice(0, 200)}`);
    }
    await visitor.open(redirect_uri);
  }
  return visitor.visited;
}
