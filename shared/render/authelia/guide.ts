import { hookContainer } from '../../catalog/providers/hook-facts.ts';
import type { Connection } from '../../client/types.ts';
import { shellLine } from '../../shell.ts';
import { accessLossSteps } from '../access-loss-steps.ts';
import { testRedirects } from '../test-redirect.ts';
import type { GuideDeliverable, GuideStep } from '../types.ts';
import { unwantedSteps } from '../unwanted-steps.ts';
import { clientsPath, completePath, FILE_MODE, FILES_VARIABLE } from './paths.ts';
import { isNamedPolicy, writesAuthorizationPolicy } from './policies.ts';
import { source } from './source.ts';

const SERVER = 'The server that runs Authelia, in the folder of configuration.yml';
const LIST = 'The server that runs Authelia, in the list of clients in configuration.yml';

/** What to do with Authelia’s files, in order, for all apps of one provider. Holds no secret. */
export function renderAutheliaGuide(
  first: Connection,
  connections: readonly Connection[],
  isNew: boolean,
): GuideDeliverable {
  const { id, version } = first.provider;
  const names = connections.map((connection) => connection.client.client_name).join(', ');
  return {
    form: 'guide',
    kind: 'guide',
    side: 'provider',
    provider: id,
    path: `${id}/authelia-guide.md`,
    secret: false,
    title: `Authelia ${version.effective}: register ${names}`,
    purpose: 'What to do on Authelia’s server, step by step.',
    intro: isNew
      ? 'Authelia reads its clients from a file when it starts. Put the file there, have it checked, restart, and look at one address.'
      : 'Authelia reads its clients from a file when it starts. Add the clients to your list, have it checked, restart, and look at one address.',
    steps: [
      ...accessLossSteps(connections),
      isNew ? placeFile(first) : mergeClients(id, connections),
      ...unwantedSteps({ unwanted_clients: connections.flatMap((one) => one.unwanted_clients) }, LIST),
      ...accessSteps(connections),
      validate(isNew),
      restart(isNew),
      compareIssuer(first),
      watchLog(connections),
      ...removeTestRedirects(connections),
    ],
  };
}

/** The files of a new set-up, as Authelia’s container sees them. Loading and checking name the same. */
const NEW_FILES = ['/config/configuration.yml', '/config/authelia-oidc.yml'] as const;

const container = () => hookContainer('authelia');
/** What is typed on the host and runs in the container. */
const inside = (...argv: readonly string[]) => shellLine(['docker', 'exec', container(), ...argv]);
const anotherName = () => `If your container has another name than “${container()}”, put that in its place.`;

const HAS_CLIENTS = 'Does Authelia already have OpenID Connect clients?';
const SECOND_LIST =
  'A second list of clients in another file replaces the first list. Authelia says nothing about that, and every app in the first list is refused with invalid_client.';
const OPTION =
  'The option --config, given once for each file, does the same as the variable and wins over it.';
const AS_NEW = `${SECOND_LIST} If there are none, set the environment variable for Authelia: under environment: of its service in the compose file, or in its env file, with the paths as its container sees them. ${OPTION} The file holds keys. If Authelia runs as another user than you (PUID in its official container, or user: in the compose file), give the file to that user with chown.`;

function placeFile(first: Connection): GuideStep {
  return {
    id: 'authelia-place-file',
    short: 'Put the file beside your configuration',
    by: {
      of: 'clients',
      ways: {
        file: [[completePath(first.provider.id)]],
        merge: [[completePath(first.provider.id)], [clientsPath(first.provider.id)]],
        hand: [[completePath(first.provider.id)]],
      },
    },
    title: 'See that Authelia has no OpenID Connect clients yet, then put the file beside your configuration',
    where: SERVER,
    fields: [
      { label: 'File', value: 'authelia-oidc.yml' },
      { label: 'Look first: no file has', value: 'identity_providers:', look: true },
      { label: 'Look first: no issuer at', value: first.provider_metadata.discovery_url, look: true },
      { label: 'Command: keep it private', value: `chmod ${FILE_MODE} authelia-oidc.yml` },
      // As a whole line: as an env file and Compose take it.
      { label: 'Then set this variable', value: `${FILES_VARIABLE}=${NEW_FILES.join(',')}` },
    ],
    note: `${HAS_CLIENTS} If so, stop here: write setup: existing beside this provider (“Yes” in Latchkey) and export again. ${AS_NEW} Do not load authelia-clients.yml as well: it is for those who have an OpenID Connect block already.`,
    on_screen: {
      must: [
        'If Authelia has clients already (look first, in its own files and at the address), stop here: press “There is a list already”.',
        'Only the user that Authelia runs as may read the file. If PUID or user: in its compose file names another one than you, give it the file with chown.',
        'The variable goes under environment: of its service in the compose file, or into its env file. Its paths are as the container sees them.',
      ].join('\n'),
      note: `${SECOND_LIST} ${OPTION} The lines for your own list come in place of this file if you say that there is one.`,
      leads_to: {
        step: 'provider',
        focus: `providers.${first.provider.id}.setup`,
        says: 'There is a list already',
      },
    },
    why: {
      text: 'Authelia joins the files key by key, but a list is taken whole from the last file that has it.',
      source: source('files'),
    },
  };
}

function mergeClients(id: string, connections: readonly Connection[]): GuideStep {
  return {
    id: 'authelia-merge-clients',
    by: { of: 'clients', ways: { merge: [[clientsPath(id)]], hand: [[clientsPath(id)]] } },
    title: 'Add the clients to your list',
    where: LIST,
    fields: [
      { label: 'Where your list stands', value: 'identity_providers.oidc.clients' },
      { label: 'From', value: 'authelia-clients.yml' },
      ...connections.map(({ client }) => ({
        label: `Client of ${client.client_name}`,
        value: client.client_id,
      })),
    ],
    note: 'Don’t load authelia-clients.yml as a second file: a second list of clients in another file replaces the first list. Authelia says nothing about that, and your other apps are refused with invalid_client. Copy each entry of clients to the end of your own list, at the same indentation. claims_policies and authorization_policies stand one level higher, beside clients; add their entries to yours if you have some. A client id may occur only once: replace an older entry with the same id.',
    why: {
      text: 'A second file with its own clients would replace your list and lock out every other app.',
      source: source('files'),
    },
  };
}

function accessSteps(connections: readonly Connection[]): GuideStep[] {
  const named = connections.filter(isNamedPolicy);
  const limited = connections.filter(writesAuthorizationPolicy);
  if (named.length + limited.length === 0) return [];
  return [
    {
      id: 'authelia-access',
      title: 'See that the groups and policies exist',
      where: 'Your user database, and the policies beside your list of clients',
      fields: [
        ...limited.map(({ client, access }) => ({
          label: `Groups that may use ${client.client_name}`,
          value: access.groups.join(', '),
        })),
        ...named.map(({ client, access }) => ({
          label: `Policy for ${client.client_name}`,
          value: access.policy,
        })),
        ...named
          .filter(({ access }) => access.groups.length > 0)
          .map(({ client, access }) => ({
            label: `Groups to put into that policy for ${client.client_name}`,
            value: access.groups.join(', '),
          })),
      ],
      note: 'A policy that is named but not defined keeps Authelia from starting; a group that nobody is in keeps everybody out.',
      why: {
        text: 'Rules under access_control do not count for OpenID Connect; only the client’s own policy does.',
        source: source('provider'),
      },
    },
  ];
}

const AT_START = 'Clients are read at the start only.';
/** A restart keeps the environment that a container was made with. */
const ANEW = `A container has the variables that it was made with: if you added ${FILES_VARIABLE}, make it anew with \`docker compose up -d\`, as a restart alone doesn’t bring it in.`;
const EXPECTED = 'Configuration parsed and loaded successfully without errors.';
const GIVEN_OPTIONS =
  'give the command exactly the --config options that Authelia is started with: else it checks other files than the ones that are loaded, and says “without errors” over a broken one.';
const FROM_ENVIRONMENT =
  'A value that Authelia takes from its environment has to be in the container already, else the command calls it missing.';

/** Tells what the container that runs was started with. */
const loads = () => ({
  label: 'Shows which files Authelia loads',
  value: inside('sh', '-c', `tr "\\0" " " </proc/1/cmdline; printenv ${FILES_VARIABLE}`),
});

function validate(isNew: boolean): GuideStep {
  const why = {
    text: 'With a mistake in a file, Authelia does not start: so it is checked before the restart.',
    source: source('code'),
  };
  const place = {
    id: 'authelia-validate',
    title: 'Have Authelia check it',
    where: `A terminal on the host that runs the container “${container()}”`,
  };
  const naming = (files: readonly string[]) =>
    inside('authelia', 'config', 'validate', ...files.flatMap((file) => ['--config', file]));
  // The container was made before the variable was added, so the files are named: no restart has to come first.
  if (isNew)
    return {
      ...place,
      fields: [
        { label: 'Command', value: naming(NEW_FILES) },
        { label: 'Expected', value: EXPECTED },
      ],
      note: `${anotherName()} The command names both files, so it needs no restart and no variable. If Authelia is started with --config options of your own, ${GIVEN_OPTIONS} ${FROM_ENVIRONMENT}`,
      why,
    };
  return {
    ...place,
    fields: [
      loads(),
      { label: 'Command', value: naming([]) },
      { label: 'Command, if it shows --config', value: naming(NEW_FILES.slice(0, 1)) },
      { label: 'Expected', value: EXPECTED },
    ],
    note: `${anotherName()} Without --config the command reads the files that ${FILES_VARIABLE} names, as Authelia itself does. An option --config beats the variable, for Authelia and for the command: so if there are some, ${GIVEN_OPTIONS} ${FROM_ENVIRONMENT}`,
    why,
  };
}

/** With a new variable the container is made anew, and only then it can be seen that the variable is in it. */
const restart = (isNew: boolean): GuideStep => ({
  id: 'authelia-restart',
  title: 'Restart Authelia',
  ...(isNew ? { short: 'Start Authelia anew' } : {}),
  where: 'The server that runs Authelia',
  fields: isNew
    ? [
        { label: 'Command, in the folder of its Compose file', value: 'docker compose up -d' },
        { ...loads(), label: 'Command after it, shows which files Authelia loads' },
        { label: 'Both have to be there', value: NEW_FILES.join(', ') },
      ]
    : [],
  note: isNew ? `${ANEW} ${AT_START}` : AT_START,
});

function compareIssuer(first: Connection): GuideStep {
  const { discovery_url, issuer } = first.provider_metadata;
  return {
    id: 'authelia-issuer',
    check: true,
    title: 'Compare the issuer',
    where: 'Your browser, and the container of each app that runs already',
    url: discovery_url,
    fields: [
      { label: 'Address', value: discovery_url },
      { label: 'issuer there should be', value: issuer },
    ],
    note: 'The issuer has to read exactly so, in the browser and from an app’s container: https, the same host and port, no slash at the end. If it differs, the proxy does not pass on Host and X-Forwarded-Proto, or authelia_url under session.cookies is another.',
    why: {
      text: 'Authelia takes its issuer from the request, and apps refuse tokens of another issuer.',
      source: source('code'),
    },
  };
}

function watchLog(connections: readonly Connection[]): GuideStep {
  return {
    id: 'authelia-log',
    after: 'failure',
    check: true,
    title: 'If a login fails, look at the log',
    where: 'Authelia’s log, at level debug',
    fields: [
      { label: 'log.level', value: 'debug' },
      ...connections.map(({ client }) => ({
        label: `Client id of ${client.client_name}`,
        value: client.client_id,
      })),
    ],
    note: 'At the usual level, info, a good login leaves no line at all. Set log.level to debug and restart; set it back afterwards. A good login then shows “Authorization Request … is being processed” and after it “Access Request … is being processed”, each with the client id. Only the first: the app can’t reach Authelia from its container. A refusal is logged at every level, as “Authorization Request failed with error” or “Access Request failed with error”: a wrong secret, a method that isn’t registered, or a redirect URI that did not match, which is printed as the app sent it.',
    why: { text: 'Authelia logs requests that succeed at level debug only.', source: source('code') },
  };
}

function removeTestRedirects(connections: readonly Connection[]): GuideStep[] {
  const fields = testRedirects(connections);
  if (fields.length === 0) return [];
  return [
    {
      id: 'authelia-remove-test-redirect',
      after: 'test',
      title: 'Remove the address of the test login',
      where: SERVER,
      fields,
      note: 'Delete these lines from redirect_uris and restart Authelia.',
    },
  ];
}
