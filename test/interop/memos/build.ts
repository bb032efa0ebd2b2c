import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { build } from '../process.ts';

/**
 * Builds a program from Memos' own sign-in package of one version. Its source comes through the Go module
 * proxy and is checked with the checksum database. Our main package is added to the source because later
 * versions keep theirs internal.
 */
export function buildReader(version: string, folder: string): string {
  const work = join(folder, version);
  mkdirSync(work, { recursive: true });
  const answer = execFileSync('go', ['mod', 'download', '-json', `github.com/usememos/memos@v${version}`], {
    cwd: work,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 180_000,
  });
  const { Dir } = JSON.parse(answer.toString('utf8')) as { Dir: string };
  const source = join(work, 'memos');
  mkdirSync(source);
  // Only what the reader needs: the module's files are read-only, and its web pages are large.
  for (const part of ['go.mod', 'go.sum', 'proto', 'plugin', 'internal']) {
    if (existsSync(join(Dir, part))) cpSync(join(Dir, part), join(source, part), { recursive: true });
  }
  writable(source);
  const idp = existsSync(join(source, 'internal', 'idp')) ? 'internal/idp' : 'plugin/idp';
  const main = readFileSync(join(import.meta.dirname, 'reader', 'main.go'), 'utf8');
  mkdirSync(join(source, 'cmd', 'reader'), { recursive: true });
  writeFileSync(join(source, 'cmd', 'reader', 'main.go'), main.replaceAll('IDP_PACKAGE', idp));
  const program = join(work, 'reader');
  build('go', ['build', '-buildvcs=false', '-o', program, './cmd/reader'], source, 300);
  rmSync(source, { recursive: true, force: true });
  return program;
}

function writable(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) writable(path);
    else chmodSync(path, 0o644);
  }
}
