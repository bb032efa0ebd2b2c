import { describe, expect, test } from 'vitest';
import { appOf } from '../../../../shared/catalog/apps/index.ts';
import { deriveConnections } from '../../../../shared/client/derive.ts';
import { examine } from '../../../../shared/existing/doctor/doctor.ts';
import { readExisting } from '../../../../shared/existing/doctor/reading.ts';
import { filesOf, renderDeliverables } from '../../../../shared/render/render.ts';
import { APP_KINDS, PROVIDER_KINDS } from '../../../../shared/workspace/kinds.ts';
import type { AppEntry, ProviderEntry } from '../../../../shared/workspace/types.ts';
import { PAIRS } from '../../../helpers/pairs.ts';
import { bagFor } from '../../render/provider-support.ts';

const ENDINGS = /\.(?:ya?ml|env|json|php|py|rb|toml|ini|xml)$/;

/** The files of one set-up that a program reads: those of the provider and one form of each app's side. */
function examined(connections: ReturnType<typeof deriveConnections>, without: RegExp) {
  const files = renderDeliverables(connections, bagFor(connections))
    .flatMap(filesOf)
    .filter(
      ({ path }) => ENDINGS.test(path) && !/guide\.json$|manifest\.json$/.test(path) && !without.test(path),
    )
    .map(({ path, content }) => ({ name: path, text: content }));
  const findings = examine(readExisting(files)).filter(({ rule }) => rule !== 'file-not-recognised');
  return { files, findings };
}
/** Of two forms of the same, a person uses one. */
const FORMS = [/authelia-clients\.yml$|compose.*\.yaml$/, /authelia-oidc\.yml$|\.env$/];

describe('nothing is found in what Latchkey writes', () => {
  test.each(PROVIDER_KINDS.flatMap((provider) => APP_KINDS.map((app) => [provider, app] as const)))(
    '%s with %s',
    (provider, kind) => {
      const url = { zitadel: 'https://id.example.com', keycloak: 'https://sso.example.com/realms/home' }[
        provider as string
      ];
      const entry: ProviderEntry = { kind: provider, url: url ?? 'https://auth.example.com' };
      const app: AppEntry = { kind, url: `https://${kind}.example.com`, provider: 'home' };
      const later = appOf(kind).laterRedirect?.(app, appOf(kind).versions.lines.at(-1)!);
      const connections = deriveConnections(
        {
          latchkey: 1,
          id: 'test',
          providers: { home: entry },
          apps: {
            [kind]: {
              ...app,
              ...(later === undefined
                ? {}
                : { redirect_uris: [later.example.replace('{app.url}', app.url)] }),
              ...(kind === 'custom' ? { redirect_uris: ['https://custom.example.com/callback'] } : {}),
            },
          },
        },
        { [kind]: `${kind}-client` },
      );
      for (const without of FORMS) {
        const { findings } = examined(connections, without);
        expect(findings, JSON.stringify(findings, null, 1)).toEqual([]);
      }
    },
  );

  test.each(PAIRS.map((pair) => [pair.name, pair] as const))('%s', (_name, { workspace }) => {
    const connections = deriveConnections(
      workspace,
      Object.fromEntries(Object.keys(workspace.apps).map((id) => [id, `${id}-client`])),
    );
    for (const without of FORMS) {
      const { findings, files } = examined(connections, without);
      expect(files.length).toBeGreaterThan(0);
      expect(findings, JSON.stringify(findings, null, 1)).toEqual([]);
    }
  });
});
