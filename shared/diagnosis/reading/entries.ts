import { complaints } from '../judges/words.ts';
import { type Level, levelOf } from './levels.ts';

/** One entry of a pasted text: a line with the lines that belong to it, e.g. those of a stack. */
export interface Entry {
  readonly level: Level;
  /** The lines, as they are in the text. */
  readonly text: string;
  /** The number of its first line, from 1. */
  readonly line: number;
}

/** An answer in an access log, with its status. */
const ACCESS = /"(?:GET|POST|PUT|HEAD|OPTIONS|DELETE|PATCH) [^"\n]{1,4000}"\s{1,3}(\d{3})\b/;

/** A test that passed, as test runners print it, and a line of source code that names what it would say. */
const ONLY_NAMED =
  /^(?:[\w.-]{1,60}\s{0,20}\|\s{0,4}|>\s{0,2})?\s{0,60}(?:(?:[\u2713\u2714\u221a]|ok \d{1,5}\b|PASS\b|--- PASS:)|(?:raise|except|throw new|catch|throw) .{0,200}[\w.]\(?.*[(:{;)]\s*$)/;

/** A line that begins the report of an exception, whatever stood before it. */
const EXCEPTION =
  /^(?:Traceback \(most recent|(?:Exception|Error|Caused by|Uncaught|Unhandled)\b|(?:[\w$]{1,60}\.){1,8}[A-Z]\w{1,80}(?:Error|Exception)\b|[A-Z]\w{1,80}(?:Error|Exception)(?:\s\[[^\]]{1,80}\])?:)/;
const INDENTED = /^[ \t]+\S|^[}\])]/;

/** The trace that curl writes of a request: what it sends, what it gets and what it does. */
const TRACE = /^(?:[<>] (?:HTTP\/|[A-Z]{3,7} \/|[\w-]{1,60}: )|[<>]\s*$|\* \S|[{}] \[)/;

/** A command that sends a request. What stands in it was sent, and nobody's answer. */
const COMMAND =
  /^\s{0,8}(?:[$#%>]\s{1,3})?(?:sudo )?(?:curl|wget|httpie|https?|xh)\s{1,4}(?:-{1,2}[\w-]|["'\x60]?https?:\/\/|(?:GET|POST|PUT) )/;
/** The first line of a request as it goes over the wire, and the lines of its headers. */
const REQUEST_LINE = /^(?:GET|POST|PUT|PATCH|DELETE|HEAD) \S{1,4000} HTTP\/[\d.]{1,3}\s*$/;
const HEADER = /^[A-Za-z][\w-]{1,60}: \S/;

/** True if a line goes on with the command or with the headers of the request that an entry is. */
const isOfRequest = (entry: string, line: string): boolean =>
  COMMAND.test(entry)
    ? /\\\s*$/.test(entry)
    : REQUEST_LINE.test(entry.slice(0, 5000).split('\n', 1)[0]!) && HEADER.test(line);

/** Only this many characters of a pasted text are read. */
export const MAX_PASTED = 1024 * 1024;

/** A text is split into at most so many entries; what follows belongs to the last one. */
const MAX_ENTRIES = 20_000;
/** The level stands near the beginning of a line. */
const HEAD = 400;

const COMMENT = /^\s{0,40}(?:#|\/\/|;)(?![#!]).{0,400}/;
/** A setting of an env file or of YAML, or the name of a block, and nothing else in its line. */
const SETTING =
  /^\s{0,40}(?:- )?(?:export )?(?!error|message|msg)["']?[A-Za-z][\w.-]{1,80}["']?(?:[ \t]{0,4}=[ \t]{0,4}|:(?:[ \t]{1,4}|$))(?:"[^"]{0,400}"|'[^']{0,400}'|[^\s"']{0,400})\s{0,8}(?:#.{0,400})?$/;

/** A comment without its setting, or a heading. */
const HEADING = /^\s{0,3}#{1,6} /;

/** The numbers of the lines that are comments of a configuration: they describe its settings. */
function commentsIn(lines: readonly string[]): ReadonlySet<number> {
  const found = new Set<number>();
  let run: number[] = [];
  let below = false;
  for (const [index, raw] of lines.entries()) {
    const line = asWritten(raw.slice(0, 1000));
    if (line.trim() === '') continue;
    if (COMMENT.test(line)) run.push(index);
    else {
      const setting = SETTING.test(line.trimEnd());
      if (setting || below) for (const one of run) found.add(one);
      run = [];
      below = setting;
    }
  }
  if (below) for (const one of run) found.add(one);
  return found;
}

/** What a container's log, the journal, Kubernetes or a quotation put before every line. */
const PUT_BEFORE =
  /^(?:>{1,3}[ \t]?|[\w.-]{1,60}[ \t]{0,20}\|[ \t]{0,1}|[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d [\w.-]{1,60} [\w.@/-]{1,60}(?:\[\d{1,8}\])?: ?|\d{4}-\d\d-\d\dT[\d:.]{8,20}Z std(?:out|err) [FP] )/;

/** A line as its program wrote it. */
const asWritten = (line: string): string => line.replace(PUT_BEFORE, '');

/**
 * Splits a text into entries with their levels. Nothing is lost: the entries' lines are those of the text. A stack and
 * indented lines belong to the entry before them, except that an exception after a line of less importance is an entry
 * of its own.
 */
export function entriesOf(text: string): readonly Entry[] {
  const found: { level: Level; text: string; line: number }[] = [];
  const lines = text.split('\n');
  const comments = commentsIn(lines);
  for (const [index, raw] of lines.entries()) {
    const line = raw.replace(/\r$/, '');
    const head = asWritten(withoutColours(line.slice(0, HEAD)));
    const last = found.at(-1);
    if (last && found.length >= MAX_ENTRIES) {
      last.text += `\n${line}`;
      continue;
    }
    if (last && isOfRequest(asWritten(last.text), head)) {
      last.text += `\n${line}`;
      continue;
    }
    const sends = REQUEST_LINE.test(head) || (COMMAND.test(head) && complaints(line) === '');
    const level =
      ONLY_NAMED.test(head) || comments.has(index) || sends
        ? 'debug'
        : (levelOf(head) ?? levelOfAnswer(line) ?? (HEADING.test(head) ? 'warning' : undefined));
    const exception = EXCEPTION.test(head.trimStart());
    if (last && TRACE.test(line) && TRACE.test(last.text)) {
      last.text += `\n${line}`;
      continue;
    }
    if (
      last &&
      level === undefined &&
      (INDENTED.test(head) || head.trim() === '') &&
      !(exception && isQuiet(last.level)) &&
      !beginsSettings(lines[index - 1] ?? '', head)
    )
      last.text += `\n${line}`;
    else found.push({ level: level ?? (exception ? 'error' : 'plain'), text: line, line: index + 1 });
  }
  return found;
}

/** A setting or an item of a list, as a file has it. */
const OF_FILE = /^\s+(?:-\s+\S|["']?[\w.-]{1,60}["']?\s?(?::(?=\s|$)|=))/;
/** The first line of a client in a provider's file. */
const OF_CLIENT = /^\s+-\s+["']?client_id["']?:\s/;

/** True if settings that are indented begin below a message: behind an empty line they are none of it. */
const beginsSettings = (before: string, head: string): boolean =>
  OF_CLIENT.test(head) || (before.trim() === '' && OF_FILE.test(head));

/** A line of so many characters may have been broken by a terminal. */
const WIDTH = 40;
/** A setting, an item of a list or a row, as a line of its own. */
const OWN_LINE =
  /^\s{0,40}(?:[-*\u2022|>]\s|[\w.$"'-]{1,60}["']?\s{0,3}[:=]|(?:[\w.-]{1,30} ){1,5}[\w.-]{1,30}:\s{1,4}https?:\/\/)/;

/** Names in quotes and nothing else: a row of a list that a program printed over several lines. */
const NAMES = /^\s{0,40}(?:["'][\w.:/-]{1,80}["'],?\s{0,40}){1,20}$/;

/** An answer, as a line of its own. */
const STATUS_LINE = /^\s{0,8}(?:HTTP(?:\/[\d.]{1,3})?|status(?: code)?:?) [1-5]\d\d\b/i;

/**
 * The text of an entry in parts, each of which begins with a member or an item in a line of its own, or has the rows of
 * a list of names.
 */
export function membersOf(text: string): readonly string[] {
  const parts: string[] = [];
  let inList = false;
  for (const line of text.split('\n')) {
    const isRow = NAMES.test(line);
    if (parts.length === 0 || OWN_LINE.test(line) || isRow !== inList) parts.push(line);
    else parts[parts.length - 1] += `\n${line}`;
    inList = isRow;
  }
  return parts;
}

/** A time at the beginning of a line, as a log has it. */
const TIMED =
  /^[\s\x60"'>[(]{0,6}(?:[A-Z][a-z]{2} [ \d]\d \d\d:\d\d|\d{4}[-/]\d\d[-/]\d\d[T ]|\d\d:\d\d:\d\d)/;
/** What went wrong, in a line of its own below what was done. */
const GOES_ON = new RegExp(
  String.raw`^(?:\w{1,20} )?(?:error|fatal|warning|cause|reason)s?:|${EXCEPTION.source}`,
  'i',
);
const ASKS = /\bcurl\b|https?:\/\//;

/**
 * True if an entry says something of its own: it has a level or a time, or an empty line is before it. Otherwise it may go
 * on with what the entry before it tells of.
 */
export function beginsAnew(before: Entry | undefined, { level, text }: Entry): boolean {
  if (before === undefined || /\n\s*$/.test(before.text)) return true;
  if (TRACE.test(text)) return !ASKS.test(before.text);
  return (level !== 'plain' && !GOES_ON.test(text.trimStart())) || TIMED.test(text) || HEADING.test(text);
}

/** True if a line without a level may go on with the sentence of the entry before it. */
export function goesOn(before: Entry | undefined, { level, line, text }: Entry): boolean {
  if (before === undefined || level !== 'plain') return false;
  const last = before.text.slice(before.text.lastIndexOf('\n') + 1);
  const next = line === before.line + before.text.split('\n').length;
  return (
    next &&
    last.length >= WIDTH &&
    !/[.!?;}\]]\s*$/.test(last) &&
    !OWN_LINE.test(text) &&
    !STATUS_LINE.test(text)
  );
}

/** True if an entry is no part of the line before it, nor the exception below a stack. */
export const isOwnLine = (before: Entry | undefined, entry: Entry): boolean =>
  beginsAnew(before, entry) ||
  (!(goesOn(before, entry) && !BEGINS_SENTENCE.test(entry.text)) &&
    !(before !== undefined && STACK.test(before.text) && EXCEPTION.test(entry.text.trimStart())));
const STACK = /\n[ \t]+\S/;
const BEGINS_SENTENCE = /^\s{0,8}[A-Z]/;

const TRIES_AGAIN =
  /\b(?:will retry|retrying|retry in|trying again|try again in|(?:attempt|try) \d{1,3} ?(?:of|\/) ?\d{1,3})\b/i;
const WENT_WELL =
  /\b(?:succe(?:ss|eded|ssful|ssfully)|connected|fetched|loaded|established|recovered|logged in)\b/i;

/** The entries, with an error after which the program tried again as a warning if a later entry says that it went well. */
export function afterRetries<One extends Entry>(entries: readonly One[]): readonly One[] {
  const last = entries.findLastIndex(({ level, text }) => level === 'error' && !TRIES_AGAIN.test(text));
  const well = entries.findLastIndex(({ level, text }) => isQuiet(level) && WENT_WELL.test(text));
  return entries.map((entry, at) =>
    entry.level === 'error' && at > last && at < well ? { ...entry, level: 'warning' as const } : entry,
  );
}

/** True for entries that say how things go, not what is wrong. */
export const isQuiet = (level: Level): boolean => level === 'info' || level === 'debug';

/** The text as it was before a terminal's colours. */
export const withoutColours = (text: string): string => text.replace(/\u001b\[[0-9;]{0,16}m/g, '');

/** What an access log says went well is no error, and the rest is not explained by it. */
function levelOfAnswer(line: string): Level | undefined {
  const status = ACCESS.exec(line)?.[1];
  return status === undefined ? undefined : Number(status) < 400 ? 'info' : 'warning';
}

/** Members of a discovery document, or claims of a token, each with its value. */
const MEMBER =
  /["']?\b(?:\w{2,60}_(?:supported|endpoint|uri)|iss|aud|azp|sub|exp|iat|nbf|nonce|at_hash|auth_time|email_verified|preferred_username)["']?\s{0,3}[:=]/g;
/** An object with so many of them is a document or a token that a program printed. */
const MEMBERS = 3;

/** The same as JSON writes it, for a document whose beginning or end was cut off. */
const WRITTEN =
  /"(?:\w{2,60}_(?:supported|endpoint|uri)|iss|aud|azp|sub|exp|iat|nbf|nonce|at_hash|auth_time|email_verified|preferred_username)"\s{0,3}:/g;

/** Names in a row between quotation marks: what an answer had, as some programs say beside what they missed in it. */
const NAMES_IN_ROW = /["'`](?:[\w-]{2,30}, ?){3,40}[\w-]{2,30}["'`]/g;
const CLAIM_NAME =
  /\b(?:iss|aud|azp|sub|exp|iat|nbf|nonce|at_hash|auth_time|acr|amr|sid|name|email|email_verified|preferred_username|given_name|family_name|groups)\b/g;

/**
 * The text without the discovery documents and claims that a program printed in it: their words name what there is, and
 * not what is wrong. Also without a part of one, and without one that a terminal broke into lines.
 */
export const withoutDumps = (text: string): string =>
  text
    .replace(NAMES_IN_ROW, (list) => ((list.match(CLAIM_NAME)?.length ?? 0) >= MEMBERS ? "''" : list))
    .replace(/\{[^{}]{20,20000}\}/g, (block) =>
      (block.match(MEMBER)?.length ?? 0) >= MEMBERS ? '{}' : block,
    )
    .replace(/^[^{}]{20,20000}\}|\{[^{}]{20,20000}$/g, (part) =>
      (part.match(WRITTEN)?.length ?? 0) >= MEMBERS ? '{}' : part,
    );
