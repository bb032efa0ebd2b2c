import { fail, ok, type Result } from '../../../shared/result.ts';
import { connectKeyring, type Keyring, type StartKeyringProcess } from './keyring-process.ts';
import { KeyringStore } from './keyring-store.ts';
import type { SecretStore } from './store.ts';

export { openMemoryStore, type SecretOrigin, type SecretStore, type StoredSecret } from './store.ts';

export interface KeychainOptions {
  /** How long to wait for the system, which may be asking the user. Default 60 s. */
  readonly timeoutMs?: number;
  readonly now?: () => Date;
  /** Starts the process that talks to the system. Default: with Node. */
  readonly start?: StartKeyringProcess;
}

/**
 * Opens the system's keychain and tests it by writing and reading a harmless value. On Linux, only a Secret
 * Service (GNOME Keyring, KWallet, KeePassXC, …) is used.
 *
 * Codes: `keychain-unavailable`, `keychain-locked`, `keychain-denied`, `keychain-no-answer`,
 * `keychain-failed`.
 */
export async function openKeychain(options: KeychainOptions = {}): Promise<Result<SecretStore>> {
  const { timeoutMs = 60_000, now = () => new Date() } = options;
  const keyring = connectKeyring(timeoutMs, options.start);
  const probed = await probe(keyring);
  if (!probed.ok) {
    keyring.close();
    return probed;
  }
  return ok(new KeyringStore(keyring, process.platform, now));
}

/**
 * Writes, reads and removes a harmless value, so that a keychain that doesn't really work is detected at the
 * start.
 */
export async function probe(keyring: Keyring): Promise<Result<void>> {
  const place = ['latchkey', `probe-${process.pid}`] as const;
  const value = 'Latchkey looks whether the keychain works. This may be deleted.';
  const written = await keyring.set(...place, value);
  if (!written.ok) return written;
  const read = await keyring.get(...place);
  if (!read.ok) return read;
  const removed = await keyring.delete(...place);
  if (!removed.ok) return removed;
  if (read.value === value) return ok(undefined);
  return fail(
    'keychain-failed',
    'The keychain gave back something else than was put into it. Look into it with the system’s own keychain program.',
  );
}
