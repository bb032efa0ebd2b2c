import { createHash, generateKeyPairSync } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { verifyDigest } from '../../../electron/services/secrets/digest.ts';
import { lacksId, readIdOf } from '../../../shared/workspace/own-id.ts';
import { latchkey, temporaryFolder } from '../../helpers/latchkey.ts';
import { PLANTED } from '../../helpers/pairs.ts';

const WORKSPACE = `latchkey: 1
id: cli-test
providers:
  home: { kind: authelia, url: https://auth.example.com, version: "4.39" }
apps:
  memos: { kind: memos, url: https://memos.example.com, provider: home, version: "0.30" }
  romm: { kind: romm, url: https://games.example.com, provider: home, version: "5.2" }
`;
const SECRETS = JSON.stringify({
  memos: { client_id: 'memosId', client_secret: `${PLANTED.client_secret}A` },
  romm: { client_id: 'rommId', client_secret: `${PLANTED.client_secret}B` },
  home: { hmac_secret: PLANTED.hmac_secret },
});

const PLANTED_KEY = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
}).privateKey;

interface Manifest {
  latchkey: number;
  deliverables: {
    path: string;
    kind: string;
    side: string;
    provider: string;
    app?: string;
    secret: boolean;
    sha256: string;
  }[];
}

function workspaceIn(folder: string, text = WORKSPACE): string {
  const path = join(folder, 'home.latchkey.yaml');
  writeFileSync(path, text);
  return path;
}
const manifestOf = (out: string): Manifest => JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8'));

describe('latchkey render', () => {
  test('writes both sides from the secrets it is given, and says nothing of them', async () => {
    const folder = temporaryFolder();
    const out = join(folder, 'out');
    const ran = await latchkey(['render', workspaceIn(folder), '--out', out, '--secrets', 'stdin'], {
      stdin: SECRETS,
    });
    expect(ran).toMatchObject({ code: 0 });
    expect(ran.stdout + ran.stderr).not.toContain('PLANTED');

    const manifest = manifestOf(out);
    expect(manifest.latchkey).toBe(1);
    for (const entry of manifest.deliverables) {
      const bytes = readFileSync(join(out, entry.path));
      expect(createHash('sha256').update(bytes).digest('hex'), entry.path).toBe(entry.sha256);
      const mode = statSync(join(out, entry.path)).mode & 0o777;
      const digests = entry.path.endsWith('authelia-clients.yml');
      expect(mode, entry.path).toBe(entry.secret || digests ? 0o600 : 0o644);
      if (bytes.includes('PLANTED')) expect(entry.secret, entry.path).toBe(true);
    }
    const complete = manifest.deliverables.find((entry) => entry.kind === 'authelia-config' && entry.secret)!;
    const { clients } = parse(readFileSync(join(out, complete.path), 'utf8')).identity_providers.oidc;
    expect(clients.map((client: { client_id: string }) => client.client_id)).toEqual(['memosId', 'rommId']);
    expect(await verifyDigest(clients[0].client_secret, `${PLANTED.client_secret}A`)).toEqual({
      ok: true,
      value: true,
    });
    const env = readFileSync(
      join(out, manifest.deliverables.find((entry) => entry.kind === 'env')!.path),
      'utf8',
    );
    expect(env).toContain(`OIDC_CLIENT_SECRET=${PLANTED.client_secret}B`);
  });

  test('running twice changes nothing; a new address changes both sides and keeps the old files', async () => {
    const folder = temporaryFolder();
    const out = join(folder, 'out');
    const workspace = workspaceIn(folder);
    const stdin = JSON.stringify({
      ...JSON.parse(SECRETS),
      home: { hmac_secret: PLANTED.hmac_secret, jwks_key: PLANTED_KEY },
    });
    const once = () => latchkey(['render', workspace, '--out', out, '--secrets', 'stdin'], { stdin });
    expect((await once()).code).toBe(0);
    const before = snapshot(out);
    expect((await once()).code).toBe(0);
    expect(snapshot(out)).toEqual(before);

    workspaceIn(folder, WORKSPACE.replace('games.example.com', 'roms.example.com'));
    expect((await once()).code).toBe(0);
    const uri = 'https://roms.example.com/api/oauth/openid';
    const holding = Object.entries(snapshot(out)).filter(
      ([path, text]) => text.includes(uri) && !path.includes('.bak'),
    );
    expect(holding.map(([path]) => path)).toEqual(
      expect.arrayContaining(['home/authelia-clients.yml', 'home/authelia-oidc.yml', 'romm/romm.env']),
    );
    expect(Object.keys(snapshot(out)).some((path) => path.includes('.bak'))).toBe(true);
  });

  test('the example has no id that people inherit: each copy gets its own, once', {
    timeout: 180_000,
  }, async () => {
    const example = join(import.meta.dirname, '../../../docs/example.latchkey');
    const before = readFileSync(example, 'utf8');
    expect(lacksId(before)).toBe(true);
    const folder = temporaryFolder();
    const render = (file: string, secrets: string) =>
      latchkey(['render', file, '--out', join(folder, 'out'), '--force', '--secrets', secrets], {
        stdin: '{}',
      });
    // As the README says: nothing is kept, so nothing is written into the example.
    expect((await render(example, 'memory')).code).toBe(0);
    expect(readFileSync(example, 'utf8')).toBe(before);
    const ids = [];
    for (const name of ['one', 'two']) {
      const copy = join(folder, `${name}.latchkey.yaml`);
      cpSync(example, copy);
      const first = await render(copy, 'stdin');
      expect(first).toMatchObject({ code: 0, stderr: expect.stringContaining('got the id') });
      const named = readFileSync(copy, 'utf8');
      const id = readIdOf(named)!;
      expect(named).toBe(before.replace('latchkey: 1\n', `latchkey: 1\nid: ${id}\n`));
      ids.push(id);
    }
    const again = join(folder, 'one.latchkey.yaml');
    const named = readFileSync(again, 'utf8');
    expect((await render(again, 'stdin')).stderr).not.toContain('got the id');
    expect(readFileSync(again, 'utf8')).toBe(named);
    expect(new Set(ids).size).toBe(2);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f-]{36}$/);
    // Nor has the example in the help.
    expect((await latchkey(['--help'])).stdout).toMatch(/^ *latchkey: 1\n *providers:/m);
  });

  test('a mistake in a file without an id is told, and not the missing id', async () => {
    const folder = temporaryFolder();
    const text = WORKSPACE.replace(/^id: .*\n/m, '').replace('kind: memos', 'kind: memo');
    const file = workspaceIn(folder, text);
    const ran = await latchkey(['render', file, '--out', join(folder, 'out'), '--secrets', 'stdin']);
    expect(ran.code).toBe(2);
    expect(ran.stderr).toMatch(/has a mistake\./);
    expect(ran.stderr).toMatch(/memo/);
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  test('says loudly what it made anew, and is silent when nothing was', async () => {
    const folder = temporaryFolder();
    const workspace = workspaceIn(folder);
    const given = JSON.parse(SECRETS);
    const all = { ...given, home: { hmac_secret: PLANTED.hmac_secret, jwks_key: PLANTED_KEY } };
    const told = async (secrets: string, stdin?: object) => {
      const args = ['render', workspace, '--out', join(folder, 'out'), '--force', '--secrets', secrets];
      const ran = await latchkey(args, stdin === undefined ? {} : { stdin: JSON.stringify(stdin) });
      expect(ran.code).toBe(0);
      return /MADE ANEW: .*/.exec(ran.stderr)?.[0];
    };
    expect(await told('stdin', all)).toBeUndefined();
    const { client_id: _, ...romm } = all.romm;
    expect(await told('stdin', { ...all, romm })).toMatch(/^MADE ANEW: 1 client id, for romm\./);
    expect(await told('stdin', given)).toMatch(/^MADE ANEW: 1 secret, for home\./);
    expect(await told('memory')).toMatch(
      /^MADE ANEW: 4 secrets and 2 client ids, for home, memos, romm\. .*the next run makes others.*can’t sign in/,
    );
  });

  test('says once what holds for several, names the provider where it is the provider’s, and weighs a secret that was brought', async () => {
    const folder = temporaryFolder();
    const two = WORKSPACE.replace('"4.39"', '"4.99"').replace(
      'apps:\n',
      'apps:\n  more: { kind: memos, url: https://more.example.com, provider: home, version: "0.30" }\n',
    );
    const ran = await latchkey(
      ['render', workspaceIn(folder, two), '--out', join(folder, 'out'), '--secrets', 'stdin'],
      {
        stdin: JSON.stringify({ romm: { client_secret: 'PLANTED.with$dollar' } }),
      },
    );
    expect(ran.code).toBe(0);
    expect(ran.stderr.match(/^home: warning: Authelia 4\.99 is newer/gm)).toHaveLength(1);
    expect(ran.stderr.match(/^more, memos: warning: A first login to Memos creates/gm)).toHaveLength(1);
    expect(ran.stderr).toMatch(/^romm: warning: The client secret from stdin: There is a \$ in it/m);
    expect(ran.stdout + ran.stderr).not.toContain('PLANTED');
  });

  test('what is known of a provider’s version is told of the provider', async () => {
    const folder = temporaryFolder();
    const draft = WORKSPACE.replace('authelia', 'authentik').replace('"4.39"', '"2026.11"');
    const out = join(folder, 'out');
    const ran = await latchkey(['render', workspaceIn(folder, draft), '--out', out, '--secrets', 'memory']);
    expect(ran.stderr.match(/^home: warning: authentik 2026\.11 is known from a draft/gm)).toHaveLength(1);
    expect(ran.stderr.match(/known from a draft/g)).toHaveLength(1);
  });

  test('an empty folder name is none', async () => {
    const folder = temporaryFolder();
    const ran = await latchkey(['render', workspaceIn(folder), '--out', '', '--secrets', 'memory']);
    expect(ran).toMatchObject({ code: 2, stderr: expect.stringContaining('--out DIR') });
  });

  test('--app writes only what this app needs, and leaves the rest alone', async () => {
    const folder = temporaryFolder();
    const out = join(folder, 'out');
    const ran = await latchkey([
      'render',
      workspaceIn(folder),
      '--out',
      out,
      '--secrets',
      'memory',
      '--app',
      'memos',
    ]);
    expect(ran.code).toBe(0);
    expect(existsSync(join(out, 'memos'))).toBe(true);
    expect(existsSync(join(out, 'romm'))).toBe(false);
  });

  test('every mistake of the workspace is told with its line, and nothing is written', async () => {
    const folder = temporaryFolder();
    const path = workspaceIn(
      folder,
      WORKSPACE.replace('kind: memos', 'kind: memo').replace(
        'provider: home, version: "5.2"',
        'provider: hom, version: "5.2"',
      ),
    );
    const ran = await latchkey(['render', path, '--out', join(folder, 'out'), '--secrets', 'memory']);
    expect(ran.code).toBe(2);
    expect(ran.stderr).toMatch(/home\.latchkey\.yaml:6:\d+:.*memo/);
    expect(ran.stderr).toMatch(/home\.latchkey\.yaml:7:\d+:.*hom/);
    expect(existsSync(join(folder, 'out'))).toBe(false);
  });

  test('an edition without single sign-on is told before any work is done', async () => {
    const folder = temporaryFolder();
    const path = workspaceIn(
      folder,
      'latchkey: 1\nid: k\nproviders:\n  home: { kind: authelia, url: https://auth.example.com }\napps:\n  kestra: { kind: kestra, url: https://k.example.com, provider: home, edition: open-source }\n',
    );
    const ran = await latchkey(['render', path, '--out', join(folder, 'out'), '--secrets', 'memory']);
    expect(ran.code).toBe(1);
    expect(ran.stderr).toMatch(/Enterprise/);
    expect(existsSync(join(folder, 'out'))).toBe(false);
  });

  test.each([
    [['render'], 'one workspace file'],
    [['render', 'nowhere.yaml'], '--out'],
    [['render', 'nowhere.yaml', '--out', 'x'], 'nowhere.yaml'],
    [['render', '--bogus'], '--bogus'],
    [['nonsense'], 'nonsense'],
    [['doctor'], 'at least one file'],
    [['doctor', 'nowhere.yml'], 'nowhere.yml'],
  ])('%j is wrong use, told in a sentence', async (args, word) => {
    const ran = await latchkey(args);
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain(word);
    expect(ran.stderr).not.toMatch(/\n\s+at /);
  });

  test('secrets of the wrong form are refused without being printed', async () => {
    const folder = temporaryFolder();
    const out = join(folder, 'out');
    const stdin = JSON.stringify({ memos: { client_secrt: PLANTED.client_secret }, nobody: {} });
    const ran = await latchkey(['render', workspaceIn(folder), '--out', out, '--secrets', 'stdin'], {
      stdin,
    });
    expect(ran.code).toBe(2);
    expect(ran.stderr).toMatch(/client_secrt|nobody/);
    expect(ran.stderr).not.toContain('PLANTED');
  });

  test('a link out of the folder is not followed', async () => {
    const folder = temporaryFolder();
    const out = join(folder, 'out');
    const elsewhere = join(folder, 'elsewhere');
    mkdirSync(out);
    mkdirSync(elsewhere);
    symlinkSync(elsewhere, join(out, 'romm'));
    const ran = await latchkey(['render', workspaceIn(folder), '--out', out, '--secrets', 'memory']);
    expect(ran.code).toBe(2);
    expect(readdirSync(elsewhere)).toEqual([]);
    expect(existsSync(join(out, 'manifest.json'))).toBe(false);
  });

  test.skipIf(process.getuid?.() === 0)('a folder that can’t be written is told', async () => {
    const folder = temporaryFolder();
    const out = join(folder, 'out');
    mkdirSync(out);
    chmodSync(out, 0o500);
    const ran = await latchkey(['render', workspaceIn(folder), '--out', out, '--secrets', 'memory']);
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain('out');
  });
});

test('--help of every command is worth reading', async () => {
  for (const command of ['render', 'check', 'login', 'explain', 'secrets', 'serve', 'demo']) {
    const ran = await latchkey([command, '--help']);
    expect(ran.code).toBe(0);
    expect(ran.stdout).toContain(`latchkey ${command}`);
    expect(ran.stdout.length).toBeGreaterThan(150);
  }
  const general = await latchkey(['--help']);
  expect(general.stdout).toContain('Exit status');
});

function snapshot(folder: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [path.slice(folder.length + 1), readFileSync(path, 'utf8')]),
  );
}

test('an app without a redirect URI is not written, not checked and not tried', async () => {
  const folder = temporaryFolder();
  const file = join(folder, 'home.yaml');
  writeFileSync(
    file,
    `${WORKSPACE}  wiki: { kind: custom, url: https://wiki.example.com, provider: home }\n`,
  );
  const out = join(folder, 'out');
  const whole = await latchkey(['render', file, '--out', out, '--secrets', 'memory']);
  expect(whole.code).toBe(1);
  expect(whole.stderr).toContain('wiki: cannot work: No redirect URI is known for wiki.');
  expect(whole.stderr).toContain('latchkey: Nothing was written, because an app can’t be set up yet: wiki.');
  expect(existsSync(out)).toBe(false);
  const two = join(folder, 'two.yaml');
  writeFileSync(
    two,
    `${readFileSync(file, 'utf8')}  notes: { kind: custom, url: https://notes.example.com, provider: home }\n`,
  );
  const both = await latchkey(['render', two, '--out', out, '--secrets', 'memory']);
  expect(both.code).toBe(1);
  for (const id of ['wiki', 'notes']) expect(both.stderr).toContain(`${id}: cannot work: No redirect URI`);
  expect(both.stderr).toMatch(
    /^latchkey: Nothing was written, because 2 apps can’t be set up yet: wiki, notes\. .*--app ID\.$/m,
  );
  expect(existsSync(out)).toBe(false);
  // The others can be written without it; it is no client yet, so it is in no list.
  const one = await latchkey(['render', file, '--app', 'memos', '--out', out, '--secrets', 'memory']);
  expect(one.code).toBe(0);
  const { clients } = (
    parse(readFileSync(join(out, 'home/authelia-oidc.yml'), 'utf8')) as {
      identity_providers: { oidc: { clients: { client_name: string }[] } };
    }
  ).identity_providers.oidc;
  expect(clients.map(({ client_name }) => client_name)).toEqual(['Memos', 'RomM']);
  for (const command of ['check', 'login']) {
    const ran = await latchkey([command, file, '--app', 'wiki', '--secrets', 'memory']);
    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain('No redirect URI is known for wiki.');
    expect(ran.stdout).not.toMatch(/works|ready|passed/i);
  }
});

describe('a profile beside the workspace', () => {
  const FIXTURES = join(import.meta.dirname, '../../fixtures/workspaces');
  const start = () => {
    const folder = temporaryFolder();
    cpSync(FIXTURES, folder, { recursive: true });
    const profile = join(folder, 'own-profile/example-wiki.profile.yaml');
    const out = join(folder, 'out');
    const render = () =>
      latchkey(['render', join(folder, 'own-profile.yaml'), '--out', out, '--secrets', 'memory']);
    return { folder, profile, out, render };
  };

  test('is rendered like a built-in one, and a mistake in it is said with its file and line', async () => {
    const { folder, profile, out, render } = start();
    const ran = await render();
    expect(ran.stderr).not.toContain('profile');
    expect(ran.code).toBe(0);
    expect(readFileSync(join(out, 'wiki/wiki.env'), 'utf8')).toContain('WIKI_OIDC_CLIENT_SECRET=');

    writeFileSync(profile, readFileSync(profile, 'utf8').replace('callbacks:', 'callback:'));
    const refused = await render();
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain(`${join(folder, 'own-profile.yaml')}:4:12: The profile`);
    expect(refused.stderr).toContain(`${profile}:18:1: The key “callback” is not known here.`);
    expect(refused.stderr).toContain('wiki: cannot work: No profile that can be read');
    const explained = await latchkey(['explain', join(folder, 'own-profile.yaml')], {
      stdin: 'invalid_client',
    });
    expect(explained.stdout).toContain('Perhaps: ');
  });
});
