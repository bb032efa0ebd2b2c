import { examine } from '../../shared/existing/doctor/doctor.ts';
import { readExisting } from '../../shared/existing/doctor/reading.ts';
import { comparer } from '../services/secrets/imported.ts';
import { EXIT, readOptions, refuse } from './common.ts';
import { findingsAsText } from './findings-text.ts';
import { readGiven } from './given-files.ts';

/** The options that the command reads. */
export const OPTIONS = { json: { type: 'boolean' } } as const;

/** `latchkey doctor`: examines files that exist. Exit status 1 if one of them has an error. */
export async function run(args: readonly string[]): Promise<number> {
  const options = readOptions('doctor', args, OPTIONS);
  if (!options.ok) return refuse(options.error);
  const { values, positionals } = options.value;
  if (positionals.length === 0)
    return refuse({
      code: 'wrong-use',
      message: 'doctor needs at least one file or folder. See latchkey doctor --help.',
    });
  const files = await readGiven(positionals);
  if (!files.ok) return refuse(files.error);
  const findings = examine(readExisting(files.value), await comparer(files.value));
  process.stdout.write(
    values.json
      ? `${JSON.stringify({ findings }, null, 2)}\n`
      : findings.length === 0
        ? nothing(files.value.length)
        : findingsAsText(findings),
  );
  if (findings.some(({ severity }) => severity === 'error')) return EXIT.failed;
  const unknown = findings.filter(({ rule }) => rule === 'file-not-recognised').length;
  return unknown === files.value.length ? EXIT.inconclusive : EXIT.well;
}

const nothing = (files: number): string => `Nothing found in ${files} ${files === 1 ? 'file' : 'files'}.\n`;
