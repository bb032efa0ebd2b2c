import { pocketIdClients } from '../doctor/pocket-id.ts';
import { child, isTrue, type MapNode, type Node, textAt, textsOf } from '../doctor/tree.ts';
import { type FoundClient, type FoundProvider, foundAt, type Leftover } from './found.ts';

/**
 * Answers of Pocket ID's API with clients. Undefined if there are none.
 *
 * Source: pocket-id/pocket-id backend/internal/dto/oidc_dto.go@v2.14.
 */
export function pocketIdProvider(roots: readonly Node[]): FoundProvider | undefined {
  const [first] = roots;
  if (first === undefined) return undefined;
  return {
    ...foundAt(first),
    entry: { kind: 'pocket-id' },
    clients: roots.flatMap(pocketIdClients).map(clientOf),
    secrets: [],
    leftovers: roots.flatMap(furtherPages),
  };
}

function clientOf(node: MapNode): FoundClient {
  const text = (key: string): string | undefined => textAt(child(node, key)) || undefined;
  const flag = (key: string): boolean => {
    const value = child(node, key);
    return value !== undefined && isTrue(value);
  };
  const name = text('name');
  const uri = text('launchURL');
  const restricted = child(node, 'isGroupRestricted');
  const uris = textsOf(child(node, 'callbackURLs'));
  return {
    ...foundAt(node),
    client_id: text('id')!,
    ...(name === undefined ? {} : { client_name: name }),
    ...(uri === undefined ? {} : { client_uri: uri }),
    redirect_uris: uris.filter((one) => !one.includes('*')),
    // Whatever a client with a secret sends it by is taken, so only a public one says anything.
    ...(flag('isPublic') ? { token_endpoint_auth_method: 'none' } : {}),
    require_pkce: flag('pkceEnabled'),
    consent: flag('skipConsent') ? 'never' : 'always',
    leftovers: [
      ...uris
        .filter((one) => one.includes('*'))
        .map(() => ({
          ...foundAt(child(node, 'callbackURLs')!),
          what: 'callbackURLs',
          why: 'A pattern; a workspace has whole addresses only.',
        })),
      ...(restricted !== undefined && isTrue(restricted)
        ? [
            {
              ...foundAt(restricted),
              what: 'isGroupRestricted',
              why: 'Only some groups may sign in: name them under groups of the app.',
            },
          ]
        : []),
      ...(flag('requiresPushedAuthorizationRequests')
        ? [
            {
              ...foundAt(child(node, 'requiresPushedAuthorizationRequests')!),
              what: 'requiresPushedAuthorizationRequests',
              why: 'A client that Latchkey writes need not push its requests.',
            },
          ]
        : []),
    ],
  };
}

/** A page has 100 clients at most. */
function furtherPages(root: Node): Leftover[] {
  const pages = child(child(root, 'pagination'), 'totalPages');
  return pages === undefined || Number(textAt(pages)) <= 1
    ? []
    : [
        {
          ...foundAt(pages),
          what: 'pagination',
          why: 'This is one page of the clients; bring the answers for the others, too.',
        },
      ];
}
