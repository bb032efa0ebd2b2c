import { escapeHtml, STATIC_PAGE_POLICY, type StaticPage, staticPage } from '../login/static-page.ts';

export interface LoginPage {
  readonly client: string;
  readonly scopes: readonly string[];
  readonly accounts: readonly { readonly sub: string; readonly label: string; readonly about?: string }[];
}

const FROM = 'On your own machine.';

/** What a scope releases, in words. Other scopes are shown by their name. */
const GETS: Readonly<Record<string, string>> = {
  openid: 'Who it is',
  profile: 'Name and username',
  email: 'E-mail',
  groups: 'Groups',
  offline_access: 'Stays signed in',
};

/** A page of the practice provider. */
export const practicePage = (page: Omit<StaticPage, 'tag' | 'from'>): string =>
  staticPage({ ...page, tag: 'Practice', from: FROM });

/** Sends a page that runs nothing, stays in no cache, and may not be framed. */
export function showPage(
  ctx: { type: string; body: unknown; set(name: string, value: string): void },
  html: string,
): void {
  ctx.set('Cache-Control', 'no-store');
  ctx.set('Content-Security-Policy', STATIC_PAGE_POLICY);
  ctx.set('Referrer-Policy', 'no-referrer');
  ctx.set('X-Frame-Options', 'DENY');
  ctx.type = 'html';
  ctx.body = html;
}

/** Returns the page where a user of the practice provider selects an account and consents. */
export function loginPage({ client, scopes, accounts }: LoginPage): string {
  const users = accounts
    .map(
      ({ sub, label, about }, index) =>
        `<label><input type="radio" name="account" value="${escapeHtml(sub)}"${index === 0 ? ' checked' : ''}><span><b>${escapeHtml(label)}</b>${about === undefined ? '' : `<small>${escapeHtml(about)}</small>`}</span></label>`,
    )
    .join('');
  const gets = scopes.map((scope) => `<li class="tag">${escapeHtml(GETS[scope] ?? scope)}</li>`).join('');
  return practicePage({
    title: `Sign in to ${client}`,
    body: `<form method="post"><fieldset><legend>As</legend>${users}</fieldset>
<p>${escapeHtml(client)} will get</p><ul>${gets}</ul>
<button name="decision" value="agree">Agree and continue</button><button class="plain" name="decision" value="refuse">Refuse</button></form>`,
  });
}
