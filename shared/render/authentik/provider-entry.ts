import type { Connection } from '../../client/types.ts';
import { entry, item, map, seq, type YamlEntry, type YamlItem } from '../text/yaml-lines.ts';
import type { Line } from '../types.ts';
import { VERIFIED_EMAIL_MAPPING } from './access.ts';
import type { AuthentikDialect } from './dialect.ts';
import { find } from './find.ts';
import { authorizationFlow } from './flow.ts';
import { source } from './source.ts';
import { logoutUri, type ObjectNames, postLogoutUris, redirectEntries, scopeMappings } from './values.ts';

/** The model of a Secret object, known from a draft of 2026.11. */
export const SECRET_MODEL = 'authentik_secrets.secret';

/** The blueprint entry of the OAuth2 provider, in the form this version needs. */
export function providerEntry(
  connection: Connection,
  dialect: AuthentikDialect,
  names: ObjectNames,
  secret: string | undefined,
): YamlItem {
  const { client } = connection;
  const flow = authorizationFlow(connection);
  return item(
    map(
      entry('model', 'authentik_providers_oauth2.oauth2provider'),
      entry('id', 'provider'),
      entry('identifiers', map(entry('client_id', client.client_id)), {
        why: {
          text: 'The provider is recognised by its client id, so its name may change.',
          source: source('importer'),
        },
      }),
      entry(
        'attrs',
        map(
          entry('name', names.provider),
          entry('authorization_flow', find('authentik_flows.flow', 'slug', flow.slug), {
            why: {
              text: 'What runs between the login and the app: consent, and a second factor where it is wanted.',
              source: flow.custom ? source('consent_stage') : source('explicit_consent'),
            },
          }),
          entry('invalidation_flow', find('authentik_flows.flow', 'slug', dialect.invalidation_flow), {
            why: { text: 'Every provider needs one since 2024.10.', source: source('release202410') },
          }),
          entry('client_type', secret === undefined ? 'public' : 'confidential'),
          secretReference(dialect, names, secret),
          entry('grant_types', seq(['authorization_code', 'refresh_token']), {
            why: {
              text: 'From 2026.5: left out, the list is empty and every login ends as “otherwise malformed”. Older versions ignore it.',
              source: source('grant_types'),
            },
          }),
          redirects(connection, dialect),
          ...logoutEntries(connection, dialect),
          entry('signing_key', find('authentik_crypto.certificatekeypair', 'name', dialect.signing_key), {
            why: {
              text: 'RSA, so tokens are signed RS256. Without a key they are signed HS256 with the client secret, which apps refuse.',
              source: source('code'),
            },
            comment: `If you deleted “${dialect.signing_key}”, put the name of another RSA key here.`,
          }),
          entry('encryption_key', null, {
            why: {
              text: 'With a key the tokens are encrypted, and apps can’t read them; one that was set before would stay.',
              source: source('code'),
            },
          }),
          entry('access_code_validity', 'seconds=60', {
            why: {
              text: 'As long as authentik’s default of one minute; written otherwise, so that the entry above is done once.',
              source: source('importer'),
            },
          }),
          entry('property_mappings', seq(scopeMappings(connection).map(mappingItem)), {
            why: {
              text: 'The scopes the app may have. None is selected by itself outside the admin interface.',
              source: source('code'),
            },
          }),
          entry('include_claims_in_id_token', true, {
            why: {
              text: 'Puts the claims into the ID token as well as the userinfo answer.',
              source: source('code'),
            },
          }),
          entry('issuer_mode', 'per_provider', {
            why: {
              text: 'The issuer then begins the address of its discovery document, as strict apps demand.',
              source: source('code'),
            },
          }),
        ),
      ),
    ),
  );
}

function secretReference(
  dialect: AuthentikDialect,
  names: ObjectNames,
  secret: string | undefined,
): YamlEntry | undefined {
  if (secret === undefined) return undefined;
  return dialect.client_secret === 'secret-object'
    ? entry('secret', find(SECRET_MODEL, 'name', names.secret))
    : entry('client_secret', secret, { why: { text: 'The same value is in the app’s settings.' } });
}

function redirects(connection: Connection, dialect: AuthentikDialect): YamlEntry {
  const all = redirectEntries(connection, dialect.redirect_uris);
  const remove = 'For Latchkey’s test login. Remove it afterwards.';
  if (dialect.redirect_uris === 'patterns') {
    const lines = all.map(
      (one): Line => (one.test ? { text: one.value, mark: 'test' } : { text: one.value }),
    );
    return entry(
      'redirect_uris',
      { type: 'block', lines, finalNewline: false },
      {
        why: {
          text: 'Up to 2024.10.2 every line is a regular expression, so the dots are escaped.',
          source: source('redirect_uris'),
        },
        ...(all.some((one) => one.test) ? { comment: `The last one: ${remove}` } : {}),
      },
    );
  }
  return entry(
    'redirect_uris',
    seq([
      ...all.map((one) =>
        item(
          map(
            entry('matching_mode', one.mode),
            entry('redirect_uri_type', 'authorization', {
              why: {
                text: 'Since 2026.5 an entry is either for logging in or for coming back after a logout. Older versions ignore it.',
                source: source('release20265'),
              },
            }),
            entry('url', one.value),
          ),
          one.test
            ? { mark: 'test', comment: remove }
            : one.mode === 'regex'
              ? { comment: 'Any port: the program takes one that is free.' }
              : {},
        ),
      ),
      ...postLogoutUris(connection, dialect).map((url) =>
        item(map(entry('matching_mode', 'strict'), entry('redirect_uri_type', 'logout'), entry('url', url))),
      ),
    ]),
    { why: { text: 'Strict: equal in every character.', source: source('redirect_uris') } },
  );
}

function logoutEntries(connection: Connection, dialect: AuthentikDialect): YamlEntry[] {
  const logout = logoutUri(connection, dialect);
  return logout === undefined
    ? []
    : [
        entry('logout_uri', logout.uri, {
          why: {
            text: 'authentik tells the app there that a session ended, so that the app ends its own.',
            source: source('release202510'),
          },
        }),
        entry('logout_method', logout.method),
      ];
}

function mappingItem(mapping: ReturnType<typeof scopeMappings>[number]): YamlItem {
  const model = 'authentik_providers_oauth2.scopemapping';
  switch (mapping.type) {
    case 'managed':
      return item(find(model, 'managed', mapping.managed));
    case 'verified-email':
      return item(find(model, 'name', VERIFIED_EMAIL_MAPPING), {
        why: {
          text: 'In place of the default e-mail mapping: two mappings of one scope are joined in no certain order.',
          source: source('code'),
        },
      });
    case 'own':
      return item(find(model, 'scope_name', mapping.scope), {
        comment: `authentik brings no mapping for “${mapping.scope}”: make one first, or the import fails.`,
      });
  }
}
