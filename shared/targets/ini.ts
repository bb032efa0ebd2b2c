import type { Line } from '../render/types.ts';
import { type Reading, readWithin } from './reading.ts';
import { asText, type FilledJson, type FilledValue } from './values.ts';
import { commentOf, type Writer } from './writer.ts';

export const INI: Writer = { comment: ['; ', ''], lines: iniLines, unfit: iniUnfit };

/** The section and key of a path. */
const iniPlace = (name: string): readonly [section: string, key: string] => {
  const [section = '', key] = name.split('/');
  return key === undefined ? ['', section] : [section, key];
};

/** Sections with texts in them; what belongs to none comes first. Nothing is quoted: readers disagree on quotes. */
function iniLines(values: readonly FilledValue[]): Line[] {
  const sections = new Map<string, Line[]>([['', []]]);
  for (const one of values) {
    const { name, value, why } = one;
    const [section, key] = iniPlace(name);
    const lines = sections.get(section) ?? [{ text: `[${section}]` }];
    lines.push(...commentOf(one, '; '), {
      text: `${key} = ${asText(value)}`.trimEnd(),
      ...(why === undefined ? {} : { why }),
    });
    sections.set(section, lines);
  }
  return [...sections.values()].flat();
}

/**
 * What go-ini, Python’s configparser, PHP and npm’s ini read differently: blanks at the ends, a quote at the beginning,
 * the signs of a comment, backslashes that escape. Sources: go-ini/ini parser.go@v1.67, CPython Lib/configparser.py@3.11,
 * npm/ini lib/ini.js@6.0, php-src Zend/zend_ini_scanner.l@8.2.
 */
function iniUnfit(value: FilledJson): string | undefined {
  const text = asText(value);
  if (/[\p{Cc}\p{Zl}\p{Zp}]/u.test(text)) return 'An INI file can’t hold one of its characters.';
  if (text !== text.trim()) return 'An INI file can’t hold a blank at the beginning or the end.';
  return /^["'`]|[;#]|\\(?=\\|$)/.test(text)
    ? 'Its quotes, signs of a comment (; #) or backslashes are read differently by each reader of INI files.'
    : undefined;
}

/**
 * The values of an INI file by section and key, as texts. A value in quotes is the text in them, and `differs` is set:
 * Python’s configparser takes the quotes literally.
 */
export const readIni = (text: string): Reading =>
  readWithin(text, (findings) => {
    let section: string | undefined;
    let at = text.startsWith('\ufeff') ? 1 : 0;
    for (const whole of text.slice(at).split('\n')) {
      const line = whole.trim();
      const head = /^\[([^\]]+)\]\s*(?:[;#].*)?$/.exec(line);
      const sign = line.search(/[=:]/);
      if (head) section = head[1]!.trim();
      else if (line !== '' && !/^[;#]/.test(line)) {
        const name = line.slice(0, Math.max(sign, 0)).trim();
        if (name === '')
          findings.problem('ini-no-key', 'error', 'This is no key = value.', at, at + whole.length);
        else {
          const written = line.slice(sign + 1).trim();
          const quoted = /^"([^"]*)"$|^'([^']*)'$/.exec(written);
          const start = at + whole.indexOf(line);
          const from = start + line.length - written.length;
          findings.add({
            path: section === undefined ? [name] : [section, name],
            value: quoted ? (quoted[1] ?? quoted[2]!) : written,
            span: findings.span(from, from + written.length),
            key: findings.span(start, start + name.length),
            quoted: quoted ? (written.startsWith('"') ? 'double' : 'single') : 'none',
            ...(quoted || /\s[;#]/.test(written) ? { differs: true as const } : {}),
          });
        }
      }
      at += whole.length + 1;
    }
  });
