import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { fail, ok, type Result } from '../../../shared/result.ts';
import { fileFailure } from './errors.ts';

/** What is read of a folder: Authelia, too, loads the YAML files of a folder in the order of their names. */
const OF_FOLDERS = /\.(?:ya?ml|json|env|toml|ini|xml|php|py|rb)$|^\.env(?:\..*)?$/i;

/** The file itself, or the configuration files that lie in a folder. Codes: `empty-folder`, those of the file system. */
export async function configurationFiles(name: string): Promise<Result<string[]>> {
  try {
    if (!(await stat(name)).isDirectory()) return ok([name]);
    const entries = await readdir(name, { withFileTypes: true });
    const names = entries
      .filter((entry) => entry.isFile() && OF_FOLDERS.test(entry.name))
      .map((entry) => path.join(name, entry.name));
    return names.length === 0
      ? fail('empty-folder', `${name} holds no configuration file.`)
      : ok(names.sort());
  } catch (error) {
    return fileFailure(error, name);
  }
}
