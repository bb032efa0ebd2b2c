import { type Mistake, SEEN_BY_LOGIN } from '../../shared/host/mistakes.ts';
import type { Broken } from '../../shared/host/practice.ts';
import type { Route } from '../route.ts';
import type { TestActions } from './test-actions.ts';
import type { Toolbox } from './tools.ts';

/** Where practice goes on: at the mistakes, once one was made. */
export const practiceOf = (
  handle: string,
  { mistake, mended }: Broken,
): Extract<Route, { at: 'practice' }> =>
  mistake === null && mended.length === 0
    ? { at: 'practice', handle }
    : { at: 'practice', handle, part: 'break' };

export interface PracticeActions {
  /** Makes a mistake with an app at the practice provider, and looks at what it does. */
  breakIt(app: string, mistake: Mistake): Promise<void>;
  /** Writes what was right before, and looks again. */
  mend(app: string): Promise<void>;
  /** Registers the app as it has to be, so that a test login finds nothing left to do. */
  prepare(app: string): Promise<boolean>;
}

export function createPracticeActions(tools: Toolbox, tests: TestActions): PracticeActions {
  const { client, get, set, sayFailure } = tools;

  const register = async (app: string, mistake: Mistake | null): Promise<boolean> => {
    const handle = get().view?.handle;
    if (handle === undefined) return false;
    const answer = await client.call('practice.break', { handle, app, mistake });
    if (!answer.ok) {
      sayFailure(answer.error);
      return false;
    }
    // What was seen before says nothing of what stands at the provider now.
    set(({ tests: all }) => {
      const run = all[app];
      const stale = run?.record && { ...run, record: { ...run.record, outdated: true } };
      return { broken: answer.value, ...(stale ? { tests: { ...all, [app]: stale } } : {}) };
    });
    return true;
  };
  /** What only a login shows waits for the person, who signs in. */
  const look = async (app: string, mistake: Mistake, fixed: boolean) => {
    const since = get().tests[app]?.ended.times ?? 0;
    set({ breaking: { mistake, fixed, since } });
    if (!SEEN_BY_LOGIN.includes(mistake)) await tests.runChecks([app]);
  };

  return {
    async breakIt(app, mistake) {
      tests.stopLogin(app);
      if (await register(app, mistake)) await look(app, mistake, false);
    },
    async mend(app) {
      const mistake = get().breaking?.mistake;
      if (mistake !== undefined && (await register(app, null))) await look(app, mistake, true);
    },
    async prepare(app) {
      set({ breaking: null });
      return register(app, null);
    },
  };
}
