import type { IncomingMessage } from 'node:http';
import { fail, ok, type Result } from '../../shared/result.ts';

/** Bytes of a call's input. The gate's bounds are tighter; this one keeps the host from holding more. */
export const MAX_BODY_BYTES = 4 * 1024 * 1024;

/** Reads a request's JSON. `bad-input` with `too-big` as detail where it is larger than allowed. */
export async function readJson(request: IncomingMessage, limit = MAX_BODY_BYTES): Promise<Result<unknown>> {
  const announced = Number(request.headers['content-length'] ?? 0);
  if (announced > limit) return tooBig;
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > limit) return tooBig;
      chunks.push(chunk);
    }
  } catch {
    return fail('cancelled', 'The request ended before it was complete.');
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
    return ok(JSON.parse(text) as unknown);
  } catch {
    return fail('bad-input', 'This was not sent in the expected form.', 'not JSON');
  }
}

const tooBig = fail('bad-input', 'This is more than Latchkey takes at once.', 'too-big');
