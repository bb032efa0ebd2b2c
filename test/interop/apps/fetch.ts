import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, tryRun } from '../process.ts';

/** Kept between runs, and not committed. */
const CACHE = join(import.meta.dirname, '..', '..', '..', '.cache', 'interop');

/** A program from a package registry, in a fixed version whose hash is known. */
export interface Package {
  readonly version: string;
  /** Why it can't be had here, or undefined. */
  readonly skip: string | undefined;
  /** Brings it here, unless an earlier run has. Throws if it isn't what was pinned. */
  readonly fetch: () => void;
  /** A file of it. */
  readonly file: (...path: string[]) => string;
}

/** Makes a folder of the cache ready once for what is wanted: what fails half-way is deleted. */
function once(folder: string, wanted: unknown, make: () => void): void {
  const ready = join(folder, '.ready');
  const what = JSON.stringify(wanted);
  if (existsSync(ready) && readFileSync(ready, 'utf8') === what) return;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  try {
    make();
    writeFileSync(ready, what);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

function same(what: string, found: string | undefined, pinned: string): void {
  if (found !== pinned)
    throw new Error(`${what} has the hash ${found ?? '(none)'}, not the pinned ${pinned}.`);
}

/** A package of npm with everything that it needs, as it was on a day. `more`: packages beside it. */
export function npmPackage(given: {
  readonly name: string;
  readonly version: string;
  /** As the registry states it: `sha512-…`. */
  readonly integrity: string;
  /** What it needs is taken from before this day. */
  readonly before: string;
  readonly more?: Readonly<Record<string, string>>;
}): Package {
  const { name, version, integrity, before, more = {} } = given;
  const folder = join(CACHE, `npm-${name.replace(/[^a-z0-9]+/gi, '-')}-${version}`);
  return {
    version,
    skip: tryRun('npm', '--version') === undefined ? 'no npm' : undefined,
    fetch: () =>
      once(folder, given, () => {
        writeFileSync(
          join(folder, 'package.json'),
          JSON.stringify({ private: true, dependencies: { [name]: version, ...more } }),
        );
        build('npm', ['install', '--no-audit', '--no-fund', `--before=${before}`], folder, 600);
        const lock = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8')) as {
          packages: Record<string, { integrity?: string }>;
        };
        same(`${name}@${version}`, lock.packages[`node_modules/${name}`]?.integrity, integrity);
      }),
    file: (...path) => join(folder, 'node_modules', ...path),
  };
}

/** Go programs, built from their module; what it needs is fixed by its own go.mod. `source`: the module's folder. */
export function goProgram(given: {
  readonly module: string;
  readonly version: string;
  /** As the checksum database states it: `h1:…`. */
  readonly sum: string;
  /** The folders of its programs in the module. Default: the module itself. */
  readonly programs?: readonly string[];
  readonly tags?: string;
  readonly cgo?: boolean;
  /** Further lines of go.mod. */
  readonly replace?: string;
}): Package & { readonly source: () => string } {
  const { module, version, sum, programs = [''], tags = '', cgo = false, replace = '' } = given;
  const folder = join(CACHE, `go-${module.replace(/[^a-z0-9]+/gi, '-')}-${version}`);
  const go = /go(\d+\.\d+)/.exec(tryRun('go', 'version') ?? '')?.[1];
  return {
    version: version.replace(/^v/, ''),
    skip:
      go === undefined
        ? 'no Go'
        : Number(go.slice(2)) < 26
          ? `Go 1.26 or newer is needed, not ${go}`
          : cgo && tryRun('cc', '--version') === undefined
            ? 'no C compiler'
            : undefined,
    fetch: () =>
      once(folder, given, () => {
        // A module of our own that requires it, because `go install` refuses modules that replace others.
        writeFileSync(
          join(folder, 'go.mod'),
          `module latchkey.invalid/interop\n\ngo 1.26\n\nrequire ${module} ${version}\n${replace}`,
        );
        const download = ['mod', 'download', '-json', `${module}@${version}`];
        const found = JSON.parse(execFileSync('go', download, { cwd: folder, encoding: 'utf8' })) as {
          Sum?: string;
        };
        same(`${module}@${version}`, found.Sum, sum);
        mkdirSync(join(folder, 'bin'));
        const into = ['-mod=mod', '-tags', tags, '-o', `${join(folder, 'bin')}/`];
        const paths = programs.map((one) => (one === '' ? module : `${module}/${one}`));
        build('env', [`CGO_ENABLED=${cgo ? '1' : '0'}`, 'go', 'build', ...into, ...paths], folder, 900);
      }),
    file: (...path) => join(folder, 'bin', ...path),
    source: () =>
      execFileSync('go', ['list', '-mod=mod', '-m', '-f', '{{.Dir}}', module], {
        cwd: folder,
        encoding: 'utf8',
      }).trim(),
  };
}

/** A package of PyPI in an environment of its own. `more`: the packages beside it, with their versions. */
export function pythonPackage(given: {
  readonly name: string;
  readonly version: string;
  /** SHA-256 of the archives that PyPI has for it, one for each platform. */
  readonly sha256: readonly string[];
  readonly more?: readonly string[];
  /** What pip is to install besides, as in `name[extras]`. */
  readonly extras?: string;
}): Package {
  const { name, version, sha256, more = [], extras } = given;
  const folder = join(CACHE, `pypi-${name}-${version}`);
  const python = tryRun('python3', '-c', 'import sys, ensurepip, venv; print(sys.version_info >= (3, 10))');
  return {
    version,
    skip: python === 'True' ? undefined : 'no Python 3.10 or newer with venv',
    fetch: () =>
      once(folder, given, () => {
        build('python3', ['-m', 'venv', folder], CACHE, 120);
        const report = join(folder, 'report.json');
        build(
          join(folder, 'bin', 'pip'),
          [
            'install',
            '-q',
            '--report',
            report,
            `${name}${extras === undefined ? '' : `[${extras}]`}==${version}`,
            ...more,
          ],
          folder,
          900,
        );
        const { install } = JSON.parse(readFileSync(report, 'utf8')) as {
          install: {
            metadata: { name: string };
            download_info: { archive_info?: { hashes?: { sha256?: string } } };
          }[];
        };
        const found = install.find((one) => one.metadata.name.toLowerCase() === name.toLowerCase())
          ?.download_info.archive_info?.hashes?.sha256;
        if (found === undefined || !sha256.includes(found))
          same(`${name} ${version}`, found, sha256.join(' or '));
      }),
    file: (...path) => join(folder, ...path),
  };
}
