import { type Circumstances, holds } from '../../profile/condition.ts';
import { fill, type Lookup, textOf } from '../../profile/template.ts';
import type { Version } from '../../version.ts';
import type { Source } from '../fact.ts';
import type { AppDefinition, AppError, AppWords, OwnWords } from '../types.ts';
import { isKnownAt } from './circumstances.ts';

/** The first words of an app for this cause that count here, filled in. A text with an empty variable is left out. */
export function ownWords(
  words: readonly OwnWords[],
  cause: string,
  at: Circumstances,
  lookup: Lookup,
): AppWords | undefined {
  const found = words.find((one) => one.cause === cause && holds(one, at));
  if (found === undefined) return undefined;
  const text = (template: string | undefined): string | undefined => {
    const filled = template === undefined ? undefined : fill(template, lookup);
    return filled === undefined ? undefined : textOf(filled);
  };
  const [says, also, fix, setting, value] = [
    found.says,
    found.also,
    found.fix,
    found.setting,
    found.value,
  ].map(text);
  return {
    ...(says === undefined ? {} : { says }),
    ...(also === undefined ? {} : { also }),
    ...(fix === undefined ? {} : { fix }),
    ...(setting === undefined ? {} : { setting }),
    ...(value === undefined ? {} : { value }),
    ...(found.key === undefined ? {} : { key: found.key }),
  };
}

interface CodedWords {
  readonly words?: readonly (Omit<OwnWords, 'source'> & { readonly source: Source })[];
  readonly errors?: readonly (AppError & { readonly since?: Version; readonly before?: Version })[];
}

/** What an app that code describes says of causes, and its own words for what went wrong. */
export const codedWords = ({
  words = [],
  errors = [],
}: CodedWords): Pick<AppDefinition, 'words' | 'said' | 'errors'> => ({
  words: (cause, entry, version, names) =>
    ownWords(
      words.map(({ source: _, ...one }) => one),
      cause,
      { version, setting: (key) => entry.settings?.[key], facts: {} },
      (name) => names[name],
    ),
  said: words,
  errors: (version) => errors.filter((one) => isKnownAt(one, version)),
});
