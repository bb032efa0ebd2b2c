import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  isObject,
  type Json,
  type JsonObject,
  laidOver,
  treeAt,
  valueAt,
  valuesAtPlace,
} from '../../shared/apply/compare.ts';
import { foundIn } from '../../shared/apply/plan.ts';
import type { Thing, ThingRequest } from '../../shared/apply/things.ts';
import type { Manners } from './app-apis.ts';

/** A product that keeps what a profile's things say, and nothing else is known of it. */
export interface JsonProduct {
  readonly url: string;
  /** What stands at each address that is read, with its secrets. */
  state: Record<string, Json>;
  /** Every request that changes something, with its body. */
  readonly changes: { readonly method: string; readonly path: string; readonly body: Json | undefined }[];
  /** Things that are to be known. Their addresses lie at `url`. */
  things: readonly Thing[];
  /** What it refuses beside, and how it answers a change. */
  manners: Manners | undefined;
  readonly close: () => Promise<void>;
}

const copy = <T>(value: T): T => structuredClone(value);
const pathOf = (url: string): string => new URL(url).pathname + new URL(url).search;
const listAt = ({ read }: Thing): string | undefined => read.list?.replace(/\.?\*$/, '').replaceAll('.', '/');

/** The list of a thing within what stands at its address. */
const listIn = (thing: Thing, root: Json): readonly Json[] => {
  const at = listAt(thing);
  const list = at === '' ? root : isObject(root) ? valueAt(root, at!) : undefined;
  return Array.isArray(list) ? list : [];
};
const withList = (thing: Thing, root: Json, list: readonly Json[]): Json => {
  const at = listAt(thing)!;
  return at === '' ? list : laidOver(isObject(root) ? root : {}, treeAt([{ path: at, value: list }]));
};

/** The mask of a secret, as a pattern of repeated signs says it. */
const maskOf = (masked: string, secret: string): string =>
  [9, secret.length]
    .map((length) => '*'.repeat(length))
    .find((mask) => new RegExp(`^(?:${masked})$`).test(mask))!;

/** An object with what the product shows in place of its secrets. */
function shown(thing: Thing, object: JsonObject): JsonObject {
  if (thing.shows_secrets === 'shown') return object;
  const hidden = copy(object);
  for (const path of thing.secrets) {
    const secret = valueAt(hidden, path);
    const steps = path.split('/');
    const parent = (steps.length === 1 ? hidden : valueAt(hidden, steps.slice(0, -1).join('/'))) as
      | Record<string, Json>
      | undefined;
    if (!isObject(parent) || secret === undefined) continue;
    if (thing.shows_secrets === undefined) delete (parent as Record<string, Json>)[steps.at(-1)!];
    else if (typeof secret === 'string' && secret !== '')
      (parent as Record<string, Json>)[steps.at(-1)!] = maskOf(thing.shows_secrets.masked, secret);
  }
  return hidden;
}

/** What is sent, with the secret that is there where it is left out or its mask is sent. */
function keeping(thing: Thing, body: JsonObject, there: JsonObject | undefined): JsonObject {
  const kept = thing.secrets.flatMap((path) => {
    const [now, sent] = [there && valueAt(there, path), valueAt(body, path)];
    const masked = typeof thing.shows_secrets === 'object' ? thing.shows_secrets.masked : undefined;
    const isMask =
      masked !== undefined && typeof sent === 'string' && new RegExp(`^(?:${masked})$`).test(sent);
    return now !== undefined && (isMask || (sent === undefined && thing.shows_secrets !== 'shown'))
      ? [{ path, value: now }]
      : [];
  });
  return laidOver(body, treeAt(kept));
}

/** What its addresses and its place in a list say of a thing. */
const saidOf = ({ read }: Thing): JsonObject =>
  treeAt(Object.entries(read.where).map(([place, value]) => ({ path: place.replaceAll('.', '/'), value })));

/** What an address answers that knows a thing by what it says, and has none yet. */
export const notYet = ({ read }: Thing): JsonObject =>
  Object.fromEntries(Object.keys(read.where).map((place) => [place, 'another']));

const matcher = (url: string): RegExp =>
  new RegExp(
    `^${pathOf(url)
      .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
      .replace(/(?<=\/):[a-z][a-z0-9-]*/g, '([^/?]+)')}$`,
  );

/** Starts it, with nothing in it. */
export async function startJsonProduct(): Promise<JsonProduct> {
  let keys = 0;
  const product: JsonProduct = {
    url: '',
    state: {},
    changes: [],
    things: [],
    manners: undefined,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };

  function answer(path: string): Json | undefined {
    const root = product.state[path];
    if (root === undefined) return undefined;
    return product.things
      .filter(({ read }) => pathOf(read.url) === path)
      .reduce<Json>((whole, thing) => {
        if (thing.read.list === undefined) return isObject(whole) ? shown(thing, whole) : whole;
        return withList(
          thing,
          whole,
          listIn(thing, whole).map((one) =>
            foundIn({ read: { ...thing.read, list: '*' } }, [one]) ? shown(thing, one as JsonObject) : one,
          ),
        );
      }, copy(root));
  }

  /** The thing that a request changes. */
  function thereFor(method: string, url: string): Json | undefined {
    for (const thing of product.things) {
      if (thing.change === undefined || thing.change.method !== method) continue;
      const key = matcher(thing.change.url).exec(url)?.[1];
      const root = product.state[pathOf(thing.read.url)];
      if (thing.read.list === undefined) return root;
      const found = listIn(thing, root ?? {}).find(
        (one) =>
          thing.key !== undefined && valuesAtPlace(one, thing.key).some((value) => String(value) === key),
      );
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** What one request does to what stands there; false if there is no such thing. */
  function change(
    thing: Thing,
    request: ThingRequest & { whole?: unknown },
    key: string | undefined,
    body?: JsonObject,
  ): boolean {
    const path = pathOf(thing.read.url);
    const root = product.state[path];
    const is = (one: Json): boolean =>
      foundIn({ read: { ...thing.read, list: '*' } }, [one]) !== undefined &&
      (key === undefined ||
        thing.key === undefined ||
        valuesAtPlace(one, thing.key).some((value) => String(value) === key));
    if (request.entry !== undefined) {
      const former = listIn(thing, root ?? {});
      const list = valueAt(body ?? {}, request.entry.at) as readonly Json[];
      // As PocketBase does: what is not sent stays at its place.
      const next = list.map((one, at) =>
        keeping(thing, one as JsonObject, former[at] as JsonObject | undefined),
      );
      product.state[path] = withList(thing, root ?? {}, next);
      return true;
    }
    const list = thing.read.list === undefined ? undefined : listIn(thing, root ?? {});
    const there = (list === undefined ? root : list.find(is)) as JsonObject | undefined;
    const put = (object: JsonObject | undefined): true => {
      if (list === undefined) {
        if (object === undefined && Object.keys(thing.read.where).length > 0)
          product.state[path] = notYet(thing);
        else if (object === undefined) delete product.state[path];
        else product.state[path] = object;
      } else {
        const others = there === undefined ? [...list, object] : list.map((one) => (is(one) ? object : one));
        product.state[path] = withList(
          thing,
          root ?? {},
          others.filter((one) => one !== undefined),
        );
      }
      return true;
    };
    if (request === thing.remove) return there !== undefined && put(undefined);
    const isThere =
      there !== undefined &&
      foundIn(
        thing.read.list === undefined ? thing : { read: { ...thing.read, list: '*' } },
        thing.read.list === undefined ? there : [there],
      ) !== undefined;
    if (request === thing.make && !isThere) {
      keys += 1;
      return put({
        ...laidOver(body!, saidOf(thing)),
        ...(thing.key === undefined ? {} : { [thing.key]: `key-${keys}` }),
      });
    }
    if (there === undefined) return false;
    const { whole = false } = request;
    const next = whole === true ? body! : whole === false ? laidOver(there, body!) : { ...there, ...body! };
    const said = thing.read.list === undefined && thing.make === undefined ? {} : saidOf(thing);
    const own = thing.key === undefined ? {} : { [thing.key]: there[thing.key]! };
    return put({ ...laidOver(keeping(thing, next, there), said), ...own });
  }

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = 'GET', url = '/' } = request;
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString('utf8');
    const send = (status: number, body?: Json) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(body === undefined ? '' : JSON.stringify(body));
    };
    const body = text === '' ? undefined : (JSON.parse(text) as JsonObject);
    const refused = product.manners?.refuse({
      method,
      path: url,
      headers: request.headers,
      body,
      now: thereFor(method, url),
    });
    if (refused !== undefined) return send(refused.status, refused.body);
    if (method === 'GET') {
      const found = answer(url);
      return found === undefined ? send(404, { error: 'Not found' }) : send(200, found);
    }
    product.changes.push({ method, path: url, body });
    for (const thing of product.things)
      for (const one of [thing.make, thing.change, thing.remove]) {
        if (one === undefined || one.method !== method) continue;
        const hit = matcher(one.url).exec(url);
        // An entry's one request is for both; a thing without make shares its address with it.
        if (hit === null || (one.entry !== undefined && valueAt(body ?? {}, one.entry.at) === undefined))
          continue;
        if (change(thing, one, hit[1] && decodeURIComponent(hit[1]), body))
          return send(
            product.manners?.taken?.status ?? 200,
            product.manners === undefined ? {} : product.manners.taken?.body,
          );
      }
    send(404, { error: 'Not found' });
  };
  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      response.writeHead(500);
      response.end(String(error));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return Object.assign(product, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
}
