import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { noLog } from '../../electron/host/log.ts';
import { type Serving, startServe } from '../../electron/serve.ts';
import { openMemoryStore } from '../../electron/services/secrets/store.ts';
import { httpClient } from '../../renderer/transport-http.ts';
import { ok } from '../../shared/result.ts';
import { localhostFetch } from '../helpers/localhost-fetch.ts';

let base = '';
let serving: Serving;

beforeEach(async () => {
  base = mkdtempSync(path.join(tmpdir(), 'latchkey-serve-'));
  mkdirSync(path.join(base, 'pages'));
  writeFileSync(path.join(base, 'pages', 'index.html'), '<!doctype html><head></head>');
  const started = await startServe({
    root: path.join(base, 'pages'),
    folder: path.join(base, 'data'),
    log: noLog,
    openStore: async () => ok(openMemoryStore()),
  });
  if (!started.ok) throw new Error(started.error.message);
  serving = started.value;
});
afterEach(async () => {
  await serving.close();
  rmSync(base, { recursive: true, force: true });
});

/** The client that the screens use, in a browser that followed the link. */
async function signedIn() {
  const { origin } = new URL(serving.url);
  const entered = await localhostFetch(serving.url);
  const cookie = entered.headers.getSetCookie()[0]!.split(';')[0]!;
  return httpClient((input, init) =>
    localhostFetch(new URL(String(input), origin), {
      ...init,
      headers: { ...(init?.headers as Record<string, string>), cookie, origin },
    }),
  );
}

describe('the browser host', () => {
  it('answers the screens’ own client', async () => {
    const client = await signedIn();
    const info = await client.call('session.info', {});
    expect(info).toMatchObject({
      ok: true,
      value: { host: 'browser', paths: 'typed', secret_store: { kind: 'session' } },
    });
    expect(await client.call('nope' as 'session.info', {})).toMatchObject({
      ok: false,
      error: { code: 'unknown-call' },
    });
  });

  it('carries events to two windows at once', async () => {
    const first = await signedIn();
    const ending = new AbortController();
    const heard: string[] = [];
    const watching = ['a', 'b'].map((name) =>
      first.subscribe('session.watch', {}, (event) => heard.push(`${name} ${event.type}`), {
        signal: ending.signal,
      }),
    );
    await expect
      .poll(async () => {
        await first.call('settings.set', { theme: 'dark' });
        return new Set(heard);
      })
      .toEqual(new Set(['a settings', 'b settings']));
    ending.abort();
    for (const done of await Promise.all(watching))
      expect(done).toMatchObject({ ok: false, error: { code: 'cancelled' } });
  });

  it('ends when its page says so: other pages hear it, the port is free, and closing again is harmless', async () => {
    const client = await signedIn();
    const heard: string[] = [];
    const watching = client.subscribe('session.watch', {}, (event) => heard.push(event.type));
    await client.call('session.info', {});
    expect(await client.call('session.quit', {})).toMatchObject({ ok: true });
    await serving.closed;
    expect(heard.at(-1)).toBe('closing');
    expect((await watching).ok).toBe(true);
    await serving.close();
    await expect(localhostFetch(serving.url)).rejects.toThrow();
  });

  it('gives another link for another browser', async () => {
    const again = serving.newUrl();
    expect(again).not.toBe(serving.url);
    expect((await localhostFetch(again)).status).toBe(303);
  });

  it('says in a sentence that a port is taken or the screens are missing', async () => {
    const port = Number(new URL(serving.url).port);
    expect(
      await startServe({ root: path.join(base, 'pages'), folder: base, port, log: noLog }),
    ).toMatchObject({ ok: false, error: { code: 'port-in-use' } });
  });
});
