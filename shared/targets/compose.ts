import { blockOfLines, emitYaml, entry, map, type YamlNode } from '../render/text/yaml-lines.ts';
import type { Line, Why } from '../render/types.ts';
import { type ReadEntry, type ReadProblem, type Span, variablesIn } from './reading.ts';
import { readYamlText } from './yaml.ts';

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

/** A variable of one service. The path begins below the service: it is the variable’s name. */
export interface ComposeEntry extends ReadEntry {
  readonly service: string;
  /** Written as “- NAME=value”, where quotes would be part of the value. */
  readonly inList: boolean;
}

/** A file that a service takes variables from. */
export interface ComposeEnvFile {
  readonly service: string;
  readonly file: string;
  readonly span: Span;
}

/** What a compose file says of the environments of its services. */
export interface ComposeReading {
  readonly services: readonly string[];
  /** The variables under `environment`, as Compose hands them over: `$$` is one `$`, and what it replaces is named. */
  readonly entries: readonly ComposeEntry[];
  /** The labels of the services, read in the same way. */
  readonly labels: readonly ComposeEntry[];
  readonly env_files: readonly ComposeEnvFile[];
  readonly problems: readonly ReadProblem[];
}

/**
 * The environments and labels of the services of a compose file (Compose specification, services: both as a map or as a
 * list, `env_file` as a path, a list, or a list with `path`).
 */
export function readCompose(text: string): ComposeReading {
  const { entries, problems } = readYamlText(text);
  const more: ReadProblem[] = [];
  const found: ComposeEntry[] = [];
  const labels: ComposeEntry[] = [];
  const files: ComposeEnvFile[] = [];
  const services = new Set<string>();
  for (const entry of entries) {
    const [top, service, part, ...below] = entry.path;
    if (top !== 'services' || typeof service !== 'string') continue;
    services.add(service);
    if (part === 'environment' && below.length === 1) {
      const one = variableOf(entry, service, below[0]!);
      if (one) found.push(one);
      else
        more.push({
          code: 'compose-no-variable',
          severity: 'error',
          message: 'This is no NAME=value.',
          span: entry.span,
        });
    } else if (part === 'labels' && below.length === 1) {
      const one = variableOf(entry, service, below[0]!);
      if (one) labels.push(one);
    } else if (part === 'environment' && below.length > 1) {
      more.push({
        code: 'compose-variable-not-text',
        severity: 'error',
        message: 'A variable of the environment is one text, and here is a list or a map.',
        span: entry.span,
      });
    } else if (
      part === 'env_file' &&
      typeof entry.value === 'string' &&
      (below.length < 2 || below[1] === 'path')
    ) {
      files.push({ service, file: entry.value, span: entry.span });
    }
  }
  return {
    services: [...services],
    entries: found,
    labels,
    env_files: files,
    problems: [...problems, ...more],
  };
}

function variableOf(entry: ReadEntry, service: string, step: string | number): ComposeEntry | undefined {
  if (typeof entry.value === 'object' && entry.value !== null) return undefined;
  const inList = typeof step === 'number';
  const text = entry.value === null ? undefined : String(entry.value);
  if (!inList) return asCompose(entry, service, step, text, inList);
  if (text === undefined) return undefined;
  const equals = text.indexOf('=');
  const name = equals < 0 ? text : text.slice(0, equals);
  if (name.trim() === '') return undefined;
  return asCompose(entry, service, name, equals < 0 ? undefined : text.slice(equals + 1), inList);
}

function asCompose(
  entry: ReadEntry,
  service: string,
  name: string,
  text: string | undefined,
  inList: boolean,
): ComposeEntry {
  const variables = text === undefined ? [] : variablesIn(text.replaceAll('$$', ''));
  return {
    ...entry,
    path: [name],
    value: text === undefined ? null : text.replaceAll('$$', '$'),
    service,
    inList,
    ...(variables.length === 0 ? {} : { interpolates: variables }),
  };
}
