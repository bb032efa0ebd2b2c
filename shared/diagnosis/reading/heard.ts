import type { Connection } from '../../client/types.ts';
import { complaints } from '../judges/words.ts';
import { lower, normalise } from '../normalise.ts';
import {
  afterRetries,
  type Entry,
  entriesOf,
  goesOn,
  isQuiet,
  membersOf,
  withoutDumps,
  withoutOwnAnswer,
} from './entries.ts';
import { isHarmless } from './harmless.ts';

/** An entry of a pasted text as it is searched: a text is split and normalised once. */
export interface Spoken extends Entry {
  /** Its text, normalised. */
  readonly clean: string;
  /** The same in lower case. */
  readonly words: string;
}

/** The entries of a pasted text, ready to be searched. */
export const spokenIn = (pasted: string): readonly Spoken[] =>
  entriesOf(pasted).map((entry) => {
    const clean = normalise(entry.text);
    return { ...entry, clean, words: lower(clean) };
  });

/** Part of a text as it is listened to: what is loud is believed, what is quiet only weighs little. */
export interface Part extends Heard {
  /** The most that anything said in it weighs. */
  readonly most: number;
  /** True for the text as a whole, in which only what a program says in passing is looked for. */
  readonly quiet: boolean;
}

/** A warning, or an error that a program logs as information, may have another cause than the login's. */
export const MOST_OF_QUIET = 0.65;

/** A field with an error, in a line that its program writes for debugging. */
const HOLDS_ERROR =
  /(?:^|[\s,{])"?(?:error|err)"?[=:]\s?(?!"?(?:nil|null|none|undefined|false|""?)(?:[\s,"}]|$))["\w]/i;

/**
 * The text in two parts: what says that something is wrong, and warnings with such lines of information as speak of an
 * error. Anything else in a log says how things went.
 */
export function loudParts(spoken: readonly Spoken[], connection: Connection | undefined): readonly Part[] {
  const entries = afterRetries(spoken).filter(({ words }) => !isHarmless(words, connection));
  const part = (which: (entry: Spoken) => boolean, most: number): Part => ({
    ...asOne(entries.filter(which)),
    most,
    quiet: false,
  });
  return [
    part(({ level }) => level === 'error' || level === 'plain', 1),
    part(
      ({ level, text }) =>
        level === 'warning' ||
        (level === 'info' && complaints(text) !== '') ||
        (level === 'debug' && HOLDS_ERROR.test(text)),
      MOST_OF_QUIET,
    ),
  ];
}

/** What a line says that its program writes for debugging is a guess. */
const MOST_OF_MURMUR = 0.45;

/** Where nothing louder says anything: the lines of information and for debugging that complain. */
export function murmur(spoken: readonly Spoken[], connection: Connection | undefined): Part {
  const heard = spoken.filter(
    ({ level, text, words }) => isQuiet(level) && complaints(text) !== '' && !isHarmless(words, connection),
  );
  return { ...asOne(heard), most: MOST_OF_MURMUR, quiet: false };
}

/** Entries as one normalised text. */
interface Heard {
  readonly text: string;
  /** Where in it another message or member begins. */
  readonly breaks: readonly number[];
  /** Those of them at which a line of configuration begins or ends: its names are no part of what a program says. */
  readonly walls: readonly number[];
}

/** A line of configuration. */
const SETTING =
  /^\s*(?:-\s+)?["']?[\w.-]{1,60}["']?\s{0,3}(?::(?=\s|$)|=(?=\S))(?!.{0,200}\b(?:error|failed)\b)/i;

function asOne(entries: readonly Spoken[]): Heard {
  const breaks: number[] = [];
  const walls: number[] = [];
  const parts: string[] = [];
  let length = 0;
  let wasSetting = false;
  for (const [index, entry] of entries.entries())
    for (const [at, piece] of membersOf(withoutOwnAnswer(withoutDumps(entry.text))).entries()) {
      const part = piece === entry.text ? entry.clean : normalise(piece);
      if (part === '') continue;
      const setting = entry.level === 'plain' && SETTING.test(piece);
      if (setting || wasSetting) walls.push(length);
      if (parts.length > 0 && (at > 0 || !goesOn(entries[index - 1], entry))) breaks.push(length);
      wasSetting = setting;
      parts.push(part);
      length += part.length + 1;
    }
  return { text: parts.join(' '), breaks, walls };
}
