import type { Recogniser } from '../recogniser.ts';
import { saidBy } from './said-by.ts';

/** What browsers write into their console about a form whose answer leads where its page does not allow (Content Security Policy Level 3 §6.4.1). */
export const CONSOLE: readonly Recogniser[] = [
  ...saidBy({ by: 'Chromium', versions: '60 to 143' }, [
    {
      says: 'form data to \'{url}\' violates the following Content Security Policy directive: "form-action {allowed}"',
      finding: { cause: 'browser-blocks-form' },
      example:
        "Sending form data to 'https://auth.example.com/' violates the following Content Security Policy directive: \"form-action 'self'\". The request has been blocked.",
    },
    {
      says: 'form data to \'{url}\' because it violates the following Content Security Policy directive: "form-action {allowed}"',
      finding: { cause: 'browser-blocks-form' },
      example:
        "Refused to send form data to 'https://auth.example.com/' because it violates the following Content Security Policy directive: \"form-action 'self'\".",
    },
  ]),
  // It runs in the browser, has no secret and sends none, so the answer is for a client that has to have one.
  ...saidBy(
    { by: 'keycloak-js' },
    ['keycloak.js:', 'keycloak.mjs:', 'keycloak.min.js:'].map((file) => ({
      says: `${file}{…}POST {url:url}/protocol/openid-connect/token 401`,
      finding: { cause: 'public-versus-confidential' } as const,
      example: `${file}776 POST https://login.example.com/realms/home/protocol/openid-connect/token 401 (Unauthorized)`,
    })),
  ),
  ...saidBy({ by: 'Firefox' }, [
    {
      says: 'blocked the loading of a resource (form-action) at {url} because it violates',
      finding: { cause: 'browser-blocks-form' },
      example:
        'The page’s settings blocked the loading of a resource (form-action) at https://auth.example.com/ because it violates the following directive',
    },
  ]),
];
