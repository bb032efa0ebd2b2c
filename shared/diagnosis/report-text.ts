import { lights } from './lights.ts';
import type { CheckStatus, Diagnosis, Fix, Report } from './types.ts';

export interface TextOptions {
  /** Adds ANSI colours to the words. Default false. */
  readonly colour?: boolean;
  /** The sentence below the lights (`verdict` in shared/standing). Default: none. */
  readonly verdict?: string;
  /** Width in columns, at least 40. Default 80. */
  readonly width?: number;
}

const WORDS: Readonly<Record<CheckStatus, string>> = {
  pass: 'pass',
  warn: 'WARN',
  fail: 'FAIL',
  inconclusive: 'open',
};
const MARKS: Readonly<Record<CheckStatus, string>> = { pass: '✓', warn: '!', fail: '✗', inconclusive: '·' };
const COLOURS: Readonly<Record<CheckStatus, string>> = {
  pass: '32',
  warn: '33',
  fail: '31',
  inconclusive: '2',
};

const SIDES: Readonly<Record<Diagnosis['side'], string>> = {
  provider: 'the provider',
  app: 'the app',
  proxy: 'the proxy',
  host: 'the host or its network',
};

/**
 * A report for the terminal: the lights, the one thing to fix, other possible causes, then the checks. A
 * state is always shown as a word and a mark; colour is only additional. Control characters of foreign text
 * are removed.
 */
export function reportToText(report: Report, options: TextOptions = {}): string {
  const width = Math.max(40, options.width ?? 80);
  const paint = (code: string, text: string) => (options.colour ? `\u001b[${code}m${text}\u001b[0m` : text);
  const badge = (status: CheckStatus) => paint(COLOURS[status], `${MARKS[status]} ${WORDS[status]}`);
  const lines: string[] = [];

  const states = lights(report);
  const column = Math.max(...states.map((state) => state.title.length)) + 2;
  for (const state of states) {
    const indent = 8 + column;
    const text = wrap(plain(state.sentence), Math.max(20, width - indent));
    lines.push(`${badge(state.status)}  ${state.title.padEnd(column)}${text[0] ?? ''}`);
    lines.push(...text.slice(1).map((line) => ' '.repeat(indent) + line));
  }
  if (options.verdict !== undefined) lines.push('', ...wrap(options.verdict, width));

  const [root, ...rest] = report.diagnoses;
  if (root) {
    lines.push('', paint('1', plain(root.title)));
    lines.push(...wrap(plain(root.cause), width - 2).map((line) => `  ${line}`), '');
    lines.push(`  Edit ${SIDES[root.side]}.`, ...fixLines(root.fix, width));
  }
  if (rest.length > 0) {
    lines.push('', 'Also:');
    for (const one of rest) {
      lines.push(
        ...hanging('  - ', `${plain(one.title)} (${SIDES[one.side]}): ${plain(one.fix.text)}`, width),
      );
      if (one.fix.value !== undefined && !one.fix.text.includes(one.fix.value)) {
        lines.push(...value(one.fix, '      '));
      }
    }
  }

  lines.push('', 'Checks');
  for (const check of report.checks) {
    const because = check.because_of === undefined ? '' : ` (because of ${check.because_of})`;
    lines.push(
      ...hanging(
        `${badge(check.status)}  ${check.id.padEnd(4)}`,
        `${plain(check.title)}: ${plain(check.summary)}${because}`,
        width,
        12,
      ),
    );
  }
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}

function fixLines(fix: Fix, width: number): string[] {
  const lines = wrap(plain(fix.text), width - 2).map((line) => `  ${line}`);
  if (fix.value !== undefined) lines.push('', ...value(fix, '    '));
  if (fix.current !== undefined) lines.push(`    (now: ${plain(fix.current)})`);
  if (fix.workspace_path !== undefined) lines.push(`  In the workspace: ${plain(fix.workspace_path)}`);
  if (fix.deliverable !== undefined)
    lines.push(`  The right value is in the exported ${plain(fix.deliverable)}.`);
  return lines;
}

/** The exact value. It is never wrapped, because people copy it. */
function value(fix: Fix, indent: string): string[] {
  const setting = fix.setting === undefined ? '' : `${plain(fix.setting)}: `;
  const lines = (fix.value ?? '').split('\n').map((line) => plain(line, false));
  return lines.length === 1
    ? [`${indent}${setting}${lines[0]}`]
    : [`${indent}${setting.trimEnd()}`, ...lines.map((line) => `${indent}  ${line}`)];
}

/**
 * Foreign text on one line, without control characters, escapes or marks that change the writing direction.
 */
function plain(text: string, collapse = true): string {
  const bare = text
    .slice(0, MOST)
    .replace(
      /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g,
      '',
    );
  return collapse ? bare.replace(/\s+/g, ' ').trim() : bare.replace(/[\t\n]/g, ' ');
}

/** How much of one text is shown. */
const MOST = 4_000;

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

function hanging(prefix: string, text: string, width: number, indent = prefix.length): string[] {
  const [head = '', ...rest] = wrap(text, Math.max(20, width - indent));
  return [prefix + head, ...rest.map((line) => ' '.repeat(indent) + line)];
}
