import type { IncomingMessage } from 'node:http';

/** Larger than any form that a browser sends here. */
const MAX_FORM = 64 * 1024;

/** Reads a posted form of limited size. Returns undefined for anything else. */
export async function readForm(request: IncomingMessage): Promise<URLSearchParams | undefined> {
  if (!/^application\/x-www-form-urlencoded\b/i.test(request.headers['content-type'] ?? '')) return undefined;
  let body = '';
  for await (const chunk of request) {
    body += chunk;
    if (body.length > MAX_FORM) return undefined;
  }
  return new URLSearchParams(body);
}
