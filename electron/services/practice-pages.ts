const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Makes text safe between tags and in quoted attributes. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (c) => ENTITIES[c]!);

const STYLE = `body{font:16px/1.5 system-ui,sans-serif;margin:10vh auto;max-width:26rem;padding:0 1rem;color:#1c1e21;background:#fff}
h1{font-size:1.25rem}label{display:block;padding:.5rem 0}button{font:inherit;padding:.5rem 1rem;margin:1rem .5rem 0 0}
@media(prefers-color-scheme:dark){body{color:#e8e6e3;background:#17181a}}`;

/** A whole page without script. `body` is HTML. */
export const practicePage = (title: string, body: string): string =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(title)}</title><style>${STYLE}</style><h1>${escapeHtml(title)}</h1>${body}</html>`;

export interface LoginPage {
  readonly client: string;
  readonly scopes: readonly string[];
  readonly accounts: readonly { readonly sub: string; readonly label: string }[];
}

/** The page on which a person trying the product chooses a user and agrees. */
export function loginPage({ client, scopes, accounts }: LoginPage): string {
  const users = accounts
    .map(
      (account, index) =>
        `<label><input type="radio" name="account" value="${escapeHtml(account.sub)}"${index === 0 ? ' checked' : ''}> ${escapeHtml(account.label)}</label>`,
    )
    .join('');
  return practicePage(
    'Practice sign-in',
    `<p><b>${escapeHtml(client)}</b> asks to sign you in and to read: ${escapeHtml(scopes.join(', '))}.</p>
<form method="post"><fieldset><legend>Sign in as</legend>${users}</fieldset>
<button name="decision" value="agree">Agree and continue</button><button name="decision" value="refuse">Refuse</button></form>
<p><small>This provider runs on your own machine and is for practice only.</small></p>`,
  );
}
