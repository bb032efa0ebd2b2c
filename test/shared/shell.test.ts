import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { shellLine, shellWord } from '../../shared/shell.ts';

const WORDS = [
  'plain',
  '',
  "it's",
  '$HOME `id` $(id)',
  'a\nb',
  '*?[x]',
  '--flag=x y',
  '\\',
  "''",
  '"',
  'ü; & |',
];

it('hands every word to a real shell as it is', () => {
  const said = (words: string) =>
    execFileSync('sh', ['-c', `printf '%s\\0' ${words}`], { encoding: 'utf8' })
      .split('\0')
      .slice(0, -1);
  expect(said(WORDS.map(shellWord).join(' '))).toEqual(WORDS);
  expect(said(shellLine(WORDS))).toEqual(WORDS);
});

it('is the only place that quotes for the shell', () => {
  const root = path.resolve(import.meta.dirname, '../..');
  const files = ['shared', 'electron'].flatMap((room) =>
    readdirSync(path.join(root, room), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => `${room}/${name}`),
  );
  const quoting = files.filter((name) =>
    /replace(?:All)?\([^)]*["'`]'\\\\''/.test(readFileSync(path.join(root, name), 'utf8')),
  );
  // zsh's completion escapes brackets and colons as well, inside a word that is quoted already.
  expect(quoting.sort()).toEqual(['electron/commands/completion.ts', 'shared/shell.ts']);
});
