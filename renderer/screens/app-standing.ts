import type { AppOverview } from '../../shared/host/testing.ts';
import type { StandingWord } from '../../shared/standing/standing.ts';
import type { Shown } from '../components/state-mark.tsx';
import type { TestRun } from '../store/state.ts';

/** What a card says of an app. */
export interface CardState {
  readonly state: Shown;
  /** `unknown`: the host has not said yet how the app stands. */
  readonly text: StandingWord | 'testing' | 'unknown';
  readonly needsYou: boolean;
  /** Time of the last test, ISO 8601. */
  readonly at: string | undefined;
  readonly applied: AppOverview['applied'] | undefined;
}

/** How an app stands, as the host says, and whether a test of it is running in this window. */
export function cardState(known: AppOverview | undefined, run: TestRun | undefined): CardState {
  const base = { at: known?.standing.at, applied: known?.applied };
  if (run && run.phase !== 'idle') return { ...base, state: 'running', text: 'testing', needsYou: false };
  if (!known) return { ...base, state: 'waiting', text: 'unknown', needsYou: false };
  const { state, word, needs_you } = known.standing;
  return { ...base, state, text: word, needsYou: needs_you };
}
