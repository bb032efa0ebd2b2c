import type { ReactNode } from 'react';

/**
 * Announces results to screen readers. The two live regions exist from the start, because a region that
 * appears together with its text is often not read. If the same text comes twice, it is changed slightly;
 * otherwise it would not be read again.
 */
export function announce(text: string, urgent = false): void {
  const region = document.getElementById(urgent ? 'say-now' : 'say');
  if (!region) return;
  region.textContent = region.textContent === text ? `${text}\u00a0` : text;
}

export function Announcer(): ReactNode {
  return (
    <>
      <div id="say" className="unheard" role="status" aria-live="polite" />
      <div id="say-now" className="unheard" role="alert" aria-live="assertive" />
    </>
  );
}
