import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { digestClientSecret } from '../../../electron/services/secrets/digest.ts';
import { latchkey, temporaryFolder } from '../../helpers/latchkey.ts';

const SECRET = 'PLANTEDimportSecretq7Zr2mX9vB4nK8sT1wY6uE3';
const OTHER = 'PLANTEDotherSecret0q7Zr2mX9vB4nK8sT1wY6uE3';

const configuration = (digest: string): string => `# The way it grew over the years
session:
  cookies:
    - domain: 'example.com'
      authelia_url: 'https://auth.example.com'
identity_providers:
  oidc:
    clients:
      - client_id: 'grafana'
        client_name: 'Grafana'
        client_secret: '${digest}'
        redirect_uris: ['https://grafana.example.com/login/generic_oauth']
        token_endpoint_auth_method: 'client_secret_basic'
        lifespan: 'long'
      - client_id: 'x7-tool'
        client_secret: '$plaintext$${OTHER}'
        redirect_uris: ['https://x7.example.com/some/where']
`;
const ENV = `GF_SERVER_ROOT_URL=https://grafana.example.com
GF_AUTH_GENERIC_OAUTH_CLIENT_ID=grafana
GF_AUTH_GENERIC_OAUTH_CLIENT_SECRET=${SECRET}
GF_AUTH_GENERIC_OAUTH_ALLOW_SIGN_UP=false
`;

async function written(secret = SECRET) {
  const folder = temporaryFolder();
  const at = (name: string) => join(folder, name);
  const digest = await digestClientSecret(secret, 'import test');
  writeFileSync(at('configuration.yml'), configuration(digest));
  writeFileSync(at('grafana.env'), ENV);
  return at;
}

test('prints a workspace of what it found, where it is from, and what it left; never a secret', async () => {
  const at = await written();
  const ran = await latchkey(['import', at('configuration.yml'), at('grafana.env')]);
  expect(ran.code).toBe(0);
  expect(ran.stdout).toContain(
    '  grafana:\n    kind: grafana\n    url: https://grafana.example.com\n    provider: authelia\n    client_id: grafana\n',
  );
  expect(ran.stdout).toContain('    settings:\n      allow_sign_up: false\n');
  expect(ran.stdout).toContain('  x7-tool:\n    kind: custom\n');
  expect(ran.stderr).toContain(
    'configuration.yml:9: grafana (grafana). Its own files say so. Its secret was found.',
  );
  expect(ran.stderr).toContain('configuration.yml:14: not taken over: lifespan.');
  expect(ran.stdout + ran.stderr).not.toContain('PLANTED');
});

test('adds the entries to a workspace as it is, once', async () => {
  const at = await written();
  const mine = `latchkey: 1
id: 33333333-3333-4333-8333-333333333333
providers:
  # the one at home
  home:
    kind: authelia
    url: "https://auth.example.com/"
    version: "4.39"
apps:
  memos:
    kind: memos # since 2022
    url: https://memos.example.com
    provider: home
`;
  writeFileSync(at('mine.yaml'), mine);
  const files = [
    'import',
    at('configuration.yml'),
    at('grafana.env'),
    '--workspace',
    at('mine.yaml'),
    '--secrets',
    'memory',
  ];
  const ran = await latchkey(files);
  expect(ran.stdout).toBe(`${at('mine.yaml')}: 2 apps added (grafana, x7-tool).\n`);
  const text = readFileSync(at('mine.yaml'), 'utf8');
  for (const line of mine.trimEnd().split('\n')) expect(text).toContain(`${line}\n`);
  expect(text).toContain('    provider: home\n');
  expect(text).not.toContain('PLANTED');
  const again = await latchkey(files);
  expect(again.code).toBe(2);
  expect(again.stderr).toContain('The workspace has this client already (grafana).');
  expect(readFileSync(at('mine.yaml'), 'utf8')).toBe(text);
});

test('makes a new workspace that renders', async () => {
  const at = await written();
  const made = await latchkey([
    'import',
    at('configuration.yml'),
    '--workspace',
    at('new.yaml'),
    '--secrets',
    'memory',
  ]);
  expect(made.code, made.stderr).toBe(0);
  expect(made.stderr).toContain('grafana: only the digest of its secret stands in these files.');
  expect(made.stderr).toContain('It is kept, so no new secret is made');
  const ran = await latchkey(['render', at('new.yaml'), '--out', at('out'), '--secrets', 'memory']);
  expect(ran.code, ran.stderr).toBe(0);
  expect(existsSync(at('out/grafana/grafana.env'))).toBe(true);
});

test('takes over no secret that is not that of the digest, and says so', async () => {
  const at = await written(OTHER);
  const ran = await latchkey(['import', at('configuration.yml'), at('grafana.env'), '--json']);
  const said = JSON.parse(ran.stdout) as { missing: string[]; secrets: { owner: string }[] };
  expect(said.missing.join()).toMatch(
    /^grafana: the secret of .*grafana\.env, line 3, is not the one of the digest in .*configuration\.yml, line 11/,
  );
  expect(said.secrets.map(({ owner }) => owner)).toEqual(['x7-tool']);
  expect(ran.stdout + ran.stderr).not.toContain('PLANTED');
});

test('says what it needs', async () => {
  const at = await written();
  writeFileSync(
    at('clients.yml'),
    'clients:\n  - client_id: a\n    client_secret: b\n    redirect_uris: [https://a.example.com/cb]\n',
  );
  writeFileSync(at('empty.yml'), '');
  for (const [args, why] of [
    [[], 'import needs one file or more'],
    [[at('nowhere.yml')], 'doesn’t exist'],
    [
      [at('clients.yml'), '--workspace', at('w.yaml')],
      'No file says where Authelia is: state its address, or give',
    ],
    [[at('clients.yml'), '--workspace', at('w.yaml')], 'The option --url states the address of the provider'],
    [[at('empty.yml'), '--workspace', at('w.yaml')], 'Nothing was found that could be added'],
    [[at('clients.yml'), '--secrets', 'stdin'], 'import takes the secrets from the files'],
  ] as const) {
    const ran = await latchkey(['import', ...args]);
    expect(ran.code, args.join(' ')).toBe(2);
    expect(ran.stderr.replace(/doesn't/g, 'doesn’t')).toContain(why);
  }
  expect(existsSync(at('w.yaml'))).toBe(false);
});
