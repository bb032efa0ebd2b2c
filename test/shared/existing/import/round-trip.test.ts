import { pbkdf2Sync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { allApps } from '../../../../shared/catalog/apps/index.ts';
import { deriveConnections } from '../../../../shared/client/derive.ts';
import { importFiles } from '../../../../shared/existing/import/import.ts';
import { asWorkspace } from '../../../../shared/existing/import/into.ts';
import { filesOf, renderDeliverables } from '../../../../shared/render/render.ts';
import type { RenderedFile } from '../../../../shared/render/types.ts';
import type { SecretBag } from '../../../../shared/secrets.ts';
import type { AppEntry, ProviderEntry, Workspace } from '../../../../shared/workspace/types.ts';

/** Apps whose redirect URI only they themselves know have no client before a person states it. */
const APPS = allApps().filter(
  ({ kind, versions, profile, laterRedirect }) =>
    profile !== undefined &&
    laterRedirect?.({ kind, url: 'https://a.example.com', provider: 'home' }, versions.lines.at(-1)!) ===
      undefined,
);

const secretOf = (id: string): string => `secretOf${id.replace(/\W/g, '')}`;

/** A digest as Authelia takes it, with few rounds because there are many. */
const digestOf = (secret: string): string => {
  const plain = (bytes: Buffer): string => bytes.toString('base64').replaceAll('+', '.').replace(/=+$/, '');
  const salt = Buffer.from('salt of the test');
  return `$pbkdf2-sha512$1000$${plain(salt)}$${plain(pbkdf2Sync(secret, salt, 1000, 64, 'sha512'))}`;
};

const bagOf = ({ apps, providers }: Workspace): SecretBag => ({
  clients: Object.fromEntries(
    Object.entries(apps).map(([id, { client_id }]) => [
      id,
      {
        client_id: client_id ?? id,
        client_secret: secretOf(id),
        client_secret_digest: digestOf(secretOf(id)),
        app_secret: 'appSecret0123456789',
      },
    ]),
  ),
  providers: Object.fromEntries(
    Object.keys(providers).map((id) => [
      id,
      {
        hmac_secret: 'hmacSecretOfTheProvider',
        jwks_key: '-----BEGIN PRIVATE KEY-----\nMIIkey\n-----END PRIVATE KEY-----\n',
      },
    ]),
  ),
});

const rendered = (workspace: Workspace): RenderedFile[] =>
  renderDeliverables(deriveConnections(workspace, {}), bagOf(workspace)).flatMap(filesOf);

/** The files that a person has, at the provider and at the apps. */
const had = (files: readonly RenderedFile[]) =>
  files
    .filter(({ kind }) => kind !== 'guide' && kind !== 'readme')
    .map(({ path, content }) => ({ name: path, text: content }));

const workspaceOf = (provider: ProviderEntry, apps: Readonly<Record<string, AppEntry>>): Workspace => ({
  latchkey: 1,
  id: 'round-trip',
  providers: { [provider.kind]: provider },
  apps,
});

/** What comes back, with the versions of before: not every file says which version it is for. */
function broughtBack(before: Workspace) {
  const found = importFiles(had(rendered(before)), {
    url: Object.values(before.providers)[0]!.url,
    matches: (clear, digest) => digest === digestOf(clear),
  });
  const plain = asWorkspace(found, before.id);
  const versioned = <T extends object>(
    entries: Readonly<Record<string, T>>,
    from: Readonly<Record<string, object>>,
  ) =>
    Object.fromEntries(
      Object.entries(entries).map(([id, entry]) => [id, { ...entry, ...versionIn(from[id]) }]),
    ) as Record<string, T>;
  return {
    found,
    workspace: {
      ...plain,
      providers: versioned(plain.providers, before.providers),
      apps: versioned(plain.apps, before.apps),
    },
  };
}

const versionIn = (entry: object | undefined) =>
  entry !== undefined && 'version' in entry ? { version: entry.version } : {};

const PROVIDERS: readonly ProviderEntry[] = [
  { kind: 'authelia', url: 'https://auth.example.com', version: '4.39', setup: 'existing' },
  { kind: 'authentik', url: 'https://auth.example.com', version: '2026.5' },
  { kind: 'keycloak', url: 'https://auth.example.com/realms/main', version: '26.7' },
];

const VARIANTS: Readonly<Record<string, Partial<AppEntry>>> = {
  plain: {},
  guarded: { groups: ['family', 'friends & co'], policy: 'two_factor', consent: '2w' },
  tested: { test_redirect_uri: 'http://127.0.0.1:8911/callback', consent: 'never' },
};

describe('what was rendered, brought in and rendered again, is the same to the byte', () => {
  for (const provider of PROVIDERS)
    for (const [variant, stated] of Object.entries(VARIANTS)) {
      // The policy that is no default there.
      const more =
        'policy' in stated && provider.kind === 'authelia'
          ? { ...stated, policy: 'one_factor' }
          : provider.kind === 'keycloak'
            ? { consent: 'never', ...stated }
            : stated;
      // Keycloak's files don't say who may sign in; consent is asked each time or never.
      if (provider.kind === 'keycloak' && variant === 'guarded') continue;
      it.each(APPS.map((app) => [app.kind, app] as const))(
        `%s at ${provider.kind}, ${variant}`,
        (kind, app) => {
          const edition = app.editions?.find(({ supported }) => supported)?.id;
          const before = workspaceOf(provider, {
            [kind]: {
              kind,
              url: `https://${kind}.example.com`,
              provider: provider.kind,
              version: app.versions.lines.at(-1)!,
              client_id: kind,
              ...(edition === undefined ? {} : { edition }),
              ...more,
            },
          });
          const { workspace, found } = broughtBack(before);
          expect(workspace.apps, found.missing.join()).toEqual(before.apps);
          expect(rendered(workspace)).toEqual(rendered(before));
          // It is found where the app's side is an environment, and never another value.
          const secrets = found.secrets.flatMap(({ purpose, value }) =>
            purpose === 'client_secret' ? [value] : [],
          );
          const told = rendered(before).some(
            ({ kind: form, content }) => form === 'env' && content.includes(secretOf(kind)),
          );
          if (told) expect(secrets).toEqual([secretOf(kind)]);
          else expect([[], [secretOf(kind)]]).toContainEqual(secrets);
        },
      );
    }
});
