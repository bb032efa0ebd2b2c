import { circumstancesOf, entryLookup } from '../../catalog/apps/circumstances.ts';
import { appFromProfile } from '../../catalog/apps/profiled.ts';
import { providerOf } from '../../catalog/providers/index.ts';
import { deriveConnection } from '../../client/derive.ts';
import type { Connection } from '../../client/types.ts';
import { holds } from '../../profile/condition.ts';
import type { ProfileFlaw } from '../../profile/rules.ts';
import type { AppProfile } from '../../profile/schema.ts';
import { fill } from '../../profile/template.ts';
import { PROVIDER_KINDS } from '../../workspace/kinds.ts';
import type { AppSettings, ProviderEntry, SettingValue } from '../../workspace/types.ts';
import type { Deliverable } from '../types.ts';
import { renderProfile } from './render.ts';

/** One case in which a profile is tried: a version, a provider, an edition, settings. */
export interface Trial {
  readonly name: string;
  readonly connection: Connection;
  readonly deliverables: readonly Deliverable[];
}

/** Stands for the client secret in a trial. */
export const TRIAL_SECRET = 'Zq7planted0secret9Zq';

/** Stands for the app's own secret in a trial. */
export const TRIAL_APP_SECRET = 'Qz8planted1appsecret8Qz';

const ADDRESSES: Readonly<Record<string, string>> = {
  authelia: 'https://auth.example.com',
  authentik: 'https://ak.example.com',
  oidc: 'https://id.example.com/realms/main',
};

const addressOf = (kind: string): string =>
  ADDRESSES[kind] ?? providerOf(kind).profile?.url.example ?? 'https://id.example.com';

/**
 * Renders a profile at every version of the app: for every kind of provider with the defaults and with all settings,
 * and with every setting in turn for one.
 */
export function trialsOf(profile: AppProfile): Trial[] {
  const definition = appFromProfile(profile);
  const versions = [...definition.versions.lines, ...(definition.versions.patches ?? [])];
  const editions = profile.editions?.map(({ id }) => id) ?? [undefined];
  return versions.flatMap((version) =>
    PROVIDER_KINDS.flatMap((provider) =>
      editions.flatMap((edition) =>
        settingsOf(profile, provider !== 'authelia').map((settings) => {
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
            },
            providers: {},
          };
          return {
            name: [
              version,
              provider,
              edition,
              ...Object.entries(settings).map(([key, value]) => `${key}=${String(value)}`),
            ]
              .filter(Boolean)
              .join(' '),
            connection,
            deliverables: renderProfile(profile, connection, bag),
          };
        }),
      ),
    ),
  );
}

/** The defaults, every setting with each value that it may have in turn, and all of them at once. `few`: no turns. */
function settingsOf({ settings = {} }: AppProfile, few: boolean): AppSettings[] {
  const values = (key: string): SettingValue[] => {
    const { type, choices, example, default: preset } = settings[key]!;
    if (type === 'boolean') return [true, false];
    if (choices) return [...choices];
    const text = example ?? (typeof preset === 'string' ? preset : 'groups');
    return type === 'list' ? [[text]] : [text];
  };
  const keys = Object.keys(settings);
  return [
    {},
    ...(few ? [] : keys.flatMap((key) => values(key).map((value) => ({ [key]: value })))),
    ...(keys.length > (few ? 0 : 1) ? [Object.fromEntries(keys.map((key) => [key, values(key)[0]!]))] : []),
  ];
}

/** What a profile promises and does not keep, as sentences; empty if it keeps everything. Each is said once. */
export function brokenPromises(profile: AppProfile, trials: readonly Trial[] = trialsOf(profile)): string[] {
  const broken = new Set<string>();
  for (const { name, connection, deliverables } of trials) {
    const say = (text: string) => broken.add(`${text} (${name})`);
    const { client } = connection;
    for (const uri of client.redirect_uris) if (!URL.canParse(uri)) say(`“${uri}” is no redirect URI.`);
    if (client.redirect_uris.length === 0 && !laterOf(connection)) say('No callback holds here.');
    if (!client.scopes.includes('openid')) say('The scopes lack openid.');
    const shown = deliverables.filter((one) => everything(one).includes(TRIAL_SECRET));
    for (const one of shown)
      if (!one.secret) say(`${one.path} shows the client secret and is not marked as secret.`);
    const asked = profile.app_secret !== undefined;
    const own = deliverables.filter((one) => everything(one).includes(TRIAL_APP_SECRET));
    for (const one of own)
      if (!one.secret) say(`${one.path} shows the app’s own secret and is not marked as secret.`);
    if (asked && own.length === 0) say('No target hands the app’s own secret over.');
    if (shown.length === 0 && client.token_endpoint_auth_method !== 'none')
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
    for (const one of deliverables)
      if (UNFILLED.test(everything(one))) say(`${one.path} holds a variable that is not filled in.`);
    const paths = deliverables.map(({ path }) => path);
    if (new Set(paths).size !== paths.length) say('Two targets have the same file name.');
  }
  return [...broken];
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
