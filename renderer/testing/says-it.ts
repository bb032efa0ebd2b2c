import type { Diagnosis } from '../../shared/diagnosis/types.ts';

const ADDRESS = /https?:\/\/[^\s“”"'<>()]*[^\s“”"'<>().,;:]/g;

/**
 * True if every address that a diagnosis names as what is there stands in the text that it explains, also in the form in which
 * addresses hold others. What the workspace added may be right, but the text doesn't say it.
 */
export function saysIt(text: string, { title, cause, fix }: Diagnosis): boolean {
  const read = `${text}\n${text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )}`.toLowerCase();
  const named = [title, cause, fix.current ?? '', fix.value ?? ''].join('\n').match(ADDRESS) ?? [];
  return named.every((address) => read.includes(address.toLowerCase()));
}
