import type { HostClient } from '../shared/host.ts';
import { CANCELLED, readAnswer, readFrame, UNREACHABLE } from './transport-answers.ts';

const HEADERS = { 'Content-Type': 'application/json', 'X-Latchkey': '1' };

/** A client for the host at the page's own origin; the contract is in `shared/host.ts`. */
export function httpClient(fetch: typeof globalThis.fetch): HostClient {
  const post = (path: string, input: unknown, signal: AbortSignal | undefined) => {
    const body = JSON.stringify(input);
    return fetch(path, {
      method: 'POST',
      headers: HEADERS,
      body,
      // What the page sends while it is being closed still arrives. Browsers allow 64 KiB of it.
      ...(path.endsWith('/progress.set') && body.length < 20_000 ? { keepalive: true } : {}),
      credentials: 'same-origin',
      cache: 'no-store',
      ...(signal ? { signal } : {}),
    });
  };

  const call = async (name: string, input: unknown, options?: { signal?: AbortSignal }): Promise<unknown> => {
    try {
      const answer = await post(`/api/call/${name}`, input, options?.signal);
      return readAnswer(await answer.json());
    } catch {
      return options?.signal?.aborted ? CANCELLED : UNREACHABLE;
    }
  };

  const subscribe = async (
    name: string,
    input: unknown,
    onEvent: (event: unknown) => void,
    options?: { signal?: AbortSignal },
  ): Promise<unknown> => {
    const signal = options?.signal;
    try {
      const answer = await post(`/api/subscribe/${name}`, input, signal);
      if (!answer.ok || !answer.body) return readAnswer(await answer.json());
      for await (const data of serverSentData(answer.body)) {
        if (signal?.aborted) return CANCELLED;
        const frame = readFrame(JSON.parse(data));
        if (frame?.type === 'event') onEvent(frame.value);
        if (frame?.type === 'end') return { ok: true, value: undefined };
        if (frame?.type === 'error') return { ok: false, error: frame.error };
      }
    } catch {
      // Aborted, or the connection broke: handled below.
    }
    return signal?.aborted ? CANCELLED : UNREACHABLE;
  };
  return { call, subscribe } as HostClient;
}

/** Yields the `data` of each event of a text/event-stream. Comments and other fields are ignored. */
async function* serverSentData(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body
    .pipeThrough(new TextDecoderStream() as never)
    .getReader() as ReadableStreamDefaultReader<string>;
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      rest += value;
      for (let end = rest.indexOf('\n\n'); end >= 0; end = rest.indexOf('\n\n')) {
        const data = rest
          .slice(0, end)
          .split('\n')
          .filter((line) => line.startsWith('data:'))
          .map((line) => line.slice(5).replace(/^ /, ''));
        rest = rest.slice(end + 2);
        if (data.length > 0) yield data.join('\n');
      }
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
