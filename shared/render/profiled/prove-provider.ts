import { canParseUrl } from '../../can-parse-url.ts';
import { appOf } from '../../catalog/apps/index.ts';
import { providerFromProfile } from '../../catalog/providers/profiled.ts';
import { deriveConnection } from '../../client/derive.ts';
import { clientsOf } from '../../client/further.ts';
import { obstacleOf } from '../../client/notices.ts';
import { madeByProvider } from '../../client/pending.ts';
import type { Connection } from '../../client/types.ts';
import type { ProviderProfile } from '../../profile/provider-schema.ts';
import type { SecretBag } from '../../secrets.ts';
import type { Version } from '../../version.ts';
import type { DeclareWay } from '../../workspace/declare-ways.ts';
import type { AppEntry } from '../../workspace/types.ts';
import type { Deliverable } from '../types.ts';
import { dealtCases, mostCases } from './cases.ts';
import { type Cases, everything, sentences, TRIAL_SECRET, type Trial, UNFILLED } from './prove.ts';
import { renderProfiledProvider } from './provider.ts';

/** What the client of one app may be like, one thing after the other. */
const CLIENTS: Readonly<Record<string, Partial<AppEntry>>> = {
  plain: {},
  groups: { groups: ['family', 'IT staff'] },
  'consent always': { consent: 'always' },
  'consent never': { consent: 'never', groups: ['family'] },
  'a test login': { test_redirect_uri: 'http://127.0.0.1:8911/callback' },
  public: { token_endpoint_auth_method: 'none' },
  post: { token_endpoint_auth_method: 'client_secret_post' },
  'plain http': { url: 'http://app.lan:8080' },
  'many scopes': { scopes: ['openid', 'profile', 'email', 'groups', 'offline_access'], groups: ['family'] },
};

/** What a trial is rendered with. */
export const TRIAL_BAG: SecretBag = {
  clients: {
    app: {
      client_id: 'appclient7',
      client_secret: TRIAL_SECRET,
      client_secret_digest: '$pbkdf2-sha512$310000$trial$digest',
    },
  },
  providers: { home: { hmac_secret: 'trial-hmac-secret', jwks_key: 'trial-key' } },
};

/** Apps that differ in what they send and read. */
const APPS = ['memos', 'romm', 'kestra', 'custom', 'grafana', 'immich', 'nextcloud', 'argo-cd'] as const;

/** What a provider's profile is rendered for. */
interface Case {
  readonly version: Version;
  readonly kind: string;
  readonly client: string;
  /** How the client is declared, where the profile lists several ways. */
  readonly way?: DeclareWay;
}

/** Each version with each app and each kind of client; where that would take long, some in which each is there. */
export function providerCasesOf(profile: ProviderProfile): Cases<Case> {
  const { lines, patches = [] } = profile.versions;
  const versions = [...lines, ...patches];
  const clients = Object.keys(CLIENTS);
  const ways: readonly Pick<Case, 'way'>[] = profile.clients.declare?.map((way) => ({ way })) ?? [{}];
  const most = mostCases(profile);
  if (versions.length * APPS.length * clients.length * ways.length <= most)
    return {
      cases: versions.flatMap((version) =>
        APPS.flatMap((kind) =>
          clients.flatMap((client) => ways.map((way) => ({ version, kind, client, ...way }))),
        ),
      ),
      complete: true,
    };
  return {
    cases: dealtCases([versions.length, APPS.length, clients.length, ways.length], most).map(
      ([version, kind, client, way]) => ({
        version: versions[version!]!,
        kind: APPS[kind!]!,
        client: clients[client!]!,
        ...ways[way!]!,
      }),
    ),
    complete: false,
  };
}

/**
 * Renders a provider's profile in each of the cases.
 *
 * @param render what writes its side, where that is a hook
 */
export function providerTrialsOf(
  profile: ProviderProfile,
  { cases }: Cases<Case> = providerCasesOf(profile),
  render: (connections: readonly Connection[], bag: SecretBag) => Deliverable[] = (connections, bag) =>
    renderProfiledProvider(profile, connections, bag),
): Trial[] {
  const definition = providerFromProfile(profile);
  return cases.flatMap(({ version, kind, client, way }) => {
    const connection = deriveConnection(
      {
        latchkey: 1,
        id: 'trial',
        providers: {
          home: {
            kind: profile.kind,
            url: profile.url.example,
            version,
            ...(way === undefined ? {} : { declare: way }),
          },
        },
        apps: {
          app: {
            kind,
            url: 'https://app.example.com',
            provider: 'home',
            ...(kind === 'custom' ? { redirect_uris: ['https://app.example.com/callback'] } : {}),
            ...CLIENTS[client],
          },
        },
      },
      'app',
      'appclient7',
      appOf(kind),
      definition,
    );
    if (obstacleOf(connection) !== undefined) return [];
    return [
      {
        name: `${version} ${kind} ${client}${way === undefined ? '' : ` ${way}`}`,
        connection,
        deliverables: render([connection], TRIAL_BAG),
      },
    ];
  });
}

/** What a provider's profile promises and does not keep, as sentences. Each is said once. */
export function brokenProviderPromises(
  profile: ProviderProfile,
  trials: readonly Trial[] = providerTrialsOf(profile),
): string[] {
  const broken = sentences();
  for (const { name, connection, deliverables } of trials) {
    const say = (text: string) => broken.say(text, name);
    const { client, provider, provider_metadata: metadata } = connection;
    for (const [key, url] of Object.entries(metadata)) if (!canParseUrl(url)) say(`“${url}” is no ${key}.`);
    if (connection.notices.some(({ code }) => code === 'client-id-refused'))
      say(`The client id “${client.client_id}” is refused, as the ids that are made here would be.`);
    const made = madeByProvider(provider.traits.value, client.token_endpoint_auth_method);
    const texts = deliverables.map((one) => ({ ...one, text: everything(one) }));
    const shown = texts.filter(({ text }) => text.includes(TRIAL_SECRET));
    for (const one of shown)
      if (!one.secret) say(`${one.path} shows the client secret and is not marked as secret.`);
    const handed =
      client.token_endpoint_auth_method !== 'none' &&
      !made.includes('client_secret') &&
      !provider.definition.told_digest;
    if (handed && shown.length === 0) say('No target hands the client secret over.');
    if (!handed && shown.length > 0) say('A client secret is shown that the provider does not take.');
    const text = texts.map((one) => one.text).join('\n');
    if (!made.includes('client_id') && !text.includes(client.client_id))
      say('No target hands the client id over.');
    for (const uri of clientsOf(connection).flatMap((one) => one.client.redirect_uris))
      if (!text.includes(uri)) say(`No target hands the redirect URI over.`);
    for (const group of connection.access.groups) if (!text.includes(group)) say(`The groups are not named.`);
    for (const one of texts)
      if (UNFILLED.test(one.text)) say(`${one.path} holds a variable that is not filled in.`);
    const paths = deliverables.map(({ path }) => path);
    if (new Set(paths).size !== paths.length) say('Two targets have the same file name.');
  }
  return broken.all();
}
