import { randomUUID } from 'node:crypto';
import { deriveConnection } from '../../shared/client/derive.ts';
import { applicationType, clientsOf } from '../../shared/client/further.ts';
import { hasNoSso } from '../../shared/client/notices.ts';
import { DEFAULT_TEST_PATH, DEFAULT_TEST_PORT } from '../../shared/diagnosis/target.ts';
import type { Mistake } from '../../shared/host/mistakes.ts';
import type { Broken } from '../../shared/host/practice.ts';
import type { HostFailure } from '../../shared/host.ts';
import { ok, type Result } from '../../shared/result.ts';
import type { Workspace } from '../../shared/workspace/types.ts';
import { errnoOf } from '../services/files/errors.ts';
import type { PracticeClient, PracticeProvider } from '../services/practice/provider.ts';
import { indexStored, type SecretStore } from '../services/secrets/store.ts';
import { refuse } from './failures.ts';
import { type PracticeSetUp, whatStandsThere, withMistake } from './practice-mistakes.ts';
import { readClientIds } from './rendering.ts';

/** The built-in practice provider: a real provider on loopback with one invented person. */
export interface Practice {
  /** Starts the provider, or returns the running one. */
  start(): Promise<
    Result<Pick<PracticeProvider, 'issuer' | 'endpoints'> & { account: string }, HostFailure<'port-in-use'>>
  >;
  /**
   * Registers the apps of the practice workspace in their current form. At their own provider, people do this
   * by applying the deliverables. Does nothing if the workspace does not use the practice provider.
   */
  register(workspace: Workspace, store: SecretStore): Promise<void>;
  /**
   * Makes a mistake with one app, or takes it back (null). It counts from the next registration on, until it is taken
   * back or the provider stops.
   */
  break(app: string, mistake: Mistake | null): void;
  broken(): Broken;
  stop(): Promise<void>;
}

export function createPractice(): Practice {
  let starting: Promise<PracticeProvider> | undefined;
  let registered = '';
  let broken: { readonly app: string; readonly mistake: Mistake } | undefined;
  const mended = new Set<Mistake>();
  let there: string | undefined;
  // The port is reused after a stop, because a practice workspace that is still open contains it.
  let port = 0;

  const launch = async (set: PracticeSetUp): Promise<PracticeProvider> => {
    const { startPracticeProvider } = await import('../services/practice/provider.ts');
    const provider = await startPracticeProvider({
      port,
      login: 'page',
      ...set,
    });
    port = provider.port;
    return provider;
  };

  return {
    async start() {
      const { PRACTICE_ACCOUNT } = await import('../services/practice/provider.ts');
      starting ??= launch(setUp([])).catch(() => {
        port = 0;
        return launch(setUp([]));
      });
      try {
        const { url, endpoints } = await starting;
        return ok({ issuer: url, endpoints, account: PRACTICE_ACCOUNT.label ?? PRACTICE_ACCOUNT.sub });
      } catch (error) {
        starting = undefined;
        return refuse(
          'port-in-use',
          `The practice provider could not open a port on this machine (${errnoOf(error) ?? 'unknown'}). Try again.`,
        );
      }
    },

    async register(workspace, store) {
      const provider = await starting;
      if (provider === undefined) return;
      const { clients, apps } = await clientsFor(workspace, store, provider.url);
      const wanted = JSON.stringify([clients, broken]);
      if (wanted === registered) return;
      registered = wanted;
      const right = setUp(clients);
      const app = broken && apps.get(broken.app);
      const set = broken === undefined || app === undefined ? right : withMistake(right, broken.mistake, app);
      // The provider reads its clients only at the start; the issuer stays the same because the port does.
      starting = provider.close().then(() => launch(set));
      await starting;
      there = broken && app && whatStandsThere(set, broken.mistake, app);
    },

    break(app, mistake) {
      if (broken !== undefined && mistake === null) mended.add(broken.mistake);
      broken = mistake === null ? undefined : { app, mistake };
      if (mistake !== null) mended.delete(mistake);
    },
    broken: () => ({
      mistake: broken?.mistake ?? null,
      mended: [...mended],
      ...(broken === undefined || there === undefined ? {} : { there }),
    }),

    async stop() {
      const provider = await starting?.catch(() => undefined);
      starting = undefined;
      registered = '';
      broken = undefined;
      mended.clear();
      await provider?.close();
    },
  };
}

/** Every claim is in both places, so that each app of the catalog finds the claims it reads. */
const setUp = (clients: readonly PracticeClient[]): PracticeSetUp => ({
  clients,
  profile: { claimsInIdToken: true },
});

/** The workspace that the start page opens for the practice provider. */
export function practiceWorkspace({
  issuer,
  endpoints,
}: Pick<PracticeProvider, 'issuer' | 'endpoints'>): Workspace {
  return {
    latchkey: 1,
    id: randomUUID(),
    name: 'Practice',
    providers: { practice: { kind: 'oidc', url: issuer, metadata: endpoints } },
    apps: {
      memos: {
        kind: 'memos',
        url: 'https://memos.example.com',
        provider: 'practice',
        test_redirect_uri: `http://127.0.0.1:${DEFAULT_TEST_PORT}${DEFAULT_TEST_PATH}`,
      },
    },
  };
}

async function clientsFor(
  workspace: Workspace,
  store: SecretStore,
  issuer: string,
): Promise<{ readonly clients: PracticeClient[]; readonly apps: ReadonlyMap<string, string> }> {
  const stored = await store.list(workspace.id);
  const ids = stored.ok ? await readClientIds(workspace, store, indexStored(stored.value)) : stored;
  const apps = new Map<string, string>();
  if (!ids.ok) return { clients: [], apps };
  const clients: PracticeClient[] = [];
  for (const app of Object.keys(workspace.apps)) {
    const client_id = ids.value[app];
    if (client_id === undefined) continue;
    const main = deriveConnection(workspace, app, client_id, undefined, undefined, ids.value);
    // An address with a slash too many still means this provider.
    if (main.provider_metadata.issuer.replace(/\/$/, '') !== issuer || hasNoSso(main)) continue;
    apps.set(app, client_id);
    for (const connection of clientsOf(main)) {
      const { client, key } = connection;
      const secret =
        client.token_endpoint_auth_method === 'none'
          ? undefined
          : await store.get({ workspace: workspace.id, owner: key, purpose: 'client_secret' });
      if (secret !== undefined && (!secret.ok || secret.value === undefined)) continue;
      const test = connection.test_redirect_uri;
      clients.push({
        client_id: client.client_id,
        client_name: client.client_name,
        ...(secret?.ok && secret.value !== undefined ? { client_secret: secret.value } : {}),
        redirect_uris: [...client.redirect_uris, ...(test === undefined ? [] : [test])],
        token_endpoint_auth_method: client.token_endpoint_auth_method,
        grant_types: client.grant_types,
        application_type: applicationType(connection),
        scope: client.scopes.join(' '),
        require_pkce: connection.pkce.require,
      });
    }
  }
  return { clients, apps };
}
