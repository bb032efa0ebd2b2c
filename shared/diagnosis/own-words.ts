import { appOf } from '../catalog/apps/index.ts';
import type { AppDefinition, AppError } from '../catalog/types.ts';
import type { Connection } from '../client/types.ts';
import { atLeast, resolveVersion } from '../version.ts';
import { APP_KINDS } from '../workspace/kinds.ts';
import type { Cause } from './catalogue/cause.ts';
import { code } from './catalogue/cause.ts';
import { app, capital, datum, provider } from './catalogue/setup.ts';
import { type FindAll, finder } from './find-all.ts';
import { lower, normalise } from './normalise.ts';
import { SIDES } from './sides.ts';
import { isWordLike } from './word-like.ts';

/** A message of an app's own that occurs in a text. */
export interface SaidByApp {
  readonly error: AppError;
  /** The app that says so. */
  readonly name: string;
  /** The longest part of the message, as it is in the normalised text. */
  readonly found: string;
  /** True if nothing but the words themselves shows which app it is. */
  readonly byWords: boolean;
  /** What stands in the text where the message has a name in braces. */
  readonly values: Readonly<Record<string, string>>;
}

/** The variable part of a message: of no interest, or a value with its name. */
const GAP = /…|\{([a-z_]+)\}/;

/** At most so many apps are considered that a text names. */
const MAX_NAMED = 3;

/**
 * The messages in a text that an app or a provider knows as its own: those of the connection's two; without one those of
 * the apps that the text names, and such as no other app and no library has. The longest first, because it says the most.
 *
 * @param together whether all parts occur near each other
 * @param isCommon whether a message is known without any app, because a library or many programs say it
 */
export function saidByApps(
  words: string,
  connection: Connection | undefined,
  together: (parts: readonly string[], found: ReadonlyMap<string, readonly number[]>) => boolean,
  isCommon: (message: string) => boolean,
): readonly SaidByApp[] {
  const known = connection
    ? [
        messagesOf(connection.app.definition, connection.app.version.effective),
        messagesOf(providerWords(connection), connection.provider.version.effective),
      ].flat()
    : namedIn(words).flatMap((definition) => messagesOf(definition));
  const named = known.length === 0 ? [] : search(known, finder(known.flatMap(({ parts }) => parts))(words));
  if (connection) return named;
  ownOnly ??= onlyTheirs();
  const others = search(ownOnly.messages, ownOnly.find(words), true);
  return [
    ...named,
    ...others.filter(({ error }) => !named.some((one) => one.error === error) && isOwn(error, isCommon)),
  ];

  function search(
    messages: readonly Message[],
    found: ReadonlyMap<string, readonly number[]>,
    byWords = false,
  ): readonly SaidByApp[] {
    return messages
      .filter(({ parts }) => together(parts, found))
      .sort((a, b) => b.error.text.length - a.error.text.length)
      .map(({ error, name, parts, pattern }) => ({
        error,
        name,
        found: longestOf(parts),
        byWords,
        values: namesIn(pattern?.exec(words)?.groups ?? {}),
      }));
  }
}

interface Message {
  readonly error: AppError;
  readonly parts: readonly string[];
  readonly name: string;
  readonly pattern: RegExp | undefined;
}

/** So long a message, of so many words, is hardly another program's by chance. */
const OWN_LENGTH = 20;
const OWN_WORDS = 3;

const longestOf = (parts: readonly string[]): string =>
  parts.reduce((a, b) => (b.length > a.length ? b : a), '');

/** Made when first needed: it takes the messages of every app. */
let ownOnly: { readonly messages: readonly Message[]; readonly find: FindAll } | undefined;

/** What a library says is the app's own together with something of the app's. Looked at where it was found, as it takes long. */
const isOwn = ({ text }: AppError, isCommon: (message: string) => boolean): boolean =>
  partsOf(text).length > 1 || !isCommon(text);

/** The messages that only one app has, so that they show which one speaks. */
function onlyTheirs() {
  const all = APP_KINDS.flatMap((kind) => messagesOf(appOf(kind)).map((message) => ({ ...message, kind })));
  const messages = all.filter(({ parts, kind }) => {
    const longest = longestOf(parts);
    return (
      longest.length >= OWN_LENGTH &&
      parts.flatMap((part) => part.split(/[^a-z0-9]+/).filter(Boolean)).length >= OWN_WORDS &&
      !all.some((other) => other.kind !== kind && other.parts.join(' ').includes(longest))
    );
  });
  return { messages, find: finder(messages.flatMap(({ parts }) => parts)) };
}

/** What it says at that version; without one, what it has said at any that differs. */
function messagesOf(
  definition: Pick<AppDefinition, 'name' | 'versions' | 'errors'>,
  version?: string,
): readonly Message[] {
  const { lines, patches = [] } = definition.versions;
  const at =
    version === undefined
      ? [resolveVersion(undefined, definition.versions).effective, ...lines, ...patches]
      : [version];
  const errors = new Map(at.flatMap((one) => definition.errors(one)).map((error) => [error.text, error]));
  return [...errors.values()].flatMap((error) => {
    const parts = partsOf(error.text);
    return parts.length === 0
      ? []
      : [{ error, parts, name: definition.name, pattern: patternOf(piecesOf(error.text)) }];
  });
}

/** A message at its gaps; every second piece is the name of a gap, or none. */
const piecesOf = (message: string): readonly (string | undefined)[] => message.split(new RegExp(GAP, 'g'));

/** The words of a message, without its gaps. */
const partsOf = (message: string): readonly string[] =>
  piecesOf(message)
    .filter((_, index) => index % 2 === 0)
    .map((part) => lower(normalise(part ?? '')).trim())
    .filter((part) => part !== '');

/** Only what is a name: anything else at such a place may be a secret. */
const namesIn = (groups: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(groups).filter(([, value]) => isWordLike(value)));

/** Finds the values of a message; undefined if it has none. */
function patternOf(pieces: readonly (string | undefined)[]): RegExp | undefined {
  if (!pieces.some((name, index) => index % 2 === 1 && name !== undefined)) return undefined;
  return new RegExp(
    pieces
      .map((piece, index) =>
        index % 2 === 0
          ? lower(normalise(piece ?? '')).replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
          : piece === undefined
            ? '.{0,80}?'
            : ` ?(?<${piece}>[^\\s"']{1,80}) ?`,
      )
      .join(''),
  );
}

/** The messages that a profile knows of the connection's provider. They are about a setting there. */
function providerWords({ provider: { definition } }: Connection) {
  const { name, versions, profile } = definition;
  return {
    name,
    versions,
    errors: (version: string): AppError[] =>
      (profile?.errors ?? [])
        .filter(
          ({ since, before }) =>
            (since === undefined || atLeast(version, since)) &&
            (before === undefined || !atLeast(version, before)),
        )
        .map((error) => ({ ...error, side: 'provider' })),
  };
}

/** “Custom” is a word of any text, and no app. */
const findKinds = finder(APP_KINDS.filter((kind) => kind !== 'custom'));

/** What stands before a client id or an audience: whoever registered the client chose it, and it names no program. */
const IS_VALUE =
  /\b(?:id|clients?|client_?id|audiences?|aud|azp|got|expected)["']?\s?(?:[:=]\s?[[({]?\s?["']?|[[({]?\s?["'])$/;
const MOST_BEFORE = 24;

/** The apps whose kind stands in the text, in lower case, as a word. */
export function namedIn(words: string): readonly AppDefinition[] {
  const isLetter = (at: number) => /[a-z0-9]/.test(words[at] ?? '');
  return [...findKinds(words)]
    .filter(([kind, places]) =>
      places.some(
        (at) =>
          !isLetter(at - 1) &&
          !isLetter(at + kind.length) &&
          !IS_VALUE.test(words.slice(Math.max(0, at - MOST_BEFORE), at)),
      ),
    )
    .slice(0, MAX_NAMED)
    .map(([kind]) => appOf(kind));
}

/** For a message that no cause of the catalogue stands for: what the app's profile says of it. */
export const SAID_BY_APP: Cause = {
  id: 'said-by-app',
  section: 'G',
  see: 'The app shows a message of its own.',
  sides: SIDES,
  explains: [],
  keys: [],
  tell: (facts) => {
    const name = datum(facts, 'said_by') ?? app(facts);
    const side = SIDES.find((one) => one === datum(facts, 'side')) ?? 'app';
    const place = {
      app: `in ${name}`,
      provider: `at ${provider(facts)}`,
      proxy: `at the proxy in front of ${name}`,
      host: `on the host that runs ${name}`,
    }[side];
    return {
      side,
      title: `${capital(name)} names the reason in its own words`,
      cause: `“${datum(facts, 'said') ?? 'The message'}”: ${asSentence(datum(facts, 'means') ?? 'its log says more')}`,
      fix: { text: `Mend ${place} what the message is about, then log in once more.` },
    };
  },
  seen: [code('What is known of the app', 'shared/catalog/profiles')],
};

/** What an app's message adds to a cause that it is a sign of. */
export function meaningOf(said: SaidByApp): string {
  const text = said.error.text.replace(/\{([a-z_]+)\}/g, (whole, one: string) => said.values[one] ?? whole);
  return `${said.name} says “${text}”: ${asSentence(said.error.means)}`;
}

const asSentence = (text: string): string => (/[.!?”)]$/.test(text) ? text : `${text}.`);
