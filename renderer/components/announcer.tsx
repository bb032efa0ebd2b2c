import type { ReactNode } from 'react';
import { prose } from './code-words.ts';

/**
 * Announces results to screen readers. The two live regions exist from the start, because a region that
 * appears together with its text is often not read. If the same text comes twice, it is changed slightly;
 * otherwise it would not be read again.
 */
export function announce(text: string, urgent = false): void {
  const region = document.getElementById(urgent ? 'say-now' : 'say');
  if (!region) return;
  // Signs that mark code are seen, not said.
  const said = prose(text).replaceAll('`', '');
  region.textContent = region.textContent === said ? `${said}\u00a0` : said;
}

export function Announcer(): ReactNode {
  return (
    <>
      <div id="say" className="unheard" role="status" aria-live="polite" />
      <div id="say-now" className="unheard" role="alert" aria-live="assertive" />
    </>
  );
}
