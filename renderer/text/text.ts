import type { en, TextKey, Texts } from './en.ts';

/** Names of the placeholders in a text. */
type Placeholders<S extends string> = S extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholders<Rest>
  : never;
type Values<K extends TextKey> = Placeholders<(typeof en)[K]>;
type Arguments<K extends TextKey> = [Values<K>] extends [never]
  ? []
  : [Readonly<Record<Values<K>, string | number>>];

/** The key names without `_one` or `_other`. */
type NumberKey = TextKey extends infer K ? (K extends `${infer Base}_other` ? Base : never) : never;
type NumberArguments<B extends NumberKey> = `${B}_other` extends TextKey
  ? [Exclude<Values<`${B}_other`>, 'count'>] extends [never]
    ? []
    : [Readonly<Record<Exclude<Values<`${B}_other`>, 'count'>, string | number>>]
  : [];

/** The language of all that Latchkey says: BCP 47. docs/design.md says why there is one only. */
export const LANGUAGE = 'en';

/** Gives the texts of the screens. */
export interface Speaker {
  /** The text of a key, with its placeholders filled in. */
  readonly t: <K extends TextKey>(key: K, ...values: Arguments<K>) => string;
  /** The singular or plural text for a number; `{count}` is the number itself. */
  readonly n: <B extends NumberKey>(key: B, count: number, ...values: NumberArguments<B>) => string;
  /** The text of a key that is built at run time; undefined if there is no such key. */
  readonly maybe: (key: string, values?: Readonly<Record<string, string | number>>) => string | undefined;
  /** A relative time such as `2 days ago`, never of the future. Both arguments are milliseconds since the epoch. */
  readonly ago: (then: number, now: number) => string;
}

/** Replaces each `{name}` with its value; unknown names stay as they are. */
export function fill(text: string, values: Readonly<Record<string, string | number>> | undefined): string {
  if (!values) return text;
  return text.replace(/\{([a-z]+)\}/g, (whole, name: string) => {
    const value = values[name];
    return value === undefined ? whole : String(value);
  });
}

const SPANS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 31_536_000_000],
  ['month', 2_592_000_000],
  ['week', 604_800_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];

/** Creates a speaker for its texts. */
export function createSpeaker(texts: Texts): Speaker {
  const rules = new Intl.PluralRules(LANGUAGE);
  const relative = new Intl.RelativeTimeFormat(LANGUAGE, { numeric: 'auto' });
  const maybe: Speaker['maybe'] = (key, values) =>
    Object.hasOwn(texts, key) ? fill(texts[key as TextKey], values) : undefined;
  return {
    maybe,
    t: (key, ...values) => fill(texts[key], values[0]),
    n: (key, count, ...values) => {
      const form = rules.select(count) === 'one' ? 'one' : 'other';
      return maybe(`${key}_${form}`, { ...values[0], count }) ?? key;
    },
    ago: (then, now) => {
      // What happened after a screen was opened is not in its future.
      const difference = Math.min(0, then - now);
      for (const [unit, length] of SPANS) {
        if (Math.abs(difference) >= length) return relative.format(Math.trunc(difference / length), unit);
      }
      return texts['when.now'];
    },
  };
}
