import { app } from 'electron';

/** The app's name for the system; `appId` in electron-builder.yml is the same. */
export const APP_ID = 'app.latchkey.Latchkey';

/** Windows groups windows and lists recent files by this name; the installer gives it to the shortcuts. */
export function setupAppId(platform = process.platform): void {
  if (platform === 'win32') app.setAppUserModelId(APP_ID);
}
