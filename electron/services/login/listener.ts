import type { IncomingMessage, ServerResponse } from 'node:http';
import type { CallbackEvidence } from '../../../shared/diagnosis/evidence.ts';
import { printable } from '../../../shared/diagnosis/printable.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import { readForm } from '../loopback/form.ts';
import { strangerAt } from '../loopback/peer.ts';
import { authorityOf, misdirected } from '../loopback/request.ts';
import { type LoopbackServer, openLoopback } from '../loopback/server.ts';
import { nothingSeen, readPasted } from './pasted.ts';
import { hasState } from './state.ts';
import { STATIC_PAGE_POLICY, type StaticPage, staticPage } from './static-page.ts';
import { watchTime } from './wall-time.ts';

/**
 * Ports that browsers refuse to open (WHATWG Fetch, “bad port”). Only those in the range that a user may
 * choose.
 */
const BLOCKED_PORTS = new Set([
  1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697,
  10080,
]);
const MAX_URL = 16 * 1024;
const MAX_CONNECTIONS = 64;
export const DEFAULT_TIMEOUT_S = 180;

export interface ListenerOptions {
  readonly host: '127.0.0.1' | 'localhost' | '[::1]';
  /** 0: any free port. */
  readonly port: number;
  /** Starts with `/`. */
  readonly path: string;
  /** Default 180. */
  readonly timeoutSeconds?: number;
  readonly signal?: AbortSignal | undefined;
  /** Also accepts the answer as a form, for an app that uses `response_mode=form_post`. */
  readonly acceptForm?: boolean;
  /** The names to show on the page that people see at the end. */
  readonly about?: { readonly app: string; readonly provider: string };
}

/** The received callback: the evidence, and the parameters, which contain the code. */
export interface Callback {
  readonly evidence: CallbackEvidence;
  readonly params?: URLSearchParams;
}

export interface LoopbackListener {
  readonly redirect_uri: string;
  readonly port: number;
  /**
   * Waits for the one genuine callback, the time-out or the signal. Afterwards the socket is closed. Ends at once
   * (cancelled) if it was closed before.
   */
  wait(state: string): Promise<Callback>;
  /**
   * Takes the answer from the address that a browser on another machine shows: there, this one's loopback address leads
   * nowhere. Error `not-a-callback`: keeps waiting.
   */
  paste(url: string): Result<void>;
  /** Closes at once, even if a request is in progress. */
  close(): Promise<void>;
}

const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'content-security-policy': STATIC_PAGE_POLICY,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  connection: 'close',
} as const;

type AnswerPage = 'received' | 'refused' | 'not-ours' | 'another-user' | 'over';

/** What stands on the page, never anything of the address that was opened but the provider's own words. */
const PAGES: Readonly<Record<AnswerPage, Pick<StaticPage, 'title' | 'lead' | 'mark'>>> = {
  received: {
    title: 'Login received',
    lead: 'You can close this tab. Latchkey goes on.',
    mark: 'pass',
  },
  refused: {
    title: 'The identity provider reported an error',
    lead: 'Details are in the app: Latchkey says there what to change. You can close this tab.',
    mark: 'fail',
  },
  'not-ours': {
    title: 'Not part of this login',
    lead: 'Go back to the app and use the address it shows.',
  },
  'another-user': {
    title: 'Another user of this machine started this login',
    lead: 'Only that user’s browser can finish it.',
  },
  over: { title: 'This login is over', lead: 'You can close this tab and go back to the app.' },
};

interface Waiting {
  readonly state: string;
  readonly settle: (outcome: CallbackEvidence['outcome'], params?: URLSearchParams) => void;
}

class Listener implements LoopbackListener {
  readonly redirect_uri: string;
  readonly port: number;
  readonly #server: LoopbackServer;
  readonly #options: ListenerOptions;
  readonly #authority: string;
  #waiting: Waiting | undefined;
  #done = false;
  readonly #seen = nothingSeen();
  readonly #paths: string[] = [];

  constructor(options: ListenerOptions, server: LoopbackServer) {
    this.#options = options;
    this.#server = server;
    this.port = server.port;
    this.#authority = authorityOf(options.host, server.port);
    this.redirect_uri = `http://${this.#authority}${options.path}`;
    for (const one of server.servers) {
      one.on('request', (request, response) => {
        this.#answer(request, response).catch(() => response.destroy());
      });
    }
  }

  wait(state: string): Promise<Callback> {
    const { signal } = this.#options;
    const seconds = this.#options.timeoutSeconds ?? DEFAULT_TIMEOUT_S;
    const startedWall = Date.now();
    return new Promise((resolve) => {
      let finished = false;
      const settle = (outcome: CallbackEvidence['outcome'], params?: URLSearchParams) => {
        if (finished) return;
        finished = true;
        clock.stop();
        signal?.removeEventListener('abort', cancel);
        const evidence = this.#evidence(outcome, Date.now() - startedWall, params);
        const result: Callback = params ? { evidence, params } : { evidence };
        // The answer page is being sent: closing waits for it, but only for a short time.
        void this.close().then(() => resolve(result));
      };
      const cancel = () => settle('cancelled');
      const clock = watchTime(seconds, (slept) => settle(slept ? 'slept' : 'timed-out'));
      this.#waiting = { state, settle };
      if (this.#done || signal?.aborted) cancel();
      else signal?.addEventListener('abort', cancel);
    });
  }

  paste(text: string): Result<void> {
    const state = this.#done ? undefined : this.#waiting?.state;
    const params = readPasted(text, this.redirect_uri, state, this.#seen);
    if (!params.ok) return params;
    this.#done = true;
    this.#waiting!.settle('received', params.value);
    return ok(undefined);
  }

  async close(): Promise<void> {
    this.#done = true;
    await this.#server.close();
    this.#waiting?.settle('cancelled');
  }

  #evidence(
    outcome: CallbackEvidence['outcome'],
    waited: number,
    params: URLSearchParams | undefined,
  ): CallbackEvidence {
    return {
      outcome,
      waited_ms: waited,
      ...describeCallback(params),
      seen: { ...this.#seen, paths: this.#paths },
    };
  }

  /** Whose login it was. */
  #known(): NonNullable<StaticPage['facts']> {
    const { app, provider } = this.#options.about ?? {};
    return [
      ...(provider === undefined ? [] : [['Asked at', provider] as const]),
      ...(app === undefined ? [] : [['For', `${app}, as a test`] as const]),
    ];
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const reply = (
      status: number,
      page: AnswerPage,
      headers: Record<string, string> = {},
      facts: NonNullable<StaticPage['facts']> = [],
    ) => {
      response.writeHead(status, { ...HEADERS, ...headers });
      response.end(
        staticPage({
          ...PAGES[page],
          facts,
          from: `From your own machine, ${this.#authority}.`,
        }),
      );
    };
    const wrong = misdirected(request, this.#authority);
    if (wrong !== undefined) {
      if (wrong === 'host') this.#seen.wrong_host++;
      return reply(wrong === 'host' ? 421 : 400, 'not-ours');
    }
    // The address with the state is an argument of the program that opens the browser, where others read it.
    const stranger = await strangerAt(request.socket);
    if (stranger === 'another user') this.#seen.other_user++;
    if (stranger !== undefined) return reply(403, 'another-user');
    const target = request.url!;
    if (target.length > MAX_URL) return reply(414, 'not-ours');
    const path = target.split('?', 1)[0]!;
    if (path !== this.#options.path) {
      this.#seen.wrong_path++;
      if (path !== '/favicon.ico' && this.#paths.length < 5) this.#paths.push(printable(path, 100));
      return reply(404, 'not-ours');
    }
    let params: URLSearchParams;
    if (request.method === 'POST' && this.#options.acceptForm) {
      const form = await readForm(request);
      if (form === undefined) return reply(413, 'not-ours');
      params = form;
    } else if (request.method === 'GET') {
      params = new URLSearchParams(target.slice(path.length + 1));
    } else {
      this.#seen.wrong_method++;
      return reply(405, 'not-ours', { allow: this.#options.acceptForm ? 'GET, POST' : 'GET' });
    }
    if (this.#done) {
      this.#seen.late++;
      return reply(410, 'over');
    }
    const waiting = this.#waiting;
    if (!waiting || !hasState(params, waiting.state)) {
      if (params.size === 0) this.#seen.empty++;
      else if (!params.has('state')) this.#seen.missing_state++;
      else this.#seen.wrong_state++;
      return reply(400, 'not-ours');
    }
    this.#done = true;
    response.once('close', () => waiting.settle('received', params));
    return params.has('error')
      ? reply(200, 'refused', {}, [...this.#known(), ...told(params)])
      : reply(200, 'received', {}, this.#known());
  }
}

/** The provider's own words of an error, made safe to show. */
function told(params: URLSearchParams): readonly (readonly [string, string])[] {
  const { error, error_description } = describeCallback(params);
  return [
    ...(error === undefined ? [] : [['Error', error] as const]),
    ...(error_description === undefined ? [] : [['It says', error_description] as const]),
  ];
}

/**
 * Returns the callback details that may be shown: parameter names, `iss` and the error. `show` makes foreign
 * text safe to show, at most that many characters of it.
 */
export function describeCallback(
  params: URLSearchParams | undefined,
  show: (text: string, limit: number) => string = printable,
): Pick<CallbackEvidence, 'parameters' | 'iss' | 'error' | 'error_description' | 'has_code'> {
  const told: { iss?: string; error?: string; error_description?: string } = {};
  for (const name of ['iss', 'error', 'error_description'] as const) {
    const value = params?.get(name);
    if (value !== null && value !== undefined) told[name] = show(value, name === 'error' ? 100 : 500);
  }
  return {
    parameters: params ? [...params.keys()].slice(0, 40).map((name) => show(name, 60)) : [],
    ...told,
    has_code: (params?.get('code') ?? '') !== '',
  };
}

/**
 * Opens the socket for the test login's redirect URI, only on loopback addresses. Never uses a port other
 * than the requested one. Errors: `port-in-use`, `port-blocked` (browsers refuse it), `port-not-allowed`,
 * `listen-failed`.
 */
export async function openListener(options: ListenerOptions): Promise<Result<LoopbackListener>> {
  if (!Number.isInteger(options.port) || options.port < 0 || options.port > 65_535) {
    return fail('port-blocked', `There is no port ${options.port}. Choose one from 1024 to 65535.`);
  }
  if (BLOCKED_PORTS.has(options.port)) {
    return fail(
      'port-blocked',
      `Browsers refuse to open port ${options.port}. Choose another one, e.g. 8765.`,
    );
  }
  // The name may resolve to either address, and another program may use the port on the other one.
  const hosts =
    options.host === 'localhost' ? ['127.0.0.1', '::1'] : [options.host === '[::1]' ? '::1' : '127.0.0.1'];
  const opened = await openLoopback({
    addresses: hosts,
    port: options.port,
    maxHeaderSize: MAX_URL * 2,
    maxConnections: MAX_CONNECTIONS,
  });
  if (opened.ok) return ok(new Listener(options, opened.value));
  const { code, detail } = opened.error;
  if (code === 'port-in-use') {
    return fail(
      code,
      `Port ${options.port} is taken by another program. Close that program and try again, or choose another port and register it at the provider.`,
    );
  }
  if (code === 'port-not-allowed') {
    return fail(code, `This user may not open port ${options.port}. Choose one from 1024 to 65535.`);
  }
  return fail('listen-failed', `The test’s address couldn’t be opened (${detail ?? 'unknown'}).`);
}
