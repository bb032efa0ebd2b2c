import type { Connection } from '../../client/types.ts';
import { block, emitYaml, entry, inline, item, map, seq, type YamlItem } from '../text/yaml-lines.ts';
import type { FileDeliverable } from '../types.ts';
import {
  authentikAccess,
  VERIFIED_EMAIL_EXPRESSION,
  VERIFIED_EMAIL_MAPPING,
  VERIFIED_EMAIL_RISK,
} from './access.ts';
import { absent, accessEntries, retireEarlierApplication } from './access-entries.ts';
import type { AuthentikDialect } from './dialect.ts';
import { find } from './find.ts';
import { authorizationFlow } from './flow.ts';
import { flowEntries } from './flow-entries.ts';
import { providerEntry, SECRET_MODEL } from './provider-entry.ts';
import { source } from './source.ts';
import { type ObjectNames, shownInList } from './values.ts';

/** One client of an app. `secret` is absent for a public client; if it is present, the file is secret. */
interface BlueprintClient {
  readonly connection: Connection;
  readonly names: ObjectNames;
  readonly secret: string | undefined;
}

/** One blueprint holds all clients of an app. */
export const blueprintPath = ({ provider, app }: Pick<Connection, 'provider' | 'app'>): string =>
  `${provider.id}/${app.id}-blueprint.yaml`;

/** One app's blueprint, for all of its clients: the app's own first. */
export function renderBlueprint(
  clients: readonly BlueprintClient[],
  dialect: AuthentikDialect,
): FileDeliverable {
  const [main, ...further] = clients as readonly [BlueprintClient, ...BlueprintClient[]];
  const { connection, names, secret } = main;
  const { provider, app } = connection;
  const isSecret = clients.some((one) => one.secret !== undefined);
  return {
    form: 'file',
    kind: 'authentik-blueprint',
    side: 'provider',
    provider: provider.id,
    app: app.id,
    path: blueprintPath({ provider, app }),
    secret: isSecret,
    title: `authentik: blueprint for ${names.application}`,
    purpose: `Imported once under ${dialect.blueprint_import}, or mounted below /blueprints in the worker container${!isSecret ? '' : ', where uid 1000 has to be able to read it'}.`,
    language: 'yaml',
    lines: emitYaml(
      map(
        entry('version', 1, { comment: headerComment(clients, dialect) }),
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
              applicationEntry(connection, dialect, names),
            ]),
            ...accessEntries(connection),
            ...further.flatMap((one) => furtherEntries(one, dialect, connection)),
            ...unwantedEntries(connection),
          ]),
        ),
      ),
    ),
  };
}

/** The file holds a secret, so only its owner may read it; the worker is another user. How it came there is not known here. */
export const MOUNTED_MODE =
  'It holds a secret, and the worker runs as uid 1000: mounted, give it to that user (chown 1000) and to nobody else (chmod 600).';

/** Entries with an empty line between them. */
const spaced = (items: readonly YamlItem[]) => items.map((one, index) => ({ ...one, gap: index > 0 }));

/** What a further client adds: its provider and application, and who may use it. */
function furtherEntries(
  { connection, names, secret }: BlueprintClient,
  dialect: AuthentikDialect,
  main: Connection,
): YamlItem[] {
  const [first, ...rest] = [
    ...(main.needs_verified_email ? [] : emailMapping(connection)),
    ...secretEntry(dialect, names, secret),
    providerEntry(connection, dialect, names, secret),
    applicationEntry(connection, dialect, names),
  ];
  return [
    {
      ...first!,
      gap: true,
      comment: [`The ${connection.used_by}.`, first!.comment ?? []].flat().join('\n'),
    },
    ...rest.map((one) => ({ ...one, gap: true })),
    ...accessEntries(connection),
  ];
}

/**
 * Takes away the clients that an earlier import made and the settings don't want any more. By the slug of their
 * application, which only this app's client has: its client id may be another app's as well.
 */
const unwantedEntries = ({ unwanted_clients: unwanted }: Connection): YamlItem[] =>
  unwanted.flatMap(({ client_name, slug }) => [
    item(
      absent('authentik_providers_oauth2.oauth2provider', [
        'identifiers',
        inline(['application__slug', slug]),
      ]),
      {
        gap: true,
        comment: `${client_name} is not wanted with these settings: what an earlier import made of it goes.`,
        why: { text: 'An import leaves alone what its file does not list.', source: source('importer') },
      },
    ),
    item(absent('authentik_core.application', ['identifiers', inline(['slug', slug])])),
  ]);

function headerComment(clients: readonly BlueprintClient[], dialect: AuthentikDialect): string {
  const [{ connection, names }] = clients as readonly [BlueprintClient];
  const secret = clients.find((one) => one.secret !== undefined)?.secret;
  return [
    `${names.application} for authentik ${connection.provider.version.effective}.`,
    `Import it under ${dialect.blueprint_import}: all of it is applied, or nothing.`,
    'Mounted below /blueprints in the worker container it is applied again every hour, and takes back what',
    'was changed by hand in what it lists. The name has to end in .yaml.',
    ...(secret === undefined ? [] : [MOUNTED_MODE]),
    ...clients.map(
      (one) =>
        `The OAuth2 provider with the client id ${one.connection.client.client_id} is changed to this, and its application with it.`,
    ),
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

function applicationEntry(connection: Connection, dialect: AuthentikDialect, names: ObjectNames): YamlItem {
  const { app, client } = connection;
  const shown = shownInList(connection, dialect);
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
          entry('meta_launch_url', shown.launch_url),
          shown.hidden
            ? entry('meta_hide', true, {
                why: {
                  text: 'A program of the app is not opened from the list of apps.',
                  source: source('release20265'),
                },
              })
            : undefined,
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
