import type { IncomingMessage, ServerResponse } from 'node:http';
import type { CallAnswer } from '../../shared/host.ts';
import { fail } from '../../shared/result.ts';
import { type PageAnswer, plainAnswer } from '../page/files.ts';
import { COMMON_HEADERS, EMPTY_POLICY } from '../page/headers.ts';
import { compressed } from './compress.ts';

/**
 * Refuses a request as JSON or as plain text. Closes the connection, because the request's body was not read.
 */
export function refuse(response: ServerResponse, asJson: boolean, status: number, message: string): void {
  response.setHeader('Connection', 'close');
  if (!asJson) {
    send(response, plainAnswer(status, message));
    return;
  }
  const code =
    status === 404 ? 'unknown-call' : status === 400 || status === 405 ? 'bad-input' : 'not-allowed';
  sendJson(response, status, fail(code, message));
}

/** Sends a page or a notice. */
export function send(response: ServerResponse, answer: PageAnswer): void {
  response.writeHead(answer.status, answer.headers).end(answer.body);
}

/** Sends the answer to a call. */
export function sendJson(response: ServerResponse, status: number, answer: CallAnswer): void {
  sendBytes(response, status, Buffer.from(JSON.stringify(answer)));
}

/** Sends an answer that is the same for everybody, as small as the request allows. */
export async function sendPublicJson(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  answer: CallAnswer,
): Promise<void> {
  const { body, headers } = await compressed(request, Buffer.from(JSON.stringify(answer)));
  if (!response.destroyed) sendBytes(response, status, body, headers);
}

function sendBytes(
  response: ServerResponse,
  status: number,
  body: Uint8Array,
  more: Readonly<Record<string, string>> = {},
): void {
  response
    .writeHead(status, {
      ...COMMON_HEADERS,
      ...more,
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Length': body.byteLength,
      'Content-Security-Policy': EMPTY_POLICY,
      'Cache-Control': 'no-store',
    })
    .end(body);
}
