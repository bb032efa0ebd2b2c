import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const RUN = fileURLToPath(new URL('../../build/run.mjs', import.meta.url));
/** Runs a command with an unlocked login keyring. */
const WITH_KEYRING = fileURLToPath(new URL('../helpers/with-keyring.sh', import.meta.url));

/** A separate browser host that uses nothing of the user's, not even the home folder. */
export interface ServedHost {
  /** The one-time link. */
  readonly url: string;
  readonly origin: string;
  readonly home: string;
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** True once the process has ended. */
  readonly ended: () => boolean;
  /** Ends it as Ctrl-C does, and waits. May be called again. `keepHome` keeps its files for the next host. */
  close(options?: { readonly keepHome?: boolean }): Promise<void>;
}

export interface HostOptions {
  /** `true`: an unlocked gnome-keyring on its own bus. Default: no keychain, secrets only for the session. */
  readonly keyring?: boolean;
  /** Files of an earlier host. */
  readonly home?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** More arguments for `latchkey serve`. */
  readonly args?: readonly string[];
  /** How long bundling and starting may take. */
  readonly patienceMs?: number;
}

/** Starts `latchkey serve` from the checkout and waits for its address. */
export async function startHost(options: HostOptions = {}): Promise<ServedHost> {
  const home = options.home ?? mkdtempSync(path.join(tmpdir(), 'latchkey-e2e-'));
  const runtime = path.join(home, 'runtime');
  mkdirSync(runtime, { recursive: true, mode: 0o700 });
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: home,
    XDG_CONFIG_HOME: path.join(home, '.config'),
    XDG_DATA_HOME: path.join(home, '.local/share'),
    XDG_RUNTIME_DIR: runtime,
    LANG: 'en_GB.UTF-8',
    ...options.env,
  };
  const serve = [process.execPath, RUN, 'cli', 'serve', ...(options.args ?? [])];
  const [program, ...args] = options.keyring
    ? ['dbus-run-session', '--', 'sh', WITH_KEYRING, ...serve]
    : serve;
  const child = spawn(program!, args, {
    env,
    cwd: home,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: options.keyring === true,
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = () => child.exitCode !== null || child.signalCode !== null;
  const close: ServedHost['close'] = async ({ keepHome = false } = {}) => {
    if (!ended()) {
      const gone = once(child, 'exit');
      interrupt(child, options.keyring === true);
      const late = setTimeout(() => child.kill('SIGKILL'), 10_000);
      await gone;
      clearTimeout(late);
    }
    if (!keepHome) rmSync(home, { recursive: true, force: true });
  };
  try {
    const url = await address(
      child,
      () => stdout,
      () => stderr,
      options.patienceMs ?? 30_000,
    );
    return {
      url,
      origin: new URL(url).origin,
      home,
      stdout: () => stdout,
      stderr: () => stderr,
      ended,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function interrupt(child: ChildProcess, group: boolean): void {
  if (group && child.pid !== undefined) process.kill(-child.pid, 'SIGINT');
  else child.kill('SIGINT');
}

function address(
  child: ChildProcess,
  stdout: () => string,
  stderr: () => string,
  patienceMs: number,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const stop = (error?: Error) => {
      clearTimeout(late);
      child.stdout?.off('data', look);
      child.off('exit', gone);
      if (error) reject(error);
    };
    const look = () => {
      const url = /http:\/\/[\w.-]+:\d+\/\?token=[\w-]+/.exec(stdout())?.[0];
      if (url === undefined) return;
      stop();
      resolve(url);
    };
    const gone = () => stop(new Error(`latchkey serve ended before it answered:\n${stdout()}${stderr()}`));
    const late = setTimeout(
      () => stop(new Error(`latchkey serve gave no address within ${patienceMs} ms:\n${stderr()}`)),
      patienceMs,
    );
    child.stdout?.on('data', look);
    child.once('exit', gone);
  });
}
