/** Writes SHA256SUMS for every file of a folder, in the form of sha256sum: node build/checksums.mjs FOLDER */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const SUMS = 'SHA256SUMS';
const [folder] = process.argv.slice(2);
const files = folder
  ? readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name !== SUMS)
      .map((entry) => entry.name)
      .sort()
  : [];
if (files.length === 0) {
  process.stderr.write('Use: node build/checksums.mjs FOLDER, with files in it\n');
  process.exit(2);
}
const line = (name) =>
  `${createHash('sha256')
    .update(readFileSync(path.join(folder, name)))
    .digest('hex')}  ${name}\n`;
writeFileSync(path.join(folder, SUMS), files.map(line).join(''));
process.stdout.write(`${SUMS}: ${files.length} files.\n`);
