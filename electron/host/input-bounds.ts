/** What a page may send at most. Far above any screen's need, far below what would slow the host down. */
export const MAX_DEPTH = 16;
export const MAX_VALUES = 20_000;
export const MAX_CHARACTERS = 1_000_000;

/**
 * Looks at what a page sent before any schema does: plain JSON data only (structured clone would also bring
 * maps, buffers, dates and cycles), bounded in depth, number of values and text.
 *
 * @returns what is wrong in a few words, or undefined
 */
export function outOfBounds(input: unknown): string | undefined {
  let values = 0;
  let characters = 0;
  // Not recursive, so that depth can't exhaust the stack before it is noticed.
  const waiting: { value: unknown; depth: number }[] = [{ value: input, depth: 0 }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { value, depth } = next;
    values += 1;
    if (values > MAX_VALUES) return 'too many values';
    if (value === null || typeof value === 'boolean') continue;
    if (typeof value === 'string') {
      characters += value.length;
      if (characters > MAX_CHARACTERS) return 'too much text';
      continue;
    }
    if (typeof value === 'number') {
      if (!Number.isFinite(value)) return 'a number that is none';
      continue;
    }
    if (typeof value !== 'object') return `a ${typeof value}`;
    if (depth >= MAX_DEPTH) return 'nested too deep';
    if (Array.isArray(value)) {
      if (value.length > MAX_VALUES) return 'too many values';
      for (const item of value) waiting.push({ value: item, depth: depth + 1 });
      continue;
    }
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== null && Object.getPrototypeOf(prototype) !== null)
      return 'an object that is no plain data';
    const keys = Object.keys(value);
    if (keys.length > MAX_VALUES) return 'too many values';
    for (const key of keys) {
      if (key === '__proto__') return 'a key that is not allowed';
      characters += key.length;
      if (characters > MAX_CHARACTERS) return 'too much text';
      waiting.push({ value: (value as Record<string, unknown>)[key], depth: depth + 1 });
    }
  }
  return undefined;
}
