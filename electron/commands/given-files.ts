import { type GivenFile, MAX_FILE } from '../../shared/existing/doctor/reading.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import { configurationFiles } from '../services/files/config-files.ts';
import { readRegular } from '../services/files/regular.ts';

/** Nobody has more files of one set-up, and each is kept in memory. */
const MAX_FILES = 100;

/** Reads files, or the configuration files of folders, as text. Codes: those of
 * `readRegular`, `too-many-files`, `empty-folder`, `not-utf-8`. */
export async function readGiven(paths: readonly string[]): Promise<Result<GivenFile[]>> {
  const names: string[] = [];
  for (const path of paths) {
    const inside = await configurationFiles(path);
    if (!inside.ok) return inside;
    names.push(...inside.value);
  }
  if (names.length > MAX_FILES) {
    return fail(
      'too-many-files',
      `These are ${names.length} files; at most ${MAX_FILES} are read. Name the ones that matter.`,
    );
  }
  const files: GivenFile[] = [];
  for (const name of names) {
    const bytes = await readRegular(name, MAX_FILE);
    if (!bytes.ok) return bytes;
    try {
      const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes.value);
      files.push({ name, text });
    } catch {
      return fail('not-utf-8', `${name} is not UTF-8. Save it as UTF-8 in your editor.`);
    }
  }
  return ok(files);
}
