import { utilityProcess } from 'electron';
import type { StartKeyringProcess } from '../services/secrets/keyring-process.ts';

/** The processes that talk to the keychain. */
export interface KeyringProcesses {
  readonly start: StartKeyringProcess;
  /** Ends all of them, also one that waits for a password that nobody enters. */
  end(): void;
}

/** @param script absolute path of the bundled `keyring.ts` */
export function createKeyringProcesses(script: string): KeyringProcesses {
  const running = new Set<{ kill(): void }>();
  return {
    start() {
      const child = utilityProcess.fork(script, [], { serviceName: 'Latchkey keychain', stdio: 'ignore' });
      const spawned = new Promise<number | undefined>((resolve) => {
        child.once('spawn', () => resolve(child.pid));
        child.once('exit', () => resolve(undefined));
      });
      const one = {
        kill() {
          // Its own `kill` sends a signal that the process may handle at its leisure. Without an id it has ended,
          // or has not begun.
          if (child.pid !== undefined) killNow(child.pid);
          else void spawned.then((pid) => pid !== undefined && child.pid === pid && killNow(pid));
        },
      };
      running.add(one);
      child.once('exit', () => running.delete(one));
      return {
        pid: () => spawned,
        send: (message) => child.postMessage(message),
        onMessage: (listener) => child.on('message', listener),
        onEnd: (listener) => child.once('exit', listener),
        kill: one.kill,
      };
    },
    end() {
      for (const one of [...running]) one.kill();
    },
  };
}

function killNow(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended meanwhile.
  }
}
