import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { browse, lastVisit, type Visit } from '../../electron/services/practice/browser.ts';
import { registers, type SetUp, setUp } from '../faults/fault.ts';
import { caFile, openStage, type Stage } from '../faults/stage.ts';
import { type Running, start } from '../interop/process.ts';
import type { MessageFault, Told } from './faults.ts';
import type { End, Given, Library } from './library.ts';
import type { Outcome, Recording } from './recordings.ts';
import { clean } from './stand-ins.ts';

/** What the page of every program says when someone is signed in. */
const SIGNED_IN = 'Signed in as ';
const PATIENCE_S = 60;
const LOGIN_S = 40;
/** Less than the time that the programs give the provider. */
const LATE_MS = 9000;
/** How long the last lines of a log may take. */
const FLUSH_MS = 250;

/** One login with one fault, or with none and the debug log on. Everything it started has ended. */
export async function oneLogin(
  library: Library,
  folder: string,
  fault: MessageFault | undefined,
): Promise<Recording> {
  const base = wiki(library);
  const stage = await openStage(fault?.put?.(base) ?? base);
  const data = mkdtempSync(join(tmpdir(), 'messages-data-'));
  let running: Running | undefined;
  try {
    const given = givenBy(library, stage, fault, data);
    const started_ms = Date.now();
    library.fill?.(folder, given);
    const [command, ...args] = library.command(folder, given);
    running = start(command, args, { ...environment(given), ...library.env?.(folder, given) });
    const origin = new URL(given.redirect_uri).origin;
    let page = '';
    let outcome: Outcome = 'refused';
    if (await listens(given.port, running, library.patience ?? PATIENCE_S)) {
      library.ready?.(folder, given);
      const asked = Date.now();
      const end = await withTime(
        visit(`${origin}${library.start ?? '/login'}`, given, stage, fault),
        LOGIN_S,
      );
      if (Date.now() - asked > LATE_MS && fault?.slow !== true)
        throw new Error('This machine is too busy: what the library says may be about the time.');
      const atApp = end.url.startsWith(origin);
      page = (atApp ? library.shown?.(end) : undefined) ?? end.text;
      const seen = library.signed_in ?? SIGNED_IN;
      const isSignedIn =
        typeof seen === 'string' ? end.text.includes(seen) : seen({ ...end, log: running.output() });
      outcome = !atApp ? 'at-provider' : isSignedIn ? 'signed-in' : 'refused';
    }
    await new Promise((resolve) => setTimeout(resolve, FLUSH_MS));
    const log = running.output();
    await running.stop();
    const ran = {
      folder,
      data,
      provider_port: stage.ports.provider,
      app_port: stage.ports.test,
      started_ms,
      secrets: stage.planted.secrets,
    };
    const recording = {
      fault: fault?.id ?? 'healthy',
      outcome,
      log: clean(log, ran),
      page: clean(page, ran),
    };
    for (const secret of stage.planted.secrets) {
      if (`${recording.log}\n${recording.page}`.includes(secret))
        throw new Error(`${library.id}, ${recording.fault}: a secret of the run is still in the text.`);
    }
    return recording;
  } finally {
    await running?.stop();
    rmSync(data, { recursive: true, force: true });
    await stage.close();
  }
}

/** A provider with the program's client, in which nothing is wrong. */
function wiki(library: Library): SetUp {
  const path = library.callback ?? '/callback';
  return registers(setUp('oidc', 'wiki', { https: 'good', host: 'localhost' }), (client, at) => ({
    ...client,
    method: library.method,
    require_pkce: false,
    scopes: ['openid', 'profile', 'email', 'groups'],
    redirect_uris: [new URL(path, at.callback).href],
  }));
}

function givenBy(library: Library, stage: Stage, fault: MessageFault | undefined, data: string): Given {
  const { place, ports } = stage;
  const right: Told = {
    // One fault is that the port speaks http.
    issuer: place.url.replace('http:', 'https:'),
    client_id: place.client_id,
    scope: 'openid profile email',
    ca: true,
  };
  const told = fault?.tell?.(right) ?? right;
  const root = new URL(told.issuer).origin;
  return {
    data,
    port: ports.test,
    issuer: told.issuer,
    client_id: told.client_id,
    client_secret: stage.client_secret ?? '',
    redirect_uri: new URL(library.callback ?? '/callback', place.callback).href,
    scope: told.scope,
    debug: fault === undefined,
    ...(told.ca ? { ca: caFile(), truststore: truststore() } : {}),
    authorization_endpoint: `${root}/auth`,
    token_endpoint: `${root}/token`,
    userinfo_endpoint: `${root}/me`,
    jwks_uri: `${root}/jwks`,
  };
}

function environment(given: Given): Record<string, string> {
  const { ca, truststore: _, debug, port, ...rest } = given;
  return {
    ...Object.fromEntries(Object.entries(rest).map(([name, value]) => [`LAB_${name.toUpperCase()}`, value])),
    LAB_PORT: String(port),
    ...(debug ? { LAB_DEBUG: '1' } : {}),
    // What each runtime reads: Node.js, OpenSSL and Go, Python's requests.
    ...(ca === undefined
      ? {}
      : { NODE_EXTRA_CA_CERTS: ca, SSL_CERT_FILE: ca, REQUESTS_CA_BUNDLE: ca, LAB_CA: ca }),
    TZ: 'UTC',
    LANG: 'C.UTF-8',
  };
}

let store: string | undefined;
/** Java reads no PEM file. */
function truststore(): string {
  if (store !== undefined && existsSync(store)) return store;
  const folder = mkdtempSync(join(tmpdir(), 'messages-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  store = join(folder, 'trust.p12');
  try {
    execFileSync(
      'keytool',
      [
        '-importcert',
        '-noprompt',
        '-alias',
        'lab',
        '-file',
        caFile(),
        '-keystore',
        store,
        '-storetype',
        'PKCS12',
        '-storepass',
        'changeit',
      ],
      { stdio: 'ignore' },
    );
  } catch {
    // Without Java nobody reads it.
  }
  return store;
}

/** True once the program listens; false if it ended before. */
async function listens(port: number, running: Running, seconds: number): Promise<boolean> {
  const until = Date.now() + seconds * 1000;
  while (!running.exited() && Date.now() < until) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect({ host: '127.0.0.1', port });
      socket.once('connect', () => resolve(true));
      socket.once('error', () => resolve(false));
      socket.once('connect', () => socket.destroy());
    });
    if (open) return true;
    await new Promise((resolve) => setTimeout(resolve, 60));
  }
  if (!running.exited()) throw new Error(`Port ${port} stays closed.\n${running.output().slice(-3000)}`);
  return false;
}

/** Signs in as a person would, from the app's login to the page after the callback. */
async function visit(
  url: string,
  given: Given,
  stage: Stage,
  fault: MessageFault | undefined,
): Promise<Omit<End, 'log'>> {
  const options = stage.ca === undefined ? {} : { ca: stage.ca };
  let visits: readonly Visit[];
  try {
    if (fault?.browser === 'cookies-lost') {
      visits = await browse(url, { ...options, stopBefore: given.redirect_uri });
      const last = lastVisit(visits);
      // Another browser, which has none of the cookies.
      if (last.url.startsWith(given.redirect_uri)) visits = await browse(last.url, options);
    } else visits = await browse(url, options);
  } catch (error) {
    // An app that breaks its own answer off, or writes past its end, which a real browser shows all the same.
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ECONNRESET' || code?.startsWith('HPE_')) return { url, text: '' };
    // The browser itself shows this one: the address of the provider does not answer.
    return { url: given.issuer, text: error instanceof Error ? error.message : String(error) };
  }
  const last = lastVisit(visits);
  return { url: last.url, text: textOf(last) };
}

/** A page as a person reads it. */
function textOf({ status, body }: Visit): string {
  const text = body
    .replace(
      /<(style|script|head)\b[^>]*>.*?<\/\1>/gis,
      (whole) => /<title>([^<]*)<\/title>/i.exec(whole)?.[1] ?? '',
    )
    .replace(/<(?:br|\/p|\/h\d|\/div|\/li|\/tr)\b[^>]*>/gi, '\n')
    .replace(/<[^>]+>/g, '')
    .replaceAll('&#x27;', "'")
    .replaceAll('&#39;', "'")
    .replaceAll('&#34;', '"')
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&nbsp;', ' ')
    .replaceAll('&amp;', '&')
    .replace(/[ \t]+/g, ' ')
    .replace(/\s*\n\s*/g, '\n')
    .trim();
  return status >= 400 ? `${status}\n${text}`.trim() : text;
}

function withTime<T>(work: Promise<T>, seconds: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout>;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no end after ${seconds} s`)), seconds * 1000);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
