import { describe, expect, it } from 'vitest';
import { allApps } from '../../../../shared/catalog/apps/index.ts';
import { deriveConnections } from '../../../../shared/client/derive.ts';
import { importFiles } from '../../../../shared/existing/import/import.ts';
import { asWorkspace } from '../../../../shared/existing/import/into.ts';
import { builtInProvider, PROVIDER_PROFILE_KINDS } from '../../../../shared/profile/built-in.ts';
import { filesOf, renderDeliverables } from '../../../../shared/render/render.ts';
import type { Workspace } from '../../../../shared/workspace/types.ts';

const APPS = allApps().filter(
  ({ kind, versions, profile, laterRedirect }) =>
    profile !== undefined &&
    laterRedirect?.({ kind, url: 'https://a.example.com', provider: 'home' }, versions.lines.at(-1)!) ===
      undefined,
);
/** Those whose clients are declared in a file or an environment; at the others they are made on a screen or by commands. */
const DECLARED = PROVIDER_PROFILE_KINDS.filter((kind) =>
  builtInProvider(kind)!.targets.some((target) => 'keys' in target),
);
const SECRET = 'aSecretOfTheClient0123456789';

const had = (provider: string, kind: string, edition: string | undefined) => {
  const workspace: Workspace = {
    latchkey: 1,
    id: 'all-providers',
    providers: { home: { kind: provider, url: builtInProvider(provider)!.url.example } },
    apps: {
      [kind]: {
        kind,
        url: `https://${kind}.example.com`,
        provider: 'home',
        client_id: kind.replaceAll('-', ''),
        ...(edition === undefined ? {} : { edition }),
      },
    },
  };
  const [connection] = deriveConnections(workspace, {});
  const bag = {
    clients: {
      [kind]: {
        client_id: kind.replaceAll('-', ''),
        client_secret: SECRET,
        client_secret_digest:
          '$pbkdf2-sha512$310000$c8p78n7pUMln0jzvd4aK4Q$JNRBzwAo0ek5qKn50cFzzvE9RXV88h1wJn5KGiHrD0Y',
        app_secret: 'appSecret0123456789',
      },
    },
    providers: {
      home: {
        hmac_secret: 'hmacSecretOfTheProvider',
        jwks_key: '-----BEGIN PRIVATE KEY-----\nMIIkey\n-----END PRIVATE KEY-----\n',
      },
    },
  };
  return {
    connection: connection!,
    workspace,
    files: renderDeliverables([connection!], bag)
      .flatMap(filesOf)
      .filter(({ kind: form }) => form !== 'readme' && form !== 'guide')
      .map(({ path, content }) => ({ name: path, text: content })),
  };
};

it('there are providers of both sorts', () => {
  expect(DECLARED).toEqual(expect.arrayContaining(['dex', 'keycloak', 'tinyauth', 'voidauth']));
  expect(PROVIDER_PROFILE_KINDS.length).toBeGreaterThan(DECLARED.length);
});

describe.each([...PROVIDER_PROFILE_KINDS])('%s: what was rendered comes back', (provider) => {
  it.each(APPS.map((app) => [app.kind, app] as const))('%s', (kind, app) => {
    const { connection, workspace, files } = had(
      provider,
      kind,
      app.editions?.find(({ supported }) => supported)?.id,
    );
    const { url } = workspace.providers['home']!;
    const found = importFiles(files, { url });
    const back = asWorkspace(found, 'all-providers');
    const entries = Object.values(back.apps);
    // The client is known from the provider's file, or from the app's own.
    const isTold =
      builtInProvider(provider)!.hook !== undefined || DECLARED.includes(provider) || found.apps.length > 0;
    expect(entries, found.missing.join()).toHaveLength(isTold ? 1 : 0);
    // Never another app, address, client or provider.
    for (const entry of entries) {
      expect(entry).toMatchObject({
        kind,
        url: `https://${kind}.example.com`,
        client_id: connection.client.client_id,
      });
      const at = back.providers[entry.provider]!;
      expect(at.url).toBe(url);
      const [again] = deriveConnections(back, {});
      expect(again!.client.redirect_uris).toEqual(connection.client.redirect_uris);
      expect(again!.client.token_endpoint_auth_method === 'none').toBe(
        connection.client.token_endpoint_auth_method === 'none',
      );
      for (const { purpose, value } of found.secrets)
        if (purpose === 'client_secret') expect(value).toBe(SECRET);
    }
  });
});
