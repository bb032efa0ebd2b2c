import { ok } from '../../shared/result.ts';
import type { Platform } from '../host/platform.ts';
import type { Downloads } from './downloads.ts';

/**
 * The browser version of the platform: paths are typed, and the page downloads files and copies by itself.
 */
export const browserPlatform = (downloads: Downloads, quit: () => void): Platform => ({
  host: 'browser',
  paths: 'typed',
  askForWorkspace: async () => undefined,
  askWhereToSave: async () => undefined,
  askForFolder: async () => undefined,
  askForFiles: async () => undefined,
  takeDropped: () => [],
  handOver: async (file) => ok({ by: 'download', url: downloads.offer(file), name: file.name }),
  copySecret: async () => false,
  openOutside: async () => ok('page'),
  applySettings: () => {},
  noteRecent: () => {},
  showRecent: () => {},
  logTail: () => '',
  quit,
});
