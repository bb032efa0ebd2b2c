import { type CheckOptions, runCheck } from '../../electron/services/login/check.ts';
import { type LoginOptions, runLogin } from '../../electron/services/login/login.ts';
import type { RunOutcome } from '../../electron/services/login/outcome.ts';
import {
  type PracticeClient,
  type PracticeProvider,
  type PracticeProviderOptions,
  startPracticeProvider,
} from '../../electron/services/practice/provider.ts';
import type { Connection } from '../../shared/client/types.ts';
import type { Check } from '../../shared/diagnosis/types.ts';
import type { AppEntry, ProviderEntry } from '../../shared/workspace/types.ts';
import { connect } from './app-connection.ts';
import { type BrowseOptions, browse } from './browse.ts';

export const APP_URL = 'http://127.0.0.1:9';
export const APP_CALLBACK = `${APP_URL}/oauth2/callback`;
export const TEST_CALLBACK = 'http://127.0.0.1/callback';
/** Unlike any other text, so that a search finds leaks. */
export const PLANTED_SECRET = 'plantedSecretQ7vX2mK9rT4wZ8';

export interface WorldOptions extends Partial<Omit<PracticeProviderOptions, 'clients'>> {
  readonly client?: Partial<PracticeClient>;
  readonly app?: Partial<AppEntry>;
  readonly providerEntry?: (issuer: string) => Partial<ProviderEntry>;
  /** The secret that the app has; `null`: none. Default: the provider's secret. */
  readonly secret?: string | null;
  readonly browse?: BrowseOptions;
}

export interface World {
  readonly practice: PracticeProvider;
  readonly connection: Connection;
  readonly secret: string | undefined;
  readonly login: (options?: LoginOptions) => Promise<RunOutcome>;
  readonly check: (options?: CheckOptions) => Promise<RunOutcome>;
  readonly close: () => Promise<void>;
}

/** Starts a practice provider with one custom app; the result makes test runs against them. */
export async function startWorld(options: WorldOptions = {}): Promise<World> {
  const { client, app, providerEntry, secret: stored, browse: browsing, ...rest } = options;
  const isPublic = client?.token_endpoint_auth_method === 'none';
  const practice = await startPracticeProvider({
    ...rest,
    clients: [
      {
        client_id: 'custom-client',
        ...(isPublic ? {} : { client_secret: PLANTED_SECRET }),
        redirect_uris: [APP_CALLBACK, TEST_CALLBACK],
        ...client,
      },
    ],
  });
  const connection = connect(
    {
      kind: 'custom',
      url: APP_URL,
      settings: { redirect_paths: ['/oauth2/callback'], claims_from: 'userinfo', required_claims: ['email'] },
      ...(client?.token_endpoint_auth_method
        ? { token_endpoint_auth_method: client.token_endpoint_auth_method }
        : {}),
      ...app,
    },
    { kind: 'oidc', url: practice.issuer, metadata: practice.endpoints, ...providerEntry?.(practice.issuer) },
  );
  const secret =
    stored === null
      ? undefined
      : (stored ?? (isPublic ? undefined : (client?.client_secret ?? PLANTED_SECRET)));
  const unwrap = <T>(result: { ok: true; value: T } | { ok: false; error: { message: string } }): T => {
    if (!result.ok) throw new Error(result.error.message);
    return result.value;
  };
  return {
    practice,
    connection,
    secret,
    login: async (given = {}) =>
      unwrap(
        await runLogin(
          connection,
          { client_secret: secret },
          {
            port: 0,
            timeoutSeconds: 10,
            openBrowser: async (url) => {
              await browse(url, browsing);
            },
            ...given,
          },
        ),
      ),
    check: async (given = {}) =>
      unwrap(await runCheck(connection, { client_secret: secret }, { probeSpacingMs: 5, ...given })),
    close: () => practice.close(),
  };
}

/** Returns the check with this id. Throws if there is none. */
export function checkOf(outcome: RunOutcome, id: string): Check {
  const check = outcome.checks.find((one) => one.id === id);
  if (!check) throw new Error(`No check ${id} among ${outcome.checks.map((one) => one.id).join(' ')}`);
  return check;
}

/** Findings with these severities, in order, as check id and code: `S10 token-client-refused`. */
export const found = (outcome: RunOutcome, ...severities: readonly string[]): readonly string[] =>
  outcome.checks.flatMap((check) =>
    check.findings.filter((one) => severities.includes(one.severity)).map((one) => `${check.id} ${one.code}`),
  );

/** `id status` of every check that didn't pass, with the check that caused it. */
export const notPassed = (outcome: RunOutcome): readonly string[] =>
  outcome.checks
    .filter((check) => check.status !== 'pass')
    .map((check) => `${check.id} ${check.status}${check.because_of ? ` (${check.because_of})` : ''}`);
