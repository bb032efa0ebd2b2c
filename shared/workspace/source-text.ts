import type { Flaw, WorkspaceProblem } from './problem.ts';
import { isNameLike, visible } from './problem.ts';
import type { Span } from './secret-looks.ts';

const BEFORE = 60;
const AFTER = 60;
const MASK = '••••••••';

/** A text, with methods to find and show places in it. */
export class SourceText {
  readonly text: string;
  readonly #lineStarts: number[] = [0];
  readonly #findHidden: () => readonly Span[];
  #found: readonly Span[] | undefined;

  /** `hidden`: gives the parts that no excerpt shows, in order. Called once, for the first excerpt. */
  constructor(text: string, hidden: () => readonly Span[]) {
    this.text = text;
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.#lineStarts.push(at + 1);
    this.#findHidden = hidden;
  }

  /** The 1-based line and column of an offset. */
  position(offset: number): { readonly line: number; readonly column: number } {
    const line = indexOfLast(this.#lineStarts, (start) => start <= offset);
    return { line: line + 1, column: offset - this.#lineStarts[line]! + 1 };
  }

  /** Converts a flaw to a problem, with its place and excerpt. */
  problem(flaw: Flaw): WorkspaceProblem {
    const start = Math.max(0, Math.min(flaw.start, this.text.length));
    const { line, column } = this.position(start);
    const { code, severity, path, message, suggestion } = flaw;
    return {
      code,
      severity,
      // A key that looks like no name may be a value in the wrong place.
      path: path.map((step) =>
        typeof step === 'number' || isNameLike(step) || path.length === 2 ? step : '…',
      ),
      line,
      column,
      excerpt: this.#excerpt(line, start, flaw.end),
      message,
      suggestion,
    };
  }

  get #hidden(): readonly Span[] {
    this.#found ??= this.#findHidden();
    return this.#found;
  }

  #excerpt(line: number, start: number, end: number): string {
    const lineStart = this.#lineStarts[line - 1]!;
    let lineEnd = (this.#lineStarts[line] ?? this.text.length + 1) - 1;
    if (this.text[lineEnd - 1] === '\r') lineEnd--;
    const from = Math.max(lineStart, start - BEFORE);
    const to = Math.max(from, Math.min(lineEnd, start + AFTER));
    const left = (from > lineStart ? '…' : '') + this.#masked(from, Math.min(start, to));
    const pointed = this.#masked(start, Math.min(Math.max(end, start), to));
    const right = this.#masked(Math.min(Math.max(end, start), to), to) + (to < lineEnd ? '…' : '');
    // A secret that continues past the start of the pointer is shown as one mask.
    const line1 = joinMasks(joinMasks(left, pointed), right);
    const width = Math.max(1, pointed.length);
    return `${line1}\n${' '.repeat(Math.min(left.length, line1.length))}${'^'.repeat(width)}`;
  }

  #masked(from: number, to: number): string {
    let result = '';
    let at = from;
    let index = Math.max(
      0,
      indexOfLast(this.#hidden, ([start]) => start <= from),
    );
    for (; index < this.#hidden.length; index++) {
      const [start, end] = this.#hidden[index]!;
      if (start >= to) break;
      if (end <= at) continue;
      result += visible(this.text.slice(at, Math.max(at, start))) + (start < to ? MASK : '');
      at = Math.min(to, end);
    }
    return result + visible(this.text.slice(at, to));
  }
}

function joinMasks(left: string, right: string): string {
  return left.endsWith(MASK) && right.startsWith(MASK) ? left + right.slice(MASK.length) : left + right;
}

/** Returns the index of the last item that passes, or -1. All items that pass must come first. */
function indexOfLast<T>(items: readonly T[], passes: (item: T) => boolean): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (passes(items[middle]!)) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
