import type { ServerResponse } from 'node:http';
import type { CallAnswer } from '../../shared/host.ts';
import { fail } from '../../shared/result.ts';
import { type PageAnswer, plainAnswer } from '../page/files.ts';
import { COMMON_HEADERS, EMPTY_POLICY } from '../page/headers.ts';

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
  const body = JSON.stringify(answer);
  response
    .writeHead(status, {
      ...COMMON_HEADERS,
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Length': Buffer.byteLength(body),
      'Content-Security-Policy': EMPTY_POLICY,
      'Cache-Control': 'no-store',
    })
    .end(body);
}
