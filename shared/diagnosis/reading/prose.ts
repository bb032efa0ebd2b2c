import { canParseUrl } from '../../can-parse-url.ts';
import { redactText, redactUrl } from '../redact.ts';
import type { EvidenceValue } from '../types.ts';

/** A symptom that a person tells of in words of their own. */
export interface Symptom {
  /** Id of a cause in the catalogue. */
  readonly id: string;
  readonly weight: number;
  readonly matched: string;
  readonly data: Readonly<Record<string, EvidenceValue>>;
  /** It says nothing by itself, and decides where other words may mean this cause or another one. */
  readonly hint?: true;
}

/** True for a line as people write it: a few words in a row, and no line of a program. */
export const isSentence = (line: string): boolean =>
  /(?:^|\s)[("'“]?\p{L}[\p{L}’']*[,;:]?(?: [("'“]?\p{L}[\p{L}’'-]*[,;:.!?)"'”]{0,2}){3}/u.test(line) &&
  !OF_PROGRAM.test(line) &&
  !REQUEST.test(line);

/** What a person's own words weigh: less than any message of a program. */
const TOLD = 0.68;
/** A text that is longer is a log or a manual, and no report in a few sentences. */
const MOST = 60_000;

/** A login by another server, in the words that people have for it. */
const LOGIN = String.raw`\b(?:log(?:s|ged|ging)?[ -]?in|logon|sign(?:s|ed|ing)?[ -]?in|sign-?on|sso|oidc|open-?id|oauth2?|authenticat\w{1,5}|callback|redirect[ _]ur[il])\b`;
const OF_LOGIN = new RegExp(LOGIN, 'i');
/** Where a browser was led. */
const LED = String.raw`\b(?:redirect(?:s|ed|ing)?|send(?:s|ing)?|sent|bring(?:s|ing)?|brought|tak(?:es|ing)|taken|lead(?:s|ing)?|led|land(?:s|ed|ing)?|ends? up|ended up|drop(?:s|ped|ping)?|throw(?:s|n)?|threw|return(?:s|ed|ing)?|go(?:es)?|goes back|forward(?:s|ed|ing)?|push(?:es|ed)?|kick(?:s|ed)?|bounc(?:es|ed|ing)|jump(?:s|ed)?)\b`;
/** What somebody plans, asks or advises is no symptom. */
const NOT_SO =
  /\b(?:how (?:do|can|to|would|should)|want(?:s|ed)? (?:to|it)|would like|should|could you|please|you can|open|visit|go to|navigate to|browse to|if you|instead of being|works?(?: fine| well| now)?|no longer|fixed|solved|resolved|expected (?:behaviou?r|result)|example)\b/i;
const DENIED =
  /\b(?:no longer|not|n't|never|fixed|solved|resolved|works? (?:fine|well|now)|everything works)\b/i;

/** Without one of these no symptom is told. */
const MAY_TELL =
  /localhost|127\.0\.0|0\.0\.0\.0|::1|:\d{2,5}|\b502\b|\b(?:again|back|loops?|returns?|redirect\w*|over and over|between|keeps?|never stops|endlessly|forever|round|circles|without end)\b|https/i;

/** Redacted as a whole: half a secret may look like none. */
const shownOf = (sentence: string): string => redactText(sentence).slice(0, 160);

/** Sentences, with the line that stands alone behind one: an address is often written so. */
const sentencesOf = (text: string): readonly string[] =>
  text
    .replace(/\r/g, '')
    .replace(/([a-z:,])[ \t]*\n{1,3}[ \t>]*(?=https?:\/\/)/gi, '$1 ')
    .split(/(?<=[.!?])\s+|\n+/)
    .filter((sentence) => sentence.length > 12 && sentence.length < 700);

const ADDRESS = String.raw`["'(<\x60]{0,2}((?:https?:\/\/)?(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\]|(?<=\/\/)[a-z][a-z0-9-]{1,40}(?=:\d))(?::\d{2,5})?(?:\/[^\s"'<>\x60)]{0,200})?)`;
const LANDS = new RegExp(`${LED}[^.!?]{0,60}?\\b(?:to|on|at|in|back|with|up)\\b[^.!?]{0,30}?${ADDRESS}`, 'i');

/** A provider's own addresses; and programs of a person's machine, which listen there themselves (RFC 8252 §7.3). */
const OF_PROVIDER =
  /\/(?:realms|application\/o|authori[sz]e|oauth2?\/auth|api\/oidc|if\/flow)|\/\/(?:[\w-]*keycloak|authentik|authelia|dex|zitadel|kanidm|idp|auth|sso)\b/i;
const OF_PERSON =
  /\b(?:desktop|android|ios|mobile|phone|cli|command[ -]?line|kubectl|kubelogin|terminal|vs ?code)\b/i;
/** It is where the way back from the login leads, and no step before it. */
const BACK = /\b(?:after|once|when|upon|as soon as|back|instead of|on successful|successfully)\b/i;

/** “Lands on http://localhost:8080 after the login”: the app leads on to an address of its own machine. */
function landsInside(sentence: string, before: string): Symptom | undefined {
  const url = LANDS.exec(sentence)?.[1];
  if (url === undefined || !BACK.test(sentence)) return undefined;
  if (OF_PROVIDER.test(sentence) || OF_PERSON.test(`${before} ${sentence}`)) return undefined;
  if (NOT_SO.test(sentence.replace(/instead of|should (?:be|go)[^.]*$/gi, ''))) return undefined;
  return leaksTo(url, TOLD);
}

function leaksTo(url: string, weight: number): Symptom {
  const redirect_uri = redactUrl(/^https?:/i.test(url) ? url : `http://${url}`);
  return { id: 'internal-address-leaks', weight, matched: redirect_uri, data: { redirect_uri } };
}

const THERE = new RegExp(
  `${ADDRESS}["'>)\\x60]{0,2}[\\s,.:-]{1,6}(?:(?:that|this|it)(?:'s| is) )?where (?:i|it|we|the browser|one|people|users?|everyone) (?:lands?|ends? up|comes? out|arrives?|(?:is|am|are|get|gets) (?:sent|led|taken|redirected|brought))\\b`,
  'i',
);

/** The address first, and below it that one lands there. */
function landsThere(text: string): Symptom | undefined {
  const url = THERE.exec(text)?.[1];
  if (url === undefined || OF_PROVIDER.test(url) || OF_PERSON.test(text.slice(0, 600))) return undefined;
  return leaksTo(url, TOLD);
}

const TRIES = new RegExp(
  `\\bbrowser (?:\\w+ ){0,2}?(?:wants|tries|attempts|is told|gets told|is asked) to (?:open|load|reach|go to|connect to|get to)\\b[^.!?]{0,20}?${ADDRESS}`,
  'i',
);

/** “The browser tries to open http://localhost:3000”: whatever is refused there, it is the browser's own machine. */
function triesInside(sentence: string, before: string): Symptom | undefined {
  const url = TRIES.exec(sentence)?.[1];
  if (url === undefined || OF_PERSON.test(`${before} ${sentence}`) || OF_PROVIDER.test(url)) return undefined;
  return leaksTo(url, TOLD + 0.2);
}

const OTHER_BROWSER =
  /\b(?:in|with|from|using|tried|try|open(?:ed)?) (?:an? |the |my )?(?:(?:incognito|private|inprivate|guest|other|another|different|second|fresh|new|clean)(?: (?=[\w-]+ (?:browser|window|tab|mode|session|profile)))?){1,2}(?: (?:browser|window|tab|mode|session|profile)){1,2}\b|\bincognito\b|\bon (?:my|the|another|a different) (?:phone|laptop|tablet|device|computer)\b/i;
const GOES_WELL =
  /\b(?:works?|(?:goes|went|got|gets) (?:\w+ )?through|succeeds?|is fine|no (?:problem|trouble|error)s?|without (?:a |any )?(?:problem|trouble|error)s?)\b/i;
const NOT_WELL =
  /\b(?:not|n't|never|fails?|failed|neither|same (?:error|problem|thing)|as well as|also in|also on|works (?:great|fine|well|perfectly)(?: \w+)?(?: now)?,|even in|only works?|works only)\b/i;

/** “In a private window the same login goes through”: something is left in this browser. */
function elsewhereWell(sentence: string): Symptom | undefined {
  if (!OTHER_BROWSER.test(sentence)) return undefined;
  if (!GOES_WELL.test(sentence) || NOT_WELL.test(sentence) || PLANNED.test(sentence)) return undefined;
  return { id: 'stale-browser-state', weight: TOLD + 0.12, matched: shownOf(sentence), data: {} };
}

const BEGINS =
  /\b(?:redirect|callback)(?:ion)?[ _-]?(?:ur[il]s?|address)\b[^.!?]{0,80}?\b(?:begins?|starts?|contains?|becomes?|points? to|is built (?:from|with)|is made (?:from|with)|has|shows?|uses?|is|as)\b[^.!?]{0,20}?["'(<\x60]{0,2}(https?:\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0)(?::\d{2,5})?(?:\/[^\s"'<>\x60)]{0,200})?)/i;
const NAMES_OF_HOSTS = /[\w-]{1,60}(?:\.[\w-]{1,60}){1,6}/g;
/** The app is meant to be reached at a name that others know. */
const PUBLIC_NAME = /\b(?!(?:localhost|127\.))(?:[a-z0-9-]{1,40}\.){1,4}[a-z]{2,12}\b(?!\/\/)/i;

/** “The redirect URI begins with http://localhost/”: the app makes its own address from its machine. */
function madeInside(sentence: string, before: string): Symptom | undefined {
  const url = BEGINS.exec(sentence)?.[1];
  if (url === undefined || OF_PERSON.test(`${before} ${sentence}`)) return undefined;
  if (
    !PUBLIC_NAME.test(`${before} ${sentence}`.replace(url, '')) ||
    NOT_SO.test(sentence.replace(NAMES_OF_HOSTS, ''))
  )
    return undefined;
  return leaksTo(url, TOLD);
}

/** A login that begins anew when it has ended. */
const AGAIN: readonly RegExp[] = [
  new RegExp(
    `${LED}[^.!?]{0,80}?\\b(?:to|at|on)\\b[^.!?]{0,30}?\\b(?:log-?in|sign-?in|logon|auth\\w*|sso|idp|provider|keycloak|authelia) ?(?:page|screen|form|again)?[^.!?]{0,30}?\\b(?:again|over and over|repeatedly|endlessly|in a loop|without (?:any |an )?(?:error|message))`,
    'i',
  ),
  new RegExp(
    `\\b(?:then|just|simply|only|immediately|always|keeps?|still|but)\\b[^.!?]{0,50}?${LED}[^.!?]{0,30}?\\b(?:back|again)\\b[^.!?]{0,20}?\\bto\\b[^.!?]{0,25}?\\b(?:log-?in|sign-?in|sign in|logon|auth\\w*)\\b`,
    'i',
  ),
  /\b(?:then|just|simply|only|immediately|always|keeps?|still|but)\b[^.!?]{0,50}?\b(?:returns?|goes back|back)\b[^.!?]{0,20}?\bto\b[^.!?]{0,25}?\b(?:log-?in|sign-?in|sign in|logon)\b/i,
  /\b(?:drops?|dropped|puts?|leaves?|lands?|sends?|returns?|back)\b[^.!?]{0,30}?\b(?:log-?in|sign-?in|sign in)[ -]?(?:page|screen|form)\b[^.!?]{0,20}?\bwithout (?:logging|signing) (?:me|us|them|the user|you)? ?in\b/i,
  /\b(?:infinite|endless|never-?ending|constant|continuous) (?:\w+ ){0,2}(?:loop|redirects?|redirection)\b/i,
  /\bback and forth between\b/i,
  /\b(?:flips?|flipp\w+|bounc\w+|jumps?|jumping|ping-?pong\w*|switch\w*|hops?|cycl\w+|goes|alternat\w+)\b[^.!?]{0,30}\bbetween\b(?=[^.!?]{0,80}\b(?:two|pages?|app|and)\b)[^.!?]{0,120}\b(?:end(?:less(?:ly)?)?|forever|constantly|over and over|non-?stop|again and again|all the time|stops?)\b/i,
  /\b(?:page|browser|tab|screen|site|app|it)\b[^.!?]{0,30}\b(?:keeps?(?: on)?|never stops|does(?: not|n't) stop)\b[^.!?]{0,12}\b(?:reload|refresh|redirect|load)ing\b/i,
  /\b(?:reloads?|refreshes|redirects?|loads?|goes)\b[^.!?]{0,30}\b(?:again and again|over and over|forever|endlessly|without (?:an )?end|non-?stop|constantly|round and round|in circles)\b/i,
  /\b(?:redirect|log-?in|sign-?in)(?:ed|ion|s)? (?:in a |in an )?loops?\b/i,
];

function beginsAnew(sentence: string): Symptom | undefined {
  if (!AGAIN.some((form) => form.test(sentence))) return undefined;
  // Somebody who may not sign in, or signs out, is led there as well.
  if (
    /\b(?:log(?:s|ged)?[ -]?out|sign(?:s|ed)?[ -]?out|not (?:logged|signed) in|unauthenticated|wrong password|session expire\w*)\b/i.test(
      sentence,
    )
  )
    return undefined;
  if (
    NOT_SO.test(sentence.replace(/\bgoes? to\b/gi, '')) ||
    DENIED.test(sentence.replace(/without any error/gi, ''))
  )
    return undefined;
  return { id: 'loop-after-callback', weight: TOLD - 0.08, matched: shownOf(sentence), data: {} };
}

/** A login that a person has no fault to find with. */
const ALL_WELL =
  /\b(?:log(?:ging)?[ -]?ins?|sign(?:ing)?[ -]?ins?|sso|oidc|authentication|everything)\b[^.!?\n]{0,30}?\b(?:works?|working|succeeds?|goes through)\b(?:(?!\b(?:but|except|however|only|although|though|until|unless|when|if|for|with|without|after|before|not|never)\b|n't)[^.!?\n]){0,60}/i;
const LIMITED =
  /^[^.!?\n]{0,60}\b(?:but|except|however|only (?:if|when|for|with|on|in|after)|although|though|until|unless|not|never)\b/i;
/** Somebody asks whether what a log says matters. */
const ONLY_ASKS =
  /\b(?:my|a|our|the) working (?:set-?up|config\w*|example|compose)\b|\bcan (?:i|we) (?:make it|silence|hide|turn off|get rid of)\b|\b(?:just|only) (?:wondering|curious|asking|want(?:ed)? to (?:know|ask|understand))\b|\b(?:is|are) (?:this|that|it|these|those|they) (?:\w+ )?(?:normal|expected|harmless|to be expected|anything to worry)\b|\b(?:can|may|should) (?:i|we|it|this|they) (?:safely |just )?(?:be )?ignored?\b/i;

/** The same said of the person. A login that fails “without any error” is none of these. */
const NO_TROUBLE =
  /\b(?:(?:i|we|they|users) (?:don['’]t|do not) have any|(?:i|we) have no|there (?:is|are) no) (?:trouble|problems?|issues?)\b/i;

/** A person says that the login works, and only asks about a line in a log: nothing is wrong that is known. */
export function asksOfNoFault(text: string): boolean {
  const told = text.slice(0, MOST);
  if (!ONLY_ASKS.test(told)) return false;
  const calm = NO_TROUBLE.exec(told);
  if (calm !== null && !LIMITED.test(told.slice(calm.index + calm[0].length))) return true;
  const well = ALL_WELL.exec(told);
  if (well === null) return false;
  return (
    !LIMITED.test(told.slice(well.index + well[0].length)) &&
    !/\b(?:not|never|no longer)\b|n't/i.test(well[0])
  );
}

const OF_CALLBACK = String.raw`(?:(?:redirect|callback|return)(?:ion)?[ _-]?(?:ur[il]s?|address(?:es)?|links?)|redirect_uri|callbacks?|redirects?)`;
const BY_HTTP: readonly RegExp[] = [
  new RegExp(
    `\\b${OF_CALLBACK}\\b[^.!?]{0,60}?\\bhttp\\b(?: scheme)?[^.!?]{0,25}?\\b(?:instead of|rather than|not|although|though|while)\\b[^.!?]{0,60}?\\bhttps\\b`,
    'i',
  ),
  new RegExp(
    `\\bhttp ${OF_CALLBACK}\\b[^.!?]{0,25}?\\b(?:instead of|rather than|not)\\b[^.!?]{0,30}?\\bhttps\\b`,
    'i',
  ),
  new RegExp(
    `\\b${OF_CALLBACK}\\b[^.!?]{0,90}?\\b(?:http(?::\\/\\/)?\\b)["'\x60]?[^.!?]{0,25}?\\b(?:instead of|rather than|not|although|though|even though|while)\\b[^.!?]{0,60}?\\bhttps\\b`,
    'i',
  ),
  new RegExp(
    `\\bhttp(?::\\/\\/)?["'\x60]? (?:\\w+ ){0,2}${OF_CALLBACK}\\b[^.!?]{0,25}?\\b(?:instead of|rather than|not)\\b[^.!?]{0,30}?\\bhttps\\b`,
    'i',
  ),
  new RegExp(
    `\\bhttps\\b[^.!?]{0,60}?\\b${OF_CALLBACK}\\b[^.!?]{0,60}?\\b(?:uses?|is|has|with|sends?|as|in)\\b[^.!?]{0,20}?["'\x60]?http(?::\\/\\/)?["'\x60]?(?![\\w:])`,
    'i',
  ),
  /\b(?:redirect(?:s|ed)?|sends?|goes|go|comes?|coming|returns?|returned|back|leads?)\b[^.!?]{0,20}?\bto ["'\x60]?http:\/\/["'\x60]? (?:instead of|rather than|not)\b[^.!?]{0,12}?\bhttps\b/i,
];

/** A person says that the callback is made with http where the site has https. */
function callbackByHttp(sentence: string): Symptom | undefined {
  // The dots of a host end no sentence.
  const bare = sentence.replace(/(https?:\/\/)[^\s"'`<>)]+/gi, '$1host');
  // A machine that a person develops on has no https.
  if (
    !BY_HTTP.some((form) => form.test(sentence) || form.test(bare)) ||
    /\/\/(?:localhost|127\.)/i.test(sentence)
  )
    return undefined;
  if (NOT_SO.test(sentence.replace(/does not work|doesn't work/gi, '').replace(/\bgo(?:es)? to\b/gi, '')))
    return undefined;
  return { id: 'redirect-downgraded-to-http', weight: TOLD, matched: shownOf(sentence), data: {} };
}

/** A line that a program wrote, as far as its beginning shows it. */
const OF_PROGRAM =
  /^\s*(?:[[{(<|]|\d{2,4}[-/:.]\d|[\w-]{1,40}\s*\||(?:time|level|ts|msg)=|(?:error|warn|info|debug)\b|at \w)|https?:\/\/\S+$/i;
/** A person tells of it. */
const TELLS =
  /\b(?:i|we|it|my|the|page|browser|shows?|get|gets|getting|got|receiv\w+|see|sees|says|throws?|results?|with|an?)\b/i;
/** So do only programs write of a request. */
const REQUEST =
  /\b(?:GET|POST|HTTP\/\d)\b|\w=\S|"\s*\d{3}\b|\b\d{3}\s*"|[{}|]|\bin [\d.]+ ?m?s\b|\bStatus\(|\bCompleted\b/;
/** It is the provider's answer, and not the page that the browser shows. */
const OF_ANSWER =
  /\b(?:from|by|of) (?:the )?(?:provider|idp|keycloak|authentik|authelia|zitadel|token|discovery)\b|token endpoint|well-known|user ?info|jwks|fetch|exchang/i;
const AFTER_LOGIN =
  /\b(?:after|once|when|upon|on|then|following)\b|\b(?:redirect\w*|return\w*|sent|comes?|brought) back\b|callback/i;

/** “502 after the callback”: the proxy in front of the app could not take the app's answer, which sets its cookies there. */
function gatewayAtCallback(sentence: string, before: string): Symptom | undefined {
  if (
    !/\b502\b/.test(sentence) ||
    !TELLS.test(sentence) ||
    [OF_PROGRAM, REQUEST, OF_ANSWER].some((one) => one.test(sentence))
  )
    return undefined;
  if (!AFTER_LOGIN.test(`${before} ${sentence}`) || DENIED.test(sentence)) return undefined;
  return { id: 'header-too-big', weight: TOLD - 0.02, matched: shownOf(sentence), data: {} };
}

const OUTGOING =
  /\b(?:requires?|needs?|behind|through|via|uses?|using)\b[^.!?]{0,30}?\b(?:corporate|compan(?:y|y's|ies)|outgoing|outbound|egress|forward|internet|https?) prox(?:y|ies)\b|\b(?:requires?|needs?) (?:an? |the )?proxy\b[^.!?]{0,30}?\binternet\b/i;

/** The app's machine reaches the world by a proxy. Alone it says nothing; beside a document that wasn't had it does. */
function byProxy(sentence: string): Symptom | undefined {
  if (!OUTGOING.test(sentence) || /\breverse\b/i.test(sentence)) return undefined;
  return {
    id: 'container-cannot-reach-idp',
    weight: HINT,
    matched: shownOf(sentence),
    data: { via: 'proxy' },
    hint: true,
  };
}

const OWN_CERTIFICATE =
  /\b(?:private|self[- ]?signed|own|internal|custom|untrusted|unknown|local|home-?made)\b[^.!?]{0,24}?\b(?:certs?|certificates?|ca|cas)\b|\bcertificate (?:error|problem|issue|trust|validation|verification)s?\b|\b(?:mkcert|step-?ca|ssl error|tls error)\b/i;

/** A person takes the certificate for the reason, where the program only says that it got no answer. */
function byCertificate(sentence: string): Symptom | undefined {
  if (!OWN_CERTIFICATE.test(sentence) || OF_PROGRAM.test(sentence)) return undefined;
  if (
    /\b(?:valid|trusted|let'?s ?encrypt|works?|fixed|solved|not? (?:an? |the )?(?:cert|ssl|tls))/i.test(
      sentence,
    )
  )
    return undefined;
  return { id: 'untrusted-certificate', weight: HINT, matched: shownOf(sentence), data: {}, hint: true };
}

/** What only supports another reading. */
const HINT = 0.45;

const PHONE = /\b(?:ios|iphone|ipad|android|mobile|phone|desktop)(?: \w+){0,2} ?(?:app|client|device)s?\b/i;
const WEB_WORKS =
  /\b(?:web(?: ?(?:app|site|ui|interface|page|login))?|browser|over the web)\b[^.!?\n]{0,60}\b(?:works?|fine|ok|succeed\w*|goes through|without (?:any )?(?:trouble|problems?|errors?|issues?))\b|\bworks?\b[^.!?\n]{0,40}\b(?:web|browser)\b/i;

const CALLBACK_REFUSED =
  /\b(?:redirect|callback)(?:ion)?[ _-]?(?:ur[il]s?)\b[^.!?\n]{0,40}\b(?:mismatch|invalid|not (?:a )?valid|not allowed|not registered|not match|unknown|rejected|refused|error)\b|\b(?:mismatch\w*|invalid|unregistered|wrong) (?:redirect|callback)[ _-]?ur[il]/i;

/** The same provider takes the app's own client, and not that of the app on the phone, or not the way back to it. */
function phoneRefused(text: string): Symptom | undefined {
  const phone = PHONE.exec(text)?.[0];
  if (phone === undefined || !WEB_WORKS.test(text)) return undefined;
  if (CALLBACK_REFUSED.test(text))
    return { id: 'mobile-callback', weight: TOLD + 0.12, matched: phone, data: {} };
  const at = text.search(/\binvalid_client\b/);
  if (at < 0) return undefined;
  return { id: 'public-versus-confidential', weight: TOLD - 0.06, matched: phone, data: {} };
}

/** A failed request to the machine itself, in a text that speaks of containers. */
const TO_ITSELF =
  /\b(?:unable|fail\w*|could ?n[o']t|cannot|can't|error|refused|unreachable|not (?:be )?(?:reach|retriev|obtain|load|fetch)\w*)\b[^\n]{0,140}?(https?:\/\/(?:localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])(?::\d{2,5})?\/[^\s"'<>]{0,200}\.well-known[^\s"'<>]{0,60})/i;
const IN_CONTAINERS = /\b(?:docker|containers?|compose|kubernetes|k8s|pods?|podman)\b/i;

function asksItself(text: string): Symptom | undefined {
  const url = TO_ITSELF.exec(text)?.[1];
  if (url === undefined || !IN_CONTAINERS.test(text)) return undefined;
  const asked = redactUrl(url.replace(/[.,;:]+$/, ''));
  // A port or a number may be none that there is.
  if (!canParseUrl(asked)) return undefined;
  return {
    id: 'container-cannot-reach-idp',
    weight: TOLD + 0.12,
    matched: asked,
    data: { asked, host: new URL(asked).hostname },
  };
}

/** What can be switched at the provider or in the app, and the cause where the login works only without it. */
const SWITCHED: readonly (readonly [id: string, named: string])[] = [
  ['pkce-required', String.raw`\b(?:pkce|code[ _]challenge|s256)\b`],
  [
    'userinfo-is-signed',
    String.raw`\b(?:sign(?:ed|ing)(?: of)? (?:the )?user ?info|user ?info[ _](?:response )?sign\w+)\b`,
  ],
  [
    'encrypted-id-token',
    String.raw`\b(?:encryption key|encrypted (?:id )?tokens?|(?:id )?token encryption|encryption of (?:the )?(?:id )?tokens?)\b`,
  ],
  ['demand-not-met', String.raw`\b(?:pushed authori[sz]ation requests?|require[ _]par)\b`],
];
const OFF = String.raw`\b(?:without|disabl\w+|deactivat\w+|remov\w+|untick\w*|uncheck\w*|(?:turn|switch|set|tak)\w*(?: it| that| this)? (?:off|out)|off)\b`;
const GETS_IN = String.raw`\b(?:works?|worked|fine|succeed\w*|goes through|logs? in|signs? in|lets? (?:me|us) in|gets? in|no (?:error|problem)s?)\b`;
const SWITCHES = SWITCHED.map(([id, named]) => ({
  id,
  forms: [`${OFF}[^.!?\\n]{0,40}${named}`, `${named}[^.!?\\n]{0,30}${OFF}`].map(
    (form) => new RegExp(`(?:${form})[^.!?\\n]{0,90}${GETS_IN}|${GETS_IN}[^.!?\\n]{0,60}(?:${form})`, 'i'),
  ),
}));

/** “With PKCE switched off I get in”: what was switched is the cause. */
function withoutIt(sentence: string): Symptom | undefined {
  if (/\b(?:not|never|still|even)\b|n't/i.test(sentence.replace(/,[^,]*\bnever\b[^,]*$/i, '')))
    return undefined;
  const found = SWITCHES.find(({ forms }) => forms.some((form) => form.test(sentence)));
  if (found === undefined || PLANNED.test(sentence)) return undefined;
  return { id: found.id, weight: TOLD + 0.12, matched: shownOf(sentence), data: {} };
}

/** Authelia's line for a request that its portal takes the place of (authelia/authelia internal/handlers, logFmtAuthzRedirect). */
const TAKEN =
  /\bAccess to ["']?https?:\/\/[^\s"']{4,300}["']? \(method [A-Z]{3,7}\) is not authorized to user [^\n]{2,40}, responding with status code \d{3} with location redirect/i;
/** Programs that call the app and can show no page. */
const BY_PROGRAM = /\b(?:android|ios|iphone|ipad|mobile|phone|desktop|tv|kodi)\b/i;
/** A person tells of both logins. */
const BOTH_LOGINS =
  /\b(?:two|both|second|double|another) (?:log-?ins?|sign-?ins?|prompts?|authentications?)\b|\b(?:log|sign)(?:ging|ning)? in twice\b|\bfirst\b[^.!?\n]{0,60}\bthen\b|\bapps?\b[^.!?\n]{0,40}\b(?:can(?:not|['’]t)|won['’]t|don['’]t|doesn['’]t) (?:connect|log ?in|sign ?in|work|get)\b/i;

/** The portal answers in the place of the app: programs that call it are sent to a page. */
function portalInFront(text: string): Symptom | undefined {
  const line = TAKEN.exec(text)?.[0];
  if (line !== undefined) {
    // The log itself names programs, too: only what a person says of one counts.
    const byProgram = text.split('\n').some((one) => isSentence(one) && BY_PROGRAM.test(one));
    return {
      id: 'forward-auth-in-front',
      weight: byProgram ? TOLD + 0.12 : GUESSED,
      matched: shownOf(line),
      data: {},
    };
  }
  const named = new RegExp(FORWARD, 'i').exec(text)?.[0];
  if (named === undefined || !OF_LOGIN.test(text) || !BOTH_LOGINS.test(text)) return undefined;
  return { id: 'forward-auth-in-front', weight: TOLD - 0.08, matched: shownOf(named), data: {} };
}
/** Such a line is in the log of every visit before a login. */
const GUESSED = 0.45;

const FORWARD = String.raw`\bforward(?:ed)?[ -]?auth(?:entication)?\b|\bauth[ _]request\b`;
const WITHOUT_FORWARD = new RegExp(
  `\\b(?:without|disabl\\w+|remov\\w+|turn(?:ed|ing)? off|take out)\\b[^.!?\\n]{0,30}(?:${FORWARD})[^.!?\\n]{0,80}\\b(?:fine|works?|ok|succeed\\w*)\\b`,
  'i',
);
const WITH_FORWARD = new RegExp(
  `\\b(?:with|add\\w*|enabl\\w+|turn(?:ed|ing)? on|as soon as|once|when)\\b[^.!?\\n]{0,30}(?:${FORWARD})`,
  'i',
);

/** The login works without forward authentication, and not with it. */
function withForwardAuth(text: string): Symptom | undefined {
  const without = WITHOUT_FORWARD.exec(text);
  if (without === null || !OF_LOGIN.test(text)) return undefined;
  const rest = `${text.slice(0, without.index)} ${text.slice(without.index + without[0].length)}`;
  if (!WITH_FORWARD.test(rest)) return undefined;
  return { id: 'forward-auth-in-front', weight: TOLD, matched: shownOf(without[0]), data: {} };
}

/** The address opens in a browser, so it is right, and its server runs. */
const OPENS =
  /\b(?:opens?|opening|loads?|loading|works?|reach\w*|access(?:ible)?|see|get|visit|paste)\b[^.!?\n]{0,60}\b(?:in|from|with|by) (?:a|my|the|any|our) (?:web ?)?browser\b/i;
const OF_DOCUMENT =
  /\b(?:discovery|well-known|configuration ur[li]|metadata|issuer|endpoint|document|openid-configuration|url)\b/i;

/** What the app doesn't reach opens in a browser. Alone it says nothing. */
function opensInBrowser(sentence: string): Symptom | undefined {
  if (!OPENS.test(sentence) || !OF_DOCUMENT.test(sentence)) return undefined;
  if (/\b(?:not|never|cannot|unable|fail\w*)\b|n't|\?/i.test(sentence.replace(/without (?:any )?\w+/gi, '')))
    return undefined;
  return {
    id: 'container-cannot-reach-idp',
    weight: HINT,
    matched: shownOf(sentence),
    data: { opens: 'browser' },
    hint: true,
  };
}

const BY_PLAIN = /\bhttp\b(?!s)(?![^\n]{0,40}\bhttps\b)/i;
const WORKS = /\b(?:works?|worked|working|fine|succeed\w*|ok)\b/i;
const FAILS = /\b(?:no longer|not|never|fail\w*|errors?|broken|breaks?)\b|n't/i;

/** The login works with a provider by http and fails with the same one by https: its certificate is not trusted. */
function byHttpOnly(sentences: readonly string[]): Symptom | undefined {
  const ofAddress = sentences.filter((one) => /\bhttps?\b/i.test(one) && !/redirect|callback/i.test(one));
  const well = ofAddress.find((one) => BY_PLAIN.test(one) && WORKS.test(one) && !FAILS.test(one));
  const ill = ofAddress.find((one) => /\bhttps\b/i.test(one) && FAILS.test(one) && OF_LOGIN.test(one));
  if (well === undefined || ill === undefined || !OF_LOGIN.test(well)) return undefined;
  return { id: 'untrusted-certificate', weight: TOLD - 0.08, matched: shownOf(ill), data: {} };
}

/** Compose said that a variable is not set which nobody meant to be one: the rest of a value behind a dollar sign. */
function dollarLost(text: string): Symptom | undefined {
  const told =
    /\bcompose\b[^.!?\n]{0,80}\bvariable\b[^.!?\n]{0,40}\b(?:is |was )?(?:not set|unset|blank|empty)\b/i.exec(
      text,
    )?.[0];
  if (told === undefined || !/\S\$[A-Za-z_{$]/.test(text)) return undefined;
  return { id: 'compose-eats-dollar', weight: TOLD, matched: shownOf(told), data: {} };
}

/** A person tells what their ID or secret is made of, where the login is refused for it. */
const ODD_LETTERS =
  /\b(?:secrets?|passwords?|client[ _]?ids?)\b[^!?\n]{0,60}\b(?:(?:special|odd|strange|reserved|unusual) (?:characters?|signs?|symbols?)|(?:characters?|signs?|symbols?) (?:such as|like)|(?:has|have|with|contains?|includes?|there (?:is|are)) (?:an? )?(?:colons?|slash(?:es)?|plus(?:es)?(?: signs?)?|percent(?: signs?)?|ampersands?|equals? signs?)\b)/i;
const REFUSED = /\binvalid[_ ]client\b|\b401\b|\bclient authentication failed\b|\bunauthori[sz]ed\b/i;

const DISTRUSTS =
  /\b(?:won['’]t|will not|does(?:n['’]t| not)|refus\w+ to|not willing to|declines? to) (?:take|accept|trust|like|believe|recogni[sz]e)\b[^.!?\n]{0,30}\b(?:certs?|certificates?|ca)\b|\b(?:certs?|certificates?)\b[^.!?\n]{0,24}\b(?:isn['’]t|is not|are not|aren['’]t|not) (?:accepted|trusted|recogni[sz]ed)\b/i;
const OWN_CA =
  /\b(?:own|private|internal|custom|self[- ]?signed|local|home-?made|company|corporate)\b[^.!?\n]{0,24}\b(?:certs?|certificates?|ca|cas|pki|root)\b|\b(?:mkcert|step-?ca|smallstep)\b/i;

/** An app that does not take the certificate of a provider, in a person's words. */
function refusesCertificate(text: string): Symptom | undefined {
  const told = DISTRUSTS.exec(text)?.[0];
  if (told === undefined || !OWN_CA.test(text) || !OF_LOGIN.test(text)) return undefined;
  return { id: 'untrusted-certificate', weight: TOLD + 0.12, matched: shownOf(told), data: {} };
}

/** ID or secret with letters that are written otherwise in a form, and a client that is refused. */
function oddLetters(text: string): Symptom | undefined {
  const told = ODD_LETTERS.exec(text)?.[0];
  if (told === undefined || !REFUSED.test(text)) return undefined;
  return { id: 'secret-not-url-encoded', weight: TOLD + 0.04, matched: shownOf(told), data: {} };
}

const SUB_PATH = /\b(?:sub-?paths?|sub-?folders?|sub-?director(?:y|ies)|base ?paths?|path prefix)\b/i;
const LEFT_OUT =
  /\b(?:not|n't|never|without|misses|missing|lacks?|ignor\w+|drop\w*|loses|lost|strip\w*|incompatible)\b/i;

/** The app builds its way back from the login without the path that it is served under. */
function withoutSubPath(sentence: string, around: string): Symptom | undefined {
  if (!SUB_PATH.test(sentence) || !LEFT_OUT.test(sentence) || OF_PROGRAM.test(sentence)) return undefined;
  if (!OF_LOGIN.test(around) || PLANNED.test(sentence.replace(/able to/gi, ''))) return undefined;
  return { id: 'loop-after-callback', weight: TOLD - 0.12, matched: shownOf(sentence), data: {} };
}

const HTTP = String.raw`["'\x60(<]{0,2}(https?:\/\/[^\s"'\x60<>),]{4,300})`;
/** Two issuers that a person holds side by side: the one that was written, and the one that the document or token has. */
const COMPARED = new RegExp(
  `\\b(?:config(?:ured|uration)?|settings?|entered|set|wrote|written|use[ds]?|gave|given|issuer (?:is|in|url))\\b[^!?\\n]{0,80}?${HTTP}[^!?\\n]{0,30}?\\b(?:but|while|whereas|and|yet|however)\\b[^!?\\n]{0,60}?\\b(?:document|discovery|well-known|metadata|token|iss|provider|keycloak|authentik|authelia)\\b[^!?\\n]{0,40}?\\b(?:says?|is|has|shows?|returns?|contains?|announces?|reports?|names?|gives?)\\b[^!?\\n]{0,30}?${HTTP}`,
  'i',
);

function issuersCompared(text: string): Symptom | undefined {
  if (!/issuer|\biss\b/i.test(text)) return undefined;
  const lines = text.split('\n').filter((line) => line.length < 700 && /https?:.*https?:/i.test(line));
  for (const line of lines.slice(0, MOST_COMPARED)) {
    const match = COMPARED.exec(line);
    if (match === null) continue;
    const [expected, actual] = [match[1]!, match[2]!].map((url) =>
      redactUrl(url.replace(/[.:;!?]{1,3}$/, '')),
    );
    if (expected === actual) continue;
    return {
      id: 'issuer-mismatch',
      weight: 0.85,
      matched: `${expected} ${actual}`,
      data: { expected: expected!, actual: actual! },
    };
  }
  return undefined;
}

/** Who tells, and who is told of. */
const SOMEBODY =
  '(?:every(?:one|body| user| person| member)|all (?:the )?(?:users|people|members|accounts)|users?|people|members|nobody|no one|i|we|they|he|she|new (?:users|people|accounts))';
const LEAST =
  '(?:viewers?|guests?|editors?|readers?|(?:plain|normal|regular|standard|ordinary|basic|simple) users?|default (?:role|group)|read-?only|least (?:rights|privileges))';
const NOT = String.raw`(?:never|not|no|nobody|no one|none|cannot|can't|can not|\w+n't|without)`;
const OUT = '(?:log|sign)(?:s|ged|ging|ned|ning|ing|ed)?[ -]?(?:me |us |them )?out|logouts?|sign-?outs?';

/** What people tell of accounts, rights and the way out, and the cause that it points to. */
const OF_PEOPLE: readonly {
  readonly id: string;
  readonly says: readonly RegExp[];
  readonly not?: RegExp /** It is only told together with this. */;
  readonly beside?: RegExp;
}[] = [
  {
    id: 'logout-incomplete',
    says: [
      new RegExp(
        `\\b(?:${OUT})\\b[^.!?]{0,70}\\b(?:(?:straight|right|immediately|automatically|instantly) (?:back |signed |logged )?(?:in|again|back)|(?:signed|logged|log|sign)(?: \\w+)? (?:back )?in again|back in|still (?:signed|logged) in|without (?:a |any |my |the )?password|does nothing|no effect|next person|\\bin again\\b|does(?:n['’]t| not) (?:log|sign) (?:me|us|you|them|people|users) out|session (?:\\w+ ){0,5}(?:stays|remains|survives|is still)|(?:stays|remains|survives|not end|n't end|not close)[^.!?]{0,25}\\b(?:session|alive|there))`,
        'i',
      ),
      new RegExp(`\\b(?:${OUT})\\b[^.!?]{0,80}\\binvalid redirect[ _]ur[il]`, 'i'),
      new RegExp(`\\b(?:${OUT})\\b[^.!?]{0,20}\\b(?:not|n't) end\\b[^.!?]{0,30}\\bsession\\b`, 'i'),
    ],
    not: /\b(?:should|session (?:expire|time))/i,
  },
  {
    id: 'logout-incomplete',
    says: [/\bstill (?:signed|logged) in\b|\bsession (?:cookie )?is still\b|\bnever come back\b/i],
    beside: new RegExp(`\\b(?:${OUT})\\b|/logout`, 'i'),
    not: /\b(?:should|want|session (?:expire|time))/i,
  },
  {
    id: 'account-collision',
    says: [
      /\bchanged? (?:my|his|her|their|the|an?) (?:e-?mail|mail address|user ?name|login name)\b(?![^.!?]*\b(?:to fix|and (?:now )?it works|helped)\b)/i,
      /\b(?:second|duplicate|duplicated|separate|additional|new empty|another new)\b[^.!?]{0,20}\b(?:accounts?|users?)\b/i,
      /\b(?:users?|accounts?)\b[^.!?]{0,60}\b(?:which|that) (?:(?:i|we) (?:have not|haven['’]t|did not|didn['’]t|never|had not|hadn['’]t)|nobody(?: has)?|no one(?: has)?) (?:made|make|created?|add(?:ed)?)\b/i,
      /\b(?:creat(?:es|ed|ing)|mak(?:es|ing)|made)\b[^.!?]{0,12}\bnew (?:accounts?|users?)\b(?=[^.!?]{0,60}(?:$|[.!?]|instead|every))/i,
      /\bnew (?:\w+ )?(?:accounts?|users?)\b[^.!?]{0,30}\b(?:instead of|rather than|although|beside)\b/i,
      /\b(?:not|n't|never)\b[^.!?]{0,30}\b(?:in|into|to|with|get|reach|find) (?:my|his|her|their|the|our) (?:own|old|existing|previous|former|real) (?:accounts?|users?|profiles?)\b/i,
      /\b(?:i'm|i am|they are|users? (?:is|are)|everyone is)\b[^.!?]{0,20}\bbrand[- ]new\b/i,
      /\b(?:e-?mail|address|user ?name|account)\b[^.!?]{0,30}\b(?:is |are |was )?(?:already )?(?:taken|in use|exists already|already exists|already registered)\b/i,
    ],
  },
  {
    id: 'no-role-in-app',
    says: [
      /\b(?:permissions?|rights|roles?)(?: list)?\b[^.!?]{0,40}\b(?:is|are|stays?|remains?) empty\b/i,
      /\b(?:sees?|shows?|there is|there's|has|have)\b[^.!?]{0,15}\b(?:nothing|no (?:nodes?|projects?|resources?|dashboards?|libraries|spaces?|workspaces?))\b[^.!?]{0,60}\b(?:permissions?|rights|roles?)\b/i,
    ],
    not: /\b(?:claim|token|userinfo|groups? (?:is|are)|mapping)\b/i,
  },
  {
    id: 'registration-closed',
    says: [
      /\b(?:says?|tells?|told|page|error|message|shows?|get|see)\b[^.!?]{0,40}\b(?:user (?:was |is )?not found|no (?:such )?(?:user|account) (?:exists|was found|found)|(?:user|account) does(?: not|n't) exist|no account)\b/i,
      /\b(?:account|user)\b[^.!?]{0,30}\b(?:must|has to|needs? to) be (?:created|made|added|invited)\b[^.!?]{0,30}\b(?:first|admin\w*|before)\b/i,
      /\b(?:says?|tells?|told|message|error)\b[^.!?]{0,40}\b(?:sign-?ups?|registrations?)(?: is| are)? (?:disabled|closed|not allowed|off)\b/i,
      /\b(?:only|just)\b[^.!?]{0,50}\b(?:accounts?|users?|people|those)\b[^.!?]{0,30}\b(?:exist(?:s|ed)? already|already exist|were (?:added|created|made)|that exist|by hand)\b/i,
    ],
  },
  {
    id: 'sso-switched-off',
    says: [
      /\b(?:no|without(?: any)?|can(?:no|')?t see(?: an?| any| the)?|do(?: not|n't) see(?: an?| any| the)?|missing)\b[^.!?,]{0,30}\b(?:button|login option|sign-?in option)\b/i,
      /\b(?:button|option)\b[^.!?]{0,40}\b(?:is missing|is gone|not there|(?:not|n't|never) (?:show|appear|visible|displayed|shown|there))/i,
    ],
    not: /\b(?:hide|remove|disable|back button|logout button|save button)\b/i,
    beside: /\b(?:page|screen|variables?|configur\w+|enabled|set up|env)\b|_ENABLED\b/i,
  },
  {
    id: 'email-not-verified',
    says: [
      /\b(?:says?|tells?|complain\w*|refus\w*|reject\w*|error|because|demands?|wants?)\b[^.!?]{0,60}\b(?:unverified|not verified|isn't verified|verify (?:my|your|the|an?))\b[^.!?]{0,20}(?:\be-?mail|\baddress|$|[,.])/i,
      /\b(?:e-?mail|address)\b[^.!?]{0,20}\b(?:is|was) (?:not |un)verified\b/i,
    ],
  },
  {
    id: 'identifier-claim-missing',
    says: [
      /\b(?:user ?names?|login names?|display names?|account names?|users?|accounts?|people)\b[^.!?]{0,50}\b(?:uuid|guid|random (?:\w+ )?(?:id|string|number|letters|characters)|long (?:\w+ )?(?:id|number|string)|hash|their sub|the sub|called none|named none|called null|empty (?:user ?)?name|no name)\b/i,
      /\bempty user ?name\b|\buser ?name\b[^.!?]{0,12}\b(?:is|was|stays|remains) (?:empty|blank|none|null)\b/i,
    ],
  },
  {
    id: 'role-wrong',
    says: [
      new RegExp(
        `\\b${SOMEBODY}\\b[^.!?]{0,60}\\b(?:becomes?|become|ends? up|ended up|are|is|am|gets?|got|stays?|remains?|created)\\b[^.!?]{0,40}\\b${LEAST}\\b`,
        'i',
      ),
      new RegExp(
        `\\b${NOT}\\b[^.!?]{0,30}\\b(?:gets?|got|becomes?|given|gives?|granted|receives?|made|have|has|be)\\b[^.!?]{0,20}\\b(?:admin(?:istrator)?s?|the (?:right )?role|roles|rights|permissions?|privileges?)\\b`,
        'i',
      ),
      /\b(?:gives?|gets?|have|has|with|grants?)\b[^.!?]{0,15}\bno (?:rights|permissions?|access|roles?|privileges)\b[^.!?]{0,60}|\bno (?:rights|permissions?|access|roles?)\b[^.!?]{0,50}\bgroups?\b/i,
      /\b(?:users?|people|accounts?|i|he|she|they)\b[^.!?]{0,20}\b(?:is|am|are) no (?:longer (?:an? )?)?admin(?:istrator)?s?\b/i,
      /\b(?:group|groups|role mapping|group mapping|roles?)\b[^.!?]{0,40}\b(?:not|n't|never) (?:get )?(?:picked up|applied|mapped|assigned|recogni[sz]ed|synced|respected|used|taken over)\b/i,
      /\b(?:not able to|unable to|cannot|can't|fail\w* to|not|n't)\b[^.!?]{0,20}\bs[yi]n(?:c|k)\w*\b[^.!?]{0,30}\b(?:groups?|roles?)\b/i,
      /\b(?:users?|people|accounts?|member)\b[^.!?]{0,30}\b(?:not|n't|never) (?:get(?:ting)? )?(?:added|put|assigned|placed|moved)\b[^.!?]{0,20}\b(?:groups?|roles?|teams?)\b/i,
      /\b(?:loses?|lost|losing)\b[^.!?]{0,15}\b(?:admin\w*|roles?|rights|permissions?|privileges?)\b/i,
      /\badmin (?:menu|page|panel|area|settings) (?:is|are|was) (?:gone|missing|hidden)\b/i,
      /\b(?:role|group) mappings?\b[^.!?]{0,20}\b(?:no effect|does nothing|is ignored)\b/i,
    ],
    not: /\b(?:ldap|saml|database|linux|docker)\b/i,
  },
];

/** What somebody plans, asks for or finds right is no symptom. */
const PLANNED =
  /\b(?:how (?:do|can|to|would|should)|would (?:like|be)|please|could you|feature|is it possible|as (?:intended|expected|it should|designed)|(?:i|we|you|they) wants? to|expected|no longer|fixed|solved|resolved|make sure|should (?:be|not)|if you|can be|to prevent|in order to)\b/i;

/** What a person tells of accounts, rights or the way out, in a sentence about a login by another server. */
function ofPeople(sentence: string, around: string): Symptom | undefined {
  if (sentence.length > MOST_OF_SENTENCE || sentence.split(' ').length < 5) return undefined;
  if (OF_PROGRAM.test(sentence) || REQUEST.test(sentence) || PLANNED.test(sentence)) return undefined;
  const found = OF_PEOPLE.find(
    ({ says, not, beside }) =>
      not?.test(sentence) !== true &&
      beside?.test(around) !== false &&
      says.some((form) => form.test(sentence)),
  );
  return found === undefined
    ? undefined
    : { id: found.id, weight: TOLD - 0.12, matched: shownOf(sentence), data: {} };
}

/** A login by another server is spoken of without a word for it. */
const OF_PROVIDERS = new RegExp(
  `\\b(?:${OUT}|keycloak|authentik|authelia|pocket[ -]?id|zitadel|kanidm|entra|identity provider|idp)\\b`,
  'i',
);

/** A person's sentence is not longer. */
const MOST_OF_SENTENCE = 320;

/** Lines in which addresses are held side by side; a person writes few of them. */
const MOST_COMPARED = 5;

/**
 * Symptoms that a person tells of: where the browser lands, that the login begins anew, that http stands where https
 * belongs, two issuers held side by side, a page of the proxy after the callback, what becomes of accounts, rights and the session, a proxy that programs need, an app that
 * asks its own machine, letters of a secret that are written otherwise in a form, a certificate that is not taken, a phone whose client or address is refused, what had to be switched off, forward authentication that stands in the way, https that fails
 * where http works, and a path or a dollar sign that is lost. Sentences that plan, ask or advise are none.
 */
export function symptomsTold(text: string): readonly Symptom[] {
  const told = text.slice(0, MOST);
  const sentences = sentencesOf(told).slice(0, MOST_SENTENCES);
  const found = sentences.flatMap((sentence, at) => {
    const before = sentences.slice(Math.max(0, at - 2), at).join(' ');
    const all = `${before} ${sentence}`;
    const hints = [byProxy(sentence), byCertificate(sentence), opensInBrowser(sentence)].flatMap(
      (one) => one ?? [],
    );
    const isOfLogin = OF_LOGIN.test(all);
    const people = isOfLogin || OF_PROVIDERS.test(all) ? (ofPeople(sentence, all) ?? []) : [];
    const path = withoutSubPath(sentence, all) ?? [];
    const elsewhere =
      isOfLogin || OF_PROVIDERS.test(all)
        ? [elsewhereWell(sentence), withoutIt(sentence)].flatMap((one) => one ?? [])
        : [];
    if (!isOfLogin || !MAY_TELL.test(sentence)) return [people, hints, path, elsewhere].flat();
    return [
      people,
      ...elsewhere,
      triesInside(sentence, before) ?? [],
      landsInside(sentence, before) ?? [],
      madeInside(sentence, before) ?? [],
      beginsAnew(sentence) ?? [],
      callbackByHttp(sentence) ?? [],
      gatewayAtCallback(sentence, before) ?? [],
      hints,
      path,
    ].flat();
  });
  return [
    ...found,
    ...[
      issuersCompared(told),
      landsThere(told),
      phoneRefused(told),
      asksItself(told),
      withForwardAuth(told),
      portalInFront(told),
      byHttpOnly(sentences),
      dollarLost(told),
      oddLetters(told),
      refusesCertificate(told),
    ].flatMap((one) => one ?? []),
  ];
}

const MOST_SENTENCES = 400;
