import type { Connection } from '../../client/types.ts';
import { asCodes, complaints } from '../judges/words.ts';
import { lower, normalise } from '../normalise.ts';
import {
  afterRetries,
  beginsAnew,
  type Entry,
  entriesOf,
  goesOn,
  isOwnLine,
  isQuiet,
  membersOf,
  withoutDumps,
} from './entries.ts';
import { isHarmless } from './harmless.ts';
import { isSentence } from './prose.ts';
import type { Observation, Places } from './recogniser.ts';
import { type Answered, askedIn, whoseAnswers } from './requests.ts';
import type { Step } from './step.ts';

/** An entry of a pasted text as it is searched: a text is split and normalised once. */
export interface Spoken extends Entry {
  /** Its text, normalised. */
  readonly clean: string;
  /** The same in lower case. */
  readonly words: string;
}

/**
 * “Is the return URL wrong?” says nothing of what is wrong, only what somebody thinks of. Of a question in which somebody says
 * or gets something, or with a word of a program in it, nothing is left out.
 */
const ASKS =
  /(?<=^|[.!?]\s{1,2})(?:(?:and|but|so|or|also),? )?(?:is|are|was|were|could|can|may|might|should(?:n['’]t)?|does|do|did|has|have|isn['’]t|must) (?:the|my|it|this|that|there|these|those|its?|our) (?!any)[^.!?,"'“”`\n:]{3,100}\?(?!\S)/gim;
const TELLS =
  /[\w]_[\w]|[A-Z]{3,}\d|\d{3}|\b(?:any(?:one|body)|some(?:one|body)|reason|way|get|gets|got|getting|seen|says?|answers?|tells?|told|logs?|errors?|returns?|shows?|why|how)\b/i;
const withoutQuestions = (text: string): string =>
  text.includes('?') ? text.replace(ASKS, (asked) => (TELLS.test(asked) ? asked : ' ')) : text;

/** The entries of a pasted text, ready to be searched. */
export const spokenIn = (pasted: string): readonly Spoken[] =>
  entriesOf(pasted).map((entry) => {
    const clean = asCodes(normalise(entry.level === 'plain' ? withoutQuestions(entry.text) : entry.text));
    return { ...entry, clean, words: lower(clean) };
  });

/** Part of a text as it is listened to: what is loud is believed, what is quiet only weighs little. */
export interface Part extends Heard {
  /** The most that anything said in it weighs. */
  readonly most: number;
  /** True for the text as a whole, in which only what a program says in passing is looked for. */
  readonly quiet: boolean;
  /** What the provider answered, as lines about a request tell of it. */
  readonly answers: readonly Observation[];
}

/** A warning, or an error that a program logs as information, may have another cause than the login's. */
export const MOST_OF_QUIET = 0.65;

/** What a person says weighs less than an error that a program wrote. */
const MOST_OF_TOLD = 0.7;

/** A line as people write it, without words of a program in it. */
const isTold = ({ level, text }: Entry): boolean => level === 'plain' && text.split('\n').every(isToldLine);
const isToldLine = (line: string): boolean =>
  line.trim() === '' || (isSentence(line) && !/["'`:]/.test(line));

/** A provider refuses with a warning: the loggers of authentik and of Keycloak that do. */
const REFUSAL = /authentik\.providers\.oauth2|\borg\.keycloak\.events\b/;

/** What a program tells of its own settings, as at its start. */
const OF_STATE =
  /\b(?:registrations?|sign-?ups?|provisioning|oidc|sso|oauth2?|openid(?: connect)?) (?:is|are) (?:currently )?(?:disabled|not enabled|turned off|switched off)\b(?!.{0,80}\b(?:error|fail|user|reject|refus|denied))/i;

/** A field with an error, in a line that its program writes for debugging. */
const HOLDS_ERROR =
  /(?:^|[\s,{])"?(?:error|err)"?[=:]\s?(?!"?(?:nil|null|none|undefined|false|""?)(?:[\s,"}]|$))["\w]/i;

/**
 * The text in parts: what says that something is wrong, what a person says beside it, and warnings with such lines of information as speak of an
 * error. Anything else in a log says how things went.
 */
export function loudParts(spoken: readonly Spoken[], connection: Connection | undefined): readonly Part[] {
  const entries = heardIn(
    afterRetries(spoken).filter(({ words }) => !isHarmless(words, connection)),
    connection,
  );
  const isLoud = ({ level, text }: Entry) =>
    level === 'error' || level === 'plain' || (level === 'warning' && REFUSAL.test(text));
  const isHeard = ({ level, text }: Entry) =>
    (level === 'warning' && !REFUSAL.test(text)) ||
    (level === 'info' && complaints(text) !== '' && !OF_STATE.test(text)) ||
    (level === 'debug' && HOLDS_ERROR.test(text));
  // What a person says beside the errors of a program is about them, or of what was looked at in vain.
  const told = entries.some(({ level }) => level === 'error') ? entries.filter(isTold) : [];
  const last = lastAnswers(entries);
  const answersOf = (which: (entry: Entry) => boolean) =>
    last.filter(({ entry }) => which(entry)).map(({ says }) => says);
  return [
    {
      ...asOne(entries.filter((entry) => isLoud(entry) && !told.includes(entry))),
      answers: answersOf(isLoud),
      most: 1,
      quiet: false,
    },
    { ...asOne(told), answers: [], most: MOST_OF_TOLD, quiet: false },
    {
      ...asOne(entries.filter(isHeard)),
      // What the provider answered says something in a line of any level.
      answers: answersOf((entry) => !isLoud(entry)),
      most: MOST_OF_QUIET,
      quiet: false,
    },
  ];
}

/** An entry with what is told in it of requests. */
interface HeardEntry extends Spoken {
  readonly whose: Answered;
}

function heardIn(entries: readonly Spoken[], connection: Connection | undefined): readonly HeardEntry[] {
  let asked: string | undefined;
  return entries.map((entry) => {
    const whose = whoseAnswers(withoutDumps(entry.text), connection, asked);
    asked = askedIn(entry.text) ?? asked;
    return { ...entry, whose };
  });
}

/** The answers that say that something is wrong, without those after which the same endpoint answered well. */
function lastAnswers(
  entries: readonly HeardEntry[],
): readonly { readonly entry: Entry; readonly says: Observation }[] {
  const well = new Set<Step>();
  const found: { readonly entry: Entry; readonly says: Observation }[] = [];
  for (const entry of entries.toReversed())
    for (const { endpoint, says } of entry.whose.answers.toReversed())
      if (says === undefined) well.add(endpoint);
      else if (!well.has(endpoint)) found.push({ entry, says });
  return found.reverse();
}

/** What a line says that its program writes for debugging is a guess. */
const MOST_OF_MURMUR = 0.45;

/** What a program looked for and did not find. */
const FOUND_NONE = /\bno (?:[\w-]{1,20} ){1,4}(?:found|matched|assigned|returned)\b/i;

/** Where nothing louder says anything: the lines of information and for debugging that complain. */
export function murmur(spoken: readonly Spoken[], connection: Connection | undefined): Part {
  const heard = spoken.filter(
    ({ level, text, words }) =>
      isQuiet(level) && (complaints(text) !== '' || FOUND_NONE.test(text)) && !isHarmless(words, connection),
  );
  return { ...asOne(heardIn(heard, connection)), answers: [], most: MOST_OF_MURMUR, quiet: false };
}

/** Entries as one normalised text. */
interface Heard extends Places {
  readonly text: string;
  /** Those of them at which a line of configuration begins or ends: its names are no part of what a program says. */
  readonly walls: readonly number[];
}

/** A line of configuration. */
const SETTING =
  /^\s*(?:-\s+)?["']?[\w.-]{1,60}["']?\s{0,3}(?::(?=\s|$)|=(?=\S))(?!.{0,200}\b(?:error|failed)\b)/i;

function asOne(entries: readonly HeardEntry[]): Heard {
  const breaks: number[] = [];
  const walls: number[] = [];
  const lines: number[] = [];
  const statements: number[] = [];
  const parts: string[] = [];
  let length = 0;
  let wasSetting = false;
  for (const [index, entry] of entries.entries()) {
    if (parts.length > 0 && isOwnLine(entries[index - 1], entry)) lines.push(length);
    if (parts.length > 0 && beginsAnew(entries[index - 1], entry)) statements.push(length);
    for (const [at, piece] of membersOf(entry.whose.text).entries()) {
      const part = piece === entry.text ? entry.clean : asCodes(normalise(piece));
      if (part === '') continue;
      const setting = entry.level === 'plain' && SETTING.test(piece);
      if (setting || wasSetting) walls.push(length);
      if (parts.length > 0 && (at > 0 || !goesOn(entries[index - 1], entry))) breaks.push(length);
      wasSetting = setting;
      parts.push(part);
      length += part.length + 1;
    }
  }
  return { text: parts.join(' '), breaks, walls, lines, statements };
}
