import type {
  AppKindView,
  CatalogView,
  ConnectionView,
  ProviderKindView,
} from '../../shared/host/connection.ts';
import type { SecretsStatus } from '../../shared/host/secrets.ts';
import type { SessionInfo } from '../../shared/host/session.ts';
import type { AppOverview, TestRecord } from '../../shared/host/testing.ts';
import type { WorkspaceView } from '../../shared/host/workspace.ts';
import {
  CALLS,
  type CallInput,
  type CallName,
  type CallOutput,
  type HostClient,
  STREAMS,
  type StreamEvent,
  type StreamInput,
  type StreamName,
} from '../../shared/host.ts';
import { fail, ok } from '../../shared/result.ts';
import { type Known, standingOf } from '../../shared/standing/standing.ts';
import type { Workspace } from '../../shared/workspace/types.ts';

type Handlers = {
  [N in CallName]?: (
    input: CallInput<N>,
  ) => CallOutput<N> | { readonly refuse: string; readonly message?: string; readonly detail?: string };
};
type Streams = {
  [N in StreamName]?: (
    input: StreamInput<N>,
    emit: (event: StreamEvent<N>) => void,
    signal: AbortSignal | undefined,
  ) => Promise<void> | undefined;
};

/** A host in memory that checks every input and output against the schemas of the contract. */
export interface FakeHost {
  readonly client: HostClient;
  readonly calls: { readonly name: string; readonly input: unknown }[];
  readonly handlers: Handlers;
  readonly streams: Streams;
  /** Sends an event of `workspace.watch` to the page. */
  tell(event: StreamEvent<'workspace.watch'>): void;
  workspace: Workspace;
  own_providers: ProviderKindView[];
  own_apps: AppKindView[];
  revision: number;
  view(): WorkspaceView;
}

export const EMPTY: Workspace = { latchkey: 1, id: 'test', providers: {}, apps: {} };

export const HOME: Workspace = {
  latchkey: 1,
  id: 'test',
  name: 'Home',
  providers: { authelia: { kind: 'authelia', url: 'https://auth.example.com', version: '4.39' } },
  apps: {
    romm: { kind: 'romm', url: 'https://games.example.com', provider: 'authelia', version: '5.2' },
  },
};

const SOURCE = { title: 'Documentation', ref: 'https://docs.example.com', certainty: 'docs' } as const;

export const CATALOG: CatalogView = {
  providers: [
    {
      kind: 'authelia',
      name: 'Authelia',
      versions: { lines: ['4.38', '4.39'], released: '4.39' },
      version_matters: true,
      one_list: true,
      open_endpoints: [],
      default_policy: 'two_factor',
      sources: [SOURCE],
    },
    {
      kind: 'authentik',
      name: 'authentik',
      versions: { lines: ['2026.5'], released: '2026.5' },
      version_matters: true,
      one_list: false,
      open_endpoints: [],
      default_policy: 'one_factor',
      sources: [],
    },
    {
      kind: 'oidc',
      name: 'OpenID Connect',
      versions: { lines: ['1'], released: '1' },
      version_matters: false,
      one_list: false,
      open_endpoints: ['authorization_endpoint', 'token_endpoint', 'userinfo_endpoint', 'jwks_uri'],
      default_policy: 'one_factor',
      sources: [],
    },
  ],
  apps: [
    {
      kind: 'memos',
      name: 'Memos',
      description: 'Notes',
      versions: { lines: ['0.29', '0.30'], released: '0.30' },
      version_matters: true,
      settings: [],
      sources: [],
    },
    {
      kind: 'romm',
      name: 'RomM',
      description: 'A library for games',
      versions: { lines: ['5.1', '5.2'], released: '5.2' },
      version_matters: true,
      settings: [
        { key: 'autologin', label: 'Sign in at once', type: 'boolean', help: 'Skips the login page.' },
        { key: 'role_claim', label: 'Role claim', type: 'text', help: 'Which claim names the role.' },
      ],
      sources: [],
    },
    {
      kind: 'kestra',
      name: 'Kestra',
      description: 'Workflows',
      versions: { lines: ['1.0'], released: '1.0' },
      version_matters: false,
      editions: [
        { id: 'enterprise', name: 'Enterprise', supported: true },
        { id: 'open-source', name: 'Open source', supported: false, reason: 'It has no single sign-on.' },
      ],
      settings: [],
      sources: [],
    },
    {
      kind: 'custom',
      name: 'Another app',
      description: 'Any app',
      versions: { lines: ['1'], released: '1' },
      version_matters: false,
      settings: [
        { key: 'redirect_paths', label: 'Redirect paths', type: 'list', help: 'Below its address.' },
      ],
      sources: [],
    },
  ],
};

export const SESSION: SessionInfo = {
  host: 'browser',
  version: '0.1.0',
  platform: 'linux',
  secret_store: { kind: 'keychain', label: 'Secret Service', locked: false },
  settings: { theme: 'system', updates: false },
  recent: [],
  open: [],
  paths: 'typed',
  suggested_folder: '/home/alex',
  releases: false,
};

/** A connection as a host would derive it from the page's input. */
export function connectionOf(url: string, version = '5.2'): ConnectionView {
  const base = url.replace(/\/$/, '');
  return {
    provider: {
      id: 'authelia',
      kind: 'authelia',
      name: 'Authelia',
      url: 'https://auth.example.com',
      version: { effective: '4.39', status: 'known' },
    },
    app: {
      id: 'romm',
      kind: 'romm',
      name: 'RomM',
      url: base,
      slug: 'romm',
      version: { effective: version, status: 'known' },
    },
    client: {
      client_id: 'romm-7Kq2',
      client_name: 'RomM',
      client_uri: base,
      redirect_uris: [`${base}/api/oauth/openid`],
      token_endpoint_auth_method: 'client_secret_basic',
      grant_types: ['authorization_code'],
      response_types: ['code'],
      scopes: ['openid', 'profile', 'email'],
      id_token_signed_response_alg: 'RS256',
    },
    further_clients: [],
    computed_redirect_uris: [`${base}/api/oauth/openid`],
    provider_metadata: {
      issuer: 'https://auth.example.com',
      discovery_url: 'https://auth.example.com/.well-known/openid-configuration',
      authorization_endpoint: 'https://auth.example.com/api/oidc/authorization',
      token_endpoint: 'https://auth.example.com/api/oidc/token',
      userinfo_endpoint: 'https://auth.example.com/api/oidc/userinfo',
      jwks_uri: 'https://auth.example.com/jwks.json',
    },
    assumed_metadata: [],
    pkce: { app_uses: false, require: false },
    claims: [],
    id_token_claims: [],
    needs_verified_email: true,
    access: { policy: 'two_factor', groups: [] },
    consent: { mode: 'always' },
    suggested_test_redirect_uri: 'http://127.0.0.1:8911/callback',
    notices: [],
  };
}

export const secretsOf = (state: 'present' | 'missing'): SecretsStatus => ({
  store: SESSION.secret_store,
  entries: [
    {
      owner: 'romm',
      owner_side: 'app',
      purpose: 'client_secret',
      state,
      about: 'What the app proves itself with.',
      ...(state === 'present' ? { origin: 'generated' as const } : {}),
    },
  ],
  rotations: [],
});

/** How an app stands that was never tested. */
export const standingOfApp = (id: string, change: Partial<Known> = {}): AppOverview => {
  const known: Known = {
    results: [],
    applied: { done: 0, changed: 0, total: 4 },
    secret: 'present',
    ...change,
  };
  const { applied, secret } = known;
  return { id, applied, secret, standing: standingOf(known) };
};

/** A result with one failed check and its cause. */
export const failedRecord = (kind: 'check' | 'login' = 'check'): TestRecord => ({
  app: 'romm',
  kind,
  at: '2026-11-20T10:00:00.000Z',
  duration_ms: 1700,
  outdated: false,
  claims: [],
  report: {
    result: 'fail',
    checks: [
      {
        id: 'S4',
        title: 'Issuer',
        status: 'fail',
        light: 'provider',
        summary: 'The issuer ends with a slash too many.',
        evidence: { configured: 'https://auth.example.com/' },
        findings: [],
      },
    ],
    diagnoses: [
      {
        id: 'issuer-mismatch',
        side: 'app',
        title: 'The issuer is written differently',
        cause: 'Both sides must write it alike.',
        fix: {
          text: 'Write it without the slash.',
          setting: 'issuer',
          value: 'https://auth.example.com',
          current: 'https://auth.example.com/',
          workspace_path: 'providers.authelia.url',
        },
        confidence: 0.95,
        explains: ['S4'],
      },
    ],
  },
});

const appsAt = ({ apps }: Workspace, provider: string): string[] =>
  Object.keys(apps).filter((app) => apps[app]!.provider === provider);

export function createFakeHost(workspace: Workspace = EMPTY): FakeHost {
  const calls: FakeHost['calls'] = [];
  const watchers = new Set<(event: StreamEvent<'workspace.watch'>) => void>();
  const progress = new Map<string, CallOutput<'progress.get'>['value']>();
  const host: FakeHost = {
    calls,
    workspace,
    own_providers: [],
    own_apps: [],
    revision: 1,
    handlers: {},
    streams: {},
    tell: (event) => {
      for (const tell of watchers) tell(event);
    },
    view: () => ({
      handle: 'h1',
      revision: String(host.revision),
      workspace: host.workspace,
      own_apps: host.own_apps,
      own_providers: host.own_providers,
      path: '/home/alex/home.latchkey.yaml',
      name: host.workspace.name ?? 'home',
      practice: false,
      problems: [],
    }),
    client: {
      call: async (name: CallName, input: unknown) => {
        calls.push({ name, input });
        const parsed = CALLS[name].input.safeParse(JSON.parse(JSON.stringify(input)));
        if (!parsed.success)
          throw new Error(`${name}: the page sent what the contract refuses. ${parsed.error}`);
        const handler = host.handlers[name] as ((input: unknown) => unknown) | undefined;
        if (!handler) throw new Error(`${name}: not expected in this test`);
        const value = handler(parsed.data);
        if (typeof value === 'object' && value !== null && 'refuse' in value) {
          const refusal = value as { refuse: string; message?: string; detail?: string };
          return fail(refusal.refuse, refusal.message ?? refusal.refuse, refusal.detail);
        }
        return ok(CALLS[name].output.parse(value));
      },
      subscribe: async (
        name: StreamName,
        input: unknown,
        onEvent: (event: never) => void,
        options?: { signal?: AbortSignal },
      ) => {
        calls.push({ name, input });
        STREAMS[name].input.parse(JSON.parse(JSON.stringify(input)));
        const signal = options?.signal;
        const stream = host.streams[name] as
          | ((input: unknown, emit: (event: unknown) => void, signal?: AbortSignal) => Promise<void>)
          | undefined;
        const emit = (event: unknown) => {
          if (!signal?.aborted) onEvent(STREAMS[name].event.parse(event) as never);
        };
        if (stream) {
          await stream(input, emit, signal);
          return signal?.aborted ? fail('cancelled', 'Stopped.') : ok(undefined);
        }
        if (name === 'workspace.watch') watchers.add(emit);
        await new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve()));
        watchers.delete(emit);
        return fail('cancelled', 'Stopped.');
      },
    } as HostClient,
  };

  Object.assign(host.handlers, {
    'session.info': () => SESSION,
    'catalog.view': () => CATALOG,
    'settings.set': ({ theme = 'system', updates = false }) => ({
      theme,
      updates,
    }),
    'workspace.new': () => host.view(),
    'workspace.current': () => host.view(),
    'workspace.reload': () => host.view(),
    'workspace.update': ({ revision, change }) => {
      if (revision !== String(host.revision)) return { refuse: 'conflict' };
      const { workspace: before } = host;
      if (change.op === 'put-app') {
        host.workspace = { ...before, apps: { ...before.apps, [change.id]: change.entry } };
      } else if (change.op === 'put-provider') {
        host.workspace = { ...before, providers: { ...before.providers, [change.id]: change.entry } };
      } else host.workspace = { ...before, name: change.name };
      host.revision++;
      return host.view();
    },
    'progress.get': ({ key }) => ({ value: progress.get(key) ?? null }),
    'progress.set': ({ key, value }) => {
      progress.set(key, value);
      return {};
    },
    'connection.derive': ({ draft }) => ({
      connection: draft?.app?.url.startsWith('https://') ? connectionOf(draft.app.url) : null,
      problems: [],
    }),
    'secrets.status': () => secretsOf('missing'),
    'tests.history': () => ({ records: [] }),
    'overview.get': () => ({ revision: String(host.revision), providers: [], apps: [] }),
    'provider.get': ({ provider }) => ({
      revision: String(host.revision),
      answered: null,
      comparable: false,
      adoptable: false,
      shared: [],
      apps: appsAt(host.workspace, provider).map((app) => ({
        ...standingOfApp(app),
        at_provider: { done: 0, changed: 0, total: 1, seen: false },
      })),
    }),
    'provider.answered': ({ provider }) => ({
      provider,
      url: host.workspace.providers[provider]?.url ?? '',
      at: null,
    }),
    'provider.consequences': ({ provider }) => ({
      problems: [],
      apps: appsAt(host.workspace, provider),
      files: appsAt(host.workspace, provider).map((app) => ({
        path: `${app}/app.env`,
        side: 'app',
        app,
        change: 'different',
      })),
    }),
    'standing.get': ({ app }) => ({ revision: String(host.revision), app: standingOfApp(app) }),
  } satisfies Handlers);
  host.streams['provider.discover'] = async (_, emit) =>
    emit({
      type: 'result',
      discovery: {
        status: 'found',
        summary: 'Answers as Authelia.',
        issuer: 'https://auth.example.com',
        kind: 'authelia',
        kind_certainty: 'sure',
        endpoints: [],
        warnings: [],
      },
    });
  return host;
}
