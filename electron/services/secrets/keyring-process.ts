import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { fail, ok, type Result } from '../../../shared/result.ts';
import { keyringFailure } from './keyring-failure.ts';

/** The system's keyring as plain calls: a text by service and account. */
export interface Keyring {
  get(service: string, account: string): Promise<Result<string | undefined>>;
  set(service: string, account: string, value: string): Promise<Result<void>>;
  /** True when there was one. */
  delete(service: string, account: string): Promise<Result<boolean>>;
  /** Lets go of the system. Later calls connect anew. */
  close(): void;
}

interface Request {
  readonly action: 'get' | 'set' | 'delete';
  readonly service: string;
  readonly account: string;
  readonly value?: string;
}
type Answer =
  | { readonly ok: true; readonly value: string | boolean | null }
  | { readonly ok: false; readonly said: string; readonly missing?: boolean };
type Perform = (request: Request) => Promise<Answer>;

/**
 * The one store allowed on Linux. Left to itself, the library falls back to the kernel's keyring, which forgets
 * everything at reboot; pinned, it fails instead.
 */
const PINNED = { linux: { store: 'secret-service' } } as const;

/**
 * Opens the way to the system's keyring. The library is loaded with the first call, not before.
 *
 * Outside Electron it runs in a process of its own: its calls into D-Bus partly hold up the thread they are made on,
 * and a call that waits for someone to answer a password prompt can't be taken back, so that even `process.exit`
 * would wait with it. A process can be ended. Inside Electron it runs in place, because macOS grants access to the
 * keychain by program.
 *
 * @param timeoutMs after so long without an answer a call fails with `keychain-no-answer`
 * @param inPlace without a process of its own
 */
export function connectKeyring(
  timeoutMs: number,
  inPlace = process.versions['electron'] !== undefined,
): Keyring {
  const helper = inPlace ? undefined : new HelperProcess();
  const perform: Perform = helper ? (request) => helper.perform(request) : performInPlace;

  const call = async (request: Request): Promise<Result<string | boolean | null>> => {
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
    close: () => helper?.end(),
  };
}

async function performInPlace({ action, service, account, value }: Request): Promise<Answer> {
  let library: typeof import('@napi-rs/keyring');
  try {
    library = await import('@napi-rs/keyring');
  } catch (error) {
    return { ok: false, said: messageOf(error), missing: true };
  }
  try {
    const entry = new library.AsyncEntry(service, account, PINNED);
    if (action === 'get') return { ok: true, value: (await entry.getPassword()) ?? null };
    if (action === 'delete') return { ok: true, value: await entry.deleteCredential() };
    await entry.setPassword(value ?? '');
    return { ok: true, value: null };
  } catch (error) {
    return { ok: false, said: messageOf(error) };
  }
}

/** The same in a process of its own. Values go over its private channel, never through arguments or environment. */
const HELPER = (library: string): string => `
const messageOf = (error) => String((error && error.message) || error);
process.on('message', async ({ id, action, service, account, value }) => {
  let answer;
  try {
    const { AsyncEntry } = require(${JSON.stringify(library)});
    try {
      const entry = new AsyncEntry(service, account, ${JSON.stringify(PINNED)});
      const result = action === 'get' ? await entry.getPassword()
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
      // A later helper isn't ended by the farewell of an earlier one.
      if (this.#child === child) this.end();
    };
    child.on('message', (message: { readonly id: number; readonly answer: Answer }) =>
      this.#answer(message.id, message.answer),
    );
    child.on('error', gone);
    child.on('exit', gone);
    // An idle helper doesn't keep the program running; a waiting call does, by its timer.
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
