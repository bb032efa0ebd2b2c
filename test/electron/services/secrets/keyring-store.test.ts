import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { dataFolder } from '../../../../electron/services/files/data-folder.ts';
import { collectSecrets } from '../../../../electron/services/secrets/bag.ts';
import type { Keyring } from '../../../../electron/services/secrets/keyring-process.ts';
import { KeyringStore } from '../../../../electron/services/secrets/keyring-store.ts';
import { openMemoryStore } from '../../../../electron/services/secrets/store.ts';
import { fail, ok } from '../../../../shared/result.ts';
import type { SecretPurpose } from '../../../../shared/secrets.ts';
import type { Workspace } from '../../../../shared/workspace/types.ts';

vi.mock('node:os', async (load) => {
  const real = await load<typeof import('node:os')>();
  return { ...real, homedir: vi.fn(real.homedir) };
});

let base: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'latchkey-store-'));
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

const AT = '2026-01-02T03:04:05.000Z';
const name = (owner: string, purpose: SecretPurpose = 'client_secret', workspace = 'lab') => ({
  workspace,
  owner,
  purpose,
});
const PLANTED = fail('keychain-locked', 'planned');

/** A keychain in memory, instead of the system's: its entries, what was asked of it, and its next failure. */
class FakeKeyring implements Keyring {
  readonly entries = new Map<string, string>();
  readonly asked: string[] = [];
  /** The number of calls that succeed before one fails. */
  healthy = Number.POSITIVE_INFINITY;
  /** Called before each answer: another program at work. */
  meanwhile: (call: string) => void = () => {};

  async #call<T>(call: string, answer: () => T) {
    this.asked.push(call);
    this.meanwhile(call);
    this.healthy -= 1;
    return this.healthy === -1 ? PLANTED : ok(answer());
  }
  get = (service: string, account: string) =>
    this.#call(`get ${account}`, () => this.entries.get(`${service} ${account}`));
  set = (service: string, account: string, value: string) =>
    this.#call<void>(`set ${account}`, () => void this.entries.set(`${service} ${account}`, value));
  delete = (service: string, account: string) =>
    this.#call(`delete ${account}`, () => this.entries.delete(`${service} ${account}`));
  accounts = (service: string) =>
    this.#call('search', () =>
      [...this.entries.keys()]
        .filter((key) => key.startsWith(`${service} `))
        .map((key) => key.slice(service.length + 1)),
    );
  helper: () => Promise<number | undefined> = async () => undefined;
  close = () => {};

  /** The entries of the workspace. */
  get of() {
    return Object.fromEntries([...this.entries].map(([key, value]) => [key.replace('latchkey/', ''), value]));
  }
}
const storeOf = (keyring: Keyring, platform: NodeJS.Platform = 'linux', partSize?: number) =>
  new KeyringStore(keyring, platform, () => new Date(AT), partSize, join(base, 'locks'));
const start = (platform?: NodeJS.Platform, partSize?: number) => {
  const keyring = new FakeKeyring();
  return { keyring, store: storeOf(keyring, platform, partSize) };
};
/** Something to wait for, and the way to let it happen. */
function signal() {
  let give = () => {};
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  return { give: () => give(), given };
}
const line = (owner: string, purpose = 'client_secret', origin = 'generated') =>
  `${owner} ${purpose} ${origin} ${AT}\n`;
const listed = (owner: string, purpose: SecretPurpose = 'client_secret', origin = 'generated') => ({
  ...name(owner, purpose),
  origin,
  changedAt: AT,
});

describe('what the store is', () => {
  it.each([
    ['linux', 'secret-service', 'system keychain (Secret Service)'],
    ['freebsd', 'secret-service', 'system keychain (Secret Service)'],
    ['darwin', 'macos-keychain', 'macOS keychain'],
    ['win32', 'windows-credential-manager', 'Windows Credential Manager'],
  ] as const)('%s: %s', (platform, kind, label) => {
    expect(start(platform).store).toMatchObject({ kind, label });
  });
});

describe('the workspaces that have something', () => {
  const keyring = new FakeKeyring();
  it.each([
    ['the keychain', () => storeOf(keyring)],
    ['memory', () => openMemoryStore()],
  ])('%s lists them until all of one is forgotten', async (_kind, open) => {
    const store = open();
    expect(await store.workspaces()).toEqual({ ok: true, value: [] });
    await store.set(name('memos', 'client_secret', 'second'), 'm');
    await store.set(name('memos', 'client_secret', 'first'), 'm');
    await store.set(name('romm', 'client_secret', 'first'), 'm');
    expect(await store.workspaces()).toEqual({ ok: true, value: ['first', 'second'] });
    await store.forget('first', ['romm']);
    await store.get(name('memos', 'client_secret', 'third'));
    expect(await store.workspaces()).toEqual({ ok: true, value: ['first', 'second'] });
    await store.forget('first');
    expect(await store.workspaces()).toEqual({ ok: true, value: ['second'] });
    await store.set(name('memos', 'client_secret', 'first'), 'again');
    expect(await store.workspaces()).toEqual({ ok: true, value: ['first', 'second'] });
  });

  it('are known to the next program, also if the first ended in the middle', async () => {
    const { keyring: broken, store } = start();
    broken.healthy = 1;
    expect(await store.set(name('memos'), 'm')).toEqual(PLANTED);
    expect(await storeOf(broken).workspaces()).toEqual({ ok: true, value: ['lab'] });
  });

  it('are noted by their id alone, and nothing else there is taken for one', async () => {
    const { store } = start();
    const folder = join(base, 'in-keychain');
    for (const value of ['m', 'again']) await store.set(name('memos'), value);
    expect(statSync(join(folder, 'lab')).size).toBe(0);
    if (process.platform !== 'win32') expect(statSync(join(folder, 'lab')).mode & 0o777).toBe(0o600);
    writeFileSync(join(folder, 'no id!'), '');
    expect(await store.workspaces()).toEqual({ ok: true, value: ['lab'] });
    rmSync(folder, { recursive: true });
    expect(await store.forget('lab')).toEqual({ ok: true, value: 1 });
    writeFileSync(folder, '');
    expect(await store.workspaces()).toMatchObject({ ok: false, error: { code: 'file-not-a-folder' } });
  });

  it('are noted again after another program forgot them', async () => {
    const { keyring: shared, store } = start();
    const other = storeOf(shared);
    await store.set(name('memos'), 'm');
    await other.forget('lab');
    expect(await store.workspaces()).toEqual({ ok: true, value: [] });
    await store.set(name('memos'), 'again');
    expect(await other.workspaces()).toEqual({ ok: true, value: ['lab'] });
  });

  it('nothing is kept that could not be noted', async () => {
    const { keyring: empty, store } = start();
    writeFileSync(join(base, 'in-keychain'), 'a file in the way');
    expect(await store.set(name('memos'), 'm')).toMatchObject({ ok: false });
    expect(empty.entries.size).toBe(0);
  });
});

describe('what stands in the keychain', () => {
  it('one entry per secret, and one that lists the names in order', async () => {
    const { keyring, store } = start();
    expect(await store.get(name('memos'))).toEqual({ ok: true, value: undefined });
    expect(await store.set(name('romm'), 'r', 'provided')).toEqual({ ok: true });
    expect(await store.set(name('memos'), 'm')).toEqual({ ok: true });
    expect(await store.set(name('home', 'hmac_secret'), 'h')).toEqual({ ok: true });
    expect(keyring.of).toEqual({
      'lab romm/client_secret': 'r',
      'lab memos/client_secret': 'm',
      'lab home/hmac_secret': 'h',
      'lab .index': line('home', 'hmac_secret') + line('memos') + line('romm', 'client_secret', 'provided'),
    });
    expect(await store.get(name('memos'))).toEqual({ ok: true, value: 'm' });
    expect(await store.set(name('memos'), 'm2', 'provided')).toEqual({ ok: true });
    expect(await store.list('lab')).toEqual({
      ok: true,
      value: [
        listed('home', 'hmac_secret'),
        listed('memos', 'client_secret', 'provided'),
        listed('romm', 'client_secret', 'provided'),
      ],
    });
    expect(await store.delete(name('memos'))).toEqual({ ok: true, value: true });
    expect(await store.delete(name('memos'))).toEqual({ ok: true, value: false });
    expect(await store.forget('lab')).toEqual({ ok: true, value: 2 });
    expect(keyring.of).toEqual({});
  });

  it('nothing of a value that is too big', async () => {
    const { keyring, store } = start();
    expect(await store.set(name('memos'), 'x'.repeat(16_385))).toMatchObject({
      error: { code: 'secret-too-big' },
    });
    expect(keyring.of).toEqual({});
  });

  it('the name before the value, so that no value is without a name', async () => {
    const { keyring, store } = start();
    await store.set(name('memos'), 'm');
    expect(keyring.asked.filter((call) => call.startsWith('set'))).toEqual([
      'set .index',
      'set memos/client_secret',
    ]);
  });

  it('a name that is deleted stays in no list, and an unlisted value is deleted without a change of it', async () => {
    const { keyring, store } = start();
    await store.set(name('memos'), 'm');
    keyring.entries.set('latchkey/lab romm/client_secret', 'r');
    keyring.asked.length = 0;
    expect(await store.delete(name('romm'))).toEqual({ ok: true, value: true });
    expect(keyring.asked.some((call) => call.startsWith('set'))).toBe(false);
    expect(keyring.of['lab .index']).toBe(line('memos'));
  });
});

describe('values that are split', () => {
  const KEY = 'lab memos/client_secret';
  it.each([
    ['12345', { [KEY]: '12345' }],
    ['', { [KEY]: '' }],
    ['123456', { [KEY]: 'latchkey-parts:2:a', [`${KEY}#a0`]: '12345', [`${KEY}#a1`]: '6' }],
    ['1234🔑6', { [KEY]: 'latchkey-parts:2:a', [`${KEY}#a0`]: '1234', [`${KEY}#a1`]: '🔑6' }],
    ['1234567890', { [KEY]: 'latchkey-parts:2:a', [`${KEY}#a0`]: '12345', [`${KEY}#a1`]: '67890' }],
  ])('%s', async (value, entries) => {
    const { keyring, store } = start('win32', 5);
    await store.set(name('memos'), value);
    const kept = Object.entries(keyring.of).filter(([key]) => key.startsWith(KEY));
    expect(Object.fromEntries(kept)).toEqual(entries);
    expect(await store.get(name('memos'))).toEqual({ ok: true, value });
  });

  it('use the other side each time, leave nothing of the former one, and go as a whole', async () => {
    const { keyring, store } = start('win32', 5);
    const accounts = () =>
      Object.keys(keyring.of)
        .filter((key) => key.startsWith(`${KEY}`))
        .map((key) => key.slice(KEY.length));
    for (const [value, parts] of [
      ['123456', ['', '#a0', '#a1']],
      ['abcdefghijk', ['#b0', '#b1', '#b2', '']],
      ['654321', ['', '#a0', '#a1']],
      ['short', ['']],
      ['123456', ['', '#a0', '#a1']],
    ] as const) {
      await store.set(name('memos'), value);
      expect(accounts().sort()).toEqual([...parts].sort());
      expect(await store.get(name('memos'))).toEqual({ ok: true, value });
    }
    await store.delete(name('memos'));
    expect(keyring.of).toEqual({});
  });

  it('are those of more than 1200 characters on Windows, and elsewhere only what looks like a split one', async () => {
    const long = 'x'.repeat(1201);
    for (const [platform, value, parts] of [
      ['win32', 'x'.repeat(1200), 0],
      ['win32', long, 2],
      ['linux', long, 0],
      ['darwin', long, 0],
      ['linux', 'latchkey-parts:3:a', 1],
      ['linux', 'latchkey-parts:999:b', 1],
      ['linux', 'latchkey-parts:1000:a', 0],
      ['linux', 'latchkey-parts:3:c', 0],
      ['linux', 'latchkey-parts::a', 0],
      ['linux', 'latchkey-parts:x:a', 0],
      ['linux', 'xlatchkey-parts:3:a', 0],
      ['linux', 'latchkey-parts:3:ax', 0],
    ] as const) {
      const { keyring, store } = start(platform);
      await store.set(name('memos'), value);
      expect([value, Object.keys(keyring.of).filter((key) => key.includes('#')).length]).toEqual([
        value,
        parts,
      ]);
      expect(await store.get(name('memos'))).toEqual({ ok: true, value });
    }
  });

  it('with a missing part are a failure, unless another program has just replaced them', async () => {
    const { keyring, store } = start('win32', 5);
    await store.set(name('memos'), '1234567');
    keyring.entries.delete('latchkey/lab memos/client_secret#a1');
    expect(await store.get(name('memos'))).toEqual(
      fail(
        'keychain-failed',
        'A part of memos/client_secret is missing in the keychain. Rotate or forget this secret, then render again.',
      ),
    );
    keyring.meanwhile = (call) => {
      if (call.endsWith('#a1')) keyring.entries.set('latchkey/lab memos/client_secret', 'new');
    };
    expect(await store.get(name('memos'))).toEqual({ ok: true, value: 'new' });
  });
});

describe('the list', () => {
  it('takes in what it lacks and drops what is gone, where the system can be searched', async () => {
    for (const platform of ['linux', 'win32', 'darwin'] as const) {
      const { keyring, store } = start(platform);
      await store.set(name('memos'), 'm');
      await store.set(name('romm'), 'r');
      keyring.entries.delete('latchkey/lab romm/client_secret');
      for (const account of ['kestra/client_secret', 'home/jwk', 'a/unknown', 'b/client_secret/c', 'plain'])
        keyring.entries.set(`latchkey/lab ${account}`, 'x');
      for (const account of ['d/client_secret#a0', '/client_secret', 'client_secret'])
        keyring.entries.set(`latchkey/lab ${account}`, 'x');
      const before = keyring.of['lab .index'];
      const value =
        platform === 'darwin'
          ? [listed('memos'), listed('romm')]
          : [listed('kestra', 'client_secret', 'found'), listed('memos')];
      expect(await store.list('lab')).toEqual({ ok: true, value });
      const index = line('kestra', 'client_secret', 'found') + line('memos');
      expect(keyring.of['lab .index']).toBe(platform === 'darwin' ? before : index);
    }
  });

  it('is compared once in a process, and not written if it is right', async () => {
    const { keyring, store } = start();
    await store.set(name('memos'), 'm');
    keyring.asked.length = 0;
    await store.list('lab');
    expect(keyring.asked).toEqual(['get .index', 'search']);
    await store.list('lab');
    expect(keyring.asked).toEqual(['get .index', 'search', 'get .index']);
    await store.list('other');
    expect(keyring.asked.slice(3)).toEqual(['get .index', 'search']);
  });

  it('keeps a name that a search does not find, if its value is there', async () => {
    const { keyring, store } = start();
    await store.set(name('memos'), 'm');
    const { accounts } = keyring;
    keyring.accounts = async (service) => ((await accounts(service)).ok ? ok([]) : PLANTED);
    expect(await store.list('lab')).toEqual({ ok: true, value: [listed('memos')] });
  });

  it('skips lines that it does not understand', async () => {
    const { keyring, store } = start('darwin');
    keyring.entries.set(
      'latchkey/lab .index',
      [
        ...[line('memos'), line('a', 'unknown'), line('b', 'client_secret', 'rotated'), '\n'],
        ...['c client_secret generated\n', ' client_secret generated x\n', 'd\n'],
        ...[line('e', 'client_secret', 'provided'), line('f', 'client_secret', 'found')],
      ].join(''),
    );
    expect(await store.list('lab')).toEqual({
      ok: true,
      value: [
        listed('memos'),
        listed('e', 'client_secret', 'provided'),
        listed('f', 'client_secret', 'found'),
      ],
    });
  });
});

describe('forgetting', () => {
  const fill = async (platform?: NodeJS.Platform) => {
    const { keyring, store } = start(platform, 200);
    await store.set(name('memos'), 'a long value'.repeat(20));
    await store.set(name('romm'), 'r');
    await store.set(name('memos', 'client_secret', 'other'), 'o');
    for (const account of ['memos/unknown', 'memos/gone#b0', 'romm/gone#b7', 'plain', 'plain#a0'])
      keyring.entries.set(`latchkey/lab ${account}`, 'x');
    return { keyring, store };
  };
  const OTHER = ['other .index', 'other memos/client_secret'];

  it('takes all of one owner, also what no list has', async () => {
    const { keyring, store } = await fill();
    expect(await store.forget('lab', ['memos'])).toEqual({ ok: true, value: 2 });
    expect(Object.keys(keyring.of).sort()).toEqual([
      ...['lab .index', 'lab plain', 'lab plain#a0', 'lab romm/client_secret', 'lab romm/gone#b7'],
      ...OTHER,
    ]);
    expect(keyring.of['lab .index']).toBe(line('romm'));
  });

  it('takes all of the workspace and nothing of another one', async () => {
    const { keyring, store } = await fill();
    expect(await store.forget('lab')).toEqual({ ok: true, value: 3 });
    expect(Object.keys(keyring.of).sort()).toEqual(['lab plain', ...OTHER]);
  });

  it('counts no name whose value is gone', async () => {
    const { keyring, store } = start();
    await store.set(name('memos'), 'm');
    keyring.entries.delete('latchkey/lab memos/client_secret');
    expect(await store.forget('lab')).toEqual({ ok: true, value: 0 });
    expect(keyring.of).toEqual({});
  });

  it('nobody takes nothing', async () => {
    const { keyring, store } = await fill();
    const before = keyring.of;
    expect(await store.forget('lab', [])).toEqual({ ok: true, value: 0 });
    expect(keyring.of).toEqual(before);
  });

  it('goes by the list alone where a search is refused on macOS, and nowhere else', async () => {
    for (const platform of ['darwin', 'linux'] as const) {
      const { keyring, store } = await fill(platform);
      keyring.accounts = async () => PLANTED;
      const forgotten = await store.forget('lab');
      expect(forgotten).toEqual(platform === 'darwin' ? { ok: true, value: 2 } : PLANTED);
      expect(keyring.entries.has('latchkey/lab memos/client_secret')).toBe(platform === 'linux');
    }
  });
});

it.each([
  ['memos/client_secret#a0', 0],
  ['memos/client_secret#b12', 0],
  ['memos/client_secret#b123', 0],
  ['memos/client_secret#c0', 1],
  ['memos/client_secret#a', 1],
  ['memos/client_secret#a0b', 1],
  ['memos/client_secret#a1234', 1],
])('forgetting counts secrets, not the parts of one: %s', async (account, count) => {
  const { keyring, store } = start();
  keyring.entries.set(`latchkey/lab ${account}`, 'x');
  expect(await store.forget('lab', ['memos'])).toEqual({ ok: true, value: count });
  expect(keyring.of).toEqual({});
});

describe('a keychain that fails at any step', () => {
  const OLD = 'the old value '.repeat(20);
  const NEW = 'the new value '.repeat(40);
  const work: readonly (readonly [string, (store: KeyringStore) => Promise<unknown>])[] = [
    ['a new value', (store) => store.set(name('new'), NEW)],
    ['another value', (store) => store.set(name('memos'), NEW)],
    ['a short value', (store) => store.set(name('memos'), 'short')],
    [
      'several values',
      (store) =>
        store.setAll('lab', [
          { ...name('new'), value: NEW, origin: 'generated' },
          { ...name('memos'), value: NEW, origin: 'provided' },
        ]),
    ],
    ['reading', (store) => store.get(name('memos'))],
    ['deleting', (store) => store.delete(name('memos'))],
    ['deleting the last', (store) => store.delete(name('romm'))],
    ['listing', (store) => store.list('lab')],
    ['forgetting', (store) => store.forget('lab')],
    ['forgetting one', (store) => store.forget('lab', ['memos'])],
  ];
  it.each(work)('%s: says so, and no value is half or without a name', async (what, run) => {
    for (let healthy = 0; ; healthy += 1) {
      const { keyring, store } = start('win32', 200);
      await store.set(name('memos'), OLD);
      if (what !== 'deleting the last') await store.set(name('romm'), 'r');
      keyring.entries.set('latchkey/lab found/client_secret', 'f');
      keyring.entries.set('latchkey/lab memos/client_secret#b9', 'rest');
      keyring.healthy = healthy;
      const result = await run(store);
      const finished = keyring.healthy >= 0;
      if (!finished) expect([healthy, result]).toEqual([healthy, PLANTED]);
      keyring.healthy = Number.POSITIVE_INFINITY;
      const kept = await store.get(name('memos'));
      const parts = /forgetting|deleting$/.test(what);
      if (!parts || kept.ok) expect([OLD, NEW, 'short', undefined]).toContain(kept.ok && kept.value);
      for (const owner of ['memos', 'romm', 'new'])
        if (keyring.entries.has(`latchkey/lab ${owner}/client_secret`))
          expect([healthy, keyring.of['lab .index']]).toEqual([
            healthy,
            expect.stringContaining(`${owner} client_secret`),
          ]);
      if (!finished) continue;
      expect(result).toMatchObject({ ok: true });
      expect(healthy).toBeGreaterThan(0);
      return;
    }
  });

  const failAt = (keyring: FakeKeyring, at: string, count = 1) => {
    let seen = 0;
    keyring.meanwhile = (call) => {
      if (call === at) seen += 1;
      keyring.healthy = call === at && seen === count ? 0 : Number.POSITIVE_INFINITY;
    };
  };

  it('a value that could not be deleted is still whole', async () => {
    const { keyring, store } = start('win32', 200);
    await store.set(name('memos'), OLD);
    failAt(keyring, 'delete memos/client_secret');
    expect(await store.delete(name('memos'))).toEqual(PLANTED);
    expect(await store.get(name('memos'))).toEqual({ ok: true, value: OLD });
  });

  it('a name is not dropped because its value could not be read', async () => {
    const { keyring, store } = start();
    await store.set(name('memos'), 'm');
    keyring.accounts = async () => ok([]);
    failAt(keyring, 'get memos/client_secret');
    expect(await store.list('lab')).toEqual(PLANTED);
    expect(keyring.of['lab .index']).toBe(line('memos'));
  });

  it('a value whose part is missing is not called so before it was read again', async () => {
    const { keyring, store } = start('win32', 200);
    await store.set(name('memos'), OLD);
    keyring.entries.delete('latchkey/lab memos/client_secret#a1');
    failAt(keyring, 'get memos/client_secret', 2);
    expect(await store.get(name('memos'))).toEqual(PLANTED);
  });

  it('a value that could not be written stays out of the list', async () => {
    const { keyring, store } = start();
    await store.set(name('romm'), 'r');
    keyring.meanwhile = (call) => {
      keyring.healthy = call === 'set memos/client_secret' ? 0 : Number.POSITIVE_INFINITY;
    };
    expect(await store.set(name('memos'), 'm')).toEqual(PLANTED);
    expect(keyring.of['lab .index']).toBe(line('romm'));
  });
});

describe('several values at once', () => {
  const values = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
      ...name(`app${String(index).padStart(3, '0')}`),
      value: `v${index}`,
      origin: 'generated' as const,
    }));

  it('are listed once, before the first of them is written', async () => {
    const { keyring, store } = start();
    await store.set(name('memos'), 'm');
    keyring.asked.length = 0;
    expect(await store.setAll('lab', values(100))).toEqual({ ok: true });
    const written = keyring.asked.filter((call) => call.startsWith('set'));
    expect(written.filter((call) => call === 'set .index')).toHaveLength(1);
    expect(written[0]).toBe('set .index');
    expect(keyring.of['lab .index']).toBe(
      values(100)
        .map(({ owner }) => line(owner))
        .join('') + line('memos'),
    );
    expect(await store.get(name('app099'))).toEqual({ ok: true, value: 'v99' });
  });

  it('that could not all be written: the list has those that were, and what it had before', async () => {
    const { keyring, store } = start();
    await store.set(name('app001'), 'former', 'provided');
    keyring.meanwhile = (call) => {
      keyring.healthy = call === 'set app001/client_secret' ? 0 : Number.POSITIVE_INFINITY;
    };
    expect(await store.setAll('lab', values(3))).toEqual(PLANTED);
    expect(keyring.of['lab .index']).toBe(line('app000') + line('app001', 'client_secret', 'provided'));
    expect(keyring.of['lab app001/client_secret']).toBe('former');
    expect(keyring.of['lab app002/client_secret']).toBeUndefined();
  });

  it('are none if one is too big', async () => {
    const { keyring, store } = start();
    const tooBig = { ...name('memos'), value: 'x'.repeat(16_385), origin: 'generated' as const };
    expect(await store.setAll('lab', [...values(1), tooBig])).toMatchObject({
      error: { code: 'secret-too-big' },
    });
    expect(keyring.of).toEqual({});
  });

  it('of a first rendering: the list is written for groups of apps, and no value is ever without a name', async () => {
    const { keyring, store } = start();
    const apps = Array.from({ length: 100 }, (_, index) => `app${index}`);
    const workspace: Workspace = {
      latchkey: 1,
      id: 'lab',
      providers: { home: { kind: 'authentik', url: 'https://id.example.com' } },
      apps: Object.fromEntries(
        apps.map((id) => [id, { kind: 'romm', url: `https://${id}.example.com`, provider: 'home' }]),
      ),
    };
    const unlisted: string[] = [];
    keyring.meanwhile = (call) => {
      const account = /^set (.+)\/(.+)$/.exec(call);
      if (account && !keyring.of['lab .index']?.includes(`${account[1]} ${account[2]} `)) unlisted.push(call);
    };
    expect(await collectSecrets(workspace, apps, store)).toMatchObject({ ok: true });
    expect(unlisted).toEqual([]);
    const written = keyring.asked.filter((call) => call.startsWith('set'));
    expect(written.filter((call) => call !== 'set .index')).toHaveLength(200);
    // Once for each new value, it was written 200 times.
    expect(written.filter((call) => call === 'set .index').length).toBeLessThanOrEqual(4);
  });
});

describe('the locks', () => {
  it('are the same for all programs of the user', async () => {
    vi.mocked(homedir).mockReturnValue(base);
    const folder = join(dataFolder(process.platform, {}, base), 'locks');
    const keyring = new FakeKeyring();
    await new KeyringStore(keyring, 'linux', () => new Date(AT)).exclusive('lab', async () => {
      expect(existsSync(join(folder, 'lab'))).toBe(true);
      if (process.platform !== 'win32') expect(statSync(folder).mode & 0o777).toBe(0o700);
      return ok(undefined);
    });
    vi.mocked(homedir).mockReset();
  });

  it('that cannot be made are told, and nothing is changed', async () => {
    writeFileSync(join(base, 'locks'), '');
    const { keyring, store } = start();
    const refused = await store.set(name('memos'), 'm');
    expect(refused).toMatchObject({ error: { code: 'file-not-a-folder' } });
    // The folder that is in the way, not one in it.
    expect(refused.ok ? '' : `${refused.error.message} ${refused.error.detail}`).not.toContain(
      join(base, 'locks', 'lab'),
    );
    expect(keyring.asked).toEqual([]);
  });

  it('let several changes at once lose nothing', async () => {
    const { keyring, store } = start();
    const owners = ['a', 'b', 'c', 'd', 'e'];
    await store.exclusive('lab', async () => {
      await Promise.all(owners.map((owner) => store.set(name(owner), owner)));
      return ok(undefined);
    });
    expect(keyring.of['lab .index']).toBe(owners.map((owner) => line(owner)).join(''));
  });

  it('are held by the helper process too, which may be at work after its program was killed', async () => {
    const { keyring, store } = start();
    const holders = async () => {
      let claims: string[] = [];
      await store.exclusive('lab', async () => {
        claims = readdirSync(join(base, 'locks', 'lab'));
        return ok(undefined);
      });
      return claims;
    };
    expect(await holders()).toHaveLength(1);
    keyring.helper = async () => process.ppid;
    // Elsewhere the system's own lock says who lives, and no program can take it for another.
    if (process.platform === 'linux')
      expect((await holders()).map((claim) => claim.split('-')[2]).sort()).toEqual(
        [`${process.pid}`, `${process.ppid}`].sort(),
      );
  });

  it('of one workspace stop no other one', async () => {
    const { keyring, store } = start('darwin');
    const gate = signal();
    const { set } = keyring;
    keyring.set = async (service, ...rest) => {
      if (service === 'latchkey/lab') await gate.given;
      return set(service, ...rest);
    };
    const waiting = store.set(name('memos'), 'm');
    expect(await store.set(name('romm', 'client_secret', 'other'), 'r')).toEqual({ ok: true });
    expect(await store.list('other')).toMatchObject({ ok: true, value: [{ owner: 'romm' }] });
    gate.give();
    expect(await waiting).toEqual({ ok: true });
  });

  it('a list shows no name whose value is still being written', async () => {
    const { keyring, store } = start('darwin');
    const gate = signal();
    const { set } = keyring;
    keyring.set = async (service, account, value) => {
      if (account === '.index') return set(service, account, value);
      gate.give();
      await new Promise((resolve) => setTimeout(resolve, 20));
      return PLANTED;
    };
    const written = store.set(name('memos'), 'm');
    await gate.given;
    expect(await store.list('lab')).toEqual({ ok: true, value: [] });
    expect(await written).toEqual(PLANTED);
  });
});

describe('while another program is at work in the workspace', () => {
  /**
   * Holds the lock as another program does, with a memory of its own, until that many seconds have passed; and lets
   * the time pass with every look at the clock.
   */
  async function hold(untilS: number, stepS: number) {
    vi.resetModules();
    const { withLock } = await import('../../../../electron/services/files/lock.ts');
    mkdirSync(join(base, 'locks'));
    const began = signal();
    const over = signal();
    const clock = { passedS: 0 };
    const held = withLock(
      join(base, 'locks', 'lab'),
      async () => {
        began.give();
        await over.given;
      },
      () => {
        throw new Error('The lock was taken.');
      },
    );
    await Promise.race([began.given, held]);
    const start = performance.now();
    vi.spyOn(performance, 'now').mockImplementation(() => {
      clock.passedS += stepS;
      if (clock.passedS > untilS) over.give();
      return start + 1000 * clock.passedS;
    });
    const end = async () => {
      over.give();
      await held;
    };
    return { clock, end };
  }
  afterEach(() => void vi.restoreAllMocks());

  it('a list is given after seconds as it stands, and is compared the next time', async () => {
    const { keyring, store } = start();
    keyring.entries.set('latchkey/lab .index', line('memos'));
    const { clock, end } = await hold(60, 0.5);
    expect(await store.list('lab')).toEqual({ ok: true, value: [listed('memos')] });
    expect(keyring.asked).toEqual(['get .index']);
    expect(clock.passedS).toBeLessThan(5);
    await end();
    expect(await store.list('lab')).toEqual({ ok: true, value: [] });
    expect(keyring.asked).toContain('search');
  });

  const changes: readonly (readonly [string, (store: KeyringStore) => Promise<unknown>])[] = [
    ['a new value', (store) => store.set(name('memos'), 'm')],
    ['deleting', (store) => store.delete(name('memos'))],
    ['forgetting', (store) => store.forget('lab')],
    ['one step', (store) => store.exclusive('lab', () => store.set(name('memos'), 'm'))],
  ];
  it.each(changes)('%s waits for minutes', async (_, run) => {
    const { store } = start();
    const { end } = await hold(200, 10);
    expect(await run(store)).toMatchObject({ ok: true });
    await end();
  });

  it.each(changes)('%s changes nothing if that never ends, and says so', async (_, run) => {
    const { keyring, store } = start();
    keyring.entries.set('latchkey/lab memos/client_secret', 'old');
    const before = keyring.of;
    const { end } = await hold(Number.POSITIVE_INFINITY, 50);
    expect(await run(store)).toMatchObject({ ok: false, error: { code: 'lock-busy' } });
    expect(keyring.asked).toEqual([]);
    expect(keyring.of).toEqual(before);
    await end();
  });
});
