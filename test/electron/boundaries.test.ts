import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '../..');

/** The only files that may import Electron: the entry points of the desktop app, and its folder. */
const isDesktop = (file: string): boolean =>
  file === 'electron/main.ts' || file === 'electron/preload.ts' || file.startsWith('electron/desktop/');

/**
 * Every room (folder) and the other rooms it may import from. A room includes its subfolders, unless they are
 * listed themselves. The map in docs/CONTRIBUTING.md lists the same rooms.
 */
const ROOMS: Readonly<Record<string, readonly string[]>> = {
  'shared/addresses': ['shared'],
  'shared/profile': ['shared', 'shared/workspace'],
  'shared/workspace': ['shared', 'shared/addresses', 'shared/profile'],
  'shared/catalog': ['shared', 'shared/workspace', 'shared/profile', 'shared/client'],
  'shared/client': ['shared', 'shared/workspace', 'shared/catalog'],
  'shared/render': [
    'shared',
    'shared/workspace',
    'shared/catalog',
    'shared/client',
    'shared/render/apps',
    'shared/render/authelia',
    'shared/render/authentik',
    'shared/render/generic',
    'shared/render/profiled',
    'shared/render/text',
  ],
  'shared/render/profiled': [
    'shared',
    'shared/profile',
    'shared/catalog',
    'shared/client',
    'shared/render',
    'shared/render/apps',
    'shared/render/text',
  ],
  'shared/render/apps': ['shared', 'shared/catalog', 'shared/client', 'shared/render', 'shared/render/text'],
  'shared/render/authelia': [
    'shared',
    'shared/catalog',
    'shared/client',
    'shared/render',
    'shared/render/text',
  ],
  'shared/render/authentik': [
    'shared',
    'shared/workspace',
    'shared/catalog',
    'shared/client',
    'shared/render',
    'shared/render/text',
  ],
  'shared/render/generic': [
    'shared',
    'shared/catalog',
    'shared/client',
    'shared/render',
    'shared/render/text',
  ],
  'shared/render/text': ['shared', 'shared/render'],
  'shared/targets': ['shared', 'shared/render', 'shared/render/text'],
  'shared/existing/import': [
    'shared',
    'shared/addresses',
    'shared/workspace',
    'shared/profile',
    'shared/catalog',
    'shared/client',
    'shared/existing/doctor',
  ],
  'shared/existing/bring': [
    'shared',
    'shared/workspace',
    'shared/profile',
    'shared/catalog',
    'shared/existing/doctor',
    'shared/existing/import',
    'shared/existing/merge',
  ],
  'shared/existing/doctor': [
    'shared',
    'shared/workspace',
    'shared/profile',
    'shared/catalog',
    'shared/targets',
    'shared/existing/merge',
  ],
  'shared/existing/merge': ['shared', 'shared/render', 'shared/render/authelia', 'shared/render/text'],
  'shared/diagnosis': [
    'shared',
    'shared/addresses',
    'shared/workspace',
    'shared/profile',
    'shared/catalog',
    'shared/client',
    'shared/existing/doctor',
  ],
  'shared/host': [
    'shared',
    'shared/workspace',
    'shared/catalog',
    'shared/client',
    'shared/render',
    'shared/diagnosis',
    'shared/existing',
    'shared/forecast',
    'shared/standing',
  ],
  'shared/forecast': ['shared', 'shared/workspace', 'shared/catalog', 'shared/client', 'shared/render'],
  'shared/standing': ['shared', 'shared/client', 'shared/diagnosis'],
  'shared/apply': [
    'shared',
    'shared/catalog',
    'shared/client',
    'shared/profile',
    'shared/render/authentik',
    'shared/render/profiled',
    'shared/targets',
  ],
  shared: ['shared/host'],
  'electron/services/files': ['shared'],
  'electron/services/export': ['shared', 'electron/services/files'],
  'electron/services/secrets': ['shared', 'electron/services/files'],
  'electron/services/merge': [
    'shared',
    'shared/render',
    'electron/services/files',
    'electron/services/secrets',
  ],
  'electron/services/network': ['shared', 'electron/services/files'],
  'electron/services/apply': [
    'shared',
    'electron/services/files',
    'electron/services/network',
    'electron/services/secrets',
  ],
  'electron/services/loopback': ['shared'],
  'electron/services/login': ['shared', 'electron/services/loopback', 'electron/services/network'],
  'electron/services/practice': ['shared', 'electron/services/login'],
  'electron/page': ['shared'],
  'electron/host': [
    'shared',
    'shared/existing/doctor',
    'shared/render/text',
    'electron/services',
    'electron/page',
  ],
  'electron/desktop': [
    'shared',
    'electron/services/files',
    'electron/services/secrets',
    'electron/page',
    'electron/host',
  ],
  'electron/serve': ['shared', 'electron/services/loopback', 'electron/page', 'electron/host'],
  'electron/commands': [
    'shared',
    'shared/existing/doctor',
    'shared/render/profiled',
    'electron',
    'electron/services',
  ],
  electron: [
    'shared',
    'electron/services',
    'electron/host',
    'electron/desktop',
    'electron/serve',
    'electron/commands',
  ],
  'renderer/text': [],
  'renderer/store': ['shared', 'renderer', 'renderer/text', 'renderer/wizard'],
  'renderer/components': ['shared', 'renderer', 'renderer/store'],
  'renderer/apply': ['shared', 'renderer', 'renderer/store', 'renderer/components'],
  'renderer/testing': [
    'shared',
    'renderer',
    'renderer/text',
    'renderer/store',
    'renderer/components',
    'renderer/wizard',
  ],
  'renderer/wizard': [
    'shared',
    'renderer',
    'renderer/text',
    'renderer/store',
    'renderer/components',
    'renderer/apply',
    'renderer/testing',
  ],
  'renderer/screens': [
    'shared',
    'renderer/store',
    'renderer/components',
    'renderer/apply',
    'renderer/testing',
    'renderer/wizard',
  ],
  renderer: ['shared', 'renderer/store', 'renderer/components', 'renderer/screens', 'renderer/wizard'],
};

/** The room of a file: the innermost listed folder that contains it. */
const roomOf = (file: string): string => {
  const parts = file.split('/').slice(0, -1);
  while (parts.length > 0 && ROOMS[parts.join('/')] === undefined) parts.pop();
  return parts.join('/');
};

/** True if `room` is `allowed` itself, or a subfolder of it that may be used wherever `allowed` may. */
const within = (room: string, allowed: string): boolean =>
  room === allowed ||
  ((allowed === 'shared' || allowed === 'electron/services' || allowed === 'shared/render') &&
    room.startsWith(`${allowed}/`) &&
    !room.startsWith('shared/render/'));

interface Source {
  readonly file: string;
  readonly text: string;
  readonly imports: readonly string[];
}

function sourcesIn(folder: string): Source[] {
  return readdirSync(path.join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|tsx|mjs)$/.test(entry.name))
    .map((entry) => {
      const file = path.relative(ROOT, path.join(entry.parentPath, entry.name)).split(path.sep).join('/');
      const text = readFileSync(path.join(ROOT, file), 'utf8');
      return { file, text, imports: importsOf(text) };
    });
}

/** The modules of static and dynamic imports, re-exports and `require`. */
const importsOf = (text: string): string[] =>
  [...text.matchAll(/(?:\bfrom\s*|\bimport\s*\(\s*|\bimport\s+|\brequire\s*\(\s*)(['"])([^'"]+)\1/g)].map(
    (match) => match[2]!,
  );

const isNode = (name: string): boolean => name.startsWith('node:') || builtinModules.includes(name);

const offenders = (
  sources: readonly Source[],
  forbidden: (name: string, source: Source) => boolean,
): string[] =>
  sources.flatMap((source) =>
    source.imports.filter((name) => forbidden(name, source)).map((name) => `${source.file} → ${name}`),
  );

const target = (source: Source, name: string): string =>
  name.startsWith('.') ? path.posix.normalize(path.posix.join(path.posix.dirname(source.file), name)) : name;

/** Finds import cycles; each is returned as a path from a file back to itself. */
function circlesOf(next: ReadonlyMap<string, readonly string[]>): string[] {
  const done = new Set<string>();
  const found: string[] = [];
  const walk = (file: string, way: readonly string[]): void => {
    if (way.includes(file)) {
      found.push([...way.slice(way.indexOf(file)), file].join(' → '));
      return;
    }
    if (done.has(file)) return;
    for (const other of next.get(file) ?? []) walk(other, [...way, file]);
    done.add(file);
  };
  for (const file of next.keys()) walk(file, []);
  return found;
}

describe('the layers', () => {
  const electron = sourcesIn('electron');
  const shared = sourcesIn('shared');
  const renderer = sourcesIn('renderer');

  it('are all looked at', () => {
    expect([electron.length > 40, shared.length > 30, renderer.length > 10]).toEqual([true, true, true]);
    expect(
      importsOf(`import a from 'x'; export * from "y"; await import('z'); import 'w'; require('v')`),
    ).toEqual(['x', 'y', 'z', 'w', 'v']);
  });

  it('have few files at the top: one for each way to start', () => {
    expect(
      readdirSync(path.join(ROOT, 'electron'), { withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['cli.ts', 'keyring.ts', 'main.ts', 'preload.ts', 'serve.ts', 'tsconfig.json']);
  });

  it('keep Electron to the desktop host', () => {
    const users = electron.filter(({ imports }) => imports.includes('electron')).map(({ file }) => file);
    expect(users.filter((file) => !isDesktop(file))).toEqual([]);
    expect(users.length).toBeGreaterThan(10);
  });

  it('keep the desktop host away from services, the browser host and the command line', () => {
    const others = electron.filter(({ file }) => !isDesktop(file));
    expect(offenders(others, (name, source) => isDesktop(target(source, name)))).toEqual([]);
  });

  it('use only the rooms they may use', () => {
    const sources = [...electron, ...shared, ...renderer];
    expect(sources.map(({ file }) => file).filter((file) => roomOf(file) === '')).toEqual([]);
    expect(
      offenders(sources, (name, source) => {
        const file = target(source, name);
        if (!/^(electron|shared|renderer)\//.test(file)) return false;
        const from = roomOf(source.file);
        const to = roomOf(file);
        return from !== to && !ROOMS[from]!.some((allowed) => within(to, allowed));
      }),
    ).toEqual([]);
  });

  it('import nothing in a circle, types included', () => {
    const sources = [...electron, ...shared, ...renderer];
    const files = new Set(sources.map(({ file }) => file));
    const next = new Map(
      sources.map((source) => [
        source.file,
        source.imports.map((name) => target(source, name)).filter((file) => files.has(file)),
      ]),
    );
    expect(circlesOf(next)).toEqual([]);
    expect(
      circlesOf(
        new Map([
          ['a', ['b']],
          ['b', ['c']],
          ['c', ['b', 'a']],
          ['d', ['a']],
        ]),
      ),
    ).not.toEqual([]);
  });

  it('stand in the map of docs/CONTRIBUTING.md, each folder once', () => {
    const page = readFileSync(path.join(ROOT, 'docs/CONTRIBUTING.md'), 'utf8');
    const map = page.slice(page.indexOf('## The map'), page.indexOf('## The way of one value'));
    const rows = [...map.matchAll(/^\| `([^`]+)` \|/gm)].map((match) => match[1]!);
    const folders = new Set(
      [...electron, ...shared, ...renderer]
        .map(({ file }) => path.posix.dirname(file))
        .filter((folder) => folder !== 'electron/services'),
    );
    // A folder that isn't listed as a room belongs to the room around it.
    const rooms = [...new Set([...folders].map((folder) => roomOf(`${folder}/x`)))];
    expect([...rows].sort()).toEqual([...rooms, 'build', 'test'].sort());
    expect(Object.keys(ROOMS).filter((room) => !rooms.includes(room))).toEqual([]);
  });

  it('keep shared/ pure: no Node, no React, nothing of the other layers', () => {
    expect(
      offenders(
        shared,
        (name, source) =>
          isNode(name) ||
          /^(react|electron|zustand)/.test(name) ||
          /^(electron|renderer|test)\//.test(target(source, name)),
      ),
    ).toEqual([]);
    const impure = shared.filter(({ text }) =>
      /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(/.test(text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')),
    );
    expect(impure.map(({ file }) => file)).toEqual([]);
  });

  it('keep the screens in the page: no Node, no Electron, nothing of the host', () => {
    expect(
      offenders(
        renderer,
        (name, source) => isNode(name) || name === 'electron' || /^electron\//.test(target(source, name)),
      ),
    ).toEqual([]);
  });

  const using = (word: string) =>
    electron
      .filter(({ text }) => new RegExp(`\\b${word}\\b`).test(text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')))
      .map(({ file }) => file);

  it('read the files that people name in one way, which no pipe or device can hold up', () => {
    const own = {
      'electron/desktop/look.ts': 'the theme, in our own folder',
      'electron/desktop/window-state.ts': 'the place of the window, in our own folder',
      'electron/page/files.ts': 'our own pages',
      'electron/services/files/atomic.ts': 'makes its own temporary file, which must not exist yet',
      'electron/services/files/backup.ts': 'two regular files of the same size',
      'electron/services/files/data-format.ts': 'the mark of its own folder',
      'electron/services/files/log-file.ts': 'its own log',
      'electron/services/files/process-life.ts': 'what Linux says of a process',
      'electron/services/files/workspace-store.ts': 'a function of its own, over readRegular',
      'electron/services/loopback/peer.ts': 'what Linux says of a connection',
      'electron/services/network/trust.ts': 'the authorities of the system, after a look at what they are',
    };
    const readers = ['readFile', 'readFileSync', 'createReadStream', 'openSync'].flatMap(using);
    expect([...new Set(readers)].sort()).toEqual(Object.keys(own));
  });

  it('have one place for ipcMain, and the preload script is the bridge and the drop', () => {
    expect(using('ipcMain')).toEqual(['electron/desktop/ipc.ts']);
    expect(using('contextBridge')).toEqual(['electron/desktop/bridge.ts']);
    expect(using('ipcRenderer')).toEqual(['electron/desktop/bridge.ts', 'electron/desktop/drop.ts']);
    expect(using('openExternal')).toEqual(['electron/desktop/outside.ts']);
  });

  it('never loosen what a page may do', () => {
    const all = [...electron, ...renderer];
    const loose =
      /unsafe-inline|unsafe-eval|nodeIntegration: true|contextIsolation: false|sandbox: false|webSecurity: false|@electron\/remote|enableRemoteModule|dangerouslySetInnerHTML|\beval\(|new Function\(/;
    expect(all.filter(({ text }) => loose.test(text)).map(({ file }) => file)).toEqual([]);
  });
});
