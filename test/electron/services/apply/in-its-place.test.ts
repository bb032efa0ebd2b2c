import { readFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, openApi } from '../../../../electron/services/apply/api.ts';
import { journalFile, readJournal } from '../../../../electron/services/apply/journal-file.ts';
import { applySideNow, planSide } from '../../../../electron/services/apply/run.ts';
import { planBack, takeBack } from '../../../../electron/services/apply/take-back.ts';
import { openMemoryStore } from '../../../../electron/services/secrets/store.ts';
import { isObject, type Json, laidOver, treeAt } from '../../../../shared/apply/compare.ts';
import { lastRun } from '../../../../shared/apply/journal.ts';
import { applySide } from '../../../../shared/apply/side.ts';
import { type ApplySide, isNoWay } from '../../../../shared/apply/things.ts';
import { deriveConnection } from '../../../../shared/client/derive.ts';
import type { Connection } from '../../../../shared/client/types.ts';
import {
  builtInProfile,
  builtInProvider,
  PROFILE_KINDS,
  PROVIDER_PROFILE_KINDS,
} from '../../../../shared/profile/built-in.ts';
import { MANNERS } from '../../../helpers/app-apis.ts';
import { bagOf, connect } from '../../../helpers/app-connection.ts';
import { type JsonProduct, startJsonProduct } from '../../../helpers/json-product.ts';
import { temporaryFolder } from '../../../helpers/latchkey.ts';

/**
 * What answers in a product's place is not taken for the product: a proxy whose app doesn't run, a page that asks for a
 * login, an older version. Not before anything is sent, and not when it is taken back.
 */

const SECRET = 'Planted4ClientSecret9876543210abcdef';
const FORMER = 'Former4ClientSecret0123456789abcdef00';

interface Away {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}
/** A proxy in front of a product. */
const front = {
  url: '',
  away: undefined as Away | undefined,
  requests: [] as string[],
  close: () => {},
};
let product: JsonProduct;

beforeAll(async () => {
  product = await startJsonProduct();
  const pass = async (method: string, path: string, headers: IncomingHttpHeaders, body: Buffer) => {
    const answer = await fetch(product.url + path, {
      method,
      headers: {
        ...(headers as Record<string, string>),
        host: new URL(product.url).host,
        connection: 'close',
      },
      ...(body.length > 0 ? { body: new Uint8Array(body) } : {}),
    });
    return { status: answer.status, type: 'application/json', body: await answer.text() };
  };
  const server = createServer((request, response) => {
    const { method = 'GET', url = '/', headers } = request;
    front.requests.push(`${method} ${url}`);
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { 'content-length': _, 'transfer-encoding': __, ...kept } = headers;
      void Promise.resolve(front.away ?? pass(method, url, kept, Buffer.concat(chunks))).then(
        ({ status, type, body }) => {
          response.writeHead(status, { 'content-type': type });
          response.end(body);
        },
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  front.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  front.close = () => {
    server.closeAllConnections();
    server.close();
  };
});
afterAll(async () => {
  front.close();
  await product.close();
});

const withThings = (api: object | undefined): boolean => api !== undefined && 'things' in api;
const apps = [...PROFILE_KINDS].filter((kind) => withThings(builtInProfile(kind)!.api));
const providers = [...PROVIDER_PROFILE_KINDS].filter((kind) => withThings(builtInProvider(kind)!.api));

const connectionOf = (kind: string): Connection => {
  if (apps.includes(kind)) {
    const { versions, api } = builtInProfile(kind)!;
    const line = versions.lines.at(-1)!;
    // A line without a patch number is its first one.
    const since = api !== undefined && 'since' in api ? api.since : undefined;
    return connect({ kind, url: front.url, version: since?.startsWith(`${line}.`) ? since : line });
  }
  const version = builtInProvider(kind)!.versions.lines.at(-1)!;
  const url = kind === 'keycloak' ? `${front.url}/realms/home` : front.url;
  return deriveConnection(
    {
      latchkey: 1,
      id: 'w',
      providers: { home: { kind, url, version } },
      apps: { grafana: { kind: 'grafana', url: 'https://grafana.example.com', provider: 'home' } },
    },
    'grafana',
    'grafana',
  );
};
const sideOf = (kind: string): ApplySide => {
  const connection = connectionOf(kind);
  const side = applySide(connection, apps.includes(kind) ? 'app' : 'provider', bagOf(connection, SECRET));
  if (isNoWay(side)) throw new Error(side.why);
  // How a token is got by a client is another matter.
  const { by_client: _, ...token } = side.token;
  return { ...side, token };
};

/** The product, with its settings and lists, and in them nothing of what is meant, or with a former secret of it. */
function fill(kind: string, side: ApplySide, former: boolean): void {
  product.things = side.things;
  product.manners = MANNERS[kind];
  product.state = {};
  for (const { read, make, secrets } of side.things) {
    const path = new URL(read.url).pathname + new URL(read.url).search;
    const there = product.state[path];
    if (read.list !== undefined) {
      const at = read.list.replace(/\.?\*$/, '').replaceAll('.', '/');
      if (read.absent) continue;
      product.state[path] =
        at === '' ? [] : laidOver(isObject(there) ? there : {}, treeAt([{ path: at, value: [] }]));
    } else if (make === undefined && !read.absent)
      product.state[path] = laidOver(
        isObject(there) ? there : {},
        former ? treeAt(secrets.map((one) => ({ path: one, value: FORMER }))) : { something: 'else' },
      );
    else if (Object.keys(read.where).length > 0) product.state[path] = { source: 'another' };
  }
}

const AWAY: readonly (readonly [string, Away])[] = [
  ['a proxy whose app does not run', { status: 404, type: 'text/plain', body: '404 page not found\n' }],
  ['a page that is not found', { status: 404, type: 'text/html', body: '<html><h1>404</h1></html>' }],
  ['nothing at all', { status: 200, type: 'text/plain', body: '' }],
  ['a word', { status: 200, type: 'application/json', body: '"ok"' }],
  ['a page that asks for a login', { status: 200, type: 'text/html', body: '<html>Sign in</html>' }],
];

async function world(kind: string, former = false) {
  front.away = undefined;
  const side = sideOf(kind);
  fill(kind, side, former);
  const file = join(temporaryFolder(), 'w.yaml');
  const place = { file, workspace: 'w', store: openMemoryStore() };
  await place.store.set({ workspace: 'w', owner: side.app, purpose: 'client_secret' }, SECRET);
  const opened = await openApi(side, { token: MANNERS[kind]?.token ?? 'planted-token-7d1f', secrets: [] });
  if (!opened.ok) throw new Error(opened.error.message);
  product.changes.length = 0;
  front.requests.length = 0;
  return { side, place, api: opened.value as Api };
}
const changing = () => front.requests.filter((one) => !one.startsWith('GET'));

describe.each([...apps, ...providers])('in the place of %s', (kind) => {
  it.each(AWAY)('%s: nothing is sent, and nothing is taken for gone', async (_, away) => {
    const { side, place, api } = await world(kind);
    try {
      front.away = away;
      expect(await planSide(side, api)).toMatchObject({
        ok: false,
        error: { code: away.status === 404 ? 'apply-not-there' : 'apply-no-api' },
      });
      expect(changing()).toEqual([]);

      front.away = undefined;
      const done = await applySideNow(side, api, place);
      expect(done, JSON.stringify(done)).toMatchObject({ ok: true });
      const before = readFileSync(journalFile(place.file), 'utf8');
      front.requests.length = 0;
      front.away = away;
      const journal = await readJournal(place.file);
      if (!journal.ok) throw new Error(journal.error.message);
      const run = lastRun(journal.value)!;
      expect(await planBack(run, api, place)).toMatchObject({ ok: false });
      expect(readFileSync(journalFile(place.file), 'utf8')).toBe(before);
      expect(await takeBack(run, api, place)).toMatchObject({ ok: false });
      expect(changing()).toEqual([]);

      // Once it answers itself again, it is still known how.
      front.away = undefined;
      const back = await takeBack(lastRun(journal.value)!, api, place);
      expect(back.ok && back.value.left.filter(({ why }) => why !== 'lost')).toEqual([]);
      expect(product.changes.length).toBeGreaterThan(0);
    } finally {
      await api.close();
    }
  });

  it('says in the plan that an older version does not know the address', async () => {
    const { side, api } = await world(kind);
    // Where one thing has an address of its own, its absence can't be told from that.
    const own = side.things[0]!.read.absent === true && side.finds.length === 0;
    front.away = { status: 404, type: 'application/json', body: '{"message":"Not found"}' };
    const planned = await planSide(side, api);
    await api.close();
    if (own) expect(planned).toMatchObject({ ok: true });
    else {
      expect(planned).toMatchObject({ ok: false, error: { code: 'apply-not-there' } });
      expect(!planned.ok && planned.error.message).toMatch(
        new RegExp(`another version than ${side.version}.*Not found`),
      );
    }
  });

  it('repeats no secret that is repeated to it, neither the new one nor that of before', async () => {
    const { side, place, api } = await world(kind, true);
    const inner = product.manners;
    const repeat = (status: number) => ({
      token: '',
      refuse: (asked: { readonly method: string; readonly body: unknown; readonly now: Json | undefined }) =>
        asked.method === 'GET'
          ? undefined
          : {
              status,
              body: { message: `I take nothing like ${JSON.stringify([asked.body, asked.now])}` } as Json,
            },
    });
    const shows = (value: unknown) => {
      const text = JSON.stringify(value);
      for (const secret of [SECRET, FORMER]) expect(text).not.toContain(secret.slice(0, 12));
      return text;
    };
    try {
      product.manners = repeat(400);
      expect(shows(await applySideNow(side, api, place))).toContain('I take nothing like');
      product.manners = inner;
      const done = await applySideNow(side, api, place);
      expect(done, JSON.stringify(done)).toMatchObject({ ok: true });
      const journal = await readJournal(place.file);
      if (!journal.ok) throw new Error(journal.error.message);
      product.manners = repeat(400);
      // By another process, which knows none of the secrets.
      const again = await openApi(side, { token: MANNERS[kind]?.token ?? 'planted-token-7d1f', secrets: [] });
      if (!again.ok) throw new Error(again.error.message);
      const back = await takeBack(lastRun(journal.value)!, again.value, place);
      expect(shows(back)).toContain('I take nothing like');
      shows(readFileSync(journalFile(place.file), 'utf8'));
      await again.value.close();
    } finally {
      await api.close();
    }
  });
});

it('says of an answer that is too long that it is', async () => {
  const { side, api } = await world('netbird');
  const one = { id: '1', issuer: `https://${'x'.repeat(4000)}.example.com` };
  const long = (count: number): Away => ({
    status: 200,
    type: 'application/json',
    body: JSON.stringify(Array.from({ length: count }, () => one)),
  });
  front.away = long(1000);
  expect(await planSide(side, api)).toMatchObject({ ok: true });
  front.away = long(5000);
  expect(await planSide(side, api)).toMatchObject({
    ok: false,
    error: { message: expect.stringContaining('more than 16 MiB') },
  });
  await api.close();
});
