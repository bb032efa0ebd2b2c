import { redactUrl } from '../redact.ts';

/** A redirect URI in an address or in a line of a log, not one that a setting has. */
const SENT =
  /(?<![\w$-])(?:redirect_uri|callback_url)["']?[ \t]{0,3}[=:][ \t]{0,3}["']?((?:(?!https?:)[a-z][a-z0-9+.-]{1,60}:\/|https?:\/\/(?=[<\w[{$])(?:<[\w .-]{1,40}>)?|https?%3A%2F)[^\s"'\x60<>&,;|)\]}]{0,500})/gi;

/** The same as a person tells of it, with the address in quotes. */
const TOLD_SENT =
  /\bredirect_ur[il]\b["'\x60]?(?! ?[:=])(?: as|[^\n.]{0,70}?\b(?:is|to|was|sends?|sent|uses?))\b[ :]{0,2}["'\x60<]{1,2}((?:https?|[a-z][a-z0-9+.-]{1,60}):\/[^\s"'\x60<>)\]}]{1,300})["'\x60>]/gi;

/** The redirect URI that a text shows as sent, if it shows just one. */
export function sentRedirect(text: string): string | undefined {
  const shown = [...text.matchAll(SENT)];
  const told = shown.length > 0 ? shown : [...text.matchAll(TOLD_SENT)];
  const found = new Set(told.map((match) => decoded(match[1]!)));
  const [sent] = found;
  return sent === undefined || found.size > 1 ? undefined : redactUrl(sent);
}

/** Where a browser comes back to when it has signed out. */
const SIGNED_OUT =
  /^[a-z][a-z0-9+.-]{1,60}:\/\/[^/?#]{1,300}[^?#]{0,300}(?:log|sign)(?:ged|ed)?[-_]?out|[?&](?:log|sign)(?:ged|ed)?[-_]?out=/i;
/** A request to sign out, which an older provider takes a redirect URI with. */
const SIGNS_OUT =
  /\/(?:logout|end[-_]?session|signout)\/?\?[^\s"'<>]{0,900}?\bredirect_uri=([^\s&"'<>]{1,500})/i;

/** The address after a logout that a text shows as sent: its path says so, or that of the request. */
export function logoutRedirect(text: string): string | undefined {
  const sent = sentRedirect(text);
  if (sent !== undefined && SIGNED_OUT.test(sent)) return sent;
  const asked = SIGNS_OUT.exec(text)?.[1];
  return asked === undefined ? undefined : redactUrl(decoded(asked));
}

/** A person tells that it happens on the way out. */
const TOLD_OF_LOGOUT =
  /\b(?:on|at|when|while|after|during|in|for|upon|click(?:s|ed|ing)?|tr(?:y|ies|ied|ying) to) (?:the |a |my |i )?(?:log(?:ging)?[ -]?(?:out|off)|sign(?:ing)?[ -]?out)\b/i;
const TOLD_OF_LOGIN = /\b(?:log(?:ging)?[ -]?in|sign(?:ing)?[ -]?in)\b/i;

/** True if a text tells of a logout, and of no login. */
export const tellsOfLogout = (text: string): boolean =>
  TOLD_OF_LOGOUT.test(text) && !TOLD_OF_LOGIN.test(text);

function decoded(text: string): string {
  try {
    return /^https?%3A/i.test(text) ? decodeURIComponent(text) : text;
  } catch {
    return text;
  }
}

/** Names in quotes, as a program prints the claims that it wants and those that it got. */
const NAMES = String.raw`[[({]{1,2}((?:[ \t]{0,2}["'][\w.:/-]{1,80}["'],?){1,60})[ \t]{0,2}[\])}]{1,2}`;
const WANTED_AND_GOT = new RegExp(
  String.raw`\b(?:expected|required|wanted|needs?)\b[^\n[({"']{0,40}${NAMES}[^\n[({"']{0,40}\b(?:actual|got|received|found|present|has|but)\b[^\n[({"']{0,40}(?:\w{1,20}(?=[[(]))?${NAMES}`,
  'i',
);

/** The claims that a program wanted and did not get, where it prints both lists. */
export function missingClaims(text: string): readonly string[] {
  const match = WANTED_AND_GOT.exec(text);
  if (match === null) return [];
  const got = namesIn(match[2]!);
  return namesIn(match[1]!).filter((name) => !got.includes(name));
}

const namesIn = (list: string): readonly string[] => list.match(/[\w.:/-]+/g) ?? [];

/** How programs write what a provider gave as the reason of an error: as JSON, in an address, and in a message of their own. */
const DESCRIPTION =
  /\berror_description\\?["']?[ \t]{0,3}(?:=>|[:=])[ \t]{0,3}(?:\\?"([^"\\\n]{3,300})|'([^'\n]{3,300})|([^\s"'&<>]{3,600}))/i;
const AFTER_CODE =
  /\binvalid_request\\?["']?(?:[ \t]{0,2}\\?"([^"\\\n]{3,300})\\?"|[ \t]{0,2}\(([^()\n]{3,300})\)|[:,][ \t]{1,2}([A-Z][^"'{}\n]{6,300}))/;

/** What a provider gives as the reason of an error. The text is redacted first: around the reason alone a secret is not known for one. */
export function describedError(text: string): string | undefined {
  const described = DESCRIPTION.exec(text);
  const [, quoted, single, bare] = described ?? AFTER_CODE.exec(text) ?? [];
  const said = quoted ?? single ?? (bare && described ? decodedForm(bare) : bare);
  return said === undefined || said.trim() === '' ? undefined : said.trim();
}

function decodedForm(text: string): string {
  try {
    return decodeURIComponent(text.replace(/\+/g, ' '));
  } catch {
    return text;
  }
}

/** A redirect URI by http that a person says the app sends. */
const SAID_BY_HTTP =
  /\b(?:callback|redirect)[ _-]?ur[il]s?\b[^\n.]{0,60}?["'`<(]{0,2}(http:\/\/[^\s"'`<>)\]},]{4,300})/i;

/** A person says where the app sends the browser, and to which address. */
const SAID_SENT_BY_HTTP =
  /\bredirect(?:s|ed|ing)?\b(?: \w{1,12}){0,2} (?:back )?(?:to|with|using)[: ]{1,2}["'`<(]{0,2}(http:\/\/[^\s"'`<>)\]},]{4,300})/i;

/** The same address twice, which a person holds against each other: what is registered has https, what is sent has not. */
const HELD_AGAINST =
  /https:\/\/([^\s"'`<>)\]},]{4,300})(?=[\s"'`<>)\]},]|$)["'`)]?[^\n]{0,60}?\n?[^\n]{0,60}?\b(?:but|while|whereas|yet|however|instead)\b[^\n]{0,80}?["'`(]?(http:\/\/\1)(?=\.?(?:[\s"'`<>)\]},]|$))/i;
const OF_REDIRECT = /\b(?:callback|redirect)(?:ion)?\b/i;

/** What a person tells is not longer. */
const MOST_TOLD = 20_000;

/** The redirect URI that a person says is sent by http, where the same host is reached by https. */
export function saidByHttp(text: string): string | undefined {
  const held = OF_REDIRECT.test(text) ? HELD_AGAINST.exec(text.slice(0, MOST_TOLD))?.[2] : undefined;
  if (held !== undefined && !/^http:\/\/(?:localhost|127\.)/i.test(held)) return held.replace(/[.…/]+$/, '');
  const url = (SAID_BY_HTTP.exec(text) ?? SAID_SENT_BY_HTTP.exec(text))?.[1];
  const host = url === undefined ? undefined : /^http:\/\/([^/:?#]+)/i.exec(url)?.[1];
  if (url === undefined || host === undefined || /^(?:localhost|127\.)/i.test(host)) return undefined;
  const secure =
    text.toLowerCase().includes(`https://${host.toLowerCase()}`) ||
    /\b(?:instead of|not|rather than|redirects?\b[^\n.]{0,40}\bto) ['"`]?https\b/i.test(text);
  return secure ? url.replace(/[.…/]+$/, '') : undefined;
}
