/** Reads fpm's arguments as electron-builder writes them, and writes Debian's control file. */

import { NOWHERE } from './package-plan.mjs';

/** Options with a value, and the field of the control file that each one fills. */
const FIELDS = {
  '--name': 'Package',
  '--version': 'Version',
  '--architecture': 'Architecture',
  '--maintainer': 'Maintainer',
  '--vendor': 'Vendor',
  '--category': 'Section',
  '--deb-priority': 'Priority',
  '--url': 'Homepage',
  '--description': 'Description',
};
const LISTS = { '-d': 'Depends', '--deb-recommends': 'Recommends' };
const SCRIPTS = { '--after-install': 'postinst', '--after-remove': 'postrm' };
/** Options that say what is done anyway, with the value that they must have. */
const SETTLED = { '-s': 'dir', '-t': 'deb' };
/** Debian has no field for it: the licence is in /usr/share/doc. */
const WITHOUT_FIELD = ['--license'];

/**
 * @param {readonly string[]} args
 * @returns `fields` and `scripts` by their names in the package, `files` as `{ from, to }`, `output`,
 *   `compression`
 */
export function readFpmArguments(args) {
  const fields = {};
  const scripts = {};
  const files = [];
  let output;
  let compression = 'xz';
  for (let at = 0; at < args.length; at++) {
    const arg = args[at];
    if (arg === '--force') continue;
    if (!arg.startsWith('-')) {
      const cut = arg.indexOf('=');
      if (cut < 1) throw new Error(`“${arg}” is no FILE=TARGET.`);
      files.push({ from: arg.slice(0, cut), to: arg.slice(cut + 1) });
      continue;
    }
    const value = args[++at];
    if (value === undefined) throw new Error(`${arg} has no value.`);
    if (arg === '--package') output = value;
    else if (arg === '--deb-compression') compression = value;
    else if (arg in FIELDS) fields[FIELDS[arg]] = value;
    else if (arg in LISTS) fields[LISTS[arg]] = [fields[LISTS[arg]], value].filter(Boolean).join(', ');
    else if (arg in SCRIPTS) scripts[SCRIPTS[arg]] = value;
    else if (SETTLED[arg] !== value && !WITHOUT_FIELD.includes(arg))
      throw new Error(`${arg} ${value} is unknown here: see build/deb-control.mjs.`);
  }
  if (!output) throw new Error('--package names no file.');
  return { fields, scripts, files, output, compression };
}

const ORDER = [
  'Package',
  'Version',
  'Architecture',
  'Maintainer',
  'Vendor',
  'Installed-Size',
  'Depends',
  'Recommends',
  'Section',
  'Priority',
  'Homepage',
  'Description',
];

/**
 * @param {Readonly<Record<string, string>>} fields
 * @param {number} size of all files, in bytes
 */
export function controlFile(fields, size) {
  const all = { ...fields, 'Installed-Size': String(Math.ceil(size / 1024)) };
  if (all.Homepage === NOWHERE) delete all.Homepage;
  const lines = ORDER.filter((name) => all[name]).map((name) => `${name}: ${text(name, all[name])}`);
  return `${lines.join('\n')}\n`;
}

/** Only a description has several lines; each further one begins with a space, an empty one is a dot. */
function text(name, value) {
  if (name !== 'Description') return value.replace(/\s+/g, ' ').trim();
  const [first = '', ...more] = value.trim().split(/\r?\n/);
  return [first.trim(), ...more.map((line) => ` ${line.trim() || '.'}`)].join('\n');
}
