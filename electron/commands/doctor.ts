import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { examine, secretsToCompare } from '../../shared/existing/doctor/doctor.ts';
import { type GivenFile, MAX_FILE, readExisting } from '../../shared/existing/doctor/reading.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import { fileFailure } from '../services/files/errors.ts';
import { readRegular } from '../services/files/regular.ts';
import { verifyDigest } from '../services/secrets/digest.ts';
import { EXIT, readOptions, refuse } from './common.ts';
import { findingsAsText } from './findings-text.ts';

/** The options that the command reads. */
export const OPTIONS = { json: { type: 'boolean' } } as const;

/** Nobody has more files of one set-up, and each is kept in memory. */
const MAX_FILES = 100;

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
  const files = await readFiles(positionals);
  if (!files.ok) return refuse(files.error);
  const reading = readExisting(files.value);
  const matches = await compared(secretsToCompare(reading));
  const findings = examine(reading, matches);
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

/** The files in their order; of a folder those that Authelia loads from one. */
async function readFiles(names: readonly string[]): Promise<Result<readonly GivenFile[]>> {
  const files: GivenFile[] = [];
  for (const name of names) {
    const inside = await filesOf(name);
    if (!inside.ok) return inside;
    for (const file of inside.value) {
      if (files.length >= MAX_FILES)
        return fail('too-many-files', `doctor reads at most ${MAX_FILES} files at once.`);
      const bytes = await readRegular(file, MAX_FILE);
      if (!bytes.ok) return bytes;
      try {
        files.push({
          name: file,
          text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes.value),
        });
      } catch {
        return fail('not-utf-8', `${file} is not UTF-8. Save it as UTF-8 in your editor.`);
      }
    }
  }
  return ok(files);
}

async function filesOf(name: string): Promise<Result<readonly string[]>> {
  try {
    if (!(await stat(name)).isDirectory()) return ok([name]);
    const found = (await readdir(name, { withFileTypes: true }))
      .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
      .map((entry) => path.join(name, entry.name))
      .sort();
    return found.length > 0
      ? ok(found)
      : fail('empty-folder', `The folder ${name} has no .yml or .yaml file.`);
  } catch (error) {
    return fileFailure(error, name);
  }
}

/** Compares each clear secret with each digest once. What can't be compared stays open. */
async function compared(
  pairs: readonly { readonly clear: string; readonly digest: string }[],
): Promise<(clear: string, digest: string) => boolean | undefined> {
  const key = (clear: string, digest: string) => JSON.stringify([clear, digest]);
  const known = new Map<string, boolean>();
  for (const { clear, digest } of pairs.slice(0, 200)) {
    if (known.has(key(clear, digest))) continue;
    const same = await verifyDigest(digest, clear);
    if (same.ok) known.set(key(clear, digest), same.value);
  }
  return (clear, digest) => known.get(key(clear, digest));
}

const nothing = (files: number): string => `Nothing found in ${files} ${files === 1 ? 'file' : 'files'}.\n`;
