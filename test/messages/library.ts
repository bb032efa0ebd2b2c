import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { build, tryRun } from '../interop/process.ts';
import type { Language } from './left-out.ts';

/** How to build a library's small program and how to start it. */
export interface Library {
  readonly id: string;
  readonly language: Language;
  /** As people know it, and where it comes from. */
  readonly name: string;
  /** How the program authenticates at the token endpoint. */
  readonly method: 'client_secret_basic' | 'client_secret_post';
  /** The path of the redirect URI. Default: `/callback`. */
  readonly callback?: string;
  /** Where a login starts. Default: `/login`. */
  readonly start?: string;
  /** What the page says once someone is signed in, or how else that is seen. Default: `Signed in as `. */
  readonly signed_in?: string | ((end: End) => boolean);
  /** What a page says that only its scripts fill. Default: its text. */
  readonly shown?: (end: Omit<End, 'log'>) => string;
  /** What has to be there, each as a command that must succeed. */
  readonly needs: readonly (readonly string[])[];
  /** Made once in a copy of the program's folder. */
  readonly build: (folder: string) => void;
  /** Fills `given.data` before the program starts: settings, a database that the build has made. */
  readonly fill?: (folder: string, given: Given) => void;
  readonly command: (folder: string, given: Given) => readonly [string, ...string[]];
  /** What is done once it listens, before somebody signs in. */
  readonly ready?: (folder: string, given: Given) => void;
  readonly env?: (folder: string, given: Given) => Readonly<Record<string, string>>;
  /** `openid-client 6.9.0`, what the program was built from. */
  readonly versions: (folder: string) => readonly string[];
  /** How many seconds it may take to start. Default 60. */
  readonly patience?: number;
}

/** Where a login ended. */
export interface End {
  readonly url: string;
  /** Status and text of the last page. */
  readonly text: string;
  /** What the program printed so far. */
  readonly log: string;
}

/** What a program is given, in its environment, as `LAB_…`. */
export interface Given {
  /** A folder of this login alone. It is deleted afterwards. */
  readonly data: string;
  readonly port: number;
  readonly issuer: string;
  readonly client_id: string;
  readonly client_secret: string;
  readonly redirect_uri: string;
  readonly scope: string;
  readonly debug: boolean;
  /** PEM file of the authority; absent if the app was not told of it. */
  readonly ca?: string;
  /** PKCS #12 store with the same, for Java. */
  readonly truststore?: string;
  /** For libraries that read no discovery document. */
  readonly authorization_endpoint: string;
  readonly token_endpoint: string;
  readonly userinfo_endpoint: string;
  readonly jwks_uri: string;
}

const SOURCES = join(import.meta.dirname, 'libraries');
/** Kept between runs, and not committed. */
export const CACHE = join(import.meta.dirname, '..', '..', '.cache', 'messages');

/** Why a library can't run here, or undefined. */
export function missing(library: Library): string | undefined {
  const [without] = library.needs.filter(([command = '', ...args]) => tryRun(command, ...args) === undefined);
  return without && `needs ${without.join(' ')}`;
}

/** Builds the program in a copy of its folder, unless the same was built before. Returns the folder. */
export function prepare(library: Library): string {
  const source = join(SOURCES, library.id);
  const folder = join(CACHE, library.id);
  const ready = join(folder, '.ready');
  const wanted = contentOf(source);
  if (existsSync(ready) && readFileSync(ready, 'utf8') === wanted) return folder;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  cpSync(source, folder, { recursive: true });
  library.build(folder);
  writeFileSync(ready, wanted);
  return folder;
}

function contentOf(folder: string): string {
  const hash = createHash('sha256');
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    const path = join(folder, name);
    if (statSync(path).isFile()) hash.update(`${name}\0`).update(readFileSync(path));
  }
  return hash.digest('hex');
}

/** The first line that a runtime says of its version. */
const runtime = (command: string, ...args: readonly string[]): string => tryRun(command, ...args) ?? command;

type Kind = Pick<Library, 'needs' | 'build' | 'command' | 'versions'>;

/** A program in JavaScript: `main.mjs` with `package.json` and `package-lock.json`. */
export const javascript = (...packages: readonly string[]): Kind => ({
  needs: [['npm', '--version']],
  build: (folder) => build('npm', ['ci', '--no-audit', '--no-fund', '--ignore-scripts'], folder, 600),
  command: (folder) => [process.execPath, join(folder, 'main.mjs')],
  versions: (folder) => {
    const lock = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8')) as {
      packages: Record<string, { version: string }>;
    };
    return [
      ...packages.map((name) => `${name} ${lock.packages[`node_modules/${name}`]!.version}`),
      `Node.js ${process.versions.node}`,
    ];
  },
});

/** A program in Python: `main.py` with `requirements.txt`. */
export const python = (...packages: readonly string[]): Kind => ({
  needs: [['python3', '-m', 'venv', '--help']],
  build: (folder) => {
    build('python3', ['-m', 'venv', 'venv'], folder, 300);
    build(
      join(folder, 'venv/bin/pip'),
      ['install', '--quiet', '--disable-pip-version-check', '--requirement', 'requirements.txt'],
      folder,
      600,
    );
  },
  command: (folder) => [join(folder, 'venv/bin/python'), '-u', join(folder, 'main.py')],
  versions: (folder) => {
    const pinned = new Map(
      readFileSync(join(folder, 'requirements.txt'), 'utf8')
        .split('\n')
        .map((line) => line.split('==') as [string, string]),
    );
    return [
      ...packages.map((name) => `${name} ${pinned.get(name)?.trim()}`),
      runtime('python3', '--version'),
    ];
  },
});

/** A program in Go: `main.go` with `go.mod` and `go.sum`, or a program of another module, built with `tags`. */
export const go = (modules: readonly string[], program = '.', tags = ''): Kind => ({
  needs: [['go', 'version']],
  build: (folder) =>
    build('go', ['build', '-mod=mod', '-tags', tags, '-o', 'program', program], folder, 1200),
  command: (folder) => [join(folder, 'program')],
  versions: (folder) => {
    const text = readFileSync(join(folder, 'go.mod'), 'utf8');
    const of = (name: string) =>
      text.split('\n').find((one) => one.replace('require', '').trim().startsWith(`${name} `));
    return [
      ...modules.map((name) => `${name} ${of(name)?.split(' v')[1]?.split(' ')[0]}`),
      runtime('go', 'env', 'GOVERSION').replace('go', 'Go '),
    ];
  },
});

/** How Java is started, so that it is up soon. */
export const JVM = ['-XX:TieredStopAtLevel=1', '-Xshare:auto', '-Xmx256m'] as const;
export const trusts = (store: string): readonly string[] => [
  `-Djavax.net.ssl.trustStore=${store}`,
  '-Djavax.net.ssl.trustStorePassword=changeit',
];

/** A program in Java: `pom.xml` whose build leaves classes in `target/classes` and what they need in `target/lib`. */
export const java = (main: string, property: string, name: string): Kind => ({
  needs: [
    ['java', '-version'],
    ['mvn', '--version'],
  ],
  build: (folder) => build('mvn', ['--quiet', '--batch-mode', 'package'], folder, 1200),
  command: (folder, { truststore }) => [
    'java',
    ...JVM,
    ...(truststore === undefined ? [] : trusts(truststore)),
    '-cp',
    `${join(folder, 'target/classes')}:${join(folder, 'target/lib/*')}`,
    main,
  ],
  versions: (folder) => {
    const text = readFileSync(join(folder, 'pom.xml'), 'utf8');
    return [
      `${name} ${new RegExp(`<${property}>([^<]+)<`).exec(text)?.[1]}`,
      runtime('java', '--version').replace(/ \d{4}-.*/, ''),
    ];
  },
});

/** A program in Rust: `Cargo.toml` with exact versions. */
export const rust = (...crates: readonly string[]): Kind => ({
  needs: [['cargo', '--version']],
  build: (folder) => build('cargo', ['build', '--quiet'], folder, 1800),
  command: (folder) => [join(folder, 'target/debug/program')],
  versions: (folder) => {
    const text = readFileSync(join(folder, 'Cargo.toml'), 'utf8');
    return [
      ...crates.map((name) => `${name} ${new RegExp(`^${name} = .*?"=([^"]+)"`, 'm').exec(text)?.[1]}`),
      runtime('rustc', '--version').replace(/ \(.*/, ''),
    ];
  },
});

/** Packages of Debian, with the version that is installed. */
export const debian = (...packages: readonly string[]): Pick<Library, 'needs' | 'versions'> => ({
  needs: packages.map((name) => ['dpkg', '-s', name]),
  // The line `Version: 1.2.0-2` of its status.
  versions: () => packages.map((name) => `${name} ${field(name, 'Version')}`),
});

const field = (name: string, wanted: string): string =>
  execFileSync('dpkg', ['-s', name], { encoding: 'utf8' })
    .split('\n')
    .find((line) => line.startsWith(`${wanted}: `))
    ?.slice(wanted.length + 2) ?? 'unknown';
