/**
 * electron-builder calls this when Electron lies in the folder of the package, before the app is added. Takes out
 * what Electron brings for development only: electron-builder does so with an Electron that it downloaded, but
 * not with a given one.
 */
import { rmSync } from 'node:fs';
import path from 'node:path';

export default function afterExtract({ appOutDir, electronPlatformName }) {
  const resources = electronPlatformName === 'darwin' ? 'Electron.app/Contents/Resources' : 'resources';
  rmSync(path.join(appOutDir, resources, 'default_app.asar'), { force: true });
  rmSync(path.join(appOutDir, 'version'), { force: true });
}
