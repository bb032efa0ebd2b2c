import type { Connection } from '../client/types.ts';
import { authentikAccess, OUR_ORDERS, VERIFIED_EMAIL_MAPPING } from '../render/authentik/access.ts';
import { dialectOf } from '../render/authentik/dialect.ts';
import { authorizationFlow } from '../render/authentik/flow.ts';
import {
  logoutUri,
  objectNames,
  postLogoutUris,
  redirectEntries,
  type ScopeMapping,
  scopeMappings,
  shownInList,
} from '../render/authentik/values.ts';
import type { JsonObject } from './compare.ts';
import type { ApplySide, Find, Thing } from './things.ts';

/**
 * What authentik's API takes of one client: the same objects with the same values as its blueprint makes, so that either
 * way goes on with what the other left.
 *
 * The application gets its provider last, when all of its bindings are there: before, nobody is let in, and without a
 * binding everybody would be.
 *
 * @param secret undefined for a public client
 */
export function authentikApi(
  connection: Connection,
  secret: string | undefined,
): Pick<ApplySide, 'finds' | 'things'> {
  const { bindings } = authentikAccess(connection);
  const at = (path: string) => `${connection.provider.entry.url.replace(/\/+$/, '')}/api/v3/${path}`;
  return {
    finds: [
      ...flowFinds(connection, at),
      keyFind(connection, at),
      ...scopeMappings(connection).map((one) => mappingFind(one, at)),
      ...bindings.map((one, index) => boundFind(one, index, at)),
    ],
    things: [
      provider(connection, secret, at),
      application(connection, at),
      ...OUR_ORDERS.map((order, index) => binding(bindings[index], order, index, at)),
      opened(connection, at),
    ],
  };
}

/** Why a client is not for its API; undefined if it is. */
export const authentikNoWay = (connection: Connection): string | undefined =>
  authentikAccess(connection).bindings.some(({ type }) => type === 'groups-policy')
    ? 'authentik needs a policy in Python for these groups, and a token that may write code there may do everything: import the blueprint, or follow the steps.'
    : undefined;

type At = (path: string) => string;
type Bound = ReturnType<typeof authentikAccess>['bindings'][number];

/** One of a list that authentik gives in pages. */
const listed = (
  at: At,
  path: string,
  query: Readonly<Record<string, string>>,
  where: Find['read']['where'] = query,
): Find['read'] => ({
  url: `${at(path)}?${new URLSearchParams({ ...query, page_size: '100' })}`,
  list: 'results.*',
  where,
});

function flowFinds(connection: Connection, at: At): Find[] {
  const flow = authorizationFlow(connection);
  const { invalidation_flow } = dialectOf(connection);
  const find = (id: string, slug: string, lacks: string): Find => ({
    id,
    title: `the flow “${slug}”`,
    read: listed(at, 'flows/instances/', { slug }),
    key: 'pk',
    lacks,
    without: 'stop',
  });
  return [
    find(
      'authorization-flow',
      flow.slug,
      flow.custom
        ? 'Make it once as the guide says, or import the blueprint: it serves all apps with the same choices.'
        : OF_AUTHENTIK,
    ),
    find('invalidation-flow', invalidation_flow, OF_AUTHENTIK),
  ];
}

const OF_AUTHENTIK =
  'authentik brings it along: under Customization › Blueprints, let the one that makes it run again.';

function keyFind(connection: Connection, at: At): Find {
  const { signing_key: name } = dialectOf(connection);
  return {
    id: 'signing-key',
    title: `the key “${name}”`,
    read: listed(at, 'crypto/certificatekeypairs/', { name, has_key: 'true' }, { name }),
    key: 'pk',
    lacks: 'Make it under System › Certificates › Generate, with RSA: without a key, apps refuse the tokens.',
    without: 'stop',
  };
}

function mappingFind(mapping: ScopeMapping, at: At): Find {
  const find = (title: string, query: Readonly<Record<string, string>>, lacks: string): Find => ({
    id: 'mappings',
    title,
    read: listed(at, 'propertymappings/provider/scope/', query),
    key: 'pk',
    lacks,
    without: 'stop',
  });
  const { scope } = mapping;
  switch (mapping.type) {
    case 'managed':
      return find(`its own mapping of the scope “${scope}”`, { managed: mapping.managed }, OF_AUTHENTIK);
    case 'verified-email':
      return find(
        `the mapping “${VERIFIED_EMAIL_MAPPING}”`,
        { name: VERIFIED_EMAIL_MAPPING },
        'Make it once as the guide says, or import the blueprint: the app refuses addresses that are not verified.',
      );
    case 'own':
      return find(
        `a mapping of the scope “${scope}”`,
        { scope_name: scope },
        'Make it under Customization › Property Mappings, as a Scope Mapping.',
      );
  }
}

const boundId = (index: number): string => `bound-${index + 1}`;

function boundFind({ type, name }: Bound, index: number, at: At): Find {
  const isGroup = type === 'group';
  return {
    id: boundId(index),
    title: `the ${type} “${name}”`,
    read: isGroup
      ? listed(at, 'core/groups/', { name, include_users: 'false' }, { name })
      : listed(at, 'policies/all/', { search: name }, { name }),
    key: 'pk',
    lacks: isGroup
      ? 'Make it under Directory › Groups, or take it out of the workspace.'
      : 'Make it under Customization › Policies.',
    without: 'stop',
  };
}

function provider(connection: Connection, secret: string | undefined, at: At): Thing {
  const { client } = connection;
  const dialect = dialectOf(connection);
  const logout = logoutUri(connection, dialect);
  const redirects = [
    ...redirectEntries(connection, dialect.redirect_uris).map(({ mode, value }) => ({
      mode,
      value,
      type: 'authorization',
    })),
    ...postLogoutUris(connection, dialect).map((value) => ({ mode: 'strict', value, type: 'logout' })),
  ];
  const wanted: JsonObject = {
    name: objectNames(connection).provider,
    client_type: secret === undefined ? 'public' : 'confidential',
    client_id: client.client_id,
    ...(secret === undefined ? {} : { client_secret: secret }),
    ...(dialect.grant_types ? { grant_types: ['authorization_code', 'refresh_token'] } : {}),
    redirect_uris: redirects.map(({ mode, value, type }) => ({
      matching_mode: mode,
      ...(dialect.redirect_uris === 'typed-list' ? { redirect_uri_type: type } : {}),
      url: value,
    })),
    ...(logout === undefined ? {} : { logout_uri: logout.uri, logout_method: logout.method }),
    encryption_key: null,
    // As in the blueprint, which knows by it what this version made.
    access_code_validity: 'seconds=60',
    include_claims_in_id_token: true,
    issuer_mode: 'per_provider',
  };
  return {
    id: 'provider',
    title: `The provider of the client ${client.client_id}`,
    read: listed(at, 'providers/oauth2/', { client_id: client.client_id }),
    key: 'pk',
    make: { method: 'POST', url: at('providers/oauth2/') },
    change: { method: 'PATCH', url: at('providers/oauth2/:provider/'), whole: false },
    remove: { method: 'DELETE', url: at('providers/oauth2/:provider/') },
    wanted,
    keys: [
      { path: 'authorization_flow', of: ['authorization-flow'], list: false },
      { path: 'invalidation_flow', of: ['invalidation-flow'], list: false },
      { path: 'signing_key', of: ['signing-key'], list: false },
      { path: 'property_mappings', of: ['mappings'], list: true },
    ],
    secrets: secret === undefined ? [] : ['client_secret'],
  };
}

/** Where one application is asked for and changed. Its slug is its name in addresses. */
const applicationAt = ({ app }: Connection, at: At): string =>
  at(`core/applications/${encodeURIComponent(app.slug)}/`);

function application(connection: Connection, at: At): Thing {
  const dialect = dialectOf(connection);
  const shown = shownInList(connection, dialect);
  const url = applicationAt(connection, at);
  return {
    id: 'application',
    title: `The application ${connection.app.slug}`,
    read: { url, where: {} },
    key: 'pk',
    make: { method: 'POST', url: at('core/applications/') },
    change: { method: 'PATCH', url, whole: false },
    remove: { method: 'DELETE', url },
    wanted: {
      slug: connection.app.slug,
      name: objectNames(connection).application,
      meta_launch_url: shown.launch_url,
      ...(shown.hidden ? { meta_hide: true } : {}),
      policy_engine_mode: authentikAccess(connection).mode,
    },
    secrets: [],
  };
}

/**
 * What is bound at one of our orders. A binding that is not wanted any more is switched off, not deleted: it is asked no
 * more then, and undo switches on the very same one.
 */
function binding(bound: Bound | undefined, order: number, index: number, at: At): Thing {
  const id = `binding-${index + 1}`;
  const url = at(`policies/bindings/:${id}/`);
  const common = {
    id,
    read: {
      url: `${at('policies/bindings/')}?target=:application&page_size=100`,
      list: 'results.*',
      where: { order: String(order) },
    },
    key: 'pk',
    // A part of a binding is refused: authentik counts what is bound in what it is sent.
    change: { method: 'PUT', url, whole: true },
    secrets: [],
  } as const;
  if (bound === undefined)
    return {
      ...common,
      title: `The binding at order ${order}, which is not wanted any more`,
      optional: true,
      wanted: { enabled: false },
    };
  const isGroup = bound.type === 'group';
  return {
    ...common,
    title: `The binding of the ${bound.type} ${bound.name}`,
    make: { method: 'POST', url: at('policies/bindings/') },
    remove: { method: 'DELETE', url },
    wanted: {
      order,
      enabled: true,
      negate: false,
      failure_result: false,
      [isGroup ? 'policy' : 'group']: null,
      user: null,
    },
    keys: [
      { path: 'target', of: ['application'], list: false },
      { path: isGroup ? 'group' : 'policy', of: [boundId(index)], list: false },
    ],
  };
}

function opened(connection: Connection, at: At): Thing {
  const url = applicationAt(connection, at);
  return {
    id: 'opened',
    part_of: 'application',
    title: `The way in: the application ${connection.app.slug} with its provider`,
    read: { url, where: {} },
    change: { method: 'PATCH', url, whole: false },
    wanted: {},
    keys: [{ path: 'provider', of: ['provider'], list: false }],
    secrets: [],
  };
}
