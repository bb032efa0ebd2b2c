#!/usr/bin/env node
/**
 * Makes a .deb with `dpkg-deb`, from the arguments that electron-builder passes to `fpm`; `package.mjs` names it
 * as CUSTOM_FPM_PATH. fpm would be a Ruby of 20 MB, fetched at each build, for a package that dpkg makes itself.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { controlFile, readFpmArguments } from './deb-control.mjs';

const { fields, files, scripts, output, compression } = readFpmArguments(process.argv.slice(2));
const stage = mkdtempSync(path.join(tmpdir(), 'latchkey-deb-'));
try {
  for (const { from, to } of files) {
    const target = path.join(stage, to);
    mkdirSync(path.dirname(target), { recursive: true });
    // On file systems that can, a copy shares its blocks with the original.
    cpSync(from, target, { recursive: true, verbatimSymlinks: true, mode: 2 });
  }
  const sums = [];
  let size = 0;
  for (const name of readdirSync(stage, { recursive: true, encoding: 'utf8' }).sort()) {
    const file = path.join(stage, name);
    const stat = lstatSync(file);
    if (stat.isSymbolicLink()) continue;
    // Whatever the umask of the machine: everyone may read the app, and only root may write it.
    chmodSync(file, stat.isDirectory() || stat.mode & 0o100 ? 0o755 : 0o644);
    if (!stat.isFile()) continue;
    size += stat.size;
    sums.push(`${createHash('md5').update(readFileSync(file)).digest('hex')}  ${name}`);
  }
  chmodSync(stage, 0o755);
  const control = path.join(stage, 'DEBIAN');
  mkdirSync(control, { mode: 0o755 });
  writeFileSync(path.join(control, 'control'), controlFile(fields, size));
  writeFileSync(path.join(control, 'md5sums'), `${sums.join('\n')}\n`);
  for (const [name, from] of Object.entries(scripts))
    writeFileSync(path.join(control, name), readFileSync(from), { mode: 0o755 });
  const made = spawnSync('dpkg-deb', ['--root-owner-group', `-Z${compression}`, '--build', stage, output], {
    stdio: 'inherit',
  });
  if (made.error) process.stderr.write('A .deb needs the program “dpkg-deb” (package dpkg).\n');
  process.exitCode = made.error ? 1 : (made.status ?? 1);
} finally {
  rmSync(stage, { recursive: true, force: true });
}
