import type { Connection } from '../../client/types.ts';
import type { SecretBag } from '../../secrets.ts';
import { extraTestRedirect } from '../test-redirect.ts';
import { entry, item, map, seq, type YamlEntry, type YamlItem, type YamlMap } from '../text/yaml-lines.ts';
import { autheliaPolicyName, claimsPolicyName } from './policies.ts';
import { source } from './source.ts';

/**
 * One entry of `identity_providers.oidc.clients`. Throws if a client with a secret has no digest in the bag,
 * because Authelia would not start with such a client.
 */
export function autheliaClient(connection: Connection, secrets: SecretBag): YamlMap {
  const { client, pkce } = connection;
  const isPublic = client.token_endpoint_auth_method === 'none';
  return map(
    entry('client_id', client.client_id, {
      why: { text: 'The same id is in the app’s settings.', source: source('clients') },
    }),
    entry('client_name', client.client_name, {
      why: { text: 'Shown to the user when Authelia asks for consent.', source: source('clients') },
    }),
    isPublic ? undefined : secretEntry(connection, secrets),
    entry('public', isPublic, {
      why: {
        text: isPublic
          ? 'A public client has no secret; only PKCE protects its codes.'
          : 'The app keeps a secret and has to show it.',
        source: source('clients'),
      },
    }),
    entry('authorization_policy', autheliaPolicyName(connection), {
      why: {
        text: 'Who may sign in. Rules under access_control do not count for OpenID Connect.',
        source: source('clients'),
      },
    }),
    ...consentEntries(connection),
    entry('redirect_uris', seq(redirectItems(connection)), {
      why: {
        text: 'Compared character by character with what the app sends: scheme, host, port, path and slash.',
        source: source('library'),
      },
    }),
    entry('scopes', seq(client.scopes), {
      why: {
        text: 'Exactly what the app asks for; a scope that is missing here ends the login.',
        source: source('code'),
      },
    }),
    entry('response_types', seq(client.response_types)),
    entry('grant_types', seq(client.grant_types), {
      why: {
        text: client.grant_types.includes('refresh_token')
          ? 'The app asks for offline_access, so it may renew its tokens.'
          : 'The app exchanges a code once; it needs no refresh token.',
        source: source('clients'),
      },
    }),
    entry('token_endpoint_auth_method', client.token_endpoint_auth_method, {
      why: {
        text: 'How the app sends its secret. Since 4.38 no other way is accepted, so it is always written.',
        source: source('release438'),
      },
    }),
    entry('require_pkce', pkce.require, {
      why: {
        text: pkce.require
          ? 'The app sends PKCE, so a login without it is not the app’s.'
          : pkce.app_uses
            ? 'The app sends PKCE and Authelia checks it; it is not demanded.'
            : 'The app does not send PKCE at this version and address.',
        source: source('clients'),
      },
    }),
    pkce.require
      ? entry('pkce_challenge_method', 'S256', {
          why: { text: 'The weaker method “plain” is refused.', source: source('clients') },
        })
      : undefined,
    usesClaimsPolicy(connection)
      ? entry('claims_policy', claimsPolicyName(connection), {
          why: {
            text: connection.app.definition.reads_any_claim
              ? 'The app is taken to read its claims from the ID token, where Authelia no longer puts them by itself.'
              : `The app reads ${connection.id_token_claims.join(', ')} from the ID token, where Authelia no longer puts them by itself.`,
            source: source('release439'),
          },
        })
      : undefined,
    entry('id_token_signed_response_alg', client.id_token_signed_response_alg),
    client.access_token_signed_response_alg === undefined
      ? undefined
      : entry('access_token_signed_response_alg', client.access_token_signed_response_alg, {
          why: {
            text:
              client.access_token_signed_response_alg === 'none'
                ? 'Access tokens are opaque, which is Authelia’s default.'
                : 'Access tokens are JWTs (RFC 9068), for an app that reads them itself.',
            source: source('clients'),
          },
        }),
    entry('userinfo_signed_response_alg', 'none', {
      why: { text: 'Plain JSON, which is what apps read.', source: source('clients') },
    }),
  );
}

/** True if the client needs a claims policy and its Authelia version supports them. */
export const usesClaimsPolicy = (connection: Connection): boolean =>
  connection.id_token_claims.length > 0 &&
  connection.provider.traits.value.id_token_claims_by === 'claims_policy';

function secretEntry(connection: Connection, secrets: SecretBag): YamlEntry {
  const digest = secrets.clients[connection.key]?.client_secret_digest;
  if (digest === undefined)
    throw new Error(`The digest of the client secret of “${connection.key}” is missing.`);
  return entry('client_secret', digest, {
    why: {
      text: 'The digest of the secret that the app gets in clear. Single quotes keep every $ as it is.',
      source: source('digests'),
    },
  });
}

function consentEntries({ consent, client }: Connection): YamlEntry[] {
  const from = source('clients');
  switch (consent.mode) {
    case 'always':
      return [
        entry('consent_mode', 'explicit', {
          why: { text: 'Asks for consent at every sign-in.', source: from },
        }),
      ];
    case 'never':
      return [
        entry('consent_mode', 'implicit', {
          why: { text: 'Never asks for consent.', source: from },
          ...(client.scopes.includes('offline_access')
            ? { comment: 'The app asks for offline_access, and then Authelia asks for consent anyway.' }
            : {}),
        }),
      ];
    case 'remembered':
      return [
        entry('consent_mode', 'pre-configured', {
          why: { text: 'Consent may be remembered by the one who gives it.', source: from },
        }),
        entry('pre_configured_consent_duration', consent.span, {
          why: { text: 'How long a remembered consent holds.', source: from },
        }),
      ];
  }
}

function redirectItems(connection: Connection): YamlItem[] {
  const items = connection.client.redirect_uris.map((uri) => item(uri));
  const test = extraTestRedirect(connection);
  if (test === undefined) return items;
  return [
    ...items,
    item(test, {
      mark: 'test',
      comment: 'For Latchkey’s test login. Remove this line afterwards.',
      why: {
        text: 'The test login comes back to this machine. A registered loopback address matches any port.',
        source: source('library'),
      },
    }),
  ];
}
