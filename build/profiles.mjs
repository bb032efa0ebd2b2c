import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** How the sources name the compiled profiles; `imports` in package.json leads to `profiles-at-run-time.mjs`. */
const ID = '#profiles';

/**
 * @typedef {import('../shared/profile/schema.ts').AppProfile} AppProfile
 * @typedef {import('../shared/profile/provider-schema.ts').ProviderProfile} ProviderProfile
 * @typedef {(text: string) => import('../shared/profile/read.ts').ReadProfile<AppProfile | ProviderProfile>} Read
 */

/**
 * Reads and checks the profiles in a folder: those of apps, and those of providers in its folder `providers`. Throws
 * with file, line and column of every mistake in any of them.
 *
 * @param {string} folder absolute
 * @param {Read} read
 * @param {(file: string) => void} [note] told every file that is read
 * @returns {{ apps: Record<string, string>, providers: Record<string, string> }} each profile as JSON text, by kind
 */
export function compileProfiles(folder, read, note = () => {}) {
  const mistakes = [];
  const apps = compileSide(folder, read, note, false, mistakes);
  const providers = compileSide(path.join(folder, 'providers'), read, note, true, mistakes);
  if (mistakes.length > 0) {
    const error = new Error(mistakes.join('\n'));
    // Where in the build it was found helps nobody.
    error.stack = '';
    throw Object.assign(error, { name: 'ProfileMistakes' });
  }
  return { apps, providers };
}

/**
 * One side: the profiles in one folder, and none of the other side.
 *
 * @param {string} folder absolute
 * @param {Read} read
 * @param {(file: string) => void} note
 * @param {boolean} ofProviders
 * @param {string[]} mistakes those found are added
 * @returns {Record<string, string>} each profile as JSON text, by kind
 */
function compileSide(folder, read, note, ofProviders, mistakes) {
  const compiled = {};
  for (const name of existsSync(folder) ? readdirSync(folder).sort() : []) {
    if (!name.endsWith('.yaml')) continue;
    const file = path.join(folder, name);
    note(file);
    const shown = path.relative('', file);
    const found = read(readFileSync(file, 'utf8'));
    if (!found.ok)
      mistakes.push(
        ...found.problems.map(
          ({ line, column, message, suggestion }) => `${shown}:${line}:${column}: ${message} ${suggestion}`,
        ),
      );
    else if (`${found.profile.kind}.yaml` !== name)
      mistakes.push(`${shown}:1:1: The file must be named ${found.profile.kind}.yaml, like the kind in it.`);
    else if ('side' in found.profile !== ofProviders)
      mistakes.push(
        `${shown}:1:1: A profile with side: provider belongs in the folder providers, any other beside it.`,
      );
    else compiled[found.profile.kind] = JSON.stringify(found.profile);
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
