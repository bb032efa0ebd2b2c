import path from 'node:path';
import type { MENU_COMMANDS } from '../../shared/host/menu.ts';
import type { SessionEvent } from '../../shared/host/session.ts';
import type { Failure, Result } from '../../shared/result.ts';
import { openIdFiles } from '../services/files/id-file.ts';
import type { StartKeyringProcess } from '../services/secrets/keyring-process.ts';
import type { SecretStore } from '../services/secrets/store.ts';
import { openAppState } from './app-state.ts';
import { createBroadcast } from './broadcast.ts';
import { createBroughtFiles } from './brought-files.ts';
import { createDrifts } from './drifts.ts';
import { type CallHandlers, createGate, type Gate, type StreamHandlers } from './gate.ts';
import { adoptHandlers } from './handlers/adopt.ts';
import { applyHandlers } from './handlers/apply.ts';
import { bringHandlers } from './handlers/bring.ts';
import { catalogHandlers } from './handlers/catalog.ts';
import { checkStreams } from './handlers/checks.ts';
import { connectionHandlers } from './handlers/connection.ts';
import { deliverableHandlers } from './handlers/deliverables.ts';
import { discoveryStreams } from './handlers/discovery.ts';
import { exportHandlers } from './handlers/exports.ts';
import { forecastHandlers } from './handlers/forecast.ts';
import { loginHandlers, loginStreams } from './handlers/login.ts';
import { mergeHandlers } from './handlers/merge.ts';
import { practiceHandlers } from './handlers/practice.ts';
import { providerHandlers } from './handlers/provider.ts';
import { removalHandlers } from './handlers/removal.ts';
import { resultHandlers } from './handlers/results.ts';
import { secretHandlers } from './handlers/secrets.ts';
import { sessionHandlers, sessionStreams } from './handlers/session.ts';
import { supportHandlers, supportText } from './handlers/support.ts';
import { announceRecent, openFile, workspaceHandlers, workspaceStreams } from './handlers/workspace.ts';
import { createHeldTokens } from './held-tokens.ts';
import type { Log } from './log.ts';
import { createLogins } from './logins.ts';
import type { HostParts } from './parts.ts';
import type { Platform } from './platform.ts';
import { createPractice } from './practice.ts';
import { releasesOf } from './releases.ts';
import { createRenderings } from './rendering.ts';
import { createSecretAccess } from './secret-access.ts';
import { createShownMerges } from './shown-merges.ts';
import { createShownPlans } from './shown-plans.ts';
import { openTestMemory } from './test-memory.ts';
import { REPOSITORY } from './version.ts';
import { openWorkspaceStates } from './workspace-state.ts';
import { openWorkspaces } from './workspaces.ts';

export interface HostOptions {
  /** Where settings, recent files, drafts and results are kept. */
  readonly folder: string;
  readonly platform: Platform;
  readonly log: Log;
  /** Opens the secret store. Default: the system's keychain; tests pass another one. */
  readonly openStore?: () => Promise<Result<SecretStore>>;
  /** Starts the process that talks to the keychain. Default: with Node, which Electron's program is not. */
  readonly startKeyring?: StartKeyringProcess;
  readonly now?: () => Date;
  /** Default: what the repository in package.json leads to. */
  readonly releases?: string;
}

/** How long calls that are still running may take at the end, e.g. to write a file. Some wait for a person. */
const LAST_CALLS_MS = 1_500;

/** Everything behind the contract, for the desktop app or for the browser. */
export interface Host {
  readonly gate: Gate;
  /** Opens a workspace file that the system or another start passed in, and shows it in a page, also in one that isn't there yet. */
  openFile(file: string): Promise<Failure | undefined>;
  /** Sends a menu command to the pages, or to the next one. */
  command(command: (typeof MENU_COMMANDS)[number]): void;
  /** What another person needs to find a problem, as text without secrets. */
  supportText(): Promise<string>;
  /** Empties the list of recent files. The files stay. */
  forgetRecent(): Promise<void>;
  /** Ends all logins, the practice provider and all subscriptions, and waits for what is being written. */
  close(): Promise<void>;
}

/** Makes a host. Before the first call only the settings are read, and the person is asked nothing. */
export function createHost(options: HostOptions): Host {
  const { folder, platform, log } = options;
  const session = createBroadcast<SessionEvent>();
  const stateOf = openWorkspaceStates(folder);
  const openStore =
    options.openStore ??
    (async () =>
      (await import('../services/secrets/keychain.ts')).openKeychain(
        options.startKeyring === undefined ? {} : { start: options.startKeyring },
      ));
  const parts: HostParts = {
    folder,
    platform,
    app: openAppState(folder),
    stateOf,
    workspaces: openWorkspaces(path.join(folder, 'drafts'), openIdFiles(folder)),
    secrets: createSecretAccess(openStore, (secret_store) =>
      session.send({ type: 'secret-store', secret_store }),
    ),
    renderings: createRenderings(),
    tests: openTestMemory(stateOf),
    merges: createShownMerges(),
    plans: createShownPlans(),
    tokens: createHeldTokens(),
    drifts: createDrifts(stateOf),
    brought: createBroughtFiles(),
    logins: createLogins(),
    practice: createPractice(),
    session,
    now: options.now ?? (() => new Date()),
    log,
    releases: options.releases ?? releasesOf(REPOSITORY),
  };
  void parts.app.settings().then((settings) => platform.applySettings(settings));
  void parts.app.recent().then((recent) => platform.showRecent(recent));

  const gate = createGate(callHandlers(parts), streamHandlers(parts), log);

  return {
    gate,
    async openFile(file) {
      const opened = await openFile(parts, file);
      if (!opened.ok) return opened.error;
      session.deliver({ type: 'opened', handle: opened.value.handle });
      return undefined;
    },
    command: (command) => session.deliver({ type: 'command', command }),
    supportText: () => supportText(parts),
    async forgetRecent() {
      announceRecent(parts, await parts.app.clearRecent());
    },
    async close() {
      session.send({ type: 'closing' });
      parts.logins.cancelAll();
      await parts.practice.stop();
      await gate.idle(LAST_CALLS_MS);
      parts.workspaces.closeAll();
      session.end();
    },
  };
}

const callHandlers = (parts: HostParts): CallHandlers => ({
  ...sessionHandlers(parts),
  ...catalogHandlers(),
  ...workspaceHandlers(parts),
  ...connectionHandlers(parts),
  ...deliverableHandlers(parts),
  ...secretHandlers(parts),
  ...exportHandlers(parts),
  ...mergeHandlers(parts),
  ...applyHandlers(parts),
  ...adoptHandlers(parts),
  ...loginHandlers(parts),
  ...resultHandlers(parts),
  ...supportHandlers(parts),
  ...bringHandlers(parts),
  ...forecastHandlers(parts),
  ...providerHandlers(parts),
  ...removalHandlers(parts),
  ...practiceHandlers(parts),
});

const streamHandlers = (parts: HostParts): StreamHandlers => ({
  ...sessionStreams(parts),
  ...workspaceStreams(parts),
  ...discoveryStreams(parts),
  ...checkStreams(parts),
  ...loginStreams(parts),
});
