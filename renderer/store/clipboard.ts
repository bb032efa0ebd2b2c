/**
 * Copies plain text to the clipboard. If the Clipboard API is refused (no focus, no permission), uses
 * `execCommand`, which works inside a click handler.
 */
export async function writeClipboard(page: Window, text: string): Promise<boolean> {
  try {
    await page.navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = page.document.createElement('textarea');
    area.value = text;
    area.className = 'unheard';
    area.setAttribute('readonly', '');
    const before = page.document.activeElement as HTMLElement | null;
    page.document.body.append(area);
    area.select();
    const done = page.document.execCommand?.('copy') ?? false;
    area.value = '';
    area.remove();
    before?.focus?.();
    return done;
  }
}

/**
 * True if the page may look at the clipboard without a question to the person. Only then can it be emptied later: what
 * somebody copied meanwhile must not be lost.
 */
export async function mayLookAtClipboard(page: Window): Promise<boolean> {
  try {
    const { state } = await page.navigator.permissions.query({ name: 'clipboard-read' as PermissionName });
    return state === 'granted';
  } catch {
    // Not every browser knows this permission.
    return false;
  }
}

/**
 * Empties the clipboard after a number of seconds if it still holds `text`, for hosts that can't do it themselves. Only a
 * digest of the text is kept. A page may read only while it has focus, so it waits for focus if needed. Returns a function
 * that cancels it (used when something else was copied here).
 */
export function clearClipboardLater(page: Window, seconds: number, text: string): () => void {
  const copied = digestOf(text);
  let off = false;
  const clear = async () => {
    if (off) return;
    if (!page.document.hasFocus()) {
      page.addEventListener('focus', () => void clear(), { once: true });
      return;
    }
    off = true;
    try {
      const now = await digestOf(await page.navigator.clipboard.readText());
      if (now === (await copied)) await page.navigator.clipboard.writeText('');
    } catch {
      // What can’t be looked at is left as it is.
    }
  };
  const timer = page.setTimeout(() => void clear(), seconds * 1000);
  return () => {
    off = true;
    page.clearTimeout(timer);
  };
}

async function digestOf(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return [...new Uint8Array(digest)].join(' ');
}
