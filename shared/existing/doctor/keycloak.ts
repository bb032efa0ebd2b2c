import { child, itemsOf, type MapNode, type Node, textAt } from './tree.ts';

/** True for the export of one client of Keycloak, of a list of them, or of a whole realm. */
export const isKeycloak = (root: Node): boolean => keycloakClients(root).length > 0;

export function keycloakClients(root: Node): MapNode[] {
  const listed = root.type === 'list' ? root.items : itemsOf(child(root, 'clients'));
  return [...listed, root].filter((node): node is MapNode => node.type === 'map' && isClient(node));
}

const isClient = (node: MapNode): boolean =>
  textAt(child(node, 'clientId')) !== undefined &&
  ['redirectUris', 'publicClient', 'standardFlowEnabled', 'protocol'].some(
    (key) => child(node, key) !== undefined,
  );
