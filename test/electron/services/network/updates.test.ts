import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { releasesOf } from '../../../../electron/host/releases.ts';
import { newestRelease } from '../../../../electron/services/network/updates.ts';

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  }
});

/** A page of releases that answers with what `make` returns for its own origin. */
async function releases(make: (origin: string) => unknown, status = 200) {
  const asked: { url: string; headers: IncomingHttpHeaders }[] = [];
  let origin = '';
  const server = createServer((request, response) => {
    asked.push({ url: request.url ?? '', headers: request.headers });
    const body = make(origin);
    response.writeHead(status, { 'content-type': 'application/json', 'set-cookie': 'who=you' });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { source: `${origin}/repos/latchkey/releases/latest`, origin, asked };
}

describe('the newest release', () => {
  it('is asked for once, without anything that tells who asks', async () => {
    const { source, origin, asked } = await releases((at) => ({
      tag_name: 'v1.2.3',
      html_url: `${at}/releases/tag/v1.2.3`,
      body: 'First line\r\n\tsecond\u001b[31m line\n',
      draft: false,
    }));
    expect(await newestRelease(source, { env: {} })).toEqual({
      ok: true,
      value: {
        version: '1.2.3',
        url: `${origin}/releases/tag/v1.2.3`,
        notes: 'First line\n  second\ufffd[31m line',
      },
    });
    await newestRelease(source, { env: {} });
    expect(asked).toHaveLength(2);
    for (const { headers } of asked) {
      expect(Object.keys(headers).sort()).toEqual(['accept', 'connection', 'host', 'user-agent']);
      expect(headers['user-agent']).toBe('Latchkey');
    }
  });

  it.each([
    [
      'a page at another site',
      (): unknown => ({ tag_name: 'v1.2.3', html_url: 'https://evil.example/x', body: '' }),
    ],
    ['a page that is no page', () => ({ tag_name: 'v1.2.3', html_url: 'javascript:alert(1)', body: '' })],
    [
      'a user name in the page',
      (at: string) => ({ tag_name: 'v1.2.3', html_url: at.replace('//', '//me@'), body: '' }),
    ],
    ['a tag that is no version', (at: string) => ({ tag_name: 'nightly', html_url: `${at}/x`, body: '' })],
    ['no JSON', () => '<html>'],
    ['a list', () => []],
    [
      'more than it should',
      (at: string) => ({ tag_name: 'v1.2.3', html_url: `${at}/x`, body: 'x'.repeat(600_000) }),
    ],
  ])('is not taken from %s', async (_, make) => {
    const { source } = await releases(make);
    expect(await newestRelease(source, { env: {} })).toMatchObject({
      ok: false,
      error: { code: 'updates-unexpected' },
    });
  });

  it('says that nobody answers, or that the answer was none', async () => {
    const { source } = await releases(() => ({ message: 'Not Found' }), 404);
    expect(await newestRelease(source, { env: {} })).toMatchObject({
      error: { code: 'updates-unexpected', detail: 'status 404' },
    });
    expect(await newestRelease('http://127.0.0.1:9/x', { env: {} })).toMatchObject({
      error: { code: 'updates-unreachable' },
    });
  });
});

describe('where releases are', () => {
  it.each([
    ['https://github.com/someone/latchkey', 'https://api.github.com/repos/someone/latchkey/releases/latest'],
    [
      'git+https://github.com/someone/latchkey.git',
      'https://api.github.com/repos/someone/latchkey/releases/latest',
    ],
    ['https://github.com.evil.example/someone/latchkey', undefined],
    ['https://github.com/someone/latchkey/../../x', undefined],
    ['http://github.com/someone/latchkey', undefined],
    [undefined, undefined],
  ])('follows from %s', (repository, source) => {
    expect(releasesOf(repository)).toBe(source);
  });
});
