import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import type { InteropRow } from './results.ts';

const DOCUMENT = join(import.meta.dirname, '..', '..', 'docs', 'interop.md');
const HEAD = ['part', 'program', 'version', 'what was proved', 'date', 'result'];
const NOTES_BEGIN = '<!-- notes: written by hand, kept by every run -->';
const NOTES_END = '<!-- end of the notes -->';

/**
 * Collects the results of the run, prints them, and with UPDATE=1 writes docs/interop.md. Without it the file
 * stays unchanged, so that an ordinary run changes nothing.
 */
export default function setup(project: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-interop-'));
  project.provide('interopResults', folder);
  return () => {
    const rows = readdirSync(folder).map(
      (name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as InteropRow,
    );
    rmSync(folder, { recursive: true, force: true });
    if (rows.length === 0) return;
    for (const row of sorted(rows.map(cellsOf))) console.log(`interop: ${row.slice(1).join(' · ')}`);
    if (process.env['UPDATE'] === '1') {
      writeFileSync(DOCUMENT, document(rows, existsSync(DOCUMENT) ? readFileSync(DOCUMENT, 'utf8') : ''));
    }
  };
}

/** The document with these lines inserted: other lines and notes stay, a skipped part keeps its last run. */
export function document(rows: readonly InteropRow[], before: string): string {
  const lines = new Map(tableOf(before).map((cells) => [keyOf(cells), cells]));
  for (const row of rows) {
    const cells = cellsOf(row);
    const last = lines.get(keyOf(cells));
    if (row.status === 'skipped' && last && !last[5]!.startsWith('skipped')) {
      const result = last[5]!.replace(/; skipped \d.*$/, '');
      lines.set(keyOf(cells), [
        ...last.slice(0, 5),
        `${result}; skipped ${row.date}: ${cell(row.why ?? '')}`,
      ]);
    } else lines.set(keyOf(cells), cells);
  }
  const from = before.indexOf(NOTES_BEGIN);
  const to = before.indexOf(NOTES_END);
  const notes = from >= 0 && to > from ? before.slice(from + NOTES_BEGIN.length, to).trim() : '';
  return [
    '# What other programs made of it',
    '',
    'Golden files show that what Latchkey writes is stable; these runs show that it is right, because the',
    'programs it is written for read it and sign in with it. The table is made by the run:',
    '`UPDATE=1 npm run test:interop`. A run of single parts leaves the other lines alone, and a part that is',
    'skipped keeps the line of its last run and says so. Parts 1 to 3 need a JDK (17 or newer) with Maven, Python',
    '(3.10 or newer) with venv, and Go (1.21 or newer), part 7 npm, Python, Go (1.26 or newer) and PostgreSQL, part 8',
    'Go and the programs that `AUDIOBOOKSHELF_DIR`, `NETBIRD_BIN` and `PORTAINER_BIN` name, part 6 those that',
    '`MEMOS_BIN`, `POCKET_ID_BIN` and `AUTHENTIK_URL` name; what is missing is skipped, loudly.',
    '',
    `| ${HEAD.join(' | ')} |`,
    `| ${HEAD.map(() => '---').join(' | ')} |`,
    ...sorted([...lines.values()]).map((cells) => `| ${cells.join(' | ')} |`),
    '',
    NOTES_BEGIN,
    ...(notes === '' ? [] : ['', notes, '']),
    NOTES_END,
    '',
  ].join('\n');
}

const cell = (text: string): string => text.replace(/\s+/g, ' ').replaceAll('|', '/').trim();

const cellsOf = (row: InteropRow): string[] =>
  [
    String(row.part),
    row.program,
    row.version === '' ? '–' : row.version,
    row.proved,
    row.date,
    row.why === undefined ? row.status : `${row.status}: ${row.why}`,
  ].map(cell);

const keyOf = (cells: readonly string[]): string => `${cells[0]} ${cells[1]}`;

const tableOf = (text: string): string[][] =>
  text
    .split('\n')
    .filter((line) => /^\| \d+ \|/.test(line))
    .map((line) => line.slice(2, -2).split(' | '))
    .filter((cells) => cells.length === HEAD.length);

const sorted = (rows: readonly string[][]): string[][] =>
  [...rows].sort((a, b) => Number(a[0]) - Number(b[0]) || (a[1]! < b[1]! ? -1 : 1));
