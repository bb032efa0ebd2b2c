import { describe, expect, test } from 'vitest';
import { explainErrorPage, visibleText } from '../../../shared/diagnosis/error-page.ts';
import { connectionOf } from './setups.ts';

/**
 * What a person copies from a provider's own page (Ctrl+A, Ctrl+C) when a login ends there. The words are those of the
 * products: authentik authentik/policies/templates/policies/denied.html, web AccessDeniedStage and
 * authentik/providers/oauth2/errors.py (2023.10 to 2026.8); Keycloak's messages_en.properties (26); Pocket ID
 * backend/internal/common/errors.go (1.x, 2.x); Authelia 4.39's page /consent/completion.
 */
const PAGES = [
  [
    'authentik',
    'Permission denied\nRequest has been denied.\nNot you?\nPowered by authentik',
    'denied-by-policy',
  ],
  [
    'authentik',
    "Permission denied\nRequest has been denied.\nExplanation:\nPolicy binding 'Group romm-users' returned result 'False'",
    'denied-by-policy',
  ],
  [
    'authentik',
    'Redirect URI Error\nThe request fails due to a missing, invalid, or mismatching redirection URI (redirect_uri).\nPowered by authentik',
    'redirect-authentik',
  ],
  [
    'authentik',
    'Client ID Error\nThe client identifier (client_id) is missing or invalid.\nPowered by authentik',
    'client-unknown',
  ],
  ['keycloak', 'HOME\nWe are sorry...\nInvalid parameter: redirect_uri', 'redirect-keycloak'],
  ['keycloak', 'HOME\nWe are sorry...\nClient not found.', 'client-unknown'],
  ['keycloak', 'HOME\nWe are sorry...\nClient disabled.', 'client-disabled'],
  ['keycloak', 'HOME\nWe are sorry...\nAccess denied', 'denied-by-policy'],
  [
    'keycloak',
    'HOME\nWe are sorry...\nClient is not allowed to initiate browser login with given response_type. Standard flow is disabled for the client.',
    'response-type-refused',
  ],
  ['pocket-id', "Something went wrong\nYou're not allowed to access this service.", 'denied-by-policy'],
  [
    'pocket-id',
    'Something went wrong\nInvalid callback URL, it might be necessary for an admin to fix this',
    'redirect-pocket-id',
  ],
  [
    'authelia',
    "An error occurred processing the request\nError Code: invalid_request\nThe request is missing a required parameter, includes an invalid parameter value, includes a parameter more than once, or is otherwise malformed. The 'redirect_uri' parameter does not match any of the OAuth 2.0 Client's pre-registered 'redirect_uris'.\nPowered by Authelia",
    'redirect-not-registered-authelia',
  ],
  [
    'authelia',
    'An error occurred processing the request\nError Code: invalid_client\nClient authentication failed (e.g., unknown client, no client authentication included, or unsupported authentication method). The requested OAuth 2.0 Client does not exist.\nPowered by Authelia',
    'client-unknown',
  ],
  [
    'authelia',
    'An error occurred processing the request\nError Code: access_denied\nThe resource owner or authorization server denied the request.\nPowered by Authelia',
    'denied-by-policy',
  ],
] as const;

const connectionTo = (kind: (typeof PAGES)[number][0]) =>
  kind === 'pocket-id'
    ? connectionOf('other', 'romm', { provider: { kind, url: 'https://id.example.com' } })
    : connectionOf(kind, 'romm');

const asHtml = (text: string): string => {
  const [title = '', ...lines] = text.split('\n');
  const escaped = (line: string) =>
    line.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll("'", '&#39;');
  return `<!DOCTYPE html>
<html lang="en"><head><title>${escaped(title)}</title><style>.access-denied { color: red }</style>
<script>window.errors = ["Client not found.", "unauthorized_client", "invalid_scope", "Redirect URI Error"];</script></head>
<body class="pf-c-login"><main><h1 class="title">${escaped(title)}</h1>${lines.map((line) => `<p>${escaped(line)}</p>`).join('\n')}</main></body></html>`;
};

describe.each(PAGES)('a page of %s that says %j', (kind, text, id) => {
  const connection = connectionTo(kind);
  test.each([
    ['as text', text],
    ['as HTML', asHtml(text)],
    ['with the address that it stands under', `https://auth.example.com/some/page?error=x\n${text}`],
  ])('is explained %s, for this app, with a side and what to do', (_, page) => {
    const [first, ...others] = explainErrorPage(page, connection);
    expect([first?.id, ...others.map((one) => one.id)][0]).toBe(id);
    expect(first?.side).toBe('provider');
    expect(`${first?.title} ${first?.cause} ${first?.fix.text}`).toMatch(
      /RomM|authentik|Keycloak|Pocket ID|Authelia/,
    );
    expect(first?.confidence).toBeGreaterThanOrEqual(0.5);
  });
});

describe('a page without an error', () => {
  test.each([
    'Sign in\nUsername\nPassword\nForgot password?\nPowered by authentik',
    'Welcome to authentik!\nEmail or Username\nLog in',
    'HOME\nSign in to your account\nUsername or email\nPassword\nRemember me',
    'Hi Grace\nConsent Request\nRomM wants to access: your profile, your e-mail address\nAccept\nDeny',
  ])('%j is called nothing', (page) => {
    for (const kind of ['authelia', 'authentik', 'keycloak'] as const)
      for (const text of [page, asHtml(page).replace(/<script>.*<\/script>/s, '')])
        expect(explainErrorPage(text, connectionOf(kind, 'romm'))).toEqual([]);
  });
});

describe('what a person sees of a page', () => {
  test('is its text, without scripts, styles, comments and tags', () => {
    expect(
      visibleText('<html><!-- a --><style>b{}</style><script>c()</script><p>d &amp; e</p>f</html>'),
    ).toBe('d & e\nf');
    expect(visibleText('a < b and c > d')).toBe('a < b and c > d');
    expect(visibleText('<p>cut <script>never ends')).toBe('cut');
  });
});
