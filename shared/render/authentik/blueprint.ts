import type { Connection } from '../../client/types.ts';
import { block, emitYaml, entry, item, map, seq, type YamlItem } from '../text/yaml-lines.ts';
import type { FileDeliverable } from '../types.ts';
import {
  authentikAccess,
  VERIFIED_EMAIL_EXPRESSION,
  VERIFIED_EMAIL_MAPPING,
  VERIFIED_EMAIL_RISK,
} from './access.ts';
import { accessEntries, retireEarlierApplication } from './access-entries.ts';
import type { AuthentikDialect } from './dialect.ts';
import { find } from './find.ts';
import { authorizationFlow } from './flow.ts';
import { flowEntries } from './flow-entries.ts';
import { providerEntry, SECRET_MODEL } from './provider-entry.ts';
import { source } from './source.ts';
import type { ObjectNames } from './values.ts';

/** One app's blueprint. `secret` is absent for a public client; if it is present, the file is secret. */
export function renderBlueprint(
  connection: Connection,
  dialect: AuthentikDialect,
  names: ObjectNames,
  secret: string | undefined,
): FileDeliverable {
  const { provider, app } = connection;
  return {
    form: 'file',
    kind: 'authentik-blueprint',
    side: 'provider',
    provider: provider.id,
    app: app.id,
    path: `${provider.id}/${app.id}-blueprint.yaml`,
    secret: secret !== undefined,
    title: `authentik: blueprint for ${names.application}`,
    purpose: `Imported once under ${dialect.blueprint_import}, or mounted below /blueprints in the worker container${secret === undefined ? '' : ', where uid 1000 has to be able to read it'}.`,
    language: 'yaml',
    lines: emitYaml(
      map(
        entry('version', 1, { comment: headerComment(connection, dialect, names, secret) }),
        entry('metadata', map(entry('name', `Latchkey: ${names.application}`))),
        entry(
          'entries',
          seq([
            ...spaced([
              ...emailMapping(connection),
              ...flowEntries(authorizationFlow(connection)),
              ...secretEntry(dialect, names, secret),
              retireEarlierApplication(connection, names),
              providerEntry(connection, dialect, names, secret),
              applicationEntry(connection, names),
            ]),
            ...accessEntries(connection),
          ]),
        ),
      ),
    ),
  };
}

/** The file holds a secret, so only its owner may read it; the worker is another user. */
export const MOUNTED_MODE =
  'Only you can read the file (0600), and the worker runs as uid 1000: mounted, give it to that user (chown 1000).';

/** Entries with an empty line between them. */
const spaced = (items: readonly YamlItem[]) => items.map((one, index) => ({ ...one, gap: index > 0 }));

function headerComment(
  connection: Connection,
  dialect: AuthentikDialect,
  names: ObjectNames,
  secret: string | undefined,
): string {
  return [
    `${names.application} for authentik ${connection.provider.version.effective}.`,
    `Import it under ${dialect.blueprint_import}: all of it is applied, or nothing.`,
    'Mounted below /blueprints in the worker container it is applied again every hour, and takes back what',
    'was changed by hand in what it lists. The name has to end in .yaml.',
    ...(secret === undefined ? [] : [MOUNTED_MODE]),
    `The OAuth2 provider with the client id ${connection.client.client_id} is changed to this, and its application with it.`,
    'A new slug changes the issuer: then apply the app’s side again as well.',
    ...(dialect.client_secret === 'secret-object'
      ? [
          'This version is known from a draft: the model of the secret may turn out to be called',
          'authentik_crypto_secrets.secret. The import says so when it is.',
        ]
      : []),
  ].join('\n');
}

function emailMapping({ needs_verified_email }: Connection): YamlItem[] {
  if (!needs_verified_email) return [];
  return [
    item(
      map(
        entry('model', 'authentik_providers_oauth2.scopemapping', {
          why: {
            text: 'The app refuses addresses that are not verified, and since 2025.10 authentik calls none verified.',
            source: source('release202510'),
          },
        }),
        entry('id', 'email'),
        entry('identifiers', map(entry('name', VERIFIED_EMAIL_MAPPING))),
        entry(
          'attrs',
          map(entry('scope_name', 'email'), entry('expression', block(VERIFIED_EMAIL_EXPRESSION))),
        ),
      ),
      { comment: ['States every e-mail address as verified.', ...VERIFIED_EMAIL_RISK].join('\n') },
    ),
  ];
}

function secretEntry(dialect: AuthentikDialect, names: ObjectNames, secret: string | undefined): YamlItem[] {
  if (dialect.client_secret !== 'secret-object' || secret === undefined) return [];
  return [
    item(
      map(
        entry('model', SECRET_MODEL, {
          why: {
            text: 'From 2026.11 a provider refers to a Secret object; a client_secret in it is no longer read.',
            source: source('draft202611'),
          },
        }),
        entry('id', 'secret'),
        entry('identifiers', map(entry('name', names.secret))),
        entry('attrs', map(entry('value', secret))),
      ),
      { comment: 'From a draft of 2026.11: names may still change.' },
    ),
  ];
}

function applicationEntry(connection: Connection, names: ObjectNames): YamlItem {
  const { app, client, launch_url = app.url } = connection;
  return item(
    map(
      entry('model', 'authentik_core.application'),
      entry('id', 'application'),
      entry(
        'identifiers',
        map(
          entry(
            'provider',
            find('authentik_providers_oauth2.oauth2provider', 'client_id', client.client_id),
            {
              why: {
                text: 'A provider without an application has no issuer. The application is recognised by its provider, so its slug may change.',
                source: source('code'),
              },
            },
          ),
        ),
      ),
      entry(
        'attrs',
        map(
          entry('slug', app.slug, {
            why: { text: 'The slug is part of the issuer.', source: source('code') },
          }),
          entry('name', names.application),
          entry('meta_launch_url', launch_url),
          entry('policy_engine_mode', authentikAccess(connection).mode, {
            why: {
              text: 'Whether any or all of what is bound below has to agree.',
              source: source('applications'),
            },
          }),
        ),
      ),
    ),
  );
}
