import { keycloakClients } from '../doctor/keycloak.ts';
import { child, isTrue, itemsOf, type MapNode, type Node, textAt, textsOf } from '../doctor/tree.ts';
import { type FoundClient, type FoundProvider, foundAt, type Leftover } from './found.ts';

/** Clients that every realm has. */
const BUILT_IN: ReadonlySet<string> = new Set([
  'account',
  'account-console',
  'admin-cli',
  'broker',
  'realm-management',
  'security-admin-console',
  'master-realm',
]);

/** Exports of clients, of lists of them or of a whole realm, all of one realm. Undefined if there are none. */
export function keycloakProvider(roots: readonly Node[]): FoundProvider | undefined {
  const [first] = roots;
  if (first === undefined) return undefined;
  return {
    ...foundAt(first),
    entry: { kind: 'keycloak' },
    clients: roots.flatMap(keycloakClients).flatMap((node) => clientOf(node) ?? []),
    secrets: [],
    leftovers: roots.flatMap((root): Leftover[] => {
      const realm = textAt(child(root, 'realm'));
      return realm === undefined
        ? []
        : [
            {
              ...foundAt(root),
              what: 'realm',
              why: `The realm is part of the address: …/realms/${realm.replace(/[^\w-]/g, '')}.`,
            },
          ];
    }),
  };
}

function clientOf(node: MapNode): FoundClient | undefined {
  const client_id = textAt(child(node, 'clientId'))!;
  const protocol = textAt(child(node, 'protocol'));
  if (BUILT_IN.has(client_id) || (protocol !== undefined && protocol !== 'openid-connect')) return undefined;
  const text = (key: string): string | undefined => textAt(child(node, key)) || undefined;
  const uris = itemsOf(child(node, 'redirectUris'));
  const root = text('rootUrl');
  const exact = (one: Node): string | undefined => {
    const uri = textAt(one);
    if (uri === undefined || uri.includes('*')) return undefined;
    return uri.startsWith('/') && root !== undefined ? root.replace(/\/+$/, '') + uri : uri;
  };
  const attribute = (key: string): string | undefined => {
    const attributes = child(node, 'attributes');
    return attributes?.type === 'map' ? textAt(child(attributes, key)) || undefined : undefined;
  };
  const isPublic = isTrue(child(node, 'publicClient'));
  const secret = child(node, 'secret');
  const value = textAt(secret);
  const pkce = attribute('pkce.code.challenge.method');
  const name = text('name');
  const uri = root ?? text('baseUrl');
  const method = attribute('client.secret.authentication.allowed.method');
  return {
    ...foundAt(node),
    client_id,
    ...(name === undefined || name.startsWith('${') ? {} : { client_name: name }),
    ...(uri !== undefined && /^https?:\/\/[^/]/i.test(uri) ? { client_uri: uri } : {}),
    redirect_uris: uris.flatMap((one) => exact(one) ?? []),
    ...(isPublic
      ? { token_endpoint_auth_method: 'none' }
      : method === undefined
        ? {}
        : { token_endpoint_auth_method: method }),
    ...(pkce === undefined ? {} : { require_pkce: true }),
    ...(isTrue(child(node, 'consentRequired')) ? { consent: 'always' } : {}),
    ...(isPublic || secret === undefined || value === undefined || /^\*+$/.test(value)
      ? {}
      : { secret: { ...foundAt(secret), form: 'clear' as const, value } }),
    leftovers: [
      ...uris.flatMap((one): Leftover[] =>
        exact(one) === undefined
          ? [
              {
                ...foundAt(one),
                what: 'redirectUris',
                why: 'A pattern; a workspace has whole addresses only.',
              },
            ]
          : [],
      ),
      ...textsOf(child(node, 'defaultClientScopes'))
        .concat(textsOf(child(node, 'optionalClientScopes')))
        .filter((scope) => !KNOWN_SCOPES.has(scope))
        .map((scope) => ({
          ...foundAt(node),
          what: `client scope ${scope}`,
          why: 'A scope of your own; name it under scopes if the app asks for it.',
        })),
      ...(child(node, 'protocolMappers') === undefined
        ? []
        : [
            {
              ...foundAt(child(node, 'protocolMappers')!),
              what: 'protocolMappers',
              why: 'Mappers stay in Keycloak; a workspace says only which claims an app needs.',
            },
          ]),
    ],
  };
}

/** Those that every realm has. */
const KNOWN_SCOPES: ReadonlySet<string> = new Set([
  'acr',
  'address',
  'basic',
  'email',
  'groups',
  'microprofile-jwt',
  'offline_access',
  'openid',
  'organization',
  'phone',
  'profile',
  'roles',
  'service_account',
  'web-origins',
]);
