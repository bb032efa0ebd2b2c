import type { ServerResponse } from 'node:http';
import type { StreamFrame } from '../../shared/host.ts';
import { COMMON_HEADERS, EMPTY_POLICY } from '../page/headers.ts';

/** A proxy or a laptop's network stack may close a silent connection; a comment line keeps it open. */
const KEEP_ALIVE_MS = 15_000;

/** Limit for unsent bytes, so that a page that stopped reading does not fill the host's memory. */
const MAX_BUFFERED = 8 * 1024 * 1024;

export interface EventStream {
  send(frame: StreamFrame): void;
  end(): void;
}

/** Starts the answer to a subscription. Each frame is one event with one `data:` line. */
export function startEventStream(response: ServerResponse): EventStream {
  response.writeHead(200, {
    ...COMMON_HEADERS,
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Content-Security-Policy': EMPTY_POLICY,
    'Cache-Control': 'no-store',
    'X-Accel-Buffering': 'no',
  });
  response.flushHeaders();
  const timer = setInterval(() => response.write(': \n\n'), KEEP_ALIVE_MS).unref();
  response.on('close', () => clearInterval(timer));
  return {
    send(frame) {
      if (response.writableEnded || response.destroyed) return;
      if (response.writableLength > MAX_BUFFERED) response.destroy();
      else response.write(`data: ${JSON.stringify(frame)}\n\n`);
    },
    end() {
      clearInterval(timer);
      response.end();
    },
  };
}
