import type { Consent } from './types.ts';

const UNITS = { m: 60, h: 3600, d: 86_400, w: 604_800 } as const;

/**
 * Parses `always`, `never` or a span such as `4w`, `7d`, `12h`, `30m`. Returns undefined for anything else.
 */
export function parseConsent(text: string): Consent | undefined {
  if (text === 'always' || text === 'never') return { mode: text };
  const match = /^([1-9]\d{0,4})([mhdw])$/.exec(text);
  if (!match) return undefined;
  const seconds = Number(match[1]) * UNITS[match[2] as keyof typeof UNITS];
  return { mode: 'remembered', span: text, seconds };
}
