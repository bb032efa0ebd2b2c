import path from 'node:path';
import { type BrowserWindow, dialog, type FileFilter } from 'electron';
import { WORKSPACE_ENDINGS } from '../../shared/workspace/file-name.ts';
import { WORDS } from './words.ts';

const workspaceFilters = (): FileFilter[] => [
  {
    name: WORDS.workspaces,
    extensions: [...WORKSPACE_ENDINGS.map((ending) => ending.slice(1)), 'yaml', 'yml'],
  },
];

/** The system's own dialogs. They return an absolute path, or undefined if the person closed the dialog. */
export interface Dialogs {
  openWorkspace(): Promise<string | undefined>;
  saveWorkspace(suggested: string): Promise<string | undefined>;
  chooseFolder(): Promise<string | undefined>;
  /** One or several files that are there, in the order of their names. */
  chooseFiles(): Promise<readonly string[] | undefined>;
  saveFile(name: string): Promise<string | undefined>;
  /** Shows a sentence with an OK button. `type`: `warning` unless stated. */
  tell(message: string, detail?: string, type?: 'info' | 'warning'): Promise<void>;
}

/** @param window the window that the dialogs belong to; without one they are separate windows */
export function createDialogs(window: () => BrowserWindow | undefined): Dialogs {
  const parent = (): [BrowserWindow] | [] => {
    const now = window();
    return now === undefined || now.isDestroyed() ? [] : [now];
  };
  // Since version 43 Electron begins in Downloads each time, and the system no longer remembers the last folder.
  let last: string | undefined;
  const save = async (name: string, options: Electron.SaveDialogOptions) => {
    const answer = await dialog.showSaveDialog(...(parent() as [BrowserWindow]), {
      ...options,
      // A page may suggest a name, never a place.
      defaultPath: path.join(last ?? '', path.basename(name)),
    });
    if (answer.canceled || answer.filePath === '') return undefined;
    last = path.dirname(answer.filePath);
    return answer.filePath;
  };
  const open = async (options: Electron.OpenDialogOptions) => {
    const answer = await dialog.showOpenDialog(...(parent() as [BrowserWindow]), {
      ...options,
      ...(last === undefined ? {} : { defaultPath: last }),
    });
    const chosen = answer.canceled ? [] : answer.filePaths;
    if (chosen[0] !== undefined) last = path.dirname(chosen[0]);
    return chosen;
  };
  return {
    openWorkspace: async () => (await open({ properties: ['openFile'], filters: workspaceFilters() }))[0],
    saveWorkspace: (suggested) =>
      save(suggested, {
        filters: workspaceFilters(),
        properties: ['showOverwriteConfirmation', 'createDirectory'],
      }),
    chooseFolder: async () => (await open({ properties: ['openDirectory', 'createDirectory'] }))[0],
    async chooseFiles() {
      const chosen = await open({ properties: ['openFile', 'multiSelections', 'showHiddenFiles'] });
      return chosen.length === 0 ? undefined : [...chosen].sort();
    },
    saveFile: (name) => save(name, { properties: ['showOverwriteConfirmation', 'createDirectory'] }),
    async tell(message, detail, type = 'warning') {
      await dialog.showMessageBox(...(parent() as [BrowserWindow]), {
        type,
        message,
        buttons: [WORDS.ok],
        ...(detail === undefined ? {} : { detail }),
      });
    },
  };
}
