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
  php: { comment: ['// ', ''], lines: (values) => values.flatMap((one) => assigned(one, PHP)) },
  python: { comment: ['# ', ''], lines: (values) => values.flatMap((one) => assigned(one, PYTHON)) },
  ruby: { comment: ['# ', ''], lines: (values) => values.flatMap((one) => assigned(one, RUBY)) },
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

/** How a language writes a literal and what it is assigned to. */
interface Language {
  /** A text in its quotes. */
  readonly text: (value: string) => string;
  readonly list: readonly [open: string, close: string];
  readonly map: readonly [open: string, close: string];
  readonly pair: string;
  readonly yes: string;
  readonly no: string;
  /** What stands before the first step of a path, and after the literal. */
  readonly before: string;
  readonly end: string;
}

/** Single quotes, in which PHP and Ruby know only `\\` and `\'`: nothing is replaced in them. */
const singleQuoted = (value: string): string => `'${value.replace(/[\\']/g, '\\$&')}'`;

/** `CONFIG/key` → `$CONFIG['key'] = `, as Nextcloud and others add to their array. */
const PHP: Language = {
  text: singleQuoted,
  list: ['[', ']'],
  map: ['[', ']'],
  pair: ' => ',
  yes: 'true',
  no: 'false',
  before: '$',
  end: ';',
};

/** JSON's escapes are Python's as well, as long as they are no surrogate pairs. */
const PYTHON: Language = {
  text: JSON.stringify,
  list: ['[', ']'],
  map: ['{', '}'],
  pair: ': ',
  yes: 'True',
  no: 'False',
  before: '',
  end: '',
};

/** `gitlab_rails/omniauth_enabled` → `gitlab_rails['omniauth_enabled'] = `. */
const RUBY: Language = { ...PHP, map: ['{', '}'], before: '', end: '' };

/** One assignment over as many lines as its value has; the reason stands at its first. */
function assigned({ name, value, why }: FilledValue, language: Language): Line[] {
  const [variable, ...keys] = name.split('/');
  const target = `${language.before}${variable}${keys.map((key) => `[${language.text(key)}]`).join('')}`;
  const [first = '', ...rest] = `${target} = ${literal(value, language)}${language.end}`.split('\n');
  return [{ text: first, ...(why === undefined ? {} : { why }) }, ...rest.map((text) => ({ text }))];
}

/** A value as a literal, over several lines if it has parts. */
function literal(value: FilledJson, language: Language, indent = ''): string {
  if (typeof value === 'string') return language.text(value);
  if (typeof value === 'boolean') return value ? language.yes : language.no;
  if (typeof value === 'number') return String(value);
  const inner = `${indent}  `;
  const [open, close] = Array.isArray(value) ? language.list : language.map;
  const rows = Array.isArray(value)
    ? value.map((one) => literal(one, language, inner))
    : Object.entries(value).map(
        ([key, one]) => `${language.text(key)}${language.pair}${literal(one, language, inner)}`,
      );
  return rows.length === 0
    ? `${open}${close}`
    : `${open}\n${rows.map((row) => `${inner}${row},\n`).join('')}${indent}${close}`;
}
