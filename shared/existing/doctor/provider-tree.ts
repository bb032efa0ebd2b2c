import { builtInProvider, PROVIDER_PROFILE_KINDS } from '../../profile/built-in.ts';
import { child, entryOf, itemsOf, type Node } from './tree.ts';

/**
 * The providers that have their clients in a list of such a file, by the keys of their profiles: the list is there, and
 * every item has two of its keys or more.
 */
export const kindsInTree = (root: Node): readonly string[] =>
  root.type !== 'map'
    ? []
    : PROVIDER_PROFILE_KINDS.filter((kind) =>
        builtInProvider(kind)!.targets.some((target) => {
          if (!('keys' in target) || 'env' in target) return false;
          const paths = Object.keys(target.keys).map((key) => key.split('/'));
          const [list] = paths[0]!;
          if (!paths.every((path) => path[0] === list && path[1] === '0' && path.length === 3)) return false;
          const items = itemsOf(child(root, list!));
          return (
            items.length > 0 &&
            items.every((item) => paths.filter(([, , key]) => entryOf(item, key!) !== undefined).length >= 2)
          );
        }),
      );
