import { escapeHtml, staticPage } from '../login/static-page.ts';

export interface LoginPage {
  readonly client: string;
  readonly scopes: readonly string[];
  readonly accounts: readonly { readonly sub: string; readonly label: string }[];
}

/** Returns the page where a user of the practice provider selects an account and consents. */
export function loginPage({ client, scopes, accounts }: LoginPage): string {
  const users = accounts
    .map(
      (account, index) =>
        `<label><input type="radio" name="account" value="${escapeHtml(account.sub)}"${index === 0 ? ' checked' : ''}> ${escapeHtml(account.label)}</label>`,
    )
    .join('');
  return staticPage(
    'Practice sign-in',
    `<p><b>${escapeHtml(client)}</b> asks to sign you in and to read: ${escapeHtml(scopes.join(', '))}.</p>
<form method="post"><fieldset><legend>Sign in as</legend>${users}</fieldset>
<button name="decision" value="agree">Agree and continue</button><button name="decision" value="refuse">Refuse</button></form>
<p><small>This provider runs on your own machine and is for practice only.</small></p>`,
  );
}
