import { ROMM_SINCE, rommRoleClaim } from '../../catalog/apps/hooks/romm.ts';
import { profileSource } from '../../catalog/facts-of.ts';
import type { Connection } from '../../client/types.ts';
import type { SecretBag } from '../../secrets.ts';
import { composeLines } from '../../targets/compose.ts';
import { type EnvVariable, envComment, envFailures, envLines } from '../../targets/env.ts';
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
import { leadsTo } from '../assumed.ts';
import { variablesOf } from '../profiled/env-target.ts';
import { scopeOf, valuesOf } from '../profiled/scope.ts';
import type { Deliverable, GuideStep } from '../types.ts';

/** RomM's side: its environment as an env file and as a compose file, and the guide. */
export function renderRomm(connection: Connection, secrets: SecretBag): Deliverable[] {
  const variables = rommVariables(connection, clientSecret(connection, secrets));
  const version = connection.app.version.effective;
  return [
    appGuide(
      connection,
      'Set up RomM',
      'Followed in RomM and on the host that runs it.',
      `RomM takes its settings from environment variables and reads them once, when its container is created. Written for RomM ${version}.`,
      guideSteps(connection, variables),
    ),
    {
      ...appDeliverable(
        connection,
        'romm.env',
        'env',
        true,
        'Environment of RomM',
        'Named under “env_file” in RomM’s service, or appended to the .env that RomM reads.',
      ),
      form: 'file',
      language: 'env',
      lines: [
        ...envComment(
          `RomM ${version}: login through ${oneLine(providerLabel(connection))}. Holds the client secret: keep it to yourself.`,
        ),
        ...variables.flatMap(envLines),
      ],
    },
    {
      ...appDeliverable(
        connection,
        'compose.yaml',
        'compose',
        true,
        'RomM’s service for Docker Compose',
        'The same variables to merge into the compose file, instead of romm.env.',
      ),
      form: 'file',
      language: 'yaml',
      lines: composeLines(
        'romm',
        variables,
        `RomM ${version}: merge “environment” into your service. Every $ is doubled, as Compose wants it.`,
      ),
    },
  ];
}

/** A source of the profile. */
const source = ({ app }: Connection, id: string) => profileSource(app.definition.profile!, id);

const oneLine = (text: string): string => text.replace(/[\r\n]+/g, ' ');

/** What the profile's one target says, in the order of RomM's own documentation. */
export function rommVariables(connection: Connection, secret: string): EnvVariable[] {
  const profile = connection.app.definition.profile!;
  const scope = scopeOf(profile, connection, secret);
  return profile.targets.flatMap((target) =>
    'env' in target ? variablesOf(valuesOf(target.keys, scope)) : [],
  );
}

const discoveryAt = (base: string): string => `${base}/.well-known/openid-configuration`;

function guideSteps(connection: Connection, variables: readonly EnvVariable[]): GuideStep[] {
  const { app, client, provider_metadata: metadata, provider } = connection;
  const version = app.version.effective;
  const settings = app.entry.settings ?? {};
  const failures = envFailures(variables);
  const steps: GuideStep[] = [
    {
      id: 'romm-email',
      title: 'Give the local admin the right e-mail address',
      where: 'RomM: your profile, as the local admin',
      url: app.url,
      fields: [field('Email', 'the same address as at the provider')],
      note: 'Do this before the first login. RomM finds the account by e-mail address alone; with another address the login makes a second account instead of using yours.',
      why: why('The account is looked up by e-mail address.', source(connection, 'handler')),
    },
    ...rolesStep(connection),
    ...trustStep(connection),
    {
      id: 'romm-environment',
      title: 'Set the environment',
      where: 'The host that runs RomM',
      fields: variables.map(({ name, value }) =>
        name === 'OIDC_CLIENT_SECRET' ? secretField(name, value) : field(name, value),
      ),
      note: 'Either name romm.env under “env_file” of the service, or merge compose.yaml into your compose file. Not both. In a list (“- NAME=value”) quotes would become part of the value.',
      why: why('Quotes in the list form became part of the value.', source(connection, 'quotes')),
    },
  ];
  if (failures.length > 0) {
    steps.push({
      id: 'romm-env-values',
      title: 'Use the compose form',
      where: 'The host that runs RomM',
      fields: failures.map(({ name, message }) => field(name, message)),
      note: 'These values are missing from romm.env, because its readers disagree on them. compose.yaml has them right.',
    });
  }
  const where = metadata.discovery_url !== discoveryAt(metadata.issuer.replace(/\/+$/, ''));
  if (where && !atLeast(version, ROMM_SINCE.metadataUrl)) {
    steps.push({
      id: 'romm-discovery',
      title: 'Update RomM first',
      where: 'The host that runs RomM',
      fields: [
        field('Discovery document', metadata.discovery_url),
        field('RomM', `${ROMM_SINCE.metadataUrl} or newer`),
      ],
      note: 'The provider’s discovery document isn’t below its issuer, and this version can’t be told where it is.',
      why: why('OIDC_SERVER_METADATA_URL is known from 4.8.0.', source(connection, 'config')),
    });
  }
  if (settings.rp_initiated_logout === true && provider.traits.value.end_session === false) {
    steps.push({
      id: 'romm-logout',
      title: 'Logout stays local',
      where: 'Nothing to do',
      fields: [],
      note: 'The provider has no end-session endpoint, so OIDC_RP_INITIATED_LOGOUT is left out.',
    });
  }
  steps.push(
    {
      id: 'romm-recreate',
      title: 'Create the container again',
      where: 'A terminal in the folder of the compose file',
      fields: [field('Command', 'docker compose up -d --force-recreate romm')],
      note: 'A restart isn’t enough: a container keeps the environment it was created with.',
      why: why('The environment is read once, at start.', source(connection, 'config')),
    },
    {
      id: 'romm-check',
      title: 'Check before the first login',
      where: 'The browser',
      url: `${app.url}/api/heartbeat`,
      fields: [
        field(`${app.url}/api/heartbeat`, 'OIDC.ENABLED is true'),
        field(`${app.url}/api/login/openid`, leadsTo(connection)),
        field('client_id in that address', client.client_id),
        field('redirect_uri in that address', client.redirect_uris[0] ?? ''),
      ],
      note: 'A bare “Internal Server Error” at the second address means that the container can’t reach or doesn’t trust the provider; its log says which.',
      why: why('The address shows exactly what RomM asks for.', source(connection, 'client')),
    },
    {
      id: 'romm-login',
      title: 'Sign in once',
      where: 'A private browser window',
      url: app.url,
      fields: [field('Expected', 'your own account, with your role')],
      note: loginNote(connection),
      why: why('Refused e-mail addresses are the most common failure.', source(connection, 'verified')),
    },
  );
  return steps;
}

/** Said before the first login, because that login already takes the role away. */
function rolesStep(connection: Connection): GuideStep[] {
  const { app } = connection;
  const claim = rommRoleClaim(app.entry, app.version.effective);
  if (claim === undefined) return [];
  const [role_admin, role_editor, role_viewer] = ['role_admin', 'role_editor', 'role_viewer'].map((key) =>
    textSetting(app.entry, key),
  );
  const values = [
    ['Makes an admin', role_admin],
    ['Makes an editor', role_editor],
    ['Makes a viewer', role_viewer],
  ] as const;
  return [
    {
      id: 'romm-roles',
      title: 'Put every admin of RomM into the admins’ group first',
      where: 'The provider’s groups, before anyone signs in',
      fields: [
        field('Claim', claim),
        ...values.flatMap(([label, value]) => (value === undefined ? [] : [field(label, value)])),
      ],
      note: `RomM sets the role anew at every login that brings the claim “${claim}”. ${
        role_admin === undefined
          ? 'No value is stated that makes an admin, so an existing admin becomes an ordinary user at the first login.'
          : `An existing admin who isn’t in “${role_admin}” becomes an ordinary user at the first login${role_viewer === '*' ? '' : ', or is refused if no value fits'}.`
      } Keep one local admin who doesn’t sign in through the provider until yours has.`,
      why: why(
        'The role is rewritten at each login in which the claim is present.',
        source(connection, 'handler'),
      ),
    },
  ];
}

function loginNote(connection: Connection): string {
  const { app } = connection;
  const notes = [
    '“Email is not verified.”, “Email is missing from token.”: the provider’s side is not applied yet.',
  ];
  if (rommRoleClaim(app.entry, app.version.effective) !== undefined) {
    notes.push('“User has not been granted any roles”: no role value is in the claim.');
  }
  if (!atLeast(app.version.effective, ROMM_SINCE.laxCookie)) {
    notes.push('“mismatching_state”: the cookie rule before 4.3.2; update RomM.');
  }
  return notes.join(' ');
}
