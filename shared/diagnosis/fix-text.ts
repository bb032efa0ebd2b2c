import type { Fix } from './types.ts';

/** A fix as one text: what to do and, unless the text already says it, the setting with its exact value. */
export function fixToText(fix: Fix): string {
  const parts = [fix.text];
  if (fix.value !== undefined && !fix.text.includes(fix.value)) {
    const several = fix.value.includes('\n');
    parts.push(`${fix.setting ?? 'Value'}:${several ? '\n' : ' '}${fix.value}`);
  }
  return parts.join(parts.length > 1 && fix.value?.includes('\n') ? '\n' : ' ');
}
