import type { TREE_FORMATS } from '../profile/formats.ts';
import { readCommand } from './command.ts';
import { readCompose } from './compose.ts';
import { readEnv } from './env.ts';
import { readHttp } from './http.ts';
import { readIni } from './ini.ts';
import { readJsonText } from './json.ts';
import { readPhp } from './php.ts';
import { readPython } from './python.ts';
import type { ReadEntry, Reading, ReadPath } from './reading.ts';
import { readRuby } from './ruby.ts';
import { readScreen } from './screen.ts';
import { readToml } from './toml.ts';
import type { FilledJson } from './values.ts';
import { readXml } from './xml.ts';
import { readYamlText } from './yaml.ts';

/** What a text is: the files of an app’s side, or what was typed into a form or a shell. */
export type SourceFormat = 'env' | 'compose' | 'command' | 'screen' | 'http' | (typeof TREE_FORMATS)[number];

/** A text to read, as it was found. */
export interface SourceText {
  /** What the person calls it, such as its path. */
  readonly name: string;
  readonly format: SourceFormat;
  readonly text: string;
}

/** A text that was read. */
export interface ReadSource extends Reading {
  readonly source: SourceText;
}

/** Reads a text in its format. */
export function readSource(source: SourceText, names: readonly string[]): ReadSource {
  return { source, ...readAs(source, names) };
}

function readAs({ format, text }: SourceText, names: readonly string[]): Reading {
  if (format === 'compose') return serviceOf(text, names);
  return READERS[format](text);
}

/** The environment of the service that has most of the names that are looked for. */
function serviceOf(text: string, names: readonly string[]): Reading {
  const { services, entries, problems } = readCompose(text);
  const counts = new Map(services.map((service) => [service, 0]));
  const wanted = new Set(names);
  for (const { service, path } of entries)
    if (wanted.has(String(path[0]))) counts.set(service, counts.get(service)! + 1);
  const [first, second] = [...counts].sort(([, a], [, b]) => b - a);
  if (first === undefined || first[1] === 0) return { entries: [], problems };
  const own = entries.filter(({ service }) => service === first[0]);
  const several =
    second === undefined || second[1] < first[1]
      ? []
      : [
          {
            code: 'several-services',
            severity: 'error' as const,
            message: 'Two services of the compose file have these variables.',
            span: own[0]!.span,
          },
        ];
  return several.length > 0
    ? { entries: [], problems: [...problems, ...several] }
    : { entries: own, problems };
}

const READERS: Readonly<Record<Exclude<SourceFormat, 'compose'>, (text: string) => Reading>> = {
  env: readEnv,
  yaml: readYamlText,
  json: readJsonText,
  command: readCommand,
  screen: readScreen,
  http: readHttp,
  ini: readIni,
  toml: readToml,
  xml: readXml,
  php: readPhp,
  python: readPython,
  ruby: readRuby,
};

/** What stands below a path, as a tree; undefined if nothing does. */
export function treeAt(entries: readonly ReadEntry[], path: ReadPath): FilledJson | undefined {
  const below = entries.filter((one) => isBelow(one.path, path));
  const [only] = below;
  if (only === undefined) return undefined;
  if (only.path.length === path.length) {
    // A name that is there twice has its last value.
    const { value } = below.at(-1)!;
    return value === null ? undefined : (value as FilledJson);
  }
  const steps = [...new Set(below.map((one) => one.path[path.length]!))];
  const trees = steps.flatMap((step) => {
    const tree = treeAt(below, [...path, step]);
    return tree === undefined ? [] : [[String(step), tree] as const];
  });
  return steps.every((step) => typeof step === 'number')
    ? trees.map(([, tree]) => tree)
    : Object.fromEntries(trees);
}

/** The entries at a path or below it. */
export const isBelow = (path: ReadPath, above: ReadPath): boolean =>
  path.length >= above.length && above.every((step, index) => path[index] === step);
