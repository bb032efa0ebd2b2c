import type { IncomingMessage } from 'node:http';
import { fail, ok, type Result } from '../../shared/result.ts';

/** Maximum bytes of a call's input. The gate's limits are stricter; this one protects the host's memory. */
export const MAX_BODY_BYTES = 4 * 1024 * 1024;

/** Reads a request's JSON. Fails with `bad-input` and the detail `too-big` if it is larger than `limit`. */
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
