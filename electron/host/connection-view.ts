import { deriveConnection } from '../../shared/client/derive.ts';
import { noticeOnScreen } from '../../shared/client/on-screen.ts';
import type { Connection } from '../../shared/client/types.ts';
import { testRedirect } from '../../shared/diagnosis/target.ts';
import type { ConnectionView } from '../../shared/host/connection.ts';
import { providerRestart } from '../../shared/render/provider.ts';
import type { Workspace } from '../../shared/workspace/types.ts';

/** A connection in the form for the screens: with names instead of the catalog's functions. */
export function connectionView(workspace: Workspace, connection: Connection): ConnectionView {
  const { provider, app } = connection;
  const restart = providerRestart(connection);
  return {
    provider: {
      id: provider.id,
      kind: provider.entry.kind,
      name: provider.definition.name,
      url: provider.entry.url,
      version: { ...provider.version },
    },
    app: {
      id: app.id,
      kind: app.entry.kind,
      name: app.definition.name,
      url: app.url,
      slug: app.slug,
      version: { ...app.version },
    },
    client: connection.client,
    further_clients: connection.further_clients.map(({ key, used_by = '', client }) => ({
      key,
      used_by,
      client,
    })),
    computed_redirect_uris: computedRedirectUris(workspace, connection),
    provider_metadata: connection.provider_metadata,
    assumed_metadata: [...connection.assumed_metadata],
    pkce: connection.pkce,
    claims: [...connection.claims],
    id_token_claims: [...connection.id_token_claims],
    needs_verified_email: connection.needs_verified_email,
    access: { policy: connection.access.policy, groups: [...connection.access.groups] },
    consent: connection.consent,
    ...(connection.test_redirect_uri === undefined
      ? {}
      : { test_redirect_uri: connection.test_redirect_uri }),
    suggested_test_redirect_uri: suggestedTestRedirect(connection),
    ...(restart === undefined ? {} : { provider_restart: restart }),
    notices: connection.notices.map((notice) => noticeOnScreen(notice, app.definition.settings)),
  };
}

/** The redirect URIs that would be used if the workspace named none. */
function computedRedirectUris(workspace: Workspace, connection: Connection): string[] {
  const { redirect_uris, ...entry } = connection.app.entry;
  if (redirect_uris === undefined) return [...connection.client.redirect_uris];
  const without = { ...workspace, apps: { ...workspace.apps, [connection.app.id]: entry } };
  return [...deriveConnection(without, connection.app.id, connection.client.client_id).client.redirect_uris];
}

function suggestedTestRedirect(connection: Connection): string {
  const { host, port, path } = testRedirect(connection);
  return `http://${host}:${port}${path}`;
}
