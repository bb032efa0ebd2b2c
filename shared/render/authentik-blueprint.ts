import type { AuthentikDialect } from '../catalog/providers/authentik-dialect.ts';
import { AUTHENTIK_SOURCES as S } from '../catalog/providers/authentik-sources.ts';
import type { Connection } from '../client/types.ts';
import {
  type AuthentikBinding,
  authentikAccess,
  VERIFIED_EMAIL_EXPRESSION,
  VERIFIED_EMAIL_MAPPING,
  VERIFIED_EMAIL_RISK,
} from './authentik-access.ts';
import { authorizationFlow, INVALIDATION_FLOW } from './authentik-flow.ts';
import { flowEntries } from './authentik-flow-entries.ts';
import { type ObjectNames, redirectEntries, SIGNING_KEY, scopeMappings } from './authentik-values.ts';
import type { FileDeliverable, Line } from './types.ts';
import {
  block,
  emitYaml,
  entry,
  item,
  map,
  seq,
  tagged,
  type YamlEntry,
  type YamlItem,
  type YamlTag,
} from './yaml-lines.ts';

/** One app's blueprint. `secret` is absent for a public client; with one in it the file is secret. */
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
    purpose: `Imported once under ${dialect.blueprint_import}, or mounted below /blueprints in the worker container.`,
    language: 'yaml',
    lines: emitYaml(
      map(
        entry('version', 1, { comment: headerComment(connection, dialect, names) }),
        entry('metadata', map(entry('name', `Latchkey: ${names.application}`))),
        entry(
          'entries',
          spaced([
            ...emailMapping(connection),
            ...flowEntries(authorizationFlow(connection)),
            ...secretEntry(dialect, names, secret),
            providerEntry(connection, dialect, names, secret),
            applicationEntry(connection, names),
            ...accessEntries(connection),
          ]),
        ),
      ),
    ),
  };
}

/** Entries with an empty line between them. */
const spaced = (items: readonly YamlItem[]) => seq(items.map((one, index) => ({ ...one, gap: index > 0 })));

function headerComment(connection: Connection, dialect: AuthentikDialect, names: ObjectNames): string {
  return [
    `${names.application} for authentik ${connection.provider.version.effective}.`,
    `Import it under ${dialect.blueprint_import}: all of it is applied, or nothing.`,
    'Mounted below /blueprints in the worker container it is applied again every hour, and takes back what',
    'was changed by hand in what it lists. The name has to end in .yaml.',
    `An OAuth2 provider called “${names.provider}” that exists already is changed to this.`,
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
            source: S.release202510,
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
        entry('model', 'authentik_secrets.secret', {
          why: {
            text: 'From 2026.11 a provider refers to a Secret object; a client_secret in it is no longer read.',
            source: S.draft202611,
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

function providerEntry(
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
      entry('identifiers', map(entry('name', names.provider))),
      entry(
        'attrs',
        map(
          entry(
            'authorization_flow',
            flow.custom ? tagged('!KeyOf', 'flow') : find('authentik_flows.flow', 'slug', flow.slug),
            {
              why: {
                text: 'What runs between the login and the app: consent, and a second factor where it is wanted.',
                source: flow.custom ? S.consentStage : S.explicitConsent,
              },
            },
          ),
          entry('invalidation_flow', find('authentik_flows.flow', 'slug', INVALIDATION_FLOW), {
            why: { text: 'Every provider needs one since 2024.10.', source: S.release202410 },
          }),
          entry('client_type', secret === undefined ? 'public' : 'confidential'),
          entry('client_id', client.client_id),
          secretReference(dialect, secret),
          dialect.grant_types
            ? entry('grant_types', seq(['authorization_code', 'refresh_token']), {
                why: {
                  text: 'Left out, the list is empty and every login ends as “otherwise malformed”.',
                  source: S.grantTypes,
                },
              })
            : undefined,
          redirects(connection, dialect),
          entry('signing_key', find('authentik_crypto.certificatekeypair', 'name', SIGNING_KEY), {
            why: {
              text: 'RSA, so tokens are signed RS256. Without a key they are signed HS256 with the client secret, which apps refuse.',
              source: S.code,
            },
            comment: `If you deleted “${SIGNING_KEY}”, put the name of another RSA key here.`,
          }),
          entry('property_mappings', seq(scopeMappings(connection).map(mappingItem)), {
            why: {
              text: 'The scopes the app may have. None is selected by itself outside the admin interface.',
              source: S.code,
            },
          }),
          entry('include_claims_in_id_token', true, {
            why: {
              text: 'Puts the claims into the ID token as well as the userinfo answer.',
              source: S.code,
            },
          }),
          entry('issuer_mode', 'per_provider', {
            why: {
              text: 'The issuer then begins the address of its discovery document, as strict apps demand.',
              source: S.code,
            },
          }),
        ),
      ),
    ),
  );
}

function secretReference(dialect: AuthentikDialect, secret: string | undefined): YamlEntry | undefined {
  if (secret === undefined) return undefined;
  return dialect.client_secret === 'secret-object'
    ? entry('secret', tagged('!KeyOf', 'secret'))
    : entry('client_secret', secret, { why: { text: 'The same value stands in the app’s settings.' } });
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
          source: S.redirectUris,
        },
        ...(all.some((one) => one.test) ? { comment: `The last one: ${remove}` } : {}),
      },
    );
  }
  return entry(
    'redirect_uris',
    seq(
      all.map((one) =>
        item(
          map(
            entry('matching_mode', 'strict'),
            dialect.redirect_uris === 'typed-list'
              ? entry('redirect_uri_type', 'authorization', {
                  why: {
                    text: 'Since 2026.5 an entry is either for logging in or for coming back after a logout.',
                    source: S.release20265,
                  },
                })
              : undefined,
            entry('url', one.value),
          ),
          one.test ? { mark: 'test', comment: remove } : {},
        ),
      ),
    ),
    { why: { text: 'Strict: equal in every character.', source: S.redirectUris } },
  );
}

function mappingItem(mapping: ReturnType<typeof scopeMappings>[number]): YamlItem {
  const model = 'authentik_providers_oauth2.scopemapping';
  switch (mapping.type) {
    case 'managed':
      return item(find(model, 'managed', mapping.managed));
    case 'verified-email':
      return item(tagged('!KeyOf', 'email'), {
        why: {
          text: 'In place of the default e-mail mapping: two mappings of one scope are joined in no certain order.',
          source: S.code,
        },
      });
    case 'own':
      return item(find(model, 'scope_name', mapping.scope), {
        comment: `authentik brings no mapping for “${mapping.scope}”: make one first, or the import fails.`,
      });
  }
}

function applicationEntry(connection: Connection, names: ObjectNames): YamlItem {
  const { app } = connection;
  return item(
    map(
      entry('model', 'authentik_core.application'),
      entry('id', 'application'),
      entry('identifiers', map(entry('slug', app.slug)), {
        why: { text: 'The slug is part of the issuer.', source: S.code },
      }),
      entry(
        'attrs',
        map(
          entry('name', names.application),
          entry('provider', tagged('!KeyOf', 'provider'), {
            why: { text: 'A provider without an application has no issuer.', source: S.code },
          }),
          entry('meta_launch_url', app.url),
          entry('policy_engine_mode', authentikAccess(connection).mode, {
            why: { text: 'Whether any or all of what is bound below has to agree.', source: S.applications },
          }),
        ),
      ),
    ),
  );
}

function accessEntries(connection: Connection): YamlItem[] {
  const { bindings } = authentikAccess(connection);
  return bindings.flatMap((binding, order) => [...policyEntry(binding), bindingEntry(binding, order)]);
}

function policyEntry(binding: AuthentikBinding): YamlItem[] {
  if (binding.type !== 'groups-policy') return [];
  return [
    item(
      map(
        entry('model', 'authentik_policies_expression.expressionpolicy', {
          why: { text: 'Member of any of these groups.', source: S.expressions },
        }),
        entry('id', 'groups'),
        entry('identifiers', map(entry('name', binding.name))),
        entry('attrs', map(entry('expression', block(binding.expression)))),
      ),
    ),
  ];
}

function bindingEntry(binding: AuthentikBinding, order: number): YamlItem {
  const target =
    binding.type === 'group'
      ? entry('group', find('authentik_core.group', 'name', binding.name))
      : binding.type === 'policy'
        ? entry('policy', find('authentik_policies.policy', 'name', binding.name))
        : entry('policy', tagged('!KeyOf', 'groups'));
  const missing = binding.type === 'groups-policy' ? {} : { comment: missingComment(binding) };
  return item(
    map(
      entry('model', 'authentik_policies.policybinding'),
      entry('identifiers', map(entry('target', tagged('!KeyOf', 'application')), entry('order', order))),
      entry(
        'attrs',
        map(
          {
            ...target,
            why: { text: 'Who may use the app. Without any binding everyone may.', source: S.applications },
          },
          entry('enabled', true),
        ),
      ),
    ),
    missing,
  );
}

const missingComment = (binding: { readonly type: 'group' | 'policy'; readonly name: string }): string =>
  `The ${binding.type} “${binding.name}” has to exist: without it the import fails.`;

const find = (model: string, field: string, value: string): YamlTag =>
  tagged('!Find', [model, [field, value]]);
