import { en, type TextKey, type Texts } from './en.ts';

/** Names of the placeholders in a text. */
type Placeholders<S extends string> = S extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholders<Rest>
  : never;
type Values<K extends TextKey> = Placeholders<(typeof en)[K]>;
type Arguments<K extends TextKey> = [Values<K>] extends [never]
  ? []
  : [Readonly<Record<Values<K>, string | number>>];

/** The names before `_one` and `_other`. */
type NumberKey = TextKey extends infer K ? (K extends `${infer Base}_other` ? Base : never) : never;
type NumberArguments<B extends NumberKey> = `${B}_other` extends TextKey
  ? [Exclude<Values<`${B}_other`>, 'count'>] extends [never]
    ? []
    : [Readonly<Record<Exclude<Values<`${B}_other`>, 'count'>, string | number>>]
  : [];

export type Language = 'en' | 'de';

/** Speaks one language. */
export interface Speaker {
  readonly language: Language;
  /** The text of a key, filled in. */
  readonly t: <K extends TextKey>(key: K, ...values: Arguments<K>) => string;
  /** The text that fits the number; `{count}` is the number itself. */
  readonly n: <B extends NumberKey>(key: B, count: number, ...values: NumberArguments<B>) => string;
  /** The text of a key that is put together at run time; undefined when there is none. */
  readonly maybe: (key: string, values?: Readonly<Record<string, string | number>>) => string | undefined;
  /** `2 days ago`. Both in milliseconds since the epoch. */
  readonly ago: (then: number, now: number) => string;
}

/** Fills `{name}` in; an unknown name stays as it is. */
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

/** A speaker for one language and its texts. */
export function createSpeaker(language: Language, texts: Texts): Speaker {
  const rules = new Intl.PluralRules(language);
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  const maybe: Speaker['maybe'] = (key, values) =>
    Object.hasOwn(texts, key) ? fill(texts[key as TextKey], values) : undefined;
  return {
    language,
    maybe,
    t: (key, ...values) => fill(texts[key], values[0]),
    n: (key, count, ...values) => {
      const form = rules.select(count) === 'one' ? 'one' : 'other';
      return maybe(`${key}_${form}`, { ...values[0], count }) ?? key;
    },
    ago: (then, now) => {
      const difference = then - now;
      for (const [unit, length] of SPANS) {
        if (Math.abs(difference) >= length) return relative.format(Math.trunc(difference / length), unit);
      }
      return texts['when.now'];
    },
  };
}

/** The language to speak: the setting, else the first of the system's that is spoken here. */
export function chooseLanguage(setting: 'system' | Language, locale: string): Language {
  if (setting !== 'system') return setting;
  return locale.toLowerCase().startsWith('de') ? 'de' : 'en';
}

/** The texts of a language; all but English load when they are needed. */
export async function loadTexts(language: Language): Promise<Texts> {
  return language === 'de' ? (await import('./de.ts')).de : en;
}
