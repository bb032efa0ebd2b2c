/** Where two texts begin to differ, for a sentence. Of long ones, only the part around it is shown. */
export function firstDifference(
  one: string,
  other: string,
): { readonly at: number; readonly here: string; readonly there: string } {
  let at = 0;
  while (at < Math.min(one.length, other.length) && one[at] === other[at]) at++;
  return { at: at + 1, here: around(one, at), there: around(other, at) };
}

/** As long as this, a text is shown whole. */
const SHORT = 90;

/** The text around a place, with the rest marked. */
function around(text: string, at: number): string {
  if (text.length <= SHORT) return text;
  const from = Math.max(0, at - 12);
  const to = Math.min(text.length, at + 16);
  return `${from > 0 ? '…' : ''}${text.slice(from, to)}${to < text.length ? '…' : ''}`;
}

/** Of several texts, the one that is equal for longest. */
export const closest = (to: string, texts: readonly string[]): string | undefined =>
  texts.reduce<string | undefined>(
    (best, text) =>
      best === undefined || firstDifference(to, text).at > firstDifference(to, best).at ? text : best,
    undefined,
  );
