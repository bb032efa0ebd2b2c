import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openMemoryStore } from '../../../../electron/services/secrets/keychain.ts';
import { keyringFailure } from '../../../../electron/services/secrets/keyring-failure.ts';
import { bundle } from '../bundle.ts';
import { inSession, keyringTitle, noKeyring } from './real-keyring.ts';

const secret = (owner: string, workspace = 'lab') =>
  ({ workspace, owner, purpose: 'client_secret' }) as const;

describe.skipIf(noKeyring !== undefined)(keyringTitle('a real gnome-keyring'), () => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-bundle-'));
  let entry: string;
  beforeAll(async () => {
    // One bundle of everything that a script needs; the keyring library stays external, as in the product.
    const source = join(import.meta.dirname, 'fixtures/keychain-entry.ts');
    entry = await bundle(source, folder);
    symlinkSync(join(import.meta.dirname, '../../../../node_modules'), join(folder, 'node_modules'));
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  }, 60_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const HELPERS = `
    import { execFileSync } from 'node:child_process';
    const say = (value) => console.log(JSON.stringify(value ?? null));
    const code = (result) => (result.ok ? 'ok' : result.error.code);
    const secret = (owner, workspace = 'lab') => ({ workspace, owner, purpose: 'client_secret' });
    const lock = () => execFileSync('dbus-send', ['--session', '--print-reply', '--dest=org.freedesktop.secrets',
      '/org/freedesktop/secrets', 'org.freedesktop.Secret.Service.Lock',
      'array:objpath:/org/freedesktop/secrets/collection/login'], { stdio: 'ignore' });
    const search = (account) => execFileSync('secret-tool', ['lookup', 'service', 'latchkey/lab', 'username', account], { encoding: 'utf8' });`;
  const session = (script: string, options?: Parameters<typeof inSession>[1]) =>
    inSession(
      `import { openKeychain, connectKeyring, startInPlace, KeyringStore } from ${JSON.stringify(entry)};${HELPERS}\n${script}`,
      options,
    );

  it('keeps, changes, lists and forgets', () => {
    const [opened, ...rest] = session(`
      const store = (await openKeychain()).value;
      say([store.kind, store.label]);
      say(await store.get(secret('memos')));
      say(await store.set(secret('memos'), 'first'));
      say(await store.set(secret('memos'), 'second', 'provided'));
      say(await store.set({ workspace: 'lab', owner: 'home', purpose: 'hmac_secret' }, 'x'));
      say(await store.get(secret('memos')));
      say((await store.list('lab')).value.map(({ owner, purpose, origin, changedAt }) => [owner, purpose, origin, !Number.isNaN(Date.parse(changedAt))]));
      say(await store.delete(secret('memos')));
      say(await store.delete(secret('memos')));
      say((await store.list('lab')).value.length);
      say(await store.delete({ workspace: 'lab', owner: 'home', purpose: 'hmac_secret' }));
      say((await store.list('lab')).value);`);
    expect(opened).toEqual(['secret-service', 'system keychain (Secret Service)']);
    expect(rest).toEqual([
      { ok: true },
      { ok: true },
      { ok: true },
      { ok: true },
      { ok: true, value: 'second' },
      [
        ['home', 'hmac_secret', 'generated', true],
        ['memos', 'client_secret', 'provided', true],
      ],
      { ok: true, value: true },
      { ok: true, value: false },
      1,
      { ok: true, value: true },
      [],
    ]);
  });

  it('is the same after a restart of the program, and readable by the system’s own tools', () => {
    const answers = session(`
      const first = (await openKeychain()).value;
      await first.set(secret('memos'), 'kept');
      const again = (await openKeychain()).value;
      say(await again.get(secret('memos')));
      say((await again.list('lab')).value.map(({ owner }) => owner));
      let seen = 'no secret-tool';
      try { seen = search('memos/client_secret'); } catch (error) { if (error.code !== 'ENOENT') throw error; }
      say(seen);`);
    expect(answers.slice(0, 2)).toEqual([{ ok: true, value: 'kept' }, ['memos']]);
    expect(['kept', 'no secret-tool']).toContain(answers[2]);
  });

  it('keeps workspaces apart', () => {
    expect(
      session(`
        const store = (await openKeychain()).value;
        await store.set(secret('memos', 'lab'), 'of lab');
        await store.set(secret('memos', 'lab-2'), 'of lab-2');
        say((await store.get(secret('memos', 'lab'))).value);
        await store.delete(secret('memos', 'lab'));
        say((await store.get(secret('memos', 'lab-2'))).value);
        say([(await store.list('lab')).value.length, (await store.list('lab-2')).value.length, (await store.list('la')).value.length]);`),
    ).toEqual(['of lab', 'of lab-2', [0, 1, 0]]);
  });

  it('gives every character and every allowed size back', () => {
    const values = [
      '',
      ' ',
      'ä→ключ🔑',
      '"\'$`\\',
      '-----BEGIN PRIVATE KEY-----\nabc\n-----END-----\n',
      'latchkey-parts:3:a',
    ];
    const answers = session(`
      const store = (await openKeychain()).value;
      for (const value of [...${JSON.stringify(values)}, 'x'.repeat(16384), '🔑'.repeat(8192)]) {
        await store.set(secret('memos'), value);
        say((await store.get(secret('memos'))).value === value);
      }
      const big = await store.set(secret('memos'), 'y'.repeat(16385));
      say([code(big), JSON.stringify(big).includes('yyy')]);
      say((await store.get(secret('memos'))).value.length);`);
    expect(answers).toEqual([...values.map(() => true), true, true, ['secret-too-big', false], 16384]);
  });

  it('splits values up where the system takes only short ones', () => {
    const answers = session(`
      const keyring = connectKeyring(10000);
      const store = new KeyringStore(keyring, 'win32', () => new Date(0), 50);
      const values = ['short', 'x'.repeat(50), 'x'.repeat(51), '🔑'.repeat(333), 'latchkey-parts:1:b', 'z'.repeat(1000), 'short again'];
      for (const value of values) {
        const kept = await store.set(secret('memos'), value);
        const again = new KeyringStore(keyring, 'win32', () => new Date(0), 50);
        const got = await again.get(secret('memos'));
        say(got.value === value || [kept, got].map(({ error }) => error?.code ?? 'ok'));
      }
      await store.set(secret('memos'), 'q'.repeat(500));
      await store.delete(secret('memos'));
      const left = [];
      for (const side of 'ab') for (let i = 0; i < 25; i += 1) {
        for (const account of ['memos/client_secret', '.index']) {
          const part = await keyring.get('latchkey/lab', account + '#' + side + i);
          if (part.value !== undefined) left.push(account);
        }
      }
      say(left);
      say((await keyring.get('latchkey/lab', '.index')).value ?? 'no index');`);
    expect(answers).toEqual([...Array.from({ length: 7 }, () => true), [], 'no index']);
  });

  it('loses no name when several are set at once', () => {
    expect(
      session(`
        const store = (await openKeychain()).value;
        await Promise.all(Array.from({ length: 30 }, (_, i) => store.set(secret('app-' + i), 'v' + i)));
        say((await store.list('lab')).value.length);`),
    ).toEqual([30]);
  });

  it('loses no name when several programs set and forget at once', { timeout: 60_000 }, () => {
    const [listed, there, locks] = session(
      `
      import { spawn } from 'node:child_process';
      import { existsSync, readdirSync, writeFileSync } from 'node:fs';
      const other = process.env.HOME + '/other.mjs';
      writeFileSync(other, \`import { openKeychain } from ${JSON.stringify(entry)};
        const store = (await openKeychain()).value;
        for (let i = 0; i < 8; i += 1) {
          const owner = 'app' + process.argv[2] + '-' + i;
          const set = await store.set({ workspace: 'lab', owner, purpose: 'client_secret' }, owner);
          if (!set.ok) throw new Error(set.error.code);
          if (i % 4 === 3) await store.forget('lab', [owner]);
        }
        process.exit(0);\`);
      const codes = await Promise.all([1, 2, 3, 4].map((n) => new Promise((resolve) =>
        spawn(process.execPath, [other, String(n)], { stdio: ['ignore', 'ignore', 'inherit'] }).on('close', resolve))));
      if (codes.some((one) => one !== 0)) throw new Error('codes ' + codes);
      const store = (await openKeychain()).value;
      const keyring = connectKeyring(10000);
      say((await store.list('lab')).value.map(({ owner, origin }) => owner + ' ' + origin));
      say((await keyring.accounts('latchkey/lab')).value.sort());
      const locks = process.env.HOME + '/.config/latchkey/locks';
      say(existsSync(locks) ? readdirSync(locks) : 'none');`,
      { timeoutMs: 55_000 },
    ) as [string[], string[], string[]];
    const names = [1, 2, 3, 4].flatMap((n) => [0, 1, 2, 4, 5, 6].map((i) => `app${n}-${i}`)).sort();
    expect(listed).toEqual(names.map((name) => `${name} generated`));
    expect(there).toEqual(['.index', ...names.map((name) => `${name}/client_secret`)]);
    expect(locks).toEqual([]);
  });

  it('finds what its list does not name, drops what is gone, and forgets all of it', () => {
    expect(
      session(`
        const keyring = connectKeyring(10000);
        const put = (account, value = 'x') => keyring.set('latchkey/lab', account, value);
        // As two programs without a lock left it: entries without a line, and a line without an entry.
        await put('memos/client_secret'); await put('home/jwks_key'); await put('romm/client_id');
        await put('romm/of_a_newer_version'); await put('memos/client_secret#b1'); await put('.index#a0');
        await put('.index', 'romm client_id provided 2026-01-01T00:00:00.000Z\\ngone client_secret generated 2026-01-01T00:00:00.000Z\\n');
        await keyring.set('latchkey/lab-2', 'memos/client_secret', 'of another workspace');
        const store = (await openKeychain()).value;
        say((await store.list('lab')).value.map(({ owner, purpose, origin }) => [owner, purpose, origin].join(' ')));
        say((await keyring.get('latchkey/lab', '.index')).value.split('\\n').length);
        say(await store.forget('lab', ['memos']));
        say((await keyring.accounts('latchkey/lab')).value.sort());
        say(await store.forget('lab'));
        say((await keyring.accounts('latchkey/lab')).value);
        say((await keyring.accounts('latchkey/lab-2')).value);`),
    ).toEqual([
      ['home jwks_key found', 'memos client_secret found', 'romm client_id provided'],
      4,
      { ok: true, value: 1 },
      ['.index', '.index#a0', 'home/jwks_key', 'romm/client_id', 'romm/of_a_newer_version'],
      { ok: true, value: 3 },
      [],
      ['memos/client_secret'],
    ]);
  });

  it('locked, says so at once when nobody can be asked', () => {
    expect(
      session(`
        const store = (await openKeychain()).value;
        await store.set(secret('memos'), 'my-own-value');
        lock();
        const answers = [await store.get(secret('memos')), await store.set(secret('memos'), 'other-own-value'),
          await store.list('lab'), await store.delete(secret('memos')), await openKeychain()];
        say(answers.map(code));
        say(/own-value/.test(JSON.stringify(answers)));
        say(answers.every(({ error }) => /Unlock/.test(error.message)));`),
    ).toEqual([Array.from({ length: 5 }, () => 'keychain-locked'), false, true]);
  });

  it('locked, with a prompt that nobody answers, gives up in time and lets the program end', () => {
    const began = performance.now();
    const [answer, waited] = session(
      `
      const store = (await openKeychain({ timeoutMs: 1500 })).value;
      await store.set(secret('memos'), 'x');
      lock();
      const start = performance.now();
      let ticks = 0; setInterval(() => { ticks += 1; }, 10).unref();
      const result = await store.get(secret('memos'));
      say(result.error);
      say([performance.now() - start, ticks]);
      process.exit(0);`,
      { prompt: 'unanswered' },
    ) as [{ code: string; message: string }, [number, number]];
    expect(answer.code).toBe('keychain-no-answer');
    expect(answer.message).toMatch(/hasn’t answered for 2 seconds.*window/);
    expect(waited[0]).toBeLessThan(5000);
    expect(waited[1]).toBeGreaterThan(10);
    // The password prompt stays open for 25 s and more; the program doesn't wait for it.
    expect(performance.now() - began).toBeLessThan(15_000);
  });

  it('hung, neither blocks the program nor stays unusable once it is back', () => {
    expect(
      session(`
        const store = (await openKeychain({ timeoutMs: 1000 })).value;
        await store.set(secret('memos'), 'x');
        process.kill(Number(process.env.KEYRING_PID), 'SIGSTOP');
        let worst = 0, last = performance.now();
        setInterval(() => { worst = Math.max(worst, performance.now() - last); last = performance.now(); }, 10).unref();
        say(code(await store.get(secret('memos'))));
        say(code(await openKeychain({ timeoutMs: 1000 })));
        process.kill(Number(process.env.KEYRING_PID), 'SIGCONT');
        say(worst < 900);
        say(await store.get(secret('memos')));`),
    ).toEqual(['keychain-no-answer', 'keychain-no-answer', true, { ok: true, value: 'x' }]);
  });

  it.each([
    ['no D-Bus', { keyring: 'no-bus' }, 'keychain-unavailable', /Install and start GNOME Keyring/],
    [
      'a bus without a Secret Service',
      { keyring: 'none' },
      'keychain-unavailable',
      /Install and start GNOME Keyring/,
    ],
    ['a service without a keyring', { keyring: 'empty' }, 'keychain-unavailable', /create a keyring/],
    ['a bus that refuses', { denied: true }, 'keychain-denied', /refuses Latchkey the keychain/],
  ] as const)('%s: a code and what to do', (_, options, code, advice) => {
    const [answer] = session('say((await openKeychain({ timeoutMs: 10000 })).error);', options);
    expect(answer).toMatchObject({ code, message: expect.stringMatching(advice) });
  });

  it('works in place too, as it does inside Electron', () => {
    expect(
      session(`
        const store = new KeyringStore(connectKeyring(1500, startInPlace), 'linux', () => new Date(0));
        say(code(await store.set(secret('memos'), 'x')));
        say((await store.get(secret('memos'))).value);
        lock();
        say(code(await store.get(secret('memos'))));
        say((await store.list('lab')).ok);`),
    ).toEqual(['ok', 'x', 'keychain-locked', false]);
    expect(
      session(`say(code(await connectKeyring(1500, startInPlace).get('latchkey/lab', 'x')));`, {
        keyring: 'no-bus',
      }),
    ).toEqual(['keychain-unavailable']);
  });

  it('never falls back to the kernel’s keyring', () => {
    const [before, after] = session(
      `
      import { readFileSync } from 'node:fs';
      const keys = () => { try { return readFileSync('/proc/keys', 'utf8').split('\\n').filter((line) => line.includes('latchkey')); } catch { return []; } };
      const before = keys();
      await openKeychain({ timeoutMs: 10000 });
      say(before.length); say(keys().length);`,
      { keyring: 'no-bus' },
    );
    expect(after).toBe(before);
  });

  it('keeps values out of the arguments and the environment of its helper', () => {
    expect(
      session(`
        import { readdirSync, readFileSync } from 'node:fs';
        const store = (await openKeychain()).value;
        await store.set(secret('memos'), 'a-value-to-look-for');
        const shown = readdirSync('/proc').filter((name) => /^\\d+$/.test(name)).flatMap((pid) => ['cmdline', 'environ'].map((file) => {
          try { return readFileSync('/proc/' + pid + '/' + file, 'utf8'); } catch { return ''; } }));
        say(shown.some((text) => text.includes('@napi-rs/keyring')));
        say(shown.some((text) => text.includes('a-value-to-look-for')));`),
    ).toEqual([true, false]);
  });
});

describe('what the library says', () => {
  it.each([
    ['Couldn’t access platform storage: Secret Service: object locked', 'linux', 'keychain-locked'],
    ['Platform failure: User interaction is not allowed.', 'darwin', 'keychain-locked'],
    ['Platform failure: User canceled the operation.', 'darwin', 'keychain-denied'],
    ['Windows ERROR: Access is denied. (os error 5)', 'win32', 'keychain-denied'],
    [
      'A specified logon session does not exist. It may already have been terminated.',
      'win32',
      'keychain-unavailable',
    ],
    [
      "Attribute 'password encoded as UTF-16' is longer than platform limit of 2560 chars",
      'win32',
      'secret-too-big',
    ],
    ['something never heard of', 'linux', 'keychain-failed'],
  ] as const)('%s (%s) is %s', (said, platform, code) => {
    const { error } = keyringFailure(said, platform);
    expect(error.code).toBe(code);
    expect(error.message).toMatch(/^[A-Z].+\.$/);
  });
});

describe('the memory store', () => {
  it('is named for what it is and keeps nothing beyond itself', async () => {
    const store = openMemoryStore(() => new Date('2026-01-02T03:04:05Z'));
    expect([store.kind, store.label]).toEqual(['memory', 'memory, for this session only']);
    expect(store.label).not.toMatch(/key(chain|ring)/);
    await store.set(secret('romm'), 'r');
    await store.set(secret('memos'), 'm', 'provided');
    await store.set(secret('memos', 'other'), 'o');
    expect(await store.get(secret('memos'))).toEqual({ ok: true, value: 'm' });
    expect(await store.list('lab')).toEqual({
      ok: true,
      value: [
        { ...secret('memos'), origin: 'provided', changedAt: '2026-01-02T03:04:05.000Z' },
        { ...secret('romm'), origin: 'generated', changedAt: '2026-01-02T03:04:05.000Z' },
      ],
    });
    expect(await store.delete(secret('romm'))).toEqual({ ok: true, value: true });
    expect(await store.delete(secret('romm'))).toEqual({ ok: true, value: false });
    expect(await store.set(secret('memos'), 'x'.repeat(16_385))).toMatchObject({
      error: { code: 'secret-too-big' },
    });
    expect(await openMemoryStore().get(secret('memos'))).toEqual({ ok: true, value: undefined });
  });
});
