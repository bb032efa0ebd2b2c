import type { SessionEvent } from '../../shared/host/session.ts';
import type { JsonFile } from '../services/files/json-file.ts';
import type { AppState } from './app-state.ts';
import type { Broadcast } from './broadcast.ts';
import type { BroughtFiles } from './brought-files.ts';
import type { Drifts } from './drifts.ts';
import type { HeldTokens } from './held-tokens.ts';
import type { Log } from './log.ts';
import type { Logins } from './logins.ts';
import type { Platform } from './platform.ts';
import type { Practice } from './practice.ts';
import type { Renderings } from './rendering.ts';
import type { SecretAccess } from './secret-access.ts';
import type { ShownMerges } from './shown-merges.ts';
import type { ShownPlans } from './shown-plans.ts';
import type { TestMemory } from './test-memory.ts';
import type { WorkspaceState } from './workspace-state.ts';
import type { Workspaces } from './workspaces.ts';

/** What handlers work with. Each host has one of each. */
export interface HostParts {
  /** Where Latchkey keeps its own notes. */
  readonly folder: string;
  readonly platform: Platform;
  readonly app: AppState;
  readonly stateOf: (workspaceId: string) => JsonFile<WorkspaceState>;
  readonly workspaces: Workspaces;
  readonly secrets: SecretAccess;
  readonly renderings: Renderings;
  readonly tests: TestMemory;
  readonly merges: ShownMerges;
  readonly plans: ShownPlans;
  readonly tokens: HeldTokens;
  readonly drifts: Drifts;
  readonly brought: BroughtFiles;
  readonly logins: Logins;
  readonly practice: Practice;
  /** Events of the session, for every page. */
  readonly session: Broadcast<SessionEvent>;
  readonly now: () => Date;
  readonly log: Log;
  /** Where the newest release is named, as `releasesOf` returns it. Undefined: nowhere. */
  readonly releases: string | undefined;
}
