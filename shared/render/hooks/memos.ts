import {
  MEMOS_SINCE,
  memosIdentifierClaim,
  memosProviderId,
  memosSource,
} from '../../catalog/apps/hooks/memos.ts';
import type { Connection } from '../../client/types.ts';
import type { SecretBag } from '../../secrets.ts';
import { shellWord } from '../../shell.ts';
import { atLeast } from '../../version.ts';
import { textSetting } from '../../workspace/setting.ts';
import {
  appDeliverable,
  appGuide,
  clientSecret,
  field,
  providerLabel,
  secretField,
  why,
} from '../apps/base.ts';
import { trustStep } from '../apps/trust.ts';
import { markAssumed, withAssumedNote, withAssumedPurpose } from '../assumed.ts';
import type { Deliverable, FileDeliverable, GuideField, GuideStep, Line, Why } from '../types.ts';
import { renderMemosApi } from './memos-api.ts';
import { memosOauth2Config } from './memos-config.ts';

/** Memos' side: the guide, the file (from 0.30 on), and the API call. */
export function renderMemos(connection: Connection, secrets: SecretBag): Deliverable[] {
  const files = [
    ...(atLeast(connection.app.version.effective, MEMOS_SINCE.fileConfig)
      ? [identityProviderFile(connection, secrets)]
      : []),
    renderMemosApi(connection),
  ];
  return [
    appGuide(
      connection,
      'Set up Memos',
      'Followed in Memos, signed in as its owner.',
      intro(connection),
      guideSteps(connection, secrets),
    ),
    ...files,
  ];
}

function identityProviderFile(connection: Connection, secrets: SecretBag): FileDeliverable {
  const uid = memosProviderId(connection.app.entry);
  const name = `memos-idp-${uid}.json`;
  const value = {
    uid,
    name: providerLabel(connection),
    type: 'OAUTH2',
    identifierFilter: textSetting(connection.app.entry, 'identifier_filter') ?? '',
    config: { oauth2Config: memosOauth2Config(connection, clientSecret(connection, secrets)) },
  };
  return {
    ...appDeliverable(
      connection,
      name,
      'memos-idp-json',
      true,
      'Provider file for Memos',
      withAssumedPurpose(
        connection,
        `Goes to /etc/secrets/${name} in Memos’ container, readable for the user Memos runs as; read when Memos starts.`,
      ),
    ),
    form: 'file',
    language: 'json',
    lines: jsonLines(value),
  };
}

const fileWhy = (): Readonly<Record<string, Why>> => ({
  uid: why('Names the provider for good: the links of all accounts hang on it.', memosSource('file')),
  name: why(
    'Stands on the button. The file says “name” where the API says “title”; any other key stops Memos from starting.',
    memosSource('file'),
  ),
  identifierFilter: why('A Go regular expression; empty lets every identifier in.', memosSource('sign_in')),
  clientSecret: why('In clear: Memos sends it itself.', memosSource('exchange')),
  authUrl: why(
    'The three endpoints are written out: Memos reads no discovery document.',
    memosSource('exchange'),
  ),
  userInfoUrl: why('All claims come from here, as JSON.', memosSource('exchange')),
  identifier: why('The one claim that must be there.', memosSource('exchange')),
  displayName: why('“name” is what providers fill; “given_name” is often missing.', memosSource('exchange')),
});

/** JSON with two spaces per level; each line has the reason of its key. */
function jsonLines(value: unknown): Line[] {
  const reasons = fileWhy();
  return JSON.stringify(value, null, 2)
    .split('\n')
    .map((text) => {
      const reason = reasons[/^\s*"(\w+)":/.exec(text)?.[1] ?? ''];
      return reason === undefined ? { text } : { text, why: reason };
    });
}

function intro(connection: Connection): string {
  const version = connection.app.version.effective;
  const ways = atLeast(version, MEMOS_SINCE.fileConfig)
    ? 'The provider is created in one of three ways: by hand (below), by the file beside this guide, or by the script. Choose one.'
    : 'The provider is created by hand as below, or by the script beside this guide. Choose one.';
  return `${ways} Written for Memos ${version}.`;
}

function guideSteps(connection: Connection, secrets: SecretBag): GuideStep[] {
  const { app } = connection;
  const version = app.version.effective;
  const linked = atLeast(version, MEMOS_SINCE.linkTable);
  return [
    ...trustStep(connection),
    registrationStep(version),
    // Without the link table, accounts are prepared before the login; with it, they are linked afterwards.
    ...(linked ? [] : [accountsStep(connection)]),
    createStep(connection, clientSecret(connection, secrets)),
    ...(atLeast(version, MEMOS_SINCE.fileConfig) ? [fileStep(connection)] : []),
    apiStep(connection),
    ...(linked ? [accountsStep(connection)] : []),
    {
      id: 'memos-check',
      title: 'Sign in once',
      where: 'A private browser window',
      url: `${app.url}/auth`,
      fields: [
        field(
          'Button',
          `${atLeast(version, '0.30') ? 'Continue' : 'Sign in'} with ${providerLabel(connection)}`,
        ),
        field('Address', app.url),
      ],
      note: `Open Memos at exactly ${app.url}: the redirect URI is made from the address in the browser. A login started in another tab or window, or older than ten minutes, doesn’t count.`,
      why: why('Memos makes the redirect URI in the browser.', memosSource('browser')),
    },
  ];
}

function registrationStep(version: string): GuideStep {
  // 0.23 inverted the meaning of the switch.
  const disallow = atLeast(version, '0.23');
  return {
    id: 'memos-registration',
    title: 'Let the first login make an account',
    where: 'Settings › System',
    fields: [disallow ? field('Disallow user registration', 'off') : field('Allow user signup', 'on')],
    note: 'Needed for everyone who has no account yet; otherwise the login ends with “user registration is not allowed”. It may be turned back once everyone is in.',
    why: why('A first login creates a user only while registration is open.', memosSource('sign_in')),
  };
}

function accountsStep(connection: Connection): GuideStep {
  const { app } = connection;
  const version = app.version.effective;
  const claim = memosIdentifierClaim(app.entry);
  if (!atLeast(version, MEMOS_SINCE.linkTable)) {
    return {
      id: 'memos-existing-accounts',
      title: 'Know whose account a login becomes',
      where: 'Before the first login',
      fields: [field('Claim compared with the username', claim)],
      note: `Whoever signs in with the claim “${claim}” equal to a local username becomes that user, the owner included. Give your own account at the provider the username you have in Memos, and let nobody else take it.${
        atLeast(version, MEMOS_SINCE.providerId)
          ? ' Since 0.27 usernames that look like an e-mail address no longer work.'
          : ''
      }`,
      why: why('Before 0.28 the account is found by its username.', memosSource('sign_in_before')),
    };
  }
  const naming = atLeast(version, MEMOS_SINCE.usernameFromIdentifier)
    ? `New users are named by “${claim}” if it is 1 to 36 letters, digits and inner hyphens, not all digits, neither taken nor reserved (admin, administrator, api, memos, root, support, system); otherwise by a UUID.`
    : 'New users are named by a UUID in this version; the claim is not used for it.';
  return {
    id: 'memos-existing-accounts',
    title: 'Link the accounts that exist',
    where: 'Settings › My Account › SSO Accounts, each user for themselves',
    fields: [],
    note: `Before anyone signs in through the provider: sign in with the password, then link. A login never takes over an existing account, and links made before 0.28 don’t count any more. Keep password login on until your own account is linked. ${naming}`,
    why: why('Since 0.28 accounts are joined by a link table that starts empty.', memosSource('relink')),
  };
}

function createStep(connection: Connection, secret: string): GuideStep {
  const { app, client, provider_metadata: metadata } = connection;
  const version = app.version.effective;
  const filter = textSetting(app.entry, 'identifier_filter');
  const endpoint = (name: 'authorization_endpoint' | 'token_endpoint' | 'userinfo_endpoint', label: string) =>
    markAssumed(connection, name, field(label, metadata[name]));
  const fields: GuideField[] = [
    field('Type', 'OAUTH2'),
    field('Template', 'Custom'),
    ...(atLeast(version, MEMOS_SINCE.providerId) ? [field('Provider ID', memosProviderId(app.entry))] : []),
    field('Name', providerLabel(connection)),
    ...(filter === undefined ? [] : [field('Identifier Filter', filter)]),
    field('Redirect URL (shown, compare)', client.redirect_uris[0] ?? ''),
    field('Client ID', client.client_id),
    secretField('Client secret', secret),
    endpoint('authorization_endpoint', 'Authorization endpoint'),
    endpoint('token_endpoint', 'Token endpoint'),
    endpoint('userinfo_endpoint', 'User endpoint'),
    field('Scopes', client.scopes.join(' ')),
    field('Identifier', memosIdentifierClaim(app.entry)),
    field('Display Name', 'name'),
    field('Email', 'email'),
  ];
  const notes = [
    filter === undefined
      ? 'Identifier Filter stays empty.'
      : 'The filter is a Go regular expression and isn’t anchored.',
    ...(atLeast(version, MEMOS_SINCE.avatar) ? ['Avatar URL stays empty.'] : []),
    ...(atLeast(version, MEMOS_SINCE.providerId)
      ? ['The Provider ID can’t be changed later: every link hangs on it.']
      : []),
  ];
  return {
    id: 'memos-create-provider',
    title: 'Create the provider',
    where: 'Settings › SSO › Create',
    url: `${app.url}/setting#sso`,
    fields,
    note: withAssumedNote(connection, notes.join(' ')),
    why: why('The labels of the dialog are those of this version.', memosSource('screen')),
  };
}

function fileStep(connection: Connection): GuideStep {
  const uid = memosProviderId(connection.app.entry);
  const name = `memos-idp-${uid}.json`;
  return {
    id: 'memos-provider-file',
    title: 'Or instead: put the file in place',
    where: 'The host that runs Memos',
    fields: [
      field('File', `${connection.app.id}/${name}`),
      field('In the container', `/etc/secrets/${name}`),
      field('Volume in the compose file', `./${name}:/etc/secrets/${name}:ro`),
    ],
    note: 'Then restart Memos, which reads it once. The file is exported readable for you alone (0600): if Memos runs as another user, give it to that user with chown. A provider from a file can’t be edited in the settings, and any key Memos doesn’t know stops it from starting.',
    why: why('0.30 and newer read providers from /etc/secrets.', memosSource('file')),
  };
}

function apiStep(connection: Connection): GuideStep {
  const version = connection.app.version.effective;
  const role = atLeast(version, MEMOS_SINCE.adminRole) ? 'an admin' : 'the owner (role HOST)';
  return {
    id: 'memos-api',
    title: 'Or instead: run the script',
    where: 'A terminal',
    fields: [
      field('Command', `sh ${connection.app.id}/create-provider.sh`),
      field('Access token', `of ${role}, from Settings, section Access Tokens`),
      ...(connection.provider.entry.ca_file === undefined
        ? []
        : [
            field(
              'If your CA also signed the certificate of Memos',
              `MEMOS_CA_FILE=${shellWord(connection.provider.entry.ca_file)} sh ${connection.app.id}/create-provider.sh`,
            ),
          ]),
    ],
    note: 'It asks for the token and the client secret. Both can also come from the variables MEMOS_TOKEN and MEMOS_CLIENT_SECRET, or from the first two lines of its input; neither appears in the list of processes.',
    why: why('Only that role may create a provider.', memosSource('api')),
  };
}
