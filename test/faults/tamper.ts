import { CompactSign, decodeJwt, decodeProtectedHeader, importJWK, type JWK } from 'jose';
import type { PracticeContext } from '../../electron/services/practice/provider.ts';
import type { Defect, Hook, Place } from './set-up.ts';

/** Ways to change the provider's answers. */

export type Claims = Record<string, unknown>;
export type Header = { alg: string; kid?: string } & Record<string, unknown>;

/** The body of a JSON answer, which can be changed in place; undefined for any other answer. */
export const jsonBody = (ctx: PracticeContext): Claims | undefined => {
  const body: unknown = ctx.body;
  return typeof body === 'object' && body !== null && !Buffer.isBuffer(body) && !('pipe' in body)
    ? (body as Claims)
    : undefined;
};

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Signs claims; `none` omits the signature. */
export async function signJwt(
  claims: Claims,
  header: Header,
  key: JWK | Uint8Array | undefined,
): Promise<string> {
  if (header.alg === 'none') return `${encode(header)}.${encode(claims)}.`;
  if (!key) throw new Error(`no key to sign ${header.alg} with`);
  const imported = key instanceof Uint8Array ? key : await importJWK(key, header.alg);
  return new CompactSign(Buffer.from(JSON.stringify(claims))).setProtectedHeader(header).sign(imported);
}

/** JSON text in which a member stands a second time, before its real value, so that most readers miss it. */
export const withTwice = (members: Claims, name: string, first: unknown): string =>
  JSON.stringify(members).replace('{', `{${JSON.stringify(name)}:${JSON.stringify(first)},`);

/** Says a member twice in the JSON answer. */
export function sayTwice(ctx: PracticeContext, name: string, first: unknown): void {
  const body = jsonBody(ctx);
  if (!body) return;
  ctx.body = withTwice(body, name, first);
  ctx.type = 'application/json';
}

/** Says a claim twice in the ID token of a token answer, and signs it again with the same key. */
export async function sayTwiceInIdToken(
  ctx: PracticeContext,
  at: Place,
  name: string,
  first: unknown,
): Promise<void> {
  const body = jsonBody(ctx);
  const token = body?.['id_token'];
  if (!body || typeof token !== 'string') return;
  const key = keyOf(token, at);
  const header = decodeProtectedHeader(token) as Header;
  if (!key) throw new Error(`no key to sign ${header.alg} with`);
  const imported = key instanceof Uint8Array ? key : await importJWK(key, header.alg);
  const text = withTwice(decodeJwt(token) as Claims, name, first);
  body['id_token'] = await new CompactSign(Buffer.from(text)).setProtectedHeader(header).sign(imported);
}

/** Makes a signature invalid but keeps its form. */
export function breakSignature(token: string): string {
  const [header = '', claims = '', signature = ''] = token.split('.');
  const at = Math.floor(signature.length / 2);
  const other = signature[at] === 'A' ? 'B' : 'A';
  return `${header}.${claims}.${signature.slice(0, at)}${other}${signature.slice(at + 1)}`;
}

/** The key that signed a token. */
const keyOf = (token: string, at: Place): JWK | Uint8Array | undefined => {
  const { alg, kid } = decodeProtectedHeader(token);
  if (alg?.startsWith('HS')) return Buffer.from(at.secret);
  return at.keys.find((key) => key.kid === kid) ?? at.keys.find((key) => key.alg === alg);
};

/** Changes the ID token of a token answer and signs it again with the same key. */
export async function rewriteIdToken(
  ctx: PracticeContext,
  at: Place,
  change: (claims: Claims, header: Header) => void,
): Promise<void> {
  const body = jsonBody(ctx);
  const token = body?.['id_token'];
  if (!body || typeof token !== 'string') return;
  const claims = decodeJwt(token) as Claims;
  const header = decodeProtectedHeader(token) as Header;
  const key = keyOf(token, at);
  change(claims, header);
  body['id_token'] = await signJwt(claims, header, key);
}

/** A fault in the claims or the header of every ID token. */
export const idToken = (
  setting: string,
  change: (claims: Claims, header: Header, at: Place, value: string | undefined) => void,
  value?: string,
): Defect => ({
  setting,
  ...(value === undefined ? {} : { value }),
  onResponse: (now) => async (route, ctx, at) => {
    if (route === 'token') await rewriteIdToken(ctx, at, (claims, header) => change(claims, header, at, now));
  },
});

/** A fault in the answer of one route. */
export const answer = (
  setting: string,
  routes: string | readonly string[],
  change: (ctx: PracticeContext, at: Place, value: string | undefined) => void | Promise<void>,
  value?: string,
): Defect => ({
  setting,
  ...(value === undefined ? {} : { value }),
  onResponse:
    (now): Hook =>
    async (route, ctx, at) => {
      if (routes === route || routes.includes(route)) await change(ctx, at, now);
    },
});

/** A fault in the discovery document. */
export const announced = (
  setting: string,
  change: (document: Claims, at: Place, value: string | undefined) => void,
  value?: string,
): Defect =>
  answer(
    setting,
    ['discovery'],
    (ctx, at, now) => {
      const document = jsonBody(ctx);
      if (document) change(document, at, now);
    },
    value,
  );

/** A fault in the address that sends the person back, with a code or an error. */
export const sentBack = (
  setting: string,
  change: (location: URL, value: string | undefined) => void,
  value?: string,
): Defect =>
  answer(
    setting,
    ['resume', 'authorization'],
    (ctx, _, now) => {
      const location = ctx.response.get('location');
      if (location === '' || !URL.canParse(location)) return;
      const url = new URL(location);
      if (!url.searchParams.has('code') && !url.searchParams.has('error')) return;
      change(url, now);
      ctx.set('location', url.href);
    },
    value,
  );

/** Answers with an HTML page. */
export function page(ctx: PracticeContext, status: number, title: string, text: string): void {
  ctx.status = status;
  ctx.type = 'html';
  ctx.remove('location');
  ctx.body = `<!doctype html><html><head><title>${title}</title></head><body><h1>${title}</h1><p>${text}</p></body></html>`;
}

/** Sends the person back with an error, as in RFC 6749 §4.1.2.1. */
export function backWithError(
  ctx: PracticeContext,
  query: Readonly<Record<string, unknown>>,
  error: string,
  error_description: string,
  iss?: string,
): void {
  const url = new URL(String(query['redirect_uri']));
  url.searchParams.set('error', error);
  url.searchParams.set('error_description', error_description);
  if (query['state'] !== undefined) url.searchParams.set('state', String(query['state']));
  if (iss !== undefined) url.searchParams.set('iss', iss);
  ctx.status = 302;
  ctx.set('location', url.href);
  ctx.body = '';
}
