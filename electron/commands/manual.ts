import { ABOUT, ALL, EXAMPLE, EXIT_STATUS, type OptionHelp } from './help.ts';

/** The manual page `latchkey.1`, made from the same table as `--help`. In the language of man(7). */
export function manualPage(version: string): string {
  return `${[
    `.TH LATCHKEY 1 "" "Latchkey ${version}"`,
    '.SH NAME',
    'latchkey \\- connects self\\-hosted apps to an identity provider',
    '.SH SYNOPSIS',
    ALL.flatMap(([name, { usage }]) =>
      usage.map((line) => `\\fBlatchkey ${roff(name)}\\fR ${roff(line)}`),
    ).join('\n.br\n'),
    '.SH DESCRIPTION',
    roff(ABOUT),
    ...ALL.flatMap(([name, { about, options }]) => [
      `.SS latchkey ${roff(name)}`,
      about.map(paragraph).join('\n.PP\n'),
      ...options.flatMap(option),
    ]),
    '.SH FILES',
    'A workspace file looks like this:',
    literal(EXAMPLE),
    '.SH EXIT STATUS',
    ...EXIT_STATUS.flatMap(([status, meaning]) => ['.TP', `.B ${status}`, roff(meaning)]),
    '.SH ENVIRONMENT',
    '.TP',
    '.B LATCHKEY_DATA',
    roff(
      "another folder for Latchkey's own settings and notes. The secrets are in the keychain in any case.",
    ),
  ].join('\n')}\n`;
}

const option = ({ name, value, text }: OptionHelp): string[] => [
  '.TP',
  `\\fB\\-\\-${roff(name)}\\fR${value === undefined ? '' : ` \\fI${roff(value)}\\fR`}`,
  text
    .split(/\n(?! )/)
    .map((part) => {
      const [first, ...rest] = part.split('\n');
      return rest.length === 0 ? roff(part) : `${roff(first!)}\n${literal(rest.join('\n'))}`;
    })
    // Another paragraph of the same option.
    .join('\n.IP\n'),
];

const paragraph = (text: string): string => (text.startsWith(' ') ? literal(text) : roff(text));

/** Lines that stay as they are. */
const literal = (text: string): string => `.RS\n.nf\n${text.split('\n').map(roff).join('\n')}\n.fi\n.RE`;

/** Text in which nothing is a command of roff, in ASCII. Each sentence on its own line, as roff expects it. */
const roff = (text: string): string =>
  text
    .replaceAll(/(?<=[a-z\d)]\.) (?=[A-Z])/g, '\n')
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll("'", '\\(aq')
    .replaceAll(/[^\0-\x7f]/gu, (character) => {
      const point = character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0');
      return `\\[u${point}]`;
    })
    .replaceAll(/^(?=[.'])/gm, '\\&');
