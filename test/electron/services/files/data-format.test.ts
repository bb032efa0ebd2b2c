import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { noLog } from '../../../../electron/host/log.ts';
import { startServe } from '../../../../electron/serve.ts';
import { DATA_FORMAT, prepareDataFolder } from '../../../../electron/services/files/data-format.ts';

let folder = '';
beforeEach(() => {
  folder = path.join(mkdtempSync(path.join(tmpdir(), 'latchkey-format-')), 'latchkey');
});
afterEach(() => rmSync(path.dirname(folder), { recursive: true }));

const file = (name: string) => path.join(folder, name);
const read = (name: string) => readFileSync(file(name), 'utf8');
const write = (name: string, text: string) => {
  mkdirSync(path.dirname(file(name)), { recursive: true });
  writeFileSync(file(name), text);
};

describe('the data folder', () => {
  it('is marked with its format, for its owner alone, and stays as it is afterwards', () => {
    expect(prepareDataFolder(folder, '0.1.0').ok).toBe(true);
    expect(JSON.parse(read('format.json'))).toEqual({ format: DATA_FORMAT, version: '0.1.0' });
    expect(statSync(file('format.json')).mode & 0o777).toBe(0o600);
    const { mtimeMs } = statSync(file('format.json'));
    expect(prepareDataFolder(folder, '0.1.0').ok).toBe(true);
    expect(statSync(file('format.json')).mtimeMs).toBe(mtimeMs);
  });

  it('of an older format is brought up to date, step by step, and a copy is kept', () => {
    write('settings.json', '{"theme":"dark"}');
    write('workspaces/a.json', 'notes');
    write('window/Cookies', 'of the engine');
    const steps = {
      1: () => write('settings.json', `${read('settings.json')} second`),
      2: () => write('settings.json', `${read('settings.json')} third`),
    };
    expect(prepareDataFolder(folder, '0.3.0', 3, steps).ok).toBe(true);
    expect(read('settings.json')).toBe('{"theme":"dark"} second third');
    expect(read('before-format-3/settings.json')).toBe('{"theme":"dark"}');
    expect(read('before-format-3/workspaces/a.json')).toBe('notes');
    expect(existsSync(file('before-format-3/window'))).toBe(false);
    expect(JSON.parse(read('format.json'))).toEqual({ format: 3, version: '0.3.0' });
  });

  it('is whole again when an update ended half-way', () => {
    write('settings.json', 'old');
    const broken = {
      1: () => {
        write('settings.json', 'half');
        throw new Error('power cut');
      },
    };
    expect(prepareDataFolder(folder, '0.2.0', 2, broken)).toMatchObject({
      ok: false,
      error: { code: 'data-not-updated' },
    });
    const works = { 1: () => write('settings.json', `${read('settings.json')}, then new`) };
    expect(prepareDataFolder(folder, '0.2.0', 2, works).ok).toBe(true);
    expect(read('settings.json')).toBe('old, then new');
    expect(read('before-format-2/settings.json')).toBe('old');
  });

  it('of a newer format is refused with both versions, and nothing is changed', () => {
    write('format.json', '{"format":9,"version":"4.2.0"}');
    write('settings.json', 'newer');
    const refused = prepareDataFolder(folder, '0.1.0');
    expect(refused).toMatchObject({ ok: false, error: { code: 'data-newer' } });
    expect(refused.ok ? '' : refused.error.message).toMatch(/4\.2\.0.*0\.1\.0.*LATCHKEY_DATA/);
    expect(read('settings.json')).toBe('newer');
    expect(read('format.json')).toBe('{"format":9,"version":"4.2.0"}');
  });

  it.each(['', '{', '[]', '{"format":"x"}', '{"format":-1}', 'null'])(
    'with a broken mark counts as the first format: %s',
    (text) => {
      write('format.json', text);
      expect(prepareDataFolder(folder, '0.1.0').ok).toBe(true);
      expect(JSON.parse(read('format.json'))).toMatchObject({ format: DATA_FORMAT });
    },
  );
});

it('of a newer Latchkey stops the browser host with that sentence', async () => {
  write('format.json', `{"format":${DATA_FORMAT + 1},"version":"4.2.0"}`);
  mkdirSync(file('pages'));
  const started = await startServe({ folder, root: file('pages'), log: noLog });
  expect(started).toMatchObject({ ok: false, error: { code: 'data-newer' } });
});
