import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseWorkspace, parseWorkspaceBytes } from '../../../shared/workspace/parse.ts';
import type { WorkspaceProblem } from '../../../shared/workspace/problem.ts';
import {
  AppSchema,
  MetadataSchema,
  ProviderSchema,
  SettingsSchema,
  WorkspaceSchema,
} from '../../../shared/workspace/schema.ts';
import { isSecretKey } from '../../../shared/workspace/secret-looks.ts';
import { stringifyWorkspace } from '../../../shared/workspace/stringify.ts';
import type { Workspace } from '../../../shared/workspace/types.ts';
import { SETTINGS_OF } from '../../helpers/first-apps.ts';
import { anyWorkspace } from './arbitrary.ts';

const HEAD = 'latchkey: 1\nid: abc\n';
const HOME = 'providers:\n  home:\n    kind: authelia\n    url: https://auth.example.com\n';

/** A workspace with one app whose lines are given. */
const withApp = (...lines: string[]): string =>
  `${HEAD}${HOME}apps:\n  memos:\n    kind: memos\n    url: https://memos.example.com\n    provider: home\n${lines.map((line) => `    ${line}\n`).join('')}`;
const withProvider = (...lines: string[]): string =>
  `${HEAD}providers:\n  home:\n${lines.map((line) => `    ${line}\n`).join('')}`;

const problemsOf = (text: string): readonly WorkspaceProblem[] => parseWorkspace(text).problems;
const codesOf = (text: string): string[] => problemsOf(text).map((problem) => problem.code);

function only(text: string): WorkspaceProblem {
  const problems = problemsOf(text);
  expect(problems.map((problem) => `${problem.code}: ${problem.message}`)).toHaveLength(1);
  return problems[0]!;
}

function workspaceOf(text: string): Workspace {
  const parsed = parseWorkspace(text);
  if (!parsed.ok) throw new Error(parsed.problems.map((problem) => problem.message).join('\n'));
  return parsed.workspace;
}

/** An app that names no provider, beside these. */
const without = (...providers: string[]): string =>
  `${HEAD}providers:\n${providers.map((id) => `  ${id}:\n    kind: authelia\n    url: https://${id}.example.com\n`).join('')}apps:\n  memos:\n    kind: memos\n    url: https://memos.example.com\n`;

describe('an app without a provider', () => {
  it.each([
    [['sso'], 'Add the line provider: sso.'],
    [['sso', 'work'], 'Add a line provider: with the key of its provider: “sso” or “work”.'],
    [['a', 'b', 'c'], 'Add a line provider: with the key of its provider: “a”, “b” or “c”.'],
    [
      [...'abcdefgh'],
      'Add a line provider: with the key of its provider: “a”, “b”, “c”, “d”, “e”, “f” or another.',
    ],
  ])('is told the keys of those that there are: %j', (ids, fix) => {
    expect(problemsOf(without(...ids)).find(({ code }) => code === 'missing-key')?.suggestion).toBe(fix);
  });
});

describe('a workspace without mistakes', () => {
  it('reads the form of the documentation', () => {
    expect(workspaceOf(withApp('version: "0.30"'))).toEqual({
      latchkey: 1,
      id: 'abc',
      providers: { home: { kind: 'authelia', url: 'https://auth.example.com' } },
      apps: { memos: { kind: 'memos', url: 'https://memos.example.com', provider: 'home', version: '0.30' } },
    });
  });

  it('reads every setting of every kind', () => {
    const values: Record<string, unknown> = {
      redirect_paths: ['/cb'],
      pkce: 'S256',
      claims_from: 'id_token',
      required_claims: ['email'],
      internal_issuer: 'https://auth.example.com',
    };
    const booleans = [
      'autologin',
      'allow_registration',
      'disable_userpass_login',
      'rp_initiated_logout',
      'verified_email',
      'uses_discovery',
    ];
    for (const [kind, keys] of Object.entries(SETTINGS_OF)) {
      const settings = Object.fromEntries(
        keys.map((key) => [key, values[key] ?? (booleans.includes(key) ? true : 'word')]),
      );
      const app = { kind, url: 'https://x.example.com', provider: 'home', settings };
      const json = {
        latchkey: 1,
        id: 'a',
        providers: { home: { kind: 'oidc', url: 'https://i.example.com' } },
        apps: { x: app },
      };
      expect(workspaceOf(JSON.stringify(json))).toEqual(json);
    }
  });

  it('assigns every setting to exactly one kind of app', () => {
    expect([...SETTINGS_OF.custom].sort()).toEqual(Object.keys(SettingsSchema.shape).sort());
  });

  it('takes missing or empty providers, apps and settings for none', () => {
    expect(workspaceOf(HEAD)).toEqual({ latchkey: 1, id: 'abc', providers: {}, apps: {} });
    expect(workspaceOf(`${HEAD}providers:\n# none yet\napps:\n`).apps).toEqual({});
    expect(workspaceOf(withApp('settings:')).apps['memos']).not.toHaveProperty('settings');
  });

  it.each([
    ['4.39', '4.39'],
    ['4.40', '4.40'],
    ['0.30', '0.30'],
    ['2026.10', '2026.10'],
    ['5', '5'],
    ['010', '010'],
    ['1e3', undefined],
    ['0x10', undefined],
    ['.5', undefined],
    ['"4.40"', '4.40'],
    ['v4.39.1', 'v4.39.1'],
    ['3.0.0-rc1', '3.0.0-rc1'],
  ])('takes the version %s as typed', (written, meant) => {
    if (meant === undefined) expect(only(withApp(`version: ${written}`)).code).toBe('bad-version');
    else expect(workspaceOf(withApp(`version: ${written}`)).apps['memos']?.version).toBe(meant);
  });

  it('takes any unquoted number for the text it is written as', () => {
    const app = workspaceOf(withApp('client_id: 0012', 'groups: [1.50, 7]', 'slug: 99')).apps['memos'];
    expect(app).toMatchObject({ client_id: '0012', groups: ['1.50', '7'], slug: '99' });
  });

  it('reads CRLF and a byte order mark like their absence', () => {
    const text = withApp('version: 0.30 # c');
    expect(parseWorkspace(`\ufeff${text.replaceAll('\n', '\r\n')}`)).toEqual(parseWorkspace(text));
    expect(parseWorkspaceBytes(new TextEncoder().encode(`\ufeff${text}`))).toEqual(parseWorkspace(text));
  });
});

describe('redirect URIs', () => {
  it.each([
    'https://a.example.com/cb?x=1',
    'http://127.0.0.1:8765/cb',
    'http://[::1]/cb',
    'app:///callback',
    'com.example.app:/cb',
  ])('take %s', (uri) => {
    expect(workspaceOf(withApp(`redirect_uris: ["${uri}"]`)).apps['memos']?.redirect_uris).toEqual([uri]);
  });
});

describe('one mistake', () => {
  it('is shown with line, column, the line itself, a pointer and what to write', () => {
    const text = withApp('polcy: one_factor');
    expect(only(text)).toEqual({
      code: 'unknown-key',
      severity: 'error',
      path: ['apps', 'memos', 'polcy'],
      line: 12,
      column: 5,
      // A value under an unknown key may be a secret.
      excerpt: '    polcy: ••••••••\n    ^^^^^',
      message: 'The key “polcy” is not known here.',
      suggestion: 'Write policy instead.',
    });
    expect(text.split('\n')[11]).toBe('    polcy: one_factor');
  });

  it.each<[string, string, RegExp]>([
    // keys
    [withApp('role_claim: x'), 'unknown-key', /below settings/],
    [withApp('zzzzzz: x'), 'unknown-key', /Take it out; known here are `kind`/],
    [withApp('settings: {identifer_claim: sub}'), 'unknown-key', /Write identifier_claim/],
    [withApp('settings: {role_claim: x}'), 'not-for-kind', /memos has `identifier_claim`/],
    [withApp('edition: enterprise'), 'not-for-kind', /Take it out/],
    [withApp('kind: romm'), 'duplicate-key', /Keep one/],
    [
      withProvider('kind: authentik', 'url: https://a.example.com', 'setup: new'),
      'not-for-kind',
      /Take it out/,
    ],
    [
      withProvider(
        'kind: authentik',
        'url: https://a.example.com',
        'metadata: {jwks_uri: https://a.example.com/j}',
      ),
      'not-for-kind',
      /Take it out/,
    ],
    [withProvider('kind: authelia'), 'missing-key', /url: https:/],
    [withProvider('kind: authelia', 'ulr: https://a.example.com'), 'unknown-key', /Write url/],
    // kinds and choices
    [withProvider('kind: autelia', 'url: https://a.example.com'), 'unknown-kind', /Write kind: authelia\./],
    [withProvider('kind: okta', 'url: https://a.example.com'), 'unknown-kind', /Write kind: oidc/],
    [withProvider('kind: memos', 'url: https://a.example.com'), 'unknown-kind', /move the entry under apps/],
    [
      withApp('token_endpoint_auth_method: client-secret-post'),
      'unknown-choice',
      /Write token_endpoint_auth_method: client_secret_post/,
    ],
    // types
    [withApp('scopes: openid profile'), 'wrong-type', /Write scopes: \[openid, profile\]/],
    [withApp('require_pkce: yes'), 'wrong-type', /require_pkce: true, without quotes/],
    [withApp('require_pkce: 0'), 'wrong-type', /require_pkce: false/],
    [withApp('require_pkce: maybe'), 'wrong-type', /true or/],
    [withApp('policy: [one_factor]'), 'wrong-type', /Write policy: one_factor\./],
    [withApp('policy: true'), 'wrong-type', /policy: "true"/],
    [withApp('policy:'), 'wrong-type', /Write one after the colon/],
    [withApp('groups: []'), 'empty-list', /Name at least one/],
    [`${HEAD}providers: [a]\n`, 'wrong-type', /its id as a key/],
    [`${HEAD}apps:\n  memos:\n`, 'wrong-type', /kind, url and provider/],
    ['- a\n', 'wrong-type', /latchkey: 1/],
    ['just words\n', 'wrong-type', /latchkey: 1/],
    // ids
    ['latchkey: 1\nid: My Home!\n', 'bad-id', /Write my-home\./],
    [
      `${HEAD}providers:\n  2Home:\n    kind: oidc\n    url: https://a.example.com\n`,
      'bad-id',
      /Write home\./,
    ],
    [
      `${HEAD}providers:\n  ${'a'.repeat(41)}: {kind: oidc, url: https://a.example.com}\n`,
      'bad-id',
      /a{40}\./,
    ],
    [withApp().replace('  memos:', '  home:'), 'id-taken', /home-app/],
    [withApp().replace('  memos:', '  constructor:'), 'reserved-id', /another id/],
    [`${HEAD}__proto__: {polluted: 1}\n`, 'reserved-id', /Take it out/],
    ['latchkey: 1\n', 'missing-key', /id: /],
    // URLs
    [
      withProvider('kind: oidc', 'url: auth.example.com'),
      'url-without-scheme',
      /Write https:\/\/auth\.example\.com\./,
    ],
    [
      withProvider('kind: oidc', 'url: localhost:8080/x'),
      'url-without-scheme',
      /Write http:\/\/localhost:8080\/x\./,
    ],
    [
      withProvider('kind: oidc', 'url: //auth.example.com'),
      'url-without-scheme',
      /Write https:\/\/auth\.example\.com\./,
    ],
    [
      withProvider('kind: oidc', 'url: https:/auth.example.com'),
      'bad-url',
      /Write https:\/\/auth\.example\.com\./,
    ],
    [withProvider('kind: oidc', 'url: ftp://auth.example.com'), 'bad-url', /https:/],
    [
      withProvider('kind: oidc', 'url: https://a.example.com?x=1'),
      'url-with-query',
      /Write https:\/\/a\.example\.com\./,
    ],
    [
      withProvider('kind: oidc', 'url: https://a.example.com/#x'),
      'url-with-fragment',
      /Write https:\/\/a\.example\.com\/\./,
    ],
    [
      withProvider('kind: oidc', 'url: "https://a.example.com "'),
      'bad-url',
      /Write https:\/\/a\.example\.com without/,
    ],
    [withProvider('kind: oidc', 'url: https://a .example.com'), 'bad-url', /https:/],
    [withProvider('kind: oidc', 'url: https://a.example.com:99999'), 'bad-url', /https:/],
    [withProvider('kind: oidc', 'url: 8080'), 'url-without-scheme', /Write it like https:/],
    [
      withProvider('kind: oidc', 'url: https://a.example.com/.well-known/openid-configuration'),
      'bad-url',
      /Write https:\/\/a\.example\.com;/,
    ],
    [withApp('redirect_uris: [/callback]'), 'url-without-scheme', /https:/],
    [
      withApp('redirect_uris: ["https://a.example.com/cb#x"]'),
      'url-with-fragment',
      /Write https:\/\/a\.example\.com\/cb\./,
    ],
    [withApp('redirect_uris: ["javascript:alert(1)"]'), 'url-without-scheme', /https:/],
    [withApp('redirect_uris: ["https://*.example.com/cb"]'), 'bad-url', /https:/],
    [
      withApp('settings: {redirect_paths: [callback]}').replace('kind: memos', 'kind: custom'),
      'bad-redirect-path',
      /Write \/callback/,
    ],
    // words
    [withApp('version: latest'), 'bad-version', /such as "4\.39"/],
    [withApp('version: memos-0.30.1'), 'bad-version', /Write "0\.30\.1"/],
    [withApp('consent: 4 weeks'), 'bad-consent', /Write 4w\./],
    [withApp('consent: 1 month'), 'bad-consent', /Write 30d\./],
    [withApp('consent: 1y'), 'bad-consent', /Write 52w\./],
    [withApp('consent: 1M'), 'bad-consent', /Write 30d\./],
    [withApp('token_endpoint_auth_method: post'), 'unknown-choice', /: client_secret_post\./],
    [withApp('secret_method: client_secret_post'), 'unknown-key', /Write token_endpoint_auth_method /],
    [withApp('settings: {identifier_filter: "("}'), 'bad-pattern', /\^\[a-z\]\+\$/],
    [withApp('consent: often'), 'bad-consent', /always, never/],
    [withApp('consent: 0w'), 'bad-consent', /always, never/],
    [withApp('policy: "*"'), 'bad-policy', /one_factor, two_factor/],
    [withApp('client_id: "a b"'), 'bad-client-id', /leave the key out/],
    [withApp('client_id: "a:b"'), 'bad-client-id', /leave the key out/],
    [withApp('scopes: ["openid profile"]'), 'bad-scope', /\[openid, profile\]/],
    [withApp('slug: "Häuser & Co"'), 'bad-slug', /Write hauser-co\./],
    [withApp('client_name: ""'), 'bad-text', /1 to 100/],
    // format
    ['latchkey: "1"\nid: a\n', 'bad-format-version', /latchkey: 1, without quotes/],
    ['latchkey: 2\nid: a\nfoo: bar\n', 'newer-format', /Update Latchkey/],
    ['latchkey: 1.5\nid: a\n', 'bad-format-version', /latchkey: 1/],
    ['', 'empty-file', /latchkey: 1/],
    ['# only a comment\n', 'empty-file', /latchkey: 1/],
  ])('%#: %j is %s', (text, code, suggestion) => {
    const problems = problemsOf(text).filter((problem) => problem.code === code);
    expect(problems, JSON.stringify(codesOf(text))).toHaveLength(1);
    expect(problems[0]?.suggestion).toMatch(suggestion);
    expect(parseWorkspace(text).ok).toBe(false);
  });

  it('tells a slip once, without the stumbling that follows it', () => {
    expect(codesOf(`- a\n${withApp()}`)).toEqual(['yaml-unexpected-token']);
    expect(codesOf(withApp().replace('    provider', '\tprovider'))).toEqual(['yaml-tab-as-indent']);
    expect(codesOf(withApp().replace('    provider', '   provider'))[0]).toBe('yaml-bad-indent');
  });

  it('names the providers there are', () => {
    const text = `${HEAD}providers:\n  one: {kind: oidc, url: https://a.example.com}\n  other: {kind: oidc, url: https://b.example.com}\napps:\n  m: {kind: memos, url: https://m.example.com, provider: thingy}\n`;
    expect(only(text).suggestion).toBe('Write one of `one` or `other`, or add it under providers.');
    expect(only(text.replace('thingy', 'othr')).suggestion).toBe('Write provider: other.');
  });

  it('is two apps with one client_id at one provider, but not at two', () => {
    const app = (id: string, provider: string): string =>
      `  ${id}: {kind: memos, url: https://${id}.example.com, provider: ${provider}, client_id: same}\n`;
    const providers =
      'providers:\n  p: {kind: oidc, url: https://p.example.com}\n  q: {kind: oidc, url: https://q.example.com}\n';
    expect(only(`${HEAD}${providers}apps:\n${app('a', 'p')}${app('b', 'p')}`)).toMatchObject({
      code: 'client-id-taken',
      line: 8,
      path: ['apps', 'b', 'client_id'],
    });
    expect(parseWorkspace(`${HEAD}${providers}apps:\n${app('a', 'p')}${app('b', 'q')}`).ok).toBe(true);
  });

  it('warns, and goes on, where a policy looks like a built-in one or an item is repeated', () => {
    const parsed = parseWorkspace(withApp('policy: two-factor', 'groups: [a, a]'));
    expect(parsed.ok).toBe(true);
    expect(parsed.problems.map(({ code, severity }) => [code, severity])).toEqual([
      ['policy-almost-built-in', 'warning'],
      ['repeated-item', 'warning'],
    ]);
  });
});

describe('several mistakes', () => {
  const text = `latchkey: 1
id: Ünïque Home
nmae: x
providers:
  home:
    kind: autelia
    url: auth.example.com
    version: latest
  Bad_Id:
    kind: okta
    url: https://x.example.com?a=b
apps:
  memos:
    kind: memos
    url: https://memos.example.com
    provider: nowhere
    consent: 1 week
    settings:
      role_claim: roles
      autologin: perhaps
  kestra:
    kind: kestra
    provider: home
    edition: EE
`;

  it('are reported all at once, in the order of the file', () => {
    expect(problemsOf(text).map((problem) => [problem.line, problem.code])).toEqual([
      [2, 'bad-id'],
      [3, 'unknown-key'],
      [6, 'unknown-kind'],
      [7, 'url-without-scheme'],
      [8, 'bad-version'],
      [9, 'bad-id'],
      [10, 'unknown-kind'],
      [11, 'url-with-query'],
      [16, 'unknown-provider'],
      [17, 'bad-consent'],
      [19, 'not-for-kind'],
      [20, 'not-for-kind'],
      [20, 'wrong-type'],
      [21, 'missing-key'],
      [24, 'unknown-edition'],
    ]);
  });

  it('are reported above a syntax error too, but nothing made up below it', () => {
    const problems = problemsOf(
      `latchkey: 1\nid: A\nproviders:\n  home:\n\tkind: authelia\napps: {}\nzzz: 1\n`,
    );
    expect(problems.map((problem) => [problem.line, problem.code])).toEqual([
      [2, 'bad-id'],
      [5, 'yaml-tab-as-indent'],
    ]);
  });

  it('point into the text whatever the text is', () => {
    fc.assert(
      fc.property(
        anyWorkspace,
        fc.nat(),
        fc.constantFrom('', '\t', '"', '[', '}', ': ', '*', '&', '\u0000', '#', '\n', 'é', '- '),
        fc.nat(20),
        (workspace, at, insert, cut) => {
          const whole = stringifyWorkspace(workspace);
          const where = at % (whole.length + 1);
          const spoilt = whole.slice(0, where) + insert + whole.slice(where + cut);
          const lines = spoilt.split('\n');
          for (const problem of problemsOf(spoilt)) {
            expect(problem.line).toBeGreaterThanOrEqual(1);
            expect(problem.line).toBeLessThanOrEqual(lines.length);
            expect(problem.column).toBeLessThanOrEqual(lines[problem.line - 1]!.length + 1);
            expect(problem.excerpt.split('\n')).toHaveLength(2);
            expect(problem.excerpt.length).toBeLessThan(300);
            expect(problem.message).toMatch(/\S.*\.$/);
            expect(problem.suggestion).toMatch(/\S.*[.…\]]$/);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('secrets in the file', () => {
  const SECRET = 'hunter2-very-private';
  const all = (text: string): string => JSON.stringify(parseWorkspace(text));

  it.each([
    withApp(`client_secret: ${SECRET}`),
    withApp(`client_secret: "${SECRET}`),
    withApp(`clientSecret: ${SECRET}`),
    withApp(`CLIENT-SECRET: '${SECRET}'`),
    withApp(`secret:${SECRET}`),
    withApp(`client_secret=${SECRET}`),
    withApp(`settings: {password: ${SECRET}, x: [}`),
    withApp('password: |', `  ${SECRET}`, `  ${SECRET} @`),
    withApp('password: "abc', `  ${SECRET}`, `  ${SECRET}\\q"`),
    withApp('password:', `  ${SECRET}`),
    withApp('api_key: [', `  ${SECRET},`, `  ${SECRET}]`),
    `{"latchkey":1,"id":"a","client_secret":"${SECRET}"}`,
    `{"latchkey":1,"id":"a","client_secret":\n"${SECRET}" x}`,
    withApp(`\tclient_secret: ${SECRET}`),
    withApp(`url: https://user:${SECRET}@x.example.com`),
    withProvider('kind: oidc', `url: https://user:${SECRET}@x.example.com`),
    withProvider('kind: oidc', `url: http:/user:${SECRET}@x.example.com`),
    withProvider('kind: oidc', `url: user:${SECRET}@x.example.com`),
    withApp(
      `redirect_uris: ["https://u:${SECRET}@x.example.com/cb", "https://u:${SECRET}@x.example.com/cb"]`,
    ),
    withApp(`name: $pbkdf2-sha512$310000$${SECRET}`),
    withApp(`client_name: $pbkdf2-sha512$310000$${SECRET}`),
    withApp(`client_name: "-----BEGIN PRIVATE KEY----- ${SECRET}"`),
  ])('%#: are refused and never shown', (text) => {
    expect(parseWorkspace(text).ok).toBe(false);
    expect(all(text)).not.toContain(SECRET);
    expect(all(text)).not.toContain('hunter2');
  });

  it('are told where they live', () => {
    expect(only(withApp(`client_secret: ${SECRET}`))).toMatchObject({
      code: 'secret-in-workspace',
      line: 12,
      excerpt: '    client_secret: ••••••••\n    ^^^^^^^^^^^^^',
      suggestion: expect.stringContaining('keychain'),
    });
  });

  it.each([
    // RFC 7591 §2, OpenID Connect Registration §2 and Discovery §3, and Authelia's names for the same
    'access_token_signed_response_alg',
    'id_token_signed_response_alg',
    'id_token_encrypted_response_alg',
    'id_token_encrypted_response_enc',
    'token_endpoint',
    'token_endpoint_auth_method',
    'token_endpoint_auth_signing_alg',
    'token_endpoint_auth_methods_supported',
    'token_endpoint_auth_signing_alg_values_supported',
    'id_token_signing_alg_values_supported',
    'id_token_encryption_enc_values_supported',
    'introspection_endpoint_auth_method',
    'jwks_uri',
    'client_secret_expires_at',
    'access_token_lifetime',
    'accessTokenLifespan',
    'token_type',
    'password_policy',
    'tokenUrl',
  ])('are not suspected in %s, whose value only describes one', (key) => {
    expect(isSecretKey(key)).toBe(false);
    expect(problemsOf(withApp(`${key}: RS256`)).map(({ code }) => code)).not.toContain('secret-in-workspace');
  });

  it.each([
    'client_secret',
    'clientSecret',
    'client_secret_digest',
    'client_secret_value',
    'OIDC-PASSWORD',
    'access_token',
    'refresh_token',
    'registration_access_token',
    'id_token_hint',
    'jwks_key',
    'hmac_secret',
    'api_key',
    'signing_key',
    'token_endpoint_secret',
    'password_file_content',
    'credentials',
  ])('are suspected in %s', (key) => {
    expect(isSecretKey(key)).toBe(true);
  });

  it('are not suspected in the keys of the schema or the ids of entries', () => {
    const keys = [WorkspaceSchema, ProviderSchema, MetadataSchema, AppSchema, SettingsSchema].flatMap(
      (schema) => Object.keys(schema.shape),
    );
    expect(keys.filter(isSecretKey)).toEqual([]);
    const text = withApp().replace('  memos:', '  password-manager:');
    expect(parseWorkspace(text).ok).toBe(true);
    expect(only(text.replace('url: https://memos', 'url: memos')).excerpt).toContain(
      'url: memos.example.com',
    );
  });
});
