import type { SecretBag } from '../../shared/secrets.ts';
import type { AppEntry, ProviderEntry, Workspace } from '../../shared/workspace/types.ts';

/** The six pairs, each with the oldest, a middle and the newest version of each product. */
const PROVIDER_VERSIONS = {
  authelia: { oldest: '4.38', middle: '4.39.4', newest: '4.39' },
  authentik: { oldest: '2024.10', middle: '2025.10', newest: '2026.8' },
} as const;
const APP_VERSIONS = {
  memos: { oldest: '0.16', middle: '0.26.1', newest: '0.30' },
  romm: { oldest: '3.7', middle: '4.3.2', newest: '5.2' },
  kestra: { oldest: '0.17', middle: '0.23', newest: '2.0' },
} as const;

export const AGES = ['oldest', 'middle', 'newest'] as const;
export type Age = (typeof AGES)[number];
export type PairProvider = keyof typeof PROVIDER_VERSIONS;
export type PairApp = keyof typeof APP_VERSIONS;

export interface Pair {
  readonly name: string;
  readonly provider: PairProvider;
  readonly app: PairApp;
  readonly age: Age;
  readonly workspace: Workspace;
}

const HOSTS = { authelia: 'auth', authentik: 'sso', memos: 'memos', romm: 'games', kestra: 'flows' } as const;

/** A workspace of one provider and one app. */
export function pairWorkspace(
  provider: ProviderEntry & { kind: PairProvider },
  app: Omit<AppEntry, 'provider' | 'url'> & { kind: PairApp },
): Workspace {
  return {
    latchkey: 1,
    id: 'golden',
    providers: { home: provider },
    apps: { [app.kind]: { ...app, url: `https://${HOSTS[app.kind]}.example.com`, provider: 'home' } },
  };
}

export const PAIRS: readonly Pair[] = (['authelia', 'authentik'] as const).flatMap((provider) =>
  (['memos', 'romm', 'kestra'] as const).flatMap((app) =>
    AGES.map((age) => ({
      name: `${provider}-${app}-${age}`,
      provider,
      app,
      age,
      workspace: pairWorkspace(
        {
          kind: provider,
          url: `https://${HOSTS[provider]}.example.com`,
          version: PROVIDER_VERSIONS[provider][age],
        },
        {
          kind: app,
          version: APP_VERSIONS[app][age],
          ...(app === 'kestra' ? { edition: 'enterprise' } : {}),
          // The oldest versions use the defaults; the others use the optional settings.
          ...(age === 'middle' ? { consent: 'always', policy: 'one_factor' } : {}),
          ...(age === 'newest'
            ? { consent: 'never', groups: ['family'], test_redirect_uri: 'http://127.0.0.1:8911/callback' }
            : {}),
        },
      ),
    })),
  ),
);

/** Secrets that a search can find again. */
export const PLANTED = {
  client_secret: 'PLANTEDclientSECRETq7Zr2mX9vB4nK8sT1wY6uE3oP5aD0fG7hJ2lC9xV4bN8m',
  hmac_secret: 'PLANTEDhmacSECRETk3Lp8sW2qA7zX5cV1bN9mT4yU6iO0eR3dF8gH2jK7lM5nB1v',
  jwks_key:
    '-----BEGIN PRIVATE KEY-----\nUExBTlRFRGp3a3NLRVlub3RBa2V5QnV0TG9uZ0Vub3VnaFRvV3JhcE92ZXJMaW5l\nUExBTlRFRHNlY29uZExpbmU=\n-----END PRIVATE KEY-----\n',
} as const;

/** Planted secrets for every app and provider of the workspace. */
export function plantedBag(workspace: Workspace): SecretBag {
  return {
    clients: Object.fromEntries(
      Object.keys(workspace.apps).map((id) => [
        id,
        {
          client_id: `${id.replace(/[^a-z0-9]/g, '')}Kq7Zr2mX9vB4`,
          client_secret: PLANTED.client_secret,
          client_secret_digest: `$pbkdf2-sha512$310000$${'c8p78n7pUMln0jzvd4aK4Q'}$${'JNRBzwAo0ek5qKn50cFzzvE9RXV88h1wJn5KGiHrD0YKtZaR/nCb2CJPOsKaPK0hjf.9yHxzQGZziziccp6Yng'}`,
        },
      ]),
    ),
    providers: Object.fromEntries(
      Object.keys(workspace.providers).map((id) => [
        id,
        { hmac_secret: PLANTED.hmac_secret, jwks_key: PLANTED.jwks_key },
      ]),
    ),
  };
}
