/** What was seen, several reasons, and what is said besides. */
const REASONS = /^(.*?\bUsual reasons:) (.+?)\.(?:\s+(.*))?$/s;

/** Between two reasons, but not within brackets. */
const NEXT = /,\s+(?:or\s+)?(?![^()]*\))/;

/** A cause in parts: what was seen, the usual reasons one by one, and what is said besides. */
export function causeParts(text: string): {
  readonly lead: string;
  readonly reasons: readonly string[];
  readonly rest: string;
} {
  const [, lead = text, reasons, rest = ''] = REASONS.exec(text) ?? [];
  return { lead, reasons: reasons?.split(NEXT) ?? [], rest };
}
