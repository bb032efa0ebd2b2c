/** How much an entry of a log says that something is wrong; `plain` is text without a level. */
export type Level = 'debug' | 'info' | 'warning' | 'error' | 'plain';

/** One entry of a pasted text: a line with the lines that belong to it, e.g. those of a stack. */
export interface Entry {
  readonly level: Level;
  /** The lines, as they are in the text. */
  readonly text: string;
  /** The number of its first line, from 1. */
  readonly line: number;
}

/** Every name that a level has in the formats below. */
const LEVELS: Readonly<Record<string, Level>> = {
  trace: 'debug',
  trc: 'debug',
  trce: 'debug',
  verbose: 'debug',
  debug: 'debug',
  dbg: 'debug',
  dbug: 'debug',
  fine: 'debug',
  finer: 'debug',
  finest: 'debug',
  info: 'info',
  inf: 'info',
  information: 'info',
  notice: 'info',
  warn: 'warning',
  wrn: 'warning',
  warning: 'warning',
  error: 'error',
  err: 'error',
  fail: 'error',
  eror: 'error',
  severe: 'error',
  critical: 'error',
  crit: 'error',
  fatal: 'error',
  ftl: 'error',
  panic: 'error',
  alert: 'error',
  emergency: 'error',
};

/** pino and bunyan number their levels. */
const numbered = (level: number): Level =>
  level >= 50 ? 'error' : level >= 40 ? 'warning' : level >= 30 ? 'info' : 'debug';

const NAME = Object.keys(LEVELS).join('|');
/** What stands before the level: a service's name as Compose prints it, times, process ids, names in brackets. */
const BEFORE = String.raw`(?:[\w.-]{1,60}\s{0,20}\|\s{0,4})?(?:[\[(]?[\d/:.,TZ+ -]{5,40}(?:AM|PM|UTC)?[\])]?[\s|:-]{0,4})?(?:\[[^\]\n]{1,60}\]\s{0,4}|[\w.$/@-]{1,60}\s{1,8}){0,3}`;
const KEYED = new RegExp(
  String.raw`(?:^|[\s{,])"?(?:level|lvl|severity|levelname|log\.level)"?\s{0,3}[=:]\s{0,3}"?(${NAME}|\d{2})\b`,
  'i',
);
const BRACKETED = new RegExp(String.raw`^.{0,120}?[\[(<](?:[\w:-]{1,20}:)?(${NAME})[\])>]`, 'i');
/** A level in capital letters, or one right after the time or with a colon: the small word may be part of a sentence. */
const CAPITAL = new RegExp(String.raw`^${BEFORE}(${NAME.toUpperCase()})(?=[\s:|\]/-]|$)`);
const SMALL = new RegExp(
  String.raw`^(?:[\w.-]{1,60}\s{0,20}\|\s{0,4})?[\d/:.,TZ+ -]{8,40}\s(${NAME})(?=[\s:|])|^(${NAME}):\s`,
  'i',
);
const KLOG = /^([IWEF])\d{4} \d\d:\d\d/;
const KLOG_LEVELS: Readonly<Record<string, Level>> = { I: 'info', W: 'warning', E: 'error', F: 'error' };
/** An answer in an access log, with its status. */
const ACCESS = /"(?:GET|POST|PUT|HEAD|OPTIONS|DELETE|PATCH) [^"\n]{1,4000}"\s{1,3}(\d{3})\b/;

/** A test that passed, as test runners print it, and a line of source code that names what it would say. */
const ONLY_NAMED =
  /^(?:[\w.-]{1,60}\s{0,20}\|\s{0,4}|>\s{0,2})?\s{0,60}(?:(?:[\u2713\u2714\u221a]|ok \d{1,5}\b|PASS\b|--- PASS:)|(?:raise|except|throw new|catch|throw) .{0,200}[\w.]\(?.*[(:{;)]\s*$)/;

/** A line that begins the report of an exception, whatever stood before it. */
const EXCEPTION =
  /^(?:Traceback \(most recent|(?:Exception|Error|Caused by|Uncaught|Unhandled)\b|(?:[\w$]{1,60}\.){1,8}[A-Z]\w{1,80}(?:Error|Exception)\b|[A-Z]\w{1,80}(?:Error|Exception)(?:\s\[[^\]]{1,80}\])?:)/;
const INDENTED = /^[ \t]+\S|^[}\])]/;

/** Only this many characters of a pasted text are read. */
export const MAX_PASTED = 1024 * 1024;

/** A text is split into at most so many entries; what follows belongs to the last one. */
const MAX_ENTRIES = 20_000;
/** The level stands near the beginning of a line. */
const HEAD = 400;

/**
 * Splits a text into entries with their levels. Nothing is lost: the entries' lines are those of the text. A stack and
 * indented lines belong to the entry before them, except that an exception after a line of less importance is an entry
 * of its own.
 */
export function entriesOf(text: string): readonly Entry[] {
  const found: { level: Level; text: string; line: number }[] = [];
  const lines = text.split('\n');
  for (const [index, raw] of lines.entries()) {
    const line = raw.replace(/\r$/, '');
    const head = withoutColours(line.slice(0, HEAD));
    const last = found.at(-1);
    if (last && found.length >= MAX_ENTRIES) {
      last.text += `\n${line}`;
      continue;
    }
    const level = ONLY_NAMED.test(head) ? 'debug' : (levelOf(head) ?? levelOfAnswer(line));
    const exception = EXCEPTION.test(head.trimStart());
    if (
      last &&
      level === undefined &&
      (INDENTED.test(head) || head.trim() === '') &&
      !(exception && isQuiet(last.level))
    )
      last.text += `\n${line}`;
    else found.push({ level: level ?? (exception ? 'error' : 'plain'), text: line, line: index + 1 });
  }
  return found;
}

const TRIES_AGAIN =
  /\b(?:will retry|retrying|retry in|trying again|try again in|(?:attempt|try) \d{1,3} ?(?:of|\/) ?\d{1,3})\b/i;
const WENT_WELL =
  /\b(?:succe(?:ss|eded|ssful|ssfully)|connected|fetched|loaded|established|recovered|logged in)\b/i;

/** The entries, with an error after which the program tried again as a warning if a later entry says that it went well. */
export function afterRetries(entries: readonly Entry[]): readonly Entry[] {
  const last = entries.findLastIndex(({ level, text }) => level === 'error' && !TRIES_AGAIN.test(text));
  const well = entries.findLastIndex(({ level, text }) => isQuiet(level) && WENT_WELL.test(text));
  return entries.map((entry, at) =>
    entry.level === 'error' && at > last && at < well ? { ...entry, level: 'warning' as const } : entry,
  );
}

/** True for entries that say how things go, not what is wrong. */
export const isQuiet = (level: Level): boolean => level === 'info' || level === 'debug';

const withoutColours = (text: string): string => text.replace(/\u001b\[[0-9;]{0,16}m/g, '');

function levelOf(head: string): Level | undefined {
  const klog = KLOG.exec(head)?.[1];
  if (klog !== undefined) return KLOG_LEVELS[klog];
  const small = SMALL.exec(head);
  const name =
    KEYED.exec(head)?.[1] ?? CAPITAL.exec(head)?.[1] ?? BRACKETED.exec(head)?.[1] ?? small?.[1] ?? small?.[2];
  if (name === undefined) return undefined;
  return /^\d/.test(name) ? numbered(Number(name)) : LEVELS[name.toLowerCase()];
}

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

/**
 * The text without the discovery documents and claims that a program printed in it: their words name what there is, and
 * not what is wrong. Also without a part of one, and without one that a terminal broke into lines.
 */
export const withoutDumps = (text: string): string =>
  text
    .replace(/\{[^{}]{20,20000}\}/g, (block) =>
      (block.match(MEMBER)?.length ?? 0) >= MEMBERS ? '{}' : block,
    )
    .replace(/^[^{}]{20,20000}\}|\{[^{}]{20,20000}$/g, (part) =>
      (part.match(WRITTEN)?.length ?? 0) >= MEMBERS ? '{}' : part,
    );
