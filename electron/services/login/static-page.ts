const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Escapes text for use between tags and in quoted attributes. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (c) => ENTITIES[c]!);

const STYLE = `body{font:16px/1.5 system-ui,sans-serif;margin:10vh auto;max-width:26rem;padding:0 1rem;color:#1c1e21;background:#fff}
h1{font-size:1.25rem}label{display:block;padding:.5rem 0}button{font:inherit;padding:.5rem 1rem;margin:1rem .5rem 0 0}
@media(prefers-color-scheme:dark){body{color:#e8e6e3;background:#17181a}}`;

/** Returns a whole page in the style of those that have no scripts. `body` is HTML. */
export const staticPage = (title: string, body: string): string =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(title)}</title><style>${STYLE}</style><h1>${escapeHtml(title)}</h1>${body}</html>`;
