import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { latchkey, temporaryFolder } from '../../helpers/latchkey.ts';

const WORKSPACE = `latchkey: 1
id: 22222222-2222-4222-8222-222222222222
profiles: [./notes.profile.yaml]
providers:
  home: { kind: authelia, url: https://auth.example.com, version: "4.38", setup: existing }
apps:
  romm: { kind: romm, url: https://games.example.com, provider: home, version: "5.2" }
  notes: { kind: notes, url: https://notes.example.com, provider: home, version: "1.0", settings: { theme: dark } }
`;
const PROFILE = `profile: 1
kind: notes
name: Notes
about: Notes of a test
versions: { lines: ['1.0', '2.0'] }
tested: { how: guide, version: '2.0', date: '2026-11-26' }
sources: { docs: { ref: 'https://docs.example.com', certainty: docs } }
traits:
  method: [{ value: client_secret_basic, before: '2.0' }, { value: client_secret_post, since: '2.0' }]
  pkce: none
  discovery: true
  claims_from: userinfo
  nonce: true
  scopes: [openid, email]
  checks_issuer: true
  source: docs
callbacks: [{ uri: /old, before: '2.0' }, { uri: /new, since: '2.0' }]
settings:
  theme: { label: Theme, type: text, help: A colour., before: '2.0' }
  mode: { label: Mode, type: text, help: How it is shown., since: '2.0' }
claims: []
trust: go
targets:
  - env: notes.env
    service: notes
    keys: { NOTES_ISSUER: '{issuer}', NOTES_SECRET: '{client_secret}' }
after: { restart: Restart it., check: ['It runs.'] }
`;

function written(): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'notes.profile.yaml'), PROFILE);
  const file = join(folder, 'latchkey.yaml');
  writeFileSync(file, WORKSPACE);
  return file;
}

test('says what a newer provider changes, line by line, and changes nothing', async () => {
  const file = written();
  const ran = await latchkey(['upgrade', file, '--provider', 'home', '--to', '4.39']);
  expect(ran.stderr).toBe('');
  expect(ran.code).toBe(0);
  expect(ran.stdout).toMatch(
    /^home: Authelia 4\.38 → 4\.39\n\n {2}warning romm: email, email_verified, preferred_username are then not in the ID token/,
  );
  expect(ran.stdout).toContain('home/authelia-clients.yml\n  @@ line ');
  expect(ran.stdout).toContain("\n  +        claims_policy: 'romm'\n");
  expect(readFileSync(file, 'utf8')).toBe(WORKSPACE);
});

test('says what a newer app changes, for programs, from a profile of one’s own', async () => {
  const ran = await latchkey(['upgrade', written(), '--app', 'notes', '--to', '2.0', '--json']);
  expect(ran.code).toBe(0);
  const said = JSON.parse(ran.stdout) as {
    side: string;
    from: { effective: string };
    changes: { kind: string; severity: string; apps: string[]; message: string; fix?: string }[];
    files: { path: string; change: string; hunks: { lines: string[] }[] }[];
  };
  expect(said).toMatchObject({
    side: 'app',
    id: 'notes',
    from: { effective: '1.0' },
    to: { effective: '2.0' },
  });
  expect(said.changes.map(({ kind, severity, message }) => `${kind} ${severity} ${message}`)).toEqual([
    'client warning The app then comes back to https://notes.example.com/new, not to https://notes.example.com/old.',
    'client warning token_endpoint_auth_method at the provider: client_secret_basic → client_secret_post.',
    'setting warning The setting theme (Theme) no longer exists; what the workspace states there has no effect.',
    'behaviour info How it sends the client secret: client_secret_basic → client_secret_post.',
    'setting info There is a new setting mode (Mode). How it is shown.',
  ]);
  expect(said.files.map(({ path }) => path)).toContain('home/authelia-clients.yml');
});

test.each([
  [['--provider', 'home'], 'upgrade needs --to VERSION'],
  [['--to', '4.39'], 'upgrade needs either --provider ID or --app ID'],
  [['--provider', 'home', '--app', 'romm', '--to', '4.39'], 'upgrade needs either'],
  [['--app', 'nix', '--to', '4.39'], 'The workspace has no app “nix”; it has romm, notes.'],
  [['--provider', 'home', '--to', '4.38'], '“home” is at 4.38 already.'],
] as const)('refuses %s', async (args, why) => {
  const ran = await latchkey(['upgrade', written(), ...args]);
  expect(ran.code).toBe(2);
  expect(ran.stdout).toBe('');
  expect(ran.stderr).toContain(why);
});
