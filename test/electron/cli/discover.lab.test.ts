import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { latchkey, temporaryFolder } from '../../helpers/latchkey.ts';

let server: Server | undefined;
afterEach(() => server?.close());

/** A provider that announces other endpoints than the customary ones. Returns its issuer. */
async function startProvider(more: (issuer: string) => object = () => ({})): Promise<string> {
  server = createServer((request, response) => {
    if (request.url !== '/.well-known/openid-configuration') return void response.writeHead(404).end();
    response.setHeader('content-type', 'application/json');
    response.end(
      JSON.stringify({
        issuer,
        authorization_endpoint: `${issuer}/oauth2/auth`,
        token_endpoint: `${issuer}/oauth2/token`,
        userinfo_endpoint: `${issuer}/me`,
        jwks_uri: `${issuer}/keys.json`,
        response_types_supported: ['code'],
        ...more(issuer),
      }),
    );
  });
  await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return issuer;
}

/** Renders Memos at a general provider. Returns what was said, and the files. */
async function render(issuer: string, args: readonly string[], metadata: readonly string[] = []) {
  const folder = temporaryFolder();
  const file = join(folder, 'home.latchkey.yaml');
  const text = `latchkey: 1
id: discover-test
providers:
  own:
    kind: oidc
    url: ${issuer}
${metadata.length > 0 ? `    metadata:\n${metadata.map((line) => `      ${line}\n`).join('')}` : ''}apps:
  memos: { kind: memos, url: https://memos.example.com, provider: own, version: "0.30" }
`;
  writeFileSync(file, text);
  const out = join(folder, 'out');
  const done = await latchkey(['render', file, '--out', out, '--secrets', 'memory', ...args]);
  const read = (name: string) => readFileSync(join(out, name), 'utf8');
  expect(readFileSync(file, 'utf8')).toBe(text);
  return { ...done, idp: read('memos/memos-idp-own.json'), guide: read('memos/guide.md') };
}

describe('latchkey render for a general provider', () => {
  test('warns of what is only assumed', async () => {
    const { code, stderr, idp, guide } = await render('https://id.example.com', []);
    expect(code).toBe(0);
    expect(stderr).toMatch(
      /own: warning: .*authorization_endpoint, token_endpoint, userinfo_endpoint, jwks_uri/,
    );
    expect(stderr).toContain('render --discover');
    expect(idp).toContain('https://id.example.com/token');
    expect(guide).toContain('(assumed)');
  });

  test('--discover writes what the provider announces, and marks nothing', async () => {
    const issuer = await startProvider();
    const { code, stderr, idp, guide } = await render(issuer, ['--discover']);
    expect(code).toBe(0);
    expect(idp).toContain(`"tokenUrl": "${issuer}/oauth2/token"`);
    expect(idp).toContain(`"userInfoUrl": "${issuer}/me"`);
    expect(guide).not.toContain('assumed');
    expect(stderr).toContain(`    token_endpoint: "${issuer}/oauth2/token"`);
    expect(stderr).not.toContain('warning: The provider was not asked');
  });

  test('--discover keeps what the workspace states, and says where the provider differs', async () => {
    const issuer = await startProvider();
    const { stderr, idp } = await render(issuer, ['--discover'], [`token_endpoint: ${issuer}/inside/token`]);
    expect(idp).toContain(`"tokenUrl": "${issuer}/inside/token"`);
    expect(idp).toContain(`"authUrl": "${issuer}/oauth2/auth"`);
    expect(stderr).toContain(
      `own: warning: token_endpoint differs. The workspace states ${issuer}/inside/token, and that is written; the provider announces ${issuer}/oauth2/token.`,
    );
  });

  test.each([
    [
      'of another issuer',
      () => ({ issuer: 'https://other.example.com' }),
      /the issuer https:\/\/other\.example\.com/,
    ],
    [
      'without endpoints',
      () => ({ token_endpoint: 'javascript:alert(1)' }),
      /does not name token_endpoint; still assumed/,
    ],
  ])('--discover takes nothing from a document %s', async (_, more, said) => {
    const issuer = await startProvider(more);
    const { code, stderr, idp, guide } = await render(issuer, ['--discover']);
    expect(code).toBe(0);
    expect(stderr).toMatch(said);
    expect(idp).toContain(`"tokenUrl": "${issuer}/token"`);
    expect(guide).toContain('(assumed)');
  });

  test('--discover without an answer says so, and marks what stays assumed', async () => {
    const { code, stderr, guide } = await render('http://127.0.0.1:9', ['--discover']);
    expect(code).toBe(0);
    expect(stderr).toMatch(/own: warning: The discovery document was not read\./);
    expect(stderr).toContain('Still assumed: authorization_endpoint');
    expect(guide).toContain('(assumed)');
  });
});

/** Renders Memos at an Authelia whose setup may be stated. Returns what was said, and the provider's files. */
async function renderAuthelia(issuer: string, args: readonly string[], setup?: 'new' | 'existing') {
  const folder = temporaryFolder();
  const file = join(folder, 'home.latchkey.yaml');
  writeFileSync(
    file,
    `latchkey: 1
id: setup-test
providers:
  home: { kind: authelia, url: "${issuer}", version: "4.39"${setup ? `, setup: ${setup}` : ''} }
apps:
  memos: { kind: memos, url: https://memos.example.com, provider: home, version: "0.30" }
`,
  );
  const out = join(folder, 'out');
  const done = await latchkey(['render', file, '--out', out, '--secrets', 'memory', ...args]);
  return { ...done, files: done.code === 0 ? readdirSync(join(out, 'home')).sort() : [] };
}

describe('latchkey render for a provider whose clients stand in one list', () => {
  const COMPLETE = 'authelia-oidc.yml';
  const ADD = 'authelia-clients.yml';

  test('does not say which way is right before it has asked, but how to find out', async () => {
    const { code, stderr, files } = await renderAuthelia('https://auth.example.com', []);
    expect(code).toBe(0);
    expect(stderr).toContain('already have OpenID Connect clients?');
    expect(stderr).toContain('setup: existing');
    expect(stderr).toContain('render --discover');
    expect(files).toContain(COMPLETE);
  });

  test.each([
    ['for itself', () => ({})],
    ['for another issuer', () => ({ issuer: 'https://other.example.com' })],
  ])('takes it for one with clients if it answers %s, and says how to keep that', async (_, more) => {
    const { stderr, files } = await renderAuthelia(await startProvider(more), ['--discover']);
    expect(files).toContain(ADD);
    expect(files).not.toContain(COMPLETE);
    expect(stderr).toMatch(/home: note: It answers with OpenID Connect metadata, so it has clients already/);
    expect(stderr).toContain('under providers.home:\n  setup: existing');
    expect(stderr).toContain('setup: new');
    expect(stderr).not.toContain('already have OpenID Connect clients?');
  });

  test('goes on asking if nothing answers', async () => {
    const { stderr, files } = await renderAuthelia('http://127.0.0.1:9', ['--discover']);
    expect(stderr).toContain('already have OpenID Connect clients?');
    expect(files).toContain(COMPLETE);
  });

  test.each(['new', 'existing'] as const)('keeps what is stated: %s', async (setup) => {
    const { stderr, files } = await renderAuthelia(await startProvider(), ['--discover'], setup);
    expect(files.includes(COMPLETE)).toBe(setup === 'new');
    expect(stderr).not.toContain('so it has clients already');
    expect(stderr).not.toContain('already have OpenID Connect clients?');
  });
});
