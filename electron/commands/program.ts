import { own } from '../../shared/own.ts';
import { EXIT } from './common.ts';
import { ALL, type CommandName, commandHelp, generalHelp } from './help.ts';

interface Command {
  readonly run: (args: readonly string[]) => Promise<number>;
}

/** Each command is loaded only when it is used, so that `--help` is fast. */
const LOAD: Readonly<Record<CommandName, () => Promise<Command>>> = {
  render: () => import('./render.ts'),
  merge: () => import('./merge.ts'),
  apply: () => import('./apply.ts'),
  diff: () => import('./diff.ts'),
  check: () => import('./check.ts'),
  login: () => import('./login.ts'),
  explain: () => import('./explain.ts'),
  doctor: () => import('./doctor.ts'),
  secrets: () => import('./secrets.ts'),
  serve: () => import('./serve.ts'),
  demo: () => import('./demo.ts'),
  import: () => import('./import.ts'),
  upgrade: () => import('./upgrade.ts'),
  apps: () => import('./apps.ts'),
  profile: () => import('./profile.ts'),
  completion: () => import('./completion.ts'),
};

const isCommand = (name: string): name is CommandName => own(LOAD, name) !== undefined;

/**
 * Runs one command.
 *
 * @param argv the arguments after the name of the program
 * @returns the exit status: one of `EXIT_STATUS` in `help.ts`
 */
export async function runProgram(argv: readonly string[], version: string): Promise<number> {
  const [name, ...args] = argv;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    const topic = name === 'help' ? args[0] : undefined;
    process.stdout.write(topic !== undefined && isCommand(topic) ? commandHelp(topic) : generalHelp());
    return name === undefined ? EXIT.wrongUse : EXIT.well;
  }
  if (name === '--version' || name === '-v') {
    process.stdout.write(`latchkey ${version}\n`);
    return EXIT.well;
  }
  if (!isCommand(name)) {
    process.stderr.write(
      `latchkey: There is no command “${name}”. Known are ${ALL.map(([known]) => known).join(', ')}.\nSee latchkey --help.\n`,
    );
    return EXIT.wrongUse;
  }
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(commandHelp(name));
    return EXIT.well;
  }
  return (await LOAD[name]()).run(args);
}

/** If the reader stops early (`latchkey … | head`), that is not an error. */
export function endWithTheReader(exit: (status: number) => void = (status) => process.exit(status)): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') return exit(EXIT.well);
    throw error;
  });
}
