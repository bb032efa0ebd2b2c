/** One `{{ … }}` of Authelia's file filter `template`, which acts before the file is read as YAML. */
export interface TemplateAction {
  readonly start: number;
  readonly end: number;
  /** True if it stands alone on its lines and writes something there: lines that can't be seen here. */
  readonly writesLines: boolean;
}

export interface Templates {
  /** The text with every action replaced by as many other characters, so that it can be read as YAML. */
  readonly masked: string;
  readonly actions: readonly TemplateAction[];
  /** What is only there under a condition, or several times: from its first action to its `end`. */
  readonly blocks: readonly (readonly [start: number, end: number])[];
}

const OPENS = /^(?:if|range|with|define|block)\b/;
const SILENT = /^(?:if|range|with|define|block|else|end|break|continue)\b|^\/\*|^\$\w+\s*:?=/;

/**
 * Finds the template actions of a text and hides them. An action that stands alone on its lines becomes a comment, any
 * other a word. Undefined if the blocks don't close.
 */
export function readTemplates(text: string): Templates | undefined {
  if (!text.includes('{{')) return { masked: text, actions: [], blocks: [] };
  const actions: TemplateAction[] = [];
  const blocks: [number, number][] = [];
  const open: number[] = [];
  const parts: string[] = [];
  let from = 0;
  const found = actionsIn(text);
  const alone = aloneOnTheirLines(text, found);
  for (const [index, [start, end]] of found.entries()) {
    const action = text.slice(start, end);
    const body = action
      .slice(2, -2)
      .replace(/^-\s|\s-$/g, '')
      .trim();
    if (OPENS.test(body)) open.push(start);
    if (/^end\b/.test(body)) {
      const first = open.pop();
      if (first === undefined) return undefined;
      blocks.push([first, end]);
    }
    actions.push({ start, end, writesLines: alone[index]! && !SILENT.test(body) });
    parts.push(text.slice(from, start), masked(action, alone[index]!));
    from = end;
  }
  if (open.length > 0) return undefined;
  parts.push(text.slice(from));
  return { masked: parts.join(''), actions, blocks };
}

type Place = readonly [start: number, end: number];

/** Where the actions stand, in one pass: a pattern would look for the end of each that is never closed anew. */
function actionsIn(text: string): readonly Place[] {
  const found: Place[] = [];
  for (let start = text.indexOf('{{'); start >= 0; start = text.indexOf('{{', found.at(-1)![1])) {
    const end = text.indexOf('}}', start + 2);
    if (end < 0) break;
    found.push([start, end + 2]);
  }
  return found;
}

/** For each action, whether its lines hold nothing else but actions and blanks. */
function aloneOnTheirLines(text: string, found: readonly Place[]): boolean[] {
  const parts: string[] = [];
  let from = 0;
  for (const [start, end] of found) {
    parts.push(text.slice(from, start), text.slice(start, end).replace(/[^\n]/g, '\u0001'));
    from = end;
  }
  const lines = parts.join('') + text.slice(from);
  let known: { readonly end: number; readonly alone: boolean } | undefined;
  return found.map(([start, end]) => {
    const last = end - 1;
    // Actions on one line have the same answer.
    if (known !== undefined && last < known.end) return known.alone;
    const line = lines.lastIndexOf('\n', start) + 1;
    const feed = lines.indexOf('\n', last);
    const behind = feed < 0 ? lines.length : feed;
    known = { end: behind, alone: /^[\u0001\s]*$/.test(lines.slice(line, behind)) };
    return known.alone;
  });
}

function masked(action: string, alone: boolean): string {
  const hidden = action.replace(/[^\r\n]/g, 'x');
  return alone ? hidden.replace(/^./gm, '#') : hidden;
}
