import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { latchkey, temporaryFolder } from '../../helpers/latchkey.ts';
import { DIGEST } from '../../shared/existing/doctor/authelia-cases.ts';

const configuration = (secret: string, more = ''): string => `identity_providers:
  oidc:
    clients:
      - client_id: notes
        client_secret: '${secret}'
        redirect_uris: [https://notes.example.com/callback]
        token_endpoint_auth_method: client_secret_basic
${more}`;

const file = (name: string, text: string | Uint8Array): string => {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, text);
  return path;
};

describe('latchkey doctor', () => {
  test('says file, line, what is wrong and what to write, and ends with 1 for an error', async () => {
    const path = file('configuration.yml', configuration(DIGEST, '        redirect_uri: x\n'));
    const ran = await latchkey(['doctor', path]);
    expect(ran.code).toBe(1);
    expect(ran.stdout).toContain(`${path}:8: error: There is no key redirect_uri`);
    expect(ran.stdout).toContain('Write redirect_uris');
    expect(ran.stdout).toContain('1 error.');
  });

  test('--json gives rule, severity, file, line, message and fix of each finding', async () => {
    const path = file('configuration.yml', configuration(DIGEST, '        redirect_uri: x\n'));
    const ran = await latchkey(['doctor', path, '--json']);
    expect(ran.code).toBe(1);
    const { findings } = JSON.parse(ran.stdout);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toEqual({
      rule: 'authelia-key-misspelt',
      severity: 'error',
      file: path,
      line: 8,
      message: expect.any(String),
      fix: expect.any(String),
    });
  });

  test('ends with 0 if nothing is found, and for warnings', async () => {
    const well = await latchkey(['doctor', file('configuration.yml', configuration(DIGEST))]);
    expect([well.code, well.stdout]).toEqual([0, 'Nothing found in 1 file.\n']);
    const warned = await latchkey(['doctor', file('configuration.yml', configuration('PLANTEDclear'))]);
    expect(warned.code).toBe(0);
    expect(warned.stdout).toContain('authelia-secret-clear');
    expect(warned.stdout + warned.stderr).not.toContain('PLANTED');
  });

  test('compares a clear secret with the digest of the other file, and prints neither', async () => {
    const folder = temporaryFolder();
    const both = (secret: string): string[] => {
      writeFileSync(
        join(folder, 'configuration.yml'),
        configuration(DIGEST)
          .replace('client_id: notes', 'client_id: arcane')
          .replace('/callback', '/auth/oidc/callback'),
      );
      writeFileSync(
        join(folder, 'arcane.env'),
        `APP_URL=https://notes.example.com\nOIDC_CLIENT_ID=arcane\nOIDC_CLIENT_SECRET=${secret}\nOIDC_ISSUER_URL=https://auth.example.com\n`,
      );
      return ['doctor', join(folder, 'configuration.yml'), join(folder, 'arcane.env'), '--json'];
    };
    const right = await latchkey(both('insecure_secret'));
    expect(JSON.parse(right.stdout)).toEqual({ findings: [] });
    const wrong = await latchkey(both('PLANTEDsecret'));
    expect(JSON.parse(wrong.stdout).findings.map(({ rule }: { rule: string }) => rule)).toEqual([
      'across-secret-wrong',
    ]);
    expect(wrong.stdout).not.toMatch(/PLANTED|c8p78n7p/);
  });

  test('takes a folder as Authelia does: its .yml and .yaml files by name, and none below', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'a.yml'), configuration(DIGEST));
    writeFileSync(join(folder, 'b.yaml'), configuration(DIGEST).replace('notes', 'other'));
    writeFileSync(join(folder, 'c.bak'), 'not: [read');
    mkdirSync(join(folder, 'below'));
    writeFileSync(join(folder, 'below', 'd.yml'), 'not: [read');
    const { stdout } = await latchkey(['doctor', folder, '--json']);
    expect(JSON.parse(stdout).findings.map(({ rule }: { rule: string }) => rule)).toEqual([
      'authelia-clients-in-two-files',
    ]);
  });

  test('ends with 3 if no file is known, and with 2 for one that can’t be read', async () => {
    expect((await latchkey(['doctor', file('diary.yml', 'title: my diary\n')])).code).toBe(3);
    for (const bad of [
      file('latin.yml', new Uint8Array([0x61, 0xe9, 0x0a])),
      join(temporaryFolder(), 'nowhere.yml'),
      temporaryFolder(),
    ]) {
      const ran = await latchkey(['doctor', bad]);
      expect(ran.code).toBe(2);
      expect(ran.stderr).toMatch(/^latchkey: /);
    }
    const big = await latchkey(['doctor', file('big.yml', 'key: value\n'.repeat(950_000))]);
    expect([big.code, big.stderr]).toEqual([2, expect.stringContaining('KiB')]);
  });
});

describe('versions for latchkey doctor', () => {
  const ROMM =
    "identity_providers:\n  oidc:\n    clients:\n      - client_id: romm\n        client_name: RomM\n        public: false\n        client_secret: '{}'\n        redirect_uris: [https://games.example.com/api/oauth/openid]\n        token_endpoint_auth_method: client_secret_basic\n".replace(
      '{}',
      DIGEST,
    );

  test('the newest is taken and said, unless an option or a workspace tells', async () => {
    const path = file('configuration.yml', ROMM);
    const silent = await latchkey(['doctor', path]);
    expect(silent.stdout).toContain('authelia-claims-policy-needed');
    expect(silent.stdout).toMatch(/Nothing says which version of Authelia this is: \d\S+ was taken\./);
    const told = await latchkey(['doctor', path, '--provider-version', '4.38']);
    expect(told.stdout).toBe('Nothing found in 1 file.\n');
    const workspace = file(
      'latchkey.yaml',
      'latchkey: 1\nid: 7d3c9a52-52c5-4c8e-9d7b-1f7e3c1a9b10\nproviders:\n  home: { kind: authelia, url: https://auth.example.com, version: 4.38 }\napps:\n  romm: { kind: romm, url: https://games.example.com, provider: home }\n',
    );
    const known = await latchkey(['doctor', path, '--workspace', workspace]);
    expect([known.stdout, known.stderr]).toEqual(['Nothing found in 1 file.\n', '']);
  });

  test('what is no version or no kind is refused', async () => {
    const path = file('configuration.yml', ROMM);
    for (const wrong of [
      ['--provider-version', 'new'],
      ['--app-version', '5.2'],
      ['--app-version', 'rom=5.2'],
      ['--app-version', 'romm=new'],
    ]) {
      const ran = await latchkey(['doctor', path, ...wrong]);
      expect([ran.code, ran.stderr]).toEqual([
        2,
        expect.stringMatching(/^latchkey: --(?:provider|app)-version wants/),
      ]);
    }
  });
});

describe('latchkey doctor --fix', () => {
  const OLD = `# mine
identity_providers:
  oidc:
    clients:
      - id: notes   # the notes
        secret: 'PLANTEDclear'
        redirect_uris: ['https://Notes.example.com/CallBack']
        token_endpoint_auth_method: client_secret_basic
`;

  test('shows and writes what needs no decision, keeps the rest byte for byte, and can be undone', async () => {
    const path = file('configuration.yml', OLD);
    const data = temporaryFolder();
    const ran = await latchkey(['doctor', path, '--fix'], { env: { LATCHKEY_DATA: data } });
    expect(readFileSync(path, 'utf8')).toBe(
      OLD.replace(' id:', ' client_id:')
        .replace(' secret:', ' client_secret:')
        .replace('https://Notes', 'https://notes'),
    );
    expect(ran.code).toBe(0);
    expect(ran.stdout).toContain('+      - client_id: notes   # the notes');
    expect(ran.stdout).toContain('authelia-secret-clear');
    expect(ran.stdout).not.toContain('authelia-client-key-renamed');
    expect(ran.stdout + ran.stderr).not.toContain('PLANTED');
    const again = await latchkey(['doctor', path, '--fix', '--json'], { env: { LATCHKEY_DATA: data } });
    expect(JSON.parse(again.stdout).fixed).toEqual([]);
    expect((await latchkey(['merge', '--undo', path], { env: { LATCHKEY_DATA: data } })).code).toBe(0);
    expect(readFileSync(path, 'utf8')).toBe(OLD);
  });

  test('changes nothing where nothing is safe', async () => {
    const text = configuration(DIGEST, '        redirect_uri: x\n');
    const path = file('configuration.yml', text);
    expect((await latchkey(['doctor', path, '--fix'])).code).toBe(1);
    expect(readFileSync(path, 'utf8')).toBe(text);
  });
});

describe('latchkey explain with configuration', () => {
  const LOG = `time="2026-11-25T20:21:26Z" level=error msg="The 'redirect_uri' parameter does not match any of the OAuth 2.0 Client's pre-registered 'redirect_uris'."\n`;

  test('doesn’t call a healthy one an error', async () => {
    const ran = await latchkey(['explain'], { stdin: configuration(DIGEST) });
    expect([ran.code, ran.stdout]).toEqual([
      0,
      'Read as a configuration of Authelia.\nNothing found in it.\n',
    ]);
  });

  test('explains the log and examines the configuration above it', async () => {
    const stdin = configuration(DIGEST, '        redirect_uri: x\n') + LOG;
    const { explanations, findings } = JSON.parse((await latchkey(['explain', '--json'], { stdin })).stdout);
    expect(explanations[0].id).toMatch(/^redirect-not-registered/);
    expect(findings.map(({ rule }: { rule: string }) => rule)).toEqual(['authelia-key-misspelt']);
    const { stdout } = await latchkey(['explain'], { stdin });
    expect(stdout).toMatch(/^Most likely: /);
    expect(stdout).toContain('Beside it, read as a configuration of Authelia.\npasted text:8: error: ');
  });
});
