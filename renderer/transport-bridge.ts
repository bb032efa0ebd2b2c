import type { HostClient } from '../shared/host.ts';
import { CANCELLED, readAnswer, readFrame, UNREACHABLE, withoutUndefined } from './transport-answers.ts';

/** What the preload script of the desktop app offers; defined in `shared/host.ts`. */
export interface Bridge {
  call(name: string, input: unknown): Promise<unknown>;
  subscribe(name: string, input: unknown, onFrame: (frame: unknown) => void): () => void;
}

/** A client for the host behind the preload script. */
export function bridgeClient(bridge: Bridge): HostClient {
  const call = (name: string, input: unknown, options?: { signal?: AbortSignal }): Promise<unknown> => {
    const signal = options?.signal;
    if (signal?.aborted) return Promise.resolve(CANCELLED);
    const answer = bridge.call(name, withoutUndefined(input)).then(readAnswer, () => UNREACHABLE);
    if (!signal) return answer;
    return Promise.race([
      answer,
      new Promise((resolve) => signal.addEventListener('abort', () => resolve(CANCELLED), { once: true })),
    ]);
  };
  const subscribe = (
    name: string,
    input: unknown,
    onEvent: (event: unknown) => void,
    options?: { signal?: AbortSignal },
  ): Promise<unknown> =>
    new Promise((resolve) => {
      const signal = options?.signal;
      if (signal?.aborted) return resolve(CANCELLED);
      let over = false;
      const finish = (result: unknown) => {
        if (over) return;
        over = true;
        resolve(result);
      };
      const end = bridge.subscribe(name, withoutUndefined(input), (raw) => {
        const frame = readFrame(raw);
        if (over || !frame) return;
        if (frame.type === 'event') onEvent(frame.value);
        else
          finish(frame.type === 'end' ? { ok: true, value: undefined } : { ok: false, error: frame.error });
      });
      signal?.addEventListener(
        'abort',
        () => {
          end();
          finish(CANCELLED);
        },
        { once: true },
      );
    });
  return { call, subscribe } as HostClient;
}
