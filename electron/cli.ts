import { own } from '../shared/own.ts';
import { EXIT } from './commands/common.ts';
import { COMMAND_HELP, GENERAL_HELP } from './commands/help.ts';
import { EXIT_BUG, installLastResort } from './host/bug.ts';
import { VERSION } from './host/version.ts';

/**
 * The command line. Each command is loaded only when it is used, so that `--help` is fast.
 * Exit status: 0 success; 1 a check failed; 2 wrong use or an unreadable file; 3 only inconclusive results; 130 stopped
 * by Ctrl-C.
 * 70 a mistake of Latchkey itself.
 */
const COMMANDS: Readonly<
  Record<string, () => Promise<{ run: (args: readonly string[]) => Promise<number> }>>
> = {
  render: () => import('./commands/render.ts'),
  check: () => import('./commands/check.ts'),
  login: () => import('./commands/login.ts'),
  explain: () => import('./commands/explain.ts'),
  secrets: () => import('./commands/secrets.ts'),
  serve: () => import('./commands/serve.ts'),
  demo: () => import('./commands/demo.ts'),
};

/** Names reserved for planned commands. */
const PLANNED = new Set(['merge', 'doctor']);

async function main(argv: readonly string[]): Promise<number> {
  const [name, ...args] = argv;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    const topic = name === 'help' ? args[0] : undefined;
    process.stdout.write((topic && own(COMMAND_HELP, topic)) ?? GENERAL_HELP);
    return name === undefined ? 2 : 0;
  }
  if (name === '--version' || name === '-v') {
    process.stdout.write(`latchkey ${VERSION}\n`);
    return 0;
  }
  const load = own(COMMANDS, name);
  if (!load) {
    const why = PLANNED.has(name)
      ? `“${name}” is planned and not there yet.`
      : `There is no command “${name}”. Known are ${Object.keys(COMMANDS).join(', ')}.`;
    process.stderr.write(`latchkey: ${why}\nSee latchkey --help.\n`);
    return 2;
  }
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(own(COMMAND_HELP, name) ?? GENERAL_HELP);
    return 0;
  }
  return (await load()).run(args);
}

installLastResort((line) => {
  process.stderr.write(`latchkey: ${line}\n`);
  process.exit(EXIT_BUG);
});

// If the reader stops early (`latchkey … | head`), that is not an error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

process.exitCode = await main(process.argv.slice(2));
// After Ctrl-C nothing that still runs is waited for.
if (process.exitCode === EXIT.stopped) process.exit();
