import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** True if a program with this name is on the PATH. */
export function has(program: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** Returns the programs that are not installed, and logs which tests are skipped because of that. */
export function missing(what: string, ...programs: readonly string[]): readonly string[] {
  const absent = programs.filter((program) => !has(program));
  if (absent.length > 0) console.warn(`SKIPPED: ${what}, because there is no ${absent.join(', no ')}.`);
  return absent;
}
