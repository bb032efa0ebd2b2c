import type { Overview } from '../../shared/host/testing.ts';
import type { Shown } from '../components/state-mark.tsx';
import type { TestRun } from '../store/state.ts';

type AppOverview = Overview['apps'][number];

/** The state of an app, in one word, and whether the user has to do something. */
export interface Standing {
  readonly state: Shown;
  readonly text:
    | 'never'
    | 'login'
    | 'check'
    | 'fail'
    | 'warn'
    | 'inconclusive'
    | 'outdated'
    | 'reapply'
    | 'unapplied'
    | 'testing'
    | 'rotating';
  readonly needsYou: boolean;
  /** Time of the last test, ISO 8601. */
  readonly at: string | undefined;
  readonly applied: { readonly done: number; readonly total: number } | undefined;
}

/** Finds the most important fact about an app: first problems, then unfinished steps, then test results. */
export function appStanding(known: AppOverview | undefined, run: TestRun | undefined): Standing {
  const last = run?.record && (!known?.last || run.record.at >= known.last.at) ? run.record : known?.last;
  const base = {
    at: last?.at,
    applied: known ? { done: known.applied.done, total: known.applied.total } : undefined,
  };
  const standing = (state: Shown, text: Standing['text'], needsYou: boolean): Standing => ({
    ...base,
    state,
    text,
    needsYou,
  });
  if (run && run.phase !== 'idle') return standing('running', 'testing', false);
  if (known?.secret === 'rotating') return standing('warn', 'rotating', true);
  if (last?.report.result === 'fail' && !last.outdated) return standing('fail', 'fail', true);
  if (known && known.applied.changed > 0) return standing('warn', 'reapply', true);
  if (!last) {
    return known && known.applied.done < known.applied.total
      ? standing('waiting', 'unapplied', true)
      : standing('waiting', 'never', true);
  }
  if (last.outdated) return standing('inconclusive', 'outdated', true);
  switch (last.report.result) {
    case 'pass':
      return last.kind === 'login' ? standing('pass', 'login', false) : standing('pass', 'check', false);
    case 'warn':
      return standing('warn', 'warn', false);
    case 'inconclusive':
      return standing('inconclusive', 'inconclusive', false);
    case 'fail':
      return standing('fail', 'fail', true);
  }
}
