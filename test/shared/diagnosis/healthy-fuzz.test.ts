import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { explain } from '../../../shared/diagnosis/explain.ts';
import { connect } from '../../helpers/app-connection.ts';
import { HEALTHY } from '../../messages/faults.ts';
import { LEFT_OUT } from '../../messages/left-out.ts';
import { LIBRARIES } from '../../messages/libraries.ts';
import { readRecorded } from '../../messages/recordings.ts';
import { LANGUAGES } from './reading/languages.ts';

/** What real libraries printed at a login that worked. */
const RECORDED = LIBRARIES.map(({ id }) => id)
  .filter((id) => !LEFT_OUT.includes(id))
  .flatMap((id) => readRecorded(id)?.recordings ?? [])
  .filter(({ fault, log }) => fault === HEALTHY && log !== '')
  .map(({ log }) => log);

/** What programs around a login print while nothing is wrong, and addresses and documents that people paste. */
const AROUND = [
  `192.0.2.7 - - [26/Nov/2026:20:01:02 +0000] "GET / HTTP/1.1" 302 0 "-" "Mozilla/5.0"
192.0.2.7 - - [26/Nov/2026:20:01:02 +0000] "GET /api/me HTTP/1.1" 401 27 "https://notes.example.com/" "Mozilla/5.0"
192.0.2.7 - - [26/Nov/2026:20:01:02 +0000] "GET /favicon.ico HTTP/1.1" 404 0 "https://notes.example.com/" "Mozilla/5.0"
192.0.2.7 - - [26/Nov/2026:20:01:03 +0000] "GET /oauth2/callback?code=abc&state=def HTTP/1.1" 302 0 "https://auth.example.com/" "Mozilla/5.0"
192.0.2.7 - - [26/Nov/2026:20:01:03 +0000] "POST /api/oidc/token HTTP/1.1" 200 1804 "-" "python-httpx/0.28.1"`,
  `INFO:     192.0.2.7:51234 - "GET /api/login/openid HTTP/1.1" 302 Found
INFO:     192.0.2.7:51234 - "GET /api/oauth/openid?code=authelia_ac_x&iss=https%3A%2F%2Fauth.example.com&state=y HTTP/1.1" 307 Temporary Redirect
INFO:     User successfully authenticated: ada@example.com`,
  `time="2026-11-26T20:01:02Z" level=info msg="Authelia v4.39.20 is starting"
time="2026-11-26T20:01:02Z" level=info msg="Log severity set to debug"
time="2026-11-26T20:01:02Z" level=info msg="Storage schema is being checked for updates"
time="2026-11-26T20:01:02Z" level=info msg="Storage schema is already up to date"
time="2026-11-26T20:01:03Z" level=info msg="Startup complete"
time="2026-11-26T20:01:03Z" level=debug msg="Successful 1FA authentication attempt made by user 'ada'" method=POST path=/api/firstfactor remote_ip=192.0.2.7
time="2026-11-26T20:01:04Z" level=debug msg="Authorization Request with id 'a' on client with id 'notes' is being processed" method=GET path=/api/oidc/authorization remote_ip=192.0.2.7`,
  `2026-11-26 20:01:02,123 DEBUG [org.keycloak.events] (executor-thread-1) type="LOGIN", realmId="home", clientId="notes", userId="a", ipAddress="192.0.2.7", redirect_uri="https://notes.example.com/callback", consent="no_consent_required"
2026-11-26 20:01:02,223 DEBUG [org.keycloak.events] (executor-thread-1) type="CODE_TO_TOKEN", realmId="home", clientId="notes", grant_type="authorization_code", client_auth_method="client-secret", scope="openid profile email"`,
  `{"event":"/application/o/token/","host":"sso.example.com","level":"info","logger":"authentik.asgi","method":"POST","runtime":41,"scheme":"https","status":200,"timestamp":"2026-11-26T20:01:02.1"}
{"event":"Created new event","level":"info","logger":"authentik.events","action":"authorize_application"}`,
  'https://auth.example.com/api/oidc/authorization?client_id=notes&redirect_uri=https%3A%2F%2Fnotes.example.com%2Fcallback&response_type=code&scope=openid+profile+email&state=abcdefghijkl&nonce=mnopqrst&code_challenge=x&code_challenge_method=S256',
  'https://notes.example.com/callback?code=authelia_ac_abc.def&iss=https%3A%2F%2Fauth.example.com&scope=openid+profile+email&state=abcdefghijkl',
  `{"issuer":"https://auth.example.com","jwks_uri":"https://auth.example.com/jwks.json","authorization_endpoint":"https://auth.example.com/api/oidc/authorization","token_endpoint":"https://auth.example.com/api/oidc/token","token_endpoint_auth_methods_supported":["client_secret_basic","client_secret_post","none"],"id_token_signing_alg_values_supported":["RS256","none"],"id_token_encryption_alg_values_supported":["RSA-OAEP"],"code_challenge_methods_supported":["S256"],"claims_supported":["sub","email","email_verified","groups","preferred_username"],"request_parameter_supported":true,"require_pushed_authorization_requests":false}`,
  '{"iss":"https://auth.example.com","aud":["notes"],"sub":"a","exp":1795640462,"iat":1795636862,"nonce":"mnopqrst","email":"ada@example.com","email_verified":true,"preferred_username":"ada","groups":[]}',
  `notes  | Listening on 0.0.0.0:8080
notes  | OpenID Connect enabled, issuer https://auth.example.com
notes  | GET /.well-known/openid-configuration 200 12ms
notes  | retry 1 of 3: connection not ready yet
notes  | connected`,
  // Links to pages about errors, and names of tests that passed.
  `INFO  notes: errors are explained at https://docs.example.com/oidc/errors#redirect_uri_mismatch and #invalid_client
INFO  notes: help: https://docs.example.com/oidc/errors#invalid_grant, https://docs.example.com/tls#self-signed-certificate`,
  // Of another provider than the one that the other texts speak of.
  `2026-11-26 20:01:02.001  INFO 1 --- [main] o.s.s.o.c.r.ClientRegistrations : Loaded metadata, issuer=https://id.example.com/realms/home
level=info msg="provider ready" issuer=https://id.example.com/application/o/notes/`,
  `services:
  notes:
    environment:
      OIDC_ISSUER: https://id.example.com/realms/home
      OIDC_REDIRECT_URI: https://wiki.example.com/callback`,
  'The login works with Authelia 4.39 and RomM 5.2: redirect URI, client ID and secret are right, and the certificate is trusted.',
];
/**
 * Labels of a form and members of lists, with another thing’s “required” or “missing” in the next line. They say so as
 * whole lines only.
 */
const LABELS = `Client secret
Required claims: email
Nonce
Missing translations: 3
State
Audience: notes
Invalid entries removed: 0
ID token
Not found pages: 2`;
/** Lines that only their levels or signs show to be no errors, so no part of a line is cut or left out. */
const WHOLE = [
  // Counters of errors that nobody made.
  `oauth_errors_total{error="invalid_client",app="notes"} 0
oauth_errors_total{error="access_denied",app="notes"} 0
oauth_token_requests_total{status="ok"} 112`,
  // Names of errors, each with a value that says that there is none.
  `oidc: login checks state_mismatch=false nonce_mismatch=false invalid_client=false access_denied=none
oidc: tls certificate_expired=false self_signed=no hostname_mismatch=0
{"client_id":"notes","error":null,"error_description":"","login_required":false,"invalid_scope":""}
no invalid_grant errors in the last hour, 0 errors, 0 warnings, invalid_client: 0
certificate verify failed: false
discovery not failed, certificate not expired, no redirect_uri mismatch`,
  `2026-11-26 20:01:02,123 DEBUG oidc: comparing state, would fail with "state mismatch"
2026-11-26 20:01:02,124 DEBUG oidc: error class for invalid_client is OAuthError
2026-11-26 20:01:02,125 INFO oidc: retry policy: ECONNREFUSED, ETIMEDOUT, ENOTFOUND
2026-11-26 20:01:02,126 DEBUG tls: would report certificate signed by unknown authority`,
  // A setting, and what its comment says that it is for.
  `# Only if the certificate is self-signed: x509: certificate signed by unknown authority
OIDC_TLS_SKIP_VERIFY=false
# Has to be registered exactly, or the provider answers redirect_uri_mismatch.
OIDC_REDIRECT_URI=https://notes.example.com/callback
# Not needed with PKCE. invalid_client means that the secret is wrong.
OIDC_CLIENT_SECRET=
`,
  `oidc:
  # A nonce mismatch comes from old tabs.
  pkce: true
  # error=access_denied is shown to people who are not in one of these groups
  groups: [notes]
`,
];
const TEXTS = [...RECORDED, ...AROUND, LABELS];

/** How a text looks after it went through a terminal, a container's log, a forum or a translated system. */
const CHANGES: Readonly<Record<string, (text: string, size: number) => string>> = {
  'as it is': (text) => text,
  wrapped: (text, size) => text.replace(new RegExp(`(.{${40 + (size % 80)}})`, 'g'), '$1\n'),
  'in a container’s log': (text) => text.replace(/^/gm, 'notes-1  | '),
  'of the journal': (text, size) => text.replace(/^/gm, `Nov 26 20:01:02 home app[${size}]: `),
  'of Kubernetes': (text) => text.replace(/^/gm, '2026-11-26T20:01:02.123456789Z stdout F '),
  quoted: (text) => text.replace(/^/gm, '> '),
  'in a page': (text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;'),
  coloured: (text) => text.replace(/\b(INFO|DEBUG|level=\w+)\b/g, '\u001b[32m$1\u001b[0m'),
  ...Object.fromEntries(
    LANGUAGES.map(({ language, debug, info }) => [
      `with levels in ${language}`,
      (text: string, size: number) =>
        text
          .replace(/\bDEBUG\b/g, debug[size % debug.length]!)
          .replace(/\bINFO\b/g, info[size % info.length]!)
          .replace(/\blevel=debug\b/g, `level=${debug[size % debug.length]!.toLowerCase()}`)
          .replace(/\blevel=info\b/g, `level=${info[size % info.length]!.toLowerCase()}`),
    ]),
  ),
  'without levels': (text) => text.replace(/\b(?:DEBUG|INFO|level=(?:info|debug))\b[:\]]?/g, ''),
  'with ends of lines of Windows': (text) => text.replace(/\n/g, '\r\n'),
};

const interleaved = (one: string, other: string, every: number): string => {
  const [first, second] = [one.split('\n'), other.split('\n')];
  return first
    .flatMap((line, at) => [line, ...(at % every === 0 ? [second[at / every] ?? ''] : [])])
    .join('\n');
};

/** The place after the line that `at` is in. */
const lineEnd = (text: string, at: number): number => text.indexOf('\n', at) + 1 || text.length;

const anyText = fc
  .record({
    one: fc.constantFrom(...TEXTS),
    other: fc.option(fc.constantFrom(...TEXTS), { nil: undefined }),
    every: fc.integer({ min: 1, max: 4 }),
    from: fc.double({ min: 0, max: 0.9, noNaN: true }),
    part: fc.double({ min: 0.05, max: 1, noNaN: true }),
    change: fc.constantFrom(...Object.keys(CHANGES)),
    size: fc.integer({ min: 1, max: 9999 }),
  })
  .map(({ one, other, every, from, part, change, size }) => {
    const mixed = other === undefined ? one : interleaved(one, other, every);
    const start = Math.floor(mixed.length * from);
    const end = start + Math.ceil(mixed.length * part);
    const cut =
      one === LABELS || other === LABELS
        ? mixed.slice(lineEnd(mixed, start), lineEnd(mixed, end))
        : mixed.slice(start, end);
    return CHANGES[change]!(cut, size);
  });

/** A workspace whose provider is the one that the texts are of. */
const HOME = connect({
  kind: 'custom',
  url: 'https://notes.example.com',
  client_id: 'notes',
  settings: { redirect_paths: ['/callback'], pkce: 'S256' },
});

/** The claims that are made with confidence, without a workspace and with one. */
const sure = (text: string) =>
  [...explain(text), ...explain(text, { connections: [HOME] })]
    .filter(({ confidence }) => confidence >= 0.8)
    .map(({ id, matched }) => `${id}: ${matched}`);

describe('a text without an error in it', () => {
  it('is there to be tried', () => expect(RECORDED.length).toBeGreaterThan(10));

  it.each(TEXTS.map((text, at) => [at, text] as const))('makes nothing sure (%i)', (_, text) => {
    for (const change of Object.values(CHANGES)) expect(sure(change(text, 60))).toEqual([]);
  });

  it.each(WHOLE)('makes nothing sure in any language that names the levels: %s', (text) => {
    for (const [name, change] of Object.entries(CHANGES))
      if (!/^(?:wrapped|without levels)/.test(name))
        for (let size = 0; size < 6; size++) expect([name, sure(change(text, size))]).toEqual([name, []]);
  });

  it('makes nothing sure, however it is mixed, cut, wrapped and translated', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(sure(text)).toEqual([]);
      }),
      // The same texts at each run; others by FUZZ_SEED, and more of them by FUZZ_RUNS.
      { numRuns: Number(process.env['FUZZ_RUNS'] ?? 600), seed: Number(process.env['FUZZ_SEED'] ?? 1) },
    );
  }, 120_000);
});
