import { canParseUrl } from '../../../shared/can-parse-url.ts';
import type { CallbackEvidence } from '../../../shared/diagnosis/evidence.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import { type Callback, describeCallback } from './listener.ts';
import { hasState } from './state.ts';
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
  const seen = {
    wrong_state: 0,
    missing_state: 0,
    empty: 0,
    wrong_path: 0,
    wrong_host: 0,
    wrong_method: 0,
    other_user: 0,
    late: 0,
  };
  type Settle = (outcome: CallbackEvidence['outcome'], params?: URLSearchParams) => void;
  let waiting: { readonly state: string; readonly settle: Settle } | undefined;
  let closed = false;

  return {
    redirect_uri,
    paste(text) {
      const url = text.slice(0, 16_384);
      if (!canParseUrl(url)) {
        return fail('not-a-callback', 'That is no address. Copy the whole address bar, from https:// on.');
      }
      if (!waiting) {
        seen.late++;
        return fail('not-a-callback', 'This login is over. Start it again.');
      }
      const pasted = new URL(url);
      const own = new URL(redirect_uri);
      if (pasted.host !== own.host || pasted.pathname !== own.pathname) {
        seen[pasted.host === own.host ? 'wrong_path' : 'wrong_host']++;
        return fail(
          'not-a-callback',
          `That isn’t the app’s redirect address: it should begin with ${redirect_uri}.`,
        );
      }
      const params = pasted.searchParams;
      if (!params.has('state')) {
        seen[pasted.search === '' ? 'empty' : 'missing_state']++;
        return fail(
          'not-a-callback',
          'The address holds no state. The app may have moved on already; start again and copy it faster.',
        );
      }
      if (!hasState(params, waiting.state)) {
        seen.wrong_state++;
        return fail('not-a-callback', 'That address belongs to another login. Use the one just opened.');
      }
      waiting.settle('received', params);
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
