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
import { contentSecurityPolicy } from '../../../electron/page/headers.ts';
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
  writeFileSync(path.join(root, 'index.html'), '<!doctype html><head><title>t</title></head>');
  writeFileSync(path.join(root, 'assets', 'index-Ab_1.js'), 'export {};');
  writeFileSync(path.join(root, 'icon.svg'), '<svg/>');
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

  it('carry a policy without unsafe sources, and a nonce that never comes twice', async () => {
    const pages = await Promise.all([1, 2].map(() => answerPageRequest(root, 'GET', '/index.html')));
    const nonces = pages.map(
      (page) => /<head><meta property="csp-nonce" nonce="([\w-]{22})">/.exec(text(page.body))?.[1],
    );
    expect(new Set(nonces).size).toBe(2);
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
      fake.handlers.protocols.get('app')!({ url, method } as Request);
    expect((await ask('app://latchkey/')).status).toBe(200);
    expect((await ask('app://latchkey/', 'POST')).status).toBe(405);
    for (const url of [
      'app://evil/',
      'app://latchkey:1/',
      'app:///etc/passwd',
      'file:///etc/passwd',
      'app://latchkey/../secret.js',
      '',
    ]) {
      const answer = await handlePageRequest({ url, method: 'GET' }, root);
      expect([url, answer.status]).toEqual([url, 404]);
      expect(await answer.text()).not.toContain(PLANTED);
    }
  });
});
