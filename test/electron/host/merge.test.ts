import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHost } from '../../../electron/host/create-host.ts';
import { undoMerge } from '../../../electron/services/files/merge-files.ts';
import { SECRET_MASK } from '../../../shared/host/deliverables.ts';
import type { MergeSide, MergeView } from '../../../shared/host/merge.ts';
import type { AppEntry, ProviderEntry } from '../../../shared/workspace/types.ts';
import { type TestHost, testHost } from '../../helpers/test-host.ts';

const AUTHELIA: ProviderEntry = { kind: 'authelia', url: 'https://auth.example.com', version: '4.39' };
const MEMOS: AppEntry = {
  kind: 'memos',
  url: 'https://memos.example.com',
  provider: 'home',
  version: '0.30',
};
const ROMM: AppEntry = { kind: 'romm', url: 'https://romm.example.com', provider: 'home', version: '5.2' };
const KESTRA: AppEntry = {
  kind: 'kestra',
  url: 'https://flows.example.com',
  provider: 'home',
  version: '1.3',
};

const PLANTED = 'PLANTEDsecretOfThePerson7Zr2mX9v';
/** As people have it: comments, CRLF, and secrets of all kinds near what changes. */
const CONFIGURATION = [
  '# my Authelia',
  'session:',
  `  secret: '${PLANTED}session'`,
  'identity_providers:',
  '  oidc:',
  `    hmac_secret: '${PLANTED}hmac'`,
  '    jwks:',
  '      - key: |',
  '          -----BEGIN PRIVATE KEY-----',
  `          ${PLANTED}key`,
  '          -----END PRIVATE KEY-----',
  '    clients:',
  "      - client_id: 'mine'  # do not touch",
  `        client_secret: '$plaintext$${PLANTED}client'`,
  "        redirect_uris: ['https://mine.example.com/cb']",
  '        scopes: [openid]',
  `        # password: ${PLANTED}comment`,
  '',
].join('\r\n');

let host: TestHost;
let home: string;
let handle: string;
beforeEach(async () => {
  host = testHost();
  home = mkdtempSync(path.join(tmpdir(), 'latchkey-merge-'));
  handle = await connected(host, { memos: MEMOS, romm: ROMM, flows: KESTRA });
}, 30_000);
afterEach(async () => {
  // No secret left the host, neither the person's nor ours.
  for (const shown of [...host.seen, ...host.log]) {
    expect(shown).not.toContain('PLANTED');
    for (const value of await ourSecrets()) expect(shown.includes(value)).toBe(false);
  }
  await host.close();
  rmSync(home, { recursive: true, force: true });
});

async function ourSecrets(): Promise<string[]> {
  const view = await host.host.gate.call(
    'workspace.current',
    { handle },
    { page: 'x', signal: new AbortController().signal },
  );
  const id = (view as { value: { workspace: { id: string } } }).value.workspace.id;
  const listed = await host.store.list(id);
  if (!listed.ok) throw new Error('no list');
  const values: string[] = [];
  for (const name of listed.value) {
    if (name.purpose === 'client_id') continue;
    const value = await host.store.get(name);
    if (value.ok && value.value !== undefined) values.push(value.value);
  }
  return values;
}

async function connected(at: TestHost, apps: Record<string, AppEntry>, entry = AUTHELIA): Promise<string> {
  let view = await at.must('workspace.new', { name: 'Home' });
  for (const change of [
    { op: 'put-provider' as const, id: 'home', entry },
    ...Object.entries(apps).map(([id, one]) => ({ op: 'put-app' as const, id, entry: one })),
  ])
    view = await at.must('workspace.update', { handle: view.handle, revision: view.revision, change });
  return view.handle;
}

const file = (name: string, text: string | Uint8Array): string => {
  const full = path.join(home, name);
  mkdirSync(path.dirname(full), { recursive: true });
  writeFileSync(full, text);
  return full;
};
const read = (name: string): string => readFileSync(path.join(home, name), 'utf8');
const choose = (side: MergeSide, app: string, ...paths: string[]) =>
  host.call('merge.choose', { handle, app, side, what: 'files', paths });
async function shown(side: MergeSide, app: string, ...paths: string[]): Promise<MergeView> {
  return host.must('merge.choose', { handle, app, side, what: 'files', paths });
}
const linesOf = (view: MergeView, kind: 'new' | 'gone' | 'same', at = 0): string[] =>
  view.files[at]!.hunks.flatMap(({ lines }) => lines.filter((one) => one.kind === kind)).map(
    ({ text }) => text,
  );

describe('merging into the provider’s file', () => {
  it('is shown, written after a backup, does nothing twice, and is undone to the byte after a restart', async () => {
    const target = file('configuration.yml', CONFIGURATION);
    const view = await shown('provider', 'memos', target);
    expect(read('configuration.yml')).toBe(CONFIGURATION);
    expect(view.files[0]).toMatchObject({ path: target, backup: `${target}.bak-1`, removed: 0 });
    expect(linesOf(view, 'new').join('\n')).toMatch(/client_id: 'memos.*redirect_uris/s);
    expect(linesOf(view, 'new').join('\n')).toContain(SECRET_MASK);
    expect(linesOf(view, 'new').join('\n')).not.toContain('romm');
    expect(view.by_hand).toEqual([]);

    const { merged } = await host.must('merge.write', {
      handle,
      app: 'memos',
      side: 'provider',
      merge: view.merge,
    });
    expect(merged).toMatchObject([
      { side: 'provider', path: target, backup: `${target}.bak-1`, state: 'undoable' },
    ]);
    const after = read('configuration.yml');
    for (const line of CONFIGURATION.split('\r\n')) expect(after).toContain(line);
    expect(after).toContain('\\x24pbkdf2-sha512\\x24');
    expect(after.replaceAll('\r\n', '')).not.toContain('\n');
    expect(read('configuration.yml.bak-1')).toBe(CONFIGURATION);

    const again = await host.must('merge.again', {
      handle,
      app: 'memos',
      side: 'provider',
      rename: false,
      keys: false,
    });
    expect(again.files[0]!.hunks).toEqual([]);
    expect(again.files[0]).not.toHaveProperty('backup');
    const twice = await host.must('merge.write', {
      handle,
      app: 'memos',
      side: 'provider',
      merge: again.merge,
    });
    expect(twice.merged).toHaveLength(1);
    expect(readdirSync(home).sort()).toEqual(['configuration.yml', 'configuration.yml.bak-1']);

    // Another program, with the same folder and workspace.
    const saved = path.join(home, 'home.latchkey.yaml');
    await host.must('workspace.save-as', { handle, path: saved });
    const later = createHost({
      folder: host.folder,
      platform: { ...platformOf(), paths: 'typed' },
      log: () => {},
      openStore: async () => ({ ok: true, value: host.store }),
    });
    const ask = async (name: string, input: unknown) => {
      const answer = await later.gate.call(name, input, { page: 'x', signal: new AbortController().signal });
      host.seen.push(JSON.stringify(answer));
      return answer as { ok: true; value: Record<string, unknown> };
    };
    const opened = (await ask('workspace.open', { path: saved })).value as unknown as { handle: string };
    const place = { handle: opened.handle, app: 'memos' };
    expect((await ask('merge.merged', place)).value).toMatchObject({ merged: [{ state: 'undoable' }] });
    // What was chosen before can be read again without choosing.
    const reread = await ask('merge.again', { ...place, side: 'provider', rename: false, keys: false });
    expect(reread.value).toMatchObject({ files: [{ path: target, hunks: [] }] });
    expect((await ask('merge.undo', { ...place, side: 'provider', file: target })).value).toEqual({
      merged: [],
    });
    expect(readFileSync(target).equals(Buffer.from(CONFIGURATION))).toBe(true);
    await later.close();
  });

  it('takes a folder, and refuses to undo what another app came after', async () => {
    file('conf/a.yml', 'theme: dark\n');
    const clients = file('conf/b.yml', CONFIGURATION);
    const view = await shown('provider', 'memos', path.join(home, 'conf'));
    expect(view.files.map(({ path: one, hunks }) => [path.basename(one), hunks.length > 0])).toEqual([
      ['a.yml', false],
      ['b.yml', true],
    ]);
    await host.must('merge.write', { handle, app: 'memos', side: 'provider', merge: view.merge });
    const other = await shown('provider', 'romm', path.join(home, 'conf'));
    await host.must('merge.write', { handle, app: 'romm', side: 'provider', merge: other.merge });
    const both = read('conf/b.yml');
    expect((await host.must('merge.merged', { handle, app: 'memos' })).merged[0]!.state).toBe('followed');
    expect(
      await host.call('merge.undo', { handle, app: 'memos', side: 'provider', file: clients }),
    ).toMatchObject({ error: { code: 'changed-meanwhile' } });
    expect(read('conf/b.yml')).toBe(both);
    await host.must('merge.undo', { handle, app: 'romm', side: 'provider', file: clients });
    await host.must('merge.undo', { handle, app: 'memos', side: 'provider', file: clients });
    expect(read('conf/b.yml')).toBe(CONFIGURATION);
  });

  it('says the lines and the place where it can’t edit safely, and copies them with their secrets', async () => {
    const target = file('configuration.yml', 'identity_providers:\n  oidc:\n    clients: {{ secret "x" }}\n');
    const view = await shown('provider', 'romm', target);
    expect(view.files[0]!.hunks).toEqual([]);
    const index = view.by_hand.findIndex(({ lines }) => lines.join().includes('client_id'));
    expect(view.by_hand[index]).toMatchObject({
      file: target,
      line: 3,
      where: 'identity_providers.oidc.clients',
      copy: 'host',
    });
    const copied = await host.host.gate.call(
      'secrets.copy',
      { handle, target: { kind: 'by-hand', app: 'romm', side: 'provider', merge: view.merge, index } },
      { page: 'x', signal: new AbortController().signal },
    );
    const { value } = (copied as { value: { value: string } }).value;
    expect(value).toMatch(/client_secret: .*pbkdf2-sha512.{60}/);
    expect(value).not.toContain(SECRET_MASK);
    expect(view.by_hand[index]!.lines.join('\n')).toContain(SECRET_MASK);
    // Only what is shown can be copied.
    writeFileSync(target, '# other\n');
    expect(
      await host.call('secrets.copy', {
        handle,
        target: { kind: 'by-hand', app: 'romm', side: 'provider', merge: view.merge, index },
      }),
    ).toMatchObject({ error: { code: 'no-such-deliverable' } });
  });

  it('offers new names and missing keys as options, and does both when asked', async () => {
    const old = "identity_providers:\n  oidc:\n    clients:\n      - id: 'memos-old'\n        secret: 'x'\n";
    const target = file('configuration.yml', old.replace('memos-old', await clientIdOf('memos')));
    const view = await shown('provider', 'memos', target);
    expect([...view.offers].sort()).toEqual(['keys', 'rename']);
    expect(view.notes.join()).not.toContain('--');
    const more = await host.must('merge.again', {
      handle,
      app: 'memos',
      side: 'provider',
      rename: true,
      keys: true,
    });
    expect(more.offers).toEqual([]);
    expect(more.options).toEqual({ rename: true, keys: true });
    expect(linesOf(more, 'new').join('\n')).toMatch(/client_id:/);
    expect(linesOf(more, 'new').join('\n')).toContain(`hmac_secret: ${SECRET_MASK}`);
    await host.must('merge.write', { handle, app: 'memos', side: 'provider', merge: more.merge });
    expect(read('configuration.yml')).toContain('-----BEGIN PRIVATE KEY-----');
  });
});

async function clientIdOf(app: string): Promise<string> {
  await host.must('secrets.generate', { handle, app });
  const { deliverables } = await host.must('deliverables.preview', { handle, app });
  return /client_id: '?([\w-]+)/.exec(
    JSON.stringify(deliverables.flatMap((one) => (one.form === 'file' ? one.lines : []))),
  )![1]!;
}

const platformOf = () => ({
  host: 'browser' as const,
  askForWorkspace: async () => undefined,
  askWhereToSave: async () => undefined,
  askForFolder: async () => undefined,
  askForFiles: async () => undefined,
  takeDropped: () => [],
  handOver: async () => ({
    ok: true as const,
    value: { by: 'download' as const, url: '/api/download/x', name: 'x' },
  }),
  copySecret: async () => false,
  openOutside: async () => ({ ok: true as const, value: 'page' as const }),
  applySettings: () => {},
  noteRecent: () => {},
  showRecent: () => {},
  logTail: () => '',
  quit: () => {},
});

describe('merging into the app’s files', () => {
  const cases: readonly (readonly [name: string, app: string, before: string, after: RegExp])[] = [
    [
      '.env',
      'romm',
      '# mine\nDB_PASSWD=PLANTEDdb\nOIDC_ENABLED=false\n',
      /^# mine\nDB_PASSWD=PLANTEDdb\nOIDC_ENABLED=true\n.*OIDC_CLIENT_SECRET=\w{20}/s,
    ],
    [
      'compose.yml',
      'romm',
      'services:\n  romm:\n    image: x # pinned\n    environment:\n      - DB_PASSWD=PLANTEDdb\n',
      /image: x # pinned.*- DB_PASSWD=PLANTEDdb\n.*- ["']?OIDC_ENABLED=true/s,
    ],
    [
      'compose.yaml',
      'flows',
      'services:\n  kestra:\n    environment:\n      KESTRA_CONFIGURATION: |\n        datasources:\n          postgres:\n            password: PLANTEDdb\n',
      /password: PLANTEDdb\n.*micronaut:/s,
    ],
    [
      'application.yml',
      'flows',
      'datasources:\n  postgres:\n    password: PLANTEDdb\n',
      /password: PLANTEDdb\n.*micronaut:/s,
    ],
  ];
  it.each(cases)('%s of %s gets its lines and comes back to the byte', async (name, app, before, after) => {
    const target = file(name, before);
    const view = await shown('app', app, target);
    expect(view.by_hand).toEqual([]);
    expect(view.files[0]!.added).toBeGreaterThan(0);
    await host.must('merge.write', { handle, app, side: 'app', merge: view.merge });
    expect(read(name)).toMatch(after);
    expect((await shown('app', app, target)).files[0]!.hunks).toEqual([]);
    await host.must('merge.undo', { handle, app, side: 'app', file: target });
    expect(read(name)).toBe(before);
  });

  it.each([
    ['immich', '{}'],
    ['headscale', '# mine\n'],
    ['synapse', '# mine\n'],
    ['nextcloud', '<?php\n'],
    ['gitlab', '# mine\n'],
    ['jupyterhub', '# mine\n'],
  ])(
    'the own file of %s is merged and comes back, or its lines are shown and copied',
    async (kind, before) => {
      handle = await connected(host, {
        it: {
          kind,
          url: `https://${kind}.example.com`,
          provider: 'home',
          ...(kind === 'immich' ? { settings: { config_file: true } } : {}),
        },
      });
      const asIt = { handle, app: 'it', side: 'app' as const };
      await host.must('secrets.generate', { handle, app: 'it' });
      const { deliverables } = await host.must('deliverables.preview', { handle, app: 'it' });
      const own = deliverables.find((one) => one.kind === 'app-config' && one.side === 'app')!;
      const target = file(path.basename(own.path), before);
      const view = await host.must('merge.choose', { ...asIt, what: 'files', paths: [target] });
      expect(view.sources).toEqual([own.path]);
      if (view.by_hand.length > 0) {
        expect(['nextcloud', 'gitlab', 'jupyterhub']).toContain(kind);
        expect(view.files[0]!.hunks).toEqual([]);
        expect(view.by_hand[0]!.file).toBe(target);
        // What holds a secret is copied through the host.
        const isMasked = view.by_hand[0]!.lines.join().includes(SECRET_MASK);
        expect(isMasked).toBe(kind !== 'nextcloud');
        expect(view.by_hand[0]!.copy).toBe(isMasked ? 'host' : 'page');
      } else {
        const { merged } = await host.must('merge.write', { ...asIt, merge: view.merge });
        expect(merged).toMatchObject([{ path: target, sources: [own.path] }]);
        const again = await host.must('merge.again', { ...asIt, rename: false, keys: false });
        expect(again.files[0]!.hunks).toEqual([]);
        await host.must('merge.undo', { ...asIt, file: target });
      }
      expect(readFileSync(target, 'utf8')).toBe(before);
    },
  );

  it('asks which service of a compose file is the app', async () => {
    const target = file('compose.yml', 'services:\n  db: {}\n  games:\n    environment: {}\n');
    const asked = await choose('app', 'romm', target);
    expect(asked).toMatchObject({ error: { code: 'which-service', detail: 'db\ngames' } });
    const view = await host.must('merge.again', {
      handle,
      app: 'romm',
      side: 'app',
      rename: false,
      keys: false,
      service: 'games',
    });
    expect(view.options.service).toBe('games');
    await host.must('merge.write', { handle, app: 'romm', side: 'app', merge: view.merge });
    expect(read('compose.yml')).toMatch(
      /^services:\n {2}db: \{\}\n {2}games:\n {4}environment:.*OIDC_ENABLED/s,
    );
  });

  it('says that a file gets a secret that every user can read', async () => {
    const target = file('.env', '');
    chmodSync(target, 0o644);
    expect((await shown('app', 'romm', target)).files[0]!.exposed).toBe(true);
    chmodSync(target, 0o600);
    expect((await shown('app', 'romm', target)).files[0]!.exposed).toBe(false);
  });
});

describe('a merge is refused, and nothing is written,', () => {
  const well = (): string => file('configuration.yml', CONFIGURATION);
  it('if the file or the app has changed since it was shown', async () => {
    const target = well();
    const view = await shown('provider', 'memos', target);
    writeFileSync(target, `${CONFIGURATION}# mine\r\n`);
    const write = { handle, app: 'memos', side: 'provider' as const, merge: view.merge };
    expect(await host.call('merge.write', write)).toMatchObject({ error: { code: 'changed-meanwhile' } });
    expect(read('configuration.yml')).toBe(`${CONFIGURATION}# mine\r\n`);
    const next = await shown('provider', 'memos', target);
    const now = await host.must('workspace.current', { handle });
    await host.must('workspace.update', {
      handle,
      revision: now.revision,
      change: { op: 'put-app', id: 'memos', entry: { ...MEMOS, url: 'https://other.example.com' } },
    });
    expect(await host.call('merge.write', { ...write, merge: next.merge })).toMatchObject({
      error: { code: 'changed-meanwhile' },
    });
    // Nor is something written that was never shown, or for another side.
    for (const wrong of [{ merge: 'x' }, { side: 'app' as const }, { app: 'romm' }])
      expect(await host.call('merge.write', { ...write, merge: next.merge, ...wrong })).toMatchObject({
        error: { code: 'changed-meanwhile' },
      });
    expect(readdirSync(home)).toEqual(['configuration.yml']);
  });

  it.each([
    ['no.yml', undefined, 'file-refused'],
    ['twice.yml', 'theme: a\nidentity_providers: {}\nidentity_providers: {}\n', 'file-refused'],
    ['list.yml', '- a\n', 'file-refused'],
    ['broken.yml', 'a: [\n', 'file-refused'],
    [
      'bomb.yml',
      `a: &a [x]\n${Array.from({ length: 40 }, (_, n) => `b${n}: &b${n} [${'*a,'.repeat(9)}*a]\n`).join('')}`,
      undefined,
    ],
    ['nested.yml', `${'['.repeat(50_000)}`, 'file-refused'],
    ['big.yml', `# ${'x'.repeat(9 << 20)}`, 'file-refused'],
    ['latin.yml', new Uint8Array([0x61, 0xff, 0xfe]), 'file-refused'],
  ] as const)('if %s is no configuration', async (name, text, code) => {
    const target = text === undefined ? path.join(home, name) : file(name, text);
    const began = process.cpuUsage();
    const answer = await choose('provider', 'memos', target);
    expect(process.cpuUsage(began).user).toBeLessThan(4_000_000);
    if (code === undefined) expect(answer.ok || answer.error.code.startsWith('file-')).toBe(true);
    else expect(answer).toMatchObject({ error: { code } });
    if (text !== undefined) expect(readFileSync(target).equals(Buffer.from(text))).toBe(true);
  });

  it('if the app is not set in such a file', async () => {
    expect(await choose('app', 'romm', file('a.toml', ''))).toMatchObject({ error: { code: 'file-unfit' } });
    expect(await choose('app', 'romm', file('a.txt', ''))).toMatchObject({ error: { code: 'file-unfit' } });
  });

  it('if no whole path was typed, nothing was chosen before, or there is no such app', async () => {
    expect(await choose('app', 'romm', 'compose.yml')).toMatchObject({
      error: { code: 'path-not-absolute' },
    });
    expect(
      await host.call('merge.choose', { handle, app: 'romm', side: 'app', what: 'files' }),
    ).toMatchObject({
      error: { code: 'path-needed' },
    });
    expect(
      await host.call('merge.again', { handle, app: 'romm', side: 'app', rename: false, keys: false }),
    ).toMatchObject({ error: { code: 'no-files-chosen' } });
    expect(await host.call('merge.merged', { handle, app: 'nobody' })).toMatchObject({
      error: { code: 'no-such-app' },
    });
  });

  it.skipIf(process.getuid?.() === 0)('if the folder can’t be written', async () => {
    const target = file('locked/configuration.yml', CONFIGURATION);
    const view = await shown('provider', 'memos', target);
    chmodSync(path.dirname(target), 0o500);
    expect(
      await host.call('merge.write', { handle, app: 'memos', side: 'provider', merge: view.merge }),
    ).toMatchObject({ error: { code: 'write-failed' } });
    chmodSync(path.dirname(target), 0o700);
    expect(read('locked/configuration.yml')).toBe(CONFIGURATION);
  });

  it('and undo touches only what was written for this side of this app', async () => {
    const target = well();
    const view = await shown('provider', 'memos', target);
    await host.must('merge.write', { handle, app: 'memos', side: 'provider', merge: view.merge });
    const after = read('configuration.yml');
    const undo = { handle, app: 'memos', side: 'provider' as const, file: target };
    for (const wrong of [
      { app: 'romm' },
      { side: 'app' as const },
      { file: `${target}.bak-1` },
      { file: '/etc/passwd' },
    ])
      expect(await host.call('merge.undo', { ...undo, ...wrong })).toMatchObject({
        error: { code: 'nothing-to-undo' },
      });
    writeFileSync(target, `${after}# mine\n`);
    expect((await host.must('merge.merged', { handle, app: 'memos' })).merged[0]!.state).toBe('changed');
    expect(await host.call('merge.undo', undo)).toMatchObject({ error: { code: 'changed-meanwhile' } });
    rmSync(target);
    expect((await host.must('merge.merged', { handle, app: 'memos' })).merged[0]!.state).toBe('gone');
    writeFileSync(target, after);
    rmSync(`${target}.bak-1`);
    expect((await host.must('merge.merged', { handle, app: 'memos' })).merged[0]!.state).toBe('gone');
    expect(await host.call('merge.undo', undo)).toMatchObject({ error: { code: 'nothing-to-undo' } });
    writeFileSync(`${target}.bak-1`, CONFIGURATION);
    // The command line has the same notes.
    expect((await undoMerge(target, host.folder)).ok).toBe(true);
    expect((await host.must('merge.merged', { handle, app: 'memos' })).merged).toEqual([]);
  });
});

describe('where the host asks for files itself', () => {
  it('no path of a page’s is used', async () => {
    const target = file('configuration.yml', CONFIGURATION);
    const asked: string[] = [];
    const desktop = testHost({
      paths: 'dialog',
      askForFiles: async () => {
        asked.push('files');
        return [target];
      },
      askForFolder: async () => {
        asked.push('folder');
        return undefined;
      },
    });
    const at = await connected(desktop, { memos: MEMOS });
    const input = { handle: at, app: 'memos', side: 'provider' as const, paths: ['/etc/passwd'] };
    const view = await desktop.must('merge.choose', { ...input, what: 'files' });
    expect(view.files.map((one) => one.path)).toEqual([target]);
    expect(await desktop.call('merge.choose', { ...input, what: 'folder' })).toMatchObject({
      error: { code: 'cancelled' },
    });
    expect(asked).toEqual(['files', 'folder']);
    expect(desktop.seen.join()).not.toContain('PLANTED');
    await desktop.close();
  });
});

describe('what was dropped on the window', () => {
  it('is merged into where it lies, once for each drop', async () => {
    const target = file('configuration.yml', CONFIGURATION);
    let waiting: readonly string[] = [target];
    const desktop = testHost({
      paths: 'dialog',
      takeDropped: () => {
        const files = waiting;
        waiting = [];
        return files;
      },
    });
    const at = await connected(desktop, { memos: MEMOS });
    const input = { handle: at, app: 'memos', side: 'provider' as const, what: 'dropped' as const };
    const view = await desktop.must('merge.choose', input);
    expect(view).toMatchObject({ place: 'disk', files: [{ path: target, backup: `${target}.bak-1` }] });
    expect(await desktop.call('merge.choose', { ...input, paths: ['/etc/passwd'] })).toMatchObject({
      error: { code: 'no-files-chosen' },
    });
    await desktop.must('merge.write', { handle: at, app: 'memos', side: 'provider', merge: view.merge });
    expect(read('configuration.yml')).toContain('client_id');
    expect(desktop.seen.join()).not.toContain('PLANTED');
    await desktop.close();
  });
});

describe('a text whose file the page doesn’t know', () => {
  const texts = [{ name: 'configuration.yml', text: CONFIGURATION }];
  const input = () => ({ handle, app: 'memos', side: 'provider' as const });

  it('is shown with the change, and handed over or copied as a whole, never written', async () => {
    const view = await host.must('merge.choose', { ...input(), what: 'texts', texts });
    expect(view.place).toBe('page');
    expect(view.files[0]).not.toHaveProperty('backup');
    expect(linesOf(view, 'new').join('\n')).toContain(SECRET_MASK);
    expect(await host.call('merge.write', { ...input(), merge: view.merge })).toMatchObject({
      error: { code: 'no-files-chosen' },
    });
    await host.must('merge.take', { ...input(), merge: view.merge, index: 0 });
    const [{ name, bytes }] = host.handed as [(typeof host.handed)[number]];
    const text = Buffer.from(bytes).toString();
    expect(name).toBe('configuration.yml');
    for (const line of CONFIGURATION.split('\r\n')) expect(text).toContain(line);
    expect(text).toMatch(/client_id: 'memos/);
    // Copied, it is the same, and goes through the host; it is no answer that is shown.
    const { seen } = host;
    const before = seen.length;
    const target = {
      kind: 'merged' as const,
      app: 'memos',
      side: 'provider' as const,
      merge: view.merge,
      file: 0,
    };
    const copied = await host.must('secrets.copy', { handle, target });
    expect(copied).toMatchObject({ by: 'page' });
    seen.splice(before);
    if (copied.by === 'page')
      expect(copied.value.replaceAll(/[\w./$\\-]{40,}/g, '…')).toBe(text.replaceAll(/[\w./$\\-]{40,}/g, '…'));
    expect(readdirSync(home)).toEqual([]);
  });

  it('is refused if it is another one, or nothing of the kind', async () => {
    const view = await host.must('merge.choose', { ...input(), what: 'texts', texts });
    expect(await host.call('merge.choose', { ...input(), what: 'texts' })).toMatchObject({
      error: { code: 'no-files-chosen' },
    });
    for (const [merge, at] of [
      ['other', 0],
      [view.merge, 1],
    ] as const)
      expect(await host.call('merge.take', { ...input(), merge, index: at })).toMatchObject({
        error: { code: 'changed-meanwhile' },
      });
    const again = await host.must('merge.again', { ...input(), rename: true, keys: false });
    expect(again.place).toBe('page');
    // A file on the disk is written, not handed over.
    const disk = await shown('provider', 'memos', file('configuration.yml', CONFIGURATION));
    expect(await host.call('merge.take', { ...input(), merge: disk.merge, index: 0 })).toMatchObject({
      error: { code: 'changed-meanwhile' },
    });
  });
});
