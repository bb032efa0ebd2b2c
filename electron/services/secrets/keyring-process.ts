import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { fail, ok, type Result } from '../../../shared/result.ts';
import { keyringFailure } from './keyring-failure.ts';

/** The system's keyring as simple calls. Each text is identified by service and account. */
export interface Keyring {
  get(service: string, account: string): Promise<Result<string | undefined>>;
  set(service: string, account: string, value: string): Promise<Result<void>>;
  /** Resolves to true if there was an entry. */
  delete(service: string, account: string): Promise<Result<boolean>>;
  /** The accounts of all entries of a service. Not every system answers, and some ask the user first. */
  accounts(service: string): Promise<Result<readonly string[]>>;
  /**
   * The process that talks to the keychain, if it is another one. It may still be at work for a moment after
   * this process was killed.
   */
  helper(): Promise<number | undefined>;
  /** Closes the connection to the system. Later calls connect again. */
  close(): void;
}

/**
 * A process of its own for the calls to the system. Some of its D-Bus calls block their thread, and a call that
 * waits for a password prompt can't be cancelled, so even `process.exit` would wait for it. A process can be ended.
 */
export interface KeyringProcess {
  /** Undefined if it could not be started. */
  pid(): Promise<number | undefined>;
  /** `failed` is called if the message can't be sent. */
  send(message: unknown, failed: () => void): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Called once when it has ended, or could not be started. */
  onEnd(listener: () => void): void;
  kill(): void;
}

/** Starts such a process; it answers each {@link KeyringRequest} with a {@link KeyringReply}. May throw. */
export type StartKeyringProcess = () => KeyringProcess;

export type KeyringRequest = Request & { readonly id: number };
export interface KeyringReply {
  readonly id: number;
  readonly answer: Answer;
}

type Request = { readonly service: string; readonly account: string } & (
  | { readonly action: 'get' | 'delete' | 'accounts' }
  | { readonly action: 'set'; readonly value: string }
);
type Answer =
  | { readonly ok: true; readonly value: string | boolean | null | readonly string[] }
  | { readonly ok: false; readonly said: string; readonly missing?: boolean };

/**
 * The only store allowed on Linux. By default, the library falls back to the kernel's keyring, which loses
 * everything at reboot. With this setting it fails instead.
 */
const PINNED = { linux: { store: 'secret-service' } } as const;

/**
 * Connects to the system's keyring, in a separate process that starts with the first call.
 *
 * @param timeoutMs a call without an answer after this time fails with `keychain-no-answer`
 * @param start how the process is started. Default: with Node. Electron's program can't be started as Node, so
 *   its command line does the work in place
 */
export function connectKeyring(
  timeoutMs: number,
  start: StartKeyringProcess = process.versions['electron'] === undefined ? startWithNode : startInPlace,
): Keyring {
  const helper = new Helper(start);

  const call = async (request: Request): Promise<Result<string | boolean | null | readonly string[]>> => {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<'late'>((resolve) => {
      timer = setTimeout(resolve, timeoutMs, 'late');
    });
    const answer = await Promise.race([helper.perform(request), late]);
    clearTimeout(timer);
    if (answer === 'late') {
      helper.end();
      return fail(
        'keychain-no-answer',
        `The keychain hasn’t answered for ${Math.round(timeoutMs / 1000)} seconds. It may be asking for its password in a window: answer there, then try again.`,
      );
    }
    if (answer.ok) return ok(answer.value);
    if (answer.missing) {
      return fail(
        'keychain-unavailable',
        'The keychain library can’t be loaded on this computer. Reinstall Latchkey, or go on without a keychain.',
        answer.said.split('\n')[0]!.slice(0, 300),
      );
    }
    return keyringFailure(answer.said);
  };

  return {
    get: async (service, account) => {
      const answer = await call({ action: 'get', service, account });
      return answer.ok ? ok(typeof answer.value === 'string' ? answer.value : undefined) : answer;
    },
    set: async (service, account, value) => {
      const answer = await call({ action: 'set', service, account, value });
      return answer.ok ? ok(undefined) : answer;
    },
    delete: async (service, account) => {
      const answer = await call({ action: 'delete', service, account });
      return answer.ok ? ok(answer.value === true) : answer;
    },
    accounts: async (service) => {
      const answer = await call({ action: 'accounts', service, account: '' });
      return answer.ok ? ok(Array.isArray(answer.value) ? answer.value : []) : answer;
    },
    helper: () => helper.pid(),
    close: () => helper.end(),
  };
}

/** Answers one request in this process. */
export async function performRequest(request: Request): Promise<Answer> {
  const { service, account } = request;
  let library: typeof import('@napi-rs/keyring');
  try {
    library = await import('@napi-rs/keyring');
  } catch (error) {
    return { ok: false, said: messageOf(error), missing: true };
  }
  try {
    if (request.action === 'accounts') {
      const found = await library.findCredentialsAsync(service);
      // The values, which the library reads as well, go no further.
      return { ok: true, value: found.map((one) => one.account) };
    }
    const entry = new library.AsyncEntry(service, account, PINNED);
    if (request.action === 'get') return { ok: true, value: (await entry.getPassword()) ?? null };
    if (request.action === 'set') await entry.setPassword(request.value);
    return { ok: true, value: request.action === 'delete' && (await entry.deleteCredential()) };
  } catch (error) {
    return { ok: false, said: messageOf(error) };
  }
}

/**
 * The same as text, for a process of Node. Values are sent over its private channel, never in arguments or
 * environment variables.
 */
const HELPER = (library: string): string => `
const messageOf = (error) => String((error && error.message) || error);
process.on('message', async ({ id, action, service, account, value }) => {
  let answer;
  try {
    const { AsyncEntry, findCredentialsAsync } = require(${JSON.stringify(library)});
    try {
      const entry = action === 'accounts' ? undefined : new AsyncEntry(service, account, ${JSON.stringify(PINNED)});
      const result = action === 'accounts' ? (await findCredentialsAsync(service)).map((one) => one.account)
        : action === 'get' ? await entry.getPassword()
        : action === 'delete' ? await entry.deleteCredential()
        : await entry.setPassword(value);
      answer = { ok: true, value: result === undefined ? null : result };
    } catch (error) { answer = { ok: false, said: messageOf(error) }; }
  } catch (error) { answer = { ok: false, said: messageOf(error), missing: true }; }
  process.send({ id, answer });
});
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
`;

const startWithNode: StartKeyringProcess = () => {
  const library = createRequire(import.meta.url).resolve('@napi-rs/keyring');
  const { NODE_OPTIONS: _, ...env } = process.env;
  const child = spawn(process.execPath, ['-e', HELPER(library)], {
    env,
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    windowsHide: true,
  });
  // An idle process doesn't keep the program running. A waiting call does, because of its timer.
  child.unref();
  child.channel?.unref();
  return {
    pid: async () => child.pid,
    send: (message, failed) => child.send(message as object, (error) => error && failed()),
    onMessage: (listener) => child.on('message', listener),
    onEnd: (listener) => {
      child.on('error', listener);
      child.on('exit', listener);
    },
    kill: () => child.kill('SIGKILL'),
  };
};

/** No process: the same work in this one. */
export const startInPlace: StartKeyringProcess = () => {
  let hear: (message: unknown) => void = () => {};
  return {
    pid: async () => undefined,
    send(message) {
      const { id, ...request } = message as KeyringRequest;
      void performRequest(request).then((answer) => hear({ id, answer }));
    },
    onMessage(listener) {
      hear = listener;
    },
    onEnd() {},
    kill() {},
  };
};

/** The process, started when it is needed, and the calls that wait for its answers. */
class Helper {
  readonly #begin: StartKeyringProcess;
  #process: KeyringProcess | undefined;
  #nextId = 0;
  readonly #waiting = new Map<number, (answer: Answer) => void>();

  constructor(begin: StartKeyringProcess) {
    this.#begin = begin;
  }

  perform(request: Request): Promise<Answer> {
    return new Promise((resolve) => {
      const id = this.#nextId;
      this.#nextId += 1;
      this.#waiting.set(id, resolve);
      try {
        this.#process ??= this.#start();
        this.#process.send({ id, ...request } satisfies KeyringRequest, () =>
          this.#answer(id, { ok: false, said: 'the helper process is gone' }),
        );
      } catch (error) {
        this.#answer(id, { ok: false, said: messageOf(error), missing: true });
      }
    });
  }

  /** The id of the running process. Starts it if necessary. */
  async pid(): Promise<number | undefined> {
    try {
      this.#process ??= this.#start();
      return await this.#process.pid();
    } catch {
      return undefined;
    }
  }

  end(): void {
    const running = this.#process;
    this.#process = undefined;
    running?.kill();
    for (const id of [...this.#waiting.keys()]) {
      this.#answer(id, { ok: false, said: 'the helper process was ended' });
    }
  }

  #start(): KeyringProcess {
    const started = this.#begin();
    started.onMessage((message) => {
      const { id, answer } = message as KeyringReply;
      this.#answer(id, answer);
    });
    started.onEnd(() => {
      // The end of an earlier process must not end a later one.
      if (this.#process === started) this.end();
    });
    return started;
  }

  #answer(id: number, answer: Answer): void {
    this.#waiting.get(id)?.(answer);
    this.#waiting.delete(id);
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
