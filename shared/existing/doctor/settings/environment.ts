import { readEnv } from '../../../targets/env.ts';
import { MAX_TEXT, type ReadEntry, variablesIn } from '../../../targets/reading.ts';
import { child, entryOf, itemsOf, type MapNode, type Node, type ReadFile, textAt, textsOf } from '../tree.ts';
import { isReference, type OddLine, type Variable, variablesOfText } from './env-text.ts';

/** The environment of one program: an env file, or what a Compose file gives a service. */
export interface Environment {
  readonly file: ReadFile;
  readonly form: 'env' | 'list' | 'map';
  readonly variables: readonly Variable[];
  readonly odd: readonly OddLine[];
  /** The same variables as `shared/targets` reads them, without those of odd lines. Absent in a Compose file. */
  readonly entries?: readonly ReadEntry[];
  /** Of a Compose file. */
  readonly service?: string;
  readonly image?: string;
  /** What a service of a Compose file takes from elsewhere. Absent: nothing, or it is no service. */
  readonly taken?: Taken;
}

/** What a service takes from elsewhere than its own lines. */
export interface Taken {
  /** The env files that are handed to it; `unknown` where another file or a variable says which. */
  readonly files: readonly string[] | 'unknown';
  /** Variables that it has by name alone, from where Compose runs. */
  readonly names: readonly string[];
}

/** Reads an env file. Undefined if it is longer than any. */
export function environmentOfText(file: ReadFile, text: string): Environment | undefined {
  if (text.length > MAX_TEXT) return undefined;
  const reading = readEnv(text);
  const { variables, odd } = variablesOfText(file, text, reading);
  const names = new Set(variables.map(({ name }) => name));
  return {
    file,
    form: 'env',
    variables,
    odd,
    entries: reading.entries.filter(({ path }) => names.has(String(path[0]))),
  };
}

/** The variables as the readers of profiles take them. */
export const entriesOfEnvironment = ({ entries, variables, form }: Environment): readonly ReadEntry[] =>
  entries ?? variables.map((one) => entryFrom(one, form));

function entryFrom({ name, at, value, raw, dynamic }: Variable, form: Environment['form']): ReadEntry {
  const span = {
    line: at.file.source.position(at.start).line,
    column: 1,
    offset: at.start,
    length: raw.length,
  };
  const interpolates =
    dynamic && variablesIn(raw).length === 0 ? [name] : variablesIn(raw.replaceAll('$$', ''));
  return {
    path: [name],
    // In a list, quotes are part of the value; that is told on its own, so that nothing else is said of it.
    value: form === 'list' ? value.replace(/^(["'])(.*)\1$/s, '$2') : value,
    span,
    key: span,
    quoted: 'none',
    ...(interpolates.length === 0 ? {} : { interpolates }),
  };
}

/** True for a Compose file. */
export const isCompose = (root: Node): boolean => {
  const services = child(root, 'services');
  return (
    services?.type === 'map' &&
    services.entries.some(({ value }) =>
      ['image', 'environment', 'env_file', 'build', 'volumes', 'ports', 'container_name', 'restart'].some(
        (key) => entryOf(value, key) !== undefined,
      ),
    )
  );
};

/** A part cut out of a Compose file: a service with its environment, or the environment alone. */
export function composeRoot(root: Node): Node | undefined {
  if (isCompose(root)) return root;
  if (root.type !== 'map') return undefined;
  const wrap = (key: string, value: Node): MapNode => ({
    type: 'map',
    file: root.file,
    start: root.start,
    end: root.end,
    entries: [{ key, at: { file: root.file, start: root.start }, value }],
  });
  if (
    entryOf(root, 'environment') !== undefined &&
    (entryOf(root, 'image') !== undefined || root.entries.length <= 4)
  )
    return wrap('services', wrap('', root));
  const services = root.entries.filter(
    ({ value }) => entryOf(value, 'image') && entryOf(value, 'environment'),
  );
  return services.length > 0 && services.length === root.entries.length ? wrap('services', root) : undefined;
}

/** The environment of each service of a Compose file. */
export function environmentsOf(root: Node): Environment[] {
  const services = child(root, 'services');
  if (services?.type !== 'map') return [];
  return services.entries.flatMap(({ key, value: service }): Environment[] => {
    const node = child(service, 'environment');
    const image = textAt(child(service, 'image'));
    if (node === undefined && image === undefined && entryOf(service, 'env_file') === undefined) return [];
    const form = node?.type === 'list' ? 'list' : 'map';
    const variables = node === undefined ? [] : variablesOf(node);
    return [
      {
        file: service.file,
        form,
        variables,
        odd: [],
        ...(key === '' ? {} : { service: key }),
        ...(image === undefined ? {} : { image }),
        taken: takenBy(service, node),
      },
    ];
  });
}

function takenBy(service: Node, environment: Node | undefined): Taken {
  const files = itemsOf(child(service, 'env_file')).map(
    (item) => textAt(item) ?? textAt(child(item, 'path')),
  );
  const known = files.flatMap((file) => file ?? []);
  return {
    files: entryOf(service, 'extends') !== undefined || known.length < files.length ? 'unknown' : known,
    names: environment?.type === 'list' ? textsOf(environment).filter((text) => !text.includes('=')) : [],
  };
}

function variablesOf(node: Node): Variable[] {
  if (node.type === 'map')
    return node.entries.flatMap(({ key, at, value }) => {
      if (value.type !== 'scalar') return [];
      const text = value.value === null ? '' : value.text;
      const plain = text.replaceAll('$$', '$');
      // Without a value it is taken from the shell.
      const dynamic = value.dynamic || value.value === null || isReference(text);
      return [{ name: key, at, value: plain, raw: text, dynamic }];
    });
  if (node.type !== 'list') return [];
  return node.items.flatMap((item) => {
    const text = textAt(item);
    const equals = text?.indexOf('=') ?? -1;
    if (text === undefined || equals < 1) return [];
    const raw = text.slice(equals + 1);
    return [
      {
        name: text.slice(0, equals),
        at: { file: item.file, start: item.start },
        value: raw.replaceAll('$$', '$'),
        raw,
        dynamic: isReference(raw),
      },
    ];
  });
}

/** The version in the tag of an image, such as `4.39.5` of `authelia/authelia:v4.39.5`. */
export const imageVersion = (image: string): string | undefined =>
  /:v?(\d{1,4}\.\d{1,4}(?:\.\d{1,4})?)(?:[-@].*)?$/.exec(image)?.[1];

/** The last word of an image's name: `romm` of `rommapp/romm:5.2`. */
export const imageName = (image: string): string =>
  image
    .replace(/[:@].*$/, '')
    .split('/')
    .at(-1) ?? '';
