import type { Check, Diagnosis } from '../../shared/diagnosis/types.ts';
import type { CatalogView } from '../../shared/host/connection.ts';
import type { Mistake } from '../../shared/host/mistakes.ts';
import type { Broken } from '../../shared/host/practice.ts';
import type { SessionInfo, UpdateView } from '../../shared/host/session.ts';
import type { CheckEvent, Explanation, TestRecord } from '../../shared/host/testing.ts';
import type { Change, WorkspaceView } from '../../shared/host/workspace.ts';
import type { HostFailure } from '../../shared/host.ts';
import type { Route } from '../route.ts';
import type { Speaker } from '../text/text.ts';
import type { Saying } from './sayings.ts';

/** What is typed of one entry, and was changed elsewhere meanwhile. */
export interface Overtaken {
  /** The entry with what is typed. */
  readonly change: Exclude<Change, { op: 'set-name' }>;
  /** Where it is typed, and which of its fields the other change was about. */
  readonly draft: string;
  readonly part: 'app' | 'provider';
  readonly fields: readonly string[];
}

/** The banner at the top of the page, until it is resolved or dismissed. */
export type Banner =
  | { readonly kind: 'changed' }
  | { readonly kind: 'gone' }
  | { readonly kind: 'closed' }
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'unreadable'; readonly problems: WorkspaceView['problems'] }
  /** Someone else changed the same entry that `change` replaces. `typed`: it is typed here and not saved yet. */
  | {
      readonly kind: 'conflict';
      readonly change: Change;
      readonly theirs: WorkspaceView;
      readonly typed?: Omit<Overtaken, 'change'>;
    };

type Planned = Extract<CheckEvent, { type: 'planned' }>['checks'];

export interface LoginStep {
  readonly id: string;
  readonly at_ms: number;
  readonly title: string;
  readonly detail: string;
  readonly state: 'running' | 'pass' | 'warn' | 'fail' | 'inconclusive';
}

/** A test of one app, running or finished. */
export interface TestRun {
  readonly phase: 'checks' | 'login' | 'idle';
  readonly planned: Planned;
  readonly checks: readonly Check[];
  readonly steps: readonly LoginStep[];
  readonly login: {
    readonly id: string;
    readonly mode: 'loopback' | 'paste';
    readonly url: string;
    readonly opened: boolean;
    readonly redirect_uri: string;
    /** Milliseconds since the epoch. */
    readonly ends_at: number;
  } | null;
  /** The newest result, from this run or an earlier one. */
  readonly record: TestRecord | null;
  readonly failure: HostFailure | null;
  /** What the provider's error page said, where one was pasted in place of an answer. */
  readonly page: readonly Diagnosis[];
  /** How many runs have ended, and the kind of the last one, so that each is announced once. */
  readonly ended: { readonly times: number; readonly last: 'checks' | 'login' };
}

/** What was typed in the wizard but isn't in the workspace yet, by form field. Never a secret. */
export interface Draft {
  readonly provider: Readonly<Record<string, string>>;
  readonly app: Readonly<Record<string, string>>;
  /** Index of the furthest step seen. */
  readonly reached: number;
}

/** The causes of a pasted error. */
export interface Explained {
  /** The workspace that it was explained with. */
  readonly handle: string | undefined;
  /** The app that it was said to be about. */
  readonly app: string | undefined;
  readonly answer: Explanation;
  /** Of each diagnosis: whether the text says it, or only a part of it. */
  readonly from: readonly ('text' | 'partly')[];
}

/** The state behind all screens. Holds no secret; derived values are computed where they are shown. */
export interface AppState {
  readonly boot: 'starting' | 'ready' | HostFailure;
  readonly speaker: Speaker;
  readonly session: SessionInfo | null;
  readonly catalog: CatalogView | null;
  readonly route: Route;
  /** The screen that was left for the settings. */
  readonly left: Exclude<Route, { at: 'settings' }> | undefined;
  readonly view: WorkspaceView | null;
  /** Why the workspace of the route can't be shown. */
  readonly viewFailure: HostFailure | null;
  readonly banner: Banner | null;
  /** What takes the last edit back, and the entry as that edit left it. */
  readonly edit: { readonly back: Change; readonly text: string } | null;
  /** What was removed last, and is brought back where it was removed. The host holds it. */
  readonly removed: {
    readonly handle: string;
    readonly kind: 'app' | 'provider';
    readonly id: string;
    readonly name: string;
  } | null;
  readonly sayings: readonly Saying[];
  readonly drafts: Readonly<Record<string, Draft>>;
  readonly tests: Readonly<Record<string, TestRun>>;
  /** The workspace that was open when practice began, and to which the way leads back. */
  readonly home: { readonly handle: string; readonly name: string } | null;
  /** The account of the practice provider; it doesn't work anywhere else. */
  readonly practiceAccount: { readonly user: string; readonly password: string } | null;
  /** What is wrong at the practice provider on purpose, and what was mended there. */
  readonly broken: Broken;
  /** The mistake that the person looks at. A run that ended after `since` runs shows it. */
  readonly breaking: { readonly mistake: Mistake; readonly fixed: boolean; readonly since: number } | null;
  /** The answer to the error that was pasted last, without the text, which may hold a secret. */
  readonly explained: Explained | null;
  /** Increases with every change that may affect the deliverables or the overview. */
  readonly generation: number;
  /** Increases with every tick in the Apply step, which changes how the app stands and nothing else. */
  readonly ticked: number;
  /** What the page of releases said last. */
  readonly update: UpdateView | null;
  /** True while the list of keyboard shortcuts is open. */
  readonly shortcuts: boolean;
}

export const EMPTY_DRAFT: Draft = { provider: {}, app: {}, reached: 0 };
export const NOTHING_BROKEN: Broken = { mistake: null, mended: [] };
export const IDLE_TEST: TestRun = {
  phase: 'idle',
  planned: [],
  checks: [],
  steps: [],
  login: null,
  record: null,
  failure: null,
  page: [],
  ended: { times: 0, last: 'checks' },
};
