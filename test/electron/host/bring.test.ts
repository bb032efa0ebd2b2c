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
    expect(findings.filter(({ mend }) => mend === 'safe').map(({ rule }) => rule)).toContain(
      'authelia-client-key-renamed',
    );
    expect(findings.flatMap(({ assumes }) => assumes?.product ?? [])).toContain('Authelia');
    const renamed = findings.find(({ rule }) => rule === 'authelia-client-key-renamed')!;
    expect(renamed.lines).toEqual([
      { kind: 'gone', text: "      - id: 'notes'", before: 5 },
      { kind: 'new', text: "      - client_id: 'notes'", after: 5 },
    ]);
    const shown = await host.must('bring.mend', { handle, brought, which: { how: 'safe' } });
    expect(shown.files.map(({ name, mended }) => [name, mended > 0])).toEqual([
      ['configuration.yml', true],
      ['2/configuration.yml', false],
    ]);
    expect(shown.findings.length).toBeLessThan(findings.length - 1);
    expect(shown.findings.filter(({ mend }) => mend === 'safe')).toEqual([]);
    await host.must('bring.mended', { handle, brought: shown.brought, index: 0 });
    expect(host.handed.map(({ name }) => name)).toEqual(['configuration.yml']);
    const mended = Buffer.from(host.handed[0]!.bytes).toString();
    expect(mended).toContain(`hmac_secret: '${SECRET}'`);
    expect(mended).toContain("client_id: 'notes'");
    for (const call of [
      host.call('bring.mended', { handle, brought: shown.brought, index: 1 }),
      host.call('bring.mended', { handle, brought, index: 0 }),
      host.call('bring.mend', { handle, brought: 'other', which: { how: 'safe' } }),
    ])
      expect(await call).toMatchObject({ error: { code: 'no-such-files' } });
    expect(host.seen.join()).not.toContain(SECRET);
    // Asked for, it goes to the clipboard, and only then does the page see it where it has to write it there itself.
    const { brought: now } = shown;
    const copied = await host.must('secrets.copy', {
      handle,
      target: { kind: 'mended', brought: now, index: 0 },
    });
    expect(copied).toMatchObject({ by: 'page', value: mended });
  });

  it('mends one finding alone, takes it back, and says where nothing can be mended', async () => {
    host = testHost();
    // One more client, whose secret in clear is no matter of a text.
    const files = [
      {
        name: 'configuration.yml',
        text: `${text}      - client_id: 'b'\n        client_secret: '${SECRET}'\n        redirect_uris: ['https://b.example.com/cb']\n`,
      },
    ];
    const { handle } = await opened();
    const read = await host.must('bring.read', { handle, files });
    const mends = read.findings.filter(({ mend }) => mend !== undefined);
    expect(mends.length).toBeGreaterThan(1);
    for (const { index, rule } of mends) {
      const one = await host.must('bring.mend', {
        handle,
        brought: (await host.must('bring.read', { handle, files })).brought,
        which: { how: 'one', finding: index },
      });
      expect(one.findings.map((left) => left.rule)).not.toContain(rule);
      // Every other mend is still to be made.
      for (const other of mends)
        if (other.rule !== rule && other.line !== mends.find((each) => each.rule === rule)!.line)
          expect(one.findings.map((left) => left.rule)).toContain(other.rule);
      expect(one.can_undo).toBe(true);
      const back = await host.must('bring.mend', { handle, brought: one.brought, which: { how: 'undo' } });
      expect({ ...back, brought: '' }).toEqual({ ...read, brought: '' });
      expect(
        await host.call('bring.mend', { handle, brought: back.brought, which: { how: 'undo' } }),
      ).toMatchObject({ error: { code: 'nothing-to-mend' } });
      const byHand = back.findings.find(({ mend }) => mend === undefined)!;
      expect(
        await host.call('bring.mend', {
          handle,
          brought: back.brought,
          which: { how: 'one', finding: byHand.index },
        }),
      ).toMatchObject({ error: { code: 'nothing-to-mend' } });
    }
  });

  it('reads the files of the desktop itself, writes them after a backup, and puts them back', async () => {
    const place = mkdtempSync(path.join(tmpdir(), 'latchkey-bring-'));
    const file = path.join(place, 'configuration.yml');
    writeFileSync(file, text);
    writeFileSync(path.join(place, 'picture.png'), 'nothing');
    writeFileSync(path.join(place, 'old.yml'), Buffer.from([0xff, 0xfe, 0x00, 0x41]));
    let chosen: readonly string[] = [place];
    const mine = path.join(place, 'mine.txt');
    writeFileSync(mine, 'latchkey: 1\nid: brought-here\nproviders: {}\napps: {}\n');
    host = testHost({ paths: 'dialog', takeDropped: () => chosen, askForWorkspace: async () => mine });
    const open = await host.must('workspace.open', {});
    if (!('handle' in open)) throw new Error('not opened');
    const { handle } = open;
    expect(await host.call('bring.choose', { handle, what: 'files' })).toMatchObject({
      error: { code: 'cancelled' },
    });
    const read = await host.must('bring.choose', { handle, what: 'dropped' });
    expect(read.files.map(({ name, state, place: at }) => [name, state, at])).toEqual([
      ['configuration.yml', 'read', 'disk'],
      ['old.yml', 'broken', 'page'],
    ]);
    expect(read.files[1]!.faults[0]!.message).toContain('not UTF-8');
    expect(await host.call('bring.write', { handle, brought: read.brought })).toMatchObject({
      error: { code: 'nothing-to-mend' },
    });
    const mended = await host.must('bring.mend', { handle, brought: read.brought, which: { how: 'safe' } });
    expect(readFileSync(file, 'utf8')).toBe(text);
    const written = await host.must('bring.write', { handle, brought: mended.brought });
    expect(readFileSync(file, 'utf8')).toContain("client_id: 'notes'");
    const { backup, mended: changes } = written.files[0]!;
    expect([changes, readFileSync(backup!, 'utf8')]).toEqual([0, text]);
    const back = await host.must('bring.restore', { handle, brought: written.brought });
    expect(readFileSync(file, 'utf8')).toBe(text);
    expect(back.findings).toEqual(read.findings);
    expect(await host.call('bring.restore', { handle, brought: back.brought })).toMatchObject({
      error: { code: 'nothing-to-undo' },
    });
    // Changed by another program in the meantime: nothing is written.
    const again = await host.must('bring.mend', { handle, brought: back.brought, which: { how: 'safe' } });
    writeFileSync(file, `${text}# mine\n`);
    expect(await host.call('bring.write', { handle, brought: again.brought })).toMatchObject({
      error: { code: 'changed-meanwhile' },
    });
    expect(readFileSync(file, 'utf8')).toBe(`${text}# mine\n`);
    // What is not there says so, and loses nothing of what came before.
    chosen = [path.join(place, 'nowhere.yml')];
    const more = await host.must('bring.choose', { handle, what: 'dropped', to: again.brought });
    expect(more.files.map(({ name, state }) => [name, state])).toEqual([
      ['configuration.yml', 'read'],
      ['old.yml', 'broken'],
      ['nowhere.yml', 'broken'],
    ]);
    const without = await host.must('bring.without', { handle, brought: more.brought, index: 1 });
    expect(without.files.map(({ name }) => name)).toEqual(['configuration.yml', 'nowhere.yml']);
    expect(host.seen.join()).not.toContain('PLANTED');
  });

  it('is not read by a page’s wish where the page sends the files', async () => {
    host = testHost();
    const { handle } = await opened();
    expect(await host.call('bring.choose', { handle, what: 'dropped' })).toMatchObject({
      error: { code: 'not-here' },
    });
  });

  it('comes to what is there, or stands alone', async () => {
    host = testHost();
    const { handle } = await opened();
    const first = await host.must('bring.read', { handle, files: [configuration(`$plaintext$${SECRET}`)] });
    const env = {
      name: 'grafana.env',
      text: `GF_SERVER_ROOT_URL=https://grafana.example.com\nGF_AUTH_GENERIC_OAUTH_CLIENT_ID=grafana\nGF_AUTH_GENERIC_OAUTH_CLIENT_SECRET=${SECRET}\n`,
    };
    const both = await host.must('bring.read', { handle, files: [env], to: first.brought });
    expect(both.apps[0]).toMatchObject({
      id: 'grafana',
      seen: 'both',
      files: ['configuration.yml', 'grafana.env'],
    });
    expect(await host.call('bring.read', { handle, files: [env], to: first.brought })).toMatchObject({
      error: { code: 'no-such-files' },
    });
    const alone = await host.must('bring.read', { handle, files: [env] });
    expect(alone.files).toHaveLength(1);
    expect(host.seen.join()).not.toContain('PLANTED');
  });

  it('has an example with mistakes of each kind, of which nothing is taken over', async () => {
    host = testHost();
    const { handle, revision, file } = await opened();
    const before = readFileSync(file, 'utf8');
    const { brought, example, findings, apps, files } = await host.must('bring.example', { handle });
    expect(example).toBe(true);
    expect(new Set(findings.map(({ severity }) => severity)).size).toBeGreaterThan(1);
    expect(findings.filter(({ mend }) => mend === 'safe').length).toBeGreaterThan(2);
    expect(findings.filter(({ mend }) => mend === undefined).length).toBeGreaterThan(0);
    expect(new Set(apps.map(({ secret }) => secret))).toEqual(new Set(['digest', 'found', 'public']));
    expect(apps.map(({ seen }) => seen)).toContain('both');
    expect(
      await host.call('bring.take', { handle, revision, brought, apps: apps.map(({ id }) => id) }),
    ).toMatchObject({ error: { code: 'no-such-files' } });
    expect(readFileSync(file, 'utf8')).toBe(before);
    // One's own files don't come to it.
    const own = await host.must('bring.read', {
      handle,
      files: [configuration('$plaintext$x')],
      to: brought,
    });
    expect(own.files).toHaveLength(1);
    expect(files).toHaveLength(2);
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
