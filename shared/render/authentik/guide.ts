import type { StepWays } from '../../apply-ways.ts';
import { rootOf } from '../../catalog/providers/profiled.ts';
import type { Connection } from '../../client/types.ts';
import { accessLossSteps } from '../access-loss-steps.ts';
import type { GuideDeliverable, GuideStep } from '../types.ts';
import { unwantedSteps } from '../unwanted-steps.ts';
import {
  authentikAccess,
  OUR_ORDERS,
  VERIFIED_EMAIL_EXPRESSION,
  VERIFIED_EMAIL_MAPPING,
  VERIFIED_EMAIL_RISK,
} from './access.ts';
import { blueprintPath, MOUNTED_MODE } from './blueprint.ts';
import type { AuthentikDialect } from './dialect.ts';
import { authorizationFlow } from './flow.ts';
import { applicationSteps, redirectLabel } from './guide-application.ts';
import { flowSteps } from './guide-flow.ts';
import { adminUrl, newButton } from './screens.ts';
import { source } from './source.ts';
import { type ObjectNames, redirectEntries } from './values.ts';

/**
 * The guide, following the screens of the user's version. `secret` is absent for a public client; if it is
 * present, the guide is secret.
 */
export function renderAuthentikGuide(
  connection: Connection,
  dialect: AuthentikDialect,
  names: ObjectNames,
  secret: string | undefined,
): GuideDeliverable {
  const { provider, app } = connection;
  return {
    form: 'guide',
    kind: 'guide',
    side: 'provider',
    provider: provider.id,
    app: app.id,
    path: `${provider.id}/${connection.key}-guide.md`,
    secret: secret !== undefined,
    title: `authentik ${provider.version.effective}: register ${names.application}`,
    purpose: 'What to enter in authentik’s admin interface, screen by screen.',
    intro:
      'Sign in to the admin interface first: a direct link may get lost on the way through the login. Import the blueprint, or do the steps after it by hand; both come to the same.',
    steps: [
      ...accessLossSteps([connection]),
      importStep(connection, dialect, secret),
      ...unwantedSteps(connection, 'Applications › Applications, and then Applications › Providers'),
      ...[
        ...emailStep(connection, dialect),
        ...flowSteps(connection, authorizationFlow(connection), dialect),
        ...secretStep(dialect, names, secret),
        ...applicationSteps(connection, dialect, names, secret),
        ...testRedirectStep(connection, dialect, names),
      ].map((step) => ({ ...step, by: BY_HAND })),
      ...accessStep(connection, dialect, names),
      compareStep(connection, names),
      ...removeTestRedirectStep(connection, dialect, names),
    ],
  };
}

/** What the blueprint does in one go. */
const BY_HAND: StepWays = { of: 'client', ways: { hand: [] } };

function importStep(
  connection: Connection,
  dialect: AuthentikDialect,
  secret: string | undefined,
): GuideStep {
  const { app, provider } = connection;
  return {
    id: 'authentik-import',
    title: 'Either import the blueprint',
    short: 'Import the blueprint',
    by: { of: 'client', ways: { file: [[blueprintPath(connection)]] } },
    where: dialect.blueprint_import,
    url: adminUrl(provider.entry, dialect.blueprint_import_page),
    fields: [
      { label: 'File', value: `${app.id}-blueprint.yaml` },
      { label: 'Client ID', value: connection.client.client_id },
    ],
    note: [
      'All of it is applied, or nothing. The OAuth2 provider with this client ID is changed if there is one, and its application with it, so name and slug may be new. If the import says that the name or the slug is taken, authentik has the app under another client ID: change it there first, under Providers › Edit.',
      ...(secret === undefined
        ? []
        : [`To mount it instead: ${MOUNTED_MODE.replace(/ch(?:own|mod) \d+/g, '`$&`')}`]),
      'After it, look at its bindings as the step about who may use it says, then go on with “Compare the addresses”.',
    ].join(' '),
    why: { text: 'The same values in one file; nothing can be mistyped.', source: source('blueprints') },
  };
}

function emailStep(connection: Connection, dialect: AuthentikDialect): GuideStep[] {
  if (!connection.needs_verified_email) return [];
  return [
    {
      id: 'authentik-verified-email',
      title: 'Make a mapping for verified e-mail addresses',
      where: `Customization › Property Mappings › ${newButton(dialect, 'Property Mapping')} › Scope Mapping`,
      url: adminUrl(connection.provider.entry, 'core/property-mappings'),
      fields: [
        { label: 'Name', value: VERIFIED_EMAIL_MAPPING },
        { label: 'Scope name', value: 'email' },
        { label: 'Expression', value: VERIFIED_EMAIL_EXPRESSION.trimEnd() },
      ],
      note: VERIFIED_EMAIL_RISK.join(' '),
      why: {
        text: `${connection.app.definition.name} refuses addresses that are not verified, and since 2025.10 authentik’s own mapping calls none verified.`,
        source: source('release202510'),
      },
    },
  ];
}

function secretStep(dialect: AuthentikDialect, names: ObjectNames, secret: string | undefined): GuideStep[] {
  if (dialect.client_secret !== 'secret-object' || secret === undefined) return [];
  return [
    {
      id: 'authentik-secret',
      title: 'Make the Secret object',
      where: `System › Secrets › ${newButton(dialect, 'Secret')}`,
      fields: [
        { label: 'Name', value: names.secret },
        { label: 'Type', value: 'Text' },
        { label: 'Value', value: secret, secret: true },
      ],
      note: 'Known from a draft of 2026.11 only: labels may differ. Left empty, the value is generated, and the app would need that one.',
      why: { text: 'From 2026.11 a provider refers to a Secret object.', source: source('draft202611') },
    },
  ];
}

function testRedirectStep(
  connection: Connection,
  dialect: AuthentikDialect,
  names: ObjectNames,
): GuideStep[] {
  const test = redirectEntries(connection, dialect.redirect_uris).filter((one) => one.test);
  if (test.length === 0) return [];
  return [
    {
      id: 'authentik-test-redirect',
      title: 'For the test login only: add its address',
      where: `Applications › Providers › ${names.provider} › Edit`,
      url: adminUrl(connection.provider.entry, 'core/providers'),
      fields: test.map(({ value }) => ({ label: redirectLabel(dialect), value })),
      note: 'Add it below the app’s own address. The port has to be the one of the test login: authentik compares it too. The last step takes it out again.',
      why: { text: 'The test login comes back to this machine.', source: source('code') },
    },
  ];
}

function removeTestRedirectStep(
  connection: Connection,
  dialect: AuthentikDialect,
  names: ObjectNames,
): GuideStep[] {
  const test = redirectEntries(connection, dialect.redirect_uris).filter((one) => one.test);
  if (test.length === 0) return [];
  return [
    {
      id: 'authentik-remove-test-redirect',
      after: 'test',
      title: 'Remove the address of the test login',
      where: `Applications › Providers › ${names.provider} › Edit`,
      url: adminUrl(connection.provider.entry, 'core/providers'),
      fields: test.map(({ value }) => ({ label: redirectLabel(dialect), value })),
      note: 'If you mounted the blueprint, take it out there as well, or it comes back within the hour.',
    },
  ];
}

function accessStep(connection: Connection, dialect: AuthentikDialect, names: ObjectNames): GuideStep[] {
  const { mode, bindings } = authentikAccess(connection);
  const { app, provider } = connection;
  const expression = bindings.find((binding) => binding.type === 'groups-policy');
  return [
    ...(expression === undefined
      ? []
      : [
          {
            id: 'authentik-groups-policy',
            by: BY_HAND,
            title: 'Make a policy for the groups',
            where: `Customization › Policies › ${newButton(dialect, 'Policy')} › Expression Policy`,
            fields: [
              { label: 'Name', value: expression.name },
              { label: 'Expression', value: expression.expression.trimEnd() },
            ],
            why: {
              text: 'Policy and groups have to hold together, and the application knows only “any” or “all”.',
              source: source('expressions'),
            },
          },
        ]),
    {
      id: 'authentik-access',
      title: bindings.length === 0 ? 'See that everyone may use it' : 'Limit who may use it',
      where: `Applications › Applications › ${names.application} › Policy / Group / User Bindings`,
      url: adminUrl(provider.entry, `core/applications/${encodeURIComponent(app.slug)}`),
      fields: [
        ...bindings.map((binding, index) => ({
          label: `${binding.type === 'group' ? 'Group' : 'Policy'}, order ${OUR_ORDERS[index]}`,
          value: binding.name,
        })),
        { label: 'Policy engine mode (of the application)', value: mode },
      ],
      note: [
        bindings.length === 0
          ? 'Everyone may use it, so the list there stays empty.'
          : `Bind each one, switched on, not negated, and with nothing else in it. ${mode === 'any' ? 'Membership in any of them is enough.' : 'All of them have to agree.'} What is named here has to exist.`,
        bindings.length === 0
          ? 'If something stands in it, only those named there get in: remove it.'
          : `If something else stands in the list, ${mode === 'any' ? 'that lets people in as well' : 'that has to agree as well (at 2025.8 to 2025.12 one bound group or user is enough)'}: remove what you don’t want.`,
        'The import removes by itself only what an import put there.',
      ].join(' '),
      why: { text: 'Without any binding everyone may use the app.', source: source('applications') },
    },
  ];
}

function compareStep(connection: Connection, names: ObjectNames): GuideStep {
  const { provider_metadata: metadata, provider } = connection;
  return {
    id: 'authentik-compare',
    check: true,
    title: 'Compare the addresses',
    where: `Applications › Providers › ${names.provider} › Overview`,
    url: metadata.discovery_url,
    fields: [
      { label: 'OpenID Configuration URL', value: metadata.discovery_url },
      { label: 'OpenID Configuration Issuer', value: metadata.issuer },
      { label: 'Authorize URL', value: metadata.authorization_endpoint },
      { label: 'Token URL', value: metadata.token_endpoint },
      { label: 'Userinfo URL', value: metadata.userinfo_endpoint },
      { label: 'JWKS URL', value: metadata.jwks_uri },
    ],
    note: `They have to read exactly so, with ${rootOf(provider.entry.url)} and the slash at the end of the issuer. An empty answer at the JWKS URL means that no signing key is stored: select it again and save, even if the form shows one. The tab “Preview” shows the claims of a chosen user.`,
    why: {
      text: 'authentik takes the addresses from the request, so a proxy that does not pass on host and scheme changes them.',
      source: source('code'),
    },
  };
}
