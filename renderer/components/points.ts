/** A sentence ends before a space and what begins the next one. “e.g. This” and “3.0. That” are told apart by what stands before. */
const END = /(?<=[.!?][”)]?)(?<!\b(?:e\.g|i\.e|etc|vs|no)\.)\s+(?=[“`(]?[\p{Lu}\d/])/u;

/** A text of several sentences as points, one a line. What stands between backticks is left whole. */
export function pointsOf(text: string): readonly string[] {
  const held: string[] = [];
  const whole = text.replace(/`[^`]*`/g, (span) => {
    held.push(span);
    return `\`${held.length - 1}\``;
  });
  return whole
    .split(/\n+/)
    .flatMap((line) => line.split(END))
    .map((line) => line.trim().replace(/`(\d+)`/g, (_, at: string) => held[Number(at)] ?? ''))
    .filter((line) => line !== '');
}
