import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Bridge, bridgeClient } from '../../renderer/transport-bridge.ts';
import { httpClient } from '../../renderer/transport-http.ts';

const encoder = new TextEncoder();
/** Answers every request with these chunks of bytes. */
const streaming = (chunks: readonly Uint8Array[], seen: string[] = []) =>
  (async (path: string, init: RequestInit) => {
    seen.push(`${init.method} ${path} ${init.body} ${JSON.stringify(init.headers)}`);
    return new Response(
      new ReadableStream({
        start(controller) {
          for (const chunk of chunks) controller.enqueue(chunk);
          controller.close();
        },
      }),
      { headers: { 'Content-Type': 'text/event-stream' } },
    );
  }) as unknown as typeof fetch;

const event = (text: string) =>
  `: still here\n\ndata: ${JSON.stringify({ type: 'event', value: { type: 'step', text } })}\n\n`;
const END = 'data: {"type":"end"}\n\n';

describe('the browser’s transport', () => {
  it('posts a call as agreed and hands the answer over', async () => {
    const seen: string[] = [];
    const client = httpClient((async (path: string, init: RequestInit) => {
      seen.push(`${init.method} ${path} ${init.body} ${init.credentials} ${JSON.stringify(init.headers)}`);
      return Response.json({ ok: true, value: { view: 1 } });
    }) as unknown as typeof fetch);
    expect(await client.call('workspace.current', { handle: 'h' })).toEqual({ ok: true, value: { view: 1 } });
    expect(seen).toEqual([
      'POST /api/call/workspace.current {"handle":"h"} same-origin {"Content-Type":"application/json","X-Latchkey":"1"}',
    ]);
  });

  it('says that the host is gone for anything that is no answer', async () => {
    for (const answer of [
      () => Promise.reject(new TypeError('fetch failed')),
      async () => new Response('<html>', { status: 502 }),
      async () => Response.json(7),
    ]) {
      const client = httpClient(answer as unknown as typeof fetch);
      expect(await client.call('session.info', {})).toMatchObject({
        ok: false,
        error: { code: 'host-unreachable' },
      });
    }
  });

  it('reads events wherever the network cuts them', async () => {
    const bytes = encoder.encode(event('Grüße, €') + event('two') + END);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(bytes.length), { maxLength: 12 }), async (cuts) => {
        const places = [0, ...cuts.sort((a, b) => a - b), bytes.length];
        const chunks = places.slice(1).map((end, index) => bytes.slice(places[index], end));
        const got: unknown[] = [];
        const client = httpClient(streaming(chunks.filter((chunk) => chunk.length > 0)));
        const ended = await client.subscribe('provider.discover', { url: 'https://x.example' }, (one) =>
          got.push(one),
        );
        expect(ended).toEqual({ ok: true, value: undefined });
        expect(got).toEqual([
          { type: 'step', text: 'Grüße, €' },
          { type: 'step', text: 'two' },
        ]);
      }),
      { numRuns: 60 },
    );
  });

  it('tells a stream that failed from one that broke off', async () => {
    const failed = 'data: {"type":"error","error":{"code":"not-a-url","message":"x"}}\n\n';
    const subscribe = (text: string) =>
      httpClient(streaming([encoder.encode(text)])).subscribe(
        'provider.discover',
        { url: 'x' },
        () => undefined,
      );
    expect(await subscribe(failed)).toMatchObject({ ok: false, error: { code: 'not-a-url' } });
    expect(await subscribe(event('x'))).toMatchObject({ ok: false, error: { code: 'host-unreachable' } });
  });

  it('ends with its signal', async () => {
    const ending = new AbortController();
    const client = httpClient((async (_: string, init: RequestInit) => {
      return new Promise((_resolve, reject) =>
        init.signal?.addEventListener('abort', () => reject(new DOMException('x', 'AbortError'))),
      );
    }) as unknown as typeof fetch);
    const answer = client.call('session.info', {}, { signal: ending.signal });
    ending.abort();
    expect(await answer).toMatchObject({ ok: false, error: { code: 'cancelled' } });
  });
});

describe('the desktop’s transport', () => {
  const bridge = (change: Partial<Bridge>): Bridge => ({
    call: async () => ({ ok: true, value: 1 }),
    subscribe: () => () => undefined,
    ...change,
  });

  it('hands calls over without undefined keys, and answers as they come', async () => {
    const seen: unknown[] = [];
    const client = bridgeClient(
      bridge({
        call: async (name, input) => {
          seen.push(name, input);
          return { ok: false, error: { code: 'not-open', message: 'x' } };
        },
      }),
    );
    const answer = await client.call('workspace.open', { path: undefined } as never);
    expect(answer).toMatchObject({ ok: false, error: { code: 'not-open' } });
    expect(seen).toEqual(['workspace.open', {}]);
    expect(Object.keys(seen[1] as object)).toEqual([]);
  });

  it('survives a bridge that rejects or answers nonsense', async () => {
    for (const call of [() => Promise.reject(new Error('x')), async () => 'x']) {
      expect(await bridgeClient(bridge({ call })).call('session.info', {})).toMatchObject({
        ok: false,
        error: { code: 'host-unreachable' },
      });
    }
  });

  it('ends a stream once, and hears nothing after', async () => {
    let tell: (frame: unknown) => void = () => undefined;
    let ended = 0;
    const client = bridgeClient(
      bridge({
        subscribe: (_name, _input, onFrame) => {
          tell = onFrame;
          return () => {
            ended++;
          };
        },
      }),
    );
    const got: unknown[] = [];
    const ending = new AbortController();
    const over = client.subscribe('session.watch', {}, (one) => got.push(one), { signal: ending.signal });
    tell({ type: 'event', value: { type: 'closing' } });
    tell('nonsense');
    ending.abort();
    tell({ type: 'event', value: { type: 'closing' } });
    expect(await over).toMatchObject({ ok: false, error: { code: 'cancelled' } });
    expect(got).toEqual([{ type: 'closing' }]);
    expect(ended).toBe(1);
  });
});
