import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** How the sources name the compiled profiles; `imports` in package.json leads to `profiles-at-run-time.mjs`. */
const ID = '#profiles';

/** @typedef {(text: string) => import('../shared/profile/read.ts').ReadProfile} Read */

/**
 * Reads and checks the profiles in a folder. Throws with file, line and column if one has a mistake.
 *
 * @param {string} folder absolute
 * @param {Read} read
 * @param {(file: string) => void} [note] told every file that is read
 * @returns {Record<string, string>} each profile as JSON text, by kind
 */
export function compileProfiles(folder, read, note = () => {}) {
  const compiled = {};
  for (const name of readdirSync(folder).sort()) {
    if (!name.endsWith('.yaml')) continue;
    const file = path.join(folder, name);
    note(file);
    const found = read(readFileSync(file, 'utf8'));
    if (!found.ok) {
      const said = found.problems.map(
        ({ line, column, message, suggestion }) => `${name}:${line}:${column}: ${message} ${suggestion}`,
      );
      throw new Error(said.join('\n'));
    }
    if (`${found.profile.kind}.yaml` !== name)
      throw new Error(`${name}: the file must be named ${found.profile.kind}.yaml, like the kind in it.`);
    compiled[found.profile.kind] = JSON.stringify(found.profile);
  }
  return compiled;
}

/**
 * Compiles the profiles into the bundle: each as checked JSON text, which is parsed when its kind is asked for.
 *
 * @param {string} folder absolute
 * @param {Read} read
 * @returns {import('vite').Plugin}
 */
export function profiles(folder, read) {
  return {
    name: 'latchkey:profiles',
    enforce: 'pre',
    resolveId: (id) => (id === ID ? `\0${ID}` : undefined),
    load(id) {
      if (id !== `\0${ID}`) return undefined;
      const compiled = compileProfiles(folder, read, (file) => this.addWatchFile(file));
      return `export default ${JSON.stringify(compiled)};`;
    },
  };
}
