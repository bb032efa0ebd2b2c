import { appOfClient, type KnownApp } from '../known-app.ts';
import type { Hit } from '../rule.ts';
import { child, entryOf, type Node, textAt } from '../tree.ts';
import { type AuthentikFiles, type AuthentikObject, blueprintEntries, labelOf } from './objects.ts';

type Files = AuthentikFiles;

/** What a rule finds at each provider. */
export const eachProvider = (find: (provider: AuthentikObject, files: Files) => Iterable<Hit>) =>
  function* (files: Files): Generator<Hit> {
    for (const provider of files.providers)
      for (const hit of find(provider, files))
        yield { ...hit, with: { provider: labelOf(provider), ...hit.with } };
  };

/** The same, where there is one hit or none. */
export const someProvider = (find: (provider: AuthentikObject, files: Files) => Hit | undefined) =>
  eachProvider(function* (provider, files) {
    const hit = find(provider, files);
    if (hit !== undefined) yield hit;
  });

/** True if an entry changes an object that exists: what it leaves out stays as it is. */
export const isPartial = (one: AuthentikObject): boolean =>
  one.form === 'blueprint' && entryOf(one.identifiers, 'pk') !== undefined;

export interface Redirect {
  readonly node: Node;
  readonly mode: string | undefined;
  readonly url: string;
}

export function redirectsOf(provider: AuthentikObject): readonly Redirect[] {
  const node = provider.get('redirect_uris');
  if (node?.type !== 'list') return [];
  return node.items.flatMap((item) => {
    const url = textAt(child(item, 'url'));
    return item.type === 'map' && url !== undefined
      ? [{ node: item, mode: textAt(child(item, 'matching_mode')), url }]
      : [];
  });
}

export const appOf = (provider: AuthentikObject, files: Files): KnownApp | undefined => {
  const application = files.applicationOf.get(provider);
  const own = provider.text('name')?.replace(/^Provider for /i, '');
  return appOfClient(
    [application?.text('name'), application?.text('slug'), own, provider.text('client_id')],
    redirectsOf(provider).map(({ url }) => url),
  );
};

export const textOfTagged = (node: Node): string | undefined =>
  node.type === 'scalar' && typeof node.value === 'string' ? node.value : undefined;

export function* entriesOf({ roots }: Files): Generator<Node> {
  for (const { form, root } of roots) if (form === 'blueprint') yield* blueprintEntries(root);
}

/** Where what is added to an object belongs. */
export const attrsOf = ({ form, attrs, node }: AuthentikObject): Node | undefined =>
  form === 'api' ? node : attrs;
