import { type ChildProcess, spawn } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  connectKeyring,
  type Keyring,
  startInPlace,
} from '../../../../electron/services/secrets/keyring-process.ts';

/** The native library's place: what it was asked, and what it does next. */
const native = vi.hoisted(() => ({
  entries: new Map<string, string>(),
  pinned: [] as unknown[],
  fault: undefined as unknown,
  hangs: false,
}));
vi.mock('@napi-rs/keyring', () => {
  const answer = async <T>(value: () => T): Promise<T> => {
    if (native.hangs) await new Promise(() => {});
    if (native.fault !== undefined) throw native.fault;
    return value();
  };
  return {
    AsyncEntry: class {
      readonly #key: string;
      constructor(service: string, account: string, options: unknown) {
        this.#key = `${service} ${account}`;
        native.pinned.push(options);
      }
      getPassword = () => answer(() => native.entries.get(this.#key));
      setPassword = (value: string) => answer(() => void native.entries.set(this.#key, value));
      deleteCredential = () => answer(() => native.entries.delete(this.#key));
    },
    findCredentialsAsync: (service: string) =>
      answer(() =>
        [...native.entries]
          .filter(([key]) => key.startsWith(`${service} `))
          .map(([key, password]) => ({ account: key.slice(service.length + 1), password })),
      ),
  };
});

/** A helper process that was not started: it does what the test says. */
class FakeChild extends EventEmitter {
  readonly pid = 4242;
  readonly channel = { unref: vi.fn() };
  readonly unref = vi.fn();
  readonly kill = vi.fn();
  readonly sent: { id: number; action: string; account: string; value?: string }[] = [];
  sendFails: Error | undefined;
  send(message: (typeof this.sent)[number], done: (error: Error | null) => void) {
    this.sent.push(message);
    done(this.sendFails ?? null);
  }
  answer(at: number, answer: unknown) {
    this.emit('message', { id: this.sent[at]!.id, answer });
  }
}
const children: FakeChild[] = [];
let spawnFails: Error | undefined;
vi.mock('node:child_process', async (load) => ({
  ...(await load<typeof import('node:child_process')>()),
  spawn: vi.fn(),
}));

beforeEach(() => {
  native.entries.clear();
  native.pinned.length = 0;
  native.fault = undefined;
  native.hangs = false;
  children.length = 0;
  spawnFails = undefined;
  vi.mocked(spawn).mockReset();
  vi.mocked(spawn).mockImplementation((() => {
    if (spawnFails) throw spawnFails;
    const child = new FakeChild();
    children.push(child);
    return child as unknown as ChildProcess;
  }) as unknown as typeof spawn);
});
afterEach(() => vi.unstubAllEnvs());

const CALLS: readonly (readonly [string, (keyring: Keyring) => Promise<unknown>])[] = [
  ['get', (keyring) => keyring.get('s', 'a')],
  ['set', (keyring) => keyring.set('s', 'a', 'v')],
  ['delete', (keyring) => keyring.delete('s', 'a')],
  ['accounts', (keyring) => keyring.accounts('s')],
];

const MISSING =
  'The keychain library can’t be loaded on this computer. Reinstall Latchkey, or go on without a keychain.';

describe('in the same process', () => {
  const keyring = () => connectKeyring(10_000, startInPlace);

  it('keeps, lists without values, and deletes, in the Secret Service and nowhere else on Linux', async () => {
    const one = keyring();
    expect(await one.get('s', 'a')).toEqual({ ok: true, value: undefined });
    expect(await one.set('s', 'a', 'v')).toEqual({ ok: true });
    expect(await one.set('s', 'empty', '')).toEqual({ ok: true });
    expect(await one.set('other', 'a', 'w')).toEqual({ ok: true });
    expect(await one.get('s', 'a')).toEqual({ ok: true, value: 'v' });
    expect(await one.get('s', 'empty')).toEqual({ ok: true, value: '' });
    expect(await one.accounts('s')).toEqual({ ok: true, value: ['a', 'empty'] });
    expect(await one.delete('s', 'a')).toEqual({ ok: true, value: true });
    expect(await one.delete('s', 'a')).toEqual({ ok: true, value: false });
    expect(await one.helper()).toBeUndefined();
    one.close();
    expect(spawn).not.toHaveBeenCalled();
    expect(native.pinned.length).toBeGreaterThan(5);
    for (const options of native.pinned) expect(options).toEqual({ linux: { store: 'secret-service' } });
  });

  it.each(CALLS)('%s says what the library says', async (_, run) => {
    for (const fault of [new Error('object locked\nmore'), 'object locked\nmore']) {
      native.fault = fault;
      expect(await run(keyring())).toMatchObject({
        ok: false,
        error: { code: 'keychain-locked', detail: 'object locked' },
      });
    }
  });

  it.each(CALLS)('%s without an answer is given up', async (_, run) => {
    native.hangs = true;
    expect(await run(connectKeyring(20, startInPlace))).toMatchObject({
      error: { code: 'keychain-no-answer', message: expect.stringContaining('answered for 0 seconds') },
    });
  });

  it.each(CALLS)('%s says that the library can’t be loaded', async (_, run) => {
    vi.resetModules();
    vi.doMock('@napi-rs/keyring', () => {
      throw new Error('no such library');
    });
    const { connectKeyring: connect, startInPlace: inPlace } = await import(
      '../../../../electron/services/secrets/keyring-process.ts'
    );
    expect(await run(connect(10_000, inPlace))).toEqual({
      ok: false,
      error: { code: 'keychain-unavailable', message: MISSING, detail: expect.stringMatching(/./) },
    });
    vi.doUnmock('@napi-rs/keyring');
  });

  it('is what the command line in Electron gets, and nothing else', async () => {
    Object.defineProperty(process.versions, 'electron', { value: '1', configurable: true });
    await connectKeyring(100).helper();
    expect(children.length).toBe(0);
    Reflect.deleteProperty(process.versions, 'electron');
    await connectKeyring(100).helper();
    expect(children.length).toBe(1);
  });
});

describe('in a helper process', () => {
  const keyring = (timeoutMs = 10_000) => connectKeyring(timeoutMs);

  it('starts it once, without NODE_OPTIONS, and does not wait for it at the end', async () => {
    vi.stubEnv('NODE_OPTIONS', '--inspect');
    vi.stubEnv('PLAIN', 'yes');
    const one = keyring();
    expect(await Promise.all([one.helper(), one.helper()])).toEqual([4242, 4242]);
    void one.get('s', 'a');
    expect(spawn).toHaveBeenCalledOnce();
    const [program, args, options] = vi.mocked(spawn).mock.calls[0]! as unknown as [
      string,
      string[],
      { env: Record<string, string> },
    ];
    expect([program, args[0], args.length]).toEqual([process.execPath, '-e', 2]);
    expect(args[1]).toContain('keyring');
    expect(options).toMatchObject({ stdio: ['ignore', 'ignore', 'ignore', 'ipc'], windowsHide: true });
    expect(options.env).toMatchObject({ PLAIN: 'yes' });
    expect(options.env).not.toHaveProperty('NODE_OPTIONS');
    expect(children[0]!.unref).toHaveBeenCalledOnce();
    expect(children[0]!.channel.unref).toHaveBeenCalledOnce();
  });

  it('gives each answer to its own question, in whatever order', async () => {
    const one = keyring();
    const waiting = Promise.all([
      one.get('s', 'a'),
      one.get('s', 'b'),
      one.set('s', 'c', 'v'),
      one.delete('s', 'd'),
      one.delete('s', 'e'),
      one.accounts('s'),
      one.accounts('s'),
    ]);
    const child = children[0]!;
    expect(child.sent.map(({ id: _, ...rest }) => rest)).toEqual([
      { action: 'get', service: 's', account: 'a' },
      { action: 'get', service: 's', account: 'b' },
      { action: 'set', service: 's', account: 'c', value: 'v' },
      { action: 'delete', service: 's', account: 'd' },
      { action: 'delete', service: 's', account: 'e' },
      { action: 'accounts', service: 's', account: '' },
      { action: 'accounts', service: 's', account: '' },
    ]);
    const values = ['A', null, null, true, false, ['x'], null];
    for (const at of [6, 3, 0, 5, 1, 4, 2]) child.answer(at, { ok: true, value: values[at] });
    expect(await waiting).toEqual([
      { ok: true, value: 'A' },
      { ok: true, value: undefined },
      { ok: true },
      { ok: true, value: true },
      { ok: true, value: false },
      { ok: true, value: ['x'] },
      { ok: true, value: [] },
    ]);
  });

  it('ignores an answer that comes twice, or to no question', async () => {
    const one = keyring();
    const [first, second] = [one.get('s', 'a'), one.get('s', 'b')];
    const child = children[0]!;
    child.answer(0, { ok: true, value: 'A' });
    child.answer(0, { ok: true, value: 'twice' });
    child.emit('message', { id: 99, answer: { ok: true, value: 'none' } });
    child.answer(1, { ok: true, value: 'B' });
    expect([await first, await second]).toEqual([
      { ok: true, value: 'A' },
      { ok: true, value: 'B' },
    ]);
  });

  it.each(CALLS)('%s: says what went wrong in it', async (_, run) => {
    const one = keyring();
    const [locked, missing] = [run(one), run(one)];
    children[0]!.answer(0, { ok: false, said: 'object locked' });
    children[0]!.answer(1, { ok: false, said: `${'x'.repeat(400)}\nmore`, missing: true });
    expect(await locked).toMatchObject({ error: { code: 'keychain-locked' } });
    expect(await missing).toEqual({
      ok: false,
      error: { code: 'keychain-unavailable', message: MISSING, detail: 'x'.repeat(300) },
    });
  });

  it('that can’t be started is a library that can’t be loaded', async () => {
    spawnFails = new Error('no such program\nmore');
    const one = keyring();
    expect(await one.helper()).toBeUndefined();
    expect(await one.get('s', 'a')).toEqual({
      ok: false,
      error: { code: 'keychain-unavailable', message: MISSING, detail: 'no such program' },
    });
  });

  it('that takes no question is told, and one without an answer is ended and started again', async () => {
    const one = keyring(20);
    const unsent = one.get('s', 'a');
    const first = children[0]!;
    first.sendFails = new Error('channel closed');
    expect(await one.get('s', 'b')).toMatchObject({
      error: { code: 'keychain-failed', detail: 'the helper process is gone' },
    });
    expect(await unsent).toMatchObject({
      error: {
        code: 'keychain-no-answer',
        message:
          'The keychain hasn’t answered for 0 seconds. It may be asking for its password in a window: answer there, then try again.',
      },
    });
    expect(first.kill).toHaveBeenCalledExactlyOnceWith('SIGKILL');
    const again = one.get('s', 'c');
    expect(children.length).toBe(2);
    children[1]!.answer(0, { ok: true, value: 'C' });
    expect(await again).toEqual({ ok: true, value: 'C' });
  });

  it.each(['exit', 'error'])(
    'that ends by itself (%s) ends what waits for it, and nothing later',
    async (event) => {
      const one = keyring();
      const waiting = one.get('s', 'a');
      children[0]!.emit(event, new Error('gone'));
      expect(await waiting).toMatchObject({
        error: { code: 'keychain-failed', detail: 'the helper process was ended' },
      });
      const later = one.get('s', 'b');
      children[0]!.emit(event, new Error('gone'));
      children[1]!.answer(0, { ok: true, value: 'B' });
      expect(await later).toEqual({ ok: true, value: 'B' });
      expect(children[1]!.kill).not.toHaveBeenCalled();
    },
  );

  it('is ended when the connection is closed', async () => {
    const one = keyring(3_000_000);
    one.close();
    const waiting = one.get('s', 'a');
    one.close();
    expect(children[0]!.kill).toHaveBeenCalledExactlyOnceWith('SIGKILL');
    expect(await waiting).toMatchObject({ ok: false });
  });
});
