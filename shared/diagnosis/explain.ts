import { canParseUrl } from '../can-parse-url.ts';
import type { Connection } from '../client/types.ts';
import { type StartFault, startFaults } from './authelia-start/told.ts';
import type { Cause, Facts, Product, Told } from './catalogue/cause.ts';
import { CAUSES, causeById } from './catalogue/index.ts';
import { NOT_REGISTERED } from './catalogue/redirect.ts';
import { isInternalHost, productOf, tellOf } from './catalogue/setup.ts';
import { type PlannedVariable, parseContainerProbe, withoutProbe } from './container-report.ts';
import { diagnose } from './diagnose.ts';
import {
  afterLogout,
  brokenOff,
  CLAIMED,
  codeFirst,
  complaintFirst,
  fold,
  innerFirst,
  type Match,
  NEXT,
  namedFirst,
  nameFromText,
  nameServers,
  notYet,
  ownVariables,
  passwordAtApp,
  preferSeen,
  refusalFirst,
  saidFirst,
  shortFirst,
  signedFirst,
  specificFirst,
  warningLast,
} from './joining.ts';
import { minimumLength, sentenceOf } from './judges/words.ts';
import { lower, normalise } from './normalise.ts';
import { meaningOf, namedIn, SAID_BY_APP, saidByApps } from './own-words.ts';
import {
  type AddressFinding,
  askedOf,
  judgeAddresses,
  judgeRedirect,
  namedRedirect,
} from './pasted-address.ts';
import { judgeAddressSettings } from './reading/address-settings.ts';
import { judgeDigests, judgeQuotedItems, judgeVariableNames } from './reading/app-settings.ts';
import { judgeClaimSettings, judgeClaimsNamed } from './reading/claim-settings.ts';
import { judgeClaimsShown, judgeTokensShown } from './reading/claims-shown.ts';
import { MAX_PASTED } from './reading/entries.ts';
import { loudParts, MOST_OF_QUIET, murmur, type Part, spokenIn } from './reading/heard.ts';
import { allOfOtherToken, complainedOf, findKeys, KEYS, productIn, together } from './reading/keys.ts';
import { judgeMalformed } from './reading/malformed.ts';
import { RECOGNISERS } from './reading/messages/index.ts';
import { saidByHttp } from './reading/named.ts';
import { judgeOwnMachine } from './reading/own-machine.ts';
import { asksOfNoFault, symptomsTold } from './reading/prose.ts';
import { reader } from './reading/recogniser.ts';
import { registeredFits, toldWhole } from './reading/registered.ts';
import { judgeNarrowed, judgeScopes, judgeSettingValues } from './reading/setting-values.ts';
import { pointedTo } from './reading/values.ts';
import { redactText, redactUrl } from './redact.ts';
import type { Side } from './sides.ts';
import type { Check, Fix } from './types.ts';
import { idsInAddresses, whoseId } from './whose-id.ts';

/** A cause recognised in pasted text. */
export interface Explanation {
  /** Id in the symptom catalogue, e.g. `issuer-mismatch`. */
  readonly id: string;
  readonly side: Side;
  /** True if it names several things of which one is wrong, so that the side is only the likelier one. */
  readonly either?: true;
  /** True if it is about a program that Latchkey does not know of, so that no side of the workspace is edited. */
  readonly elsewhere?: true;
  readonly title: string;
  readonly cause: string;
  readonly fix: Fix;
  /** 0 to 1: how specific the text is to this cause. */
  readonly confidence: number;
  /** The part of the text that matched. Redacted. */
  readonly matched: string;
  /** It is true beside the first one, and no other reading of the same words. */
  readonly also?: true;
}

/** What is known in addition to the text. */
export interface ExplainContext {
  /** The setups the text may be about. Values come from the one whose addresses occur in the text. */
  readonly connections?: readonly Connection[];
  /** All that a client ID in the text may belong to. Default: those. */
  readonly clients?: readonly Connection[];
  /** The variables of an app's files that hold no secret, to compare with what the container probe printed. */
  readonly environmentOf?: (connection: Connection) => readonly PlannedVariable[];
  /** The whole text, if only what is no configuration in it is to be explained. What it says is right is taken from it. */
  readonly whole?: string;
}

const plannedFor = (connection: Connection | undefined, { environmentOf }: ExplainContext) =>
  connection === undefined || environmentOf === undefined ? [] : environmentOf(connection);

/**
 * What the output of the container probe in a pasted text says, in one sentence; undefined if there is none. For a text
 * in which nothing is wrong.
 */
export const containerSentence = (text: string, context: ExplainContext = {}): string | undefined =>
  containerCheck(text, context)?.summary;

/** The check that the output of the container probe in a pasted text makes; undefined if there is none. */
export function containerCheck(text: string, context: ExplainContext = {}): Check | undefined {
  const pasted = text.slice(0, MAX_PASTED);
  // Without its mark there is none, and the whole text need not be searched for an app.
  if (!pasted.includes('latchkey-probe')) return undefined;
  const connection = fitting(lower(normalise(pasted)), context.connections ?? []);
  return parseContainerProbe(pasted, connection, plannedFor(connection, context));
}

const observe = reader(RECOGNISERS);

const MAX_EXPLANATIONS = 6;
/** A cause is left out if its weight is more than this below the best. */
const FAR = 0.55;

/**
 * Recognises known causes in a pasted error, address, log or container probe. Most likely first, at most six.
 * Reads at most one MiB, in linear time, and stores nothing. Returns an empty list if nothing is recognised.
 */
export function explain(text: string, context: ExplainContext = {}): readonly Explanation[] {
  const given = text.slice(0, MAX_PASTED);
  const whole = (context.whole ?? given).slice(0, MAX_PASTED);
  const read = normalise(given);
  const all = lower(read);
  const connection = fitting(all, context.connections ?? []);
  const probe = parseContainerProbe(given, connection, plannedFor(connection, context));
  if (probe) {
    const told = explainReport(probe, connection);
    if (told.length > 0) return told;
  }
  const { faults, rest: pasted } = startFaults(probe ? withoutProbe(given) : given);
  const atStart = faults.map((fault, index) => explainStart(fault, index, connection));
  const clean = pasted === given ? read : normalise(pasted);
  const words = lower(clean);

  const everywhere = findKeys(words);
  const product =
    (connection && productOf(connection)) ??
    productIn(everywhere) ??
    productAsked(all, context.connections ?? []);
  const shown = excerpts(pasted);
  const minimum = minimumLength(clean);
  const numbers = minimum === undefined ? {} : { minimum_length: minimum };
  const matches = new Map<string, Match>();
  const add = (
    cause: Cause,
    weight: number,
    matched: () => string,
    data: Match['data'],
    words = '',
    seen = true,
    borrowed = false,
  ) => {
    const known = matches.get(cause.id);
    const own = Math.max(known?.own ?? 0, borrowed ? 0 : weight);
    const heard = Math.max(known?.heard ?? 0, data['said_by'] === undefined ? weight : 0);
    if (known) Object.assign(known, { own, heard });
    if (!known) matches.set(cause.id, { cause, weight, own, heard, matched, data, words, seen });
    else if (weight > known.weight)
      Object.assign(known, { weight, matched, words, data: { ...known.data, ...data } });
    else known.data = { ...data, ...known.data };
    if (known && seen) known.seen = true;
  };
  const severals: { readonly ids: readonly string[]; readonly ofApp: boolean }[] = [];

  /** The client IDs in the text as they are there, to be compared before anything is blanked out. */
  const sentIds: string[] = [];
  const listen = (part: Part) => {
    const { text: heard, breaks, walls, statements, answers, most, quiet } = part;
    const said = lower(heard);
    const found = quiet ? everywhere : findKeys(said);
    for (const observation of [...observe(heard, quiet, part), ...answers]) {
      const { client_id } = observation.data;
      if (typeof client_id === 'string') sentIds.push(client_id);
      const pointed = pointedTo(observation, connection, product);
      if (pointed.some(({ several }) => several === true))
        severals.push({ ids: pointed.map(({ id }) => id), ofApp: false });
      for (const [index, { id, weight, data, several }] of pointed.entries()) {
        const cause = causeById(id);
        if (cause)
          add(
            cause,
            Math.min(most, weight),
            () => shown(observation.matched, observation.anchor),
            data,
            observation.matched,
            several !== true,
            observation.borrowed === true,
          );
        const match = matches.get(id);
        if (match && several === true && index === 0) match.likely = true;
      }
    }
    for (const key of KEYS) {
      if (key.quiet !== quiet) continue;
      if (
        !together(key.all, found, key.status ? statements : walls) ||
        key.without.some((word) => found.has(word)) ||
        (key.topic && !complainedOf(said, key.all, found, walls)) ||
        (key.token && allOfOtherToken(said, key.all, found, breaks))
      )
        continue;
      add(
        key.cause,
        Math.min(
          most,
          fitted(key.cause, key.weight, product) -
            (key.others && !speaks(key.cause, product) ? OF_OTHERS : 0),
          together(key.all, found, breaks) ? 1 : MOST_OF_SEVERAL_LINES,
        ),
        () => shown(key.all[0]!),
        numbers,
        key.all[0],
      );
    }
    if (quiet) return;
    // What a library is known to say is the app's own where, as it stands here, nothing of a library was recognised.
    const saidByMany = (message: string) => isCommon(message, matches.size > 0);
    for (const message of saidByApps(said, connection, together, saidByMany)) {
      const { error, name, found: part, byWords, values } = message;
      const known = (error.cause ?? []).flatMap((id) => causeById(id) ?? []);
      if (known.length > 1) severals.push({ ids: known.map(({ id }) => id), ofApp: true });
      for (const [index, cause] of (known.length === 0 ? [SAID_BY_APP] : known).entries()) {
        const weight = Math.min(
          error.text.length < SHORT || ONLY_A_CODE.test(error.text)
            ? SHORT_WEIGHT
            : known.length > 1
              ? ONE_OF_SEVERAL
              : OWN_WEIGHT,
          byWords ? (cause === SAID_BY_APP ? BY_WORDS_ALONE : BY_WORDS) : 1,
        );
        add(
          cause,
          Math.min(most, weight - index * NEXT),
          () => shown(part),
          {
            ...numbers,
            ...values,
            said: error.text.replace(/\{([a-z_]+)\}/g, (whole, one: string) => values[one] ?? whole),
            said_by: name,
            means: error.means,
            // A value that the message names says more of the side than the profile can know beforehand.
            ...(Object.keys(values).length === 0 || cause === SAID_BY_APP ? { side: error.side } : {}),
            ...(cause === SAID_BY_APP ? {} : { meaning: meaningOf(message) }),
          },
          part,
          known.length < 2,
        );
      }
    }
  };
  const spoken = spokenIn(pasted);
  const loud = loudParts(spoken, connection);
  for (const part of [
    { text: clean, breaks: [], walls: [], lines: [], statements: [], answers: [], most: 1, quiet: true },
    ...loud,
  ])
    listen(part);
  if (![...matches.values()].some(({ weight }) => weight >= CLAIMED)) listen(murmur(spoken, connection));
  const told = symptomsTold(pasted);
  for (const one of [
    ...judgeAddresses(pasted, connection, product),
    ...judgeClaimSettings(whole),
    ...judgeClaimsNamed(whole),
    ...judgeSettingValues(whole),
    ...judgeDigests(whole),
    ...judgeQuotedItems(whole),
    ...judgeVariableNames(
      whole,
      namedIn(all).map(({ kind }) => kind),
    ),
    ...judgeAddressSettings(whole),
    ...judgeClaimsShown(whole),
    ...judgeTokensShown(whole),
    ...judgeNarrowed(pasted),
    ...judgeMalformed(pasted),
    ...judgeOwnMachine(whole),
    ...told.filter(({ hint }) => hint !== true),
  ])
    addAddress(one, add);
  for (const one of told) if (one.hint === true && matches.has(one.id)) addAddress(one, add);
  for (const one of judgeScopes(whole))
    if (matches.has(one.id) || (one.named && onlyFailing(matches))) addAddress(one, add);
  const opens = told.find(({ data }) => data['opens'] !== undefined);
  if (opens !== undefined) {
    const most = Math.max(0, ...NOT_GOT.map((id) => matches.get(id)?.weight ?? 0));
    if (most >= CLAIMED) addAddress({ ...opens, weight: most + NEXT }, add);
  }
  afterLogout(matches, whole);
  passwordAtApp(matches, whole);
  warningLast(matches, spoken.length);
  ownVariables(matches, whole);
  const refusals = () => NOT_REGISTERED.flatMap((id) => matches.get(id) ?? []);
  const named = refusals();
  const sent = named.some(({ data }) => data['redirect_uri'] !== undefined)
    ? undefined
    : namedRedirect(loud.map(({ text }) => text).join('\n'));
  if (sent !== undefined && named.length > 0) {
    const most = Math.max(...named.map(({ weight }) => weight)) + BY_SENT;
    for (const match of named) match.data = { ...match.data, redirect_uri: redactUrl(sent) };
    for (const one of judgeRedirect(sent, askedOf(pasted), connection, product))
      addAddress({ ...one, weight: Math.min(one.weight, most), matched: redactUrl(sent) }, add);
  }
  const plain = saidByHttp(whole);
  if (plain !== undefined)
    addAddress(
      {
        id: 'redirect-downgraded-to-http',
        // Why the provider refuses it says more than that it does.
        weight: Math.max(BY_PERSON, ...refusals().map(({ weight }) => weight + NEXT)),
        matched: redactUrl(plain),
        data: { redirect_uri: redactUrl(plain) },
      },
      add,
    );
  for (const { ids, ofApp } of severals)
    preferSeen(
      ids.flatMap((id) => matches.get(id) ?? []),
      ofApp,
    );
  brokenOff(matches, whole);
  innerFirst([...matches.values()], spoken);
  namedFirst([...matches.values()]);
  complaintFirst(matches);
  refusalFirst(matches);
  shortFirst(matches);
  codeFirst(matches, words);
  specificFirst(matches);
  signedFirst(matches, whole);
  if (!connection) saidFirst([...matches.values()]);
  notYet(matches, spoken);
  nameServers([...matches.values()], spoken, words);

  const refused = refusals();
  if (refused.length > 0 && !connection) {
    const refusedUri = refused.map(({ data }) => data['redirect_uri']).find((one) => typeof one === 'string');
    const fits = registeredFits(whole, refusedUri, namedIn(lower(whole)));
    if (fits) for (const match of refused) match.data = { ...match.data, ...fits };
  }

  const downgraded = matches.get('redirect-downgraded-to-http');
  const plainUri = downgraded?.data['redirect_uri'];
  if (downgraded && !connection && typeof plainUri === 'string')
    downgraded.data = { ...downgraded.data, ...toldWhole(plainUri) };

  nameFromText(matches, whole);

  const unknown = matches.get('client-unknown');
  const whose =
    unknown && whoseId([...sentIds, ...idsInAddresses(pasted)], context.clients ?? context.connections ?? []);
  if (unknown && whose)
    unknown.data = {
      ...unknown.data,
      whose: whose.of,
      // An id that is known, or nearly, is no secret; another one may be.
      ...('id' in whose ? { client_id: whose.id } : {}),
    };

  if (asksOfNoFault(whole))
    for (const match of matches.values()) match.weight = Math.min(match.weight, GUESS);

  const ranked = fold([...matches.values()].sort((a, b) => b.weight - a.weight));
  const best = ranked[0]?.weight ?? 0;
  const others = ranked
    .filter(
      (match) =>
        Math.max(best, atStart[0]?.confidence ?? 0) - match.weight <= FAR &&
        !atStart.some(({ id }) => id === match.cause.id),
    )
    .slice(0, MAX_EXPLANATIONS)
    .map((match): Explanation => {
      // A client ID shows which client the text is about better than anything around it.
      const about = match === unknown && whose && 'connection' in whose ? whose.connection : connection;
      const told = tellOf(match.cause, factsFor(match, about, product));
      const meaning = match.data['meaning'];
      const own = ownSide(match, told);
      return {
        id: match.cause.id,
        side: own?.side ?? told.side,
        ...(own === undefined && told.either ? { either: true as const } : {}),
        ...(own === undefined && told.elsewhere ? { elsewhere: true as const } : {}),
        title: told.title,
        cause: typeof meaning === 'string' ? `${told.cause} ${meaning}` : told.cause,
        fix: own?.fix ?? told.fix,
        confidence: Math.min(0.99, Math.round(match.weight * 100) / 100),
        // Whatever found it: what is shown of a text is redacted here.
        matched: redactText(match.matched()).slice(0, MOST_MATCHED),
      };
    });
  return [...atStart, ...others].sort((a, b) => b.confidence - a.confidence).slice(0, MAX_EXPLANATIONS);
}

/** What is taken for the cause where a document wasn't had; not so if a browser has it. */
const NOT_GOT = ['discovery-path-wrong', 'provider-does-not-answer', 'provider-name-not-found'];

/** What is shown of a text: an address may be long. */
const MOST_MATCHED = 400;

/** What Authelia says of its own configuration leaves no doubt. */
const START_WEIGHT = 0.97;
/** Nothing is wrong where it only says how it reads its configuration. */
const NOTE = 0.4;
const CONFIG_REJECTED = causeById('authelia-config-rejected')!;

/** All faults of one start are true, so the further ones stand beside the first. */
function explainStart(
  { option, wrong, fix, value, warns, cause, note, said }: StartFault,
  index: number,
  connection: Connection | undefined,
): Explanation {
  const data = { option, wrong, fix, warns, ...(value === undefined ? {} : { value }) };
  const facts: Facts = { connection, findings: [], all: [], check: undefined, product: 'authelia', data };
  return {
    id: cause,
    ...tellOf(CONFIG_REJECTED, facts),
    confidence: Math.round((note ? NOTE : warns ? MOST_OF_QUIET : START_WEIGHT) * 100 - index) / 100,
    matched: redactText(normalise(said)).slice(0, 240),
    ...(index === 0 ? {} : { also: true }),
  };
}

/**
 * Where the app's profile says that its message is mended, if that is another side than the cause has by itself. What to
 * do then stands in the profile, too.
 */
function ownSide({ cause, data }: Match, told: Told): Pick<Told, 'side' | 'fix'> | undefined {
  const side = cause.sides.find((one) => one === data['side']);
  // Values that stand in the text decide before words do.
  const valued = ['actual', 'redirect_uri', 'registered_method'].some((name) => data[name] !== undefined);
  if (data['meaning'] === undefined || valued || side === undefined || side === told.side) return undefined;
  return { side, fix: { text: String(data['means']) } };
}

/** True for a message that is recognised whoever says it; by what libraries say only if something was `heard`. */
function isCommon(message: string, heard: boolean): boolean {
  const text = normalise(message);
  const found = findKeys(lower(text));
  return (
    (heard && observe(text, false).length > 0) ||
    KEYS.some((key) => !key.quiet && key.weight >= COMMON && key.all.every((word) => found.has(word)))
  );
}

/** A key of so much weight says what an app's own message would say. */
const COMMON = 0.75;

/** How much a redirect URI by http weighs that only a person's own words name. */
const BY_PERSON = 0.72;

/** How much more a redirect URI weighs that stands in a text which says that one is refused, if the value shows why. */
const BY_SENT = 0.15;

/** True if a text says that something fails, and nothing of why. */
const onlyFailing = (matches: ReadonlyMap<string, Match>): boolean =>
  matches.size > 0 && [...matches.keys()].every((id) => FAILING.has(id));
const FAILING: ReadonlySet<string> = new Set(['provider-failing', 'generic-wrapper', 'no-id-token']);

/** How much an app's own message weighs; a short one may be part of another. */
const OWN_WEIGHT = 0.93;
const SHORT_WEIGHT = 0.6;
/** The most that a message weighs if nothing else in the text shows that this app speaks. */
const BY_WORDS = 0.68;
/** The same where the words lead to no cause: what a library says of itself comes before it. */
const BY_WORDS_ALONE = 0.4;
const SHORT = 12;
/** A code of the standard that an app shows says less than what stands beside it. */
const ONLY_A_CODE = /^(?:invalid|unsupported|unauthorized|access|server)_[a-z_]+$/;

/** What weighs so much is offered as a guess. */
const GUESS = 0.45;

/** How much the first of several causes weighs that a message may have. */
const ONE_OF_SEVERAL = 0.8;

/** How much less words weigh that other products say, too, where nothing shows the one that the cause is of. */
const OF_OTHERS = 0.25;
const speaks = ({ products }: Cause, product: Product | undefined): boolean =>
  product !== undefined && products?.includes(product) === true;

/** Words of several messages may have nothing to do with each other. */
const MOST_OF_SEVERAL_LINES = 0.75;

function addAddress(
  one: AddressFinding,
  add: (cause: Cause, weight: number, matched: () => string, data: Match['data']) => void,
): void {
  const cause = causeById(one.id);
  if (cause) add(cause, one.weight, () => one.matched, one.data);
}

/** Lowers the weight of a cause that belongs to another product than the current one. */
function fitted(cause: Cause, weight: number, product: Product | undefined): number {
  let result = weight;
  if (cause.products && product) result += cause.products.includes(product) ? 0.02 : -0.15;
  return Math.max(0.05, Math.min(0.99, result));
}

function factsFor(match: Match, connection: Connection | undefined, product: Product | undefined): Facts {
  const data = { said: redactText(match.matched()), ...match.data };
  return { connection, findings: [], all: [], check: undefined, product, data };
}

/**
 * The connection whose addresses or client ID occur in the text. If none do and there is only one, that one,
 * unless the text names another app.
 */
function fitting(words: string, connections: readonly Connection[]): Connection | undefined {
  if (connections.length === 0) return undefined;
  const named = namedIn(words).map(({ kind }) => kind);
  const scored = connections.map((connection) => {
    const hosts = [connection.provider.entry.url, connection.app.url].map((url) =>
      canParseUrl(url) ? new URL(url).host.toLowerCase() : '',
    );
    const signs = [...hosts, connection.client.client_id.toLowerCase()];
    const score = signs.filter((sign) => sign.length > 2 && words.includes(sign)).length * 3;
    return { connection, score: score + (named.includes(connection.app.definition.kind) ? 1 : 0) };
  });
  const best = scored.reduce<(typeof scored)[number] | undefined>(
    (top, one) => (top === undefined || one.score > top.score ? one : top),
    undefined,
  );
  // A redirect URI on a host that others reach is of another app, where nothing else speaks for this one.
  if (best !== undefined && best.score < 3 && isElsewhere(best.connection, words)) return undefined;
  if (best !== undefined && best.score > 0) {
    // The address of a provider that several apps have says nothing of which one it is.
    const most = best.score;
    const same = scored.filter(({ score }) => score === most).map(({ connection }) => connection.app.id);
    return new Set(same).size > 1 ? undefined : best.connection;
  }
  // The only setup there is, unless the text speaks of another app.
  return connections.length === 1 && named.length === 0 ? best?.connection : undefined;
}

/** True if a text names a redirect URI whose host is neither the app's nor one that only the app's own machine knows. */
function isElsewhere({ app }: Connection, words: string): boolean {
  const hostOf = (url: string) => (canParseUrl(url) ? new URL(url).hostname : '');
  const hosts = [...words.matchAll(SENT)].slice(0, MOST_SENT).map(([, sent]) => hostOf(sent!));
  return hosts.length > 0 && hosts.every((host) => host !== hostOf(app.url) && !isInternalHost(host));
}

const SENT =
  /\bredirect_ur[il]["']?(?:\s?[:=]|\s(?:value|parameter|is))?\s?["']?(https?:\/\/[^\s"'<>&,;}\]]{4,500})/g;
const MOST_SENT = 20;

/** The product of the provider whose address is in the text, where it is one of several apps’. */
function productAsked(words: string, connections: readonly Connection[]): Product | undefined {
  const asked = connections.filter(({ provider: { entry } }) => {
    const host = canParseUrl(entry.url) ? new URL(entry.url).host.toLowerCase() : '';
    return host.length > 2 && words.includes(host);
  });
  const products = new Set(asked.map(productOf));
  return products.size === 1 ? [...products][0] : undefined;
}

/**
 * Cuts words with their surroundings out of the redacted text. If redaction removed them, those of ours in them are
 * looked for, and else returned.
 */
function excerpts(pasted: string): (found: string, ours?: string) => string {
  let clean: string | undefined;
  let words = '';
  return (found, ours = found) => {
    if (clean === undefined) {
      clean = normalise(redactText(pasted));
      words = lower(clean);
    }
    const whole = words.indexOf(found);
    const key = whole >= 0 ? found : (sentenceOf(ours, words) ?? ours);
    const at = whole >= 0 ? whole : words.indexOf(key);
    if (at < 0) return key;
    const from = at < 40 ? 0 : clean.lastIndexOf(' ', at - 20) + 1;
    const end = Math.min(clean.length, at + key.length + 60);
    const piece = clean.slice(Math.max(from, at - 60), end);
    return redactText(piece).slice(0, 240).trim();
  };
}

/** Explains what the app's container saw and how its settings arrived there. */
function explainReport(check: Check, connection: Connection | undefined): readonly Explanation[] {
  const found: Explanation[] = [];
  const matched = check.summary;
  if (connection) {
    for (const one of diagnose([check], connection)) {
      const { explains: _, ...rest } = one;
      found.push({ ...rest, matched });
    }
    return found;
  }
  for (const finding of check.findings) {
    const told = bestFor(check, finding);
    if (told && !found.some((one) => one.id === told.id)) found.push({ ...told, matched });
  }
  return found.sort((a, b) => b.confidence - a.confidence);
}

/** The most likely cause of a finding if no setup is known. */
function bestFor(check: Check, finding: Check['findings'][number]): Omit<Explanation, 'matched'> | undefined {
  const data = { ...finding.data };
  const facts: Facts = {
    connection: undefined,
    findings: [finding],
    all: check.findings,
    check,
    product: undefined,
    data,
  };
  let best: { cause: Cause; weight: number } | undefined;
  for (const cause of CAUSES) {
    if (cause.products) continue;
    for (const evidence of cause.explains) {
      if (!evidence.codes.includes(finding.code) || (evidence.when && !evidence.when(facts))) continue;
      if (!best || evidence.weight > best.weight) best = { cause, weight: evidence.weight };
    }
  }
  if (!best) return undefined;
  return { id: best.cause.id, ...best.cause.tell(facts), confidence: best.weight };
}
