import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inSession, keyringTitle, noKeyring } from '../services/secrets/real-keyring.ts';

const RUN = join(import.meta.dirname, '../../../build/run.mjs');
const LIBRARY = join(import.meta.dirname, '../../../node_modules/@napi-rs/keyring/index.js');

/** In a session: two workspaces with secrets in the keychain, and an entry of another program. */
const TOOLS = `
  import { spawnSync } from 'node:child_process';
  import { readdirSync, rmSync, writeFileSync } from 'node:fs';
  import { join } from 'node:path';
  import keyring from ${JSON.stringify(LIBRARY)};
  const say = (value) => console.log(JSON.stringify(value ?? null));
  const home = process.env.HOME;
  const node = [process.execPath, ${JSON.stringify(RUN)}, 'cli'];
  const told = (ran) => [ran.status, ran.stdout.replaceAll('\\r', ''), ran.stderr];
  const latchkey = (...args) => told(spawnSync(node[0], [...node.slice(1), ...args], { encoding: 'utf8', input: '' }));
  const typing = (answer, ...args) => told(spawnSync('script', ['-qec', [...node, ...args].join(' '), '/dev/null'], { encoding: 'utf8', input: answer }));
  const file = (id) => join(home, id + '.latchkey');
  const fill = (id, apps) => {
    writeFileSync(file(id), 'latchkey: 1\\nid: ' + id + '\\nproviders:\\n  home: { kind: oidc, url: https://auth.example.com }\\napps:\\n' +
      apps.map((app) => '  ' + app + ': { kind: memos, url: https://' + app + '.example.com, provider: home, version: "0.30" }\\n').join(''));
    const [status, , stderr] = latchkey('render', file(id), '--out', join(home, id + '-out'));
    if (status !== 0) throw new Error(stderr);
  };
  fill('first', ['memos', 'notes']);
  fill('second', ['memos']);
  const other = new keyring.AsyncEntry('another-program', 'alex', { linux: { store: 'secret-service' } });
  await other.setPassword('theirs');
  const entries = async () => (await Promise.all(['first', 'second'].map((id) => keyring.findCredentialsAsync('latchkey/' + id)))).flat().length;
`;

describe.skipIf(noKeyring !== undefined)(keyringTitle('latchkey secrets forget --all'), () => {
  const session = (script: string) => inSession(TOOLS + script, { timeoutMs: 100_000 });

  it('removes every secret of every workspace and nothing else, after a question', () => {
    const [before, alone, no, meanwhile, yes, after, again, theirs] = session(`
      say(await entries());
      say(latchkey('secrets', 'forget', '--all'));
      say(typing('no\\n', 'secrets', 'forget', '--all'));
      say(await entries());
      say(typing('y\\n', 'secrets', 'forget', '--all'));
      say(await entries());
      say(latchkey('secrets', 'forget', '--all', '--yes'));
      say(await other.getPassword());`);
    // Ids and secrets of three apps, and the list of each workspace.
    expect(before).toBe(8);
    expect(alone).toEqual([2, '', expect.stringContaining('Add --yes.')]);
    const question = 'Remove 6 entries of 2 workspaces from the system keychain (Secret Service)?';
    expect(no).toEqual([1, expect.stringContaining(question), '']);
    expect(no).toEqual([1, expect.stringContaining('Nothing was removed.'), '']);
    expect(meanwhile).toBe(8);
    expect(yes).toEqual([0, expect.stringContaining('6 entries of 2 workspaces removed from the'), '']);
    expect(after).toBe(0);
    expect(again).toEqual([0, 'No entries in the system keychain (Secret Service).\n', '']);
    expect(theirs).toBe('theirs');
  });

  it('finds a workspace whose file is gone, and one that an earlier version filled', () => {
    const [gone, removed, after] = session(`
      rmSync(file('first'));
      // An earlier version noted no workspaces beside its locks.
      const notes = join(home, '.config/latchkey/in-keychain');
      say(readdirSync(notes).sort());
      rmSync(join(notes, 'second'));
      say(latchkey('secrets', 'forget', '--all', '--yes'));
      say(await entries());`);
    expect(gone).toEqual(['first', 'second']);
    expect(removed).toEqual([0, expect.stringContaining('6 entries of 2 workspaces removed'), '']);
    expect(after).toBe(0);
  });

  it('goes with forget alone', () => {
    const refused = session(`
      for (const args of [['list', '--all'], ['forget', file('first'), '--all'], ['forget', '--all', '--app', 'memos'],
        ['forget', file('first'), '--yes'], ['rotate', file('first'), '--yes']]) say(latchkey('secrets', ...args)[0]);
      say(await entries());`);
    expect(refused).toEqual([2, 2, 2, 2, 2, 8]);
  });
});
