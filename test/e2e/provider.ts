import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseDocument } from 'yaml';
import {
  PRACTICE_ACCOUNT,
  type PracticeClient,
  type PracticeProvider,
  startPracticeProvider,
} from '../../electron/services/practice/provider.ts';
import { verifyDigest } from '../../electron/services/secrets/digest.ts';
import type { AppEntry, ProviderKind } from '../../shared/workspace/types.ts';
import { connect } from '../helpers/app-connection.ts';

/** Mistakes at the provider, as people make them. */
export interface Slip {
  /** A secret different from the app's. */
  readonly secret?: string;
  /** A redirect URI that was forgotten. */
  readonly without?: RegExp;
  /** The claims policy was forgotten: only the protocol's claims are in the ID token. */
  readonly noPolicy?: boolean;
}

/** The practice provider imitating a product: its paths, its claims per scope, its strictness. */
export interface Side {
  /** The address that a person enters. */
  readonly url: string;
  readonly practice: () => PracticeProvider;
  /** Registers what the files in this folder say, as a person who applies them would. */
  apply(folder: string, slip?: Slip): Promise<PracticeClient>;
  close(): Promise<void>;
}

export type SideApp = Pick<AppEntry, 'kind' | 'url'> & Partial<AppEntry>;

/** The version to imitate if a test names none. */
const NEWEST = { authelia: '4.39', authentik: '2026.8', oidc: '1.0' } as const;

/** Starts it without a client. `app` is the app that will be registered: authentik has one issuer per app. */
export async function startSide(
  kind: ProviderKind,
  app: SideApp,
  version?: string,
  named?: {
    readonly tls: { readonly key: string; readonly cert: string };
    readonly url: string;
    readonly port: number;
  },
): Promise<Side> {
  const plan = connect(app, {
    kind,
    url: 'http://127.0.0.1:1',
    version: version ?? NEWEST[kind as keyof typeof NEWEST],
  });
  const traits = plan.provider.traits.value;
  const issuerPath = new URL(plan.provider_metadata.issuer).pathname.replace(/^\/$/, '');
  const prefix = issuerPath.replace(/\/$/, '');
  const route = (url: string) => {
    const own = new URL(url).pathname;
    return prefix !== '' && own.startsWith(`${prefix}/`) ? own.slice(prefix.length) : own;
  };
  const idTokenToo = traits.claims_placement.includes('id_token') || plan.id_token_claims.length > 0;

  const launch = (port: number, clients: readonly PracticeClient[], noPolicy = false) =>
    startPracticeProvider({
      port,
      issuerPath,
      ...(named ? { tls: named.tls, issuer: () => named.url + issuerPath } : {}),
      clients,
      login: 'page',
      accounts: [PRACTICE_ACCOUNT],
      profile: { claimsInIdToken: idTokenToo && !noPolicy, scopeClaims: traits.scope_claims },
      configure: (settings) =>
        kind === 'oidc'
          ? settings
          : {
              ...settings,
              routes: {
                ...settings.routes,
                authorization: route(plan.provider_metadata.authorization_endpoint),
                token: route(plan.provider_metadata.token_endpoint),
                userinfo: route(plan.provider_metadata.userinfo_endpoint),
                jwks: route(plan.provider_metadata.jwks_uri),
              },
            },
      onRequest: (request, response) => {
        // authentik has no issuer at its root; its admin screen is always there.
        if (kind !== 'authentik' || !request.url?.startsWith('/if/admin/')) return false;
        response.writeHead(302, { location: '/if/flow/default-authentication-flow/?next=%2Fif%2Fadmin%2F' });
        response.end();
        return true;
      },
      onResponse: (name, context) => {
        if (name !== 'discovery' || kind === 'oidc') return;
        const base = named?.url ?? new URL(running.url).origin;
        const { discovery_url: _, ...metadata } = plan.provider_metadata;
        for (const [key, value] of Object.entries(metadata)) {
          if (typeof value === 'string')
            (context.body as Record<string, unknown>)[key] = value.replace('http://127.0.0.1:1', base);
        }
      },
    });

  let running: PracticeProvider;
  running = await launch(named?.port ?? 0, []);
  const { port } = running;
  const url = named?.url ?? running.url;
  return {
    url,
    practice: () => running,
    async apply(folder, slip = {}) {
      const read = await registrationIn(folder);
      const client: PracticeClient = {
        token_endpoint_auth_method: plan.client.token_endpoint_auth_method as never,
        ...read,
        ...(slip.secret === undefined ? {} : { client_secret: slip.secret }),
        redirect_uris: read.redirect_uris.filter((uri) => !slip.without?.test(uri)),
        // Redirect URIs are compared exactly, including the port.
        application_type: 'web',
        grant_types: plan.client.grant_types,
      };
      await running.close();
      running = await launch(port, [client], slip.noPolicy);
      return client;
    },
    close: () => running.close(),
  };
}

// biome-ignore lint/suspicious/noExplicitAny: files of other products, read by name
type Tree = Record<string, any>;

/** The client from the provider's files and the secret from the app's files; both must agree. */
async function registrationIn(folder: string): Promise<PracticeClient> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const text = (name: string) => readFileSync(path.join(folder, name), 'utf8');
  const find = (pattern: RegExp) => files.find((name) => pattern.test(name));
  const held = files.flatMap((name) => appSecretIn(name, text)).at(0);
  if (held === undefined) throw new Error(`No file of the app holds its secret: ${files.join(', ')}`);

  const clients = find(/authelia-clients\.yml$/);
  if (clients !== undefined) {
    const oidc = (parseDocument(text(clients)).toJS() as Tree)['identity_providers']['oidc'];
    const client = oidc.clients[0] as Tree;
    const agrees = await verifyDigest(client['client_secret'], held.secret);
    if (!agrees.ok || !agrees.value) throw new Error('The digest is not that of the app’s secret.');
    if (client['client_id'] !== held.id) throw new Error('The two sides name different clients.');
    return {
      client_id: client['client_id'],
      client_name: client['client_name'],
      client_secret: held.secret,
      redirect_uris: client['redirect_uris'],
      token_endpoint_auth_method: client['token_endpoint_auth_method'],
      require_pkce: client['require_pkce'] ?? false,
      scope: client['scopes'].join(' '),
    };
  }
  const blueprint = find(/blueprint\.yaml$/);
  if (blueprint !== undefined) {
    const tree = parseDocument(text(blueprint), { logLevel: 'silent' }).toJS() as Tree;
    const { identifiers, attrs } = (tree['entries'] as Tree[]).find((entry) => entry['id'] === 'provider')!;
    if (identifiers['client_id'] !== held.id || attrs['client_secret'] !== held.secret)
      throw new Error('The two sides name different clients or secrets.');
    return {
      client_id: identifiers['client_id'],
      client_name: 'authentik',
      client_secret: attrs['client_secret'],
      redirect_uris: attrs['redirect_uris'].map((one: Tree) => one['url'] as string),
    };
  }
  throw new Error(`No file registers the client: ${files.join(', ')}`);
}

function appSecretIn(name: string, text: (name: string) => string): { id: string; secret: string }[] {
  const pair = (id: unknown, secret: unknown) =>
    typeof id === 'string' && typeof secret === 'string' ? [{ id, secret }] : [];
  if (/\/guide\.json$/.test(name)) {
    const fields = (JSON.parse(text(name)) as Tree[]).flatMap((step) => step['fields'] as Tree[]);
    const value = (label: string) => fields.find((field) => field['label'] === label)?.['value'];
    return pair(value('Client ID'), value('Client secret'));
  }
  if (name.endsWith('.env')) {
    const value = (key: string) => new RegExp(`^${key}=(.*)$`, 'm').exec(text(name))?.[1];
    return pair(value('OIDC_CLIENT_ID'), value('OIDC_CLIENT_SECRET'));
  }
  if (name.endsWith('application.yml')) {
    const tree = parseDocument(text(name)).toJS() as Tree;
    const [client] = Object.values(tree['micronaut'].security.oauth2.clients as Tree);
    return pair(client['client-id'], client['client-secret']);
  }
  return [];
}
