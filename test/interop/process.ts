import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { type AddressInfo, createServer } from 'node:net';

/** A program that was started for a test. */
export interface Running {
  /** Its output so far, both streams together. */
  readonly output: () => string;
  readonly exited: () => boolean;
  /** Ends it and waits until it has ended. */
  readonly stop: () => Promise<void>;
}

/** A loopback port that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

/** Starts a program with exactly this environment plus PATH and HOME. */
export function start(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Running {
  const child: ChildProcess = spawn(command, args, {
    env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const collect = (chunk: Buffer) => {
    if (output.length < 1_000_000) output += chunk.toString('utf8');
  };
  child.stdout?.on('data', collect);
  child.stderr?.on('data', collect);
  let gone = false;
  const ended = new Promise<void>((resolve) => {
    child.once('error', (error) => {
      output += error.message;
    });
    child.once('close', () => {
      gone = true;
      resolve();
    });
  });
  return {
    output: () => output,
    exited: () => gone,
    stop: async () => {
      if (gone) return;
      child.kill('SIGTERM');
      const hard = setTimeout(() => child.kill('SIGKILL'), 5000);
      await ended;
      clearTimeout(hard);
    },
  };
}

/** Waits until the address answers. Rejects with the program's last output if it ends or time runs out. */
export async function answers(url: string, running: Running, seconds = 60): Promise<void> {
  const until = Date.now() + seconds * 1000;
  for (;;) {
    try {
      await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(2000) });
      return;
    } catch {
      if (running.exited() || Date.now() > until) {
        throw new Error(`${url} does not answer.\n${running.output().slice(-4000)}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

/** The first line a command prints, or undefined if it can't be run. */
export function tryRun(command: string, ...args: string[]): string | undefined {
  try {
    const output = execFileSync(command, args, { stdio: ['ignore', 'pipe', 'pipe'], timeout: 30_000 });
    return output.toString('utf8').trim().split('\n')[0] ?? '';
  } catch {
    return undefined;
  }
}

/** Runs a build until it ends; if it fails, its output is the error. */
export function build(command: string, args: readonly string[], folder: string, seconds: number): void {
  try {
    execFileSync(command, args, {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: seconds * 1000,
      maxBuffer: 64 * 1024 * 1024,
    });
  } catch (error) {
    const { stdout, stderr, message } = error as { stdout?: Buffer; stderr?: Buffer; message: string };
    throw new Error(`${message}\n${stdout ?? ''}${stderr ?? ''}`.slice(-6000));
  }
}
