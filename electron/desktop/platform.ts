import { app } from 'electron';
import type { RecentWorkspace, Settings } from '../../shared/host/session.ts';
import { fail, ok } from '../../shared/result.ts';
import type { Log } from '../host/log.ts';
import type { Platform } from '../host/platform.ts';
import { writeFileAtomic } from '../services/files/atomic.ts';
import type { SecretClipboard } from './clipboard.ts';
import type { Dialogs } from './dialogs.ts';
import { openOutside } from './outside.ts';

export interface DesktopParts {
  readonly dialogs: Dialogs;
  readonly clipboard: SecretClipboard;
  readonly applySettings: (settings: Settings) => void;
  readonly showRecent: (recent: readonly RecentWorkspace[]) => void;
  /** Gives the files that were dropped last, once. */
  readonly takeDropped: () => readonly string[];
  readonly logTail: () => string;
  readonly log: Log;
}

/** The desktop version of the platform: native dialogs, clipboard, browser. */
export const desktopPlatform = ({
  dialogs,
  clipboard,
  applySettings,
  showRecent,
  takeDropped,
  logTail,
  log,
}: DesktopParts): Platform => ({
  host: 'desktop',
  paths: 'dialog',
  askForWorkspace: () => dialogs.openWorkspace(),
  askWhereToSave: (suggested) => dialogs.saveWorkspace(suggested),
  askForFolder: () => dialogs.chooseFolder(),
  askForFiles: () => dialogs.chooseFiles(),
  takeDropped,
  async handOver(file) {
    const target = await dialogs.saveFile(file.name);
    if (target === undefined) return fail('cancelled', 'Nothing was chosen.');
    // An export contains secrets, so only its owner may read it.
    const written = await writeFileAtomic(target, file.bytes, { mode: 0o600 });
    return written.ok ? ok({ by: 'saved', path: target }) : written;
  },
  async copySecret(value) {
    await clipboard.copy(value);
    return true;
  },
  async openOutside(url) {
    try {
      const opened = await openOutside(url, log);
      return opened.ok ? ok('host') : opened;
    } catch {
      return fail('open-failed', 'The system could not open a browser. Copy the address into one yourself.');
    }
  },
  applySettings,
  noteRecent: (file) => app.addRecentDocument(file),
  showRecent,
  logTail,
  // Delayed, so that the answer reaches the page first.
  quit: () => void setTimeout(() => app.quit(), 50),
});
