import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '../..');

/** The desktop host: the only files that may know Electron. */
const DESKTOP = [
  'app-protocol',
  'bridge',
  'desktop-platform',
  'dialogs',
  'ipc',
  'main',
  'menu',
  'navigation',
  'outside',
  'permissions',
  'quitting',
  'request-lock',
  'secret-clipboard',
  'sender',
  'single-instance',
  'theme',
  'window',
  'window-options',
  'window-state',
].map((name) => `electron/${name}.ts`);

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

/** Static, dynamic and re-exported modules, and `require`. */
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

  it('keep Electron to the desktop host', () => {
    const users = electron
      .filter(({ imports, file }) => imports.includes('electron') && file !== 'electron/run.mjs')
      .map(({ file }) => file);
    expect(users.filter((file) => !DESKTOP.includes(file))).toEqual([]);
    expect(DESKTOP.filter((file) => !electron.some((source) => source.file === file))).toEqual([]);
  });

  it('keep the desktop host away from services, the browser host and the command line', () => {
    const others = electron.filter(({ file }) => !DESKTOP.includes(file) && file !== 'electron/preload.ts');
    expect(offenders(others, (name, source) => DESKTOP.includes(target(source, name)))).toEqual([]);
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

  it('have one place for ipcMain, and one for the bridge', () => {
    const using = (word: string) =>
      electron
        .filter(({ text }) => new RegExp(`\\b${word}\\b`).test(text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')))
        .map(({ file }) => file);
    expect(using('ipcMain')).toEqual(['electron/ipc.ts']);
    expect(using('contextBridge')).toEqual(['electron/bridge.ts']);
    expect(using('ipcRenderer')).toEqual(['electron/bridge.ts']);
    expect(using('openExternal')).toEqual(['electron/outside.ts']);
  });

  it('never loosen what a page may do', () => {
    const all = [...electron, ...renderer].filter(({ file }) => file !== 'electron/run.mjs');
    const loose =
      /unsafe-inline|unsafe-eval|nodeIntegration: true|contextIsolation: false|sandbox: false|webSecurity: false|@electron\/remote|enableRemoteModule|dangerouslySetInnerHTML|\beval\(|new Function\(/;
    // A page of the test login's own listener and of the practice provider: static, without script.
    const known = ['electron/services/loopback-listener.ts', 'electron/services/practice-pages.ts'];
    expect(
      all.filter(({ file, text }) => loose.test(text) && !known.includes(file)).map(({ file }) => file),
    ).toEqual([]);
  });
});
