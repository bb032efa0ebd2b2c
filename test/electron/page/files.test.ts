import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  handlePageRequest,
  registerPageScheme,
  setupPageProtocol,
} from '../../../electron/desktop/protocol.ts';
import { answerPageRequest, safePagePath } from '../../../electron/page/files.ts';
import { contentSecurityPolicy, EMPTY_POLICY } from '../../../electron/page/headers.ts';
import { electron, fakeSession } from '../../helpers/electron-fake.ts';

vi.mock('electron', async () => (await import('../../helpers/electron-fake.ts')).electronModule());

let base = '';
let root = '';
const PLANTED = 'planted-outside';

beforeAll(() => {
  base = realpathSync(mkdtempSync(path.join(tmpdir(), 'latchkey-pages-')));
  root = path.join(base, 'renderer');
  mkdirSync(path.join(root, 'assets'), { recursive: true });
  writeFileSync(path.join(base, 'secret.js'), PLANTED);
  writeFileSync(
    path.join(root, 'index.html'),
    '<!doctype html><head><title>t</title><style>p{}</style></head>',
  );
  writeFileSync(path.join(root, 'assets', 'index-Ab_1.js'), 'export {};');
  writeFileSync(path.join(root, 'icon.svg'), '<svg/>');
  for (const name of [
    'a.css',
    'a.json',
    'a.png',
    'a.ico',
    'a.woff2',
    'a.webmanifest',
    'A.HTML',
    'x_y~z@1-2.js',
  ])
    writeFileSync(path.join(root, name), 'x');
  mkdirSync(path.join(root, 'folder.js'));
  writeFileSync(path.join(root, 'notes.txt'), 'not for serving');
  writeFileSync(path.join(root, '.hidden.js'), 'hidden');
  symlinkSync(path.join(base, 'secret.js'), path.join(root, 'link.js'));
  symlinkSync(base, path.join(root, 'up'));
});
afterAll(() => rmSync(base, { recursive: true }));

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

describe('the pages', () => {
  it('are served with their type and fitting caching', async () => {
    const page = await answerPageRequest(root, 'GET', '/');
    expect(page.status).toBe(200);
    expect(page.headers['Content-Type']).toBe('text/html; charset=utf-8');
    expect(page.headers['Cache-Control']).toBe('no-store');
    const script = await answerPageRequest(root, 'GET', '/assets/index-Ab_1.js');
    expect(script.headers['Content-Type']).toBe('text/javascript; charset=utf-8');
    expect(script.headers['Cache-Control']).toContain('immutable');
    expect(text(script.body)).toBe('export {};');
    expect((await answerPageRequest(root, 'GET', '/icon.svg')).headers['Cache-Control']).toBe('no-cache');
    const head = await answerPageRequest(root, 'HEAD', '/assets/index-Ab_1.js');
    expect([head.status, head.body.length, head.headers['Content-Length']]).toEqual([200, 0, '10']);
  });

  it.each([
    ['/', 'text/html; charset=utf-8'],
    ['/A.HTML', 'text/html; charset=utf-8'],
    ['/assets/index-Ab_1.js', 'text/javascript; charset=utf-8'],
    ['/x_y~z@1-2.js', 'text/javascript; charset=utf-8'],
    ['/a.css', 'text/css; charset=utf-8'],
    ['/a.json', 'application/json; charset=utf-8'],
    ['/icon.svg', 'image/svg+xml; charset=utf-8'],
    ['/a.png', 'image/png'],
    ['/a.ico', 'image/x-icon'],
    ['/a.woff2', 'font/woff2'],
    ['/a.webmanifest', 'application/manifest+json; charset=utf-8'],
  ])('say what they are: %s', async (pathname, type) => {
    const { status, headers } = await answerPageRequest(root, 'GET', pathname);
    expect([status, headers['Content-Type'], headers['X-Content-Type-Options']]).toEqual([
      200,
      type,
      'nosniff',
    ]);
  });

  it('are refused in a sentence that is never cached', async () => {
    const missing = await answerPageRequest(root, 'GET', '/missing.js');
    const folder = await answerPageRequest(root, 'GET', '/folder.js');
    const outside = await answerPageRequest(root, 'GET', '/../a.js');
    const written = await answerPageRequest(root, 'POST', '/');
    expect(
      [missing, folder, outside, written].map(({ status, headers, body }) => [
        status,
        headers['Allow'],
        text(body),
      ]),
    ).toEqual([
      [404, undefined, 'There is no such page.\n'],
      [404, undefined, 'There is no such page.\n'],
      [404, undefined, 'There is no such page.\n'],
      [405, 'GET, HEAD', 'This address can only be read.\n'],
    ]);
    for (const { headers, body } of [missing, folder, outside, written]) {
      expect(headers).toMatchObject({
        'Content-Type': 'text/plain; charset=utf-8',
        'Content-Length': String(body.byteLength),
        'Cache-Control': 'no-store',
        'Content-Security-Policy': EMPTY_POLICY,
      });
      expect(Object.hasOwn(headers, 'Allow')).toBe(headers['Allow'] !== undefined);
    }
  });

  it('have a path of at most 1,000 characters', () => {
    const longest = `/${'a'.repeat(996)}.js`;
    expect(safePagePath(longest)).toBe(longest.slice(1));
    expect(safePagePath(`/a${longest.slice(1)}`)).toBe(undefined);
    expect(safePagePath('/a/')).toBe('a/index.html');
    expect(safePagePath('/%61.js')).toBe('a.js');
  });

  it('may be kept only if their name changes with their content', async () => {
    const kept = async (pathname: string) =>
      (await answerPageRequest(root, 'GET', pathname)).headers['Cache-Control'];
    expect(await kept('/assets/index-Ab_1.js')).toBe('private, max-age=31536000, immutable');
    expect(await kept('/a.css')).toBe('no-cache');
    expect(await kept('/index.html')).toBe('no-store');
  });

  it('carry a policy without unsafe sources, and a nonce that never comes twice', async () => {
    const pages = await Promise.all([1, 2].map(() => answerPageRequest(root, 'GET', '/index.html')));
    const nonces = pages.map(
      (page) => /<head><meta property="csp-nonce" nonce="([\w-]{22})">/.exec(text(page.body))?.[1],
    );
    expect(new Set(nonces).size).toBe(2);
    pages.forEach((page, index) => {
      expect(text(page.body)).toContain(`<style nonce="${nonces[index]}">`);
    });
    pages.forEach((page, index) => {
      expect(page.headers['Content-Security-Policy']).toBe(contentSecurityPolicy(nonces[index]!));
    });
    const policy = contentSecurityPolicy('n');
    expect(policy).not.toMatch(/unsafe|\*|http:|https:|blob:|script-src[^;]*data:/);
    const directives = Object.fromEntries(
      policy.split('; ').map((part) => [part.split(' ')[0], part.split(' ').slice(1).join(' ')]),
    );
    expect(directives).toMatchObject({
      'default-src': "'none'",
      'script-src': "'self'",
      'connect-src': "'self'",
      'object-src': "'none'",
      'base-uri': "'none'",
      'form-action': "'none'",
      'frame-ancestors': "'none'",
    });
  });

  it.each([
    '/../secret.js',
    '/assets/../../secret.js',
    '/%2e%2e/secret.js',
    '/%2E%2E%2Fsecret.js',
    '/..%2fsecret.js',
    '/..%5csecret.js',
    '/..\\secret.js',
    '/%252e%252e/secret.js',
    '/%c0%ae%c0%ae/secret.js',
    '/assets/%00/../index.html',
    '/index.html%00.js',
    '//secret.js',
    '/./index.html',
    '/C:/Windows/win.ini.js',
    '/.hidden.js',
    '/link.js',
    '/up/secret.js',
    '/notes.txt',
    '/assets',
    '/assets/',
    '/missing.js',
    '/%',
    '/%zz',
    'index.html',
    '',
    `/${'a/'.repeat(600)}x.js`,
  ])('are not found at %s', async (pathname) => {
    const answer = await answerPageRequest(root, 'GET', pathname);
    expect(answer.status).toBe(404);
    expect(text(answer.body)).not.toContain(PLANTED);
    expect(answer.headers['Content-Security-Policy']).toContain("default-src 'none'");
  });

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'TRACE', ''])('can only be read, not %s', async (method) => {
    expect((await answerPageRequest(root, method, '/')).status).toBe(405);
  });

  it('never lie outside the folder, whatever the path is made of', async () => {
    const piece = fc.constantFrom(
      '..',
      '.',
      '%2e',
      '%2f',
      '%5c',
      '/',
      '\\',
      'up',
      'link.js',
      'secret.js',
      'assets',
      '%00',
      ':',
      'index.html',
      '~',
      '%25',
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(piece, fc.string({ maxLength: 3 })), { maxLength: 8 }),
        async (pieces) => {
          const pathname = `/${pieces.join('')}`;
          const relative = safePagePath(pathname);
          if (relative !== undefined)
            expect(path.join(root, relative).startsWith(root + path.sep)).toBe(true);
          expect(text((await answerPageRequest(root, 'GET', pathname)).body)).not.toContain(PLANTED);
        },
      ),
      { numRuns: 400 },
    );
  });
});

describe('the app scheme', () => {
  it('is secure and standard, and bypasses no policy', () => {
    registerPageScheme();
    expect(electron.state.schemes).toEqual([
      { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
    ]);
  });

  it('serves the page under our host and nothing under another', async () => {
    const fake = fakeSession();
    setupPageProtocol(fake.session, root);
    const ask = (url: string, method = 'GET') =>
      new Promise<Electron.ProtocolResponse>((resolve) =>
        fake.handlers.protocols.get('app')!({ url, method } as Electron.ProtocolRequest, (answer) =>
          resolve(answer as Electron.ProtocolResponse),
        ),
      );
    expect(await ask('app://latchkey/')).toMatchObject({
      statusCode: 200,
      data: expect.objectContaining({ length: expect.any(Number) }),
    });
    expect(await ask('app://latchkey/', 'HEAD')).toMatchObject({ statusCode: 200, data: Buffer.alloc(0) });
    expect((await ask('app://latchkey/', 'POST')).statusCode).toBe(405);
    for (const url of [
      'app://evil/',
      'app://latchkey:1/',
      'app:///etc/passwd',
      'file:///etc/passwd',
      'app://latchkey/../secret.js',
      '',
    ]) {
      const answer = await handlePageRequest({ url, method: 'GET' }, root);
      expect([url, answer.statusCode]).toEqual([url, 404]);
      expect(String(answer.data)).not.toContain(PLANTED);
    }
  });
});
