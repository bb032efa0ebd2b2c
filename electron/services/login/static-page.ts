import { createHash } from 'node:crypto';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Escapes text for use between tags and in quoted attributes. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (c) => ENTITIES[c]!);

// The colours are those of the screens.
const STYLE =
  `:root{color-scheme:light dark;--bg:#f7f6f3;--panel:#fff;--sunk:#f1f0ec;--line:#e3e1db;--edge:#8d897f;--ink:#1b1b19;--ink2:#55524a;--accent:#0b6b5f;--strong:#08544b;--on:#fff;--soft:#e3f1ee;--pass:#176f42;--fail:#ab231b}
@media(prefers-color-scheme:dark){:root{--bg:#141514;--panel:#1d1f1e;--sunk:#181a19;--line:#2e312f;--edge:#75716f;--ink:#eeede9;--ink2:#b9b7af;--accent:#62cbb8;--strong:#86dccc;--on:#06201c;--soft:#17312c;--pass:#74d29c;--fail:#f59c92}}
*{box-sizing:border-box}body{display:grid;align-content:center;justify-items:center;gap:1.5rem;min-height:100vh;margin:0;padding:1rem;background:var(--bg);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",sans-serif}
main{display:grid;gap:1.1rem;width:min(27rem,100%);padding:2rem;border:1px solid var(--line);border-radius:16px;background:var(--panel);box-shadow:0 8px 24px rgb(0 0 0/6%);overflow-wrap:anywhere}
header{display:flex;gap:.7rem;align-items:center;font-size:1.06rem;font-weight:650}.tag{padding:.1rem .6rem;border-radius:99px;background:var(--sunk);color:var(--ink2);font-size:.8rem;font-weight:600}header .tag{margin-inline-start:auto}
.said{display:grid;grid-template-columns:auto 1fr;gap:.1rem .9rem;align-items:start}.said.bare{grid-template-columns:1fr}.said svg{grid-row:span 2}.pass{color:var(--pass)}.fail{color:var(--fail)}
h1{margin:0;font-size:1.5rem;line-height:1.25;letter-spacing:-.02em}p{margin:0;color:var(--ink2)}footer{max-width:34rem;color:var(--ink2);font-size:.82rem;text-align:center;overflow-wrap:anywhere}
dl{display:grid;grid-template-columns:auto 1fr;gap:.35rem 1.2rem;margin:0;padding:.8rem 1rem;border-radius:10px;background:var(--sunk)}dt{color:var(--ink2)}dd{margin:0;font-weight:560}
form,fieldset{display:grid;gap:.6rem;margin:0;padding:0;border:0}legend{margin-bottom:.4rem;padding:0;color:var(--ink2)}
label{display:flex;gap:.8rem;align-items:center;padding:.7rem .9rem;border:1px solid var(--edge);border-radius:12px;cursor:pointer}label:has(:checked){border-color:var(--accent);background:var(--soft)}label b,label small{display:block}label small{color:var(--ink2);font-size:.82rem}input{accent-color:var(--accent);width:1.1rem;height:1.1rem;margin:0}
ul{display:flex;flex-wrap:wrap;gap:.4rem;margin:0;padding:0;list-style:none}code{font:.88em ui-monospace,monospace}
button{padding:.7rem 1rem;border:0;border-radius:10px;background:var(--accent);color:var(--on);font:inherit;font-weight:620;cursor:pointer}button:hover{background:var(--strong)}button.plain{background:none;color:var(--accent)}button.plain:hover{background:var(--soft)}:focus-visible{outline:2px solid var(--strong);outline-offset:2px}`.replaceAll(
    '\n',
    '',
  );

/** The policy of these pages: nothing runs, nothing is loaded, and no other style counts. */
export const STATIC_PAGE_POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; frame-ancestors 'none'`;

const BRAND =
  '<svg viewBox="0 0 32 32" width="32" height="32" aria-hidden="true"><rect width="32" height="32" rx="9" fill="var(--accent)"/><g fill="none" stroke="var(--on)" stroke-width="2.6" stroke-linecap="round" stroke-linejoin="round"><circle cx="11.5" cy="16" r="4.7"/><path d="M16.2 16H25.5M22 16v4"/></g></svg>';
const MARKS = {
  pass: '<circle cx="8" cy="8" r="6.4"/><path d="m5.2 8.3 2 2 3.7-4.2"/>',
  fail: '<path d="M5.3 1.6h5.4l3.7 3.7v5.4l-3.7 3.7H5.3l-3.7-3.7V5.3Z"/><path d="m5.8 5.8 4.4 4.4M10.2 5.8l-4.4 4.4"/>',
} as const;

export interface StaticPage {
  readonly title: string;
  /** One or two sentences below the title. */
  readonly lead?: string;
  /** How it went, as a sign beside the title. */
  readonly mark?: keyof typeof MARKS;
  /** A word beside the brand. */
  readonly tag?: string;
  /** What is known, as pairs of a name and a value. */
  readonly facts?: readonly (readonly [string, string])[];
  /** HTML below that. */
  readonly body?: string;
  /** Where the page comes from. */
  readonly from?: string;
}

/** Returns a whole page in the style of those that have no scripts. All but `body` is plain text. */
export function staticPage(page: StaticPage): string {
  const { title, mark, facts = [] } = page;
  const sign =
    mark === undefined
      ? ''
      : `<svg class="${mark}" viewBox="0 0 16 16" width="30" height="30" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${MARKS[mark]}</svg>`;
  const lead = page.lead === undefined ? '' : `<p>${escapeHtml(page.lead)}</p>`;
  const list = facts.map(([name, value]) => `<dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd>`);
  return [
    `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(title)}</title><style>${STYLE}</style>`,
    `<main><header>${BRAND}<span>Latchkey</span>${page.tag === undefined ? '' : `<span class="tag">${escapeHtml(page.tag)}</span>`}</header>`,
    `<div class="said${mark === undefined ? ' bare' : ''}">${sign}<h1>${escapeHtml(title)}</h1>${lead}</div>`,
    list.length === 0 ? '' : `<dl>${list.join('')}</dl>`,
    page.body ?? '',
    `</main>${page.from === undefined ? '' : `<footer>${escapeHtml(page.from)}</footer>`}</html>`,
  ].join('');
}
