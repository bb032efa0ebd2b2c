import { randomBytes } from 'node:crypto';
import type { LoginSession } from '../services/login/login.ts';

/** The running test logins: at most one for each app. Other calls refer to them by an id. */
export interface Logins {
  /** Returns undefined if a login of this app is already running. The signal is aborted on cancellation. */
  begin(workspace: string, app: string): { readonly id: string; readonly cancelled: AbortSignal } | undefined;
  /** Sets the session of a login, so that addresses can be pasted to it. */
  attach(id: string, session: Pick<LoginSession, 'paste'>): void;
  /** Returns undefined if there is no such login or no session was attached yet. */
  session(id: string): Pick<LoginSession, 'paste'> | undefined;
  /** Returns false if there is no such login. */
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
