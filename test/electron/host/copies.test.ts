import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type TestHost, testHost } from '../../helpers/test-host.ts';

const TEXT = `latchkey: 1
id: home
providers:
  home: { kind: authelia, url: https://auth.example.com, version: "4.39" }
apps:
  romm: { kind: romm, url: https://games.example.com, provider: home, version: "5.2" }
`;
let host: TestHost;
let out = '';
beforeEach(() => {
  host = testHost();
  out = mkdtempSync(path.join(tmpdir(), 'latchkey-copies-'));
  writeFileSync(file('one'), TEXT);
});
afterEach(async () => {
  await host.close();
  rmSync(out, { recursive: true, force: true });
});
const file = (name: string) => path.join(out, `${name}.latchkey.yaml`);
const open = (name: string) => host.must('workspace.open', { path: file(name) });
const secret = async (id = 'home') => {
  const got = await host.store.get({ workspace: id, owner: 'romm', purpose: 'client_secret' });
  return got.ok ? got.value : undefined;
};

describe('a copied workspace file', () => {
  it('is told, changes nothing of the other’s secrets, and gets an id and secrets of its own', async () => {
    const first = await open('one');
    expect(first.copy_of).toBeUndefined();
    await host.must('secrets.generate', { handle: first.handle, app: 'romm' });
    const value = await secret();
    cpSync(file('one'), file('two'));
    const { handle, copy_of, revision } = await open('two');
    expect(copy_of).toBe(file('one'));

    const app = { handle, app: 'romm' };
    const target = { kind: 'app' as const, id: 'romm' };
    for (const refused of [
      await host.call('secrets.forget', { handle, owner: 'romm' }),
      await host.call('secrets.rotate', app),
      await host.call('secrets.undo-rotation', app),
      await host.call('secrets.finish-rotation', app),
      await host.call('secrets.provide', {
        handle,
        owner: 'romm',
        purpose: 'client_secret',
        value: 'x'.repeat(40),
      }),
      await host.call('removal.apply', { handle, revision, target, forget_secrets: true }),
    ])
      expect(refused).toMatchObject({
        error: { code: 'shared-id', message: expect.stringContaining(file('one')) },
      });
    expect(await secret()).toBe(value);
    expect(readFileSync(file('two'), 'utf8')).toBe(TEXT);

    const own = await host.must('workspace.own-id', { handle });
    expect(own.copy_of).toBeUndefined();
    expect(own.workspace.id).not.toBe('home');
    const id = /^id: "?([0-9a-f-]{36})"?\n/m;
    expect(id.exec(readFileSync(file('two'), 'utf8'))?.[1]).toBe(own.workspace.id);
    expect(readFileSync(file('two'), 'utf8').replace(id, 'id: home\n')).toBe(TEXT);
    expect(await host.must('workspace.own-id', { handle })).toEqual(own);
    await host.must('secrets.generate', app);
    expect(await secret(own.workspace.id)).not.toBe(value);
    await host.must('secrets.forget', { handle, owner: 'romm' });
    expect([await secret(own.workspace.id), await secret()]).toEqual([undefined, value]);
    expect((await open('one')).copy_of).toBeUndefined();
  });

  it('is none when the file was moved, saved elsewhere, or the other took another id', async () => {
    await open('one');
    const { handle } = await open('one');
    await host.must('workspace.close', { handle });
    renameSync(file('one'), file('moved'));
    const moved = await open('moved');
    expect(moved.copy_of).toBeUndefined();
    // The person goes on in the file that was saved, so the former one is the copy now.
    const saved = await host.must('workspace.save-as', { handle: moved.handle, path: file('saved') });
    expect(saved.copy_of).toBeUndefined();
    const former = await open('moved');
    expect(former.copy_of).toBe(file('saved'));
    writeFileSync(file('saved'), TEXT.replace('id: home', 'id: other'));
    expect((await host.must('workspace.reload', { handle: former.handle })).copy_of).toBeUndefined();
  });

  it('that loses its id by an edit outside is looked at again', async () => {
    await open('one');
    writeFileSync(file('two'), TEXT.replace('id: home', 'id: two'));
    const { handle, copy_of } = await open('two');
    expect(copy_of).toBeUndefined();
    writeFileSync(file('two'), TEXT);
    expect((await host.must('workspace.reload', { handle })).copy_of).toBe(file('one'));
  });
});

describe('a workspace file without an id', () => {
  it('gets one when it is opened, and keeps the rest', async () => {
    const example = readFileSync(path.join(import.meta.dirname, '../../../docs/example.latchkey'), 'utf8');
    writeFileSync(file('two'), example);
    writeFileSync(file('three'), example);
    const [two, three] = [await open('two'), await open('three')];
    expect(two.workspace.id).toMatch(/^[0-9a-f-]{36}$/);
    expect(three.workspace.id).not.toBe(two.workspace.id);
    expect(readFileSync(file('two'), 'utf8')).toBe(
      example.replace('latchkey: 1\n', `latchkey: 1\nid: ${two.workspace.id}\n`),
    );
  });

  it('is not touched when it has a mistake, which is told', async () => {
    const text = TEXT.replace('id: home\n', '').replace('kind: romm', 'kind: rom');
    writeFileSync(file('two'), text);
    expect(await host.call('workspace.open', { path: file('two') })).toMatchObject({
      error: { code: 'invalid', message: expect.stringContaining('rom') },
    });
    expect(readFileSync(file('two'), 'utf8')).toBe(text);
  });
});
