/**
 * Limits for what a page may send: far more than any screen needs, far less than would slow the host down.
 */
export const MAX_DEPTH = 16;
export const MAX_VALUES = 20_000;
export const MAX_CHARACTERS = 1_300_000;

/**
 * Checks what a page sent, before a schema does. Accepts plain JSON data only (structured clone also allows
 * maps, buffers, dates and cycles), with limits for depth, number of values and amount of text.
 *
 * @returns what is wrong in a few words, or undefined if nothing is
 */
export function outOfBounds(input: unknown): string | undefined {
  let values = 0;
  let characters = 0;
  // Not recursive, because very deep input would overflow the stack before the depth is checked.
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
