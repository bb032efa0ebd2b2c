import { type ChildProcess, spawn } from 'node:child_process';
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
  helper(): number | undefined;
  /** Closes the connection to the system. Later calls connect again. */
  close(): void;
}

type Request = { readonly service: string; readonly account: string } & (
  | { readonly action: 'get' | 'delete' | 'accounts' }
  | { readonly action: 'set'; readonly value: string }
);
type Answer =
  | { readonly ok: true; readonly value: string | boolean | null | readonly string[] }
  | { readonly ok: false; readonly said: string; readonly missing?: boolean };
type Perform = (request: Request) => Promise<Answer>;

/**
 * The only store allowed on Linux. By default, the library falls back to the kernel's keyring, which loses
 * everything at reboot. With this setting it fails instead.
 */
const PINNED = { linux: { store: 'secret-service' } } as const;

/**
 * Connects to the system's keyring. The library is loaded at the first call.
 *
 * Outside Electron it runs in a separate process. Some of its D-Bus calls block their thread, and a call that
 * waits for a password prompt can't be cancelled, so even `process.exit` would wait for it. A process can be
 * ended. Inside Electron it runs in the same process, because macOS grants keychain access per program.
 *
 * @param timeoutMs a call without an answer after this time fails with `keychain-no-answer`
 * @param inPlace true: doesn't start a separate process
 */
export function connectKeyring(
  timeoutMs: number,
  inPlace = process.versions['electron'] !== undefined,
): Keyring {
  const helper = inPlace ? undefined : new HelperProcess();
  const perform: Perform = helper ? (request) => helper.perform(request) : performInPlace;

  const call = async (request: Request): Promise<Result<string | boolean | null | readonly string[]>> => {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<'late'>((resolve) => {
      timer = setTimeout(resolve, timeoutMs, 'late');
    });
    const answer = await Promise.race([perform(request), late]);
    clearTimeout(timer);
    if (answer === 'late') {
      helper?.end();
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
    helper: () => helper?.pid(),
    close: () => helper?.end(),
  };
}

async function performInPlace(request: Request): Promise<Answer> {
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
 * The same in a separate process. Values are sent over its private channel, never in arguments or environment
 * variables.
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

class HelperProcess {
  #child: ChildProcess | undefined;
  #nextId = 0;
  readonly #waiting = new Map<number, (answer: Answer) => void>();

  perform(request: Request): Promise<Answer> {
    return new Promise((resolve) => {
      const id = this.#nextId;
      this.#nextId += 1;
      this.#waiting.set(id, resolve);
      try {
        this.#child ??= this.#start();
        this.#child.send({ id, ...request }, (error) => {
          if (error) this.#answer(id, { ok: false, said: 'the helper process is gone' });
        });
      } catch (error) {
        this.#answer(id, { ok: false, said: messageOf(error), missing: true });
      }
    });
  }

  /** The id of the running process. Starts it if necessary. */
  pid(): number | undefined {
    try {
      this.#child ??= this.#start();
      return this.#child.pid;
    } catch {
      return undefined;
    }
  }

  end(): void {
    const child = this.#child;
    this.#child = undefined;
    child?.kill('SIGKILL');
    for (const id of [...this.#waiting.keys()]) {
      this.#answer(id, { ok: false, said: 'the helper process was ended' });
    }
  }

  #start(): ChildProcess {
    const library = createRequire(import.meta.url).resolve('@napi-rs/keyring');
    const { NODE_OPTIONS: _, ...env } = process.env;
    const child = spawn(process.execPath, ['-e', HELPER(library)], {
      env,
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      windowsHide: true,
    });
    const gone = (): void => {
      // The exit event of an earlier helper must not end a later one.
      if (this.#child === child) this.end();
    };
    child.on('message', (message: { readonly id: number; readonly answer: Answer }) =>
      this.#answer(message.id, message.answer),
    );
    child.on('error', gone);
    child.on('exit', gone);
    // An idle helper doesn't keep the program running. A waiting call does, because of its timer.
    child.unref();
    child.channel?.unref();
    return child;
  }

  #answer(id: number, answer: Answer): void {
    this.#waiting.get(id)?.(answer);
    this.#waiting.delete(id);
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
