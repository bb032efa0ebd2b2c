import { type ReactNode, useSyncExternalStore } from 'react';
import { own } from '../../shared/own.ts';
import type { AppKind, ProviderKind } from '../../shared/workspace/types.ts';

/** Our own drawings of what a kind is for, where there is no mark of the product. */
const DRAWINGS: Readonly<Record<AppKind | ProviderKind, ReactNode>> = {
  // A link between two.
  oidc: (
    <>
      <path d="M8.2 11.8 11.8 8.2" />
      <path d="m9.4 5.9 1.5-1.5a3.3 3.3 0 0 1 4.7 4.7l-1.5 1.5M10.6 14.1l-1.5 1.5a3.3 3.3 0 0 1-4.7-4.7l1.5-1.5" />
    </>
  ),
  // A note, a game pad, a flow, a window.
  memos: (
    <>
      <path d="M4 3.4h12v9.2L12.2 16.6H4Z" />
      <path d="M16 12.4h-4v4M7 7h6M7 10h3.4" />
    </>
  ),
  romm: (
    <>
      <path d="M6.4 6h7.2a4 4 0 0 1 3.9 3.3l.6 3.2a2.2 2.2 0 0 1-3.9 1.8L12.8 12.6H7.2l-1.4 1.7a2.2 2.2 0 0 1-3.9-1.8l.6-3.2A4 4 0 0 1 6.4 6Z" />
      <path d="M6.6 8.2v2.4M5.4 9.4h2.4M13 8.7v.1M14.4 10.2v.1" />
    </>
  ),
  kestra: (
    <>
      <rect x="2.6" y="7.8" width="4.4" height="4.4" rx="1.2" />
      <rect x="13" y="3" width="4.4" height="4.4" rx="1.2" />
      <rect x="13" y="12.6" width="4.4" height="4.4" rx="1.2" />
      <path d="M7 10h2.4c2 0 .8-4.8 3.6-4.8M9.4 10c2 0 .8 4.8 3.6 4.8" />
    </>
  ),
  custom: (
    <>
      <rect x="2.8" y="3.8" width="14.4" height="12.4" rx="2" />
      <path d="M2.8 7.4h14.4M5.4 5.6v.1M7.4 5.6v.1" />
    </>
  ),
};

let marks: Readonly<Record<string, string>> | undefined;
const waiting = new Set<() => void>();

/** Loads the marks when the first one is to be shown. Until then, and where that fails, there are initials. */
function whenLoaded(tell: () => void): () => void {
  waiting.add(tell);
  if (waiting.size === 1 && marks === undefined)
    void import('./marks.ts').then(
      (loaded) => {
        marks = loaded.MARKS;
        for (const one of waiting) one();
      },
      () => undefined,
    );
  return () => waiting.delete(tell);
}

/** The first letters of a name's first two words. What stands in brackets is no part of it. */
export const initialsOf = (name: string): string =>
  name
    .replace(/\(.*/, '')
    .trim()
    .split(/[\s-]+/)
    .slice(0, 2)
    .map((word) => [...word][0] ?? '')
    .join('')
    .toUpperCase() || '·';

/** A product's mark in one colour, our drawing, or its initials. Hidden from screen readers: the name is beside it. */
export function ProductMark({
  kind,
  name,
  big = false,
}: {
  readonly kind?: AppKind | ProviderKind;
  readonly name: string;
  readonly big?: boolean;
}): ReactNode {
  const known = useSyncExternalStore(whenLoaded, () => marks);
  const mark = kind && known && own(known, kind);
  const drawing = kind && own(DRAWINGS, kind);
  const size = big ? 26 : 20;
  return (
    <span className={big ? 'mark big' : 'mark'} aria-hidden="true">
      {mark ? (
        <svg viewBox="0 0 24 24" width={size} height={size} fill="currentColor" role="presentation">
          <path d={mark} />
        </svg>
      ) : drawing ? (
        <svg
          viewBox="0 0 20 20"
          width={size}
          height={size}
          fill="none"
          stroke="currentColor"
          strokeWidth="1.4"
          strokeLinecap="round"
          strokeLinejoin="round"
          role="presentation"
        >
          {drawing}
        </svg>
      ) : (
        initialsOf(name)
      )}
    </span>
  );
}
