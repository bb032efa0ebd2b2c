import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CallAnswer, StreamFrame } from '../../shared/host.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { Gate } from '../host/gate.ts';
import type { Log } from '../host/log.ts';
import { answerPageRequest, plainAnswer } from '../page/files.ts';
import { COMMON_HEADERS, EMPTY_POLICY } from '../page/headers.ts';
import { type Access, createAccess } from './access.ts';
import { refuse, send, sendJson } from './answers.ts';
import { readJson } from './body.ts';
import { contentDisposition, type Downloads } from './downloads.ts';
import { startEventStream } from './event-stream.ts';
import { isLookAhead, refuseRequest } from './origin.ts';

/** Loopback only. An address, because a host name could resolve to something else. */
export const ADDRESS = '127.0.0.1';

/** How long pending answers may take to be sent when the host closes. */
const LAST_BYTES_MS = 200;

export interface HttpHostOptions {
  /** 0: any free port. */
  readonly port: number;
  /** The folder of the built pages. */
  readonly root: string;
  /** Loads the gate on the first call, so that the first page does not wait for it. */
  readonly gate: () => Promise<Gate>;
  readonly downloads: Downloads;
  readonly log: Log;
}

export interface HttpHost {
  readonly port: number;
  /** Makes a new one-time link to the first page. */
  newUrl(): string;
  /** Ends every connection and frees the port. */
  close(): Promise<void>;
}

/** Serves the screens and their calls. Failures: `port-in-use`, `port-refused`. */
export async function startHttpHost(options: HttpHostOptions): Promise<Result<HttpHost>> {
  const server = createServer({ maxHeaderSize: 16 * 1024 });
  server.headersTimeout = 10_000;
  server.requestTimeout = 30_000;
  server.keepAliveTimeout = 5_000;
  server.maxConnections = 256;
  server.on('clientError', (_error, socket) => {
    if (socket.writable)
      socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
    else socket.destroy();
  });
  // No web sockets, no tunnels.
  server.on('upgrade', (_request, socket) => socket.destroy());
  server.on('connect', (_request, socket) => socket.destroy());
  // Checks a request before the client sends its body, so that a refused call uploads nothing.
  server.on('checkContinue', (request, response) => server.emit('request', request, response));

  const listening = await listen(server, options.port);
  if (!listening.ok) return listening;
  const port = listening.value;
  const access = createAccess(port);
  const site: Site = { ...options, authority: `${ADDRESS}:${port}`, access };
  server.on('request', (request, response) => {
    handle(site, request, response).catch(() => {
      options.log('a request failed', { method: request.method ?? '' });
      if (response.headersSent) response.destroy();
      else send(response, plainAnswer(500, 'Latchkey made a mistake here. Load the page again.'));
    });
  });
  return ok({
    port,
    newUrl: () => `http://${site.authority}/?token=${access.newToken()}`,
    close: () =>
      new Promise((resolve) => {
        // Leaves time to send what was written last (an answer, a stream's end), but no longer.
        const cut = setTimeout(() => server.closeAllConnections(), LAST_BYTES_MS);
        server.close(() => {
          clearTimeout(cut);
          resolve();
        });
        server.closeIdleConnections();
      }),
  });
}

interface Site extends HttpHostOptions {
  readonly authority: string;
  readonly access: Access;
}

async function handle(site: Site, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const target = request.url ?? '';
  const isApi = target.startsWith('/api/');
  const isCall = target.startsWith('/api/call/') || target.startsWith('/api/subscribe/');
  const refusal = refuseRequest(request.headers, site.authority, isCall);
  if (refusal !== undefined) {
    site.log('refused a request', { why: refusal });
    return refuse(response, isApi, 403, `This is only for the page at http://${site.authority}/.`);
  }
  // `//host/path` and `http://host/path` are not paths of this host.
  if (!target.startsWith('/') || target.startsWith('//'))
    return refuse(response, false, 400, 'There is no such page.');
  const [pathname = '/', query = ''] = splitOnce(target, '?');
  if (pathname === '/' && query !== '') {
    const token = new URLSearchParams(query).get('token');
    if (token !== null) return enter(site, request, response, token);
  }
  if (!site.access.admits(request.headers.cookie)) {
    return refuse(
      response,
      isApi,
      401,
      'Open the link that Latchkey printed where it was started. Each link works once; start Latchkey again for another.',
    );
  }
  if (isCall) return answerCall(site, request, response, pathname);
  if (pathname.startsWith('/api/download/')) return answerDownload(site, request, response, pathname);
  if (isApi) return refuse(response, true, 404, 'Latchkey has no such call.');
  send(response, await answerPageRequest(site.root, request.method ?? '', pathname));
}

/** Handles the printed link: exchanges its token for a cookie and leads to the address without the token. */
function enter(site: Site, request: IncomingMessage, response: ServerResponse, token: string): void {
  if (request.method !== 'GET' || isLookAhead(request.headers)) {
    refuse(response, false, 405, 'Open this link in a browser.');
    return;
  }
  const session = site.access.redeem(token);
  if (session === undefined && !site.access.admits(request.headers.cookie)) {
    site.log('refused a link', { why: 'unknown or used' });
    refuse(response, false, 403, 'This link was used already. Start Latchkey again for another one.');
    return;
  }
  const headers = {
    ...COMMON_HEADERS,
    'Content-Security-Policy': EMPTY_POLICY,
    'Cache-Control': 'no-store',
    ...(session === undefined ? {} : { 'Set-Cookie': site.access.cookie(session) }),
  };
  if (request.headers['sec-fetch-site'] === 'cross-site') {
    // The link was on another site (a terminal in the browser). After a redirect the browser would not send
    // the
    // cookie, because the navigation started on that site. A page of ours starts a new navigation.
    const page = '<!doctype html><meta http-equiv="refresh" content="0;url=/"><title>Latchkey</title>';
    response.writeHead(200, { ...headers, 'Content-Type': 'text/html; charset=utf-8' }).end(page);
    return;
  }
  response.writeHead(303, { ...headers, Location: '/' }).end();
}

async function answerCall(
  site: Site,
  request: IncomingMessage,
  response: ServerResponse,
  pathname: string,
): Promise<void> {
  const [kind, name] = pathname.startsWith('/api/call/')
    ? (['call', pathname.slice('/api/call/'.length)] as const)
    : (['subscribe', pathname.slice('/api/subscribe/'.length)] as const);
  if (request.method !== 'POST') return refuse(response, true, 405, 'Calls are made by POST.');
  // Other origins can't send either of these without a preflight, and this host grants none.
  const type = (request.headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase();
  if (type !== 'application/json' || request.headers['x-latchkey'] !== '1')
    return refuse(response, true, 400, 'This was not sent in the expected form.');
  const input = await readJson(request);
  if (!input.ok) {
    if (input.error.code === 'cancelled') return void response.destroy();
    const status = input.error.detail === 'too-big' ? 413 : 400;
    if (status === 413) response.setHeader('Connection', 'close');
    return sendJson(response, status, input);
  }
  const gate = await site.gate();
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  const context = { page: 'browser', signal: gone.signal };
  if (kind === 'call') {
    const answer = await gate.call(name, input.value, context);
    if (!response.destroyed) sendJson(response, statusOf(answer), answer);
    return;
  }
  let stream: ReturnType<typeof startEventStream> | undefined;
  let refused = false;
  const onFrame = (frame: StreamFrame) => {
    if (stream === undefined && frame.type === 'error' && REFUSALS[frame.error.code] !== undefined) {
      refused = true;
      sendJson(response, REFUSALS[frame.error.code]!, { ok: false, error: frame.error });
      return;
    }
    stream ??= startEventStream(response);
    stream.send(frame);
  };
  const running = gate.subscribe(name, input.value, onFrame, context);
  // The gate refuses a subscription synchronously; everything later is sent as a stream.
  if (!refused) stream ??= startEventStream(response);
  await running;
  stream?.end();
}

function answerDownload(
  site: Site,
  request: IncomingMessage,
  response: ServerResponse,
  pathname: string,
): void {
  if (request.method !== 'GET') {
    refuse(response, true, 405, 'This can only be read.');
    return;
  }
  const file = site.downloads.take(pathname.slice('/api/download/'.length));
  if (file === undefined) {
    refuse(response, false, 404, 'This file was fetched already. Make it again.');
    return;
  }
  response.writeHead(200, {
    ...COMMON_HEADERS,
    'Content-Type': file.type,
    'Content-Length': file.bytes.byteLength,
    'Content-Disposition': contentDisposition(file.name),
    'Content-Security-Policy': EMPTY_POLICY,
    'Cache-Control': 'no-store',
  });
  response.end(file.bytes);
}

const REFUSALS: Readonly<Record<string, number>> = {
  'bad-input': 400,
  'not-allowed': 403,
  'unknown-call': 404,
};

function statusOf(answer: CallAnswer): number {
  if (answer.ok) return 200;
  return REFUSALS[answer.error.code] ?? (answer.error.code === 'internal' ? 500 : 200);
}

function splitOnce(text: string, mark: string): readonly [string, string] {
  const at = text.indexOf(mark);
  return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

async function listen(server: Server, port: number): Promise<Result<number>> {
  return new Promise((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      resolve(
        error.code === 'EADDRINUSE'
          ? fail(
              'port-in-use',
              `Port ${port} is in use by another program. Choose another with --port, or leave it out.`,
            )
          : fail(
              'port-refused',
              `The system does not let Latchkey use port ${port} (${error.code ?? 'unknown'}). Choose one above 1023.`,
            ),
      );
    });
    server.listen({ host: ADDRESS, port, exclusive: true }, () => {
      resolve(ok((server.address() as AddressInfo).port));
    });
  });
}
