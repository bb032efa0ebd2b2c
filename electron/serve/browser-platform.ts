import { ok } from '../../shared/result.ts';
import type { Platform } from '../host/platform.ts';
import type { Downloads } from './downloads.ts';

/** The browser host's side of what differs: the page types paths, fetches files and copies by itself. */
export const browserPlatform = (downloads: Downloads, quit: () => void): Platform => ({
  host: 'browser',
  paths: 'typed',
  locale: () => Intl.DateTimeFormat().resolvedOptions().locale,
  askForWorkspace: async () => undefined,
  askWhereToSave: async () => undefined,
  askForFolder: async () => undefined,
  handOver: async (file) => ok({ by: 'download', url: downloads.offer(file), name: file.name }),
  copySecret: async () => false,
  openOutside: async () => ok('page'),
  applySettings: () => {},
  noteRecent: () => {},
  quit,
});
