import type { CopyTarget } from '../../shared/host/secrets.ts';
import type { Settings } from '../../shared/host/session.ts';
import type { HostClient, HostFailure } from '../../shared/host.ts';
import type { Result } from '../../shared/result.ts';
import type { Route } from '../route.ts';
import type { AppState, Saying } from './state.ts';

export interface SessionActions {
  /** Asks the host who it is and follows what it has to say. */
  start(): Promise<void>;
  go(route: Route, options?: { replace?: boolean }): void;
  say(tone: Saying['tone'], text: string): void;
  unsay(id: number): void;
  setSettings(settings: Partial<Settings>): Promise<void>;
  copyText(text: string): Promise<Result<{ clears?: number }>>;
  copyTarget(target: CopyTarget): Promise<Result<{ clears?: number }>>;
  openOutside(url: string): Promise<void>;
  /** Fetches a file that the host made for the page. */
  download(url: string, name: string): void;
  /** Ends every subscription. */
  stop(): void;
}

/** What the actions share. */
export interface Toolbox {
  readonly client: HostClient;
  readonly page: Window;
  readonly get: () => AppState;
  readonly set: (change: Partial<AppState> | ((state: AppState) => Partial<AppState>)) => void;
  readonly go: SessionActions['go'];
  readonly say: SessionActions['say'];
  /** Shows a failure unless it is one the person caused (stopped, cancelled a dialog). */
  readonly sayFailure: (failure: HostFailure) => void;
}
