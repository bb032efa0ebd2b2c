import { canParseUrl } from '../../../shared/can-parse-url.ts';
import type { CallbackEvidence } from '../../../shared/diagnosis/evidence.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import { hasState } from './state.ts';

/** What came that was no answer to this login, counted by kind. */
export type Seen = Omit<CallbackEvidence['seen'], 'paths'>;

export const nothingSeen = (): { -readonly [K in keyof Seen]: Seen[K] } => ({
  wrong_state: 0,
  missing_state: 0,
  empty: 0,
  wrong_path: 0,
  wrong_host: 0,
  wrong_method: 0,
  other_user: 0,
  late: 0,
});

/**
 * Reads the answer to a login out of the address that a person copied from the browser. `state` is missing if no login
 * waits. Counts in `seen` what it is instead. Error: `not-a-callback`.
 */
export function readPasted(
  text: string,
  redirect_uri: string,
  state: string | undefined,
  seen: ReturnType<typeof nothingSeen>,
): Result<URLSearchParams> {
  const url = text.slice(0, 16_384).trim();
  if (!canParseUrl(url)) {
    return fail('not-a-callback', 'That is no address. Copy the whole address bar, from http on.');
  }
  if (state === undefined) {
    seen.late++;
    return fail('not-a-callback', 'This login is over. Start it again.');
  }
  const pasted = new URL(url);
  const own = new URL(redirect_uri);
  if (pasted.host !== own.host || pasted.pathname !== own.pathname) {
    seen[pasted.host === own.host ? 'wrong_path' : 'wrong_host']++;
    return fail(
      'not-a-callback',
      `That isn’t the address to which this login comes back: it should begin with ${redirect_uri}.`,
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
  if (!hasState(params, state)) {
    seen.wrong_state++;
    return fail('not-a-callback', 'That address belongs to another login. Use the one just opened.');
  }
  return ok(params);
}
