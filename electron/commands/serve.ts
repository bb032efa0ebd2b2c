import { EXIT, readOptions, refuse } from './common.ts';

/** The options that the command reads. */
export const OPTIONS = {
  port: { type: 'string' },
  open: { type: 'boolean' },
  numeric: { type: 'boolean' },
} as const;

/** `latchkey serve`: serves the screens on loopback until it is stopped. */
export async function run(args: readonly string[]): Promise<number> {
  const options = readOptions('serve', args, OPTIONS);
  if (!options.ok) return refuse(options.error);
  const { values, positionals } = options.value;
  if (positionals.length > 0)
    return refuse({ code: 'wrong-use', message: 'serve takes no file. See latchkey serve --help.' });
  const port = values.port === undefined ? 0 : Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    return refuse({
      code: 'wrong-use',
      message: `--port takes a whole number up to 65535, not “${values.port}”.`,
    });
  }
  const { startServe } = await import('../serve.ts');
  const served = await startServe({ port, numeric: values.numeric === true });
  if (!served.ok) return refuse(served.error);
  // Before the address is known to anybody, so that no file with its token stays behind.
  const stop = () => void served.value.close();
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  process.once('SIGHUP', stop);
  process.stdout.write(`Latchkey is at ${served.value.url}\n`);
  process.stderr.write('The address works once, in one browser (Safari needs --numeric). Ctrl-C ends it.\n');
  if (values.open) {
    const { handOver } = await import('./hand-over.ts');
    const { form, entered, closed } = served.value;
    const opened = await handOver(form, Promise.race([entered, closed]));
    if (!opened.ok) process.stderr.write('No browser could be opened; open the address above yourself.\n');
  }
  await served.value.closed;
  return EXIT.well;
}
