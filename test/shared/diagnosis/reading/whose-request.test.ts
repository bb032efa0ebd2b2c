import { describe, expect, it } from 'vitest';
import { explain } from '../../../../shared/diagnosis/explain.ts';
import { connect } from '../../../helpers/app-connection.ts';
import { MADE, REASONS, SERVED, type Told } from './request-lines.ts';

const APP = 'notes.example.com';
const PROVIDER = 'id.example.com';
const HOME = connect({
  kind: 'custom',
  url: `https://${APP}`,
  client_id: 'notes',
  settings: { redirect_paths: ['/callback'] },
});

/** A cause that is claimed, and not only guessed at. */
const claimed = (text: string, connections = [] as (typeof HOME)[]) =>
  explain(text, { connections }).filter(({ confidence }) => confidence >= 0.5);

/** Addresses that apps have themselves, some of which look like those of providers. */
const OWN_PATHS = [
  '/oauth/callback',
  '/signin-oidc',
  '/login/oauth2/code/keycloak',
  '/users/auth/openid_connect/callback',
  '/accounts/oidc/login/callback/',
  '/oauth2/authorization/keycloak',
  '/user/oauth2/authentik/callback',
  '/.well-known/caldav',
  '/api/v1/users/me',
  '/api/auth/token',
];
const STATUSES = Object.keys(REASONS).map(Number);

/** What may stand above such a line, and says nothing of what is wrong. */
const ABOVE = [
  '',
  'I use authentik with OpenID Connect, and its token endpoint is right.\n\n',
  `2026-11-26 20:01:02 INFO requesting https://${PROVIDER}/application/o/token/\n`,
  `2026-11-26 20:01:02 DEBUG asking https://${PROVIDER}/api/oidc/userinfo\n`,
];

describe('what a program answered itself is no answer of the provider', () => {
  it.each(Object.entries(SERVED))('as %s logs it', (_, line) => {
    for (const [row, path] of OWN_PATHS.entries())
      for (const [column, status] of STATUSES.entries()) {
        const above = ABOVE[(row + column) % ABOVE.length]!;
        const text = above + line({ method: 'GET', host: APP, path, status });
        expect([text, claimed(text)]).toEqual([text, []]);
      }
  });

  it('and none with the workspace, which knows its host', () => {
    for (const line of Object.values(SERVED))
      for (const status of STATUSES)
        expect(claimed(line({ method: 'GET', host: APP, path: '/callback', status }), [HOME])).toEqual([]);
  });

  it.each([
    'Clicking on the button results in a `500 Internal Server Error` after some seconds.',
    'Notes returns the error 401 unauthorized. In the log of authentik the token was issued.',
    'the page shows 403 Forbidden',
    'This page isn’t working\nnotes.example.com is currently unable to handle this request.\nHTTP ERROR 500',
  ])('nor is it where a person tells of it: %s', (text) => {
    expect(claimed(text)).toEqual([]);
    expect(claimed(`${text}\n\n2026-11-26 20:01:02 INFO asking https://${PROVIDER}/o/token/`)).toEqual([]);
  });
});

/** The endpoints of providers, and what their answers mean. */
const ANSWERS: readonly (readonly [
  Pick<Told, 'method' | 'path'>,
  Readonly<Record<number, readonly string[]>>,
])[] = [
  [
    { method: 'POST', path: '/application/o/token/' },
    {
      401: ['secret-wrong-or-swapped', 'wrong-secret-method'],
      403: ['blocked-by-waf'],
      500: ['provider-failing'],
      502: ['provider-failing'],
    },
  ],
  [
    { method: 'POST', path: '/realms/home/protocol/openid-connect/token' },
    { 401: ['keycloak-credentials', 'secret-wrong-or-swapped'], 500: ['provider-failing'] },
  ],
  [
    { method: 'GET', path: '/api/oidc/userinfo' },
    { 401: ['userinfo-refused'], 403: ['userinfo-refused'], 500: ['provider-failing'] },
  ],
  [
    { method: 'GET', path: '/application/o/notes/.well-known/openid-configuration' },
    { 404: ['discovery-path-wrong'], 500: ['provider-failing'], 502: ['provider-failing'] },
  ],
  [
    { method: 'GET', path: '/realms/home/protocol/openid-connect/certs' },
    { 404: ['keys-unreachable'], 500: ['keys-unreachable'], 502: ['keys-unreachable'] },
  ],
];
const CELLS = ANSWERS.flatMap(([request, statuses]) =>
  Object.entries(statuses).map(([status, causes]) => ({ request, status: Number(status), causes })),
);

/** Lines that a program writes as information: what they tell is heard, and not claimed as surely. */
const first = (text: string) => explain(text)[0]?.id ?? 'nothing';

describe('what the provider answered is', () => {
  it.each(Object.entries(MADE))('as %s tells of its request', (_, line) => {
    for (const { request, status, causes } of CELLS) {
      const text = line({ ...request, host: PROVIDER, status });
      expect([text, causes]).toEqual([text, expect.arrayContaining([first(text)])]);
    }
  });

  const named = Object.entries(SERVED).filter(
    ([name]) =>
      !/no path|Rails|Spring’s|page|Phoenix|Fastify|Rocket|tower-http, a failure|Django’s requests/.test(
        name,
      ),
  );
  it.each(named)('as %s of the provider logs it', (_, line) => {
    for (const { request, status, causes } of CELLS) {
      const text = line({ ...request, host: PROVIDER, status });
      expect([text, causes]).toEqual([text, expect.arrayContaining([first(text)])]);
    }
  });

  const own = ['nginx', 'gin', 'Kestrel, .NET 6 and later', 'tornado'];
  it.each(Object.entries(MADE))('whatever the app answered itself, as %s tells of its request', (_, made) => {
    for (const [at, { request, status, causes }] of CELLS.entries()) {
      const line = made({ ...request, host: PROVIDER, status });
      const page = SERVED[own[at % own.length]!]!({
        method: 'GET',
        host: APP,
        path: '/oauth/callback',
        status: 500,
      });
      for (const text of [`${line}\n${page}`, `${page}\n${line}`])
        expect([text, causes]).toEqual([text, expect.arrayContaining([first(text)])]);
    }
  });
});
