import { XMLBuilder } from 'fast-xml-parser';
import { stringify as tomlText } from 'smol-toml';
import type { TREE_FORMATS } from '../../profile/formats.ts';
import { emitYaml, entry, item, map, seq, type YamlMap, type YamlNode } from '../text/yaml-lines.ts';
import type { FileLanguage, Line, Why } from '../types.ts';
import { asText, type FilledJson, type FilledValue } from './scope.ts';
import { type Tree, treeOf } from './tree.ts';

export type TreeFormat = (typeof TREE_FORMATS)[number];

/** How a format is written, and how its comments begin. JSON has none. */
interface Writer {
  readonly comment: readonly [before: string, after: string] | undefined;
  readonly lines: (values: readonly FilledValue[]) => Line[];
  /** Why a value can't be written, where the format, or those who read it, don't carry every text. */
  readonly unfit?: (value: FilledJson) => string | undefined;
}

/** A value that a format can't carry, by its name, with the reason. */
export interface FormatFailure {
  readonly name: string;
  readonly message: string;
}

/**
 * The lines of a file in one of the formats, with a comment above where the format has comments. A value that the
 * format can't carry is left out and named, never written as another one.
 */
export function formatLines(
  format: TreeFormat,
  values: readonly FilledValue[],
  comment: string,
): { readonly lines: Line[]; readonly failures: readonly FormatFailure[] } {
  const { comment: signs, lines, unfit } = WRITERS[format];
  const failures = values.flatMap(({ name, value }) => {
    const message = unfit?.(value);
    return message === undefined ? [] : [{ name, message }];
  });
  const written = values.filter((one) => failures.every(({ name }) => name !== one.name));
  const above = signs === undefined ? [] : [{ text: `${signs[0]}${commentText(comment)}${signs[1]}` }];
  return { lines: [...above, ...lines(written)], failures };
}

/** A text that ends the comment of no format: not by a line break, by XML's `--` or by PHP's `?>`. */
const commentText = (text: string): string =>
  text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replaceAll('--', '–')
    .replaceAll('?>', '? >');

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
    lines: iniLines,
    unfit: iniUnfit,
  },
  xml: {
    comment: ['<!-- ', ' -->'],
    // A reader turns a bare carriage return into a line feed (XML 1.0 §2.11).
    lines: (values) => split((XML.build(treeOf(values)) as string).replaceAll('\r', '&#13;')),
    unfit: (value) =>
      textsIn(value).some((text) => NOT_IN_XML.test(text))
        ? 'XML can’t hold one of its characters.'
        : undefined,
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

/** The section and key of a path. */
const iniPlace = (name: string): readonly [section: string, key: string] => {
  const [section = '', key] = name.split('/');
  return key === undefined ? ['', section] : [section, key];
};

/** Sections with texts in them; what belongs to none comes first. Nothing is quoted: readers disagree on quotes. */
function iniLines(values: readonly FilledValue[]): Line[] {
  const sections = new Map<string, Line[]>([['', []]]);
  for (const { name, value, why } of values) {
    const [section, key] = iniPlace(name);
    const lines = sections.get(section) ?? [{ text: `[${section}]` }];
    lines.push({ text: `${key} = ${asText(value)}`.trimEnd(), ...(why === undefined ? {} : { why }) });
    sections.set(section, lines);
  }
  return [...sections.values()].flat();
}

/**
 * What go-ini, Python’s configparser, PHP and npm’s ini read differently: blanks at the ends, a quote at the beginning,
 * the signs of a comment, backslashes that escape. Sources: go-ini/ini parser.go@v1.67, CPython Lib/configparser.py@3.11,
 * npm/ini lib/ini.js@6.0, php-src Zend/zend_ini_scanner.l@8.2.
 */
function iniUnfit(value: FilledJson): string | undefined {
  const text = asText(value);
  if (/[\p{Cc}\p{Zl}\p{Zp}]/u.test(text)) return 'An INI file can’t hold one of its characters.';
  if (text !== text.trim()) return 'An INI file can’t hold a blank at the beginning or the end.';
  return /^["'`]|[;#]|\\(?=\\|$)/.test(text)
    ? 'Its quotes, signs of a comment (; #) or backslashes are read differently by each reader of INI files.'
    : undefined;
}

const XML = new XMLBuilder({ format: true, indentBy: '  ', processEntities: true });

/** XML 1.0 §2.2, characters that it doesn’t have. */
const NOT_IN_XML = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

/** Every text in a value. */
const textsIn = (value: FilledJson): string[] =>
  typeof value === 'object' ? Object.values(value).flatMap(textsIn) : [String(value)];

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

/**
 * A text for PHP and Ruby: in single quotes, in which nothing is replaced and only `\\` and `\'` are special; or on one
 * line in double quotes, for characters that an editor or the language changes.
 */
const phpText = (value: string): string =>
  /[\0-\x1f\x7f]/.test(value)
    ? `"${value.replace(/[\0-\x1f\x7f\\"$#]/g, hexEscape)}"`
    : `'${value.replace(/[\\']/g, '\\$&')}'`;

const hexEscape = (character: string): string =>
  `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;

/** `CONFIG/key` → `$CONFIG['key'] = `, as Nextcloud and others add to their array. */
const PHP: Language = {
  text: phpText,
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
