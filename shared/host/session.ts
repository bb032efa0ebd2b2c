import { z } from 'zod';
import { handle, instant } from './common.ts';
import { THEMES } from './look.ts';
import { MENU_COMMANDS } from './menu.ts';

export const settings = z.strictObject({
  theme: z.enum(THEMES),
  /** True: asks for a newer release once at each start. Nothing is asked unless the user says so. */
  updates: z.boolean(),
});
export type Settings = z.infer<typeof settings>;

/** Where secrets are really kept. */
export const secretStore = z.object({
  /** `keychain`: survives a restart. `session`: forgotten when the program ends. */
  kind: z.enum(['keychain', 'session']),
  /** As the system calls it, e.g. `Keychain`, `Credential Manager`, `Secret Service`. */
  label: z.string(),
  /** Why it is not a keychain, or how to get one. */
  note: z.string().exactOptional(),
  /** True if the store exists but is locked; using it asks the user to unlock it. */
  locked: z.boolean(),
});
export type SecretStoreView = z.infer<typeof secretStore>;

export const recentWorkspace = z.object({
  path: z.string(),
  name: z.string(),
  opened_at: instant,
  /** True when the file is no longer there. */
  missing: z.boolean(),
});
export type RecentWorkspace = z.infer<typeof recentWorkspace>;

export const sessionInfo = z.object({
  host: z.enum(['desktop', 'browser']),
  version: z.string(),
  platform: z.enum(['linux', 'darwin', 'win32', 'other']),
  secret_store: secretStore,
  settings,
  recent: z.array(recentWorkspace),
  /** Workspaces that are open in this host, newest first. */
  open: z.array(z.object({ handle, name: z.string(), file: z.string() })),
  /**
   * `dialog`: the host asks for files and folders itself. `typed`: the user types a path in the page, which
   * sends it.
   */
  paths: z.enum(['dialog', 'typed']),
  /** A folder to suggest if the user types paths. */
  suggested_folder: z.string(),
  /** False if this build names no place where releases are. Then nothing can be asked. */
  releases: z.boolean(),
});
export type SessionInfo = z.infer<typeof sessionInfo>;

/** What the project's page of releases says. */
export const updateView = z.object({
  current: z.string(),
  latest: z.string(),
  /** True if `latest` is newer than this version. */
  newer: z.boolean(),
  /** Plain text. */
  notes: z.string(),
  url: z.string(),
});
export type UpdateView = z.infer<typeof updateView>;

export const sessionEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('settings'), settings }),
  z.object({ type: z.literal('secret-store'), secret_store: secretStore }),
  z.object({ type: z.literal('recent'), recent: z.array(recentWorkspace) }),
  z.object({ type: z.literal('command'), command: z.enum(MENU_COMMANDS) }),
  /** A workspace file was opened from outside (double click, second start of the app). */
  z.object({ type: z.literal('opened'), handle }),
  /** The host is ending; it answers no more calls. */
  z.object({ type: z.literal('closing') }),
]);
export type SessionEvent = z.infer<typeof sessionEvent>;
