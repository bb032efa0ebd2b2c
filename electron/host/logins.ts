import { randomBytes } from 'node:crypto';
import type { LoginSession } from '../services/login/login.ts';

/** The test logins under way: one an app at a time, reached by other calls through an id. */
export interface Logins {
  /** Undefined: one is running for this app. The signal ends when it is cancelled. */
  begin(workspace: string, app: string): { readonly id: string; readonly cancelled: AbortSignal } | undefined;
  /** From now on addresses can be pasted to it. */
  attach(id: string, session: Pick<LoginSession, 'paste'>): void;
  /** Undefined: there is no such login, or it has no socket yet. */
  session(id: string): Pick<LoginSession, 'paste'> | undefined;
  /** False: there is no such login. */
  cancel(id: string): boolean;
  end(id: string): void;
  cancelAll(): void;
}

interface Running {
  readonly key: string;
  readonly abort: AbortController;
  session?: Pick<LoginSession, 'paste'>;
}

export function createLogins(): Logins {
  const running = new Map<string, Running>();
  return {
    begin(workspace, app) {
      const key = JSON.stringify([workspace, app]);
      if ([...running.values()].some((one) => one.key === key)) return undefined;
      const id = randomBytes(12).toString('base64url');
      const abort = new AbortController();
      running.set(id, { key, abort });
      return { id, cancelled: abort.signal };
    },
    attach(id, session) {
      const login = running.get(id);
      if (login) login.session = session;
    },
    session: (id) => running.get(id)?.session,
    cancel(id) {
      running.get(id)?.abort.abort();
      return running.has(id);
    },
    end: (id) => void running.delete(id),
    cancelAll() {
      for (const { abort } of running.values()) abort.abort();
    },
  };
}
