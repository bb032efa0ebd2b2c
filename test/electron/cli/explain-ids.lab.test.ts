import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inSession, keyringTitle, noKeyring } from '../services/secrets/real-keyring.ts';

const RUN = join(import.meta.dirname, '../../../build/run.mjs');

/** In a session: a workspace whose client ids only the keychain has, and what Authelia says of a client that it doesn't know. */
const TOOLS = `
  import { spawnSync } from 'node:child_process';
  import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
  import { join } from 'node:path';
  const say = (value) => console.log(JSON.stringify(value ?? null));
  const home = process.env.HOME;
  const file = join(home, 'home.latchkey');
  const latchkey = (input, ...args) => {
    const ran = spawnSync(process.execPath, [${JSON.stringify(RUN)}, 'cli', ...args], { encoding: 'utf8', input });
    return [ran.status, ran.stdout.replaceAll('\\r', ''), ran.stderr];
  };
  writeFileSync(file, 'latchkey: 1\\nid: home\\nproviders:\\n  home: { kind: authelia, url: https://auth.example.com, version: "4.39" }\\napps:\\n' +
    '  memos: { kind: memos, url: https://notes.example.com, provider: home }\\n  romm: { kind: romm, url: https://games.example.com, provider: home }\\n');
  const unknown = (id) => "level=error msg=\\"Authorization Request failed: Client with id '" + id + "' does not appear to be a registered client\\" path=/api/oidc/authorization";
  const explain = (id) => latchkey(unknown(id), 'explain', file);
`;

describe.skipIf(noKeyring !== undefined)(keyringTitle('latchkey explain and the keychain'), () => {
  it('compares a client id in the text with those that the keychain has, and shows no secret', () => {
    const [rendered, secrets, own, slip, nobody] = inSession(
      `${TOOLS}
      say(latchkey('', 'render', file, '--out', join(home, 'out'))[0]);
      const env = readFileSync(join(home, 'out', readdirSync(join(home, 'out'), { recursive: true }).find((name) => name.endsWith('romm.env'))), 'utf8');
      const id = /OIDC_CLIENT_ID=["']?([A-Za-z0-9]+)/.exec(env)[1];
      const secret = /OIDC_CLIENT_SECRET=["']?([A-Za-z0-9]+)/.exec(env)[1];
      say({ id, secret });
      say(explain(id));
      say(explain(id.slice(0, -1)));
      say(explain('somebody-else'));`,
      { timeoutMs: 100_000 },
    ) as [number, { id: string; secret: string }, ...[number, string, string][]];
    expect(rendered).toBe(0);
    expect(own).toEqual([
      0,
      expect.stringContaining(`“${secrets.id}” at Authelia. It is the ID of RomM`),
      '',
    ]);
    expect(slip).toEqual([0, expect.stringContaining(`Value:   ${secrets.id}\n`), '']);
    expect(nobody).toEqual([0, expect.stringContaining('the ID of no client of the workspace'), '']);
    for (const [, stdout] of [own!, slip!, nobody!]) expect(stdout).not.toContain(secrets.secret);
  });

  it('explains without the ids where the keychain does not answer, and says so', () => {
    for (const keyring of ['none', 'no-bus'] as const) {
      const [told] = inSession(`${TOOLS} say(explain('somebody-else'));`, {
        keyring,
        timeoutMs: 100_000,
      }) as [[number, string, string]];
      expect(told[0], keyring).toBe(0);
      expect(told[1], keyring).toContain('There is no client with the ID “somebody-else”');
      expect(told[1], keyring).not.toContain('of the workspace');
      expect(told[2], keyring).toMatch(
        /^Client IDs are compared only with those in the workspace file: .{10,}\n$/,
      );
    }
  });

  it('asks no keychain where the workspace states every id', () => {
    const [told] = inSession(
      `${TOOLS}
      writeFileSync(file, readFileSync(file, 'utf8').replaceAll('provider: home }', 'provider: home, client_id: fixed }').replace('fixed', 'notes'));
      say(explain('fixed'));`,
      { keyring: 'no-bus', timeoutMs: 100_000 },
    ) as [[number, string, string]];
    expect(told).toEqual([0, expect.stringContaining('It is the ID of RomM'), '']);
  });
});
