import { type Plain, plainOf, type YamlSource } from './yaml-source.ts';

/**
 * Compares two states of a file as a program reads them. Returns the path of the first difference that is none of the
 * expected ones; undefined if there is none.
 *
 * @param touched paths that may differ, keys joined by `/`; `+` stands for what comes after the last item of a list
 */
export function unexpectedChange(
  before: YamlSource,
  after: YamlSource,
  touched: ReadonlySet<string>,
): string | undefined {
  const [old, now] = [before, after].map((one) => plainOf(one, one.document.contents));
  // What is too big to be looked at can’t be compared either.
  return old === undefined || now === undefined ? '' : compare(old, now, '', touched);
}

function compare(
  a: Plain | undefined,
  b: Plain | undefined,
  path: string,
  touched: ReadonlySet<string>,
): string | undefined {
  if (touched.has(path)) return undefined;
  const below = (key: string | number): string => (path === '' ? String(key) : `${path}/${key}`);
  if ((a === undefined || a === null || a instanceof Map) && b instanceof Map) {
    const old = a instanceof Map ? a : new Map<string, Plain>();
    for (const key of new Set<string>([...old.keys(), ...b.keys()])) {
      const found = compare(old.get(key), b.get(key), below(key), touched);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if ((a === undefined || a === null || Array.isArray(a)) && Array.isArray(b)) {
    const old = (a ?? []) as readonly Plain[];
    const now = b as readonly Plain[];
    const length = touched.has(below('+')) ? old.length : Math.max(old.length, now.length);
    for (let index = 0; index < length; index += 1) {
      const found = compare(old[index], now[index], below(index), touched);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  return Object.is(a, b) || (a === undefined && b === null) ? undefined : path;
}
