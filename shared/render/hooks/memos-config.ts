import { MEMOS_SINCE, memosIdentifierClaim } from '../../catalog/apps/hooks/memos.ts';
import type { Connection } from '../../client/types.ts';
import { atLeast } from '../../version.ts';

/** The fields of Memos' OAuth 2.0 configuration, spelled as its JSON has spelled them since 0.16. */
export function memosOauth2Config(connection: Connection, secret: string) {
  const { client, provider_metadata: metadata, app } = connection;
  return {
    clientId: client.client_id,
    clientSecret: secret,
    authUrl: metadata.authorization_endpoint,
    tokenUrl: metadata.token_endpoint,
    userInfoUrl: metadata.userinfo_endpoint,
    scopes: client.scopes,
    fieldMapping: {
      identifier: memosIdentifierClaim(app.entry),
      displayName: 'name',
      email: 'email',
      ...(atLeast(app.version.effective, MEMOS_SINCE.avatar) ? { avatarUrl: '' } : {}),
    },
  };
}
