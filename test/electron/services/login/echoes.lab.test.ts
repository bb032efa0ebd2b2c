import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { reportMarkdown } from '../../../../electron/host/report-text.ts';
import { runCheck } from '../../../../electron/services/login/check.ts';
import { runLogin } from '../../../../electron/services/login/login.ts';
import type { RunOutcome } from '../../../../electron/services/login/outcome.ts';
import {
  makeReport,
  reportToJson,
  reportToText,
  supportBundle,
} from '../../../../shared/diagnosis/report.ts';
import type { TestRecord } from '../../../../shared/host/testing.ts';
import { connect } from '../../../helpers/app-connection.ts';
import { browse } from '../../../helpers/browse.ts';
import { FORMS, ONE_SHORT } from '../../../helpers/secret-forms.ts';

/** With every sign that some escape changes, and random enough to be found nowhere by chance. */
const SECRET = 'Zq7"vX&2<mN9>pR4\'tW8yK+3bD/6fH=1jL5%sG0aC ü';

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  }
});

/** Where a provider can repeat what it was told. */
interface Echoes {
  readonly [place: string]: string;
}

/** A provider that repeats `text` in everything it says. `refuses`: it accepts no client. */
async function echoing(text: string, refuses: boolean): Promise<string> {
  let issuer = '';
  // Header values can hold Latin-1 only, and no line breaks.
  const header = text.replace(/[^\x20-\x7e]/g, ' ');
  const json = (
    response: ServerResponse,
    status: number,
    value: object,
    headers: Record<string, string> = {},
  ) => {
    response.writeHead(status, {
      'content-type': 'application/json',
      'x-echo': header,
      server: header,
      ...headers,
    });
    response.end(JSON.stringify(value));
  };
  const jwt = (claims: object) =>
    [{ alg: 'RS256', kid: text, [text]: text }, claims, 'x']
      .map((part) =>
        Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url'),
      )
      .join('.');
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '/', issuer);
    if (url.pathname.startsWith('/.well-known'))
      return json(response, 200, {
        issuer,
        authorization_endpoint: `${issuer}/auth`,
        token_endpoint: `${issuer}/token`,
        userinfo_endpoint: `${issuer}/me`,
        jwks_uri: `${issuer}/jwks`,
        op_policy_uri: text,
        end_session_endpoint: `${issuer}/end?hint=${encodeURIComponent(text)}`,
        scopes_supported: ['openid', text],
        claims_supported: [text],
      });
    if (url.pathname === '/jwks')
      return json(response, 200, { keys: [{ kty: 'RSA', kid: text, alg: text, use: text }] });
    if (url.pathname === '/auth') {
      const back = new URL(url.searchParams.get('redirect_uri') ?? '');
      if (refuses && url.searchParams.get('prompt') === 'none') {
        response.writeHead(400, { 'content-type': 'text/html' });
        return response.end(`<p>Unknown client</p><pre title="${text}">${text}</pre>`);
      }
      back.search = new URLSearchParams({
        state: url.searchParams.get('state') ?? '',
        ...(url.searchParams.get('prompt') === 'none' || refuses
          ? { error: refuses ? text : 'login_required', error_description: text, error_hint: text }
          : { code: 'SplxlOBeZQQYbYS6WxSbIA' }),
        [text]: text,
      }).toString();
      response.writeHead(302, { location: back.href });
      return response.end();
    }
    if (url.pathname === '/me')
      return json(response, 200, { sub: text, email: text, [text]: [text, { [text]: text }] });
    if (refuses)
      return json(
        response,
        401,
        { error: text, error_description: `Unknown: ${text}`, hint: text, [text]: text },
        { 'www-authenticate': `Basic realm="${header}", error="${header}", error_description="${header}"` },
      );
    return json(response, 200, {
      access_token: 'SlAV32hkKG-SlAV32hkKG',
      token_type: text,
      scope: text,
      expires_in: text,
      [text]: text,
      id_token: jwt({ iss: text, sub: text, aud: text, nonce: text, groups: [text], [text]: text }),
    });
  };
  const server = createServer((request, response) => void answer(request, response));
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  issuer = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
  return issuer;
}

const connectionTo = (url: string) =>
  connect(
    { kind: 'custom', url: 'http://127.0.0.1:9', settings: { redirect_paths: ['/cb'] } },
    { kind: 'oidc', url },
  );

/** Everything that is shown, saved or sent of an outcome, by name. */
function shown(outcome: RunOutcome, url: string, told: readonly string[]): Echoes {
  const connection = connectionTo(url);
  const report = makeReport(outcome.checks, connection);
  const record: TestRecord = {
    app: 'custom',
    kind: 'check',
    at: '2026-01-01T00:00:00.000Z',
    duration_ms: 1,
    report,
    claims: [],
    outdated: false,
  };
  return {
    evidence: JSON.stringify(outcome.evidence),
    json: JSON.stringify(reportToJson(report)),
    text: reportToText(report, { width: 4000 }),
    bundle: supportBundle(report, outcome.evidence, {}),
    markdown: reportMarkdown(connection, record, '1'),
    progress: told.join('\n'),
  };
}

/** Without everything that escapes add, so that no piece of the secret is overlooked. */
const bare = (text: string): string => text.replace(/[^A-Za-z0-9]/g, '').toLowerCase();

async function runs(form: string, refuses: boolean, kind: 'check' | 'login'): Promise<Echoes> {
  const url = await echoing(form, refuses);
  const told: string[] = [];
  const options = {
    probeSpacingMs: 0,
    requestTimeoutMs: 3000,
    env: {},
    onProgress: ({ text }: { text: string }) => told.push(text),
  };
  const secrets = { client_secret: SECRET };
  const outcome =
    kind === 'check'
      ? await runCheck(connectionTo(url), secrets, options)
      : await runLogin(connectionTo(url), secrets, {
          ...options,
          port: 0,
          timeoutSeconds: 5,
          openBrowser: (at) => browse(at),
        });
  if (!outcome.ok) throw new Error(outcome.error.message);
  return shown(outcome.value, url, told);
}

const ALL = {
  ...FORMS,
  'without the last character': (secret: string) => ONE_SHORT(secret, [...secret].length - 1),
  'without the first character': (secret: string) => ONE_SHORT(secret, 0),
  'without a character in the middle': (secret: string) => ONE_SHORT(secret, 20),
};

describe('a provider that repeats the secret in every place', () => {
  it.each(Object.entries(ALL))('gets nothing of it shown: %s', async (_, form) => {
    const echo = form(SECRET);
    for (const [refuses, kind] of [
      [true, 'check'],
      [false, 'login'],
      [true, 'login'],
    ] as const) {
      const places = await runs(echo, refuses, kind);
      // The run did take place.
      expect(places['evidence']!.length).toBeGreaterThan(1000);
      const whole = bare(echo);
      for (const [place, text] of Object.entries(places)) {
        const found = bare(text);
        for (let at = 0; at + 14 <= whole.length; at += 7)
          expect(found.includes(whole.slice(at, at + 14)), `${kind}, ${place}, from ${at}`).toBe(false);
      }
    }
  });
});
