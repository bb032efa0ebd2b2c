import { PRODUCTS, type Product } from '../catalogue/cause.ts';
import { CAUSES } from '../catalogue/index.ts';
import { finder } from '../find-all.ts';
import { complaints } from '../judges/words.ts';
import { lower, normalise } from '../normalise.ts';
import { isDenied } from './denied.ts';
import { ofOtherToken } from './other-token.ts';
import { segmentOf } from './recogniser.ts';

/** Every key of the catalogue, normalised once. */
export const KEYS = CAUSES.flatMap((cause) =>
  cause.keys.map((key) => ({
    cause,
    weight: key.weight,
    all: (typeof key.text === 'string' ? [key.text] : key.text).map((text) => lower(normalise(text))),
    without: (key.without ?? []).map((text) => lower(normalise(text))),
    quiet: key.quiet === true,
    topic: key.topic === true,
    others: key.others === true,
    /** It is about an ID token. */
    token: cause.explains.some(({ codes }) => codes.some((code) => code.startsWith('id-token-'))),
    /** A status is that of the request which is told of beside it. */
    status: typeof key.text !== 'string' && key.text.some((text) => /^[1-5]\d\d\b/.test(text)),
  })),
);
/** The parts of keys that say that something is wrong, and not only what it is about: these may be denied. */
const SAYING: ReadonlySet<string> = new Set(
  KEYS.flatMap(({ all }) => (all.length === 1 ? all : all.filter((part) => complaints(part) !== ''))),
);
const PRODUCT_WORDS: readonly (readonly [string, Product])[] = [
  ...PRODUCTS.map((product) => [product, product] as const),
  ['pocket id', 'pocket-id'],
  ['pocketid', 'pocket-id'],
  ['/realms/', 'keycloak'],
  ['org.keycloak', 'keycloak'],
  ['/application/o/', 'authentik'],
  ['/api/oidc/', 'authelia'],
  ['identity_providers.oidc', 'authelia'],
  ['identity_providers: oidc', 'authelia'],
  ['this has been automatically mapped for you', 'authelia'],
];
const findParts = finder([
  ...new Set([
    ...KEYS.flatMap((key) => [...key.all, ...key.without]),
    ...PRODUCT_WORDS.map(([word]) => word),
  ]),
]);

/**
 * Where each key stands. A phrase begins with a whole word: “client is disabled” is not in “myclient is disabled”. So does a
 * short code: “enotfound” is not in “FileNotFoundError”, nor “dex” in “NotFoundException”.
 */
export function findKeys(text: string): Places {
  const found = new Map<string, readonly number[]>();
  for (const [word, places] of findParts(text)) {
    const begins = /^[a-z](?:.* |[a-z]{1,10}$)/.test(word);
    const says = SAYING.has(word);
    const whole = places.filter(
      (at) =>
        !(begins && /[a-z0-9]/.test(text[at - 1] ?? '')) && !(says && isDenied(text, at, at + word.length)),
    );
    if (whole.length > 0) found.set(word, whole);
  }
  return found;
}

/** Where each word stands in a text. */
export type Places = ReadonlyMap<string, readonly number[]>;

/** How many characters apart the parts of one key may be: about two messages of a log. */
const REACH = 300;

/** True if all words occur and, if there are several, near each other and in one message, where `breaks` part these. */
export function together(words: readonly string[], found: Places, breaks: readonly number[] = []): boolean {
  const places = words.map((word) => found.get(word));
  const [first, ...rest] = places;
  if (!first || rest.some((one) => one === undefined)) return false;
  return first.some((at) => {
    const [from, to] = segmentOf(breaks, at);
    return rest.every((one) =>
      one!.some((other) => Math.abs(other - at) <= REACH && other >= from && other < to),
    );
  });
}

/** True if wherever the words stand, another token is meant than the ID token. */
export function allOfOtherToken(
  text: string,
  words: readonly string[],
  found: Places,
  breaks: readonly number[],
): boolean {
  const [first] = words;
  const places = (first === undefined ? undefined : found.get(first)) ?? [];
  return places
    .slice(0, MOST_PLACES)
    .every((at) => ofOtherToken(text, at, at + (first?.length ?? 0), segmentOf(breaks, at)));
}

/** How far beside the name of a thing it is looked for what is wrong with it. */
const BESIDE = 110;
/** Words by which programs and people say that something is wrong. */
const TROUBLE =
  /\b(?:errors?|fail\w*|cannot|can['’]t|unable|could not|couldn['’]t|does ?n['’]t|does not|did ?n['’]t|did not|do(?:es)? ?n['’]t|is ?n['’]t|not (?!only|just)|never|wrong|bad|lost|expired|blocked|stuck|problem|issue|broken|instead of|exception|warn\w*|too|differ\w*|mismatch\w*|unexpected|reject\w*|refus\w*|den(?:ied|ies)|missing|without|empty|null|invalid|unknown|unsupported|untrusted|required)\b/i;

/** True if something is said to be wrong near a place of one of these words, in the same message. */
export function complainedOf(
  text: string,
  words: readonly string[],
  found: Places,
  breaks: readonly number[],
): boolean {
  return words.some((word) =>
    (found.get(word) ?? []).slice(0, MOST_PLACES).some((at) => {
      const [from, to] = segmentOf(breaks, at);
      const before = text.slice(Math.max(from, at - BESIDE), at);
      const after = text.slice(at + word.length, Math.min(to, at + word.length + BESIDE));
      return TROUBLE.test(before) || TROUBLE.test(after);
    }),
  );
}

const MOST_PLACES = 8;

/** The product that a text speaks of first. */
export function productIn(found: Places): Product | undefined {
  let first: { readonly at: number; readonly product: Product } | undefined;
  for (const [word, product] of PRODUCT_WORDS) {
    const at = found.get(word)?.[0];
    // Short names such as “dex” are often part of other words, so other products take precedence.
    if (at === undefined || (word === 'dex' && first)) continue;
    if (!first || at < first.at) first = { at, product };
  }
  return first?.product;
}
