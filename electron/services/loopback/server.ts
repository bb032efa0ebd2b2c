import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { fail, ok, type Result } from '../../../shared/result.ts';

/** How long an answer that is being sent may take when the server closes. */
const LAST_BYTES_MS = 300;

/** How often to try another free port if the one from the first address is taken on the second. */
const ATTEMPTS = 6;

export interface LoopbackOptions {
  /** Loopback addresses, all with the same port. The second one is left out if this machine doesn't have it. */
  readonly addresses: readonly string[];
  /** 0: any free port. Otherwise never another one than this. */
  readonly port: number;
  readonly maxHeaderSize: number;
  /** The oldest connection that isn't spared gives way to one more than this. */
  readonly maxConnections: number;
}

/** HTTP on one port of one or two loopback addresses. */
export interface LoopbackServer {
  readonly port: number;
  readonly servers: readonly Server[];
  /** Marks a connection as one that doesn't give way, because its other side has proved who it is. */
  spare(socket: Socket): void;
  /** Frees the port. Answers that are being sent have a short time to end. */
  close(): Promise<void>;
}

/**
 * Opens a port of this machine and of no other. Whoever connects and sends nothing can't keep others out: a
 * request has to be complete within seconds, and the oldest connection gives way to a new one.
 *
 * Codes: `port-in-use`, `port-not-allowed`, `listen-failed`; the detail is the system's code.
 */
export async function openLoopback(options: LoopbackOptions): Promise<Result<LoopbackServer>> {
  const connections = new Connections(options.maxConnections);
  for (let attempt = 1; ; attempt++) {
    const servers: Server[] = [];
    try {
      let { port } = options;
      for (const [index, host] of options.addresses.entries()) {
        const server = await listen(host, port, options, connections).catch(
          (error: NodeJS.ErrnoException) => {
            if (index > 0 && (error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT'))
              return undefined;
            throw error;
          },
        );
        if (server === undefined) continue;
        servers.push(server);
        port = (server.address() as AddressInfo).port;
      }
      return ok({
        port,
        servers,
        spare: (socket) => connections.spare(socket),
        close: async () => void (await Promise.all(servers.map(close))),
      });
    } catch (error) {
      for (const server of servers) server.close();
      const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
      if (code === 'EADDRINUSE') {
        if (options.port === 0 && attempt < ATTEMPTS) continue;
        return fail('port-in-use', `Port ${options.port} is taken by another program.`, code);
      }
      if (code === 'EACCES')
        return fail('port-not-allowed', `This user may not open port ${options.port}.`, code);
      return fail('listen-failed', `Port ${options.port} couldn’t be opened (${code}).`, code);
    }
  }
}

/** The open connections of all addresses together, oldest first. */
class Connections {
  readonly #max: number;
  readonly #open = new Set<Socket>();
  readonly #spared = new WeakSet<Socket>();

  constructor(max: number) {
    this.#max = max;
  }

  add(socket: Socket): void {
    this.#open.add(socket);
    socket.once('close', () => this.#open.delete(socket));
    if (this.#open.size <= this.#max) return;
    for (const one of this.#open) {
      if (this.#spared.has(one)) continue;
      this.#open.delete(one);
      one.destroy();
      return;
    }
  }

  spare(socket: Socket): void {
    this.#spared.add(socket);
  }
}

function listen(
  host: string,
  port: number,
  { maxHeaderSize }: LoopbackOptions,
  connections: Connections,
): Promise<Server> {
  const server = createServer({
    maxHeaderSize,
    headersTimeout: 5_000,
    requestTimeout: 10_000,
    keepAliveTimeout: 5_000,
    // Node's default checks for late connections only every 30 seconds.
    connectionsCheckingInterval: 1_000,
  });
  // Node would silently drop headers beyond a count, and a repeated one with them. Their size is limited.
  server.maxHeadersCount = 0;
  server.on('connection', (socket: Socket) => connections.add(socket));
  // No web sockets, no tunnels.
  server.on('upgrade', (_request, socket) => socket.destroy());
  server.on('connect', (_request, socket) => socket.destroy());
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port, exclusive: true }, () => {
      server.off('error', reject);
      server.on('error', () => {});
      resolve(server);
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), LAST_BYTES_MS);
    server.close(() => {
      clearTimeout(cut);
      resolve();
    });
    server.closeIdleConnections();
  });
}
