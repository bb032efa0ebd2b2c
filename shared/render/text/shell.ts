/**
 * An argument list as one line for a POSIX shell. Everything but plain words stands in single quotes, in which
 * nothing is special but the quote itself.
 */
export const shellLine = (argv: readonly string[]): string => argv.map(shellWord).join(' ');

function shellWord(word: string): string {
  if (/^[A-Za-z0-9_./:@%+,=-]+$/.test(word)) return word;
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
