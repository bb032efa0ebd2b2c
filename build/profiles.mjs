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
 * Compiles the profiles into the bundle, each as checked JSON text that is read and parsed when its kind is asked for.
 * The command line and the desktop app read the texts from one file beside the program: in a script, Node would parse
 * all of them at every start. Everything else has them in it.
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
      if (this.environment?.name !== 'program') return inScript(compiled);
      const { source, code } = inFile(compiled);
      this.emitFile({ type: 'asset', fileName: FILE, source });
      return code;
    },
  };
}

/** The file with the texts, in the folder of the program. */
const FILE = 'profiles.txt';

const bySide = (compiled, write) =>
  Object.entries(compiled).map(
    ([side, texts]) =>
      `${side}: {\n${Object.entries(texts)
        .map(([kind, text]) => `  ${JSON.stringify(kind)}: ${write(text)},\n`)
        .join('')}},\n`,
  );

const inScript = (compiled) =>
  `export default {\n${bySide(compiled, (text) => `() => ${JSON.stringify(text)}`).join('')}};\n`;

/** Chunks are one folder below the program. The file is ASCII, so that a place in it is a place in its text. */
function inFile(compiled) {
  let source = '';
  const sides = bySide(compiled, (text) => {
    const from = source.length;
    source += `${ascii(text)}\n`;
    return `() => text(${from}, ${source.length - 1})`;
  });
  const code = `import { readFileSync } from 'node:fs';
import { join } from 'node:path';
let all;
function text(from, to) {
  all ??= readFileSync(join(import.meta.dirname, '..', ${JSON.stringify(FILE)}));
  return all.latin1Slice(from, to);
}
export default {
${sides.join('')}};
`;
  return { source, code };
}

/** The same JSON, with every other character as its escape. */
const ascii = (json) =>
  json.replace(/[^\x00-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
