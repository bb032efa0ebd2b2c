import { type Document, isMap, isScalar, isSeq, type ParsedNode } from 'yaml';
import { keysAt } from './issues.ts';
import { isNameLike } from './problem.ts';
import { type Span, secretSpans } from './secret-looks.ts';

type Path = readonly (string | number)[];

/** Keys whose values are addresses. What is behind `?` or `#` in them is not shown. */
const ADDRESS_KEY = /(?:url|uris?|endpoint|issuer|paths)$/;

/**
 * Returns every part of the text that must not be shown, in order. By form and position: only keys that look
 * like names are shown, and only the values of the keys that a workspace has, on one line; so the value of any
 * unknown key, every comment and all that is no YAML are hidden. Parts of an address that may hold a secret and
 * what looks like a secret anywhere are hidden as well. Without a document, everything is hidden.
 */
export function hiddenSpans(text: string, document: Document<ParsedNode> | undefined): readonly Span[] {
  const shown: Span[] = [];
  const hidden: Span[] = secretSpans(text);
  if (document) walk(text, document.contents, [], shown, hidden);
  shown.sort((a, b) => a[0] - b[0]);
  let at = 0;
  for (const [start, end] of shown) {
    if (start > at) hideLines(text, at, start, hidden);
    at = Math.max(at, end);
  }
  hideLines(text, at, text.length, hidden);
  return merged(hidden);
}

function walk(text: string, node: unknown, path: Path, shown: Span[], hidden: Span[]): void {
  if (isMap(node)) {
    showBrackets(text, node.range, shown);
    for (const { key, value } of node.items) {
      const name = isScalar(key) ? String(key.source ?? key.value ?? '') : '';
      const range = (key as ParsedNode | null)?.range;
      const nameShown = range && (isNameLike(name) || (isEntries(path) && /^[\w .&'-]{1,40}$/.test(name)));
      if (nameShown) shown.push([range[0], range[1] + colonAfter(text, range[1])]);
      walk(text, value, [...path, nameShown ? name : 'hidden key'], shown, hidden);
    }
  } else if (isSeq(node)) {
    showBrackets(text, node.range, shown);
    for (const [index, item] of node.items.entries()) walk(text, item, [...path, index], shown, hidden);
  } else if (isScalar(node) && node.range && isPublic(path)) {
    const [start, end] = node.range;
    const value = text.slice(start, end);
    if (/[\r\n]/.test(value.trimEnd())) return;
    shown.push([start, end]);
    const behind = ADDRESS_KEY.test(keyOf(path)) ? /[?#]/.exec(value)?.index : undefined;
    if (behind !== undefined) hidden.push([start + behind + 1, start + value.replace(/["'\s]+$/, '').length]);
  }
}

/** Below `providers` and `apps`, the keys are ids that people choose. */
const isEntries = (path: Path): boolean =>
  path.length === 1 && (path[0] === 'providers' || path[0] === 'apps');

const keyOf = (path: Path): string => {
  const key = path.findLast((step) => typeof step === 'string');
  return typeof key === 'string' ? key : '';
};

/** True for the value, or an item of the list, of a key that a workspace has. */
function isPublic(path: Path): boolean {
  const own = typeof path.at(-1) === 'number' ? path.slice(0, -1) : path;
  const key = own.at(-1);
  return typeof key === 'string' && keysAt(own.slice(0, -1)).includes(key);
}

/** The length of the colon behind a key, with the blanks before it. */
const colonAfter = (text: string, from: number): number =>
  /^[ \t]{0,20}:/.exec(text.slice(from, from + 22))?.[0].length ?? 0;

/** Shows the brackets of a flow collection. The commas in it are hidden with what is between its items. */
function showBrackets(text: string, range: readonly number[] | null | undefined, shown: Span[]): void {
  if (!range || !/[[{]/.test(text[range[0]!] ?? '')) return;
  shown.push([range[0]!, range[0]! + 1]);
  const last = range[1]! - 1;
  if (last > range[0]! && /[\]}]/.test(text[last] ?? '')) shown.push([last, last + 1]);
}

/** Hides a part of the text line by line, without the indentation, dashes of lists, commas and blanks. */
function hideLines(text: string, from: number, to: number, hidden: Span[]): void {
  let start = from;
  while (start < to) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 || newline > to ? to : newline;
    let first = start;
    let last = end;
    while (first < last && /[ \t\r,]/.test(text[first]!)) first++;
    const begins = start === 0 || text[start - 1] === '\n';
    while (begins && text[first] === '-' && /[ \t]/.test(text[first + 1] ?? '')) {
      first += 2;
      while (first < last && /[ \t]/.test(text[first]!)) first++;
    }
    while (last > first && /[ \t\r,]/.test(text[last - 1]!)) last--;
    if (last > first && text.slice(first, last) !== ':') hidden.push([first, last]);
    start = end + 1;
  }
}

function merged(spans: Span[]): Span[] {
  const sorted = [...spans].sort((a, b) => a[0] - b[0]);
  const result: [number, number][] = [];
  for (const [start, end] of sorted) {
    const last = result.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else result.push([start, end]);
  }
  return result;
}
