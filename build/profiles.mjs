import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const ID = 'virtual:latchkey-profiles';

/**
 * Compiles the profiles in a folder into the bundle: each as checked JSON text, which is parsed when its kind is
 * asked for. A profile with a mistake stops the build, with its file, line and column.
 *
 * @param {string} folder absolute
 * @param {(text: string) => import('../shared/profile/read.ts').ReadProfile} read
 * @returns {import('vite').Plugin}
 */
export function profiles(folder, read) {
  return {
    name: 'latchkey:profiles',
    resolveId: (id) => (id === ID ? `\0${ID}` : undefined),
    load(id) {
      if (id !== `\0${ID}`) return undefined;
      const compiled = {};
      for (const name of readdirSync(folder).sort()) {
        if (!name.endsWith('.yaml')) continue;
        const file = path.join(folder, name);
        this.addWatchFile(file);
        const found = read(readFileSync(file, 'utf8'));
        if (!found.ok) {
          const said = found.problems.map(
            ({ line, column, message, suggestion }) => `${name}:${line}:${column}: ${message} ${suggestion}`,
          );
          this.error(said.join('\n'));
        }
        if (`${found.profile.kind}.yaml` !== name)
          this.error(`${name}: the file must be named ${found.profile.kind}.yaml, like the kind in it.`);
        compiled[found.profile.kind] = JSON.stringify(found.profile);
      }
      return `export default ${JSON.stringify(compiled)};`;
    },
  };
}
