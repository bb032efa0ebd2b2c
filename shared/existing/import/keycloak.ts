import { keycloakClients } from '../doctor/keycloak.ts';
import { child, isTrue, itemsOf, type MapNode, type Node, textAt, textsOf } from '../doctor/tree.ts';
import { type FoundClient, type FoundProvider, foundAt, type Leftover } from './found.ts';
import { secretText } from './secret-text.ts';

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
  // An import without it makes a public client, and drops the secret.
  const isPublic = flag(node, 'publicClient', true);
  const secret = child(node, 'secret');
  const value = isPublic ? undefined : textAt(secret);
  const told = value === undefined ? undefined : secretText(value);
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
    require_pkce: pkce !== undefined,
    consent: flag(node, 'consentRequired', false) ? 'always' : 'never',
    // Keycloak keeps secrets in clear: what looks like a digest there is the secret itself.
    ...(told === undefined || told.form === 'neither' || secret === undefined || value === undefined
      ? {}
      : { secret: { ...foundAt(secret), form: 'clear' as const, value } }),
    leftovers: [
      ...(told?.form === 'neither' && secret !== undefined
        ? [{ ...foundAt(secret), what: 'secret', why: told.why }]
        : []),
      ...otherKeys(node),
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

/** True or false as Keycloak takes it where it isn’t stated. */
const flag = (node: Node, key: string, usual: boolean): boolean => {
  const value = child(node, key);
  return value === undefined || (value.type === 'scalar' && value.value === null) ? usual : isTrue(value);
};

/**
 * What Keycloak has where a client doesn’t say it, and what Latchkey writes. Source: keycloak/keycloak
 * RepresentationToModel.java@26.7.3.
 */
const SWITCHES: readonly (readonly [key: string, usual: boolean, written: boolean, why: string])[] = [
  ['enabled', true, true, 'The client is switched off; one that Latchkey renders is on.'],
  [
    'standardFlowEnabled',
    true,
    true,
    'The client has no login in the browser; one that Latchkey renders has it.',
  ],
  [
    'implicitFlowEnabled',
    false,
    false,
    'The implicit flow is on; a client that Latchkey renders doesn’t have it.',
  ],
  [
    'directAccessGrantsEnabled',
    true,
    false,
    'Apps may send passwords to Keycloak (direct access grants), as it is where nothing is said; a client that Latchkey renders doesn’t have it.',
  ],
  [
    'serviceAccountsEnabled',
    false,
    false,
    'The client is also a service account; one that Latchkey renders isn’t.',
  ],
  ['bearerOnly', false, false, 'The client only checks tokens; one that Latchkey renders signs people in.'],
];

/** What the client has otherwise than the one that its entry renders. */
function otherKeys(node: MapNode): Leftover[] {
  const authenticator = child(node, 'clientAuthenticatorType');
  const kind = textAt(authenticator);
  const attributes = child(node, 'attributes');
  return [
    ...SWITCHES.flatMap(([key, usual, written, why]): Leftover[] =>
      flag(node, key, usual) === written ? [] : [{ ...foundAt(child(node, key) ?? node), what: key, why }],
    ),
    ...(authenticator !== undefined && kind !== undefined && kind !== 'client-secret'
      ? [
          {
            ...foundAt(authenticator),
            what: 'clientAuthenticatorType',
            why: `A workspace has clients with a secret or without one, not ${kind}.`,
          },
        ]
      : []),
    ...ALGORITHMS.flatMap((key): Leftover[] => {
      const value = child(attributes, key);
      const alg = textAt(value);
      return value === undefined || alg === undefined || alg === '' || alg === 'RS256'
        ? []
        : [{ ...foundAt(value), what: key, why: `A workspace has RS256 here, not ${alg}.` }];
    }),
  ];
}

const ALGORITHMS = ['id.token.signed.response.alg', 'access.token.signed.response.alg'];

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
