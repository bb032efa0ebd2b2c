import { child, itemsOf, type MapNode, type Node, textAt } from './tree.ts';

/** True for an answer of Pocket ID's API with clients in it. */
export const isPocketId = (root: Node): boolean => pocketIdClients(root).length > 0;

/** The clients of one page of the answer, or the one that is the answer. */
export const pocketIdClients = (root: Node): MapNode[] =>
  [...itemsOf(child(root, 'data')), root].filter(
    (node): node is MapNode =>
      node.type === 'map' &&
      textAt(child(node, 'id')) !== undefined &&
      child(node, 'callbackURLs') !== undefined &&
      child(node, 'isPublic') !== undefined,
  );
