import { askedHost } from './asked-host.ts';
import type { Cause } from './catalogue/cause.ts';
import { causeById } from './catalogue/index.ts';
import { NETWORK } from './catalogue/network.ts';
import { NOT_REGISTERED } from './catalogue/redirect.ts';
import { SAID_BY_APP } from './own-words.ts';
import type { Spoken } from './reading/heard.ts';
import {
  describedError,
  logoutRedirect,
  missingClaims,
  sentRedirect,
  tellsOfLogout,
} from './reading/named.ts';
import { redactText } from './redact.ts';
import type { EvidenceValue } from './types.ts';

/** A cause that was read in a text. What several of them say of each other is joined here. */
export interface Match {
  readonly cause: Cause;
  weight: number;
  /** The same without what only another line says of which request it is about. */
  own: number;
  /** The most that anything else than an app's own message gave it. */
  heard?: number;
  /** Shows the part of the text that matched. Redacting it takes a while, and few are shown. */
  matched: () => string;
  data: Readonly<Record<string, EvidenceValue>>;
  /** The words that matched, in small letters; empty if none did. */
  words: string;
  /** It was read in the text in another way than as one of several causes of an app's own message. */
  seen: boolean;
  /** It is the first of several causes that a library's words may have, which say more than those of the app around it. */
  likely?: true;
  /** Of several causes that the same words may have, it is the one that something else says. */
  chosen?: true;
}

/** How much less the next cause weighs than the one before it. */
export const NEXT = 0.03;

/**
 * Of the several causes that one message may have, the one that something else in the text says comes first.
 *
 * @param ofApp it is an app's own message, of which a library's words say more
 */
export function preferSeen(several: readonly Match[], ofApp: boolean): void {
  const ofText = several.filter((match) => match.seen);
  const [seen, ...more] =
    ofText.length > 0 || !ofApp ? ofText : several.filter((match) => match.likely === true);
  if (seen === undefined || more.length > 0) return;
  const most = Math.max(...several.map(({ weight }) => weight));
  // What is only likely need not be made surer than it is.
  if (!(ofText.length === 0 && seen.weight === most)) seen.weight = most + NEXT;
  seen.own = seen.weight;
  seen.chosen = true;
  // Where the message is mended otherwise is not said of a further cause.
  if (seen === several[0]) return;
  const { side: _, ...data } = seen.data;
  seen.data = data;
}

/**
 * An app's own sentence says what it was doing, and the error behind it in the same entry says what went wrong: that one
 * comes first.
 */
export function innerFirst(all: readonly Match[], spoken: readonly Spoken[]): void {
  const outer = all.filter(({ data, chosen }) => data['said_by'] !== undefined && chosen !== true);
  const inner = all.filter(
    ({ cause, words, data, weight }) =>
      words !== '' && data['said_by'] === undefined && weight >= INNER && cause.id !== 'generic-wrapper',
  );
  if (outer.length === 0 || inner.length === 0) return;
  for (const match of outer) {
    // A log repeats itself, and only what differs has to be looked at.
    const rests = new Set(
      spoken.flatMap(({ words }) => {
        const at = words.indexOf(match.words);
        return at < 0 ? [] : [words.slice(at + match.words.length)];
      }),
    );
    const behind = inner.filter(({ words }) => [...rests].some((rest) => rest.includes(words)));
    // A cause that is sure comes first wherever it stands, unless the app's own words are what says it.
    const least = match.cause === SAID_BY_APP ? SPECIFIC : SURE;
    const sure = inner.filter(({ weight, words }) => weight >= least && !match.words.includes(words));
    const most = Math.max(0, ...[...behind, ...sure].map(({ weight }) => weight));
    // What the text itself says of the same cause is no sentence around an error.
    if (most > 0) match.weight = Math.min(match.weight, Math.max(most - NEXT, match.heard ?? 0));
  }
}

/**
 * A line that names what is wrong, or its own request, comes before one that says only that something went wrong, such as a
 * status or a closed connection, and takes its request from another line: that may be what followed.
 */
export function namedFirst(all: readonly Match[]): void {
  const naming = all.filter(
    ({ cause, own }) => own >= INNER && cause !== SAID_BY_APP && cause.id !== 'generic-wrapper',
  );
  for (const match of all) {
    if (match.weight <= match.own) continue;
    const most = Math.max(0, ...naming.filter((one) => one !== match).map(({ own }) => own));
    if (most > 0) match.weight = Math.max(match.own, Math.min(match.weight, most - NEXT));
  }
}

/** A page that only says that the login failed never comes before a cause. */
export function specificFirst(matches: ReadonlyMap<string, Match>): void {
  const wrapper = matches.get('generic-wrapper');
  if (wrapper === undefined) return;
  const most = Math.max(
    0,
    ...[...matches.values()]
      .filter((one) => one !== wrapper && one.weight >= (one.seen ? CLAIMED : SPECIFIC))
      .map(({ weight }) => weight),
  );
  if (most > 0) wrapper.weight = Math.min(wrapper.weight, most - NEXT);
}

/** A state that is too short is named as missing in the same sentence, and that is not what was wrong with it. */
export function shortFirst(matches: ReadonlyMap<string, Match>): void {
  const short = matches.get('weak-state');
  const lost = matches.get('state-cookie-lost');
  if (short === undefined || lost === undefined || !OF_LENGTH.test(short.words)) return;
  lost.weight = Math.min(lost.weight, short.weight - NEXT);
}
const OF_LENGTH = /characters|entropy|short|length|weak/i;

/** What an app says that reads a signed answer as if it were JSON. */
const OF_SIGNED = [
  'subject-missing',
  'userinfo-empty-or-wrong-url',
  'claim-not-released',
  'identifier-claim-missing',
];

/** That userinfo is signed, as a setting or the kind of the answer shows it (OpenID Connect Core §5.3.2, Registration §2). */
const IS_SIGNED =
  /userinfo_sign(?:ed_response_alg|ing_algorithm|ed_response_algorithm)["']?\s{0,4}[:=]\s{0,4}["']?(?!none)\w|application\/jwt/i;

/** Where the text shows that userinfo is signed, that explains what is not found in it. */
export function signedFirst(matches: ReadonlyMap<string, Match>, text: string): void {
  const signed = matches.get('userinfo-is-signed');
  if (signed === undefined || !IS_SIGNED.test(text)) return;
  for (const id of OF_SIGNED) {
    const match = matches.get(id);
    if (match !== undefined && match.weight >= signed.weight)
      signed.weight = Math.min(MOST_SIGNED, match.weight + NEXT);
  }
}
const MOST_SIGNED = 0.95;

/**
 * What only the form of an address shows is a guess beside what the text says in words: that comes first, but for a
 * redirect URI by http, which is what a refusal of it is about.
 */
export function saidFirst(all: readonly Match[]): void {
  const said = all.filter(
    (one) =>
      one.words !== '' && one.own >= SAID && one.cause !== SAID_BY_APP && !TOO_GENERAL.has(one.cause.id),
  );
  const most = Math.max(0, ...said.map(({ own }) => own));
  if (most === 0) return;
  const ofRedirect = said.some(({ cause }) => NOT_REGISTERED.includes(cause.id));
  for (const match of all) {
    if (!BY_FORM.has(match.cause.id) || !(match.words === '' || OF_ADDRESS.test(match.words))) continue;
    if (match.cause.id === 'redirect-downgraded-to-http' && ofRedirect) continue;
    // A setting that names what it is for is no form of an address.
    if (match.data['by_setting'] === true) continue;
    // No browser writes the port that a scheme has anyway, and an app that others reach is not on their own machine: so
    // that is why a refused address differs.
    if (
      match.data['outside'] === true ||
      (ofRedirect &&
        match.cause.id === 'internal-address-leaks' &&
        OWN_PORT.test(String(match.data['redirect_uri'])))
    ) {
      match.weight = Math.max(match.weight, most + NEXT);
      continue;
    }
    match.weight = Math.min(match.weight, most - NEXT);
  }
}

/** Causes that an address alone points to by its form. */
const BY_FORM: ReadonlySet<string> = new Set([
  'weak-state',
  'internal-address-leaks',
  'redirect-downgraded-to-http',
  'openid-scope-missing',
]);
/** A port that stands for nothing. */
const OWN_PORT = /^(?:https:\/\/[^/?#]+:443|http:\/\/[^/?#]+:80)(?:[/?#]|$)/i;
/** A parameter of an address and no sentence. */
const OF_ADDRESS = /^redirect_uri(?:=|$)/;
/** What says only that something went wrong. */
const TOO_GENERAL: ReadonlySet<string> = new Set([
  'generic-wrapper',
  'authorization-refused',
  'code-refused',
]);
/** What weighs so much was said, and not only mentioned. */
const SAID = 0.5;

/** A log that ends with what is still going on does not say what comes after it. */
export function notYet(matches: Map<string, Match>, spoken: readonly Spoken[]): void {
  const last = spoken.filter(({ words }) => words !== '').at(-1);
  if (last !== undefined && last.level !== 'plain' && last.words.includes('authorization request with id'))
    matches.delete('token-request-never-arrives');
}

/** A refusal whose reason is given and not known: it is shown before what a code alone lets one guess. */
const REASON_UNKNOWN = 0.46;

/** What weighs so much leaves little doubt. */
const SURE = 0.8;
/** What weighs so much is a cause, and no guess. */
const SPECIFIC = 0.7;
/** The same for what the text itself says, and not only an app’s message that may have several causes. */
export const CLAIMED = 0.5;

/** An error behind an app's sentence weighs at least so much if it is a cause. */
const INNER = 0.6;

/** Adds to each cause of the network the server that the text says was asked. */
export function nameServers(all: readonly Match[], spoken: readonly Spoken[], whole: string): void {
  const unnamed = all.filter(
    ({ cause, words, data }) =>
      words !== '' && NETWORK.includes(cause) && data['host'] === undefined && data['url'] === undefined,
  );
  if (unnamed.length === 0) return;
  for (const match of unnamed) {
    for (const { words: text } of spoken) {
      const at = text.indexOf(match.words);
      const asked = at < 0 ? undefined : askedHost(text, at, at + match.words.length);
      if (asked === undefined) continue;
      match.data = { ...match.data, host: asked.host, asked: asked.address };
      break;
    }
    if (match.data['host'] !== undefined) continue;
    // A message that goes on in further lines.
    const at = whole.indexOf(match.words);
    const asked = at < 0 ? undefined : askedHost(whole, at, at + match.words.length);
    if (asked !== undefined) match.data = { ...match.data, host: asked.host, asked: asked.address };
  }
}

/** The causes that are about a redirect URI, and those that are about a claim. */
const OF_REDIRECT = [
  ...NOT_REGISTERED,
  'internal-address-leaks',
  'mobile-callback',
  'redirect-differs-at-token',
];
const OF_CLAIM = ['claim-not-released', 'claims-left-the-id-token', 'identifier-claim-missing'];

/** A redirect URI that is refused after a logout is none of the login's. */
export function afterLogout(matches: Map<string, Match>, whole: string): void {
  const refused = NOT_REGISTERED.flatMap((id) => matches.get(id) ?? []);
  const cause = refused.length === 0 ? undefined : causeById('logout-incomplete');
  if (cause === undefined) return;
  const uri = logoutRedirect(whole) ?? (tellsOfLogout(whole) ? sentRedirect(whole) : undefined);
  if (uri === undefined && !tellsOfLogout(whole)) return;
  const known = matches.get(cause.id);
  const [first] = refused.sort((a, b) => b.weight - a.weight);
  const weight = Math.max(OF_LOGOUT, first!.weight, known?.weight ?? 0);
  for (const { cause } of refused) matches.delete(cause.id);
  matches.set(cause.id, {
    ...(known ?? first!),
    cause,
    weight,
    own: weight,
    data: { ...known?.data, ...(uri === undefined ? {} : { post_logout_redirect_uri: uri }) },
  });
}

/**
 * A warning that something will change explains nothing where the text says more: another cause, or a log around it, in which
 * such warnings stand whatever happens.
 */
export function warningLast(matches: Map<string, Match>, entries: number): void {
  const warning = matches.get('only-a-warning');
  if (warning === undefined || warning.weight > OF_WARNING) return;
  if (matches.size > 1 || entries > MOST_BESIDE) matches.delete('only-a-warning');
}

/**
 * Compose warns of each variable that is not set. Where all have names as variables have them and none is of a login, no dollar sign
 * of a secret was taken for one.
 */
export function ownVariables(matches: Map<string, Match>, whole: string): void {
  if (!matches.has('compose-eats-dollar')) return;
  const names = [...whole.matchAll(UNSET)].map(([, name]) => name!);
  if (names.length > 0 && names.every((name) => OF_VARIABLE.test(name) && !OF_LOGIN.test(name)))
    matches.delete('compose-eats-dollar');
}
const UNSET = /(?<![\w$])(\w{1,80})\\?["']? variable is not set/g;
const OF_VARIABLE = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/;
const OF_LOGIN = /OIDC|OPENID|OAUTH|SSO|CLIENT|SECRET|ISSUER/;

/** Only the general words of a warning weigh so little. */
const OF_WARNING = 0.62;
/** With more entries it is a log and not a warning that somebody asks about. */
const MOST_BESIDE = 5;

/**
 * “Wrong user name or password” of an app to which the person came back from the provider is the app's own page: it says only
 * that the login failed.
 */
export function passwordAtApp(matches: Map<string, Match>, whole: string): void {
  const refused = matches.get('password-refused');
  const cause = causeById('generic-wrapper');
  if (refused === undefined || cause === undefined || refused.weight > OF_PAGE || !CAME_BACK.test(whole))
    return;
  matches.delete('password-refused');
  const known = matches.get(cause.id);
  if (known === undefined || known.weight < refused.weight) matches.set(cause.id, { ...refused, cause });
}

/** A JSON reader that comes to a place behind the beginning, or to the end, has read JSON so far, and no page. */
const BREAKS_OFF =
  /\bunexpected end[ -]of[ -](?:json )?(?:input|file|data)\b|\bend of input at (?:line|position)\b|\beof while parsing an? \w+ at line \d+ column (?!0\b)\d|\bend of the json payload\b|\bnear end of file\b|\bunterminated string\b|\(char (?!0\b)\d+\)|\bin json at position (?!0\b)\d/i;
const IS_PAGE = /<!doctype|<html|'<'|"<"|token <|text\/html/i;

/**
 * An answer of the discovery address that begins as JSON and breaks off was cut on its way: a wrong address answers with a
 * page.
 */
export function brokenOff(matches: Map<string, Match>, whole: string): void {
  const wrong = matches.get('discovery-path-wrong');
  const cause = causeById('answer-not-json');
  if (wrong === undefined || cause === undefined || !BREAKS_OFF.test(whole) || IS_PAGE.test(whole)) return;
  const known = matches.get(cause.id);
  const weight = Math.min(0.95, Math.max(wrong.weight + NEXT, known?.weight ?? 0));
  matches.set(cause.id, {
    ...wrong,
    ...known,
    cause,
    weight,
    own: weight,
    data: { ...known?.data, cut: true },
  });
}

/** Only the words of a page say it; what a provider writes into its log weighs more. */
const OF_PAGE = 0.62;
const CAME_BACK =
  /\b(?:(?:sent|brought|redirect(?:s|ed)?|com(?:e|es|ing)|came|land(?:s|ed)?|goes|return(?:s|ed)?|am|i'm|get(?:ting)?) back (?:to|at|in|on)|return(?:s|ed|ing)? (?:me )?to (?:the )?app|after (?:a |the )?(?:successful(?:ly)? )?(?:log|sign)(?:ging|ing)?[ -]?in (?:with|at|through|via|by|on) (?:my |the )?(?:\w+ )?(?:authelia|authentik|keycloak|pocket[ -]id|kanidm|zitadel|dex|idp|identity provider|sso|provider|oidc|openid))\b|\/(?:callback|oidc|oauth2?|sso)\b[^\s]{0,80}[?&]code=/i;

/** The address, or the person, says that it belongs to a logout. */
const OF_LOGOUT = 0.75;

/** A member of a token, as it is printed. */
const MEMBER = /^["']?email_verified/;

/** What a token says of an address is no complaint where a program complains of something else. */
export function complaintFirst(matches: ReadonlyMap<string, Match>): void {
  const match = matches.get('email-not-verified');
  if (match === undefined || !MEMBER.test(match.words)) return;
  const most = Math.max(
    0,
    ...[...matches.values()].filter((one) => OF_PERSON.includes(one.cause.id)).map(({ weight }) => weight),
  );
  if (most >= INNER) match.weight = Math.min(match.weight, BESIDE);
}

/** A callback without a code is what an app sees of a refusal: where the text has the provider's reason, that comes first. */
export function refusalFirst(matches: ReadonlyMap<string, Match>): void {
  const match = matches.get('callback-malformed');
  if (match === undefined) return;
  const most = Math.max(0, ...OF_REQUEST.flatMap((id) => matches.get(id)?.own ?? []));
  if (most >= INNER) match.weight = Math.min(match.weight, most - NEXT);
}

/** The causes for which a provider refuses the request for a login. */
const OF_REQUEST = [
  'scope-not-allowed',
  'denied-by-policy',
  'pkce-required',
  'interaction-required',
  'demand-not-met',
  'weak-state',
];

/**
 * The code of an error says more than an app's own message, which is the same for several: invalid_grant is of the code, and
 * whoever says it has taken the client's secret (RFC 6749 §5.2).
 */
export function codeFirst(matches: ReadonlyMap<string, Match>, whole: string): void {
  const client = matches.get('secret-wrong-or-swapped');
  const token = matches.get('no-id-token');
  // “Invalid token response: invalid_client”: there is no token, for the reason that the code says.
  if (client !== undefined && token?.data['said_by'] !== undefined && whole.includes('invalid_client')) {
    client.weight = Math.max(client.weight, token.weight);
    token.weight = Math.min(token.weight, client.weight - NEXT);
  }
  const match = matches.get('code-refused');
  if (match === undefined || match.own < CLAIMED || !whole.includes('invalid_grant')) return;
  for (const id of OF_SECRET) {
    const other = matches.get(id);
    // A status says less than a code, too: some providers have 401 for both.
    const byStatus =
      other !== undefined && /\b40[01]\b/.test(other.words) && !/client|secret|credential/.test(other.words);
    if (other !== undefined && (byStatus || (!other.seen && other.data['said_by'] !== undefined)))
      other.weight = Math.min(other.weight, match.weight - NEXT);
  }
}

/** The causes for which a provider does not take the client for whom it says it is. */
const OF_SECRET = ['secret-wrong-or-swapped', 'wrong-secret-method', 'secret-not-sent', 'client-unknown'];

/** The causes that are about who signs in. */
const OF_PERSON = [
  'claim-not-released',
  'identifier-claim-missing',
  'username-missing',
  'claims-left-the-id-token',
  'role-wrong',
  'account-collision',
  'registration-closed',
  'claim-of-wrong-type',
];
/** What is only seen beside a complaint. */
const BESIDE = 0.4;

/** Adds the value that a cause is about, where another place of the text shows it. */
export function nameFromText(matches: ReadonlyMap<string, Match>, whole: string): void {
  const lacking = (ids: readonly string[], name: string) =>
    ids.flatMap((id) => matches.get(id) ?? []).filter(({ data }) => data[name] === undefined);
  const redirects = lacking(OF_REDIRECT, 'redirect_uri');
  const sent = redirects.length === 0 ? undefined : sentRedirect(whole);
  if (sent !== undefined) for (const match of redirects) match.data = { ...match.data, redirect_uri: sent };
  const [refused] = lacking(['authorization-refused'], 'error_description');
  const reason = refused === undefined ? undefined : describedError(redactText(whole));
  if (refused !== undefined && reason !== undefined) {
    refused.data = { ...refused.data, error_description: reason };
    refused.weight = Math.min(refused.weight, REASON_UNKNOWN);
  }
  const claims = lacking(OF_CLAIM, 'claim');
  const [claim] = claims.length === 0 ? [] : missingClaims(whole);
  if (claim !== undefined) for (const match of claims) match.data = { ...match.data, claim };
}

/** Leaves out causes that are consequences of another cause that is at least as likely. */
export function fold(sorted: readonly Match[]): Match[] {
  return sorted.filter(
    (match, at) => !sorted.slice(0, at).some((root) => root.cause.entails?.includes(match.cause.id) === true),
  );
}
