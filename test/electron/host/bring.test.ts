import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { digestClientSecret } from '../../../electron/services/secrets/digest.ts';
import { fail, ok } from '../../../shared/result.ts';
import { type TestHost, testHost } from '../../helpers/test-host.ts';

const SECRET = 'PLANTEDbroughtSecret7Zr2mX9vB4nK8sT1wY6uE3';

let host: TestHost;
afterEach(() => host.close());

const configuration = (secret: string) => ({
  name: 'configuration.yml',
  text: `session:
  cookies:
    - domain: 'example.com'
      authelia_url: 'https://auth.example.com'
identity_providers:
  oidc:
    clients:
      - client_id: 'grafana'
        client_name: 'Grafana'
        client_secret: '${secret}'
        redirect_uris: ['https://grafana.example.com/login/generic_oauth']
        token_endpoint_auth_method: 'client_secret_post'
`,
});

async function opened() {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'latchkey-bring-')), 'mine.yaml');
  writeFileSync(file, 'latchkey: 1\nid: brought-here\nproviders: {}\napps: {}\n');
  const view = await host.must('workspace.open', { path: file });
  if (!('handle' in view)) throw new Error('not opened');
  return { file, ...view };
}

const digestsOf = (text: string): string[] => text.replaceAll('\\x24', '$').match(/\$pbkdf2[^\s'"]+/g) ?? [];

describe('secrets of files that are taken over', () => {
  it('are kept later without the files, if the keychain fails after the entries are written', async () => {
    let locked = false;
    host = testHost({}, async (store) =>
      ok({
        ...store,
        setAll: async (workspace, values) =>
          locked ? fail('keychain-locked', 'The keychain is locked.') : store.setAll(workspace, values),
      }),
    );
    const { handle, revision, file } = await opened();
    const { brought } = await host.must('bring.read', {
      handle,
      files: [configuration(`$plaintext$${SECRET}`)],
    });
    locked = true;
    const failed = await host.call('bring.take', { handle, revision, brought, apps: ['grafana'] });
    expect(failed).toMatchObject({
      ok: false,
      error: {
        code: 'secrets-not-kept',
        message:
          'The workspace has grafana now. Not kept yet: the secrets of grafana. The keychain is locked.',
      },
    });
    expect(readFileSync(file, 'utf8')).toContain('client_id: grafana');
    expect(await host.store.list('brought-here')).toEqual({ ok: true, value: [] });
    expect(await host.call('bring.keep', { handle, brought })).toMatchObject({
      error: { code: 'secrets-not-kept' },
    });
    locked = false;
    expect(await host.call('bring.keep', { handle, brought: 'other' })).toMatchObject({
      error: { code: 'no-such-files' },
    });
    await host.must('bring.keep', { handle, brought });
    expect(
      await host.store.get({ workspace: 'brought-here', owner: 'grafana', purpose: 'client_secret' }),
    ).toEqual({ ok: true, value: SECRET });
    expect(await host.call('bring.keep', { handle, brought })).toMatchObject({
      error: { code: 'no-such-files' },
    });
    expect(host.seen.join()).not.toContain('PLANTED');
  });

  it('of which only the digest is known stay as they are: the provider keeps the digest, the app its secret', async () => {
    host = testHost();
    const { handle, revision } = await opened();
    const digest = await digestClientSecret(SECRET, 'bring test');
    const { brought, apps } = await host.must('bring.read', { handle, files: [configuration(digest)] });
    expect(apps[0]?.secret).toBe('digest');
    await host.must('bring.take', { handle, revision, brought, apps: ['grafana'] });
    const status = await host.must('secrets.generate', { handle, app: 'grafana' });
    const of = (purpose: string) => status.entries.find((one) => one.purpose === purpose);
    expect(of('client_secret')).toMatchObject({ state: 'missing', only_digest: true });
    expect(of('client_secret_digest')).toMatchObject({ state: 'present', origin: 'provided' });
    expect((await host.must('overview.get', { handle })).apps[0]?.secret).toBe('present');

    const out = mkdtempSync(path.join(tmpdir(), 'latchkey-brought-'));
    await host.must('exports.save', { handle, folder: path.join(out, 'files'), force: false });
    const read = (name: string) => readFileSync(path.join(out, 'files', name), 'utf8');
    expect(digestsOf(read('authelia/authelia-clients.yml'))).toEqual([digest]);
    expect(read('grafana/grafana.env')).toContain(
      'GF_AUTH_GENERIC_OAUTH_CLIENT_SECRET=the-secret-that-the-app-has-already\n',
    );
    expect(read('README.md')).toContain('Only the digest of its client secret is known.');

    // A secret that is brought along counts, and its digest is made.
    await host.must('secrets.provide', {
      handle,
      owner: 'grafana',
      purpose: 'client_secret',
      value: 'anotherSecret0123456789anotherSecret0123',
    });
    await host.must('exports.save', { handle, folder: path.join(out, 'again'), force: false });
    const again = readFileSync(path.join(out, 'again/authelia/authelia-clients.yml'), 'utf8');
    expect(digestsOf(again)).not.toEqual([digest]);
    expect(digestsOf(again)).toHaveLength(1);
    expect(readFileSync(path.join(out, 'again/grafana/grafana.env'), 'utf8')).toContain('=anotherSecret');
  });
});

describe('what is found in files', () => {
  const text = `identity_providers:
  oidc:
    hmac_secret: '${SECRET}'
    clients:
      - id: 'notes'
        public: true
        redirect_uris: ['https://notes.example.com/callback ']
        scopes: openid
`;

  it('says what can be mended, shows the change without a secret, and hands the mended file over', async () => {
    host = testHost();
    const { handle } = await opened();
    const files = [
      { name: 'configuration.yml', text },
      { name: 'configuration.yml', text: 'server:\n  address: tcp://:9091\n' },
    ];
    const { brought, findings } = await host.must('bring.read', { handle, files });
    expect(findings.filter(({ mends }) => mends).map(({ rule }) => rule)).toContain(
      'authelia-client-key-renamed',
    );
    expect(findings.flatMap(({ assumes }) => assumes?.product ?? [])).toContain('Authelia');
    const shown = await host.must('bring.mend', { handle, brought });
    expect(shown.files.map(({ name }) => name)).toEqual(['configuration.yml']);
    expect(shown.gone).toBeGreaterThan(1);
    const lines = shown.files[0]!.hunks.flatMap((hunk) => hunk.lines);
    expect(lines.filter(({ kind }) => kind === 'new').map((line) => line.text)).toContain(
      "      - client_id: 'notes'",
    );
    expect(JSON.stringify(shown)).not.toContain(SECRET);
    await host.must('bring.mended', { handle, brought, index: 0 });
    expect(host.handed.map(({ name }) => name)).toEqual(['configuration.yml']);
    const mended = Buffer.from(host.handed[0]!.bytes).toString();
    expect(mended).toContain(`hmac_secret: '${SECRET}'`);
    expect(mended).toContain("client_id: 'notes'");
    for (const call of [
      host.call('bring.mended', { handle, brought, index: 1 }),
      host.call('bring.mend', { handle, brought: 'other' }),
    ])
      expect(await call).toMatchObject({ error: { code: 'no-such-files' } });
    expect(host.seen.join()).not.toContain(SECRET);
  });

  it('takes the versions that the workspace says', async () => {
    host = testHost();
    const file = path.join(mkdtempSync(path.join(tmpdir(), 'latchkey-bring-')), 'mine.yaml');
    writeFileSync(
      file,
      "latchkey: 1\nid: b\nproviders:\n  home: { kind: authelia, url: https://a.example.com, version: '4.37' }\napps: {}\n",
    );
    const { handle } = await host.must('workspace.open', { path: file });
    const { findings } = await host.must('bring.read', {
      handle,
      files: [{ name: 'configuration.yml', text }],
    });
    expect(findings.map(({ rule }) => rule)).not.toContain('authelia-client-key-renamed');
    expect(findings.every(({ assumes }) => assumes === undefined)).toBe(true);
  });
});
