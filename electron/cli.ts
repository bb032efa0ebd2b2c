#!/usr/bin/env node
import { EXIT } from './commands/common.ts';
import { endWithTheReader, runProgram } from './commands/program.ts';
import { EXIT_BUG, installLastResort } from './host/bug.ts';
import { VERSION } from './host/version.ts';

/** Starts the command line in Node. */
installLastResort((line) => {
  process.stderr.write(`latchkey: ${line}\n`);
  process.exit(EXIT_BUG);
});
endWithTheReader();

process.exitCode = await runProgram(process.argv.slice(2), VERSION);
// After Ctrl-C nothing that still runs is waited for.
if (process.exitCode === EXIT.stopped) process.exit();
