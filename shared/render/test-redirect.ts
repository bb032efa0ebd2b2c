import type { Connection } from '../client/types.ts';
import type { GuideField } from './types.ts';

/** The redirect URI of the test login, if it is not one of the app’s own. */
export const extraTestRedirect = ({ client, test_redirect_uri }: Connection): string | undefined =>
  test_redirect_uri !== undefined && !client.redirect_uris.includes(test_redirect_uri)
    ? test_redirect_uri
    : undefined;

/** One field for each client that has a separate redirect URI for the test login. */
export const testRedirects = (connections: readonly Connection[]): GuideField[] =>
  connections.flatMap((connection) => {
    const value = extraTestRedirect(connection);
    return value === undefined ? [] : [{ label: `Test login of ${connection.client.client_name}`, value }];
  });
