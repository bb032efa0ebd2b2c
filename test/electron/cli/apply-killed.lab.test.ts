import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { latchkey } from '../../helpers/latchkey.ts';
import { type StandIn, type StandInClient, startPocketId } from '../../helpers/pocket-id.ts';

const RUN = join(import.meta.dirname, '../../../build/run.mjs');
const KEY = 'an-api-key-0123456789';
const SECRET = 'Killed4ClientSecret9876543210abcdefgh';
const STDIN = JSON.stringify({ grafana: { client_secret: SECRET }, home: { api_token: KEY } });

let pocket: StandIn;
let folder: string;
beforeAll(async () => {
  pocket = await startPocketId(KEY);
  for (const name of ['family', 'friends'])
    pocket.groups.push({ id: `id-of-${name}`, name, friendlyName: name });
  folder = mkdtempSync(join(tmpdir(), 'latchkey-killed-'));
});
afterAll(async () => {
  await pocket.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A client that somebody made by hand, with a secret of theirs. */
const byHand = (): StandInClient => ({
  id: 'grafana',
  name: 'By hand',
  callbackURLs: ['https://old.example.com/cb'],
  logoutCallbackURLs: [],
  launchURL: '',
  isPublic: false,
  pkceEnabled: false,
  skipConsent: true,
  isGroupRestricted: false,
  description: 'keep me',
  credentials: {
    federatedIdentities: [],
    secrets: [{ id: 'first', prefix: 'abcd', digest: 'of another', createdAt: '', isActive: true }],
  },
  groups: ['id-of-friends'],
});

let rooms = 0;
function open(existing: boolean): string {
  pocket.clients.clear();
  pocket.before = undefined;
  pocket.after = undefined;
  if (existing) pocket.clients.set('grafana', byHand());
  const file = join(folder, `home-${++rooms}.latchkey.yaml`);
  writeFileSync(
    file,
    `latchkey: 1
id: apply-killed
providers:
  home: { kind: pocket-id, url: ${pocket.url}, version: "2.14" }
apps:
  grafana: { kind: grafana, url: https://grafana.example.com, provider: home, client_id: grafana, groups: [family] }
`,
  );
  return file;
}

const args = (file: string, more: readonly string[] = []) => [
  'apply',
  file,
  '--side',
  'provider',
  '--secrets',
  'stdin',
  ...more,
];
const run = (file: string, more: readonly string[] = []) => latchkey(args(file, more), { stdin: STDIN });
/** What counts at the provider; ids of secrets are made anew each time. */
const state = () =>
  [...pocket.clients.values()].map(({ credentials, ...client }) => ({
    ...client,
    secrets: credentials.secrets.map(({ digest }) => digest).sort(),
  }));

/** Runs it and kills the process at its n-th request: before that has an effect, or after it, before its answer. */
async function killedAt(n: number, when: 'before' | 'after', file: string, more: readonly string[] = []) {
  const child = spawn(process.execPath, [RUN, 'cli', ...args(file, more)], {
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  child.stdin.end(STDIN);
  const first = pocket.requests.length;
  let killed = false;
  const kill = (at: number) => {
    if (at - first !== n) return false;
    killed = true;
    child.kill('SIGKILL');
    return true;
  };
  if (when === 'before') pocket.before = (at) => (kill(at) ? { status: 503, body: {} } : undefined);
  else pocket.after = kill;
  await new Promise((resolve) => child.on('close', resolve));
  pocket.before = undefined;
  pocket.after = undefined;
  return killed;
}

const journalOf = (file: string) =>
  JSON.parse(readFileSync(`${file}.applied.json`, 'utf8')) as { runs: { state: string }[] };

describe.each([
  ['a client that is made', false],
  ['a client that somebody made by hand', true],
])('%s', (_, existing) => {
  it.each(['before', 'after'] as const)(
    'killed at any request (%s its effect), the next apply completes it, and undo brings back what was there',
    async (when) => {
      const file = open(existing);
      const former = state();
      expect((await run(file)).code).toBe(0);
      const meant = state();
      let positions = 0;
      for (; ; positions++) {
        const room = open(existing);
        if (!(await killedAt(positions, when, room))) break;
        const next = await run(room);
        expect(next.code, `position ${positions}: ${next.stderr}`).toBe(0);
        expect(state(), `position ${positions}`).toEqual(meant);
        const back = await run(room, ['--undo']);
        expect(back.code, `undo at position ${positions}: ${back.stderr}${back.stdout}`).toBe(0);
        expect(state(), `undo at position ${positions}`).toEqual(former);
        expect(journalOf(room).runs.map((one) => one.state)).toEqual(['undone']);
      }
      expect(positions).toBeGreaterThan(5);
    },
    600_000,
  );

  it.each(['before', 'after'] as const)(
    'killed at any request (%s its effect), undo alone brings back what was there',
    async (when) => {
      for (let position = 0; ; position++) {
        const room = open(existing);
        const former = state();
        if (!(await killedAt(position, when, room))) break;
        await run(room, ['--undo']);
        expect(state(), `position ${position}`).toEqual(former);
      }
    },
    600_000,
  );

  it.each(['before', 'after'] as const)(
    'an undo that is killed at any request (%s its effect) is gone on with',
    async (when) => {
      let positions = 0;
      for (; ; positions++) {
        const room = open(existing);
        const former = state();
        expect((await run(room)).code).toBe(0);
        if (!(await killedAt(positions, when, room, ['--undo']))) break;
        const again = await run(room, ['--undo']);
        expect(again.code, `position ${positions}: ${again.stderr}`).toBe(0);
        expect(state(), `position ${positions}`).toEqual(former);
      }
      expect(positions).toBeGreaterThan(2);
    },
    600_000,
  );
});

describe('an apply that was cut off, and whose next run is refused', () => {
  /** Makes the client with its groups, and is killed before its secret is sent. */
  async function cutOff(): Promise<string> {
    const file = open(false);
    for (let position = 0; !pocket.clients.get('grafana')?.groups.length; position++) {
      pocket.clients.clear();
      rmSync(`${file}.applied.json`, { force: true });
      await killedAt(position, 'after', file);
    }
    return file;
  }
  const secretAnswers = (status: number) => {
    pocket.before = (_at, method, path) =>
      method === 'POST' && path.endsWith('/secrets') ? { status, body: { error: 'no' } } : undefined;
  };

  it('keeps the way back of what was sent before', async () => {
    const file = await cutOff();
    secretAnswers(403);
    const refused = await run(file);
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('an earlier run')]);
    expect([pocket.clients.size, journalOf(file).runs[0]!.state]).toEqual([1, 'open']);
    expect((await run(file, ['--undo'])).code).toBe(0);
    expect(pocket.clients.size).toBe(0);
  });

  it('takes all of it back if the next run sent something, too', async () => {
    const file = await cutOff();
    secretAnswers(500);
    const failed = await run(file);
    expect([failed.code, failed.stderr]).toEqual([1, expect.stringContaining('Taken back')]);
    expect([pocket.clients.size, journalOf(file).runs[0]!.state]).toEqual([0, 'undone']);
  });
});
