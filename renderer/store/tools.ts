import type { CopyTarget } from '../../shared/host/secrets.ts';
import type { Settings } from '../../shared/host/session.ts';
import type { HostClient, HostFailure } from '../../shared/host.ts';
import type { Result } from '../../shared/result.ts';
import type { Route } from '../route.ts';
import type { Saying } from './sayings.ts';
import type { AppState, Explained } from './state.ts';

export interface SessionActions {
  /** Loads the session from the host and subscribes to its events. */
  start(): Promise<void>;
  go(route: Route, options?: { replace?: boolean }): void;
  say(tone: Saying['tone'], text: string): void;
  unsay(id: number): void;
  /** Keeps the answer to a pasted error, for whoever comes back from the step that it leads to. */
  keepExplained(explained: Explained): void;
  /** Leads to Errors for what is seen now: an answer from before would look like the one to it. */
  askAnew(handle: string): void;
  setSettings(settings: Partial<Settings>): Promise<void>;
  copyText(text: string): Promise<Result<{ clears?: number }>>;
  copyTarget(target: CopyTarget): Promise<Result<{ clears?: number }>>;
  openOutside(url: string): Promise<void>;
  /** Downloads a file that the host prepared for the page. */
  download(url: string, name: string): void;
  /** Ends every subscription. */
  stop(): void;
}

/** What all actions share. */
export interface Toolbox {
  readonly client: HostClient;
  readonly page: Window;
  readonly get: () => AppState;
  readonly set: (change: Partial<AppState> | ((state: AppState) => Partial<AppState>)) => void;
  readonly go: SessionActions['go'];
  readonly say: SessionActions['say'];
  readonly openOutside: SessionActions['openOutside'];
  /** Shows a failure, unless the user caused it (stopped, or cancelled a dialog). */
  readonly sayFailure: (failure: HostFailure) => void;
}
