import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Secret {
  readonly id: string;
  readonly prefix: string;
  readonly digest: string;
  readonly createdAt: string;
  readonly isActive: true;
}

export interface StandInClient {
  readonly id: string;
  name: string;
  callbackURLs: string[];
  logoutCallbackURLs: string[];
  launchURL: string;
  isPublic: boolean;
  pkceEnabled: boolean;
  skipConsent: boolean;
  isGroupRestricted: boolean;
  description: string;
  credentials: { federatedIdentities: unknown[]; secrets: Secret[] };
  /** The ids of those whose members may sign in. */
  groups: string[];
}

export interface StandInGroup {
  readonly id: string;
  readonly name: string;
  readonly friendlyName: string;
}

/** What a test does before or after a request is handled. Its answer, if it gives one, is sent in place of the usual. */
export type Meddle = (
  at: number,
  method: string,
  path: string,
) =>
  | { readonly status: number; readonly body: unknown; readonly headers?: Record<string, string> }
  | undefined;

export interface StandIn {
  readonly url: string;
  readonly clients: Map<string, StandInClient>;
  /** The user groups that are there. */
  readonly groups: StandInGroup[];
  readonly requests: string[];
  /** Before a request is handled: with an answer it is not handled. */
  before?: Meddle | undefined;
  /** After it was handled, before its answer is sent. */
  after?: ((at: number) => void) | undefined;
  /** What an answer waits for. */
  wait?: (() => Promise<void>) | undefined;
  readonly has: (client: string, secret: string) => boolean;
  readonly close: () => Promise<void>;
}

/** Empty where nothing is sent for it: a PUT replaces everything. */
const fields = (body: Record<string, unknown>) => ({
  name: String(body['name'] ?? ''),
  description: String(body['description'] ?? ''),
  callbackURLs: (body['callbackURLs'] as string[] | undefined) ?? [],
  logoutCallbackURLs: (body['logoutCallbackURLs'] as string[] | undefined) ?? [],
  launchURL: String(body['launchURL'] ?? ''),
  isPublic: body['isPublic'] === true,
  pkceEnabled: body['pkceEnabled'] === true,
  skipConsent: body['skipConsent'] === true,
  isGroupRestricted: body['isGroupRestricted'] === true,
});

/**
 * Answers as Pocket ID 2.14 does for clients, their secrets and their user groups, with what its source refuses: a key
 * that is not known, names and ids that are too long, an id that is taken, a secret that is too short or one too many,
 * groups that are missing. Ids of groups that do not exist it drops without a word, as its source does, and its lists
 * have 20 entries a page if nothing else is asked, and 100 at most.
 */
export async function startPocketId(key: string): Promise<StandIn> {
  const groups: StandInGroup[] = [];
  const clients = new Map<string, StandInClient>();
  const requests: string[] = [];
  const digestOf = (secret: string) => createHash('sha256').update(secret).digest('hex');

  const shown = ({ groups: allowed, ...client }: StandInClient) => ({
    ...client,
    credentials: {
      ...client.credentials,
      secrets: client.credentials.secrets.map(({ digest: _, ...one }) => one),
    },
    allowedUserGroups: groups.filter(({ id }) => allowed.includes(id)),
  });

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const at = requests.length;
    const { method = 'GET', url = '/' } = request;
    requests.push(`${method} ${url}`);
    await standIn.wait?.();
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const send = (status: number, body?: unknown, headers: Record<string, string> = {}) => {
      standIn.after?.(at);
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(body === undefined ? '' : JSON.stringify(body));
    };
    const meddled = standIn.before?.(at, method, url);
    if (meddled !== undefined) return send(meddled.status, meddled.body, meddled.headers);
    if (request.headers['x-api-key'] !== key) return send(401, { error: 'You are not signed in' });
    const text = Buffer.concat(chunks).toString('utf8');
    const body = (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>;
    const [, id, secrets, secretId] =
      /^\/api\/oidc\/clients(?:\/([^/]+)(\/(?:secrets|allowed-user-groups))?(?:\/([^/]+))?)?$/.exec(url) ??
      [];
    const asked = new URL(url, 'http://stand-in');
    if (asked.pathname === '/api/user-groups' && method === 'GET') {
      const { searchParams } = asked;
      const like = searchParams.get('search') ?? '';
      const limit = Math.min(Number(searchParams.get('pagination[limit]') ?? 20), 100);
      const all = groups.filter(({ name }) => name.toLowerCase().includes(like.toLowerCase()));
      return send(200, { data: all.slice(0, limit), pagination: { totalItems: all.length } });
    }
    if (asked.pathname === '/api/oidc/clients' && method === 'GET') {
      const limit = Math.min(Number(asked.searchParams.get('pagination[limit]') ?? 20), 100);
      const all = [...clients.values()].map(shown);
      const totalPages = Math.ceil(all.length / limit) || 1;
      // A page after the last is the last again, as its source has it.
      const page = Math.min(Math.max(Number(asked.searchParams.get('pagination[page]') ?? 1), 1), totalPages);
      return send(200, {
        data: all.slice((page - 1) * limit, page * limit),
        pagination: { totalPages, totalItems: all.length },
      });
    }
    if (!url.startsWith('/api/oidc/clients')) return send(404, { error: 'Not found' });
    if (id === undefined) {
      if (method !== 'POST') return send(404, { error: 'Not found' });
      const wanted = String(body['id'] ?? randomUUID());
      if (!/^[a-zA-Z0-9._-]{2,128}$/.test(wanted))
        return send(400, { error: 'Id must be 2 to 128 characters' });
      const values = fields(body);
      if (values.name === '' || values.name.length > 50)
        return send(400, { error: 'Name must be at most 50 characters' });
      if (clients.has(wanted)) return send(409, { error: 'Client ID is already in use' });
      clients.set(wanted, {
        id: wanted,
        ...values,
        credentials: { federatedIdentities: [], secrets: [] },
        groups: [],
      });
      return send(201, shown(clients.get(wanted)!));
    }
    const client = clients.get(decodeURIComponent(id));
    if (client === undefined) return send(404, { error: 'OIDC client not found' });
    if (secrets === '/allowed-user-groups') {
      const { userGroupIds } = body;
      if (method !== 'PUT') return send(404, { error: 'Not found' });
      if (!Array.isArray(userGroupIds)) return send(400, { error: 'User Group IDs is required' });
      client.groups = groups.map((one) => one.id).filter((one) => userGroupIds.includes(one));
      return send(200, shown(client));
    }
    if (secrets !== undefined) {
      if (method === 'POST') {
        const secret = String(body['secret'] ?? '');
        if (client.isPublic) return send(400, { error: 'Cannot create a secret for a public client' });
        if (!/^[\x20-\x7e]{16,}$/.test(secret))
          return send(400, { error: 'Secret must have at least 16 characters' });
        if (client.credentials.secrets.length >= 20) return send(400, { error: 'Too many secrets' });
        const made: Secret = {
          id: randomUUID(),
          prefix: secret.slice(0, 4),
          digest: digestOf(secret),
          createdAt: new Date(0).toISOString(),
          isActive: true,
        };
        client.credentials.secrets.push(made);
        return send(201, { id: made.id, secret });
      }
      const place = client.credentials.secrets.findIndex((one) => one.id === secretId);
      if (method !== 'DELETE' || place < 0) return send(404, { error: 'Not found' });
      client.credentials.secrets.splice(place, 1);
      return send(204);
    }
    switch (method) {
      case 'GET':
        return send(200, shown(client));
      case 'PUT': {
        const values = fields(body);
        if (values.name === '' || values.name.length > 50)
          return send(400, { error: 'Name must be at most 50 characters' });
        Object.assign(client, values);
        return send(200, shown(client));
      }
      case 'DELETE':
        clients.delete(client.id);
        return send(204);
      default:
        return send(405, { error: 'Method not allowed' });
    }
  };
  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const standIn: StandIn = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    clients,
    groups,
    requests,
    has: (client, secret) =>
      clients.get(client)?.credentials.secrets.some(({ digest }) => digest === digestOf(secret)) === true,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return standIn;
}
