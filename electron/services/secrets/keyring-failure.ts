import { type Failure, fail } from '../../../shared/result.ts';

interface Sign {
  readonly pattern: RegExp;
  readonly code: string;
  readonly message: Readonly<Record<'linux' | 'darwin' | 'win32', string>> | string;
}

const NO_SERVICE =
  'No Secret Service answers on this computer, so there is no keychain to keep secrets in. Install and start GNOME Keyring, KWallet or KeePassXC (with its Secret Service switched on), and run Latchkey inside the desktop session.';

/**
 * Messages of the libraries, in the order in which they are tested. Seen in `@napi-rs/keyring` 2.1 unless
 * stated otherwise.
 */
const SIGNS: readonly Sign[] = [
  {
    // Must be first: only this message is long enough to also contain words of the other patterns.
    pattern: /did not receive a reply|timed? ?out/i,
    code: 'keychain-no-answer',
    message:
      'The keychain doesn’t answer. Look whether it asks for its password in a window, or start it again.',
  },
  {
    // macOS: errSecInteractionNotAllowed (-25308), a locked keychain when the user can't be asked.
    pattern: /prompt dismissed|prompt was dismissed|object locked|interaction is not allowed|-25308/i,
    code: 'keychain-locked',
    message: {
      linux:
        'The keychain is locked, and the question for its password was dismissed or couldn’t be shown. Unlock it (log in to the desktop, or open “Passwords and Keys”) and try again.',
      darwin:
        'The login keychain is locked. Unlock it in Keychain Access, or with: security unlock-keychain.',
      win32:
        'Windows keeps the Credential Manager locked for this session. Log in at the computer itself and try again.',
    },
  },
  {
    // macOS: errSecUserCanceled (-128), errSecAuthFailed (-25293). Windows: ERROR_ACCESS_DENIED.
    pattern:
      /access ?denied|access is denied|rejected send message|permission denied|user canceled|-128\b|-25293|authoriz|not correct/i,
    code: 'keychain-denied',
    message: {
      linux:
        'The system refuses Latchkey the keychain. In a sandbox (Flatpak, Snap) allow access to org.freedesktop.secrets; in KWallet allow the application.',
      darwin:
        'Latchkey was refused the keychain. Try again and choose “Always Allow”, or remove the entry in Keychain Access.',
      win32:
        'Windows refuses Latchkey the Credential Manager. A group policy may forbid stored credentials; ask who runs this computer.',
    },
  },
  {
    pattern: /longer than|too long|too big|too large|exceeds|disconnected before a reply/i,
    code: 'secret-too-big',
    message: 'The value is too big for the keychain. Is it a whole file? Provide the secret alone.',
  },
  {
    pattern: /no result found/i,
    code: 'keychain-unavailable',
    message:
      'The Secret Service runs but has no keychain to write to, as happens outside a desktop login. Log in to the desktop once, or create a keyring named “Login” in “Passwords and Keys” and make it the default.',
  },
  {
    // Windows: ERROR_NO_SUCH_LOGON_SESSION, for services and scheduled tasks.
    pattern: /logon session/i,
    code: 'keychain-unavailable',
    message:
      'This session has no Credential Manager, as with services and scheduled tasks. Run Latchkey as the logged-in user.',
  },
  {
    pattern: /dbus|d-bus|secret service|no such file|connection refused|serviceunknown/i,
    code: 'keychain-unavailable',
    message: NO_SERVICE,
  },
];

/**
 * Turns a message of the keyring library into a failure that says what to do. Codes: `keychain-no-answer`,
 * `keychain-locked`, `keychain-denied`, `secret-too-big`, `keychain-unavailable`, `keychain-failed`.
 *
 * @param said the library's message. It contains names of stores and reasons, but never a value.
 */
export function keyringFailure(
  said: string,
  platform: NodeJS.Platform = process.platform,
): { readonly ok: false; readonly error: Failure } {
  const detail = said.split('\n')[0]!.slice(0, 300);
  const sign = SIGNS.find(({ pattern }) => pattern.test(said));
  if (!sign) {
    return fail(
      'keychain-failed',
      'The keychain failed in a way Latchkey doesn’t know. Try again; if it stays, see what the system’s own keychain program says.',
      detail,
    );
  }
  const system = platform === 'darwin' || platform === 'win32' ? platform : 'linux';
  return fail(sign.code, typeof sign.message === 'string' ? sign.message : sign.message[system], detail);
}
