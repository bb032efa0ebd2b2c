import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { allApps } from '../../../shared/catalog/apps/index.ts';
import { SECRET_MASK } from '../../../shared/host/deliverables.ts';
import { WORKSPACE_ENDINGS } from '../../../shared/workspace/file-name.ts';
import { PROVIDER_KINDS } from '../../../shared/workspace/kinds.ts';
import type { AppEntry, ProviderEntry } from '../../../shared/workspace/types.ts';
import { type TestHost, testHost } from '../../helpers/test-host.ts';

const AUTHELIA: ProviderEntry = { kind: 'authelia', url: 'https://auth.example.com', version: '4.39' };
const ROMM: AppEntry = { kind: 'romm', url: 'https://romm.example.com', provider: 'home', version: '5.2' };
const MEMOS: AppEntry = {
  kind: 'memos',
  url: 'https://memos.example.com',
  provider: 'home',
  version: '0.30',
};

let host: TestHost;
let out: string;
beforeEach(() => {
  host = testHost();
  out = mkdtempSync(path.join(tmpdir(), 'latchkey-out-'));
});
afterEach(async () => {
  await host.close();
  rmSync(out, { recursive: true });
});

/** A workspace with one provider and these apps. */
async function connected(apps: Record<string, AppEntry> = { romm: ROMM }, home: ProviderEntry = AUTHELIA) {
  let view = await host.must('workspace.new', { name: 'Home' });
  const { handle } = view;
  view = await host.must('workspace.update', {
    handle,
    revision: view.revision,
    change: { op: 'put-provider', id: 'home', entry: home },
  });
  for (const [id, entry] of Object.entries(apps))
    view = await host.must('workspace.update', {
      handle,
      revision: view.revision,
      change: { op: 'put-app', id, entry },
    });
  return view;
}

const secretsOf = async (workspace: string) => {
  const listed = await host.store.list(workspace);
  if (!listed.ok) throw new Error(listed.error.message);
  const values: Record<string, string> = {};
  for (const name of listed.value) {
    const value = await host.store.get(name);
    if (value.ok && value.value !== undefined) values[`${name.owner}/${name.purpose}`] = value.value;
  }
  return values;
};

describe('a session', () => {
  it('begins with what there is', async () => {
    const info = await host.must('session.info', {});
    expect(info).toMatchObject({
      host: 'browser',
      paths: 'typed',
      recent: [],
      open: [],
      settings: { theme: 'system' },
      secret_store: { kind: 'session', locked: false },
    });
  });

  it('keeps settings, tells every window, and finds them again', async () => {
    const ending = new AbortController();
    const watching = host.listen('session.watch', {}, ending.signal);
    await host.must('settings.set', { theme: 'dark' });
    await host.must('settings.set', { updates: true });
    ending.abort();
    expect((await watching).events.map((event) => event.type)).toEqual(['settings', 'settings']);
    expect(JSON.parse(readFileSync(path.join(host.folder, 'settings.json'), 'utf8'))).toEqual({
      theme: 'dark',
      updates: true,
    });
    expect(statSync(path.join(host.folder, 'settings.json')).mode & 0o777).toBe(0o600);
  });

  it('takes over the settings of older versions: a language, and no word on updates', async () => {
    writeFileSync(path.join(host.folder, 'settings.json'), '{"theme":"dark","language":"de"}');
    expect((await host.must('session.info', {})).settings).toEqual({
      theme: 'dark',
      updates: false,
    });
    await host.must('settings.set', { updates: true });
    expect(existsSync(path.join(host.folder, 'settings.json.unreadable'))).toBe(false);
  });

  it('sets aside settings that can’t be read instead of losing them', async () => {
    writeFileSync(path.join(host.folder, 'settings.json'), '{"theme":');
    expect((await host.must('session.info', {})).settings.theme).toBe('system');
    await host.must('settings.set', { theme: 'light' });
    expect(readFileSync(path.join(host.folder, 'settings.json.unreadable'), 'utf8')).toBe('{"theme":');
  });

  it('names a keychain that is locked, and asks again when it is needed', async () => {
    let locked = true;
    const guarded = testHost({}, async (store) =>
      locked
        ? { ok: false, error: { code: 'keychain-locked', message: 'Unlock it.' } }
        : { ok: true, value: store },
    );
    expect((await guarded.must('session.info', {})).secret_store).toMatchObject({
      kind: 'keychain',
      locked: true,
      note: 'Unlock it.',
    });
    const view = await guarded.must('workspace.new', {});
    expect(await guarded.call('secrets.status', { handle: view.handle })).toMatchObject({
      error: { code: 'keychain-locked' },
    });
    locked = false;
    expect((await guarded.must('secrets.status', { handle: view.handle })).store.locked).toBe(false);
    await guarded.close();
  });

  it('says plainly when there is no keychain at all', async () => {
    const bare = testHost({}, async () => ({
      ok: false,
      error: { code: 'keychain-unavailable', message: 'None here.' },
    }));
    expect((await bare.must('session.info', {})).secret_store).toMatchObject({
      kind: 'session',
      note: 'None here.',
      locked: false,
    });
    await bare.close();
  });

  it('opens outside only https and this machine, the addresses of the workspace included', async () => {
    const view = await connected({ memos: { ...MEMOS, url: 'http://192.168.1.5:5230' } });
    expect(view.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    for (const url of ['https://example.com/x', 'http://127.0.0.1:9000/if/admin/']) {
      expect(await host.must('external.open', { url })).toEqual({ by: 'page' });
    }
    for (const url of [
      'http://192.168.1.5:5230/setting',
      'http://user@127.0.0.1:5230/',
      'file:///etc/passwd',
      'javascript:1',
      'http://127.0.0.1:5230\\@evil/',
    ])
      expect(await host.call('external.open', { url })).toMatchObject({ error: { code: 'url-refused' } });
    expect(host.opened).toEqual(['https://example.com/x', 'http://127.0.0.1:9000/if/admin/']);
  });
});

describe('a workspace', () => {
  it('is kept from the first change, and found again by a new start', async () => {
    const view = await connected();
    expect(view).toMatchObject({ path: null, name: 'Home', practice: false });
    const [recent] = (await host.must('session.info', {})).recent;
    expect(recent).toMatchObject({ name: 'Home', missing: false });
    await host.must('workspace.close', { handle: view.handle });
    const again = await host.must('workspace.open-recent', { path: recent!.path });
    expect(again.workspace.apps).toEqual({ romm: ROMM });
    expect(again.path).toBeNull();
  });

  it('in which a connection was only begun is found again, also when the program was killed', async () => {
    const { handle } = await host.must('workspace.new', { name: 'Home' });
    const value = { provider: { url: 'https://auth.ex' }, app: {}, reached: 0 };
    await host.must('progress.set', { handle, key: 'connect:new', value });
    // Noted already while it is open, so that no end of the program can lose it.
    const [recent] = (await host.must('session.info', {})).recent;
    expect(recent).toMatchObject({ name: 'Home', missing: false });
    await host.must('workspace.close', { handle });
    const again = await host.must('workspace.open-recent', { path: recent!.path });
    expect(await host.must('progress.get', { handle: again.handle, key: 'connect:new' })).toEqual({ value });
    // Discarded, it leaves nothing behind.
    await host.must('progress.set', { handle: again.handle, key: 'connect:new', value: null });
    await host.must('workspace.close', { handle: again.handle });
    expect((await host.must('session.info', {})).recent).toEqual([]);
  });

  it('that was never used leaves nothing behind', async () => {
    const view = await host.must('workspace.new', {});
    await host.must('workspace.close', { handle: view.handle });
    expect((await host.must('session.info', {})).recent).toEqual([]);
    expect(await host.call('workspace.current', { handle: view.handle })).toMatchObject({
      error: { code: 'not-open' },
    });
  });

  it('is saved in the folder that is suggested, which is made; another one that is not there may be misspelt', async () => {
    vi.stubEnv('HOME', path.join(out, 'somebody'));
    const { suggested_folder } = await host.must('session.info', {});
    expect(existsSync(suggested_folder)).toBe(false);
    const view = await connected();
    expect(
      await host.call('workspace.save-as', { handle: view.handle, path: path.join(out, 'nowhere', 'home') }),
    ).toMatchObject({ error: { code: 'folder-not-found' } });
    const saved = await host.must('workspace.save-as', {
      handle: view.handle,
      path: path.join(suggested_folder, 'home'),
    });
    expect(existsSync(saved.path!)).toBe(true);
    expect(statSync(suggested_folder).mode & 0o077).toBe(0);
    vi.unstubAllEnvs();
  });

  it('is saved where the person says, with its ending, and never over another file', async () => {
    const view = await connected();
    const file = path.join(out, 'home');
    const saved = await host.must('workspace.save-as', { handle: view.handle, path: file });
    expect(saved.path).toBe(`${file}.latchkey`);
    expect(readFileSync(saved.path!, 'utf8')).toContain('auth.example.com');
    writeFileSync(path.join(out, 'other.yaml'), 'mine');
    for (const [typed, code] of [
      [path.join(out, 'other.yaml'), 'exists'],
      ['home.latchkey.yaml', 'path-not-absolute'],
      [undefined, 'path-needed'],
      [path.join(out, 'no', 'such', 'x.yaml'), 'folder-not-found'],
    ] as const)
      expect([
        typed,
        await host.call('workspace.save-as', {
          handle: view.handle,
          ...(typed === undefined ? {} : { path: typed }),
        }),
      ]).toMatchObject([typed, { error: { code } }]);
    expect(readFileSync(path.join(out, 'other.yaml'), 'utf8')).toBe('mine');
  });

  it('suggests its ending to the system’s dialog, and keeps the older one of a file that has it', async () => {
    const suggested: string[] = [];
    const desktop = testHost({
      paths: 'dialog',
      host: 'desktop',
      askWhereToSave: async (name) => {
        suggested.push(name);
        return path.join(out, suggested.length === 1 ? 'one' : 'two.latchkey.yml');
      },
    });
    const view = await desktop.must('workspace.new', { name: 'Home' });
    const saved = await desktop.must('workspace.save-as', { handle: view.handle });
    const again = await desktop.must('workspace.save-as', { handle: view.handle });
    expect([suggested, saved.path, again.path]).toEqual([
      ['Home.latchkey', 'Home.latchkey'],
      path.join(out, 'one.latchkey'),
      path.join(out, 'two.latchkey.yml'),
    ]);
    await desktop.close();
  });

  it.each(WORKSPACE_ENDINGS)(
    'with the ending %s opens, is called by its name, and is remembered',
    async (ending) => {
      const file = path.join(out, `garden${ending}`);
      writeFileSync(file, 'latchkey: 1\nproviders: {}\napps: {}\n');
      const view = await host.must('workspace.open', { path: file });
      expect([view.name, view.path]).toEqual(['garden', file]);
      expect((await host.must('session.info', {})).recent.map((recent) => recent.path)).toContain(file);
    },
  );

  it('backs up a file that the system’s dialog was told to replace', async () => {
    const target = path.join(out, 'old.latchkey.yaml');
    writeFileSync(target, 'precious');
    const desktop = testHost({ paths: 'dialog', host: 'desktop', askWhereToSave: async () => target });
    const view = await desktop.must('workspace.new', { name: 'Home' });
    await desktop.must('workspace.save-as', { handle: view.handle });
    expect(readFileSync(`${target}.bak-1`, 'utf8')).toBe('precious');
    expect(readFileSync(target, 'utf8')).toContain('Home');
    await desktop.close();
  });

  it('keeps comments and order when one value changes', async () => {
    const file = path.join(out, 'home.latchkey.yaml');
    const text = `latchkey: 1\nid: abc\n# ours\nproviders:\n  home:\n    kind: authelia # the door\n    url: https://auth.example.com\napps:\n  memos: { kind: memos, url: https://memos.example.com, provider: home }\n`;
    writeFileSync(file, text);
    const view = await host.must('workspace.open', { path: file });
    const entry = { ...view.workspace.providers['home']!, url: 'https://login.example.com' };
    await host.must('workspace.update', {
      handle: view.handle,
      revision: view.revision,
      change: { op: 'put-provider', id: 'home', entry },
    });
    expect(readFileSync(file, 'utf8')).toBe(
      text.replace('https://auth.example.com', 'https://login.example.com'),
    );
  });

  it('refuses a change that the file’s rules refuse, and names the place', async () => {
    const view = await connected();
    const change = { op: 'put-app', id: 'romm', entry: { ...ROMM, url: 'ftp://x' } } as const;
    const answer = await host.call('workspace.update', {
      handle: view.handle,
      revision: view.revision,
      change,
    });
    expect(answer).toMatchObject({ ok: false, error: { code: 'invalid' } });
    expect((await host.must('workspace.current', { handle: view.handle })).revision).toBe(view.revision);
  });

  it('is never written over somebody else’s change', async () => {
    const view = await connected();
    const saved = await host.must('workspace.save-as', {
      handle: view.handle,
      path: path.join(out, 'w.latchkey.yaml'),
    });
    const theirs = readFileSync(saved.path!, 'utf8').replace(
      'https://romm.example.com',
      'https://games.example.com',
    );
    const ending = new AbortController();
    const watching = host.listen('workspace.watch', { handle: view.handle }, ending.signal);
    writeFileSync(saved.path!, theirs);
    const change = { op: 'set-name', name: 'Mine' } as const;
    const mine = await host.call('workspace.update', {
      handle: view.handle,
      revision: saved.revision,
      change,
    });
    expect(mine).toMatchObject({ error: { code: 'conflict' } });
    expect(readFileSync(saved.path!, 'utf8')).toBe(theirs);
    const now = await host.must('workspace.current', { handle: view.handle });
    expect(now.workspace.apps['romm']?.url).toBe('https://games.example.com');
    await host.must('workspace.update', { handle: view.handle, revision: now.revision, change });
    ending.abort();
    const { events } = await watching;
    expect(events).toMatchObject([
      { type: 'changed', by: 'file' },
      { type: 'changed', by: 'window' },
    ]);
  });

  it('never falls back to what a watcher saw before our own change', async () => {
    const view = await connected();
    const saved = await host.must('workspace.save-as', {
      handle: view.handle,
      path: path.join(out, 'w.latchkey.yaml'),
    });
    const text = readFileSync(saved.path!, 'utf8');
    for (let round = 0; round < 8; round++) {
      writeFileSync(saved.path!, text.replace('Home', `Theirs ${round}`));
      await new Promise((resolve) => setTimeout(resolve, 100 + round * 6));
      const { revision } = await host.must('workspace.reload', { handle: view.handle });
      const change = { op: 'set-name', name: `Mine ${round}` } as const;
      const mine = await host.must('workspace.update', { handle: view.handle, revision, change });
      await new Promise((resolve) => setTimeout(resolve, 60));
      const now = await host.must('workspace.current', { handle: view.handle });
      expect([now.workspace.name, now.revision]).toEqual([`Mine ${round}`, mine.revision]);
    }
  });

  it('notices changes from outside by itself, unreadable ones and a missing file too', async () => {
    const view = await connected();
    const saved = await host.must('workspace.save-as', {
      handle: view.handle,
      path: path.join(out, 'w.latchkey.yaml'),
    });
    const good = readFileSync(saved.path!, 'utf8');
    const types: string[] = [];
    const ending = new AbortController();
    const watching = host.listen('workspace.watch', { handle: view.handle }, ending.signal, (event) =>
      types.push(event.type === 'changed' ? `changed by ${event.by}` : event.type),
    );
    writeFileSync(saved.path!, good.replace('Home', 'Their home'));
    await expect.poll(() => types).toEqual(['changed by file']);
    writeFileSync(saved.path!, 'latchkey: [');
    await expect.poll(() => types.at(-1)).toBe('unreadable');
    const change = { op: 'set-name', name: 'X' } as const;
    const now = await host.must('workspace.current', { handle: view.handle });
    expect(now.workspace.name).toBe('Their home');
    expect(now.problems.some(({ severity, line }) => severity === 'error' && line !== undefined)).toBe(true);
    expect(
      await host.call('workspace.update', { handle: view.handle, revision: now.revision, change }),
    ).toMatchObject({
      error: { code: 'unreadable' },
    });
    rmSync(saved.path!);
    await expect.poll(() => types.at(-1)).toBe('gone');
    writeFileSync(saved.path!, good);
    await expect.poll(() => types.at(-1)).toBe('changed by file');
    rmSync(saved.path!);
    await expect.poll(() => types.at(-1)).toBe('gone');
    writeFileSync(saved.path!, good);
    await expect.poll(() => types.at(-1)).toBe('changed by file');
    rmSync(saved.path!);
    await expect.poll(() => types.at(-1)).toBe('gone');
    // The host still has the content, so it can write the file again.
    await host.must('workspace.save-as', { handle: view.handle, path: saved.path! });
    expect(readFileSync(saved.path!, 'utf8')).toBe(good);
    ending.abort();
    await watching;
  });

  it('in two windows is one: each hears of the other’s change', async () => {
    const view = await connected();
    const same = await host.must('workspace.open-recent', {
      path: (await host.must('session.info', {})).recent[0]!.path,
    });
    expect(same.handle).toBe(view.handle);
  });

  it('remembers how far the wizard came', async () => {
    const { handle } = await connected();
    await host.must('progress.set', {
      handle,
      key: 'romm',
      value: { step: 'apply', draft: { url: 'https://' } },
    });
    expect(await host.must('progress.get', { handle, key: 'romm' })).toEqual({
      value: { step: 'apply', draft: { url: 'https://' } },
    });
    await host.must('progress.set', { handle, key: 'romm', value: null });
    expect(await host.must('progress.get', { handle, key: 'romm' })).toEqual({ value: null });
    expect(
      await host.call('progress.set', { handle, key: 'k', value: { x: 'a'.repeat(200_000) } }),
    ).toMatchObject({ error: { code: 'too-big' } });
  });
});

describe('a connection', () => {
  it('is derived while it is typed, with every mistake beside its field', async () => {
    const view = await connected({});
    const draft = { app: { ...ROMM, url: 'https://games.example.com' } };
    const good = await host.must('connection.derive', { handle: view.handle, app: 'romm', draft });
    expect(good.connection?.client.redirect_uris).toEqual(['https://games.example.com/api/oauth/openid']);
    expect(good.connection?.suggested_test_redirect_uri).toBe('http://127.0.0.1:8911/callback');
    const bad = await host.must('connection.derive', {
      handle: view.handle,
      app: 'romm',
      draft: { app: { ...ROMM, url: 'romm', consent: 'sometimes' } },
    });
    expect(bad.connection).toBeNull();
    expect(bad.problems.map(({ path: place }) => place)).toEqual(
      expect.arrayContaining(['apps.romm.url', 'apps.romm.consent']),
    );
    expect(bad.problems.every((problem) => problem.line === undefined)).toBe(true);
    expect(await host.call('connection.derive', { handle: view.handle, app: 'nope' })).toMatchObject({
      error: { code: 'no-such-app' },
    });
  });

  it('shows the redirect URI that would be computed beside one that was written', async () => {
    const view = await connected({ romm: { ...ROMM, redirect_uris: ['https://other.example.com/cb'] } });
    const { connection } = await host.must('connection.derive', { handle: view.handle, app: 'romm' });
    expect(connection?.client.redirect_uris).toEqual(['https://other.example.com/cb']);
    expect(connection?.computed_redirect_uris).toEqual(['https://romm.example.com/api/oauth/openid']);
  });

  it('stands in the catalog with everything to choose', async () => {
    const catalog = await host.must('catalog.view', {});
    expect(catalog.providers.map(({ kind }) => kind)).toEqual(PROVIDER_KINDS);
    expect(catalog.apps.map(({ kind }) => kind)).toEqual(allApps().map(({ kind }) => kind));
    expect(
      catalog.apps.find(({ kind }) => kind === 'kestra')?.editions?.some(({ supported }) => !supported),
    ).toBe(true);
  });
});

describe('secrets', () => {
  it.each([
    ['kanidm', 'https://idm.example.com', ['client_secret']],
    ['zitadel', 'https://id.example.com', ['client_id', 'client_secret']],
  ])('that %s makes are awaited, and its side is shown before', async (kind, url, theirs) => {
    const { handle } = await connected(
      {
        romm: { ...ROMM, groups: ['family'] },
      },
      { kind, url },
    );
    const made = await host.must('secrets.generate', { handle, app: 'romm' });
    const awaited = made.entries.filter(({ state }) => state === 'missing');
    expect(awaited.map(({ purpose }) => purpose)).toEqual(theirs);
    for (const { made_by } of awaited) expect(made_by?.where).not.toBe('');
    const { deliverables } = await host.must('deliverables.preview', { handle, app: 'romm' });
    const guide = deliverables.find(({ form, side }) => form === 'guide' && side === 'provider');
    expect(guide?.form === 'guide' && guide.steps.some(({ id }) => id === `${kind}-take-back`)).toBe(true);

    for (const purpose of theirs)
      await host.must('secrets.provide', {
        handle,
        owner: 'romm',
        purpose: purpose as 'client_secret',
        value: 'Zk3vQ9xW7mB2nT5yR8uJ4pL6sD1fG0hA',
      });
    const now = await host.must('secrets.status', { handle, app: 'romm' });
    expect(now.entries.every(({ state }) => state === 'present')).toBe(true);
  });

  it('are made, shown as present, and leave only by copy and reveal', async () => {
    const { handle, workspace } = await connected({ romm: ROMM, memos: MEMOS });
    expect(
      (await host.must('secrets.status', { handle, app: 'romm' })).entries.map(({ state }) => state),
    ).toEqual(Array(5).fill('missing'));
    expect(await host.call('deliverables.preview', { handle, app: 'romm' })).toMatchObject({
      error: { code: 'no-such-secret' },
    });
    const made = await host.must('secrets.generate', { handle, app: 'romm' });
    expect(made.entries.every(({ state, origin }) => state === 'present' && origin === 'generated')).toBe(
      true,
    );
    const again = await host.must('secrets.generate', { handle, app: 'romm' });
    expect(again.entries).toEqual(made.entries);

    const { deliverables } = await host.must('deliverables.preview', { handle, app: 'romm' });
    const values = await secretsOf(workspace.id);
    const env = deliverables.find(({ kind }) => kind === 'env');
    expect(env?.form === 'file' && env.lines.map(({ text }) => text).join('\n')).toContain(
      `OIDC_CLIENT_SECRET=${SECRET_MASK}`,
    );
    await host.must('overview.get', { handle });
    await host.must('exports.save', { handle, folder: out, force: false });
    await host.must('support.save', { handle, what: 'recovery-sheet' });
    await host.must('support.save', { handle, what: 'bundle' });
    // A zip hides its texts from a search.
    const given = host.handed.flatMap((file) =>
      file.type === 'application/zip'
        ? Object.values(unzipSync(file.bytes)).map((text) => strFromU8(text))
        : [strFromU8(file.bytes)],
    );
    given.push(await host.host.supportText());
    expect(given.length).toBeGreaterThan(3);
    for (const [name, value] of Object.entries(values)) {
      if (name.endsWith('/client_id')) continue;
      for (const piece of value.split('\n').filter((line) => line.length > 20 && !line.startsWith('-----')))
        expect([
          name,
          host.seen.some((answer) => answer.includes(JSON.stringify(piece).slice(1, -1))),
        ]).toEqual([name, false]);
      for (const text of given) expect(text).not.toContain(value.slice(0, 40));
    }
    expect(host.log.join()).not.toContain(values['romm/client_secret']);

    const revealed = await host.must('secrets.reveal', { handle, owner: 'romm', purpose: 'client_secret' });
    expect(revealed.value).toBe(values['romm/client_secret']);
    const copied = await host.must('secrets.copy', {
      handle,
      target: { kind: 'secret', owner: 'romm', purpose: 'client_secret' },
    });
    expect(copied).toEqual({ by: 'page', value: values['romm/client_secret'], clears_after_s: 60 });
    const file = await host.must('secrets.copy', { handle, target: { kind: 'file', path: env!.path } });
    expect(file.by === 'page' && file.value).toBe(readFileSync(path.join(out, env!.path), 'utf8'));
  });

  it('are copied by the desktop itself, without passing the page', async () => {
    const copied: string[] = [];
    const desktop = testHost({ host: 'desktop', copySecret: async (value) => copied.push(value) > 0 });
    const view = await desktop.must('workspace.new', {});
    const { handle } = view;
    let { revision } = view;
    ({ revision } = await desktop.must('workspace.update', {
      handle,
      revision,
      change: { op: 'put-provider', id: 'home', entry: AUTHELIA },
    }));
    await desktop.must('workspace.update', {
      handle,
      revision,
      change: { op: 'put-app', id: 'romm', entry: ROMM },
    });
    await desktop.must('secrets.generate', { handle, app: 'romm' });
    const { deliverables } = await desktop.must('deliverables.preview', { handle, app: 'romm' });
    const env = deliverables.find(({ kind }) => kind === 'env')!;
    expect(await desktop.must('secrets.copy', { handle, target: { kind: 'file', path: env.path } })).toEqual({
      by: 'host',
      clears_after_s: 60,
    });
    expect(copied[0]).toMatch(/OIDC_CLIENT_SECRET=\w{20}/);
    expect(desktop.seen.join()).not.toContain(/OIDC_CLIENT_SECRET=(\w+)/.exec(copied[0]!)![1]);
    await desktop.close();
  });

  it('brought along are judged before they are kept', async () => {
    const { handle, workspace } = await connected();
    const bring = (purpose: 'client_secret' | 'client_id', value: string) =>
      host.call('secrets.provide', { handle, owner: 'romm', purpose, value });
    expect(await bring('client_secret', '$pbkdf2-sha512$310000$x$y')).toMatchObject({
      error: { code: 'secret-unfit' },
    });
    expect(await bring('client_secret', 'MyOwnSecret0123456789MyOwnSecret0123456789')).toMatchObject({
      ok: true,
    });
    expect((await secretsOf(workspace.id))['romm/client_secret']).toBe(
      'MyOwnSecret0123456789MyOwnSecret0123456789',
    );
    expect(host.seen.join()).not.toContain('MyOwnSecret');
    expect(
      await host.call('secrets.provide', { handle, owner: 'stranger', purpose: 'client_id', value: 'x' }),
    ).toMatchObject({ error: { code: 'no-such-app' } });
  });

  it('are rotated with a way back', async () => {
    const { handle, workspace } = await connected();
    expect(await host.call('secrets.rotate', { handle, app: 'romm' })).toMatchObject({
      error: { code: 'nothing-to-rotate' },
    });
    await host.must('secrets.generate', { handle, app: 'romm' });
    const first = (await secretsOf(workspace.id))['romm/client_secret'];
    expect((await host.must('secrets.rotate', { handle, app: 'romm' })).rotations).toMatchObject([
      { app: 'romm' },
    ]);
    expect((await host.must('overview.get', { handle })).apps[0]?.secret).toBe('rotating');
    expect(await host.call('secrets.rotate', { handle, app: 'romm' })).toMatchObject({
      error: { code: 'already-rotating' },
    });
    expect((await host.must('secrets.undo-rotation', { handle, app: 'romm' })).rotations).toEqual([]);
    expect((await secretsOf(workspace.id))['romm/client_secret']).toBe(first);
    expect(await host.call('secrets.finish-rotation', { handle, app: 'romm' })).toMatchObject({
      error: { code: 'not-rotating' },
    });
  });
});

describe('what is to be applied', () => {
  it('is ticked, and shows what became other since', async () => {
    const view = await connected();
    const { handle } = view;
    await host.must('secrets.generate', { handle, app: 'romm' });
    const preview = async () =>
      (await host.must('deliverables.preview', { handle, app: 'romm' })).deliverables;
    const before = await preview();
    for (const one of before) {
      const tick = { handle, app: 'romm', path: one.path, done: true };
      if (one.form === 'file') await host.must('deliverables.tick', { ...tick, digest: one.digest });
      else
        for (const { id, digest } of one.steps)
          await host.must('deliverables.tick', { ...tick, step: id, digest });
    }
    const applied = (await host.must('overview.get', { handle })).apps[0]!.applied;
    expect(applied.done).toBe(applied.total);
    expect(applied.total).toBeGreaterThan(2);
    expect(
      (await preview()).flatMap((one) =>
        one.form === 'file' ? one.lines.filter(({ changed }) => changed) : [],
      ),
    ).toEqual([]);

    await host.must('workspace.update', {
      handle,
      revision: view.revision,
      change: { op: 'put-app', id: 'romm', entry: { ...ROMM, url: 'https://games.example.com' } },
    });
    const after = await preview();
    const config = after.find(({ kind }) => kind === 'authelia-config')!;
    expect(config.form === 'file' && config.applied).toBe('changed');
    const changed =
      config.form === 'file' ? config.lines.filter((line) => line.changed).map(({ text }) => text) : [];
    expect(changed.join('\n')).toContain('games.example.com');
    expect(changed.length).toBeLessThan(10);
    // What it was is kept, so that both can be shown.
    const lines = config.form === 'file' ? config.diff!.hunks.flatMap((hunk) => hunk.lines) : [];
    const texts = (kind: 'gone' | 'new') =>
      lines
        .filter((one) => one.kind === kind)
        .map(({ text }) => text)
        .join();
    expect(texts('gone')).toContain(new URL(ROMM.url).host);
    expect(texts('new')).toContain('games.example.com');
    expect(lines.filter(({ kind }) => kind === 'new').map(({ text }) => text)).toEqual(changed);
    const env = after.find(({ form, side }) => form === 'guide' && side === 'app');
    const stale = env?.form === 'guide' ? env.steps.filter(({ was }) => was?.some(({ same }) => !same)) : [];
    expect(
      stale
        .flatMap(({ was }) => was!.filter(({ same }) => !same))
        .map(({ value }) => value)
        .join(),
    ).toContain(new URL(ROMM.url).host);
    expect((await host.must('overview.get', { handle })).apps[0]!.applied.changed).toBeGreaterThan(0);
  });

  it('shows that a rotated secret has to be applied again, on both sides', async () => {
    const { handle } = await connected();
    await host.must('secrets.generate', { handle, app: 'romm' });
    const files = async () =>
      (await host.must('deliverables.preview', { handle, app: 'romm' })).deliverables.flatMap((one) =>
        one.form === 'file' && ['env', 'authelia-config'].includes(one.kind) ? [one] : [],
      );
    for (const one of await files())
      await host.must('deliverables.tick', {
        handle,
        app: 'romm',
        path: one.path,
        digest: one.digest,
        done: true,
      });
    await new Promise((resolve) => setTimeout(resolve, 5));
    await host.must('secrets.rotate', { handle, app: 'romm' });
    const after = await files();
    expect(new Set(after.filter(({ applied }) => applied === 'changed').map(({ side }) => side))).toEqual(
      new Set(['app', 'provider']),
    );
    for (const one of after) {
      for (const line of one.lines.filter((each) => each.changed)) expect(line.text).toContain(SECRET_MASK);
      // Both are masked, and still one line goes and one comes.
      expect(one.diff).toMatchObject({ added: 1, removed: 1 });
    }
  });

  it('counts in the way that was chosen, for all apps of a provider, also after a restart', async () => {
    const { handle } = await connected({ romm: ROMM, memos: MEMOS });
    for (const app of ['romm', 'memos']) await host.must('secrets.generate', { handle, app });
    const appliedOf = async (app: string) =>
      (await host.must('overview.get', { handle })).apps.find(({ id }) => id === app)!.applied;
    const { deliverables, ways } = await host.must('deliverables.preview', { handle, app: 'romm' });
    expect(ways).toEqual({});
    const clients = deliverables.find(({ path: name }) => name.endsWith('authelia-clients.yml'))!;
    if (clients.form !== 'file') throw new Error('No file.');
    const { total } = await appliedOf('romm');
    const way = (app: string, side: 'provider' | 'app', which: 'merge' | 'file' | 'hand' | 'script') =>
      host.must('deliverables.way', { handle, app, side, way: which });
    await way('romm', 'provider', 'file');
    await host.must('deliverables.tick', {
      handle,
      app: 'romm',
      path: clients.path,
      digest: clients.digest,
      done: true,
    });
    // The clients alone are no part of the way that puts the whole block beside the configuration.
    expect(await appliedOf('romm')).toEqual({ done: 0, changed: 0, total });
    await way('romm', 'provider', 'merge');
    expect((await appliedOf('romm')).done).toBe(1);
    expect((await appliedOf('memos')).done).toBe(1);
    await way('romm', 'app', 'merge');
    expect((await host.must('deliverables.preview', { handle, app: 'romm' })).ways).toEqual({
      provider: 'merge',
      app: 'merge',
    });
    expect((await host.must('deliverables.preview', { handle, app: 'memos' })).ways).toEqual({
      provider: 'merge',
    });
    expect(
      await host.call('deliverables.way', { handle, app: 'nope', side: 'app', way: 'file' }),
    ).toMatchObject({
      error: { code: 'no-such-app' },
    });
  });

  it('is handed over one file at a time, complete, and nothing that is no part of it', async () => {
    const { handle } = await connected();
    await host.must('secrets.generate', { handle, app: 'romm' });
    const { deliverables } = await host.must('deliverables.preview', { handle, app: 'romm' });
    const env = deliverables.find(({ kind }) => kind === 'env')!;
    await host.must('deliverables.take', { handle, app: 'romm', path: env.path });
    const handed = host.handed.at(-1)!;
    expect(handed.name).toBe('romm.env');
    const text = Buffer.from(handed.bytes).toString();
    expect(text).not.toContain(SECRET_MASK);
    expect(text).toMatch(/^OIDC_CLIENT_SECRET=\w{32,}$/m);
    for (const name of ['../../etc/passwd', '/etc/passwd', 'romm/nope.env', '__proto__'])
      expect(await host.call('deliverables.take', { handle, app: 'romm', path: name })).toMatchObject({
        error: { code: 'no-such-deliverable' },
      });
  });

  it('knows only what is there', async () => {
    const { handle } = await connected();
    await host.must('secrets.generate', { handle, app: 'romm' });
    for (const tick of [{ path: '../../etc/passwd' }, { path: 'home/nope' }, { path: '__proto__' }])
      expect(
        await host.call('deliverables.tick', { handle, app: 'romm', digest: '', ...tick, done: true }),
      ).toMatchObject({
        error: { code: 'no-such-deliverable' },
      });
    expect(
      await host.call('secrets.copy', { handle, target: { kind: 'file', path: '/etc/passwd' } }),
    ).toMatchObject({ error: { code: 'no-such-deliverable' } });
  });

  it('is written into a folder, with secrets for the owner only', async () => {
    const { handle } = await connected();
    const saved = await host.must('exports.save', { handle, app: 'romm', folder: out, force: false });
    expect(saved.files.every(({ written }) => written === 'new')).toBe(true);
    for (const file of saved.files.filter(({ secret }) => secret))
      expect(statSync(path.join(out, file.path)).mode & 0o777).toBe(0o600);
    const again = await host.must('exports.save', { handle, app: 'romm', folder: out, force: false });
    expect(again.files.every(({ written }) => written === 'same')).toBe(true);
    const env = saved.files.find(({ path: name }) => name.endsWith('.env'))!;
    writeFileSync(path.join(out, env.path), 'by hand');
    expect(await host.call('exports.save', { handle, app: 'romm', folder: out, force: false })).toMatchObject(
      { error: { code: 'changed-by-hand' } },
    );
    const forced = await host.must('exports.save', { handle, app: 'romm', folder: out, force: true });
    expect(forced.files.find(({ path: name }) => name === env.path)?.backup).toBeDefined();
    expect(await host.call('exports.save', { handle, force: false })).toMatchObject({
      error: { code: 'path-needed' },
    });
  });

  it('is handed over as one zip', async () => {
    const { handle } = await connected();
    expect(await host.must('exports.zip', { handle })).toMatchObject({
      by: 'download',
      name: 'latchkey-home.zip',
    });
    expect(Buffer.from(host.handed[0]!.bytes).subarray(0, 2).toString()).toBe('PK');
  });
});

describe('access that a change ends', () => {
  const withGroups = (...groups: string[]) => ({ ...ROMM, groups });
  const lossAt = async (handle: string) =>
    (await host.must('deliverables.preview', { handle, app: 'romm' })).access_loss;
  const readmeOf = () => strFromU8(unzipSync(new Uint8Array(host.handed.at(-1)!.bytes))['README.md']!);

  it('is told by the preview and the zip, against what was given away before', async () => {
    let view = await connected({ romm: withGroups('family', 'friends') });
    const { handle } = view;
    const change = async (...groups: string[]) => {
      view = await host.must('workspace.update', {
        handle,
        revision: view.revision,
        change: { op: 'put-app', id: 'romm', entry: withGroups(...groups) },
      });
    };
    await host.must('exports.zip', { handle });
    expect(await lossAt(handle)).toBeUndefined();
    expect(readmeOf()).not.toContain('lose access');
    await change('family');
    expect(await lossAt(handle)).toEqual({ groups: ['friends'] });
    await host.must('exports.zip', { handle });
    expect(readmeOf()).toContain('## Some people lose access');
    expect(readmeOf()).toContain('1 group loses access: friends.');
    // It stays until access changes again, because the files are not in place yet.
    expect(await lossAt(handle)).toEqual({ groups: ['friends'] });
    await change('family', 'office');
    expect(await lossAt(handle)).toBeUndefined();
  });

  it('is told against what was ticked at the provider, if no files were given away', async () => {
    const view = await connected({ romm: withGroups('family', 'friends') });
    const { handle } = view;
    await host.must('secrets.generate', { handle, app: 'romm' });
    const { deliverables } = await host.must('deliverables.preview', { handle, app: 'romm' });
    const file = deliverables.find((one) => one.form === 'file' && one.side === 'provider')!;
    if (file.form !== 'file') throw new Error('No file.');
    await host.must('deliverables.tick', {
      handle,
      app: 'romm',
      path: file.path,
      digest: file.digest,
      done: true,
    });
    await host.must('workspace.update', {
      handle,
      revision: view.revision,
      change: { op: 'put-app', id: 'romm', entry: withGroups('family') },
    });
    expect(await lossAt(handle)).toEqual({ groups: ['friends'] });
  });
});

describe('taking something out', () => {
  it('shows what to undo, takes it out of the file, and forgets its secrets only when told', async () => {
    const view = await connected({ romm: ROMM, memos: MEMOS });
    const { handle } = view;
    await host.must('secrets.generate', { handle, app: 'romm' });
    await host.must('secrets.generate', { handle, app: 'memos' });
    const target = { kind: 'app', id: 'romm' } as const;
    const plan = await host.must('removal.plan', { handle, target });
    expect(plan.steps.length).toBeGreaterThan(1);
    expect(plan.secrets.every(({ owner }) => owner === 'romm')).toBe(true);
    const left = await host.must('removal.apply', {
      handle,
      revision: view.revision,
      target,
      forget_secrets: true,
    });
    expect(Object.keys(left.workspace.apps)).toEqual(['memos']);
    expect(
      Object.keys(await secretsOf(view.workspace.id)).filter((name) => name.startsWith('romm/')),
    ).toEqual([]);

    const provider = { kind: 'provider', id: 'home' } as const;
    expect((await host.must('removal.plan', { handle, target: provider })).apps).toEqual(['memos']);
    expect(
      await host.call('removal.apply', {
        handle,
        revision: view.revision,
        target: provider,
        forget_secrets: false,
      }),
    ).toMatchObject({ error: { code: 'conflict' } });
    const empty = await host.must('removal.apply', {
      handle,
      revision: left.revision,
      target: provider,
      forget_secrets: false,
    });
    expect(empty.workspace).toMatchObject({ providers: {}, apps: {} });
    expect(Object.keys(await secretsOf(view.workspace.id))).toContain('memos/client_secret');
    expect(await host.call('removal.plan', { handle, target })).toMatchObject({
      error: { code: 'no-such-entry' },
    });
  });
});

describe('bringing back what was taken out', () => {
  it('gives the file its text again, and the store its secrets', async () => {
    const view = await connected({ romm: ROMM, memos: MEMOS });
    const { handle } = view;
    await host.must('secrets.generate', { handle, app: 'romm' });
    const secrets = await secretsOf(view.workspace.id);
    const target = { kind: 'provider', id: 'home' } as const;
    expect(await host.call('removal.undo', { handle, revision: view.revision })).toMatchObject({
      error: { code: 'nothing-to-undo' },
    });
    const { revision } = await host.must('removal.apply', {
      handle,
      revision: view.revision,
      target,
      forget_secrets: true,
    });
    expect(await secretsOf(view.workspace.id)).toEqual({});
    expect(await host.call('removal.undo', { handle, revision: view.revision })).toMatchObject({
      error: { code: 'conflict' },
    });
    const back = await host.must('removal.undo', { handle, revision });
    expect(back.workspace).toEqual(view.workspace);
    expect(await secretsOf(view.workspace.id)).toEqual(secrets);
    // Once.
    expect(await host.call('removal.undo', { handle, revision: back.revision })).toMatchObject({
      error: { code: 'nothing-to-undo' },
    });
    for (const value of Object.values(secrets)) expect(host.seen.join()).not.toContain(value);
  });

  it('keeps what was changed in the file since then', async () => {
    const view = await connected({ romm: ROMM, memos: MEMOS });
    const { handle } = view;
    const out = async (id: string, revision: string) =>
      host.must('removal.apply', {
        handle,
        revision,
        target: { kind: 'app', id },
        forget_secrets: false,
      });
    const one = await out('romm', view.revision);
    const changed = await host.must('workspace.update', {
      handle,
      revision: one.revision,
      change: { op: 'set-name', name: 'Changed' },
    });
    const back = await host.must('removal.undo', { handle, revision: changed.revision });
    expect(back.workspace.apps).toEqual(view.workspace.apps);
    expect(back.name).toBe('Changed');
  });
});

describe('a pasted text', () => {
  it('is explained with the workspace’s own values, and what looked secret is blanked out', async () => {
    const { handle } = await connected();
    const text =
      'error=invalid_client&error_description=Client+authentication+failed&code=SplxlOBeZQQYbYS6WxSbIA';
    const answer = await host.must('explain.text', {
      text: `https://romm.example.com/api/oauth/openid?${text}`,
      handle,
    });
    expect(answer.diagnoses.length).toBeGreaterThan(0);
    expect(answer.redacted).toBe(true);
    expect(JSON.stringify(answer)).not.toContain('SplxlOBeZQQYbYS6WxSbIA');
    expect((await host.must('explain.text', { text: 'the weather is fine' })).diagnoses).toEqual([]);
    const configuration = await host.must('explain.text', {
      text: 'identity_providers:\n  oidc:\n    clients:\n      - client_id: a\n        public: true\n        redirect_uri: [https://a.example.com/cb]\n        redirect_uris: [https://a.example.com/cb]\n',
    });
    expect(configuration.read_as).toBe('a configuration of Authelia');
    expect(configuration.diagnoses).toEqual([
      expect.objectContaining({
        id: 'authelia-key-misspelt:6',
        side: 'provider',
        cause: expect.stringMatching(/^Line 6\./),
      }),
    ]);
  });

  it.each([
    ['latchkey-probe 1 begin\nurl: https://auth.example.com', 'its end is missing'],
    ['name: ok 192.0.2.2\nlatchkey-probe 1 end', 'its beginning is missing'],
    ['Error response from daemon: No such container: memos', 'docker ps'],
  ])('that the container command left is said to be that, wherever it is pasted: %#', async (text, told) => {
    const { handle } = await connected();
    const pasted = await host.must('explain.text', { text, handle });
    expect(pasted).toMatchObject({ diagnoses: [], said: { text: expect.stringContaining(told) } });
    expect(await host.call('probe.paste', { handle, app: 'romm', output: text })).toMatchObject({
      error: { code: 'not-understood', message: pasted.said?.text },
    });
  });

  it('of the container command becomes a check', async () => {
    const { handle } = await connected();
    const asked = await host.must('probe.command', { handle, app: 'romm' });
    expect(asked.command).toContain('auth.example.com');
    expect(asked.container).toBe('romm');
    expect(await host.call('probe.paste', { handle, app: 'romm', output: 'no such thing' })).toMatchObject({
      error: { code: 'not-understood' },
    });
  });
});

describe('for somebody who helps', () => {
  it('there is one text with versions, the workspace and the end of the log, without what is secret', async () => {
    await host.close();
    host = testHost({ logTail: () => '2026-01-02 asked with client_secret=hunter2hunter2\n2026-01-02 bug' });
    expect(await host.host.supportText()).toMatch(
      /^==== about\.txt\nLatchkey \d.*\n[\s\S]*==== log\.txt\n[\s\S]*bug\n$/,
    );
    await connected();
    const text = await host.host.supportText();
    expect(text).toContain('https://romm.example.com');
    expect(text).toContain('client_secret=[redacted]');
    expect(text).not.toContain('hunter2');
  });
});

describe('the list of recent files', () => {
  it('is shown in the menu at once, and can be emptied without losing what has no file', async () => {
    await host.close();
    const shown: string[][] = [];
    host = testHost({ showRecent: (recent) => shown.push(recent.map(({ name }) => name)) });
    await host.must('workspace.new', { name: 'No file yet' });
    writeFileSync(
      path.join(out, 'home.latchkey'),
      'latchkey: 1\nid: 0d7c6a52-9a55-4b0e-8b0e-3b3a4d1e5f60\nname: Home\n',
    );
    expect(await host.host.openFile(path.join(out, 'home.latchkey'))).toBeUndefined();
    expect(shown.at(-1)).toContain('Home');
    const before = shown.at(-1)!;
    await host.host.forgetRecent();
    expect(shown.at(-1)).not.toContain('Home');
    expect(shown.at(-1)).toEqual(before.filter((name) => name !== 'Home'));
    expect(readFileSync(path.join(out, 'home.latchkey'), 'utf8')).toContain('Home');
  });
});
