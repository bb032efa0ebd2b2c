import { examine } from './doctor.ts';
import { type Reading, readExisting } from './reading.ts';
import type { Finding } from './rule.ts';

/** A pasted text that is configuration, or has some in it. */
export interface PastedConfiguration {
  /** What it was taken for, in a few words. */
  readonly what: string;
  readonly findings: readonly Finding[];
  /** The lines of a log, and what a person tells, that stand beside it. */
  readonly log: string;
}

/** The name of the file in the findings of a pasted text. */
const PASTED = 'pasted text';

/** What `authelia config validate` prints, which people paste below the file. Its lines begin with tabs, as YAML's may not. */
const VALIDATED = new RegExp(
  String.raw`^Configuration parsed and loaded with (?:errors|warnings):[ \t]*\r?\n(?:(?:${[
    String.raw`[ \t]*(?:\t[^\n]*)?`,
    // Faults of decoding, and of a file that is no YAML.
    String.raw`'[\w.[\]]{1,200}' [^\n]*`,
    String.raw` {2}line \d[^\n]*`,
    String.raw`Error: [^\n]*`,
    // How the command is used stands below its errors.
    '(?:Usage|Examples|Flags|Global Flags):[^\\n]*',
    String.raw` {0,6}(?:authelia |-[a-z], |--[a-z])[^\n]*`,
  ].join('|')})(?:\r?\n|$)){1,400}`,
  'gm',
);

/**
 * Examines a pasted text if it is configuration. Undefined for an error, an address or a log: those are explained and
 * not examined.
 */
export function pastedConfiguration(text: string): PastedConfiguration | undefined {
  if (/^latchkey-probe \d+ begin/m.test(text)) return undefined;
  const validated = text.match(VALIDATED) ?? [];
  // The lines of the file keep their numbers.
  const given = text.replace(VALIDATED, (block) => block.replace(/[^\n]/g, ''));
  const said = given.split('\n').filter(isSaid);
  const file = given
    .split('\n')
    .map((line) => (isSaid(line) ? line.replace(/[^\r]/g, '') : line))
    .join('\n');
  return examinedParts(given, file, [...validated, ...said]);
}

/**
 * Examines a text.
 *
 * @param given the text, without the output of `config validate`
 * @param file the same without the lines of which it is clear that somebody says them
 * @param said both
 */
function examinedParts(
  given: string,
  file: string,
  said: readonly string[],
): PastedConfiguration | undefined {
  const whole = readExisting([{ name: PASTED, text: file }]);
  if (whatIs(whole, file) !== undefined && !isBroken(whole)) return examined(whole, file, said);
  if (file.length > MOST_OF_PARTS) return examined(whole, file, said);
  const parts = partsOf(given);
  if (parts.files.length > MOST_PARTS) return examined(whole, file, said);
  const read = (texts: readonly string[]) =>
    readExisting(texts.map((part) => ({ name: PASTED, text: part })));
  const first = read(parts.files);
  // An answer in JSON, or what else only looks like a part of a file, is what a program said.
  const strange = new Set(
    first.unread.flatMap(({ how, file: part }) => (how === 'unknown' ? [part.source.text] : [])),
  );
  const reading = strange.size === 0 ? first : read(parts.files.filter((part) => !strange.has(part)));
  const beside = [...parts.told, ...[...strange].map((part) => part.trim())];
  if (beside.length > 0 && whatIs(reading, file) !== undefined && !isBroken(reading))
    return examined(reading, file, [...said, ...beside]);
  return examined(whole, file, said);
}

/** A part of it is no configuration: a sentence, or a second file. */
const isBroken = ({ unread, environments }: Reading): boolean =>
  unread.some(({ how }) => how === 'flaw') ||
  environments.some(({ odd }) => odd.some(({ how }) => how === 'other'));

function examined(
  reading: Reading,
  file: string,
  beside: readonly string[],
): PastedConfiguration | undefined {
  const what = whatIs(reading, file);
  if (what === undefined) return undefined;
  const log = [...new Set([...beside, ...reading.logs, ...toldBeside(reading, file)])].join('\n');
  return { what, findings: examine(reading), log };
}

/** A line that begins as no setting, an item, a comment or a bracket of a file does, and as no line of an env file. */
const FREE = /^(?![\s#>=|&{}\]"'`*~-])(?!(?:export[ \t]+)?[A-Za-z_][\w.]{0,100}[ \t]{0,4}=)/;
const WORD = String.raw`[^\s]{1,80}`;
/**
 * What a program or a person says in a free line, which could be read as YAML: an error by its name, words behind a colon that are
 * no value in quotes, words before one, and a code. A line of a log is known by its form (`segmentsOf`), and what is indented
 * belongs to a file or to the line above it.
 */
const SAID: readonly RegExp[] = [
  /^(?:[\w$]{1,60}[./\\]{1,2}){0,10}[\w$]{0,80}(?:Error|Exception|Failure|Required|Warning|Fault)\b[^=]{0,40}(?::(?!\/)|$)/,
  /^(?:fatal|panic|error|warn(?:ing)?|exception|failed|failure|caused by|reason)\b[ \t]{0,2}[:(\]]/i,
  new RegExp(
    String.raw`^[\w.$()/-]{1,100}:[ \t]+(?![|>&*!{$]|["'][^"'\n]{0,400}["'][ \t]{0,8}\r?$)(?:${WORD}[ \t]+){2}\S`,
  ),
  /^(?:[^\s:=]{1,80}[ \t]+){2,}[^\s]/,
  /^[^\s:=]{1,80}[ \t]+[^\s=]{1,80}:[ \t]+\S/,
  /^[a-z]{2,40}_[a-z_]{2,60}\r?$/,
];
/** An answer in JSON, in a line of its own. */
const ANSWER = /^\{[^\n]{0,4000}"(?:error|error_description|message|msg|detail|title)"\s?:[^\n]*\}[ \t]*\r?$/;
/** An address alone in its line, as people copy it out of a browser: the names in its query are no variables. */
const ADDRESS =
  /^["'`<(]?https?:\/\/[^\s"'`<>?]{4,2000}\?(?:[^\s"'`<>]{0,4000}&)?(?:client_id|error|code|state|redirect_uri)=[^\s"'`<>]{0,4000}["'`>)]?[.,:]?[ \t]*\r?$/;
const isSaid = (line: string): boolean =>
  (FREE.test(line) && SAID.some((form) => form.test(line)) && !FILE_NAME.test(line)) ||
  ANSWER.test(line) ||
  ADDRESS.test(line);

/** The head of a file as people write it above: its name, alone in the line or in a few words. */
const FILE_NAME =
  /^[^\s:=]{0,3}(?:[\w-]{1,40}[ \t]+){0,4}[`"'*]{0,3}[\w./-]{0,80}\.(?:ya?ml|env|conf|json|toml)[`"'*]{0,3}[ \t]{0,4}(?:file)?[ \t]{0,4}[:-]?[`"'*]{0,3}[ \t]*\r?$/i;
const FENCE = /^[ \t]{0,8}(?:```|~~~)/;
/** A line of YAML, of an env file, or a comment. */
const OF_FILE =
  /^[ \t]*(?:#|-(?:[ \t]|$)|(?:export[ \t]+)?[A-Za-z_][\w.]{0,100}[ \t]*=|["']?[\w./<-]{1,100}["']?:(?:[ \t\r]|$)|[\]})[{]|$)/;

/**
 * The files that stand in one text, and what a person says around them. Each file is as long as the text, the rest of it
 * blank, so that lines keep their numbers.
 */
function partsOf(text: string): { readonly files: readonly string[]; readonly told: readonly string[] } {
  const lines = text.split('\n');
  const isTold = (line: string): boolean =>
    FENCE.test(line) ||
    FILE_NAME.test(line) ||
    isSaid(line) ||
    (!OF_FILE.test(line) && /\S[ \t]+\S/.test(line));
  const part: (number | undefined)[] = [];
  let count = 0;
  let before = true;
  for (const line of lines) {
    const told = isTold(line);
    if (!told && before) count++;
    part.push(told ? undefined : count);
    before = told;
  }
  const blank = (line: string): string => line.replace(/[^\r]/g, ' ');
  const numbers = Array.from({ length: Math.min(count, MOST_PARTS + 1) }, (_, index) => index + 1);
  return {
    files: numbers
      .map((number) => lines.map((line, at) => (part[at] === number ? line : blank(line))).join('\n'))
      .filter((file) => file.trim() !== ''),
    told: lines.filter((line, at) => part[at] === undefined && !FENCE.test(line)),
  };
}

/** What is longer is a log, and each part is read as a text of its length. */
const MOST_OF_PARTS = 60_000;
/** Nobody pastes more files at once: a text of more parts is something else, and read as one. */
const MOST_PARTS = 12;

/** A line of an env file that is none: a sentence, as people write them around what they paste. */
const SENTENCE = /^[ \t]{0,8}(?:>[ \t]?)?(?![#>=])(?:[^\s=]{1,60}[ \t]+){3,60}[^\s=]{1,200}[ \t]*\r?$/;

/** What a person says above, between and below the lines of an env file. Other files have sentences of their own. */
function toldBeside({ environments, logs }: Reading, text: string): readonly string[] {
  if (environments.length === 0 || environments.some(({ form }) => form !== 'env')) return [];
  const known = logs.join('\n');
  return text.split('\n').filter((line) => SENTENCE.test(line) && !known.includes(line));
}

/** What a reading is about; undefined if it is too little to be sure that it is configuration. */
function whatIs(
  { authelia, authentik, environments, sides, kestra, unread }: Reading,
  text: string,
): string | undefined {
  if (authelia !== undefined) return 'a configuration of Authelia';
  if (authentik !== undefined) return 'a blueprint or an export of authentik';
  if (kestra.length > 0) return 'a configuration of Kestra';
  if (sides.length > 0) return `settings of ${sides[0]!.app.name}`;
  if (environments.some(({ form }) => form !== 'env')) return 'a Compose file';
  const names = environments.flatMap(({ variables }) => variables.map(({ name }) => name));
  const set = names.filter((name) => /^[A-Z][A-Z0-9]*_[A-Z0-9_]+$/.test(name)).length;
  if (set >= 2 && set === names.length) return 'an env file';
  const broken = unread.some(({ how }) => how === 'flaw');
  return broken && /^(?:identity_providers|services|micronaut):[ \t]*(?:#.*)?\r?$/m.test(text)
    ? 'a configuration that can’t be read'
    : undefined;
}

/** Where a finding is mended. */
export const sideOf = ({ rule }: Finding): 'provider' | 'app' =>
  /^auth(?:elia|entik)-/.test(rule) ? 'provider' : 'app';
