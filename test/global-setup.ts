import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** Bundles what changed, once: many tests start the command line, and each start would bundle for itself. */
export default function setUp(): void {
  execFileSync(process.execPath, [join(import.meta.dirname, '../build/run.mjs'), 'cli', '--version']);
}
