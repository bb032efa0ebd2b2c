import { clientsOf } from '../client/further.ts';
import type { Connection } from '../client/types.ts';
import { code, prose } from './text/markdown.ts';

/**
 * A page to keep: everything needed to set these connections up again by hand, and where their secrets are.
 * It holds no secret. Pure; Markdown, newline-terminated.
 *
 * @param store where the secrets are kept, in words that fit “in the …”
 * @param date of the sheet, as it should be shown
 */
export function recoverySheet(connections: readonly Connection[], store: string, date: string): string {
  const name = connections[0]?.workspace.name;
  const parts = [
    `# Recovery sheet${name === undefined ? '' : `: ${prose(name)}`}`,
    `Made by Latchkey on ${prose(date)}. It holds no secret: those are in the ${prose(store)}, named by the workspace ${code(connections[0]?.workspace.id ?? '')}. Without them, make new ones and apply both sides again.`,
    ...connections.flatMap(clientsOf).flatMap(section),
  ];
  return `${parts.join('\n\n')}\n`;
}

function section(connection: Connection): string[] {
  const { app, used_by, provider, client, provider_metadata: metadata } = connection;
  const rows: (readonly [string, string])[] = [
    ['App', `${app.definition.name} ${app.version.requested ?? ''} at ${app.url}`.replace('  ', ' ')],
    [
      'Provider',
      `${provider.definition.name} ${provider.version.requested ?? ''} at ${provider.entry.url}`.replace(
        '  ',
        ' ',
      ),
    ],
    ['Issuer', metadata.issuer],
    ['Discovery', metadata.discovery_url],
    ['Client ID', client.client_id],
    ...client.redirect_uris.map((uri) => ['Redirect URI', uri] as const),
    ['Scopes', client.scopes.join(' ')],
    ['Token endpoint authentication', client.token_endpoint_auth_method],
    [
      'PKCE',
      connection.pkce.app_uses
        ? connection.pkce.require
          ? 'S256, required'
          : 'S256'
        : 'not used by the app',
    ],
    ['Who may sign in', [connection.access.policy, ...connection.access.groups].join(', ')],
    ...(connection.id_token_claims.length > 0
      ? [['Claims put into the ID token', connection.id_token_claims.join(', ')] as const]
      : []),
  ];
  const secrets =
    client.token_endpoint_auth_method === 'none'
      ? 'This client has no secret.'
      : `Its secret is kept as ${code(`${connection.key} / client_secret`)}.`;
  return [
    `## ${prose(app.definition.name)}${used_by === undefined ? '' : ` (${prose(used_by)})`} with ${prose(provider.definition.name)}`,
    rows.map(([label, value]) => `- ${label}: ${code(value)}`).join('\n'),
    secrets,
  ];
}
