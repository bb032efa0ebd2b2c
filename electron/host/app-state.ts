import { stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { type RecentWorkspace, recentWorkspace, type Settings, settings } from '../../shared/host/session.ts';
import type { Result } from '../../shared/result.ts';
import { openJsonFile, type WriteFailure } from '../services/files/json-file.ts';

/** Settings and recent files: data of the person, not of a workspace. */
export interface AppState {
  settings(): Promise<Settings>;
  changeSettings(change: Partial<Settings>): Promise<Result<Settings, WriteFailure>>;
  recent(): Promise<RecentWorkspace[]>;
  isRecent(file: string): Promise<boolean>;
  noteRecent(file: string, name: string, at: string): Promise<RecentWorkspace[]>;
  forgetRecent(file: string): Promise<RecentWorkspace[]>;
  /** Empties the list, except for workspaces that only this list leads back to. */
  clearRecent(): Promise<RecentWorkspace[]>;
}

const MOST_RECENT = 12;
const DEFAULT_SETTINGS: Settings = { theme: 'system', updates: false };
/** Files of older versions may have a language and no word on updates. */
const settingsOnDisk = z.object({ ...settings.shape, updates: settings.shape.updates.default(false) });
const recentList = z.array(recentWorkspace.omit({ missing: true }));
type Recent = z.infer<typeof recentList>;

export function openAppState(folder: string): AppState {
  const drafts = path.join(folder, 'drafts');
  const settingsFile = openJsonFile(path.join(folder, 'settings.json'), settingsOnDisk, DEFAULT_SETTINGS);
  const recentFile = openJsonFile<Recent>(path.join(folder, 'recent.json'), recentList, []);

  const shown = (list: Recent): Promise<RecentWorkspace[]> =>
    Promise.all(
      list.map(async (entry) => ({
        ...entry,
        missing: !(await stat(entry.path).then(
          (found) => found.isFile(),
          () => false,
        )),
      })),
    );
  // If the list can't be saved, the person's action still succeeds; the list is only shorter next time.
  const change = async (make: (list: Recent) => Recent) => {
    const done = await recentFile.update(make);
    return shown(done.ok ? done.value : await recentFile.read());
  };

  return {
    settings: () => settingsFile.read(),
    changeSettings: (wanted) =>
      settingsFile.update((now) => ({
        theme: wanted.theme ?? now.theme,
        updates: wanted.updates ?? now.updates,
      })),
    recent: async () => shown(await recentFile.read()),
    isRecent: async (file) => (await recentFile.read()).some((entry) => entry.path === file),
    noteRecent: (file, name, at) =>
      change((list) =>
        [{ path: file, name, opened_at: at }, ...list.filter((entry) => entry.path !== file)].slice(
          0,
          MOST_RECENT,
        ),
      ),
    forgetRecent: (file) => change((list) => list.filter((entry) => entry.path !== file)),
    clearRecent: () => change((list) => list.filter((entry) => path.dirname(entry.path) === drafts)),
  };
}
