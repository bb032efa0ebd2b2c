import type { ReactNode } from 'react';

const PATHS = {
  check: <path d="m3.5 8.5 3 3 6-7" />,
  pass: (
    <>
      <circle cx="8" cy="8" r="6.4" />
      <path d="m5.2 8.3 2 2 3.7-4.2" />
    </>
  ),
  warn: (
    <>
      <path d="M8 1.9 14.6 13.6H1.4Z" />
      <path d="M8 6.3v3.4M8 11.6v.1" />
    </>
  ),
  fail: (
    <>
      <path d="M5.3 1.6h5.4l3.7 3.7v5.4l-3.7 3.7H5.3l-3.7-3.7V5.3Z" />
      <path d="m5.8 5.8 4.4 4.4M10.2 5.8l-4.4 4.4" />
    </>
  ),
  unseen: <circle cx="8" cy="8" r="6.2" strokeDasharray="2.6 2.3" />,
  info: (
    <>
      <circle cx="8" cy="8" r="6.4" />
      <path d="M8 7.4v3.8M8 4.9v.1" />
    </>
  ),
  next: <path d="m6 3.5 4.5 4.5L6 12.5" />,
  back: <path d="M10 3.5 5.5 8l4.5 4.5" />,
  close: <path d="m4 4 8 8M12 4l-8 8" />,
  copy: (
    <>
      <rect x="5.6" y="5.6" width="8" height="8.4" rx="1.8" />
      <path d="M10.6 5.4V3.8A1.8 1.8 0 0 0 8.8 2H4.2a1.8 1.8 0 0 0-1.8 1.8v5a1.8 1.8 0 0 0 1.8 1.8h1.2" />
    </>
  ),
  out: (
    <path d="M9.5 2.5h4v4M13.2 2.8 7.5 8.5M11.5 9.5v3a1 1 0 0 1-1 1h-7a1 1 0 0 1-1-1v-7a1 1 0 0 1 1-1h3" />
  ),
  bring: <path d="M8 2v7.2M5 6.4l3 3 3-3M2.4 9.8v2.6a1.4 1.4 0 0 0 1.4 1.4h8.4a1.4 1.4 0 0 0 1.4-1.4V9.8" />,
  people: (
    <>
      <circle cx="8" cy="8" r="6.2" />
      <path d="M1.8 8h12.4M8 1.8c2 1.9 2.8 4 2.8 6.2S10 12.3 8 14.2C6 12.3 5.2 10.2 5.2 8S6 3.7 8 1.8Z" />
    </>
  ),
  plus: <path d="M8 3v10M3 8h10" />,
  key: (
    <>
      <circle cx="5.3" cy="8" r="2.9" />
      <path d="M8.2 8h6M12 8v2.6" />
    </>
  ),
  grid: (
    <>
      <rect x="2.2" y="2.2" width="4.8" height="4.8" rx="1.2" />
      <rect x="9" y="2.2" width="4.8" height="4.8" rx="1.2" />
      <rect x="2.2" y="9" width="4.8" height="4.8" rx="1.2" />
      <rect x="9" y="9" width="4.8" height="4.8" rx="1.2" />
    </>
  ),
  ask: (
    <>
      <path d="M2.4 4.2a1.8 1.8 0 0 1 1.8-1.8h7.6a1.8 1.8 0 0 1 1.8 1.8v5.2a1.8 1.8 0 0 1-1.8 1.8H7.4L4.2 13.8v-2.6a1.8 1.8 0 0 1-1.8-1.8Z" />
      <path d="M5.4 5.6h5.2M5.4 8h3.4" />
    </>
  ),
  gear: (
    <>
      <path d="M2 4.5h6M12 4.5h2M2 11.5h2M8 11.5h6" />
      <circle cx="10" cy="4.5" r="1.9" />
      <circle cx="6" cy="11.5" r="1.9" />
    </>
  ),
  file: (
    <>
      <path d="M9 1.8H4.6A1.4 1.4 0 0 0 3.2 3.2v9.6a1.4 1.4 0 0 0 1.4 1.4h6.8a1.4 1.4 0 0 0 1.4-1.4V5.6Z" />
      <path d="M8.8 2v3.8h3.8" />
    </>
  ),
  lock: (
    <>
      <rect x="3" y="7" width="10" height="7" rx="1.8" />
      <path d="M5.2 7V4.9a2.8 2.8 0 0 1 5.6 0V7" />
    </>
  ),
  search: (
    <>
      <circle cx="7" cy="7" r="4.4" />
      <path d="m10.4 10.4 3.2 3.2" />
    </>
  ),
  flask: (
    <path d="M6.2 1.9h3.6M7 2v4.2L3 12.4a1.2 1.2 0 0 0 1 1.8h8a1.2 1.2 0 0 0 1-1.8L9 6.2V2M4.8 10h6.4" />
  ),
  swap: <path d="M3 5.5h9.5M10 2.8l2.7 2.7L10 8.2M13 10.5H3.5M6 7.8l-2.7 2.7L6 13.2" />,
  pen: <path d="M10.9 2.6l2.5 2.5-7.6 7.6-3.2.7.7-3.2Z" />,
  shell: (
    <>
      <rect x="2" y="2.8" width="12" height="10.4" rx="1.8" />
      <path d="m4.8 6.2 2 1.8-2 1.8M8.4 10h2.8" />
    </>
  ),
  merge: <path d="M4 2.4v11.2M4 4.6c0 3.4 2.4 4 8 4M9.6 6.2 12 8.6 9.6 11" />,
  again: <path d="M13.4 8a5.4 5.4 0 1 1-1.7-3.9M13.4 2v3h-3" />,
  bin: <path d="M2.8 4.2h10.4M6.2 4V2.4h3.6V4M4.2 4.4l.6 9h6.4l.6-9" />,
} as const;

export type IconName = keyof typeof PATHS;

/** One of Latchkey's own icons; hidden from screen readers. */
export function Icon({ name, size = 16 }: { readonly name: IconName; readonly size?: number }): ReactNode {
  return (
    <svg
      viewBox="0 0 16 16"
      width={size}
      height={size}
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {PATHS[name]}
    </svg>
  );
}

/** Latchkey's own logo. */
export function BrandMark({ size = 28 }: { readonly size?: number }): ReactNode {
  return (
    <svg viewBox="0 0 32 32" width={size} height={size} aria-hidden="true">
      <rect width="32" height="32" rx="9" fill="var(--accent)" />
      <g
        fill="none"
        stroke="var(--accent-ink)"
        strokeWidth="2.6"
        strokeLinecap="round"
        strokeLinejoin="round"
      >
        <circle cx="11.5" cy="16" r="4.7" />
        <path d="M16.2 16H25.5M22 16v4" />
      </g>
    </svg>
  );
}
