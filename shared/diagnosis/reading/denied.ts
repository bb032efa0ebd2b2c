/** How far before and behind words it is looked at whether they are denied. */
const NEAR = 48;

/** What may stand between a word that denies and what it denies. */
const BETWEEN = `(?:(?:an?|the|any|more|further|other|such|longer) |["'(])?`;
/** “no”, “not” and their like directly before: what follows is said not to be so. The 0 of “OAuth 2.0” says nothing. */
const BEFORE = new RegExp(
  String.raw`(?:^|[^a-z0-9_-])(?:no|not|never|zero|(?<![=:] ?|\d\.)0|isn't|wasn't|aren't|weren't|hasn't|haven't|didn't|without|neither|nor|ignor(?:e|es|ed|ing)|avoids?|avoiding|prevents?|preventing|in case of|if you (?:get|see|receive|encounter)(?: an?| the)?(?: error)?:?) ${BETWEEN}$|(?:^|[^a-z0-9_-])(?:no|never|without|zero) [\w"'-]{1,20} $`,
  'i',
);
/** The word that is denied is already a “no” of its own: “not because no …”. */
const BEGINS_WITH_NO = /^(?:no|not|never|without|cannot|can't|could not|unable|failed|did not|does not)\b/i;

/** “No” as the beginning of a sentence about what is not there: “AADSTS900971: No reply address provided.” */
const SENTENCE =
  '(?! (?:[\\w\'"-]{1,30} ){1,6}(?:provided|registered|found|given|configured|present|supplied|specified|sent|returned|received|available))';
/** A value that says that it is not so, or how often it was: never. */
const NO = String.raw`(?:false|no${SENTENCE}|never|off|0(?:\.0+)?)(?![\w.]|\s?[=:])`;
const VALUE = new RegExp(
  String.raw`^[\w.-]{0,30}["']?\s?(?:[=:]|=>)\s?["']?${NO}|^(?: ?(?:errors?|failures?|count|total|retries)){1,2}\s?[=:]\s?0(?![\w.])|^[ ,]{1,2}(?:0 times|never)\b`,
  'i',
);
/** A label of a counter of Prometheus, which says something only if it has counted. */
const LABEL = /\{(?:[a-z_]{1,30}="[^"]{0,40}",\s?){0,3}[a-z_]{1,30}="$/i;
const COUNTED = /^"[^{}]{0,80}\} (?:0\.\d*)?[1-9]/;
/** No value at all. Behind a code and a colon it may be a description that is missing: “access_denied: undefined”. */
const VOID =
  /^[\w.-]{0,30}["']?\s?([=:]|=>)\s?(?:(?:none|null|nil|undefined)(?![\w.]|\s?[=:])|""|''|\[\]|\{\})/i;
const IN_MEMBERS =
  /(?:[,{;&]\s?["']?|(?:=|:\s?)(?:none|null|nil|undefined|true|false|ok|\d{1,9}|"[^"]{0,40}"|'[^']{0,40}')\s)$/i;
/** Members before it say no, and its own value is cut off. */
const CUT = /[=:]\s?["']?(?:(?:false|none|null|no|0)\b|""),? ?["']?[\w ]{0,20}$/i;
/** A code that is itself the value of something. */
const IS_VALUE = /(?:error|exception|code|reason|message|failed|because)(?:["']| of)?\s?[:=(]\s?["'(]?$/i;
/** What was tried went well. */
const PASSED =
  /^(?:error|exception)?["']?(?: (?:checks?|tests?|validation|verification|detection|handling))?(?: (?:is|are|was|were))?(?: (?:refused|rejected|detected|handled|recognised|recognized))?(?: \.{2,3}|:|,)? (?:ok|passed|pass|succeeded|disabled|skipped|ignored|resolved|fixed|\u2713|\u2714)(?![\w-])/i;

/** A place in a page that is linked to: “…/docs/errors#redirect_uri_mismatch”. */
const ANCHOR = /[\w/]#[\w-]{0,40}$/;

/** What the program did about it at once: “user does not exist, creating it”, “no username, using the address”. */
const HANDLED =
  /^[^,.;:()]{0,30}, ?(?:adding|creating|reusing|re-using|linking|skipping|updating|ignoring|falling back|continuing|proceeding|using(?! an? empty| empty))\b(?!.{0,40}\b(?:fail|error|not|refus|denied|revoked|expired|invalid_[a-z]{5,7}))/i;

/**
 * True if the text says of some of its words that it is not so: “no”, “not” or “never” before them, a value such as
 * false, none or 0 behind them, or that a test of it passed; or only links to a page about them. The one place that knows denial, for keys and recognisers.
 *
 * @param text normalised
 * @param from where the words begin, `to` where they end
 */
export function isDenied(text: string, from: number, to: number): boolean {
  const before = text.slice(Math.max(0, from - NEAR), from);
  const behind = text.slice(to, to + NEAR);
  if (!IS_VALUE.test(before)) {
    if (VALUE.test(behind) || (/^[\w.-]{0,30}["']?[=:]?$/.test(behind) && CUT.test(before))) return true;
    const sign = VOID.exec(behind)?.[1];
    if (sign !== undefined && (sign !== ':' || /^["']/.test(behind) || IN_MEMBERS.test(before))) return true;
  }
  if (ANCHOR.test(before)) return true;
  if (PASSED.test(behind) || HANDLED.test(behind) || (LABEL.test(before) && !COUNTED.test(behind)))
    return true;
  return BEFORE.test(before) && !BEGINS_WITH_NO.test(text.slice(from, from + NEAR));
}
