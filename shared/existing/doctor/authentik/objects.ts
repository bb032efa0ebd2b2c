import type { Version } from '../../../version.ts';
import { child, type Entry, entryOf, itemsOf, type MapNode, type Node, type Place, textAt } from '../tree.ts';

/** How a file of authentik was made: a blueprint, or an answer or a body of its API. */
export type AuthentikForm = 'blueprint' | 'api';

/** An object of authentik as a file states it. */
export interface AuthentikObject {
  readonly form: AuthentikForm;
  /** The model, such as `authentik_core.application`; undefined if the file doesn't say it. */
  readonly model: string | undefined;
  readonly id: string | undefined;
  /** The whole entry; for the API the object itself. */
  readonly node: MapNode;
  readonly identifiers: Node | undefined;
  readonly attrs: Node | undefined;
  readonly at: Place;
  /** True if it is only to be removed. */
  readonly absent: boolean;
  /** A value by its key, wherever it stands. */
  readonly entry: (key: string) => Entry | undefined;
  readonly get: (key: string) => Node | undefined;
  readonly text: (key: string) => string | undefined;
}

export interface AuthentikFiles {
  readonly roots: readonly { readonly form: AuthentikForm; readonly root: Node }[];
  readonly objects: readonly AuthentikObject[];
  readonly providers: readonly AuthentikObject[];
  readonly applications: readonly AuthentikObject[];
  readonly bindings: readonly AuthentikObject[];
  readonly mappings: readonly AuthentikObject[];
  /** What the API answered beside providers, so that their keys can be followed: mappings and flows. */
  readonly answered: ReadonlyMap<string, AuthentikObject>;
  /** The application of each provider, where the files say it. */
  readonly applicationOf: ReadonlyMap<AuthentikObject, AuthentikObject>;
  readonly version?: Version;
}

export const PROVIDER_MODEL = 'authentik_providers_oauth2.oauth2provider';
export const APPLICATION_MODEL = 'authentik_core.application';
export const BINDING_MODEL = 'authentik_policies.policybinding';
const FLOW_MODEL = 'authentik_flows.flow';
export const MAPPING_MODEL = 'authentik_providers_oauth2.scopemapping';

/** Recognises a file of authentik. */
export function authentikForm(root: Node): AuthentikForm | undefined {
  if (answeredIn(root).length > 0) return 'api';
  if (root.type === 'list')
    return root.items.some(isApiProvider) ? 'api' : isEntryList(root) ? 'blueprint' : undefined;
  if (root.type !== 'map') return undefined;
  const entries = child(root, 'entries');
  if (
    entries !== undefined &&
    (entryOf(root, 'version') !== undefined || entryOf(root, 'metadata') !== undefined)
  )
    return 'blueprint';
  if (entries !== undefined && isEntryList(entries)) return 'blueprint';
  if (
    isApiProvider(root) ||
    itemsOf(child(root, 'results')).some(isApiProvider) ||
    isApiProvider(child(root, 'provider'))
  )
    return 'api';
  return textAt(child(root, 'model'))?.startsWith('authentik_') === true ? 'blueprint' : undefined;
}

const isEntryList = (node: Node): boolean =>
  itemsOf(node).some((item) => /^authentik_/.test(textAt(child(item, 'model')) ?? ''));

const isApiProvider = (node: Node | undefined): boolean =>
  node?.type === 'map' &&
  entryOf(node, 'redirect_uris') !== undefined &&
  (entryOf(node, 'authorization_flow') !== undefined ||
    entryOf(node, 'invalidation_flow') !== undefined ||
    entryOf(node, 'sub_mode') !== undefined ||
    entryOf(node, 'issuer_mode') !== undefined);

/** The mappings and flows in an answer. */
const answeredIn = (root: Node): readonly (readonly [MapNode, string])[] =>
  itemsOf(child(root, 'results')).flatMap((node): (readonly [MapNode, string])[] => {
    if (node.type !== 'map' || entryOf(node, 'pk') === undefined) return [];
    if (entryOf(node, 'scope_name') !== undefined) return [[node, MAPPING_MODEL]];
    return entryOf(node, 'designation') !== undefined && entryOf(node, 'slug') !== undefined
      ? [[node, FLOW_MODEL]]
      : [];
  });

/** The entries of a blueprint: a list, or lists with names. */
export function blueprintEntries(root: Node): readonly Node[] {
  if (root.type === 'list') return root.items;
  const entries = child(root, 'entries');
  if (entries === undefined) return root.type === 'map' && entryOf(root, 'model') ? [root] : [];
  return entries.type === 'map' && entryOf(entries, 'model') === undefined
    ? entries.entries.flatMap(({ value }) => itemsOf(value))
    : itemsOf(entries);
}

function objectOf(node: MapNode, form: AuthentikForm, model?: string): AuthentikObject {
  const identifiers = form === 'api' ? node : child(node, 'identifiers');
  const attrs = form === 'api' ? node : child(node, 'attrs');
  const entry = (key: string) => entryOf(attrs, key) ?? entryOf(identifiers, key);
  const get = (key: string) => entry(key)?.value;
  return {
    form,
    model: model ?? textAt(child(node, 'model')),
    id: form === 'api' ? undefined : textAt(child(node, 'id')),
    node,
    identifiers,
    attrs,
    at: entryOf(node, 'model')?.at ?? node,
    absent: textAt(child(node, 'state')) === 'absent',
    entry,
    get,
    text: (key) => textAt(get(key)),
  };
}

function objectsIn(root: Node, form: AuthentikForm): AuthentikObject[] {
  if (form === 'blueprint')
    return blueprintEntries(root).flatMap((node) => (node.type === 'map' ? [objectOf(node, form)] : []));
  const objects: AuthentikObject[] = [];
  const add = (node: Node | undefined, model: string) => {
    if (node?.type === 'map') objects.push(objectOf(node, form, model));
  };
  if (answeredIn(root).length > 0) return objects;
  if (root.type === 'map' && child(root, 'provider')?.type === 'map') {
    add(child(root, 'app'), APPLICATION_MODEL);
    add(child(root, 'provider'), PROVIDER_MODEL);
    return objects;
  }
  const listed = root.type === 'list' ? root.items : itemsOf(child(root, 'results'));
  for (const node of listed.length > 0 ? listed : [root]) if (isApiProvider(node)) add(node, PROVIDER_MODEL);
  return objects;
}

export function authentikFiles(roots: AuthentikFiles['roots'], version: Version | undefined): AuthentikFiles {
  const objects = roots.flatMap(({ root, form }) => objectsIn(root, form));
  const of = (wanted: string) => objects.filter(({ model, absent }) => model === wanted && !absent);
  const providers = of(PROVIDER_MODEL);
  const applications = of(APPLICATION_MODEL);
  return {
    roots,
    objects,
    providers,
    applications,
    bindings: of(BINDING_MODEL),
    mappings: of(MAPPING_MODEL),
    answered: new Map(
      roots
        .filter(({ form }) => form === 'api')
        .flatMap(({ root }) => answeredIn(root))
        .flatMap(([node, model]) => {
          const one = objectOf(node, 'api', model);
          const pk = one.text('pk');
          return pk === undefined ? [] : [[pk, one] as const];
        }),
    ),
    applicationOf: applicationsOf(providers, applications),
    ...(version === undefined ? {} : { version }),
  };
}

/** What a value refers to: the id of an entry, or a field and its value. Undefined if only authentik knows it. */
export function referenceOf(node: Node | undefined): string | undefined {
  if (node?.tag === '!KeyOf')
    return node.type === 'scalar' && typeof node.value === 'string'
      ? `id ${node.file.name} ${node.value}`
      : undefined;
  const found = lookedUp(node);
  return found?.field === undefined || found.value === undefined
    ? undefined
    : `field ${found.field} ${found.value}`;
}

/** The references that lead to an object. */
export const referencesTo = (one: AuthentikObject): readonly string[] => [
  ...(one.id === undefined ? [] : [`id ${one.node.file.name} ${one.id}`]),
  ...['name', 'slug', 'client_id', 'pk'].flatMap((field) => {
    const value = one.text(field);
    return value === undefined ? [] : [`field ${field} ${value}`];
  }),
];

function applicationsOf(
  providers: readonly AuthentikObject[],
  applications: readonly AuthentikObject[],
): ReadonlyMap<AuthentikObject, AuthentikObject> {
  const byReference = new Map<string, AuthentikObject>();
  for (const application of applications) {
    const reference = referenceOf(application.get('provider'));
    if (reference !== undefined && !byReference.has(reference)) byReference.set(reference, application);
  }
  const found = new Map<AuthentikObject, AuthentikObject>();
  for (const provider of providers) {
    const application = referencesTo(provider).flatMap((reference) => byReference.get(reference) ?? [])[0];
    const alone = provider.form === 'api' && providers.length === 1 ? applications[0] : undefined;
    if (application ?? alone) found.set(provider, (application ?? alone)!);
  }
  return found;
}

/** How messages name a provider. */
export const labelOf = (one: AuthentikObject): string =>
  one.text('name') ?? one.text('client_id') ?? one.id ?? 'without a name';

/** What a `!Find` looks for: the model, and the field and value of its first condition. */
export function lookedUp(
  node: Node | undefined,
): { model?: string; field?: string; value?: string } | undefined {
  if (node?.tag !== '!Find' || node.type !== 'list') return undefined;
  const [model, first] = node.items;
  const [field, value] = first?.type === 'list' ? first.items : [];
  const texts = { model: textAt(model), field: textAt(field), value: textAt(value) };
  return {
    ...(texts.model === undefined ? {} : { model: texts.model }),
    ...(texts.field === undefined ? {} : { field: texts.field }),
    ...(texts.value === undefined ? {} : { value: texts.value }),
  };
}
