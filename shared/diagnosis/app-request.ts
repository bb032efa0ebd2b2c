import { canParseUrl } from '../can-parse-url.ts';
import type { SentRequest } from './evidence.ts';

/** An app's answer as it came: it may hold random values, of which nothing is returned. */
export interface RawAppAnswer {
  /** As in the header, not resolved. */
  readonly location?: string | undefined;
  readonly html?: string | undefined;
  readonly json?: unknown;
}

/** An app with more providers than this shows nothing that could be told apart. */
const MAX_FOUND = 20;
const MAX_VALUE = 1000;
/** How deep and how far a JSON answer is searched. */
const MAX_DEPTH = 12;
const MAX_NODES = 20_000;

/**
 * Reads the authorization requests that an app's answer leads to: a redirect, a link or form of a page, or the
 * address in a JSON answer. Where an app lists its providers instead, reads those values. Pure; `base` is the
 * address that was asked.
 */
export function readAppRequests(answer: RawAppAnswer, base: string): readonly SentRequest[] {
  const found =
    answer.location === undefined ? fromBody(answer, base) : readAddress(answer.location, 'redirect', base);
  const seen = new Map(found.map((one) => [JSON.stringify({ ...one, found_in: undefined }), one]));
  return [...seen.values()].slice(0, MAX_FOUND);
}

function fromBody({ html, json }: RawAppAnswer, base: string): SentRequest[] {
  if (html !== undefined) return [...fromLinks(html, base), ...fromForms(html, base)];
  return json === undefined ? [] : fromJson(json, base);
}

/** Quotes that became part of an address: the browser takes it for a path of the app. */
const QUOTED = /^(?:["'“”]|%22|%27)+(?=https?:)/i;

/** Reads the authorization request that an address is. Pure. */
export function readAddress(address: string, found_in: SentRequest['found_in'], base: string): SentRequest[] {
  const bare = address.trim().replace(QUOTED, '');
  if (!canParseUrl(bare, base)) return [];
  const url = new URL(bare, base);
  const read = paramsOf(url.searchParams);
  if (read === undefined || !/^https?:$/.test(url.protocol)) return [];
  return [
    {
      found_in,
      endpoint: `${url.origin}${url.pathname}`,
      ...(bare === address.trim() ? {} : { quoted: true as const }),
      ...read,
    },
  ];
}

/** The values of an authorization request; undefined if it is none. */
function paramsOf(params: {
  get(name: string): string | null;
}): Omit<SentRequest, 'found_in' | 'endpoint'> | undefined {
  const text = (name: string) => params.get(name)?.slice(0, MAX_VALUE);
  const client_id = text('client_id');
  // An empty client ID is one that the app was never told.
  if (client_id === undefined) return undefined;
  const pushed = params.get('request_uri') !== null || params.get('request') !== null;
  const [redirect_uri, response_type, scope] = [text('redirect_uri'), text('response_type'), text('scope')];
  // A link with a client_id alone is no authorization request.
  if (redirect_uri === undefined && response_type === undefined && !pushed) return undefined;
  const challenge = params.get('code_challenge');
  const method = params.get('code_challenge_method');
  return {
    client_id,
    // Where the page completes it, the address ends with an empty one.
    ...(redirect_uri === undefined || redirect_uri === '' ? {} : { redirect_uri }),
    ...(scope === undefined ? {} : { scopes: words(scope) }),
    ...(response_type === undefined ? {} : { response_type }),
    ...(pushed
      ? { pushed: true as const }
      : { pkce: challenge === null ? 'none' : method === 'S256' ? 'S256' : 'plain' }),
  };
}

const words = (scope: string): string[] => scope.split(/[\s,]+/).filter((one) => one !== '');

/** What stands for `&`, `/` and quotes in a page or in a script of it. */
const decoded = (html: string): string =>
  html
    .replace(/&(?:amp|#38|#x26);|\\u0026/gi, '&')
    .replace(/\\\//g, '/')
    .replace(/&(?:#x2f|#47);|\\u002f/gi, '/')
    .replace(/&(?:#61|#x3d|equals);|\\u003d/gi, '=');

/** Addresses anywhere in a page: links, meta refresh, scripts. */
function fromLinks(html: string, base: string): SentRequest[] {
  return [...decoded(html).matchAll(/https?:\/\/[^\s"'<>\\`]+/gi)]
    .filter(([address]) => address.includes('client_id='))
    .slice(0, MAX_FOUND)
    .flatMap(([address]) => readAddress(address, 'page', base));
}

/** Forms that send the request by their hidden fields. */
function fromForms(html: string, base: string): SentRequest[] {
  return html
    .split(/<form\b/i)
    .slice(1, 1 + MAX_FOUND)
    .flatMap((rest) => {
      const form = rest.split(/<\/form\b/i)[0]!;
      const action = attribute(form.slice(0, Math.max(0, form.indexOf('>'))), 'action');
      if (action === undefined || !canParseUrl(action, base)) return [];
      const fields = new Map(
        [...form.matchAll(/<input\b[^>]{0,2000}>/gi)].slice(0, 60).flatMap(([input]) => {
          const name = attribute(input, 'name');
          return name === undefined ? [] : [[name, attribute(input, 'value') ?? ''] as const];
        }),
      );
      const read = paramsOf({ get: (name) => fields.get(name) ?? null });
      const url = new URL(action, base);
      return read === undefined
        ? []
        : [{ found_in: 'form' as const, endpoint: `${url.origin}${url.pathname}`, ...read }];
    });
}

function attribute(tag: string, name: string): string | undefined {
  const found = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"'>]+))`, 'i').exec(tag);
  const value = found?.[1] ?? found?.[2] ?? found?.[3];
  return value === undefined ? undefined : decoded(value).replace(/&quot;/g, '"');
}

/** What apps call the values in the lists of their providers, in small letters without signs. */
const LISTED = {
  client_id: ['clientid'],
  endpoint: ['authurl', 'authorizationurl', 'authorizeurl', 'authorizationendpoint', 'authendpoint'],
  scopes: ['scopes', 'scope'],
} as const;

function fromJson(json: unknown, base: string): SentRequest[] {
  const found: SentRequest[] = [];
  let nodes = 0;
  const walk = (value: unknown, depth: number): void => {
    if (depth > MAX_DEPTH || ++nodes > MAX_NODES || found.length >= MAX_FOUND) return;
    if (typeof value === 'string') {
      if (value.includes('client_id=')) found.push(...readAddress(value, 'json', base));
      return;
    }
    if (typeof value !== 'object' || value === null) return;
    if (!Array.isArray(value)) found.push(...listed(value as Record<string, unknown>));
    for (const inner of Object.values(value)) walk(inner, depth + 1);
  };
  walk(json, 0);
  return found;
}

function listed(object: Readonly<Record<string, unknown>>): SentRequest[] {
  const byName = new Map(
    Object.entries(object).map(([name, value]) => [name.toLowerCase().replace(/[^a-z]/g, ''), value]),
  );
  const firstOf = (names: readonly string[]) =>
    names.map((name) => byName.get(name)).find((value) => value !== undefined);
  const [client_id, address, scopes] = [
    firstOf(LISTED.client_id),
    firstOf(LISTED.endpoint),
    firstOf(LISTED.scopes),
  ];
  if (typeof client_id !== 'string' || typeof address !== 'string') return [];
  const endpoint = endpointIn(address);
  // A whole request has been read from the text itself.
  if (endpoint === undefined || /[?&]client_id=/.test(address)) return [];
  return [
    { found_in: 'settings', ...endpoint, client_id: client_id.slice(0, MAX_VALUE), ...scopesIn(scopes) },
  ];
}

/** An address of the provider as an app has it. */
export function endpointIn(address: string): Pick<SentRequest, 'endpoint' | 'quoted'> | undefined {
  const bare = address.trim().replace(QUOTED, '');
  if (!canParseUrl(bare)) return undefined;
  const url = new URL(bare);
  return {
    endpoint: `${url.origin}${url.pathname}`,
    ...(bare === address.trim() ? {} : { quoted: true as const }),
  };
}

/** Scopes as apps list them: one text, or a list. */
export const scopesIn = (scopes: unknown): Pick<SentRequest, 'scopes'> =>
  typeof scopes === 'string'
    ? { scopes: words(scopes) }
    : Array.isArray(scopes) && scopes.every((one) => typeof one === 'string')
      ? { scopes: scopes.map(String) }
      : {};
