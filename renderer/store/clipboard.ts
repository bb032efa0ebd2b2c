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
 * Empties the clipboard after a number of seconds, for hosts that can't do it themselves. A page may write
 * only while it has focus, so it waits for focus if needed. Returns a function that cancels it (used when
 * something else was copied here).
 */
export function clearClipboardLater(page: Window, seconds: number): () => void {
  let off = false;
  const clear = () => {
    if (off) return;
    if (!page.document.hasFocus()) {
      page.addEventListener('focus', clear, { once: true });
      return;
    }
    off = true;
    void page.navigator.clipboard?.writeText('').catch(() => undefined);
  };
  const timer = page.setTimeout(clear, seconds * 1000);
  return () => {
    off = true;
    page.clearTimeout(timer);
    page.removeEventListener('focus', clear);
  };
}
