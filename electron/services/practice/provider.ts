import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Provider } from 'oidc-provider';
import { canParseUrl } from '../../../shared/can-parse-url.ts';
import { practiceConfiguration, practiceKey, usesOtherMethod } from './configuration.ts';
import { loginPage, practicePage, showPage } from './pages.ts';
import {
  PRACTICE_ACCOUNT,
  type PracticeAccount,
  type PracticeClient,
  type PracticeContext,
  type PracticeDecision,
  type PracticeProvider,
  type PracticeProviderOptions,
} from './types.ts';

export { practiceKey } from './configuration.ts';
export * from './types.ts';

/** Imports oidc-provider and suppresses the warning that it prints on Node.js 20, where it also works. */
async function loadProvider(): Promise<typeof import('oidc-provider')> {
  // oidc-provider uses URL.parse, which Node.js 20.19 may not have.
  const statics = URL as unknown as { parse?: (url: string, base?: string) => URL | null };
  statics.parse ??= (url, base) => (canParseUrl(url, base) ? new URL(url, base) : null);
  const warn = console.warn;
  console.warn = (...args: unknown[]) => {
    if (!String(args[0]).includes('Unsupported runtime')) warn(...args);
  };
  try {
    return await import('oidc-provider');
  } finally {
    console.warn = warn;
  }
}

async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  let body = '';
  for await (const chunk of request) {
    body += chunk;
    if (body.length > 16_384) break;
  }
  return new URLSearchParams(body);
}

/** True if the account's `groups` name one of these groups. */
function isInOneOf(groups: readonly string[], accounts: readonly PracticeAccount[], sub: string): boolean {
  const own = accounts.find((account) => account.sub === sub)?.claims['groups'];
  return Array.isArray(own) && groups.some((group) => own.includes(group));
}

/** Answers the interaction: a form for people, one redirect for automated runs. */
async function interact(
  provider: Provider,
  options: PracticeProviderOptions,
  clients: readonly PracticeClient[],
  accounts: readonly PracticeAccount[],
  ctx: PracticeContext,
): Promise<void> {
  const { params } = await provider.interactionDetails(ctx.req, ctx.res);
  const clientId = String(params['client_id']);
  let decision: PracticeDecision;
  if (options.login === 'page') {
    if (ctx.method !== 'POST') {
      const client = await provider.Client.find(clientId);
      const page = loginPage({
        client: client?.clientName ?? clientId,
        scopes: String(params['scope'] ?? 'openid').split(' '),
        accounts: accounts.map((account) => ({
          sub: account.sub,
          label: account.label ?? String(account.claims['preferred_username'] ?? account.sub),
          ...(typeof account.claims['email'] === 'string' ? { about: account.claims['email'] } : {}),
        })),
      });
      showPage(ctx, page);
      return;
    }
    const form = await readForm(ctx.req);
    decision =
      form.get('decision') === 'agree'
        ? { sub: form.get('account') ?? '' }
        : { error: 'access_denied', error_description: 'The user refused.' };
  } else if (typeof options.login === 'function') {
    decision = options.login({ client_id: clientId });
  } else {
    decision = { sub: accounts[0]!.sub };
  }

  const allowed = clients.find(({ client_id }) => client_id === clientId)?.allowed_groups;
  if (allowed !== undefined && 'sub' in decision && !isInOneOf(allowed, accounts, decision.sub))
    decision = {
      error: 'access_denied',
      error_description: `Only members of ${allowed.join(', ')} may sign in to this client.`,
    };

  let result: Parameters<Provider['interactionResult']>[2];
  if ('error' in decision) {
    result = { ...decision };
  } else {
    const grant = new provider.Grant({ accountId: decision.sub, clientId });
    grant.addOIDCScope(String(params['scope'] ?? 'openid'));
    result = { login: { accountId: decision.sub }, consent: { grantId: await grant.save() } };
  }
  ctx.status = 303;
  ctx.set('Location', await provider.interactionResult(ctx.req, ctx.res, result));
  ctx.body = '';
}

/**
 * Starts a real OpenID Provider on loopback, for trials and tests. It prints nothing to the console and
 * deletes all its data on `close()`. Rejects with the system error if the port is in use.
 */
export async function startPracticeProvider(options: PracticeProviderOptions): Promise<PracticeProvider> {
  const library = await loadProvider();
  const host = options.host ?? '127.0.0.1';
  const bind = host === 'localhost' ? '127.0.0.1' : host.replace(/^\[|\]$/g, '');
  const server = options.tls ? createHttpsServer({ ...options.tls }) : createHttpServer();
  const sockets = new Set<Socket>();
  const track = (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
  };
  server.on('connection', track);
  server.on('tlsClientError', () => {});
  server.keepAliveTimeout = 2000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: bind, port: options.port ?? 0, exclusive: true }, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const close = async () => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    for (const socket of sockets) socket.destroy();
    await closed;
  };

  try {
    const { port } = server.address() as AddressInfo;
    const url = `${options.tls ? 'https' : 'http'}://${host}:${port}`;
    const issuer = options.issuer?.(url) ?? url + (options.issuerPath ?? '');
    const prefix = (options.issuerPath ?? '').replace(/\/$/, '');
    const clients = typeof options.clients === 'function' ? options.clients(url) : options.clients;
    const accounts = options.accounts?.length ? options.accounts : [PRACTICE_ACCOUNT];
    const algs = options.profile?.signingAlgs ?? [
      ...new Set(
        [
          'RS256',
          ...clients.flatMap((c) => [c.id_token_signed_response_alg, c.userinfo_signed_response_alg]),
        ].filter((alg): alg is string => alg !== undefined && !alg.startsWith('HS') && alg !== 'none'),
      ),
    ];
    const signingKeys = options.signingKeys ?? (await Promise.all(algs.map(practiceKey)));
    const settings = practiceConfiguration(options, clients, accounts, signingKeys, prefix);
    const provider = new library.Provider(issuer, options.configure?.(settings) ?? settings);

    provider.use(async (ctx, next) => {
      const context = ctx as unknown as PracticeContext;
      if (/^\/practice-login\/[\w-]+$/.test(ctx.path)) {
        try {
          await interact(provider, options, clients, accounts, context);
        } catch {
          ctx.status = 400;
          showPage(ctx, practicePage({ title: 'This sign-in is over', lead: 'Start again from the app.' }));
        }
        await options.onResponse?.('interaction', context, provider);
        return;
      }
      await next();
      const route = context.oidc?.route;
      if (!route) return;
      if (route === 'token' && options.profile?.enforceAuthMethod && usesOtherMethod(context, clients)) {
        ctx.status = 401;
        ctx.body = { error: 'invalid_client', error_description: 'Client authentication failed.' };
      }
      await options.onResponse?.(route, context, provider);
    });
    // Errors caused by hooks or invalid clients are sent as answers, not printed.
    provider.silent = true;

    const handle = provider.callback();
    server.on('request', (request: IncomingMessage & { originalUrl?: string }, response: ServerResponse) => {
      void (async () => {
        try {
          if (await options.onRequest?.(request, response)) return;
          const path = request.url ?? '/';
          if (prefix && path.startsWith(`${prefix}/`)) {
            request.originalUrl = path;
            request.url = path.slice(prefix.length);
          }
          await handle(request, response);
        } catch {
          if (!response.headersSent) response.writeHead(500);
          response.end();
        }
      })();
    });
    const at = (route: string) => url + provider.pathFor(route, { mountPath: prefix });
    return {
      issuer,
      url,
      discovery_url: `${url}${prefix}/.well-known/openid-configuration`,
      endpoints: {
        authorization_endpoint: at('authorization'),
        token_endpoint: at('token'),
        userinfo_endpoint: at('userinfo'),
        jwks_uri: at('jwks'),
      },
      port,
      signingKeys,
      provider,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
