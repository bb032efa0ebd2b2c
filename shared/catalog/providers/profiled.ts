import { canParseUrl } from '../../can-parse-url.ts';
import { normaliseUrl } from '../../client/url.ts';
import { type Circumstances, holds } from '../../profile/condition.ts';
import type { ProviderProfile } from '../../profile/provider-schema.ts';
import { type Filled, fill, type Lookup, textOf } from '../../profile/template.ts';
import { unsureFacts } from '../../profile/unsure.ts';
import type { Version } from '../../version.ts';
import type { ProviderEntry } from '../../workspace/types.ts';
import type { FactTable, Source } from '../fact.ts';
import { type Facts, profileSource, table } from '../facts-of.ts';
import { newestPatch } from '../newest-patch.ts';
import type {
  ClientRequest,
  Notice,
  ProviderDefinition,
  ProviderMetadata,
  ProviderTraits,
} from '../types.ts';
import { assumedNotices, conventional, ENDPOINT_NAMES } from './oidc.ts';

/**
 * What a profile says of a provider, in the form of the catalog.
 *
 * @param isOwn it is a file beside a workspace, which may come from anyone
 */
export function providerFromProfile(profile: ProviderProfile, isOwn = false): ProviderDefinition {
  const { traits } = profile;
  const source = (id: string | undefined): Source => profileSource(profile, id);
  const facts = <T>(of: Facts<T>) => table(of, source);
  return {
    kind: profile.kind,
    name: profile.name,
    profile,
    versions: {
      lines: profile.versions.lines,
      ...(profile.versions.released === undefined ? {} : { released: profile.versions.released }),
      ...(profile.versions.patches === undefined ? {} : { patches: profile.versions.patches }),
      ...(profile.versions.too_old === undefined ? {} : { tooOld: profile.versions.too_old }),
    },
    sets_access_token_alg: profile.clients.access_token_alg ?? false,
    one_list_of_clients: profile.clients.one_list ?? false,
    document_per_client: /\{(?:client_id|app\.slug)/.test(profile.issuer),
    // Only we can say that of ourselves.
    every_answer_seen: !isOwn && (profile.clients.every_answer_seen ?? false),
    ...(isOwn ? { is_own: true as const } : {}),
    open_endpoints: ENDPOINT_NAMES.filter((name) => profile.endpoints[name] === undefined),
    default_policy: profile.access?.policy ?? 'one_factor',
    told_digest: profile.secrets?.told === 'digest',
    own_secrets: profile.secrets?.own ?? [],
    ...(profile.access?.loss === undefined ? {} : { loss_remark: profile.access.loss }),
    ...(profile.access?.no_second_factor === undefined
      ? {}
      : { no_second_factor: profile.access.no_second_factor.text }),
    traits: {
      scope_claims: facts(traits.scope_claims),
      claims_placement: facts(traits.claims_placement),
      id_token_claims_by: facts(traits.id_token_claims_by),
      email_verified: facts(traits.email_verified),
      token_endpoint_auth_methods: facts(traits.methods),
      enforces_auth_method: facts(traits.enforces_method),
      decodes_basic_credentials: facts(traits.decodes_basic),
      pkce_enforcement: facts(traits.pkce),
      unknown_scope: facts(traits.unknown_scope),
      loopback_any_port: facts(traits.loopback_any_port),
      http_redirect_refused_for: facts(traits.http_refused_for),
      requires_https: facts(traits.https),
      end_session: facts(traits.end_session),
      minimum_state_length: facts(traits.state_length),
      stores_digest: facts(traits.stores_digest),
      sends_iss: facts(traits.sends_iss),
      id_token_alg: facts(traits.id_token_alg),
      client_id_by: facts(traits.client_id_by),
      secret_by: facts(traits.secret_by),
      secrets_at_once: facts(traits.secrets_at_once),
      grants_by_group: facts(traits.by_group),
      saves_first_redirect: facts(traits.saves_first_redirect),
    } satisfies FactTable<ProviderTraits>,
    metadata: (entry, slug, _version, client_id) => metadataOf(profile, entry, slug, client_id),
    notices: (entry, version) => [
      ...(partsOfUrl(profile, entry.url) === undefined ? [wrongForm(profile, source)] : []),
      ...assumedNotices(metadataOf(profile, entry, '', '').assumed),
      ...profileNotices(
        profile,
        'provider',
        { version: newestPatch(version), setting: () => undefined, facts: {} },
        providerLookup(profile, entry),
        source,
      ),
    ],
    clientNotices: (client, entry, version) => [
      ...clientIdNotice(profile, client, source),
      ...profileNotices(
        profile,
        'client',
        clientCircumstances(profile, client, version, entry),
        clientLookup(client, providerLookup(profile, entry)),
        source,
      ),
      ...unsureNotice(profile),
    ],
    sources: Object.keys(profile.sources).map(source),
  };
}

/** The issuer and the endpoints for one client. */
function metadataOf(
  profile: ProviderProfile,
  entry: ProviderEntry,
  slug: string,
  client_id: string,
): ReturnType<ProviderDefinition['metadata']> {
  const own = providerLookup(profile, entry);
  const lookup: Lookup = (name, stated) =>
    name === 'client_id' ? client_id : name === 'app.slug' ? slug : own(name, stated);
  const issuer = filled(profile.issuer, lookup) ?? entry.url;
  const base = issuer.replace(/\/+$/, '');
  const below: Lookup = (name, stated) => (name === 'issuer' ? issuer : lookup(name, stated));
  const known = (name: keyof ProviderProfile['endpoints']): string | undefined => {
    const template = profile.endpoints[name];
    return template === undefined ? undefined : filled(template, below);
  };
  const end_session_endpoint = known('end_session_endpoint');
  const metadata: ProviderMetadata = {
    issuer,
    discovery_url:
      (profile.discovery_url === undefined ? undefined : filled(profile.discovery_url, below)) ??
      `${base}/.well-known/openid-configuration`,
    ...conventional(base, (name) => entry.metadata?.[name] ?? known(name)),
    ...(end_session_endpoint === undefined ? {} : { end_session_endpoint }),
  };
  return {
    metadata,
    assumed: ENDPOINT_NAMES.filter(
      (name) => entry.metadata?.[name] === undefined && known(name) === undefined,
    ),
  };
}

/** What the variables stand for that follow from the provider's own entry. */
export function providerLookup(profile: ProviderProfile, entry: ProviderEntry): Lookup {
  const root = rootOf(entry.url);
  const url = canParseUrl(root) ? new URL(root) : undefined;
  return (name): Filled => {
    if (name.startsWith('url.')) return partsOfUrl(profile, entry.url)?.[name.slice('url.'.length)];
    switch (name) {
      case 'provider.url':
        return root;
      case 'provider.origin':
        return url?.origin;
      case 'provider.host':
        return url?.host;
      default:
        return undefined;
    }
  };
}

/** The circumstances that conditions of a provider's profile are asked of. */
export function clientCircumstances(
  profile: ProviderProfile,
  client: ClientRequest,
  version: Version,
  entry: Pick<ProviderEntry, 'declare'>,
): Circumstances {
  const way = entry.declare ?? profile.clients.declare?.[0];
  return {
    // As everywhere for providers: a line stands for its newest patch.
    version: newestPatch(version),
    setting: () => undefined,
    facts: {
      'client.public': client.method === 'none',
      'client.pkce': client.app_sends_pkce,
      'client.pkce_demanded': client.demands_pkce,
      'client.test': client.test,
      'access.groups': client.groups.length > 0,
      'client.id_in_capitals': client.client_id !== client.client_id.toLowerCase(),
      'app.https': client.app_url.startsWith('https:'),
      'claims.groups': client.claims.includes('groups'),
      'consent.always': client.consent === 'always',
      'consent.never': client.consent === 'never',
      'policy.own': client.policy !== 'one_factor' && client.policy !== 'two_factor',
      'slug.reserved': profile.slugs?.reserved.includes(client.slug) ?? false,
    },
    lists: {
      scope: client.scopes,
      method: [client.method],
      policy: [client.policy],
      declare: way === undefined ? [] : [way],
    },
  };
}

const filled = (template: string, lookup: Lookup): string | undefined => {
  const value = fill(template, lookup);
  return value === undefined ? undefined : textOf(value);
};

/** The named parts of an address; undefined if it is not of the form that the profile asks for. */
function partsOfUrl(profile: ProviderProfile, url: string): Readonly<Record<string, string>> | undefined {
  if (profile.url.pattern === undefined) return {};
  return new RegExp(`^(?:${profile.url.pattern})$`).exec(rootOf(url))?.groups ?? undefined;
}

/** The root of a provider: its address as browsers write it, without a slash at the end. */
export const rootOf = (url: string): string => normaliseUrl(url)?.url ?? url.trim().replace(/\/+$/, '');

const wrongForm = (profile: ProviderProfile, source: (id: undefined) => Source): Notice => ({
  code: 'provider-url-form',
  severity: 'error',
  side: 'provider',
  path: 'url',
  message: `This is not the form of ${profile.name}’s address. ${profile.url.help}`,
  fix: `Write an address such as ${profile.url.example}.`,
  source: source(undefined),
});

function clientIdNotice(
  profile: ProviderProfile,
  { client_id }: ClientRequest,
  source: (id: undefined) => Source,
): Notice[] {
  const rule = profile.client_id;
  if (rule === undefined || new RegExp(`^(?:${rule.pattern})$`).test(client_id)) return [];
  return [
    {
      code: 'client-id-refused',
      severity: 'error',
      side: 'provider',
      path: 'client_id',
      message: `${profile.name} does not take “${client_id}” as a client id. ${rule.help}`,
      fix: 'Write another client_id beside the app, or leave it out to have one made.',
      source: source(undefined),
    },
  ];
}

/** What a notice about one client knows of it. */
const clientLookup =
  (client: ClientRequest, own: Lookup): Lookup =>
  (name, stated): Filled => {
    switch (name) {
      case 'client_id':
        return client.client_id;
      case 'app.name':
        return client.client_name;
      case 'app.id':
        return client.app_id;
      case 'app.slug':
        return client.slug;
      case 'policy':
        return client.policy;
      case 'scopes':
        return client.scopes;
      case 'groups':
        return client.groups;
      case 'method':
        return client.method;
      default:
        return own(name, stated);
    }
  };

/** Keys of an app that mean the same at every provider: what is wrong with one has the same code everywhere. */
const COMMON_PATHS: readonly (string | undefined)[] = ['client_id', 'policy', 'groups', 'slug'];

function profileNotices(
  profile: ProviderProfile,
  which: 'provider' | 'client',
  at: Circumstances,
  lookup: Lookup,
  source: (id: string | undefined) => Source,
): Notice[] {
  return (profile.notices ?? []).flatMap(
    ({ code, about, severity, side, text, fix, path, source: id, ...when }) => {
      const message = about === which && holds(when, at) ? filled(text, lookup) : undefined;
      if (message === undefined) return [];
      const mend = fix === undefined ? undefined : filled(fix, lookup);
      return [
        {
          code: COMMON_PATHS.includes(path) ? code : `${profile.kind}-${code}`,
          severity,
          side,
          message,
          ...(mend === undefined ? {} : { fix: mend }),
          ...(path === undefined ? {} : { path }),
          source: source(id),
        },
      ];
    },
  );
}

function unsureNotice({ kind, unsure }: ProviderProfile): Notice[] {
  if (!unsure?.length) return [];
  return [
    {
      code: `${kind}-unsure`,
      severity: 'info',
      side: 'provider',
      message: 'Not confirmed:',
      points: unsureFacts(unsure),
      fix: 'The test login shows whether it holds for you.',
    },
  ];
}
