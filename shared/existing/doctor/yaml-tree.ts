import { isAlias, isMap, isScalar, isSeq, type ParsedNode } from 'yaml';
import type { Flaw } from '../../workspace/problem.ts';
import { readYaml } from '../../workspace/yaml-reader.ts';
import type { Entry, MapNode, Node, ReadFile } from './tree.ts';

/** Limit of the keys that `<<` may bring into maps, all together. */
const MAX_MERGED = 100_000;

/** Flaws of a workspace file that are none in the files of other products. */
const ALLOWED: ReadonlySet<string> = new Set([
  'yaml-tag-resolve-failed',
  'yaml-multiple-docs',
  'yaml-directive',
]);

export interface YamlTree {
  /** Absent if the text can't be read. */
  readonly root?: Node;
  /** What keeps the file from being read. */
  readonly flaws: readonly Flaw[];
  /** Where a second document begins. */
  readonly second?: number;
}

/** Reads YAML (and JSON, which is a part of it) into a tree with places. */
export function readYamlTree(file: ReadFile, text: string): YamlTree {
  const { readable, spans } = withoutTemplates(text);
  const { document, flaws } = readYaml(readable);
  const second = flaws.find(({ code }) => code === 'yaml-multiple-docs')?.start;
  const more = second === undefined ? {} : { second };
  const barred = flaws.filter(({ code }) => !ALLOWED.has(code));
  if (barred.length > 0 || document === undefined) return { flaws: barred, ...more };
  const root = document.contents === null ? undefined : new Builder(file, spans).node(document.contents);
  return { ...(root === undefined ? {} : { root }), flaws: [], ...more };
}

/**
 * Puts words of the same length in place of the expressions of a template (`{{ … }}`), which is no YAML before it was
 * filled in. A line that is nothing else becomes a comment.
 */
function withoutTemplates(text: string): { readable: string; spans: readonly (readonly [number, number])[] } {
  if (!text.includes('{{')) return { readable: text, spans: [] };
  const spans: [number, number][] = [];
  const readable = withoutTemplateLines(text).replace(/\{\{[^\n{}]*\}\}/g, (found, at: number) => {
    spans.push([at, at + found.length]);
    return 'T'.repeat(found.length);
  });
  return { readable, spans };
}

/**
 * The same for lines that are nothing but an expression: a comment, or a word where such a line is the text of a block
 * (`key: |`), because a comment there would leave the value empty.
 */
function withoutTemplateLines(text: string): string {
  let inBlock = false;
  return text
    .split('\n')
    .map((line) => {
      const alone = /^([ \t]*)\{\{[^\n]*\}\}[ \t]*(?=\r?$)/.exec(line);
      if (alone === null) {
        if (line.trim() !== '') inBlock = /(?:^|[\s:-])[|>][-+0-9]{0,2}[ \t]*(?:#.*)?\r?$/.test(line);
        return line;
      }
      // The expression itself is found, and marked, in the next step.
      if (inBlock && /^[ \t]*\{\{[^{}]*\}\}[ \t]*\r?$/.test(line)) return line;
      return `#${'_'.repeat(alone[0].length - 1)}${line.slice(alone[0].length)}`;
    })
    .join('\n');
}

class Builder {
  readonly #file: ReadFile;
  readonly #templates: readonly (readonly [number, number])[];
  readonly #anchors = new Map<string, Node>();
  #merged = 0;

  constructor(file: ReadFile, templates: readonly (readonly [number, number])[]) {
    this.#file = file;
    this.#templates = templates;
  }

  node(from: ParsedNode | null): Node {
    const file = this.#file;
    if (from === null)
      return { type: 'scalar', file, start: 0, end: 0, value: null, text: '', quoted: false, dynamic: false };
    const [start, end] = from.range;
    // An anchor counts only once its value is complete, so that no value holds itself.
    if (isAlias(from)) return this.#anchors.get(from.source) ?? this.#unknown(start, end);
    const tag = from.tag?.startsWith('!') && from.tag !== '!' ? { tag: from.tag } : {};
    let made: Node;
    if (isMap(from))
      made = { type: 'map', file, start, end, ...tag, entries: this.#entries(from.items as never) };
    else if (isSeq(from))
      made = {
        type: 'list',
        file,
        start,
        end,
        ...tag,
        items: from.items.map((item) => this.node(item as ParsedNode)),
      };
    else if (isScalar(from)) {
      const { value } = from;
      made = {
        type: 'scalar',
        file,
        start,
        end,
        ...tag,
        value:
          typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null,
        text: typeof value === 'string' ? value : (from.source ?? String(value ?? '')),
        quoted: from.type !== 'PLAIN',
        dynamic: this.#isTemplate(start, end),
      };
    } else made = this.#unknown(start, end);
    const anchor = 'anchor' in from ? from.anchor : undefined;
    if (anchor !== undefined) this.#anchors.set(anchor, made);
    return made;
  }

  /** True if an expression of a template lies in this part. They stand in order. */
  #isTemplate(start: number, end: number): boolean {
    let low = 0;
    let high = this.#templates.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#templates[middle]![1] <= start) low = middle + 1;
      else high = middle;
    }
    return (this.#templates[low]?.[0] ?? Number.POSITIVE_INFINITY) < end;
  }

  #unknown(start: number, end: number): Node {
    return {
      type: 'scalar',
      file: this.#file,
      start,
      end,
      value: null,
      text: '',
      quoted: false,
      dynamic: true,
    };
  }

  #entries(pairs: readonly { key: ParsedNode; value: ParsedNode | null }[]): Entry[] {
    const own: Entry[] = [];
    const merged: MapNode[] = [];
    for (const { key, value } of pairs) {
      const at = { file: this.#file, start: key.range[0] };
      const name = isScalar(key) ? String(key.value ?? '') : '';
      const node =
        value === null ? { ...this.node(null), start: key.range[0], end: key.range[1] } : this.node(value);
      if (name === '<<' && !(isScalar(key) && key.type !== 'PLAIN'))
        for (const source of node.type === 'list' ? node.items : [node]) {
          if (source.type === 'map') merged.push(source);
        }
      else own.push({ key: name, at, value: node });
    }
    if (merged.length === 0) return own;
    const known = new Set(own.map(({ key }) => key));
    for (const { entries } of merged)
      for (const entry of entries) {
        if (known.has(entry.key) || this.#merged >= MAX_MERGED) continue;
        known.add(entry.key);
        this.#merged++;
        own.push(entry);
      }
    return own;
  }
}
