import type { ClientRequest } from '../catalog/types.ts';
import type { Connection } from './types.ts';

/** A client in the terms that a provider's own rules are about. */
export const clientRequest = ({
  app,
  key,
  client,
  access,
  pkce,
  consent,
  claims,
  test_redirect_uri,
}: Omit<Connection, 'notices'>): ClientRequest => ({
  client_id: client.client_id,
  slug: app.slug,
  policy: access.policy,
  groups: access.groups,
  app_id: key,
  client_name: client.client_name,
  app_url: app.url,
  scopes: client.scopes,
  method: client.token_endpoint_auth_method,
  app_sends_pkce: pkce.app_uses,
  demands_pkce: pkce.require,
  consent: consent.mode,
  claims: claims.map(({ claim }) => claim),
  test: test_redirect_uri !== undefined && !client.redirect_uris.includes(test_redirect_uri),
});
