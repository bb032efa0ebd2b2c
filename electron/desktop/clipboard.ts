import { createHash, timingSafeEqual } from 'node:crypto';
import { clipboard } from 'electron';
import type { Log } from '../host/log.ts';

/** How long a copied secret stays on the clipboard. */
export const CLEAR_AFTER_MS = 60_000;

export interface SecretClipboard {
  /**
   * Copies a secret to the clipboard and clears it after a minute, unless something else was copied meanwhile.
   */
  copy(secret: string): Promise<void>;
  /** Clears the secret now if it is still on the clipboard. */
  clear(): Promise<void>;
  /** True while a copied secret is waiting to be cleared. */
  readonly pending: boolean;
}

/** The clipboard for secrets. Only a digest of what was copied is kept, never the secret. */
export function createSecretClipboard(log: Log): SecretClipboard {
  let copied: Buffer | undefined;
  let timer: NodeJS.Timeout | undefined;

  const clear = async () => {
    clearTimeout(timer);
    const digest = copied;
    copied = undefined;
    if (digest === undefined) return;
    const now = digestOf(await clipboard.readText());
    // Cleared only if the digest is the same: anything else was copied by the person since then.
    if (timingSafeEqual(now, digest)) clipboard.clear();
  };

  return {
    async copy(secret) {
      clearTimeout(timer);
      await clipboard.writeText(secret);
      copied = digestOf(secret);
      // Another copy may have started its timer meanwhile.
      clearTimeout(timer);
      timer = setTimeout(() => {
        clear().catch(() => log('the clipboard could not be cleared'));
      }, CLEAR_AFTER_MS);
    },
    clear,
    get pending() {
      return copied !== undefined;
    },
  };
}

const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest();
