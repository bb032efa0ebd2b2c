import type { IncomingMessage, ServerResponse } from 'node:http';
import type { CallAnswer, StreamFrame } from '../../shared/host.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { Gate } from '../host/gate.ts';
import type { Log } from '../host/log.ts';
import { answerPageRequest, type PageAnswer, plainAnswer } from '../page/files.ts';
import { COMMON_HEADERS, EMPTY_POLICY } from '../page/headers.ts';
import { readForm } from '../services/loopback/form.ts';
import { strangerAt } from '../services/loopback/peer.ts';
import { authorityOf } from '../services/loopback/request.ts';
import { type LoopbackServer, openLoopback } from '../services/loopback/server.ts';
import { type Access, createAccess } from './access.ts';
import { refuse, send, sendJson, sendPublicJson } from './answers.ts';
import { readJson } from './body.ts';
import { PUBLIC_CALLS } from './compress.ts';
import { contentDisposition, type Downloads } from './downloads.ts';
import { startEventStream } from './event-stream.ts';
import { isLookAhead, type Purpose, refuseRequest } from './origin.ts';
import { newPlace, type Place } from './place.ts';

/** A browser opens six connections to a host; this leaves room for several browsers. */
const MAX_CONNECTIONS = 256;

/**
 * Sent with the cookie: removes what an earlier program on this host and port left in the browser. Cookies
 * stay, because they would be removed for all ports.
 */
const CLEAR = '"cache", "storage"';

export interface HttpHostOptions {
  /** 0: any free port. */
  readonly port: number;
  /** Uses an address instead of a name, for a browser that doesn't find the name. */
  readonly numeric?: boolean;
  /** The folder of the built pages. */
  readonly root: string;
  /** Loads the gate on the first call, so that the first page does not wait for it. */
  readonly gate: () => Promise<Gate>;
  readonly downloads: Downloads;
  readonly log: Log;
}

export interface HttpHost {
  readonly port: number;
  /** What a browser sends as `Host`, and the address to connect to. */
  readonly authority: string;
  readonly address: string;
  /** Makes a new one-time link to the first page. */
  newUrl(): string;
  /** Resolves when the first link has been used. */
  readonly entered: Promise<void>;
  /** Ends every connection and frees the port. */
  close(): Promise<void>;
}

/** Serves the screens and their calls. Failures: `port-in-use`, `port-refused`. */
export async function startHttpHost(options: HttpHostOptions): Promise<Result<HttpHost>> {
  const place = newPlace(options.numeric === true);
  const opened = await openLoopback({
    addresses: place.addresses,
    port: options.port,
    maxHeaderSize: 16 * 1024,
    maxConnections: MAX_CONNECTIONS,
  });
  if (!opened.ok) {
    return opened.error.code === 'port-in-use'
      ? fail(
          'port-in-use',
          `Port ${options.port} is in use by another program. Choose another with --port, or leave it out.`,
        )
      : fail(
          'port-refused',
          `The system does not let Latchkey use port ${options.port} (${opened.error.detail ?? 'unknown'}). Choose one above 1023.`,
        );
  }
  const { port, servers, close } = opened.value;
  const access = createAccess(port);
  const authority = authorityOf(place.host, port);
  let noteEntered: () => void = () => {};
  const entered = new Promise<void>((resolve) => {
    noteEntered = resolve;
  });
  const site: Site = { ...options, place, authority, access, server: opened.value, noteEntered };
  const onRequest = (request: IncomingMessage, response: ServerResponse) => {
    handle(site, request, response).catch(() => {
      options.log('a request failed', { method: request.method ?? '' });
      if (response.headersSent) response.destroy();
      else send(response, plainAnswer(500, 'Latchkey made a mistake here. Load the page again.'));
    });
  };
  for (const server of servers) {
    server.on('request', onRequest);
    // Checks a request before the client sends its body, so that a refused call uploads nothing.
    server.on('checkContinue', onRequest);
  }
  return ok({
    port,
    authority,
    address: place.addresses[0]!,
    newUrl: () => `http://${authority}/?token=${access.newToken()}`,
    entered,
    close,
  });
}

interface Site extends HttpHostOptions {
  readonly place: Place;
  readonly authority: string;
  readonly access: Access;
  readonly server: LoopbackServer;
  readonly noteEntered: () => void;
}

async function handle(site: Site, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const target = request.url ?? '';
  const isApi = target.startsWith('/api/');
  const isCall = target.startsWith('/api/call/') || target.startsWith('/api/subscribe/');
  const [pathname = '/', query = ''] = splitOnce(target, '?');
  const isForm = request.method === 'POST' && pathname === ENTRY;
  const purpose: Purpose = isCall ? 'call' : isForm ? 'entry' : 'page';
  const refusal = refuseRequest(request, site.authority, purpose);
  if (refusal !== undefined) {
    site.log('refused a request', { why: refusal });
    return refuse(response, isApi, 403, 'This is only for the page at the address that Latchkey printed.');
  }
  const stranger = await strangerAt(request.socket);
  if (stranger !== undefined) {
    // A page that is closed hangs up in the middle of a request; that is nothing to report.
    if (stranger !== 'gone') site.log('refused a request', { why: stranger });
    return refuse(response, isApi, 403, 'This is only for the user of this machine who started Latchkey.');
  }
  if (target.startsWith('//')) return refuse(response, false, 400, 'There is no such page.');
  if (isForm) {
    const token = (await readForm(request))?.get('token');
    return enter(site, request, response, token ?? '');
  }
  if (pathname === '/' && query !== '') {
    const token = new URLSearchParams(query).get('token');
    if (token !== null) {
      if (request.method === 'GET' && !isLookAhead(request.headers))
        return enter(site, request, response, token);
      return refuse(response, false, 405, 'Open this link in a browser.');
    }
  }
  if (!site.access.admits(request.headers.cookie)) {
    return refuse(
      response,
      isApi,
      401,
      'Open the link that Latchkey printed where it was started. Each link works once; start Latchkey again for another.',
    );
  }
  site.server.spare(request.socket);
  if (isCall) return answerCall(site, request, response, pathname);
  if (pathname.startsWith('/api/download/')) return answerDownload(site, request, response, pathname);
  if (isApi) return refuse(response, true, 404, 'Latchkey has no such call.');
  const { folder } = site.place;
  const method = request.method ?? '';
  if (pathname.startsWith(folder))
    return send(response, await answerPageRequest(site.root, method, pathname.slice(folder.length - 1)));
  if (pathname !== '/' || (method !== 'GET' && method !== 'HEAD')) return send(response, notAPage(method));
  response.writeHead(303, { ...PLAIN, Location: folder }).end();
}

/** Exchanges a token for the cookie and leads to the pages, whose address has no token. */
function enter(site: Site, request: IncomingMessage, response: ServerResponse, token: string): void {
  const session = site.access.redeem(token);
  if (session === undefined && !site.access.admits(request.headers.cookie)) {
    site.log('refused a link', { why: 'unknown or used' });
    refuse(response, false, 403, 'This link was used already. Start Latchkey again for another one.');
    return;
  }
  site.noteEntered();
  site.server.spare(request.socket);
  const { folder } = site.place;
  const headers = {
    ...PLAIN,
    ...(session === undefined ? {} : { 'Set-Cookie': site.access.cookie(session), 'Clear-Site-Data': CLEAR }),
  };
  if (request.method === 'POST' || request.headers['sec-fetch-site'] === 'cross-site') {
    // The navigation began in a file or on another site (a terminal in the browser). After a redirect the
    // browser would not send the cookie. A page of ours starts a new navigation.
    const page = `<!doctype html><meta http-equiv="refresh" content="0;url=${folder}"><title>Latchkey</title>`;
    response.writeHead(200, { ...headers, 'Content-Type': 'text/html; charset=utf-8' }).end(page);
    return;
  }
  response.writeHead(303, { ...headers, Location: folder }).end();
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
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  const gate = await site.gate();
  // The page did not wait until the gate was loaded.
  if (gone.signal.aborted) return;
  const context = { page: 'browser', signal: gone.signal };
  if (kind === 'call') {
    const answer = await gate.call(name, input.value, context);
    if (response.destroyed) return;
    if (answer.ok && PUBLIC_CALLS.has(name)) return sendPublicJson(request, response, 200, answer);
    return sendJson(response, statusOf(answer), answer);
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

/** Where the page of `handOver` posts its token. */
export const ENTRY = '/enter';

/** Headers of an answer without content of its own. */
const PLAIN = { ...COMMON_HEADERS, 'Content-Security-Policy': EMPTY_POLICY, 'Cache-Control': 'no-store' };

const notAPage = (method: string): PageAnswer =>
  method === 'GET' || method === 'HEAD'
    ? plainAnswer(404, 'There is no such page.')
    : plainAnswer(405, 'This address can only be read.');

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
