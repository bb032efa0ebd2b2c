import type * as Electron from 'electron';
import { describe, expect, it } from 'vitest';
import { setupPermissions } from '../../../electron/desktop/permissions.ts';
import { fakeContents, fakeEvent, fakeSession } from '../../helpers/electron-fake.ts';

type Permission = Parameters<NonNullable<Parameters<Electron.Session['setPermissionRequestHandler']>[0]>>[1];

const PERMISSIONS: Permission[] = [
  'clipboard-read',
  'deprecated-sync-clipboard-read',
  'display-capture',
  'fileSystem',
  'fullscreen',
  'geolocation',
  'hid',
  'idle-detection',
  'keyboardLock',
  'local-network-access',
  'media',
  'midi',
  'notifications',
  'openExternal',
  'pointerLock',
  'serial',
  'storage-access',
  'usb',
  'unknown',
];

function setUp() {
  const fake = fakeSession();
  setupPermissions(fake.session);
  const ask = (permission: Permission, page = 'app://latchkey/', from = page, isMainFrame = true) => {
    let granted: boolean | undefined;
    fake.handlers.permissionRequest?.(
      fakeContents(page).contents,
      permission,
      (answer) => {
        granted = answer;
      },
      { isMainFrame, requestingUrl: from },
    );
    const checked = fake.handlers.permissionCheck?.(fakeContents(page).contents, permission, from, {
      isMainFrame,
      requestingUrl: from,
    });
    return { granted, checked };
  };
  return { ...fake, ask };
}

describe('permissions', () => {
  it.each(PERMISSIONS)('refuses %s, even to our own page', (permission) => {
    expect(setUp().ask(permission)).toEqual({ granted: false, checked: false });
  });

  it('lets our page write text to the clipboard, and nobody else', () => {
    const { ask, handlers } = setUp();
    expect(ask('clipboard-sanitized-write')).toEqual({ granted: true, checked: true });
    expect(ask('clipboard-sanitized-write', 'https://evil.example/')).toEqual({
      granted: false,
      checked: false,
    });
    expect(ask('clipboard-sanitized-write', 'app://latchkey/', 'https://evil.example/').granted).toBe(false);
    expect(ask('clipboard-sanitized-write', 'app://latchkey/', 'app://latchkey/', false)).toEqual({
      granted: false,
      checked: false,
    });
    expect(
      handlers.permissionCheck?.(null, 'clipboard-sanitized-write', 'app://latchkey', { isMainFrame: true }),
    ).toBe(false);
  });

  it('offers no device, no screen, no download and no spell checker', () => {
    const { handlers, events } = setUp();
    expect(handlers.device?.({ deviceType: 'usb', origin: 'app://latchkey', device: {} as never })).toBe(
      false,
    );
    let streams: Electron.Streams | null | undefined;
    handlers.displayMedia?.({} as never, (answer) => {
      streams = answer;
    });
    expect(streams).toEqual({});
    const download = fakeEvent();
    expect(events.emit('will-download', download)).toBe(1);
    expect(download.prevented).toBe(true);
    expect(handlers.spellChecker).toBe(false);
  });
});
