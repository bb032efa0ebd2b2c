import type { CallbackEvidence } from '../../../shared/diagnosis/evidence.ts';
import { ok, type Result } from '../../../shared/result.ts';
import { type Callback, describeCallback } from './listener.ts';
import { nothingSeen, readPasted } from './pasted.ts';
import { watchTime } from './wall-time.ts';

/** Gets the callback from text that the user pastes instead of from a socket. */
export interface PasteBox {
  readonly redirect_uri: string;
  /** Error `not-a-callback`: the address isn't the answer to this login. The box keeps waiting. */
  paste(url: string): Result<void>;
  wait(state: string): Promise<Callback>;
  close(): Promise<void>;
}

/** Opens a box for the address that the browser shows after the redirect to the app's own redirect URI. */
export function openPasteBox(
  redirect_uri: string,
  timeoutSeconds: number,
  signal: AbortSignal | undefined,
): PasteBox {
  const seen = nothingSeen();
  type Settle = (outcome: CallbackEvidence['outcome'], params?: URLSearchParams) => void;
  let waiting: { readonly state: string; readonly settle: Settle } | undefined;
  let closed = false;

  return {
    redirect_uri,
    paste(text) {
      const params = readPasted(text, redirect_uri, waiting?.state, seen);
      if (!params.ok) return params;
      waiting!.settle('received', params.value);
      return ok(undefined);
    },
    wait(state) {
      const started = Date.now();
      return new Promise((resolve) => {
        const watch = watchTime(timeoutSeconds, (slept) => settle(slept ? 'slept' : 'timed-out'));
        const cancel = () => settle('cancelled');
        const settle: Settle = (outcome, params) => {
          waiting = undefined;
          watch.stop();
          signal?.removeEventListener('abort', cancel);
          const evidence: CallbackEvidence = {
            outcome,
            waited_ms: Date.now() - started,
            ...describeCallback(params),
            seen: { ...seen, paths: [] },
          };
          resolve(params ? { evidence, params } : { evidence });
        };
        waiting = { state, settle };
        if (signal?.aborted || closed) cancel();
        else signal?.addEventListener('abort', cancel);
      });
    },
    async close() {
      closed = true;
      waiting?.settle('cancelled');
    },
  };
}
