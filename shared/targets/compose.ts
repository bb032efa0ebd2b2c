import { blockOfLines, emitYaml, entry, map, type YamlNode } from '../render/text/yaml-lines.ts';
import type { Line, Why } from '../render/types.ts';

/** One variable of a service. A list of lines is a file inside the variable, written as a block. */
export interface ComposeVariable {
  readonly name: string;
  readonly value: string | readonly Line[];
  readonly why?: Why;
}

/**
 * Doubles every `$`: Compose replaces `$NAME` in every value of the file, quoted or not, and turns `$$` back
 * into one (Compose specification, interpolation).
 */
export const composeText = (text: string): string => text.replaceAll('$', '$$$$');

/**
 * The `environment` of one service, as a compose file to merge into the user's own. It uses the mapping form:
 * in the list form, quotes would become part of the value.
 */
export function composeLines(
  service: string,
  variables: readonly ComposeVariable[],
  comment: string,
): Line[] {
  const environment = variables.map(({ name, value, why }) =>
    entry(name, node(value), why === undefined ? {} : { why }),
  );
  return emitYaml(
    map(entry('services', map(entry(service, map(entry('environment', map(...environment))))), { comment })),
  );
}

const node = (value: ComposeVariable['value']): YamlNode =>
  typeof value === 'string'
    ? composeText(value)
    : blockOfLines(value.map((line) => ({ ...line, text: composeText(line.text) })));
