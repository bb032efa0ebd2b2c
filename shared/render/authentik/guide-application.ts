import type { Connection } from '../../client/types.ts';
import type { GuideField, GuideStep } from '../types.ts';
import { VERIFIED_EMAIL_MAPPING } from './access.ts';
import type { AuthentikDialect } from './dialect.ts';
import { authorizationFlow } from './flow.ts';
import { adminUrl, newButton } from './screens.ts';
import { source } from './source.ts';
import {
  logoutUri,
  type ObjectNames,
  postLogoutUris,
  redirectEntries,
  scopeMappings,
  shownInList,
} from './values.ts';

const TYPE = 'OAuth2/OpenID Provider';

/** Application and provider, in one wizard or one after the other, depending on the version. */
export function applicationSteps(
  connection: Connection,
  dialect: AuthentikDialect,
  names: ObjectNames,
  secret: string | undefined,
): GuideStep[] {
  const { provider, app } = connection;
  const shown = shownInList(connection, dialect);
  const application: GuideField[] = [
    { label: dialect.create === 'wizard' ? 'Application Name' : 'Name', value: names.application },
    { label: 'Slug', value: app.slug },
  ];
  const already =
    'If it exists already, open it with Edit instead and change what differs. A new slug changes the issuer: then apply the app’s side again as well.';
  const launch: GuideField = shown.hidden
    ? { label: 'UI Settings › Hide from the Application Dashboard', value: 'on' }
    : { label: 'UI Settings › Launch URL', value: shown.launch_url };
  const fields = providerFields(connection, dialect, names, secret);
  const why = { text: 'Defaults that are not named here stay as they are.', source: source('ui') };

  if (dialect.create === 'separate') {
    return [
      {
        id: 'authentik-provider',
        title: 'Make the provider',
        where: `Applications › Providers › ${newButton(dialect, 'Provider')} › ${TYPE}`,
        url: adminUrl(provider.entry, 'core/providers'),
        fields: [{ label: 'Name', value: names.provider }, ...fields],
        note: providerNote(dialect),
        why,
      },
      {
        id: 'authentik-application',
        title: 'Make the application',
        where: `Applications › Applications › ${dialect.application_button}`,
        url: adminUrl(provider.entry, 'core/applications', { createForm: true }),
        fields: [...application, { label: 'Provider', value: names.provider }, launch],
        note: `Finish with “${dialect.application_finish}”. ${already}`,
        why: { text: 'A provider without an application has no issuer.', source: source('code') },
      },
    ];
  }
  return [
    {
      id: 'authentik-application',
      title: 'Begin the application',
      where: `Applications › Applications › ${dialect.application_button}`,
      url: adminUrl(provider.entry, 'core/applications', { createWizard: true }),
      fields: [...application, launch],
      note: `Then “Next”. The slug is part of the issuer, so it must not differ. ${already}`,
      why: { text: 'Application and provider are made in one go.', source: source('applications') },
    },
    {
      id: 'authentik-provider',
      title: 'Configure the provider',
      where: `The same window: “${TYPE}”, “Next”`,
      fields: [{ label: 'Provider Name', value: names.provider }, ...fields],
      note: `${providerNote(dialect)} Then “Next” to the end, and “${dialect.application_finish}”.`,
      why,
    },
  ];
}

/** The label of one redirect URI, with the options to choose next to it. */
export function redirectLabel(dialect: AuthentikDialect): string {
  switch (dialect.redirect_uris) {
    case 'patterns':
      return 'Redirect URIs/Origins (RegEx), one a line';
    case 'list':
      return 'Redirect URIs/Origins (RegEx): Strict';
    case 'typed-list':
      return 'Redirect URIs/Origins (RegEx): Strict, Authorization';
  }
}

function providerFields(
  connection: Connection,
  dialect: AuthentikDialect,
  names: ObjectNames,
  secret: string | undefined,
): GuideField[] {
  const { client } = connection;
  return [
    { label: 'Authorization flow', value: authorizationFlow(connection).slug },
    { label: 'Client type', value: secret === undefined ? 'Public' : 'Confidential' },
    { label: 'Client ID', value: client.client_id },
    ...secretField(dialect, names, secret),
    ...(dialect.grant_types ? [{ label: 'Grant Types', value: 'Authorization Code, Refresh token' }] : []),
    ...redirectEntries(connection, dialect.redirect_uris)
      .filter((one) => !one.test)
      .map(({ value, mode }) => ({
        label: mode === 'regex' ? redirectLabel(dialect).replace('Strict', 'Regex') : redirectLabel(dialect),
        value,
      })),
    ...postLogoutUris(connection, dialect).map((value) => ({
      label: 'Redirect URIs/Origins (RegEx): Strict, Post Logout',
      value,
    })),
    ...logoutFields(connection, dialect),
    { label: 'Signing Key', value: dialect.signing_key },
    { label: 'Advanced flow settings › Invalidation flow', value: dialect.invalidation_flow },
    ...scopeMappings(connection).map((mapping) => ({
      label: 'Advanced protocol settings › Scopes: selected',
      value: mapping.type === 'verified-email' ? VERIFIED_EMAIL_MAPPING : mapping.scope,
    })),
    ...(connection.needs_verified_email
      ? [
          {
            label: 'Advanced protocol settings › Scopes: not selected',
            value: 'the default mapping for email',
          },
        ]
      : []),
    { label: `${dialect.encryption_key_section} › Encryption Key`, value: '' },
    { label: 'Advanced protocol settings › Include claims in id_token', value: 'on' },
    { label: 'Advanced protocol settings › Issuer mode', value: 'one issuer per provider (the default)' },
  ];
}

/** Where authentik tells the app that a session ended. */
function logoutFields(connection: Connection, dialect: AuthentikDialect): GuideField[] {
  const logout = logoutUri(connection, dialect);
  return logout === undefined
    ? []
    : [
        { label: 'Logout URI', value: logout.uri },
        {
          label: 'Logout Method',
          value: logout.method === 'backchannel' ? 'Back-channel' : 'Front-channel',
        },
      ];
}

function secretField(
  dialect: AuthentikDialect,
  names: ObjectNames,
  secret: string | undefined,
): GuideField[] {
  if (secret === undefined) return [];
  return dialect.client_secret === 'secret-object'
    ? [{ label: 'Client Secret (the Secret object)', value: names.secret }]
    : [{ label: 'Client Secret', value: secret, secret: true }];
}

function providerNote(dialect: AuthentikDialect): string {
  const parts = [
    'Replace generated values by these, so that both sides agree.',
    dialect.redirect_uris === 'patterns'
      ? 'Each line is a regular expression here, so the dots carry a backslash.'
      : 'Never leave the redirect URIs empty: authentik would keep the first address that comes along.',
    'Without a signing key tokens are signed HS256, which apps refuse; with an encryption key they can’t read them.',
  ];
  return parts.join(' ');
}
