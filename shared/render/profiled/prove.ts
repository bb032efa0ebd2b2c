import { canParseUrl } from '../../can-parse-url.ts';
import { circumstancesOf, entryLookup } from '../../catalog/apps/circumstances.ts';
import { appFromProfile } from '../../catalog/apps/profiled.ts';
import { providerOf } from '../../catalog/providers/index.ts';
import type { AppDefinition } from '../../catalog/types.ts';
import { deriveConnection } from '../../client/derive.ts';
import type { Connection } from '../../client/types.ts';
import { holds } from '../../profile/condition.ts';
import type { ProfileFlaw } from '../../profile/flaw.ts';
import type { AppProfile } from '../../profile/schema.ts';
import { fill } from '../../profile/template.ts';
import { sampleValues } from '../../profile/value.ts';
import type { Version } from '../../version.ts';
import { PROVIDER_KINDS } from '../../workspace/kinds.ts';
import type { AppSettings, ProviderEntry, ProviderKind } from '../../workspace/types.ts';
import type { Deliverable } from '../types.ts';
import { dealtCases, mostCases } from './cases.ts';
import { renderProfile } from './render.ts';

/** One case in which a profile is tried: a version, a provider, an edition, settings. */
export interface Trial {
  readonly name: string;
  readonly connection: Connection;
  readonly deliverables: readonly Deliverable[];
}

/** Stands for the client secret in a trial. */
export const TRIAL_SECRET = 'Zq7planted0secret9Zq';

/** Stands for the secret of a further client in a trial. */
const furtherSecret = (key: string): string => `Qz3planted2${key.replace('_', '')}2Qz`;

/** Stands for the app's own secret in a trial. */
export const TRIAL_APP_SECRET = 'Qz8planted1appsecret8Qz';

const ADDRESSES: Readonly<Record<string, string>> = {
  authelia: 'https://auth.example.com',
  authentik: 'https://ak.example.com',
  oidc: 'https://id.example.com/realms/main',
};

const addressOf = (kind: string): string =>
  ADDRESSES[kind] ?? providerOf(kind).profile?.url.example ?? 'https://id.example.com';

/** What a profile is rendered for. */
interface Case {
  readonly version: Version;
  readonly provider: ProviderKind;
  readonly edition: string | undefined;
  readonly settings: AppSettings;
}

/** The cases in which a profile is tried. */
export interface Cases<T> {
  readonly cases: readonly T[];
  /** False if there are too many to try them all, and some were chosen. */
  readonly complete: boolean;
}

/** Renders a profile in each of the cases. */
export function trialsOf(profile: AppProfile, { cases }: Cases<Case> = casesOf(profile)): Trial[] {
  const definition = appFromProfile(profile);
  return cases.map((one) => trialOf(profile, definition, one));
}

function trialOf(
  profile: AppProfile,
  definition: AppDefinition,
  { version, provider, edition, settings }: Case,
): Trial {
  const entry: ProviderEntry = { kind: provider, url: addressOf(provider) };
  const connection = deriveConnection(
    {
      latchkey: 1,
      id: 'trial',
      providers: { home: entry },
      apps: {
        [profile.kind]: {
          kind: profile.kind,
          url: `https://${profile.kind}.example.com`,
          provider: 'home',
          version,
          ...(edition === undefined ? {} : { edition }),
          ...(Object.keys(settings).length === 0 ? {} : { settings }),
        },
      },
    },
    profile.kind,
    `${profile.kind}-client`,
    definition,
  );
  const { client_id } = connection.client;
  const bag = {
    clients: {
      [profile.kind]: { client_id, client_secret: TRIAL_SECRET, app_secret: TRIAL_APP_SECRET },
      ...Object.fromEntries(
        connection.further_clients.map(({ key, client }) => [
          key,
          { client_id: client.client_id, client_secret: furtherSecret(key) },
        ]),
      ),
    },
    providers: {},
  };
  const said = Object.entries(settings).map(([key, value]) => `${key}=${String(value)}`);
  return {
    name: [
      version,
      provider,
      edition,
      ...said.slice(0, MOST_NAMED),
      said.length > MOST_NAMED ? `and ${said.length - MOST_NAMED} more settings` : undefined,
    ]
      .filter(Boolean)
      .join(' '),
    connection,
    deliverables: renderProfile(profile, connection, bag),
  };
}

/** How many settings the name of a case has. */
const MOST_NAMED = 8;

/**
 * Every version of the app: for every kind of provider with the defaults and with all settings, and with every setting
 * in turn for one. Where that would take long, some in which each version, provider, edition and value is there.
 */
export function casesOf(profile: AppProfile, most = mostCases(profile)): Cases<Case> {
  const { lines, patches = [] } = profile.versions;
  const versions = [...lines, ...patches];
  const editions = profile.editions?.map(({ id }) => id) ?? [undefined];
  const settings = Object.entries(profile.settings ?? {}).map(
    ([key, one]) => [key, sampleValues(one)] as const,
  );
  const first = Object.fromEntries(settings.map(([key, values]) => [key, values[0]!]));
  const inTurn = 2 + settings.reduce((sum, [, values]) => sum + values.length, 0);
  if (versions.length * editions.length * (2 * PROVIDER_KINDS.length + inTurn) <= most) {
    const whole = [{}, ...(settings.length > 0 ? [first] : [])];
    const each = settings.flatMap(([key, values]) => values.map((value) => ({ [key]: value })));
    const cases = versions.flatMap((version) =>
      PROVIDER_KINDS.flatMap((provider) =>
        editions.flatMap((edition) =>
          // With one setting, all of them is that one.
          (provider !== 'authelia' ? whole : [{}, ...each, ...(settings.length > 1 ? [first] : [])]).map(
            (chosen) => ({ version, provider, edition, settings: chosen }),
          ),
        ),
      ),
    );
    return { cases, complete: true };
  }
  const sizes = [versions.length, PROVIDER_KINDS.length, editions.length];
  const caseOf = ([version, provider, edition]: readonly number[], chosen: AppSettings): Case => ({
    version: versions[version!]!,
    provider: PROVIDER_KINDS[provider!]!,
    edition: editions[edition!],
    settings: chosen,
  });
  // Each version with the defaults, which most people have; then the settings, each left out now and then.
  return {
    cases: [
      ...dealtCases(sizes, 1).map((at) => caseOf(at, {})),
      ...dealtCases([...sizes, ...settings.map(([, values]) => values.length + 1)], most).map((at) =>
        caseOf(
          at,
          Object.fromEntries(
            settings.flatMap(([key, values], index) => {
              const value = values[at[sizes.length + index]!];
              return value === undefined ? [] : [[key, value]];
            }),
          ),
        ),
      ),
    ],
    complete: false,
  };
}

/** What a profile promises and does not keep, as sentences; empty if it keeps everything. Each is said once. */
export function brokenPromises(profile: AppProfile, trials: readonly Trial[] = trialsOf(profile)): string[] {
  const broken = sentences();
  for (const { name, connection, deliverables } of trials) {
    const say = (text: string) => broken.say(text, name);
    const { client } = connection;
    for (const uri of client.redirect_uris) if (!canParseUrl(uri)) say(`“${uri}” is no redirect URI.`);
    if (client.redirect_uris.length === 0 && !laterOf(connection)) say('No callback holds here.');
    if (!client.scopes.includes('openid')) say('The scopes lack openid.');
    const texts = deliverables.map((one) => ({ ...one, text: everything(one) }));
    const shown = texts.filter(({ text }) => text.includes(TRIAL_SECRET));
    for (const one of shown)
      if (!one.secret) say(`${one.path} shows the client secret and is not marked as secret.`);
    const asked = profile.app_secret !== undefined;
    const own = texts.filter(({ text }) => text.includes(TRIAL_APP_SECRET));
    for (const one of own)
      if (!one.secret) say(`${one.path} shows the app’s own secret and is not marked as secret.`);
    if (asked && own.length === 0) say('No target hands the app’s own secret over.');
    const { edition } = connection.app.entry;
    const without = profile.editions?.some(({ id, supported }) => id === edition && !supported) === true;
    if (shown.length === 0 && client.token_endpoint_auth_method !== 'none' && !without)
      say('No target hands the client secret over.');
    // Rendering leaves it out there, so the place that is meant for it counts.
    if (
      client.token_endpoint_auth_method === 'none' &&
      connection.app.definition.setAt(
        'client_secret',
        connection.app.entry,
        connection.app.version.effective,
        true,
        connection.provider.entry.kind,
      ).length > 0
    )
      say('The app is public, and a target has a client secret.');
    for (const text of brokenByFurther(connection, texts)) say(text);
    for (const one of texts)
      if (UNFILLED.test(one.text)) say(`${one.path} holds a variable that is not filled in.`);
    const paths = deliverables.map(({ path }) => path);
    if (new Set(paths).size !== paths.length) say('Two targets have the same file name.');
  }
  return broken.all();
}

/** Collects what is wrong in the cases: each sentence once, with the first case and how many others there are. */
export function sentences() {
  const cases = new Map<string, Set<string>>();
  return {
    say(text: string, name: string): void {
      cases.set(text, (cases.get(text) ?? new Set()).add(name));
    },
    all: (): string[] =>
      [...cases].map(([text, names]) => {
        const [first] = names;
        return `${text} (${first}${names.size === 1 ? '' : `, and ${names.size - 1} more`})`;
      }),
  };
}

/** What is promised of the app's further clients and not kept. */
function brokenByFurther(
  connection: Connection,
  texts: readonly { readonly path: string; readonly secret: boolean; readonly text: string }[],
): string[] {
  const { app, provider, client, further_clients } = connection;
  const ids = [client.client_id, ...further_clients.map((one) => one.client.client_id)];
  const twice = ids.filter((id, index) => ids.indexOf(id) !== index);
  const declared =
    app.definition.furtherClients?.(app.entry, provider.entry.kind, app.version.effective) ?? [];
  return [
    ...twice.map((id) => `Two clients of the app have the id “${id}”.`),
    ...further_clients.flatMap((one) => {
      const secret = furtherSecret(one.key);
      const { redirect_uris, scopes, token_endpoint_auth_method: method, client_id } = one.client;
      const shown = texts.filter(({ text }) => text.includes(secret));
      const isFixed = declared.some((known) => known.client_id === client_id);
      return [
        ...(redirect_uris.length === 0 ? [`No callback holds for the ${one.used_by}.`] : []),
        ...redirect_uris.flatMap((uri) => (canParseUrl(uri) ? [] : [`“${uri}” is no redirect URI.`])),
        ...(scopes.includes('openid') ? [] : [`The scopes of the ${one.used_by} lack openid.`]),
        ...shown
          .filter((part) => !part.secret)
          .map(({ path }) => `${path} shows the secret of the ${one.used_by} and is not marked as secret.`),
        ...(method === 'none' || shown.length > 0
          ? []
          : [`No target hands the secret of the ${one.used_by} over.`]),
        // A program with a fixed id knows it.
        ...(isFixed || texts.some(({ text }) => text.includes(client_id))
          ? []
          : [`No target hands the client id of the ${one.used_by} over.`]),
      ];
    }),
  ];
}

/** The claims that the app needs in some case without requesting their scope there. */
export function unrequestedClaims(profile: AppProfile, trials: readonly Trial[]): ProfileFlaw[] {
  return profile.claims.flatMap(({ claim, scope, ...when }, index): ProfileFlaw[] => {
    for (const { name, connection } of trials) {
      const { entry, version } = connection.app;
      if (!holds(when, circumstancesOf(profile, entry, version.effective))) continue;
      const lookup = entryLookup(profile, entry, version.effective, connection.provider.entry.kind);
      const [asked, needed] = [fill(claim, lookup), fill(scope, lookup)];
      if (asked === undefined || needed === undefined) continue;
      if (!connection.client.scopes.includes(String(needed)))
        return [
          {
            path: ['claims', index],
            message: `The scope “${String(needed)}” is not requested, so the claim “${String(asked)}” comes only from a provider that sends it with another one (${name}).`,
            suggestion: 'Add the scope to “scopes” under “traits”, or take the claim out.',
          },
        ];
    }
    return [];
  });
}

const laterOf = ({ app }: Connection) => app.definition.laterRedirect?.(app.entry, app.version.effective);

/** What a text must not hold: a variable that is not filled in, or a value of the program. */
export const UNFILLED =
  /\{(?:app|provider|settings|client|url)[._][a-z_]+\}|\{issuer|undefined|\[object Object/;

/** Everything that a deliverable shows. */
export function everything(one: Deliverable): string {
  if (one.form === 'file') return one.lines.map(({ text }) => text).join('\n');
  return one.steps
    .flatMap(({ title, where, url = '', note = '', fields }) => [
      title,
      where,
      url,
      note,
      ...fields.flatMap(({ label, value }) => [label, value]),
    ])
    .join('\n');
}
