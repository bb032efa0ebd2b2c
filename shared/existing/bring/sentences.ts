/**
 * A message as its first sentence, which says what is wrong, and the rest, which says what comes of it. A full stop within a
 * name or a version ends no sentence.
 */
export function sentencesOf(message: string): readonly [first: string, rest: string] {
  const end = /[.!?][”"’)]?(?=\s+[“"(]?\p{Lu})/u.exec(message);
  if (end === null) return [message, ''];
  const at = end.index + end[0].length;
  return [message.slice(0, at), message.slice(at).trimStart()];
}
