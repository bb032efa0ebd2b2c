import { type Circumstances, holds } from '../../profile/condition.ts';
import { fill, type Lookup, textOf } from '../../profile/template.ts';
import type { AppWords, OwnWords } from '../types.ts';

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
