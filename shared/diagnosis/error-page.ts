import type { Connection } from '../client/types.ts';
import { type Explanation, explain } from './explain.ts';
import type { Report } from './types.ts';

/** Larger than the text of any error page. */
const MOST = 200_000;

/** Causes of an app that gets a page where it reads JSON. A person in front of the page is no such app. */
const OF_PROGRAMS: ReadonlySet<string> = new Set(['blocked-by-waf', 'answer-not-json']);

/**
 * Explains an error page that the provider showed to a person during the login of one app, from its text or its HTML.
 * Most likely first; empty if nothing is recognised.
 */
export function explainErrorPage(text: string, connection: Connection): readonly Explanation[] {
  return explain(visibleText(text), { connections: [connection] }).filter(({ id }) => !OF_PROGRAMS.has(id));
}

/** The report of a login that ended at an error page: what the page says stands in place of “not finished”. */
export const withErrorPage = (report: Report, causes: readonly Explanation[]): Report => ({
  ...report,
  diagnoses: [
    ...causes.map(({ matched: _matched, also: _also, ...cause }) => ({ ...cause, explains: ['S9'] })),
    ...report.diagnoses.filter(({ id }) => id !== 'login-not-finished'),
  ],
});

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  '#39': "'",
  '#x27': "'",
  '#34': '"',
};

/** What a person sees of a page: its text without tags, scripts and styles. Text that is no HTML stays as it is. */
export function visibleText(page: string): string {
  const text = page.slice(0, MOST);
  if (!/<(?:!doctype|html|head|body|title|div|p|h\d|form|script)\b/i.test(text)) return text;
  return withoutTags(text)
    .replace(
      /&([a-z]{2,6}|#x?[0-9a-f]{1,6});/gi,
      (whole, name: string) => ENTITIES[name.toLowerCase()] ?? whole,
    )
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n');
}

/** In one pass, so that a page of nothing but open tags takes no longer than another. */
function withoutTags(text: string): string {
  const parts: string[] = [];
  const lower = text.toLowerCase();
  let at = 0;
  while (at < text.length) {
    const open = text.indexOf('<', at);
    if (open < 0) break;
    parts.push(text.slice(at, open));
    const hidden = /^<(script|style|svg|!--)/.exec(lower.slice(open, open + 8))?.[1];
    const end = hidden === undefined ? '>' : hidden === '!--' ? '-->' : `</${hidden}`;
    const close = lower.indexOf(end, open + 1);
    if (close < 0) return parts.join('\n');
    at =
      hidden === undefined || hidden === '!--'
        ? close + end.length
        : lower.indexOf('>', close) + 1 || text.length;
  }
  parts.push(text.slice(at));
  return parts.join('\n');
}
