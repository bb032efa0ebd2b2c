import path from 'node:path';
import { type BrowserWindow, dialog, type FileFilter } from 'electron';
import { WORKSPACE_ENDINGS } from '../../shared/workspace/file-name.ts';

const WORKSPACES: FileFilter[] = [
  {
    name: 'Latchkey workspace',
    extensions: [...WORKSPACE_ENDINGS.map((ending) => ending.slice(1)), 'yaml', 'yml'],
  },
];

/** The system's own dialogs. They return an absolute path, or undefined if the person closed the dialog. */
export interface Dialogs {
  openWorkspace(): Promise<string | undefined>;
  saveWorkspace(suggested: string): Promise<string | undefined>;
  chooseFolder(): Promise<string | undefined>;
  saveFile(name: string): Promise<string | undefined>;
  /** Shows a sentence with an OK button. */
  tell(message: string, detail?: string): Promise<void>;
}

/** @param window the window that the dialogs belong to; without one they are separate windows */
export function createDialogs(window: () => BrowserWindow | undefined): Dialogs {
  const parent = (): [BrowserWindow] | [] => {
    const now = window();
    return now === undefined || now.isDestroyed() ? [] : [now];
  };
  const save = async (options: Electron.SaveDialogOptions) => {
    const answer = await dialog.showSaveDialog(...(parent() as [BrowserWindow]), options);
    return answer.canceled || answer.filePath === '' ? undefined : answer.filePath;
  };
  const open = async (options: Electron.OpenDialogOptions) => {
    const answer = await dialog.showOpenDialog(...(parent() as [BrowserWindow]), options);
    return answer.canceled ? undefined : answer.filePaths[0];
  };
  return {
    openWorkspace: () => open({ properties: ['openFile'], filters: WORKSPACES }),
    saveWorkspace: (suggested) =>
      save({
        defaultPath: path.basename(suggested),
        filters: WORKSPACES,
        properties: ['showOverwriteConfirmation', 'createDirectory'],
      }),
    chooseFolder: () => open({ properties: ['openDirectory', 'createDirectory'] }),
    saveFile: (name) =>
      save({
        defaultPath: path.basename(name),
        properties: ['showOverwriteConfirmation', 'createDirectory'],
      }),
    async tell(message, detail) {
      await dialog.showMessageBox(...(parent() as [BrowserWindow]), {
        type: 'warning',
        message,
        ...(detail === undefined ? {} : { detail }),
      });
    },
  };
}
