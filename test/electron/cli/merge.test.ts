import { execFileSync } from 'node:child_process';
import { chmodSync, linkSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { digestClientSecret } from '../../../electron/services/secrets/digest.ts';
import { latchkey, temporaryFolder } from '../../helpers/latchkey.ts';
import { PLANTED } from '../../helpers/pairs.ts';

const WORKSPACE = `latchkey: 1
id: merge-test
providers:
  home: { kind: authelia, url: https://auth.example.com, version: "4.39" }
  other: { kind: authentik, url: https://id.example.com }
  dex: { kind: dex, url: https://dex.example.com }
apps:
  memos: { kind: memos, url: https://memos.example.com, provider: home, version: "0.30", client_id: memos }
  romm: { kind: romm, url: https://games.example.com, provider: home, version: "5.2", client_id: romm }
  miniflux: { kind: miniflux, url: https://rss.example.com, provider: dex, client_id: rss }
  mealie: { kind: mealie, url: https://food.example.com, provider: dex, client_id: food }
  grafana: { kind: grafana, url: https://grafana.example.com, provider: other }
`;
const SECRETS = JSON.stringify({
  memos: { client_secret: `${PLANTED.client_secret}A` },
  romm: { client_secret: `${PLANTED.client_secret}B` },
});
const EXISTING = `# mine
identity_providers:
  oidc:
    hmac_secret: ${PLANTED.hmac_secret}
    clients:
      - client_id: wiki
        client_secret: plain-secret-of-the-wiki
        redirect_uris: [https://wiki.example.com/cb]
`;

function world() {
  const folder = temporaryFolder();
  const workspace = join(folder, 'home.latchkey.yaml');
  const file = join(folder, 'configuration.yml');
  writeFileSync(workspace, WORKSPACE);
  writeFileSync(file, EXISTING);
  const merge = (...args: string[]) =>
    latchkey(['merge', ...args], { stdin: SECRETS, env: { LATCHKEY_DATA: join(folder, 'data') } });
  const into = (...args: string[]) =>
    merge(workspace, '--provider', 'home', '--into', file, '--secrets', 'stdin', ...args);
  return { folder, workspace, file, merge, into, read: () => readFileSync(file, 'utf8') };
}

describe('latchkey merge', () => {
  test('says how to undo it in a line that a shell takes as it is, and what another name of the file keeps', async () => {
    const { folder, workspace, file, merge } = world();
    const odd = join(folder, "it's\n$(touch x).yml");
    linkSync(file, odd);
    const done = await merge(
      workspace,
      ...['--provider', 'home', '--into', odd, '--secrets', 'stdin', '--write'],
    );
    expect(done.code).toBe(0);
    const line = /To undo it: ([\s\S]*?\.yml')$/m.exec(done.stderr)?.[1] ?? '';
    const words = execFileSync('sh', ['-c', `printf '%s\\0' ${line}`], { cwd: folder, encoding: 'utf8' });
    expect(words.split('\0').slice(0, -1)).toEqual(['latchkey', 'merge', '--undo', odd]);
    expect(readdirSync(folder)).not.toContain('x');
    expect(done.stderr).toContain('had another name (a hard link), which keeps the old text');
  });

  test('shows, writes, does nothing the second time, and takes it back in another process', async () => {
    const { folder, file, merge, into, read } = world();
    const shown = await into();
    expect(shown.code).toBe(0);
    expect(shown.stdout).toContain(`+++ ${file}`);
    expect(shown.stdout).toContain('+      - client_id: memos');
    expect(shown.stdout + shown.stderr).not.toContain(PLANTED.client_secret);
    expect(shown.stdout + shown.stderr).not.toContain(PLANTED.hmac_secret);
    expect(shown.stdout).not.toContain('plain-secret-of-the-wiki');
    expect(shown.stderr).toContain('Nothing was written. Add --write');
    expect(read()).toBe(EXISTING);

    const written = await into('--write');
    expect(written.code).toBe(0);
    expect(written.stdout).toBe(shown.stdout);
    expect(written.stderr).toContain(`latchkey merge --undo ${file}`);
    const clients = parse(read()).identity_providers.oidc.clients as { client_id: string }[];
    expect(clients.map(({ client_id }) => client_id)).toEqual(['wiki', 'memos', 'romm']);
    expect(read()).toContain(EXISTING.slice(0, 60));

    const again = await into('--write');
    expect([again.code, again.stdout]).toEqual([0, '']);
    expect(again.stderr).toContain('nothing has to be changed');
    expect(readdirSync(folder).filter((name) => name.includes('.bak-'))).toHaveLength(1);

    const undone = await merge('--undo', file);
    expect(undone.code).toBe(0);
    expect(read()).toBe(EXISTING);
  }, 60_000);

  test('keeps a digest of the same secret, and takes one app alone', async () => {
    const { file, into, read } = world();
    const digest = await digestClientSecret(`${PLANTED.client_secret}A`, 'someone else');
    writeFileSync(
      file,
      EXISTING.replace(
        '    clients:',
        `    clients:\n      - client_id: memos\n        client_secret: '${digest}'`,
      ),
    );
    const written = await into('--write', '--app', 'memos', '--json');
    const answer = JSON.parse(written.stdout);
    expect(answer).toMatchObject({ result: 'written', by_hand: [], files: [{ path: file }] });
    expect(answer.files[0].backup).toContain('configuration.yml.bak-1');
    expect(read()).toContain(digest);
    expect(read()).not.toContain('romm');
  }, 60_000);

  test('puts the side of an app into its own files', async () => {
    const { folder, workspace, merge } = world();
    const env = join(folder, '.env');
    const compose = join(folder, 'compose.yaml');
    writeFileSync(env, '# RomM\nOIDC_ENABLED=false\n');
    chmodSync(env, 0o644);
    writeFileSync(compose, 'services:\n  games:\n    image: rommapp/romm\n  db: { image: mariadb }\n');
    const first = await merge(workspace, '--app', 'romm', '--into', env, '--secrets', 'stdin', '--write');
    expect(first.code).toBe(0);
    expect(readFileSync(env, 'utf8')).toMatch(/^# RomM\nOIDC_ENABLED=true\nOIDC_/);
    expect(readFileSync(env, 'utf8')).toContain(`OIDC_CLIENT_SECRET=${PLANTED.client_secret}B\n`);
    expect(first.stdout + first.stderr).not.toContain(PLANTED.client_secret);
    expect(first.stderr).toContain(
      `every user of this machine can read it. Take that right away: chmod o-r ${env}`,
    );
    const which = await merge(workspace, '--app', 'romm', '--into', compose, '--secrets', 'stdin');
    expect([which.code, which.stderr]).toEqual([
      2,
      expect.stringContaining('--service; there are games, db'),
    ]);
    const args = ['--app', 'romm', '--into', compose, '--service', 'games', '--secrets', 'stdin', '--write'];
    const second = await merge(workspace, ...args);
    expect(second.code).toBe(0);
    expect(second.stdout + second.stderr).not.toContain(PLANTED.client_secret);
    expect(parse(readFileSync(compose, 'utf8')).services.games.environment.OIDC_CLIENT_SECRET).toBe(
      `${PLANTED.client_secret}B`,
    );
    expect((await merge(workspace, ...args)).stderr).toContain('nothing has to be changed');
    const undone = await merge('--undo', env);
    expect([undone.code, readFileSync(env, 'utf8')]).toEqual([0, '# RomM\nOIDC_ENABLED=false\n']);
  }, 60_000);

  test('adds a client to the file of another provider', async () => {
    const { folder, workspace, merge } = world();
    const dex = join(folder, 'config.yaml');
    const before =
      'issuer: https://dex.example.com\nstaticClients:\n- id: rss\n  name: Feeds\n  secret: old\n- id: other\n  secret: x\n';
    writeFileSync(dex, before);
    const args = ['--provider', 'dex', '--app', 'miniflux', '--into', dex, '--secrets', 'memory', '--write'];
    const done = await merge(workspace, ...args);
    expect(done.code).toBe(0);
    const clients = parse(readFileSync(dex, 'utf8')).staticClients as { id: string; secret: string }[];
    expect(clients.map(({ id }) => id)).toEqual(['rss', 'other']);
    expect(clients[0]!.secret).not.toBe('old');
    expect(done.stdout).not.toContain(clients[0]!.secret);
    expect((await merge('--undo', dex)).code).toBe(0);
    expect(readFileSync(dex, 'utf8')).toBe(before);
  }, 60_000);

  test('says what is left to a person, with status 1', async () => {
    const { file, into } = world();
    writeFileSync(file, 'identity_providers:\n  oidc:\n    jwks: &k [a]\n    clients: *k\n');
    const done = await into('--write');
    expect(done.code).toBe(1);
    expect(done.stdout).toBe('');
    expect(done.stderr).toContain(`BY HAND, for memos: ${file}, line 4 (identity_providers.oidc.clients)`);
    expect(done.stderr).toContain('      - client_id: memos');
  }, 60_000);

  test('knows what the environment beside it sets', async () => {
    const { folder, file, into, read } = world();
    mkdirSync(join(folder, 'x'));
    writeFileSync(file, 'theme: dark\n');
    writeFileSync(
      join(folder, 'compose.yaml'),
      'services:\n  authelia:\n    environment:\n      AUTHELIA_IDENTITY_PROVIDERS_OIDC_HMAC_SECRET_FILE: /run/secrets/hmac\n',
    );
    const done = await into('--write');
    expect(done.code).toBe(0);
    expect(done.stderr).toContain('“hmac_secret” comes from AUTHELIA_');
    expect(Object.keys(parse(read()).identity_providers.oidc)).toEqual([
      'jwks',
      'clients',
      'claims_policies',
    ]);
  }, 60_000);

  test('refuses wrong use with status 2', async () => {
    const { workspace, file, merge } = world();
    for (const [args, words] of [
      [[workspace], 'needs a workspace file and --into'],
      [[workspace, '--into', file], 'needs --provider'],
      [[workspace, '--into', file, '--app', 'memos', '--app', 'romm'], 'one --app ID'],
      [[workspace, '--into', file, '--provider', 'dex'], 'name one app with --app'],
      [[workspace, '--into', file, '--provider', 'nobody'], 'no provider “nobody”'],
      [
        [workspace, '--into', file, '--provider', 'other', '--secrets', 'memory'],
        'grafana is not set in a file such as',
      ],
      [[workspace, '--into', file, '--provider', 'home', '--app', 'grafana'], 'not at home'],
      [[workspace, '--into', `${file}.gone`, '--provider', 'home'], 'doesn’t exist'],
      [['--undo', file], 'has changed nothing'],
      [['--undo', file, workspace], 'takes one file'],
    ] as const) {
      const done = await merge(...args);
      expect([done.code, done.stdout]).toEqual([2, '']);
      expect(done.stderr.replaceAll('’', "'")).toContain(words.replaceAll('’', "'"));
    }
  }, 60_000);

  test('shows nothing of a name that a terminal obeys', async () => {
    const { folder, workspace, merge } = world();
    const odd = join(folder, '\u001b[31m\u0007red.yml');
    writeFileSync(odd, EXISTING);
    for (const name of [odd, `${odd}.gone`]) {
      const { stdout, stderr } = await merge(
        workspace,
        ...['--provider', 'home', '--into', name, '--secrets', 'stdin'],
      );
      for (const shown of [stdout, stderr]) expect(shown).not.toMatch(/[\u001b\u0007]/);
      expect(stdout + stderr).toContain('red.yml');
    }
    const doctor = await latchkey(['doctor', odd, `${odd}.gone`]);
    expect(doctor.stdout + doctor.stderr).not.toMatch(/[\u001b\u0007]/);
    const found = await latchkey(['doctor', odd]);
    expect(found.stdout + found.stderr).not.toMatch(/[\u001b\u0007]/);
  });
});
