import { describe, expect, it } from 'vitest';
import { ALL, type CommandHelp, commandHelp, generalHelp } from '../../../electron/commands/help.ts';
import { latchkey } from '../../helpers/latchkey.ts';

interface Read {
  readonly type: 'string' | 'boolean';
  readonly multiple?: boolean;
}

describe.each(ALL.map(([name, help]) => ({ name, help: help as CommandHelp })))('$name', ({ name, help }) => {
  it('is told with exactly the options that it reads', async () => {
    const { OPTIONS } = (await import(`../../../electron/commands/${name}.ts`)) as {
      OPTIONS: Readonly<Record<string, Read>>;
    };
    const read = Object.entries(OPTIONS).map(([option, { type }]) => [option, type]);
    const told = help.options.map((option) => [
      option.name,
      option.value === undefined ? 'boolean' : 'string',
    ]);
    expect(told.sort()).toEqual(read.sort());
  });

  it('shows each of them in its usage, and no other', () => {
    const shown = new Set(help.usage.flatMap((line) => line.match(/--[a-z-]+/g) ?? []));
    expect([...shown].sort()).toEqual(help.options.map((option) => `--${option.name}`).sort());
  });

  it('fits into a terminal of 100 columns', () => {
    for (const line of commandHelp(name).split('\n')) expect(line.length, line).toBeLessThanOrEqual(100);
  });
});

it('the list of all commands fits into a terminal of 100 columns and names each', () => {
  for (const line of generalHelp().split('\n')) expect(line.length, line).toBeLessThanOrEqual(100);
  for (const [name] of ALL) expect(generalHelp()).toMatch(new RegExp(`^ {2}${name}\\b`, 'm'));
});

it('completion refuses what is no shell', async () => {
  for (const args of [[], ['tcsh'], ['bash', 'zsh'], ['bash', '--nope']])
    expect(await latchkey(['completion', ...args])).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('See latchkey completion --help.'),
    });
});
