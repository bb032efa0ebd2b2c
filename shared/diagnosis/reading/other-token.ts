/** What is checked in the same words as an ID token, and is another thing. */
const OTHER_TOKEN =
  /request object|client[ _]assertion|logout[ _]token|\bdpop\b|software statement|refresh(?:ing|ed)?(?: (?:an?|the|expired|oauth2?|access|id)){0,4}[ _-]?token(?!["']?\s?[=:])|token refresh|\bsaml\b|licen[cs]e|webhook/i;
/** How far before and behind the words of a complaint the other thing is named. */
const BEFORE = 90;
const BEHIND = 40;

/**
 * True if the same message names something else that is signed, or has an issuer, an audience or times of its own.
 *
 * @param from where the complaint begins in `text`, `to` where it ends
 * @param message where the message around it begins and ends
 */
export const ofOtherToken = (
  text: string,
  from: number,
  to: number,
  [first, last]: readonly [number, number],
): boolean => OTHER_TOKEN.test(text.slice(Math.max(first, from - BEFORE), Math.min(last, to + BEHIND)));
