import fc from 'fast-check';
import type { TREE_FORMATS } from '../../shared/profile/formats.ts';
import {
  anyText,
  expectedTree,
  fileOf,
  missingIn,
  readSynthetic,
  renderSynthetic,
  SETTINGS,
} from './synthetic-profile.ts';

type Format = (typeof TREE_FORMATS)[number];

/** A file that was rendered, what its reader has to find in it, and what the guide says is missing from it. */
export interface SyntheticFile {
  readonly text: string;
  readonly values: readonly (readonly [path: string, value: Value])[];
  readonly missing: readonly string[];
}
export type Value = string | number | boolean | readonly Value[] | { readonly [key: string]: Value };

const word = fc.stringMatching(/^[a-z][a-z0-9_]{0,7}$/).map((one) => `k${one}`);
/** Keys that a format with quotes takes, e.g. `it's: {a}`. */
const anyKey = fc.oneof(
  word,
  fc.constantFrom(
    "it's",
    'a "b"',
    '$x',
    '#{x}',
    'x: y',
    '- x',
    '# x',
    'a.b',
    'true',
    '<b>',
    '[x]',
    'a\\',
    '%s',
    'ü',
    '*/',
  ),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 6 }),
);

const joined = (...parts: readonly fc.Arbitrary<string>[]) => fc.tuple(...parts).map((all) => all.join('/'));
const place = fc.constantFrom('0', '1', '2');
/** Mostly paths that a format takes, with hostile ones among them, which the rules of profiles sort out. */
const mostly = (...good: readonly fc.Arbitrary<string>[]) =>
  fc.oneof(
    { weight: 12, arbitrary: fc.oneof(...good) },
    { weight: 1, arbitrary: joined(anyKey, anyKey, anyKey) },
    { weight: 1, arbitrary: fc.string({ maxLength: 8 }) },
  );
const underRoot = (...parts: readonly fc.Arbitrary<string>[]) => joined(fc.constant('root'), ...parts);
const inTree = mostly(
  anyKey,
  joined(word, anyKey),
  joined(word, anyKey, anyKey),
  joined(word, place, anyKey),
);
const inCode = [joined(word, anyKey), joined(word, word, anyKey)];
const PATHS: Readonly<Record<Format, fc.Arbitrary<string>>> = {
  yaml: inTree,
  json: inTree,
  toml: inTree,
  ini: mostly(word, joined(word, word)),
  xml: mostly(underRoot(word), underRoot(word, word), underRoot(word, place, word)),
  php: mostly(word, ...inCode),
  python: mostly(
    word,
    fc.tuple(word, word).map((words) => words.join('.')),
    ...inCode,
  ),
  ruby: mostly(...inCode),
};

/** A value: a text of the person's, a tree around one, or what the profile itself says. */
const valueWith = (setting: string) =>
  fc.oneof(
    {
      weight: 5,
      arbitrary: anyText.map((text) => ({ written: `{settings.${setting}}`, text, value: text as Value })),
    },
    fc.tuple(anyText, word).map(([text, key]) => ({
      written: { json: { [key]: [`{settings.${setting}}`, 'x'], [`${key}2`]: true } },
      text,
      value: { [key]: [text, 'x'], [`${key}2`]: true } as Value,
    })),
    // Lists in lists, which not every format has.
    fc.tuple(anyText, word).map(([text, key]) => ({
      written: { json: [[`{settings.${setting}}`, 'x'], [['y', true]], 'z', { [key]: [['w']] }] },
      text,
      value: [[text, 'x'], [['y', true]], 'z', { [key]: [['w']] }] as Value,
    })),
    fc
      .constantFrom<Value>(true, false, 0, 1, -7, 65535)
      .map((value) => ({ written: value, text: undefined, value })),
    // A text in the profile itself, in which a brace would begin a variable.
    anyText
      .map((text) => text.replace(/[{}]/g, ''))
      .filter((text) => text !== '')
      .map((text) => ({ written: text, text: undefined, value: text as Value })),
  );

/** Files of this format from profiles that the rules let through; undefined where they don't. */
export const anyFile = (format: Format): fc.Arbitrary<SyntheticFile | undefined> =>
  fc
    .uniqueArray(PATHS[format], { minLength: 1, maxLength: 6 })
    .chain((paths) =>
      fc.tuple(...paths.map((path, index) => valueWith(SETTINGS[index]!).map((one) => ({ path, ...one })))),
    )
    .map((all) => {
      const read = readSynthetic([
        {
          file: `app.${format}`,
          format,
          place: 'the folder of the app',
          keys: Object.fromEntries(all.map(({ path, written }) => [path, written])),
        },
      ]);
      if (!read.ok) return undefined;
      const settings = Object.fromEntries(
        all.flatMap(({ text }, index) => (text === undefined ? [] : [[SETTINGS[index]!, text]])),
      );
      const rendered = renderSynthetic(read.profile, settings);
      const missing = missingIn(rendered, 'file-values');
      return {
        text: fileOf(rendered, `app.${format}`),
        // In the order of an object's keys, because that is what the profile is read into.
        values: all
          .filter(({ path }) => !missing.includes(path))
          .map(({ path, value }) => [path, value] as const),
        missing,
      };
    });

/** What a reader has to find. */
export const treeIn = (
  { values }: SyntheticFile,
  as: (path: string, value: Value) => readonly [path: string, value: Value] = (path, value) => [path, value],
): unknown => expectedTree(values.map(([path, value]) => as(path, value)));

/** A tree in which everything is a text, as INI and XML have it. */
export const asTexts = (node: unknown): unknown => {
  if (typeof node !== 'object' || node === null) return String(node);
  if (Array.isArray(node)) return node.length === 1 ? asTexts(node[0]) : node.map(asTexts);
  return Object.fromEntries(Object.entries(node).map(([key, one]) => [key, asTexts(one)]));
};
