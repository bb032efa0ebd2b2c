/** A line of a diff, and which line it is before and after, counted from 1. */
export interface LineChange {
  readonly kind: 'same' | 'gone' | 'new';
  readonly before?: number;
  readonly after?: number;
}

/** How many unchanged lines stand around a change. */
const AROUND = 1;
/** More pairs of lines than this are not compared one by one. */
const MOST_PAIRS = 4_000_000;

/** What differs in two lists of lines, as hunks with the lines around. Lines are the same if their texts are. */
export function lineDiff(
  before: readonly string[],
  after: readonly string[],
): readonly (readonly LineChange[])[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start += 1;
  let end = 0;
  while (
    end < before.length - start &&
    end < after.length - start &&
    before[before.length - 1 - end] === after[after.length - 1 - end]
  )
    end += 1;
  const all: LineChange[] = [];
  const same = (at: number, to: number): void => {
    all.push({ kind: 'same', before: at + 1, after: to + 1 });
  };
  for (let at = 0; at < start; at += 1) same(at, at);
  const old = before.slice(start, before.length - end);
  const now = after.slice(start, after.length - end);
  for (const one of inner(old, now))
    all.push({
      kind: one.kind,
      ...(one.before === undefined ? {} : { before: one.before + start }),
      ...(one.after === undefined ? {} : { after: one.after + start }),
    });
  for (let at = 0; at < end; at += 1) same(before.length - end + at, after.length - end + at);
  return hunksOf(all);
}

/** Lines without a common beginning or end: the longest list that both have in common stays. */
function inner(old: readonly string[], now: readonly string[]): readonly LineChange[] {
  const changes: LineChange[] = [];
  const gone = (at: number): void => void changes.push({ kind: 'gone', before: at + 1 });
  const fresh = (at: number): void => void changes.push({ kind: 'new', after: at + 1 });
  if (old.length * now.length > MOST_PAIRS) {
    old.forEach((_, at) => {
      gone(at);
    });
    now.forEach((_, at) => {
      fresh(at);
    });
    return changes;
  }
  const width = now.length + 1;
  const longest = new Uint32Array((old.length + 1) * width);
  for (let a = old.length - 1; a >= 0; a -= 1)
    for (let b = now.length - 1; b >= 0; b -= 1)
      longest[a * width + b] =
        old[a] === now[b]
          ? longest[(a + 1) * width + b + 1]! + 1
          : Math.max(longest[(a + 1) * width + b]!, longest[a * width + b + 1]!);
  let a = 0;
  let b = 0;
  while (a < old.length || b < now.length) {
    if (a < old.length && b < now.length && old[a] === now[b]) {
      changes.push({ kind: 'same', before: a + 1, after: b + 1 });
      a += 1;
      b += 1;
    } else if (
      b >= now.length ||
      (a < old.length && longest[(a + 1) * width + b]! >= longest[a * width + b + 1]!)
    ) {
      gone(a);
      a += 1;
    } else {
      fresh(b);
      b += 1;
    }
  }
  return changes;
}

function hunksOf(all: readonly LineChange[]): readonly (readonly LineChange[])[] {
  const kept = new Set<number>();
  all.forEach(({ kind }, at) => {
    if (kind !== 'same') for (let near = at - AROUND; near <= at + AROUND; near += 1) kept.add(near);
  });
  const hunks: LineChange[][] = [];
  all.forEach((one, at) => {
    if (!kept.has(at)) return;
    if (kept.has(at - 1) && hunks.length > 0) hunks.at(-1)!.push(one);
    else hunks.push([one]);
  });
  return hunks;
}
