import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const BROTLI = promisify(brotliCompress);
const GZIP = promisify(gzip);

/**
 * The calls whose answers are the same for everybody. Only these are compressed: of an answer that holds a secret and
 * something that another can choose, the length would tell how much of the secret was guessed.
 */
export const PUBLIC_CALLS: ReadonlySet<string> = new Set(['catalog.view']);

/** Smaller than this, it fits into one packet anyway. */
const WORTH = 1_400;

/** Text that is compressed as the request allows it, with the headers to send beside it. */
export async function compressed(
  { headers }: Pick<IncomingMessage, 'headers'>,
  body: Uint8Array,
): Promise<{ readonly body: Uint8Array; readonly headers: Readonly<Record<string, string>> }> {
  // Also where it is sent as it is: a store must not give it to a request that allows more.
  const vary = { Vary: 'Accept-Encoding' };
  const encoding = body.byteLength < WORTH ? undefined : encodingOf(headers['accept-encoding']);
  if (encoding === undefined) return { body, headers: vary };
  const smaller =
    encoding === 'br'
      ? await BROTLI(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } })
      : await GZIP(body);
  return { body: smaller, headers: { ...vary, 'Content-Encoding': encoding } };
}

/** The best encoding that a request allows. `q=0` forbids one; one that is not named is not allowed. */
export function encodingOf(accepts: string | readonly string[] | undefined): 'br' | 'gzip' | undefined {
  const allowed = new Map(
    String(accepts ?? '')
      .toLowerCase()
      .split(',')
      .map((one) => {
        const [name = '', ...parameters] = one.split(';').map((part) => part.trim());
        const q = parameters.find((part) => part.startsWith('q='));
        return [name, q === undefined ? 1 : Number(q.slice(2))] as const;
      }),
  );
  return (['br', 'gzip'] as const).find((name) => (allowed.get(name) ?? 0) > 0);
}
