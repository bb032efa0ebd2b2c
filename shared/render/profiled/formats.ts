import { XMLBuilder } from 'fast-xml-parser';
import { stringify as iniText } from 'ini';
import { stringify as tomlText } from 'smol-toml';
import type { TREE_FORMATS } from '../../profile/schema.ts';
import { emitYaml, entry, item, map, seq, type YamlMap, type YamlNode } from '../text/yaml-lines.ts';
import type { FileLanguage, Line, Why } from '../types.ts';
import { asText, type FilledJson, type FilledValue } from './scope.ts';
import { type Tree, treeOf } from './tree.ts';

export type TreeFormat = (typeof TREE_FORMATS)[number];

/** How a format is written, and how its comments begin. JSON has none. */
interface Writer {
  readonly comment: readonly [before: string, after: string] | undefined;
  readonly lines: (values: readonly FilledValue[]) => Line[];
}

/** The lines of a file in one of the formats, with a comment above where the format has comments. */
export function formatLines(format: TreeFormat, values: readonly FilledValue[], comment: string): Line[] {
  const writer = WRITERS[format];
  const above =
    writer.comment === undefined ? [] : [{ text: `${writer.comment[0]}${comment}${writer.comment[1]}` }];
  return [...above, ...writer.lines(values)];
}

export const LANGUAGE_OF: Readonly<Record<TreeFormat, FileLanguage>> = {
  yaml: 'yaml',
  json: 'json',
  toml: 'toml',
  ini: 'ini',
  xml: 'xml',
  php: 'php',
  python: 'python',
  ruby: 'ruby',
};

const split = (text: string): Line[] =>
  text
    .replace(/\n+$/, '')
    .split('\n')
    .map((line) => ({ text: line }));

const WRITERS: Readonly<Record<TreeFormat, Writer>> = {
  yaml: { comment: ['# ', ''], lines: (values) => emitYaml(yamlMap(treeOf(values), whysOf(values), '')) },
  json: { comment: undefined, lines: (values) => split(JSON.stringify(treeOf(values), null, 2)) },
  toml: { comment: ['# ', ''], lines: (values) => split(tomlText(treeOf(values))) },
  ini: {
    comment: ['; ', ''],
    lines: (values) => split(iniText(sections(treeOf(values)), { whitespace: true })),
  },
  xml: {
    comment: ['<!-- ', ' -->'],
    lines: (values) =>
      split(
        new XMLBuilder({
          format: true,
          indentBy: '  ',
          ignoreAttributes: false,
          processEntities: true,
        }).build(treeOf(values)) as string,
      ),
  },
  php: {
    comment: ['// ', ''],
    lines: (values) => values.flatMap((one) => assigned(one, phpName, phpLiteral, ';')),
  },
  python: {
    comment: ['# ', ''],
    lines: (values) => values.flatMap((one) => assigned(one, (name) => `${name} = `, pythonLiteral, '')),
  },
  ruby: {
    comment: ['# ', ''],
    lines: (values) => values.flatMap((one) => assigned(one, rubyName, rubyLiteral, '')),
  },
};

/** The reasons by the path they are for. */
const whysOf = (values: readonly FilledValue[]): ReadonlyMap<string, Why> =>
  new Map(values.flatMap(({ name, why }) => (why === undefined ? [] : [[name, why] as const])));

type Whys = ReadonlyMap<string, Why>;

function yamlNode(node: FilledJson | Tree, whys: Whys, path: string): YamlNode {
  if (typeof node !== 'object') return node;
  if (!Array.isArray(node)) return yamlMap(node as Tree, whys, path);
  return seq(
    node.map((one, index) =>
      item(yamlNode(one, whys, below(path, index)), notesAt(whys, below(path, index))),
    ),
  );
}

const yamlMap = (node: Tree, whys: Whys, path: string): YamlMap =>
  map(
    ...Object.entries(node).map(([key, value]) =>
      entry(key, yamlNode(value, whys, below(path, key)), notesAt(whys, below(path, key))),
    ),
  );

const below = (path: string, step: string | number): string =>
  path === '' ? String(step) : `${path}/${step}`;

function notesAt(whys: Whys, path: string): { readonly why?: Why } {
  const why = whys.get(path);
  return why === undefined ? {} : { why };
}

/** An INI file has sections with names, and texts in them. */
function sections(tree: Tree): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(tree).map(([name, value]) => [
      name,
      typeof value === 'object' && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, asText(one as FilledJson)]))
        : asText(value as FilledJson),
    ]),
  );
}

/** One assignment over as many lines as its value has; the reason stands at its first. */
function assigned(
  { name, value, why }: FilledValue,
  target: (name: string) => string,
  literal: (value: FilledJson, indent: string) => string,
  end: string,
): Line[] {
  const [first = '', ...rest] = `${target(name)}${literal(value, '')}${end}`.split('\n');
  return [{ text: first, ...(why === undefined ? {} : { why }) }, ...rest.map((text) => ({ text }))];
}

/** `config/key` → `$CONFIG['config']['key'] = `, as Nextcloud and others add to their array. */
const phpName = (name: string): string => {
  const [variable, ...keys] = name.split('/');
  return `$${variable}${keys.map((key) => `[${phpLiteral(key)}]`).join('')} = `;
};

/** `gitlab_rails/omniauth_enabled` → `gitlab_rails['omniauth_enabled'] = `. */
const rubyName = (name: string): string => {
  const [variable, ...keys] = name.split('/');
  return `${variable}${keys.map((key) => `[${rubyLiteral(key)}]`).join('')} = `;
};

/** A literal in PHP. Single quotes: only `\` and `'` are special in them. */
export function phpLiteral(value: FilledJson, indent = ''): string {
  if (typeof value === 'string') return `'${value.replace(/[\\']/g, '\\$&')}'`;
  return nested(
    value,
    indent,
    { open: '[', close: ']', pair: ' => ', yes: 'true', no: 'false', openMap: '[', closeMap: ']' },
    phpLiteral,
  );
}

/** A literal in Python. JSON's escapes are Python's as well, as long as they are no surrogate pairs. */
export function pythonLiteral(value: FilledJson, indent = ''): string {
  if (typeof value === 'string') return JSON.stringify(value);
  return nested(
    value,
    indent,
    { open: '[', close: ']', pair: ': ', yes: 'True', no: 'False', openMap: '{', closeMap: '}' },
    pythonLiteral,
  );
}

/** A literal in Ruby. Single quotes: nothing is interpolated in them. */
export function rubyLiteral(value: FilledJson, indent = ''): string {
  if (typeof value === 'string') return `'${value.replace(/[\\']/g, '\\$&')}'`;
  return nested(
    value,
    indent,
    { open: '[', close: ']', pair: ' => ', yes: 'true', no: 'false', openMap: '{', closeMap: '}' },
    rubyLiteral,
  );
}

interface Signs {
  readonly open: string;
  readonly close: string;
  readonly openMap: string;
  readonly closeMap: string;
  readonly pair: string;
  readonly yes: string;
  readonly no: string;
}

function nested(
  value: Exclude<FilledJson, string>,
  indent: string,
  signs: Signs,
  literal: (value: FilledJson, indent: string) => string,
): string {
  if (typeof value === 'boolean') return value ? signs.yes : signs.no;
  if (typeof value === 'number') return String(value);
  const inner = `${indent}  `;
  const rows = Array.isArray(value)
    ? value.map((one) => `${inner}${literal(one, inner)},`)
    : Object.entries(value).map(
        ([key, one]) => `${inner}${literal(key, inner)}${signs.pair}${literal(one, inner)},`,
      );
  const [open, close] = Array.isArray(value) ? [signs.open, signs.close] : [signs.openMap, signs.closeMap];
  return rows.length === 0 ? `${open}${close}` : `${open}\n${rows.join('\n')}\n${indent}${close}`;
}
