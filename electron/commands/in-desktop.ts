import { endWithTheReader, runProgram } from './program.ts';

/**
 * The arguments of the command line, if the desktop app's own program was started with `--cli`, e.g.
 * `Latchkey --cli render …`. Only switches of Chromium may stand before it.
 *
 * @param args without the executable
 * @param isPackaged false if the path of the app is an argument as well
 */
export function argumentsAfterCli(
  args: readonly string[],
  isPackaged: boolean,
): readonly string[] | undefined {
  const at = args.indexOf('--cli');
  if (at === -1) return undefined;
  const others = args.slice(0, at).filter((arg) => !/^--./.test(arg));
  return others.length === (isPackaged ? 0 : 1) ? args.slice(at + 1) : undefined;
}

/** Runs the command line in the desktop app's own program, which does not end by itself. */
export async function runInDesktop(
  args: readonly string[],
  version: string,
  exit: (status: number) => void,
): Promise<never> {
  endWithTheReader(exit);
  const status = await runProgram(args, version);
  // What was written to a pipe may still be on its way.
  for (const stream of [process.stdout, process.stderr]) {
    await new Promise<void>((resolve) => stream.write('', () => resolve()));
  }
  exit(status);
  // Nothing of the desktop app may start before the end.
  return new Promise(() => {});
}
