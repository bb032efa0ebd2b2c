/** Any text as one word of a POSIX shell: in single quotes nothing is special but the quote itself. */
export const shellWord = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** An argument list as one line for a POSIX shell. Plain words stand there as they are. */
export const shellLine = (argv: readonly string[]): string =>
  argv.map((word) => (/^[A-Za-z0-9_./:@%+,=-]+$/.test(word) ? word : shellWord(word))).join(' ');
