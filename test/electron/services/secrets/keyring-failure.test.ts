import { describe, expect, it } from 'vitest';
import { keyringFailure } from '../../../../electron/services/secrets/keyring-failure.ts';

const LOCKED = {
  linux:
    'The keychain is locked, and the question for its password was dismissed or couldn’t be shown. Unlock it (log in to the desktop, or open “Passwords and Keys”) and try again.',
  darwin: 'The login keychain is locked. Unlock it in Keychain Access, or with: security unlock-keychain.',
  win32:
    'Windows keeps the Credential Manager locked for this session. Log in at the computer itself and try again.',
};
const DENIED = {
  linux:
    'The system refuses Latchkey the keychain. In a sandbox (Flatpak, Snap) allow access to org.freedesktop.secrets; in KWallet allow the application.',
  darwin:
    'Latchkey was refused the keychain. Try again and choose “Always Allow”, or remove the entry in Keychain Access.',
  win32:
    'Windows refuses Latchkey the Credential Manager. A group policy may forbid stored credentials; ask who runs this computer.',
};
const everywhere = (message: string) => ({ linux: message, darwin: message, win32: message });

/** What libraries and systems say, and what it means. */
const KINDS: readonly (readonly [string, Readonly<Record<string, string>>, readonly string[]])[] = [
  [
    'keychain-no-answer',
    everywhere(
      'The keychain doesn’t answer. Look whether it asks for its password in a window, or start it again.',
    ),
    [
      'Did not receive a reply. Possible causes include: the security policy blocked the reply, timeout expired, access denied',
      ...['operation timed out', 'the time out of D-Bus', 'Timeout was reached'],
    ],
  ],
  [
    'keychain-locked',
    LOCKED,
    [
      'Couldn’t access platform storage: Secret Service: object locked',
      ...['prompt dismissed', 'Prompt was dismissed', 'User interaction is not allowed.', 'OSStatus -25308'],
    ],
  ],
  [
    'keychain-denied',
    DENIED,
    [
      'org.freedesktop.DBus.Error.AccessDenied',
      ...['access denied', 'Windows ERROR: Access is denied. (os error 5)', 'Rejected send message, 2 rules'],
      ...['Permission denied (os error 13)', 'User canceled the operation.', 'OSStatus -128', 'error -128.'],
      ...['OSStatus -25293', 'not authorized', 'The user name or passphrase you entered is not correct.'],
    ],
  ],
  [
    'secret-too-big',
    everywhere('The value is too big for the keychain. Is it a whole file? Provide the secret alone.'),
    [
      "Attribute 'password encoded as UTF-16' is longer than platform limit of 2560 chars",
      ...['too long', 'too big', 'value too large', 'it exceeds 1024', 'peer disconnected before a reply'],
    ],
  ],
  [
    'keychain-unavailable',
    everywhere(
      'The Secret Service runs but has no keychain to write to, as happens outside a desktop login. Log in to the desktop once, or create a keyring named “Login” in “Passwords and Keys” and make it the default.',
    ),
    ['Secret Service: no result found'],
  ],
  [
    'keychain-unavailable',
    everywhere(
      'This session has no Credential Manager, as with services and scheduled tasks. Run Latchkey as the logged-in user.',
    ),
    ['A specified logon session does not exist. It may already have been terminated.'],
  ],
  [
    'keychain-unavailable',
    everywhere(
      'No Secret Service answers on this computer, so there is no keychain to keep secrets in. Install and start GNOME Keyring, KWallet or KeePassXC (with its Secret Service switched on), and run Latchkey inside the desktop session.',
    ),
    [
      ...['DBus error', 'D-Bus error', 'Secret Service: gone', 'No such file or directory (os error 2)'],
      ...['Connection refused', 'ServiceUnknown: org.freedesktop.secrets'],
    ],
  ],
  [
    'keychain-failed',
    everywhere(
      'The keychain failed in a way Latchkey doesn’t know. Try again; if it stays, see what the system’s own keychain program says.',
    ),
    ['something never heard of', 'OSStatus -1280', ''],
  ],
];

describe('what the keyring library says', () => {
  const rows = KINDS.flatMap(([code, messages, all]) => all.map((said) => [said, code, messages] as const));
  it.each(rows)('%s: %s, in the words of the system', (said, code, messages) => {
    for (const [platform, system] of [
      ['linux', 'linux'],
      ['freebsd', 'linux'],
      ['darwin', 'darwin'],
      ['win32', 'win32'],
    ] as const) {
      expect(keyringFailure(said, platform)).toEqual({
        ok: false,
        error: { code, message: messages[system], detail: said },
      });
    }
  });

  it('is shown by its first line, which is not longer than 300 characters', () => {
    const { error } = keyringFailure(`${'a'.repeat(400)}\nobject locked`, 'linux');
    expect(error).toMatchObject({ code: 'keychain-locked', detail: 'a'.repeat(300) });
    expect(keyringFailure('first\nsecond', 'linux').error.detail).toBe('first');
  });
});
