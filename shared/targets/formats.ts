import type { TREE_FORMATS } from '../profile/formats.ts';
import type { FileLanguage, Line } from '../render/types.ts';
import { INI } from './ini.ts';
import { JSON_FILE } from './json.ts';
import { PHP } from './php.ts';
import { PYTHON } from './python.ts';
import { RUBY } from './ruby.ts';
import { TOML } from './toml.ts';
import type { FilledValue } from './values.ts';
import { commentText, type Remarks, type Writer } from './writer.ts';
import { XML } from './xml.ts';
import { YAML } from './yaml.ts';

export type TreeFormat = (typeof TREE_FORMATS)[number];

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
  comment: string | undefined,
  remarks: Remarks = new Map(values.map((one) => [one.name, one])),
): { readonly lines: Line[]; readonly failures: readonly FormatFailure[] } {
  const { comment: signs, lines, unfit } = WRITERS[format];
  const failures = values.flatMap(({ name, value }) => {
    const message = unfit?.(value);
    return message === undefined ? [] : [{ name, message }];
  });
  const written = values.filter((one) => failures.every(({ name }) => name !== one.name));
  const above =
    signs === undefined || comment === undefined
      ? []
      : [{ text: `${signs[0]}${commentText(comment)}${signs[1]}` }];
  return { lines: [...above, ...lines(written, remarks)], failures };
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

const WRITERS: Readonly<Record<TreeFormat, Writer>> = {
  yaml: YAML,
  json: JSON_FILE,
  toml: TOML,
  ini: INI,
  xml: XML,
  php: PHP,
  python: PYTHON,
  ruby: RUBY,
};
