/** The parts of a name: `DefaultOpenIdProviderMetadata`, `username_claim_missing`, `HTTPStatusError`. */
const PARTS = /[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+/g;

/**
 * True if a run of letters, digits and joining signs is made of words, as names in programs are: most of its
 * letters are in parts that can be pronounced. Random values have short parts of mixed case, or none with
 * enough vowels.
 */
export function isWordLike(text: string): boolean {
  const parts = text.match(PARTS) ?? [];
  let letters = 0;
  let spoken = 0;
  let digits = 0;
  for (const part of parts) {
    if (/\d/.test(part)) digits += part.length;
    else {
      letters += part.length;
      if (isPronounceable(part.toLowerCase())) spoken += part.length;
    }
  }
  return letters > 0 && spoken >= letters * 0.75 && digits * 8 <= letters;
}

/** True for a part that may be a word: long enough, with vowels, without long runs of consonants or vowels. */
const isPronounceable = (part: string): boolean => {
  if (part.length < 3) return false;
  const vowels = part.match(/[aeiouy]/g)?.length ?? 0;
  return (
    vowels * 5 >= part.length &&
    vowels * 4 <= part.length * 3 &&
    !/[^aeiouy]{5}|[aeiouy]{4}|[jqvz][^aeiouy]/.test(part)
  );
};
