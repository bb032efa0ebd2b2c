/** The licences of everything that Latchkey ships: what is bundled, and what is installed beside the bundle. */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Made in each bundle; installers and the npm package contain it. */
export const NOTICES = 'THIRD-PARTY-NOTICES.txt';

/** Where Vite lists the packages of one environment, below its `outDir`. */
export const BUNDLED = '.vite/bundled.json';

/**
 * The packages that are shipped.
 *
 * @param root the checkout, with `node_modules`
 * @param bundled names and versions, as Vite lists them
 * @returns sorted by name; `folder` is undefined for what npm doesn't install on this system
 */
export function shippedPackages(root, bundled) {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const isBundled = new Set(bundled.map(({ name, version }) => `${name}@${version}`));
  const found = new Map();
  for (const [place, entry] of Object.entries(packages)) {
    if (place === '') continue;
    const name = place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);
    const key = `${name}@${entry.version}`;
    if (found.has(key) || (entry.dev && !isBundled.has(key))) continue;
    const folder = join(root, place);
    found.set(key, {
      name,
      version: entry.version,
      licence: entry.license,
      bundled: isBundled.has(key),
      folder: existsSync(folder) ? folder : undefined,
    });
  }
  const unknown = [...isBundled].filter((key) => !found.has(key));
  if (unknown.length > 0)
    throw new Error(`Not in package-lock.json: ${unknown.join(', ')}. Run npm ci, then build again.`);
  return [...found.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
}

/** One text with the licence and the notices of each package; packages with the same texts stand together. */
export function noticesText(packages) {
  const together = new Map();
  for (const { name, version, licence, folder } of packages) {
    const files =
      folder === undefined
        ? []
        : readdirSync(folder).filter((file) => /^(licen[cs]e|copying|notice|third-party)/i.test(file));
    const texts = files.sort().map((file) => readFileSync(join(folder, file), 'utf8').trim());
    const title = `${name} ${version} (${licence})`;
    // Those that bring no text have nothing in common.
    const key = texts.length === 0 ? title : texts.join('\n\n').replace(/\s+/g, ' ');
    const known = together.get(key);
    if (known) known.titles.push(title);
    else together.set(key, { titles: [title], texts });
  }
  return `Latchkey contains the following packages, or is installed with them.\n${[...together.values()]
    .map(({ titles, texts }) => `\n${'-'.repeat(80)}\n\n${[titles.join('\n'), ...texts].join('\n\n')}\n`)
    .join('')}`;
}

/** The names and versions of the packages in a bundle, for the bill of materials; it is in the bundle, too. */
const CONTENTS = 'bundled.json';

/** Writes the notices and the list of packages into a finished bundle, and takes away Vite's lists. */
export function writeNotices(root, outDir, folders) {
  const bundled = folders.flatMap((folder) => JSON.parse(readFileSync(join(folder, BUNDLED), 'utf8')));
  const shipped = shippedPackages(root, bundled);
  writeFileSync(join(outDir, NOTICES), noticesText(shipped));
  const contents = shipped.filter(({ bundled }) => bundled).map(({ name, version }) => ({ name, version }));
  writeFileSync(join(outDir, CONTENTS), `${JSON.stringify(contents)}\n`);
  for (const folder of folders) rmSync(join(folder, BUNDLED, '..'), { recursive: true });
}
