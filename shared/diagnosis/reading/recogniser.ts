import { finder } from '../find-all.ts';
import type { FindingCode } from '../findings.ts';
import { lower, normalise } from '../normalise.ts';
import type { EvidenceValue } from '../types.ts';
import { isWordLike } from '../word-like.ts';
import { type Step, stepAt } from './step.ts';

/**
 * What one program says in its own words, and what was found when it says so. Data: a new message is a new entry, not
 * code.
 */
export interface Recogniser {
  /** The library or program, by its own name. */
  readonly by: string;
  /**
   * Its words. `{name}` stands for a value, `{name:url}` for an address, `{name:word}` for a name without
   * blanks, `{…}` for what varies and says nothing. Names are those of the finding's data, e.g. `expected`, `actual`,
   * `redirect_uri`, `client_id`, `scope`, `claim`.
   */
  readonly says: string;
  /**
   * What `check` or `login` would report. `issuer` and `redirect` compare the values and name the difference. By step:
   * the words say what arrived, and what stands around them says from where; with no step known it is no finding.
   */
  readonly finding: FindingCode | 'issuer' | 'redirect' | ByStep;
  /** Values that the words stand for. */
  readonly data?: Readonly<Record<string, EvidenceValue>>;
  /** 0 to 1: how surely the words mean this. Default 1. */
  readonly weight?: number;
  /** The program says it as information or for debugging. */
  readonly quiet?: true;
}

export type ByStep = Readonly<Partial<Record<Step, FindingCode>>>;

/** One message that was recognised, with the values in it. */
export interface Observation {
  readonly recogniser: Recogniser;
  readonly finding: FindingCode | 'issuer' | 'redirect';
  readonly data: Readonly<Record<string, EvidenceValue>>;
  /** The words that were found, in lower case. */
  readonly matched: string;
}

interface Compiled {
  readonly recogniser: Recogniser;
  /** The longest piece of words, in lower case: by it the message is found. */
  readonly anchor: string;
  readonly pattern: RegExp;
  readonly names: readonly string[];
  /** Those of them that are a name in the text: anything else there may be a secret. */
  readonly words: ReadonlySet<string>;
}

const PLACE = /\{([a-z_]+|…)(?::(url|word))?\}/g;
/** A value in quotes or without; a message is cut before its values get longer. */
const VALUE = '.{0,300}?';
const URL = 'https?://[^\\s"\'<>\\[\\](),]{1,400}';
/** A name, such as that of a claim or a scope. */
const WORD = '[\\w.:/-]{1,80}';
const ANY = '.{0,200}?';
/** How far before its anchor a message may begin. */
const MOST_BEFORE = 700;
/** An anchor is looked at in so many places; a log repeats itself. */
const MOST_PLACES = 8;

function compile(recogniser: Recogniser): Compiled {
  const pieces: string[] = [];
  const names: string[] = [];
  const named = new Set<string>();
  let source = '';
  let at = 0;
  const words = (text: string) => {
    const plain = lower(normalise(text));
    if (plain !== '') pieces.push(plain);
    // A blank at the edge of a piece is part of the message; where values begin it may be missing.
    return `${/^\s/.test(text) ? ' ?' : ''}${plain.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}${/\s$/.test(text) ? ' ?' : ''}`;
  };
  for (const match of recogniser.says.matchAll(PLACE)) {
    source += words(recogniser.says.slice(at, match.index));
    at = match.index + match[0].length;
    if (match[1] === '…') source += ANY;
    else {
      names.push(match[1]!);
      if (match[2] === 'word') named.add(match[1]!);
      source += `(${match[2] === 'url' ? URL : match[2] === 'word' ? WORD : VALUE})`;
    }
  }
  const last = recogniser.says.slice(at);
  source += last.trim() === '' && /\)$/.test(source) ? '(?=["\'\\s,;)]|$)' : words(last);
  const anchor = pieces.reduce((a, b) => (b.length > a.length ? b : a), '');
  return { recogniser, anchor, pattern: new RegExp(source, 'gi'), names, words: named };
}

/**
 * Makes a search for the messages of all recognisers at once: one pass for their words, then a short look around each
 * place. Linear in the text's length.
 *
 * @returns reads normalised text (`normalise`); each message at most once, in the order of the recognisers
 */
export function reader(recognisers: readonly Recogniser[]): (text: string, quiet: boolean) => Observation[] {
  const all = recognisers.map(compile);
  const find = finder([...new Set(all.map(({ anchor }) => anchor))]);
  return (text, quiet) => {
    const found = find(lower(text));
    return all.flatMap(({ recogniser, anchor, pattern, names, words }) => {
      if ((recogniser.quiet === true) !== quiet) return [];
      for (const place of (found.get(anchor) ?? []).slice(0, MOST_PLACES)) {
        const from = Math.max(0, place - MOST_BEFORE);
        const around = text.slice(from, place + anchor.length + MOST_BEFORE);
        for (const match of around.matchAll(pattern)) {
          const [start, end] = [from + match.index, from + match.index + match[0].length];
          if (place < start || place + anchor.length > end) continue;
          const finding =
            typeof recogniser.finding === 'string'
              ? recogniser.finding
              : recogniser.finding[stepAt(text, start, end) ?? 'unknown'];
          if (finding === undefined) continue;
          const values = names.map((name, index) => [name, match[index + 1]!.trim()] as const);
          if (values.some(([name, value]) => words.has(name) && !isWordLike(value))) continue;
          return [
            {
              recogniser,
              finding,
              data: { ...recogniser.data, ...Object.fromEntries(values) },
              matched: lower(match[0]),
            },
          ];
        }
      }
      return [];
    });
  };
}
