import { finder } from '../find-all.ts';
import { FINDING_CODES, type FindingCode } from '../findings.ts';
import { lower, normalise } from '../normalise.ts';
import type { EvidenceValue } from '../types.ts';
import { isWordLike } from '../word-like.ts';
import { isDenied } from './denied.ts';
import { ofOtherToken } from './other-token.ts';
import { type Step, stepAt } from './step.ts';

/**
 * What one program says in its own words, and what was found when it says so. Data: a new message is a new entry, not
 * code.
 */
export interface Recogniser {
  /** The library or program, by its own name. */
  readonly by: string;
  /** The versions whose sources were read or that were run. */
  readonly versions?: string;
  /**
   * Its words. `{name}` stands for a value, `{name:url}` for an address, `{name:word}` for a name without
   * blanks, `{name:list}` for such names with blanks between them, `{…}` for what varies and says nothing, `{end}` for the
   * end of a word, as a code is also the beginning of a longer one. Names are those of the finding's data, e.g. `expected`, `actual`,
   * `redirect_uri`, `client_id`, `scope`, `claim`.
   */
  readonly says: string | Sense;
  /**
   * What `check` or `login` would report. `issuer` and `redirect` compare the values and name the difference. By step:
   * the words say what arrived, and what stands around them says from where; with no step known it is no finding.
   */
  readonly finding: FindingCode | 'issuer' | 'redirect' | ByStep | PointsTo;
  /** Values that the words stand for. */
  readonly data?: Readonly<Record<string, EvidenceValue>>;
  /** 0 to 1: how surely the words mean this. Default 1. */
  readonly weight?: number;
  /** The program says it as information or for debugging. */
  readonly quiet?: true;
  /** A text with these words as the program wrote it, or as its source puts it together. */
  readonly example?: string;
}

/**
 * A thing and what is wrong with it, in whatever words and order. Programs word their messages freely, but most of them
 * name the thing as its standard does.
 */
export interface Sense {
  /** Names of the thing. */
  readonly about: readonly string[];
  /** Words that say what is wrong, near one of the names. */
  readonly wrong: readonly string[];
  /** “no” before one of the names says it, too. */
  readonly none?: true;
  /** Names without blanks, as identifiers such as `InvalidAudience` or `IssuerMismatchError` have them. */
  readonly glued?: readonly string[];
  /** What stands beside them in the same identifier. Default: what says that a value is another one. */
  readonly glue?: readonly string[];
  /** Words that show that something else is meant, if they stand in the same place. */
  readonly not?: readonly string[];
  /** It is about an issuer: of two addresses beside it that differ in http and https only, the plain one was got. */
  readonly issuers?: true;
}

/** A cause that only words show, for which `check` and `login` have no finding. */
export interface PointsTo {
  readonly cause: string;
  /** What the words may mean as well, most likely first. What else the text says decides among them. */
  readonly or?: readonly string[];
}

export type ByStep = Readonly<Partial<Record<Step, FindingCode | PointsTo>>>;

/** One message that was recognised, with the values in it. */
export interface Observation {
  readonly recogniser: Recogniser;
  readonly finding: FindingCode | 'issuer' | 'redirect' | PointsTo;
  readonly data: Readonly<Record<string, EvidenceValue>>;
  /** The words that were found, in lower case. They may hold what the text keeps secret. */
  readonly matched: string;
  /** Those of them that are the recogniser's own. */
  readonly anchor: string;
  /** Only another line says which request it is about, so that it may be about another one. */
  readonly borrowed?: true;
}

interface Compiled {
  readonly recogniser: Recogniser;
  /** Words in lower case, one of which stands in the message: by them it is found. */
  readonly anchors: readonly string[];
  /** Of a sense, for the text in small letters: so a large pattern is made ready in half the time. */
  readonly pattern: () => RegExp;
  /** Whether the words without which it can't match are in a piece of the text in small letters: asked first, as it costs less. */
  readonly mayMatch: (small: string) => boolean;
  /** Words that may not stand in the message or directly beside it. */
  readonly not?: () => RegExp;
  /** How far from its anchor a message may begin and end. */
  readonly reach: number;
  /** How many places of an anchor are looked at. */
  readonly places: number;
  readonly names: readonly string[];
  /** Those of them that are a name in the text: anything else there may be a secret. */
  readonly words: ReadonlySet<string>;
}

const PLACE = /\{([a-z_]+|…)(?::(url|word|list))?\}/g;
/** A value in quotes or without; a message is cut before its values get longer. */
const VALUE = '.{0,300}?';
const URL = 'https?://[^\\s"\'<>\\[\\](),]{1,400}';
/** A name, such as that of a claim or a scope. */
const WORD = '[\\w.:/-]{1,80}';
/** Such names with blanks between them; what has a value of its own after it is no longer one of them. */
const LISTED = '[\\w.:/-]{1,80}(?![=\\w.:/-])';
const LIST = `${LISTED}(?: ${LISTED}){0,20}`;
const FORMS: Readonly<Record<string, string>> = { url: URL, word: WORD, list: LIST };
const ANY = '.{0,200}?';
const WORD_END = '(?![\\w-]|://)';
/** How far before its anchor a message may begin. */
const MOST_BEFORE = 700;
/** An anchor is looked at in so many places; a log repeats itself. */
const MOST_PLACES = 8;
/** A name alone is less of a message than a piece of a sentence, so more of its places are looked at. */
const MOST_NAMES = 32;
/** The words of a sense stand in one sentence, this near to each other. */
const GAP = '(?:(?!\\. |; ).){0,64}?';
/** Codes of RFC 6749 say nothing of the thing they stand near. */
const CODE =
  '(?:invalid|unsupported)_(?:request|grant|client|scope|token|response|target)|bad (?:request|gateway)';
/** A value behind what is wrong says that it is not so. */
const NOT_SO = '(?![a-z]{0,12}["\']?\\s?[=:]\\s?(?:\\[\\]|(?:false|0|no|none|null|nil)(?![\\w.])))';
/** “not required” is no demand, and “(required)” behind the name of a field describes it. */
const NOT_DENIED =
  "(?<!\\b(?:not|never|no longer|isn't|wasn't|aren't|weren't|don't|doesn't|didn't|hasn't) (?:an? |the )?)(?!(?<=\\()(?:required|mandatory)\\))";
/** Not within `[custom_components.auth_oidc.tools.oidc_client]`. */
const NO_LOGGER = '(?<!\\[(?:[\\w$-]{1,40}\\.){2,8}[\\w$-]{1,60})';
/** What an identifier says of a thing that it names. */
const GLUE = [
  'invalid',
  'incorrect',
  'wrong',
  'bad',
  'mismatch',
  'mismatched',
  'mismatching',
  'unexpected',
] as const;
/** How far around a name its sentence is looked at. */
const NEAR = 130;
/** Words with fewer letters occur as parts of many others. */
const SHORT = 5;
/** “I got 500”: a person tells of the page that the app showed, and no program of what the provider answered. */
const GOT_STATUS = /^got \d{3}/i;
const BY_PERSON = /(?:^|[^a-z'])(?:i|we|you|they|he|she|users?|people|everyone)(?: \w{1,12})? $/i;
/** How far beside the words of a sense another thing may be named. */
const BESIDE = 24;

/** The findings about an ID token. */
const OF_ID_TOKEN: ReadonlySet<unknown> = new Set(
  FINDING_CODES.filter((code) => code.startsWith('id-token-')),
);

/** How far behind the words of a sense the addresses of issuers stand. */
const ADDRESSES = 240;
const ADDRESS = /https?:\/\/[^\s"'`<>[\](),;]{1,300}/gi;
const GOT = /(?:received|got|actual|found|returned|was):?\s{0,2}["'`[(]?$/i;

/** The issuers beside a message, where what was got is the expected one by http. */
function plainIssuer(around: string): Readonly<Record<string, EvidenceValue>> | undefined {
  const found = [...around.matchAll(ADDRESS)].map((match) => ({
    url: match[0].replace(/[.:]+$/, ''),
    got: GOT.test(around.slice(Math.max(0, match.index - 20), match.index)),
  }));
  const plain = found.filter(({ url }) => /^http:/i.test(url));
  const actual = plain[0];
  if (actual === undefined || plain.some(({ url }) => url !== actual.url)) return undefined;
  const bare = (url: string) =>
    url
      .replace(/^https?:/i, '')
      .replace(/\/$/, '')
      .toLowerCase();
  const expected = found.find(({ url }) => /^https:/i.test(url));
  if (expected === undefined ? !actual.got : bare(expected.url) !== bare(actual.url)) return undefined;
  return { expected: expected?.url ?? actual.url.replace(/^http:/i, 'https:'), actual: actual.url };
}

const plainOf = (words: string): string => lower(normalise(words));
const literal = (words: string): string => words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const anyOf = (words: readonly string[]): string =>
  words
    .map(plainOf)
    .sort((a, b) => b.length - a.length)
    .map((one) => (/\d$/.test(one) ? `${literal(one)}(?!\\d|\\.\\d)` : literal(one)))
    .join('|');

/** Short words are whole words; others may be inflected. */
const beginningsOf = (words: readonly string[]): string =>
  words.map((one) => `${literal(plainOf(one))}${one.length < SHORT ? '(?![a-z0-9])' : ''}`).join('|');

/** What is made when it is first asked for: few of all messages occur in one text. */
function later<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

/** Words are no parts of longer words; what is wrong may be inflected. */
function patternOf({ about, wrong, none, glued = [], glue = GLUE }: Sense): RegExp {
  const names = anyOf(about);
  // A parameter in an address is what was sent.
  // The name of a member in a piece of JSON, or of a map as Go prints it, only says that it is there.
  // One of several names in a list only says that it was one of them.
  // So is the name of a logger in brackets no thing that a program tells of.
  const thing = `(?<![a-z0-9?&])(?:${names})${NO_LOGGER}(?![a-z0-9]|_\\w{1,30}["']\\s?:|["']\\s?:\\s?["'{[\\d]|["']\\s?,\\s?["'](?![\\w.-]{1,60}["']\\s?:)|:\\[|:[\\w.@-]{1,80}(?: \\w{2,40}:|\\]))`;
  const fault = `(?<![a-z0-9])${NOT_DENIED}(?!${CODE})(?:${anyOf(wrong)})${NOT_SO}`;
  const identifier =
    glued.length === 0
      ? ''
      : `|(?:${glue.join('|')})(?:${glued.join('|')})(?![a-z]{0,8}parameter|[a-z]{0,3}\\()|(?:${glued.join('|')})(?:${glue.join('|')})(?![a-z]{0,3}\\()`;
  const without = none === true ? `|(?<![a-z])no ["']?(?:${names})(?![a-z0-9])` : '';
  return new RegExp(`${thing}${GAP}${fault}|${fault}${GAP}${thing}${without}${identifier}`, 'g');
}

/** One of these is in whatever the pattern of a sense matches. */
const faultsOf = ({ wrong, none, glued = [], glue = GLUE }: Sense): readonly string[] => [
  ...wrong.map(plainOf),
  ...(none === true ? ['no '] : []),
  ...(glued.length === 0 ? [] : glue),
];

const hasAny = (words: readonly string[]) => (small: string) => words.some((word) => small.includes(word));
const hasAll = (words: readonly string[]) => (small: string) => words.every((word) => small.includes(word));

function compileSense(recogniser: Recogniser, sense: Sense): Compiled {
  const { about, glued = [], not } = sense;
  return {
    recogniser,
    anchors: [...new Set([...about.map(plainOf), ...glued])],
    pattern: later(() => patternOf(sense)),
    mayMatch: hasAny(faultsOf(sense)),
    ...(not === undefined
      ? {}
      : { not: later(() => new RegExp(`(?<![a-z0-9])(?:${beginningsOf(not)})`, 'i')) }),
    reach: NEAR,
    places: MOST_NAMES,
    names: [],
    words: new Set(),
  };
}

function compile(recogniser: Recogniser): Compiled {
  const { says } = recogniser;
  if (typeof says !== 'string') return compileSense(recogniser, says);
  const pieces: string[] = [];
  const names: string[] = [];
  const named = new Set<string>();
  let source = '';
  let at = 0;
  const words = (text: string) => {
    const plain = plainOf(text);
    if (plain !== '') pieces.push(plain);
    // A blank at the edge of a piece is part of the message; where values begin it may be missing.
    return `${/^\s/.test(text) ? ' ?' : ''}${literal(plain)}${/\s$/.test(text) ? ' ?' : ''}`;
  };
  for (const match of says.matchAll(PLACE)) {
    source += words(says.slice(at, match.index));
    at = match.index + match[0].length;
    if (match[1] === '…') source += ANY;
    else if (match[1] === 'end') source += WORD_END;
    else {
      names.push(match[1]!);
      if (match[2] === 'word' || match[2] === 'list') named.add(match[1]!);
      source += `(${FORMS[match[2] ?? ''] ?? VALUE})`;
    }
  }
  const last = says.slice(at);
  source +=
    last.trim() === '' && /\)$/.test(source) && !source.endsWith(WORD_END)
      ? '(?=["\'\\s,;)&]|$)'
      : words(last);
  const anchor = pieces.reduce((a, b) => (b.length > a.length ? b : a), '');
  return {
    recogniser,
    anchors: [anchor],
    pattern: later(() => new RegExp(source, 'gi')),
    mayMatch: hasAll(pieces.map((piece) => piece.trim())),
    reach: MOST_BEFORE,
    places: MOST_PLACES,
    names,
    words: named,
  };
}

/** The part around a place in which no new message begins. */
export function segmentOf(breaks: readonly number[], place: number): readonly [from: number, to: number] {
  let low = 0;
  let high = breaks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (breaks[middle]! > place) high = middle;
    else low = middle + 1;
  }
  return [breaks[low - 1] ?? 0, breaks[low] ?? Number.MAX_SAFE_INTEGER];
}

/**
 * Makes a search for the messages of all recognisers at once: one pass for their words, then a short look around each
 * place. Linear in the text's length.
 *
 * @returns reads normalised text (`normalise`); each message at most once, in the order of the recognisers
 */
export function reader(
  recognisers: readonly Recogniser[],
): (text: string, quiet: boolean, places?: Places) => Observation[] {
  const all = recognisers.map(compile);
  const find = finder([...new Set(all.flatMap(({ anchors }) => anchors))]);
  return (text, quiet, places = NOWHERE) => {
    const small = lower(text);
    const found = find(small);
    return all.flatMap((one) => {
      if ((one.recogniser.quiet === true) !== quiet) return [];
      for (const anchor of one.anchors)
        for (const place of (found.get(anchor) ?? []).slice(0, one.places)) {
          const observation = observedAt(text, small, one, place, anchor, places);
          if (observation) return [observation];
        }
      return [];
    });
  };
}

/** Where in a text something else is told of. */
export interface Places {
  /** At these places another message or member begins: the things that a sense names stand on one side of each. */
  readonly breaks: readonly number[];
  /** At these another line of a log or a stack begins. */
  readonly lines: readonly number[];
  /** At these a program or a person begins to tell of something else. */
  readonly statements: readonly number[];
}

const NOWHERE: Places = { breaks: [], lines: [], statements: [] };

/**
 * The request that a message is about. Its own line says so before any other does; a status is that of a request which the
 * same statement tells of, as another one may tell of the app's own page.
 */
function stepOf(
  { data }: Recogniser,
  text: string,
  start: number,
  end: number,
  { lines, statements }: Places,
): { readonly step: Step | undefined; readonly borrowed: boolean } {
  const within = ([from, to]: readonly [number, number]) =>
    stepAt(
      text.slice(Math.max(0, from, start - MOST_AROUND), Math.min(to, end + MOST_AROUND)),
      start - Math.max(0, from, start - MOST_AROUND),
      end - Math.max(0, from, start - MOST_AROUND),
    );
  // The answer to the request for a login, in an address.
  if (IN_ADDRESS.test(text.slice(Math.max(0, start - 8), start)))
    return { step: 'authorization', borrowed: false };
  const own = within(segmentOf(lines, start));
  if (own !== undefined && own !== 'callback') return { step: own, borrowed: false };
  const other =
    data?.['status'] === undefined ? stepAt(text, start, end) : within(segmentOf(statements, start));
  return { step: other ?? own, borrowed: lines.length > 0 && other !== undefined && other !== own };
}

const IN_ADDRESS = /(?:^|[\s?&#"'])error=$/;

/** How much of its weight a status keeps where only the callback is named, and no request to the provider. */
const OF_CALLBACK = 0.65;

/** A name such as `employee_id`, whose parts need not be words. */
const JOINED = /^[a-z]{2,14}(?:_[a-z]{2,14}){1,3}$/;
const isName = (value: string): boolean => JOINED.test(value) || isWordLike(value);

/** More of a text than is looked at around a message. */
const MOST_AROUND = 5000;

/** Where a sentence ends and another one begins. */
const SENTENCE_END = /[.!?]["')\]]{0,2} (?=[A-Z])/;

/** The words of a message and a little around them, as far as its own sentence goes. */
function besideOf(
  text: string,
  [start, end]: readonly [number, number],
  [first, last]: readonly [number, number],
): string {
  const behind = text.slice(end, Math.min(last, end + BESIDE));
  return text.slice(Math.max(first, start - BESIDE), end) + behind.slice(0, SENTENCE_END.exec(behind)?.index);
}

/** The message around a place of its anchor, if it is there. */
function observedAt(
  text: string,
  small: string,
  one: Compiled,
  place: number,
  anchor: string,
  places: Places,
): Observation | undefined {
  const { recogniser, names, words, not, reach } = one;
  const { length } = anchor;
  const [first, last] =
    typeof recogniser.says === 'object' ? segmentOf(places.breaks, place) : [0, Number.MAX_SAFE_INTEGER];
  const from = Math.max(first, place - reach);
  const to = Math.min(last, place + length + reach);
  const near = small.slice(from, to);
  if (!one.mayMatch(near)) return undefined;
  const around = typeof recogniser.says === 'object' ? near : text.slice(from, to);
  const pattern = one.pattern();
  pattern.lastIndex = 0;
  for (let match = pattern.exec(around); match !== null; match = pattern.exec(around)) {
    const [start, end] = [from + match.index, from + match.index + match[0].length];
    if (place < start || place + length > end || isDenied(text, start, end)) continue;
    if (not?.().test(besideOf(text, [start, end], [first, last]))) continue;
    if (
      typeof recogniser.says === 'object' &&
      OF_ID_TOKEN.has(recogniser.finding) &&
      ofOtherToken(text, start, end, [first, last])
    )
      continue;
    if (GOT_STATUS.test(match[0]) && BY_PERSON.test(text.slice(Math.max(0, start - BESIDE), start))) continue;
    const by =
      typeof recogniser.finding === 'string' || 'cause' in recogniser.finding
        ? undefined
        : stepOf(recogniser, text, start, end, places);
    const finding =
      typeof recogniser.finding === 'string' || 'cause' in recogniser.finding
        ? recogniser.finding
        : recogniser.finding[by?.step ?? 'unknown'];
    if (finding === undefined) continue;
    const issuers =
      typeof recogniser.says === 'object' && recogniser.says.issuers === true
        ? plainIssuer(text.slice(Math.max(0, start - BESIDE), end + ADDRESSES))
        : undefined;
    const values = names.map((name, index) => [name, match[index + 1]!.trim()] as const);
    if (values.some(([name, value]) => words.has(name) && !value.split(' ').every(isName))) continue;
    return {
      // Values leave no doubt. Of the callback alone, a status may be that of the app's own page.
      recogniser:
        issuers !== undefined
          ? { ...recogniser, weight: 1 }
          : by?.step === 'callback' && recogniser.data?.['status'] !== undefined
            ? { ...recogniser, weight: (recogniser.weight ?? 1) * OF_CALLBACK }
            : recogniser,
      finding: issuers === undefined ? finding : 'issuer-differs-by-scheme',
      data: { ...recogniser.data, ...issuers, ...Object.fromEntries(values) },
      matched: lower(match[0]),
      anchor,
      ...(by?.borrowed === true ? { borrowed: true } : {}),
    };
  }
  return undefined;
}
