import { randomBytes } from 'node:crypto';
import { readFile, realpath } from 'node:fs/promises';
import path from 'node:path';
import { COMMON_HEADERS, contentSecurityPolicy, EMPTY_POLICY } from './headers.ts';

/** An answer of either host, in a form that both `Response` and `http.ServerResponse` accept. */
export interface PageAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array<ArrayBuffer>;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
};

/** Segments of letters, digits and `_ ~ @ - .` that don't begin with a dot, so `..` is impossible. */
const SAFE_PATH = /^\/(?:[\w~@-][\w~@.-]*\/)*(?:[\w~@-][\w~@.-]*)?$/;

/**
 * Turns the path of a request into a path relative to the folder of built pages. Returns undefined if it
 * could lead outside. Decodes once. Refuses, and does not repair, a path that is still encoded or contains a
 * dot segment, a backslash, a colon or a NUL.
 */
export function safePagePath(pathname: string): string | undefined {
  if (pathname.length > 1_000) return undefined;
  let decoded: string;
  try {
    decoded = decodeURIComponent(pathname);
  } catch {
    return undefined;
  }
  if (!SAFE_PATH.test(decoded)) return undefined;
  return decoded.endsWith('/') ? `${decoded.slice(1)}index.html` : decoded.slice(1);
}

/**
 * Answers a request for one of the built pages (`dist/renderer`). Serves GET and HEAD, and only files below
 * `root` (refuses symlinks that lead outside), with their type. Documents are never cached and have a new
 * policy each time. Files below `assets/` have a hash of their content in their name and may be cached
 * forever.
 */
export async function answerPageRequest(root: string, method: string, pathname: string): Promise<PageAnswer> {
  if (method !== 'GET' && method !== 'HEAD') return plainAnswer(405, 'This address can only be read.');
  const relative = safePagePath(pathname);
  const type = relative === undefined ? undefined : TYPES[path.extname(relative).toLowerCase()];
  if (relative === undefined || type === undefined) return plainAnswer(404, 'There is no such page.');
  const content = await readBelow(root, relative);
  if (content === undefined) return plainAnswer(404, 'There is no such page.');
  const document = relative.endsWith('.html');
  const nonce = randomBytes(16).toString('base64url');
  const body = document ? withNonce(content, nonce) : content;
  return {
    status: 200,
    headers: {
      ...COMMON_HEADERS,
      'Content-Type': type,
      'Content-Length': String(body.byteLength),
      'Content-Security-Policy': document ? contentSecurityPolicy(nonce) : EMPTY_POLICY,
      'Cache-Control': cacheControl(relative, document),
    },
    body: method === 'HEAD' ? new Uint8Array() : body,
  };
}

/** A refusal or notice in plain text, never cached. */
export function plainAnswer(status: number, text: string): PageAnswer {
  const body = new TextEncoder().encode(`${text}\n`);
  return {
    status,
    headers: {
      ...COMMON_HEADERS,
      'Content-Type': 'text/plain; charset=utf-8',
      'Content-Length': String(body.byteLength),
      'Content-Security-Policy': EMPTY_POLICY,
      'Cache-Control': 'no-store',
      ...(status === 405 ? { Allow: 'GET, HEAD' } : {}),
    },
    body,
  };
}

function cacheControl(relative: string, document: boolean): string {
  if (document) return 'no-store';
  return relative.startsWith('assets/') ? 'private, max-age=31536000, immutable' : 'no-cache';
}

/** Reads a file. Returns undefined if it is missing, not a file, or outside the folder through a symlink. */
async function readBelow(root: string, relative: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  try {
    const base = await realpath(root);
    const file = await realpath(path.join(base, relative));
    if (!file.startsWith(base + path.sep)) return undefined;
    return new Uint8Array(await readFile(file));
  } catch {
    return undefined;
  }
}

/** Adds the nonce to the page's own styles, and the `<meta>` element from which react-aria reads it. */
function withNonce(html: Uint8Array, nonce: string): Uint8Array<ArrayBuffer> {
  const text = new TextDecoder().decode(html);
  return new TextEncoder().encode(
    text
      .replace(/<head>/i, (head) => `${head}<meta property="csp-nonce" nonce="${nonce}">`)
      .replaceAll('<style>', `<style nonce="${nonce}">`),
  );
}
