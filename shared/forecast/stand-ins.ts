import type { Connection } from '../client/types.ts';
import type { SecretBag } from '../secrets.ts';

/** What a forecast shows in place of a secret. */
const MASK = '••••••••';
const STAND_IN = /Zq7ForecastStandIn[a-z]*qZ/g;
const standIn = (of: string): string => `Zq7ForecastStandIn${of}qZ`;

/**
 * Secrets for rendering what is only looked at. They are letters and digits, so that everything is quoted as in the
 * real file.
 */
export function standInsOf(connections: readonly Connection[]): SecretBag {
  const clients = connections.map(({ app, client }) => {
    const own = app.definition.app_secret === undefined ? {} : { app_secret: standIn('app') };
    const secret = standIn('secret');
    return [
      app.id,
      client.token_endpoint_auth_method === 'none'
        ? { client_id: client.client_id, ...own }
        : {
            client_id: client.client_id,
            ...own,
            client_secret: secret,
            client_secret_digest: `$pbkdf2-sha512$310000$${secret}$${secret}`,
          },
    ] as const;
  });
  const keys = {
    hmac_secret: standIn('hmac'),
    jwks_key: `-----BEGIN PRIVATE KEY-----\n${standIn('key')}\n-----END PRIVATE KEY-----\n`,
  };
  return {
    clients: Object.fromEntries(clients),
    providers: Object.fromEntries(
      connections
        .filter(({ provider }) => provider.entry.kind === 'authelia' && provider.entry.setup !== 'existing')
        .map(({ provider }) => [provider.id, keys]),
    ),
  };
}

/** The text as it may be shown. */
export const maskStandIns = (text: string): string => text.replace(STAND_IN, MASK);
