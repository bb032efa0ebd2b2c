import { KESTRA_SINCE, kestraClientKey, KESTRA_SOURCES as S } from '../../catalog/apps/kestra.ts';
import type { Connection } from '../../client/types.ts';
import type { SecretBag } from '../../secrets.ts';
import { composeLines } from '../../targets/compose.ts';
import { atLeast } from '../../version.ts';
import { emitYaml, entry, map, seq, type YamlMap } from '../text/yaml-lines.ts';
import type { Deliverable, Line } from '../types.ts';
import { appDeliverable, clientSecret, why } from './base.ts';
import { kestraGuide } from './kestra-guide.ts';
import { kestraIssuer, kestraPermissions } from './kestra-values.ts';

/**
 * Kestra's side: the configuration as a file and as a compose variable, and the guide. The open-source
 * edition gets only the guide.
 */
export function renderKestra(connection: Connection, secrets: SecretBag): Deliverable[] {
  const guide = kestraGuide(connection);
  if (connection.app.entry.edition === 'open-source') return [guide];
  const version = connection.app.version.effective;
  const lines = kestraConfiguration(connection, clientSecret(connection, secrets));
  return [
    guide,
    {
      ...appDeliverable(
        connection,
        'application.yml',
        'kestra-config',
        true,
        'Configuration of Kestra',
        'To merge into Kestra’s own configuration file (--config, or ~/.kestra/config.yml).',
      ),
      form: 'file',
      language: 'yaml',
      lines: [
        {
          text: `# Kestra ${version}, Enterprise Edition: merge with what your file has under the same keys.`,
        },
        ...lines,
      ],
    },
    {
      ...appDeliverable(
        connection,
        'compose.yaml',
        'compose',
        true,
        'Kestra’s service for Docker Compose',
        'The same configuration inside KESTRA_CONFIGURATION, instead of application.yml.',
      ),
      form: 'file',
      language: 'yaml',
      lines: composeLines(
        'kestra',
        [
          {
            name: 'KESTRA_CONFIGURATION',
            value: lines,
            why: why(
              'The start script writes this text to application.yml. There is only one such variable.',
              S.start,
            ),
          },
        ],
        `Kestra ${version}: merge this text into the KESTRA_CONFIGURATION you have; every $ is doubled, as Compose wants it.`,
      ),
    },
  ];
}

/**
 * Micronaut (4.10, tried) replaces `${name}` in every value and doesn't start if no such name exists. There
 * is no escape, but an unused name with a default (`${name:default}`) becomes its default.
 */
// biome-ignore lint/suspicious/noTemplateCurlyInString: Micronaut's spelling, not a template.
export const micronautText = (text: string): string => text.replaceAll('${', '${latchkey.literal:$}{');

function kestraConfiguration(connection: Connection, secret: string): Line[] {
  return emitYaml(
    map(entry('micronaut', micronaut(connection, secret)), entry('kestra', kestra(connection))),
  );
}

function micronaut(connection: Connection, secret: string): YamlMap {
  const { client, app, provider } = connection;
  const key = kestraClientKey(app.entry, provider.entry.kind);
  const standard = app.traits.value.scopes;
  const otherScopes =
    client.scopes.length !== standard.length || client.scopes.some((scope) => !standard.includes(scope));
  return map(
    entry(
      'security',
      map(
        entry(
          'oauth2',
          map(
            entry('enabled', true),
            entry(
              'clients',
              map(
                entry(
                  key,
                  map(
                    entry('client-id', micronautText(client.client_id), {
                      why: why('As registered at the provider.', S.client),
                    }),
                    entry('client-secret', micronautText(secret), {
                      why: why('In clear: Kestra sends it itself.', S.client),
                    }),
                    otherScopes
                      ? entry('scopes', seq(client.scopes.map(micronautText)), {
                          why: why('Replaces the standard list, so all are repeated.', S.client),
                        })
                      : undefined,
                    entry(
                      'openid',
                      map(
                        entry('issuer', micronautText(kestraIssuer(connection)), {
                          why: why(
                            'Read at start; must be reachable from the container and equal the issuer in the tokens.',
                            S.client,
                          ),
                        }),
                      ),
                    ),
                  ),
                  {
                    why: why(
                      'This key is the end of the redirect URI; renaming it changes that.',
                      S.callback,
                    ),
                  },
                ),
              ),
            ),
          ),
        ),
        entry(
          'endpoints',
          map(
            entry(
              'logout',
              map(
                entry('get-allowed', true, {
                  why: why(
                    'Lets the logout link work; it ends the session in Kestra, not the one at the provider.',
                    S.callback,
                  ),
                }),
              ),
            ),
          ),
        ),
      ),
    ),
  );
}

function kestra(connection: Connection): YamlMap {
  const { entry: app, version: resolved } = connection.app;
  const version = resolved.effective;
  const { tenant_id, groups_claim_path } = app.settings ?? {};
  const permissions = Object.entries(kestraPermissions(version)).map(([resource, actions]) =>
    entry(resource, seq(actions)),
  );
  return map(
    entry(
      'security',
      map(
        entry(
          'default-role',
          map(
            entry('name', 'sso_user'),
            entry('description', 'What everyone may do who signs in through the provider'),
            tenant_id === undefined
              ? undefined
              : entry('tenant-id', micronautText(tenant_id), {
                  why: why(
                    'Without it the role is of no use where there are several tenants.',
                    S.defaultRole,
                  ),
                }),
            entry('permissions', map(...permissions), {
              why: atLeast(version, KESTRA_SINCE.actionPermissions)
                ? why('Looking around and running; 2.0 knows actions, no longer CREATE or READ.', S.actions)
                : why(
                    'Looking around and running; nothing that changes users, roles or secrets.',
                    S.defaultRole,
                  ),
            }),
          ),
          {
            why: why(
              'Given to new users; it belongs under kestra.security, never micronaut.security.',
              S.defaultRole,
            ),
          },
        ),
        groups_claim_path !== undefined && atLeast(version, KESTRA_SINCE.groupsClaimPath)
          ? entry(
              'oidc',
              map(
                entry('groups-claim-path', micronautText(groups_claim_path), {
                  why: why('Where the ID token holds the groups.', S.groups),
                }),
              ),
            )
          : undefined,
      ),
    ),
    atLeast(version, KESTRA_SINCE.tenantsKeysGone)
      ? undefined
      : entry(
          'ee',
          map(
            entry(
              'tenants',
              map(
                entry('enabled', true, { why: why('Gone in 0.23, where tenants are always on.', S.tenants) }),
                entry('default-tenant', false, { why: why('Default since 0.22, gone in 0.23.', S.tenants) }),
              ),
            ),
          ),
          {
            comment:
              'If your instance works without tenants today, leave “ee” out: with it, the flows of the default tenant are no longer shown.',
          },
        ),
  );
}
