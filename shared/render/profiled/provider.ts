import { canParseUrl } from '../../can-parse-url.ts';
import { profileSource } from '../../catalog/facts-of.ts';
import { clientCircumstances, providerLookup } from '../../catalog/providers/profiled.ts';
import { clientsOf } from '../../client/further.ts';
import { madeByProvider } from '../../client/pending.ts';
import { clientRequest } from '../../client/request.ts';
import type { Connection } from '../../client/types.ts';
import type { DeliverableKind } from '../../deliverable-kinds.ts';
import type { ProviderProfile } from '../../profile/provider-schema.ts';
import type { AppProfile } from '../../profile/schema.ts';
import type { Filled, Lookup } from '../../profile/template.ts';
import type { SecretBag } from '../../secrets.ts';
import { inOrder } from '../../step-order.ts';
import { accessLossSteps } from '../access-loss-steps.ts';
import { field, showsSecret, why } from '../apps/base.ts';
import { clientSecretOf } from '../client-secret.ts';
import { compareStep, policyWords } from '../standard-steps.ts';
import { extraTestRedirect } from '../test-redirect.ts';
import type { Deliverable, FileDeliverable, GuideStep, Line } from '../types.ts';
import { unwantedSteps } from '../unwanted-steps.ts';
import { sentencesAt } from './guide.ts';
import { idOf } from './made.ts';
import { commonValues, type Scope, sentence, textAt } from './scope.ts';
import { beforeSteps } from './steps.ts';
import { makeTargets, stepsOf } from './targets.ts';
import { testedLines } from './tested.ts';

/** The side of a provider that a profile describes: for each app its files, and the guide first. */
export function renderProfiledProvider(
  profile: ProviderProfile,
  connections: readonly Connection[],
  secrets: SecretBag,
): Deliverable[] {
  return connections.flatMap(clientsOf).flatMap((connection) => oneClient(profile, connection, secrets));
}

function oneClient(profile: ProviderProfile, connection: Connection, secrets: SecretBag): Deliverable[] {
  const { client } = connection;
  const made = madeByProvider(connection.provider.traits.value, client.token_endpoint_auth_method);
  // What the provider makes stands nowhere on its own side.
  const secret = made.includes('client_secret') ? undefined : clientSecretOf(connection, secrets);
  const scope = providerScope(profile, connection, secret);
  const targets = makeTargets(profile.targets, scope);
  const unordered: readonly GuideStep[] = [
    ...accessLossSteps([connection]),
    ...unwantedSteps(connection, profile.clients.where),
    ...beforeSteps(scope),
    ...stepsOf(targets, false),
    ...policyStep(scope),
    ...takeBackStep(scope, made),
    ...finishSteps(scope),
    ...stepsOf(targets, true),
  ];
  const steps = inOrder(unordered, ({ after }) => after);
  return [
    {
      ...scope.deliverable(
        'guide.md',
        'guide',
        showsSecret(steps),
        `${profile.name}: register ${client.client_name}`,
        `Followed in ${profile.name} and on the host that runs it.`,
      ),
      form: 'guide',
      kind: 'guide',
      intro: [
        `The client of ${client.client_name} at ${profile.name}. Written for ${profile.name} ${scope.version}.`,
        testedLines(profile, connection.provider.definition.is_own).join('\n\n'),
      ].join(' '),
      steps,
    },
    ...targets.flatMap((one) => one.files).map((file) => markTest(file, connection)),
  ];
}

/** What a provider’s targets are filled in from. */
export function providerScope(
  profile: ProviderProfile,
  connection: Connection,
  secret: string | undefined,
): Scope<ProviderProfile> {
  const { app, client, provider, access } = connection;
  const own = providerLookup(profile, provider.entry);
  const test = extraTestRedirect(connection);
  // One folder holds the files of all clients.
  const fileName = (name: string) => `${connection.key}-${name}`;
  const common = commonValues(connection);
  const lookup: Lookup = (name, stated): Filled => {
    switch (name) {
      case 'client_secret':
        return secret;
      case 'callbacks':
        return test === undefined ? client.redirect_uris : [...client.redirect_uris, test];
      case 'launch_url':
        // What a person opens in a list of apps is the app itself.
        return connection.used_by === undefined ? (connection.launch_url ?? app.url) : undefined;
      case 'post_logout_uris':
        return client.post_logout_redirect_uris;
      case 'backchannel_logout_uri':
        return client.backchannel_logout_uri;
      case 'id_token_alg':
        return client.id_token_signed_response_alg;
      case 'groups':
        return access.groups.map(inOneLine);
      case 'policy':
        return access.policy;
      case 'app.slug':
        return app.slug;
      case 'app.id':
        return connection.key;
      case 'app.service':
        return serviceOf(app.definition.profile) ?? app.id;
      case 'app.name':
        return inOneLine(client.client_name);
      case 'app.origin':
        return canParseUrl(app.url) ? new URL(app.url).origin : undefined;
      case 'app.host':
        return canParseUrl(app.url) ? new URL(app.url).host : undefined;
      case 'app.path':
        return canParseUrl(app.url) ? new URL(app.url).pathname.replace(/\/+$/, '') : undefined;
      case 'provider.id':
        return provider.id;
      default:
        return Object.hasOwn(common, name) ? common[name] : own(name, stated);
    }
  };
  return {
    profile,
    connection,
    version: provider.version.effective,
    subject: `client of ${inOneLine(client.client_name)}`,
    fileName,
    deliverable: (file, kind, isSecret, title, purpose) => ({
      path: `${provider.id}/${fileName(file)}`,
      kind: PROVIDER_KINDS[kind] ?? kind,
      side: 'provider',
      provider: provider.id,
      app: app.id,
      secret: isSecret,
      title,
      purpose,
    }),
    at: clientCircumstances(profile, clientRequest(connection), provider.version.effective, provider.entry),
    lookup,
    source: (id) => profileSource(profile, id),
  };
}

/** The service of the app in a compose file, as its own side calls it. */
const serviceOf = (profile: AppProfile | undefined): string | undefined =>
  profile?.targets
    .map((one) => ('env' in one ? one.service : 'file' in one ? one.compose?.service : undefined))
    .find((one) => one !== undefined);

/** Without what would end a line: a workspace file holds none of it. */
const inOneLine = (text: string): string => text.replace(/[\p{Cc}\p{Zl}\p{Zp}\ufeff]+/gu, ' ');

const PROVIDER_KINDS: Partial<Record<DeliverableKind, DeliverableKind>> = {
  'app-config': 'provider-config',
  'app-command': 'provider-command',
  'app-request': 'provider-request',
};

/** Only the person knows how a policy is set there. */
function policyStep(scope: Scope<ProviderProfile>): GuideStep[] {
  const { policy } = scope.connection.access;
  if (policy === 'one_factor') return [];
  return [
    {
      id: idOf(scope, 'policy', 0),
      title: 'Demand what was chosen for a login',
      where: scope.profile.clients.where,
      fields: [field('Policy', policyWords(policy))],
      note: `Nothing that is written here sets it; ${scope.profile.name}’s own documentation says whether a client can have one.`,
    },
  ];
}

/** How what the provider made gets into the keychain, and from there into the app’s side. */
function takeBackStep(
  scope: Scope<ProviderProfile>,
  made: readonly ('client_id' | 'client_secret')[],
): GuideStep[] {
  if (made.length === 0) return [];
  const { profile, connection } = scope;
  const what = made.map((one) => (one === 'client_id' ? 'client id' : 'client secret')).join(' and ');
  const read = made.flatMap((one) => profile.take?.[one] ?? []);
  return [
    {
      id: idOf(scope, 'take-back', 0),
      title: `Take back the ${what} that ${profile.name} made`,
      where: profile.clients.where,
      fields: [],
      on_screen: {
        note: [
          ...read,
          `Then bring ${made.length === 1 ? 'it' : 'both'} along at the step Secrets, by “Bring my own”: only then the app’s side has ${made.length === 1 ? 'it' : 'them'}.`,
        ].join(' '),
        leads_to: { step: 'secrets' },
      },
      note: [
        ...read,
        `Hand ${made.length === 1 ? 'it' : 'both'} to Latchkey: on the step Secrets by “Bring my own”, or on the command line to latchkey render --secrets stdin as {"${connection.key}":{${made.map((one) => `"${one}":"…"`).join(',')}}}. Then export again: only then the app’s side has ${made.length === 1 ? 'it' : 'them'}.`,
      ].join(' '),
      why: why(
        `${profile.name} makes ${made.length === 1 ? 'it' : 'them'} and takes no other.`,
        connection.provider.traits.fact[made.includes('client_secret') ? 'secret_by' : 'client_id_by'].source,
      ),
    },
  ];
}

/** What makes a change at the provider count, as its profile says; undefined if it says nothing. */
export function providerRestart(connection: Connection): string | undefined {
  const { profile } = connection.provider.definition;
  return profile && textAt(profile.after.restart, providerScope(profile, connection, ''));
}

function finishSteps(scope: Scope<ProviderProfile>): GuideStep[] {
  const { profile, connection } = scope;
  const test = extraTestRedirect(connection);
  const plain = (text: string) => text.replaceAll('`', '');
  const checks = sentencesAt(profile.after.check, scope).map(plain);
  const restart = textAt(profile.after.restart, scope);
  const where = sentence(profile.clients.url ?? '', scope);
  return [
    {
      id: idOf(scope, 'restart', 0),
      title: 'Make it take effect',
      where: `The host that runs ${profile.name}`,
      fields: checks.map((check, index) =>
        field(checks.length === 1 ? 'Expected' : `Expected ${index + 1}`, check),
      ),
      ...(restart === undefined ? {} : { note: restart }),
    },
    compareStep(connection),
    ...(test === undefined
      ? []
      : [
          {
            id: idOf(scope, 'remove-test', 0),
            after: 'test' as const,
            title: 'Remove the address of the test login',
            where: profile.clients.where,
            ...(where === undefined || where === '' ? {} : { url: where }),
            fields: [field('Redirect URI', test)],
          },
        ]),
  ];
}

/** Marks the lines that only the test login needs, if they hold nothing else. */
function markTest(file: FileDeliverable, connection: Connection): FileDeliverable {
  const test = extraTestRedirect(connection);
  if (test === undefined) return file;
  const others = connection.client.redirect_uris;
  return {
    ...file,
    lines: file.lines.map(
      (line): Line =>
        line.text.includes(test) && !others.some((uri) => line.text.includes(uri))
          ? { ...line, mark: 'test' }
          : line,
    ),
  };
}
