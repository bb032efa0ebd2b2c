import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { transformWithOxc } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inSession, keyringTitle, noKeyring } from '../services/secrets/real-keyring.ts';

const RUN = join(import.meta.dirname, '../../../build/run.mjs');
const STAND_IN = join(import.meta.dirname, '../../helpers/pocket-id.ts');
const KEY = 'planted-rotation-key-9d20f1';

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-rotation-'));
  const { code } = await transformWithOxc(readFileSync(STAND_IN, 'utf8'), STAND_IN);
  writeFileSync(join(folder, 'pocket-id.mjs'), code);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** In a session of its own: a Pocket ID, a workspace, and a word on how many secrets its client has. */
const tools = () => `
  import { spawn } from 'node:child_process';
  import { writeFileSync } from 'node:fs';
  import { join } from 'node:path';
  import { startPocketId } from ${JSON.stringify(join(folder, 'pocket-id.mjs'))};
  const say = (value) => console.log(JSON.stringify(value ?? null));
  const pocket = await startPocketId(${JSON.stringify(KEY)});
  const file = join(process.env.HOME, 'home.latchkey');
  writeFileSync(file, 'latchkey: 1\\nid: turning\\nproviders:\\n  home: { kind: pocket-id, url: "' + pocket.url + '", version: "2.14" }\\n' +
    'apps:\\n  grafana: { kind: grafana, url: https://grafana.example.com, provider: home, client_id: grafana }\\n');
  const latchkey = (...args) => new Promise((done) => {
    const child = spawn(process.execPath, [${JSON.stringify(RUN)}, 'cli', ...args]);
    let out = '';
    let err = '';
    child.stdout.on('data', (chunk) => { out += chunk; });
    child.stderr.on('data', (chunk) => { err += chunk; });
    child.on('close', (code) => done([code, out, err]));
    child.stdin.end(JSON.stringify({ home: ${JSON.stringify(KEY)} }));
  });
  const apply = (...more) => latchkey('apply', file, '--side', 'provider', '--token', 'stdin', ...more);
  const secrets = () => pocket.clients.get('grafana')?.credentials.secrets.map((one) => one.id) ?? [];
  const byHand = { id: 'by-hand', prefix: 'Hand', digest: 'of another', createdAt: '', isActive: true };
`;

describe.skipIf(noKeyring !== undefined)(
  keyringTitle('a rotation at a provider that holds two secrets'),
  () => {
    it('has both until it is finished, then removes the former, and never leaves none', () => {
      const said = inSession(
        `${tools()}
      say(await apply());
      pocket.clients.get('grafana').credentials.secrets.push(byHand);
      say(secrets());
      say(await latchkey('secrets', 'rotate', file, '--app', 'grafana'));
      say(await apply());
      say(secrets());
      say(await apply('--json'));
      say(await latchkey('secrets', 'rotate', file, '--app', 'grafana', '--finish'));
      say(await apply('--plan'));
      say(secrets());
      say(await apply());
      say(secrets());
      say(await apply('--json'));
      say(await apply('--undo'));
      say(pocket.clients.size === 0 ? 'none' : secrets());
      await pocket.close();`,
        { timeoutMs: 200_000 },
      );
      const [made, one, rotated, both, two, again, finished, plan, still, ended, last, nothing, back, left] =
        said as [number, string, string][];
      for (const ran of [made, rotated, both, again, finished, plan, ended, nothing])
        expect(ran![0], JSON.stringify(ran)).toBe(0);
      const [first] = one as unknown as string[];
      expect(two).toHaveLength(3);
      expect(two).toContain(first);
      expect(again![1]).toContain('"result": "nothing"');
      expect(plan![1]).toMatch(/to remove: A secret of the client grafana, which another one replaced/);
      expect(plan![1]).toMatch(/DELETE \S+\/secrets\/\S+\s+This can’t be taken back/);
      expect(still).toEqual(two);
      expect(last).toEqual((two as unknown as string[]).filter((id) => id !== first));
      expect(nothing![1]).toContain('"result": "nothing"');
      expect(left === ('none' as unknown) || (left as unknown as string[]).length === 2, String(back)).toBe(
        true,
      );
      expect(JSON.stringify(said)).not.toContain(KEY);
    }, 220_000);

    it('removes every former secret of several rotations', () => {
      const said = inSession(
        `${tools()}
      await apply();
      for (let turn = 0; turn < 3; turn++) {
        await latchkey('secrets', 'rotate', file, '--app', 'grafana');
        await apply();
        await latchkey('secrets', 'rotate', file, '--app', 'grafana', '--finish');
      }
      say(secrets().length);
      say((await apply())[0]);
      say(secrets().length);
      await pocket.close();`,
        { timeoutMs: 200_000 },
      );
      expect(said).toEqual([4, 0, 1]);
    }, 220_000);
  },
);
