/**
 * Writes what a packaged app contains, as a CycloneDX 1.6 bill of materials: node build/sbom.mjs APP OUT
 *
 * APP is the unpacked app in `release/`. Its archive is read: the libraries that lie in it, and those that are in
 * its bundle, which lists them (`bundled.json`). What is installed on this machine does not matter.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { extractFile, listPackage } from '@electron/asar';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/**
 * @param {string} archive an app.asar
 * @param {Record<string, any>} locked `packages` of package-lock.json: where each comes from and its licence
 * @param {string} electron the version of Electron around the archive
 * @returns {any} the bill of materials
 */
export function billOfMaterials(archive, locked, electron) {
  const app = JSON.parse(extractFile(archive, 'package.json').toString());
  const bundled = JSON.parse(extractFile(archive, path.join('dist', 'bundled.json')).toString());
  const inArchive = listPackage(archive, { isPack: false })
    .map((file) => file.replaceAll('\\', '/').replace(/^\//, ''))
    // A package's own manifest; further ones below only say how a folder's files are to be read.
    .filter((file) => /(^|\/)node_modules\/(@[^/]+\/)?[^/]+\/package\.json$/.test(file))
    .map((file) => JSON.parse(extractFile(archive, path.join(...file.split('/'))).toString()));
  const packages = new Map(
    [...bundled, ...inArchive].map(({ name, version }) => [`${name}@${version}`, { name, version }]),
  );
  const components = [...packages.values()]
    .sort((a, b) => (purl(a) < purl(b) ? -1 : 1))
    .map((entry) => component(entry, locked));
  const self = purl(app);
  const bill = {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      component: {
        type: 'application',
        'bom-ref': self,
        name: app.name,
        version: app.version,
        purl: self,
        licenses: [{ license: { id: app.license } }],
        // Around the archive. Electron's own parts are listed in its LICENSES.chromium.html.
        components: [
          {
            type: 'framework',
            'bom-ref': `pkg:github/electron/electron@v${electron}`,
            name: 'electron',
            version: electron,
            purl: `pkg:github/electron/electron@v${electron}`,
            licenses: [{ license: { id: 'MIT' } }],
          },
        ],
      },
    },
    components,
    dependencies: [{ ref: self, dependsOn: components.map((entry) => entry['bom-ref']) }],
  };
  return { ...bill, serialNumber: `urn:uuid:${uuidOf(JSON.stringify(bill))}` };
}

function component({ name, version }, locked) {
  const entry = Object.entries(locked).find(
    ([place, found]) =>
      found.version === version &&
      (place === `node_modules/${name}` || place.endsWith(`/node_modules/${name}`)),
  )?.[1];
  if (!entry) throw new Error(`${name} ${version} is shipped but not in package-lock.json.`);
  const [group, short] = name.startsWith('@') ? name.split('/') : [undefined, name];
  const digest = /^sha512-(.+)$/.exec(entry.integrity ?? '')?.[1];
  return {
    type: 'library',
    'bom-ref': purl({ name, version }),
    ...(group ? { group } : {}),
    name: short,
    version,
    purl: purl({ name, version }),
    ...(entry.license ? { licenses: [licence(entry.license)] } : {}),
    // npm's digest is of the package as it was downloaded.
    ...(digest
      ? { hashes: [{ alg: 'SHA-512', content: Buffer.from(digest, 'base64').toString('hex') }] }
      : {}),
  };
}

/** One licence has an id; a choice or a sum of several is an expression. */
const licence = (text) => (/^[\w.+-]+$/.test(text) ? { license: { id: text } } : { expression: text });

const purl = ({ name, version }) => `pkg:npm/${name.replace('@', '%40')}@${version}`;

/** The same contents get the same number, so that a build can be repeated. */
function uuidOf(text) {
  const digest = createHash('sha256').update(text).digest('hex');
  return `${digest.slice(0, 8)}-${digest.slice(8, 12)}-8${digest.slice(13, 16)}-8${digest.slice(17, 20)}-${digest.slice(20, 32)}`;
}

/** The archive of an unpacked app on any system. */
function archiveOf(app) {
  const bundle = readdirSync(app).find((name) => name.endsWith('.app'));
  const archive = path.join(app, bundle ? `${bundle}/Contents/Resources` : 'resources', 'app.asar');
  if (!existsSync(archive)) throw new Error(`${app} is no unpacked app: it has no app.asar.`);
  return archive;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [app, out] = process.argv.slice(2);
  if (!app || !out) {
    process.stderr.write('Use: node build/sbom.mjs APP OUT\n');
    process.exit(2);
  }
  const { packages } = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8'));
  const { version } = packages['node_modules/electron'];
  const bill = billOfMaterials(archiveOf(app), packages, version);
  writeFileSync(out, `${JSON.stringify(bill, undefined, 2)}\n`);
  process.stdout.write(
    `${out}: ${bill.components.length} packages in the archive, and Electron ${version}.\n`,
  );
}
