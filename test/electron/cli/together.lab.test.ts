import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inSession, keyringTitle, noKeyring } from '../services/secrets/real-keyring.ts';

const RUN = join(import.meta.dirname, '../../../build/run.mjs');
const WORKSPACE = `latchkey: 1
id: together
providers:
  home: { kind: authelia, url: https://auth.example.com, version: "4.39" }
apps:
  memos: { kind: memos, url: https://memos.example.com, provider: home, version: "0.30" }
  romm: { kind: romm, url: https://games.example.com, provider: home, version: "5.2" }
`;

/** In a session: runs the command line, and compares folders of files. */
const TOOLS = `
  import { execFileSync, spawn } from 'node:child_process';
  import { createHash } from 'node:crypto';
  import { readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
  import { createRequire } from 'node:module';
  import { join } from 'node:path';
  const say = (value) => console.log(JSON.stringify(value ?? null));
  const home = process.env.HOME;
  const file = join(home, 'home.latchkey.yaml');
  writeFileSync(file, ${JSON.stringify(WORKSPACE)});
  const start = (...args) => {
    const child = spawn(process.execPath, [${JSON.stringify(RUN)}, 'cli', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    const ran = { child, stdout: '', stderr: '' };
    child.stdout.on('data', (chunk) => { ran.stdout += chunk; });
    child.stderr.on('data', (chunk) => { ran.stderr += chunk; });
    ran.ended = new Promise((resolve) => child.on('close', (code, signal) => resolve(signal ?? code)));
    return ran;
  };
  const run = async (...args) => { const ran = start(...args); return { code: await ran.ended, stdout: ran.stdout, stderr: ran.stderr }; };
  const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  const digest = (folder) => {
    const hash = createHash('sha256');
    for (const name of readdirSync(folder, { recursive: true }).sort()) {
      if (statSync(join(folder, name)).isFile()) hash.update(name + '\\0').update(readFileSync(join(folder, name)));
    }
    return hash.digest('hex');
  };
  const library = createRequire(${JSON.stringify(RUN)})('@napi-rs/keyring');
  const accounts = async (id) => (await library.findCredentialsAsync('latchkey/' + id)).map((one) => one.account).sort();
`;

describe.skipIf(noKeyring !== undefined)(keyringTitle('several programs on one keychain'), () => {
  it('render the same files, which fit the keychain, however many are killed', { timeout: 300_000 }, () => {
    const answers = inSession(
      `${TOOLS}
      await run('--version');
      for (let round = 0; round < 2; round += 1) {
        const outs = [0, 1, 2].map((n) => join(home, 'out-' + round + '-' + n));
        const renders = outs.map((out) => start('render', file, '--out', out));
        // One is killed at some moment, early or late.
        await sleep(300 + Math.random() * 2500);
        const victim = renders[round];
        victim.child.kill('SIGKILL');
        const codes = await Promise.all(renders.map((one) => one.ended));
        const done = outs.filter((_, n) => codes[n] === 0);
        const again = [];
        for (const out of outs) again.push((await run('render', file, '--out', out)).code);
        const digests = new Set(done.map(digest));
        const after = new Set(outs.map(digest));
        say({
          codes: codes.filter((code) => code !== 0 && code !== 'SIGKILL').length,
          some: done.length >= 2,
          again,
          kinds: digests.size,
          same: after.size === 1 && digests.has([...after][0]),
          made: renders.filter((one) => one.stderr.includes('MADE ANEW')).length,
        });
        const listed = (await run('secrets', 'list', file)).stdout.trim().split('\\n');
        const there = (await accounts('together')).filter((name) => name !== '.index');
        say([listed.length, listed.map((line) => line.replace('\\t', '/')).sort().join() === there.join()]);
        const gone = await run('secrets', 'forget', file);
        say([gone.code, gone.stdout.trim(), await accounts('together')]);
      }`,
      { timeoutMs: 290_000 },
    );
    expect(answers).toHaveLength(6);
    for (let round = 0; round < 2; round += 1) {
      const [renders, listed, gone] = answers.slice(round * 3) as [Record<string, unknown>, unknown, unknown];
      expect(renders).toMatchObject({ codes: 0, some: true, again: [0, 0, 0], kinds: 1, same: true });
      expect(listed).toEqual([8, true]);
      expect(gone).toEqual([0, expect.stringMatching(/^8 entries removed/), []]);
    }
  });

  it('let a copy of the file share, but not change, and give it an id of its own', {
    timeout: 180_000,
  }, () => {
    const answers = inSession(
      `${TOOLS}
      const copy = join(home, 'copy of home.yaml');
      const short = ({ code, stderr }) => [code, /MADE ANEW/.test(stderr), /has the same id as/.test(stderr)];
      say(short(await run('render', file, '--out', join(home, 'out'))));
      const before = await accounts('together');
      writeFileSync(copy, readFileSync(file));
      say(short(await run('render', copy, '--out', join(home, 'out-copy'))));
      say(digest(join(home, 'out')) === digest(join(home, 'out-copy')));
      const refused = [await run('secrets', 'forget', copy), await run('secrets', 'rotate', copy, '--app', 'memos')];
      say(refused.map(short));
      say(refused.every(({ stderr }) => stderr.includes(file) && stderr.includes("latchkey secrets new-id '" + copy + "'")));
      say((await accounts('together')).join() === before.join());
      say((await run('secrets', 'new-id', file)).code);
      say((await run('secrets', 'new-id', copy)).code);
      say(short(await run('render', copy, '--out', join(home, 'out-copy'))));
      say(digest(join(home, 'out')) === digest(join(home, 'out-copy')));
      say(short(await run('secrets', 'forget', copy)));
      say((await accounts('together')).join() === before.join());
      // A file that was moved has its secrets as before.
      const moved = join(home, 'moved.yaml');
      renameSync(file, moved);
      say(short(await run('render', moved, '--out', join(home, 'out'))));
      say(short(await run('secrets', 'forget', moved)));
      say(await accounts('together'));
      // Forced, a copy may do all.
      writeFileSync(file, readFileSync(moved));
      say(short(await run('render', moved, '--out', join(home, 'out'))));
      say(short(await run('secrets', 'forget', file, '--force')));
      say(await accounts('together'));`,
      { timeoutMs: 170_000 },
    );
    const [own, fresh, shared, refused] = [
      [0, false, false],
      [0, true, false],
      [0, false, true],
      [2, false, true],
    ];
    expect(answers).toEqual([
      fresh,
      shared,
      true,
      [refused, refused],
      true,
      true,
      2,
      0,
      fresh,
      false,
      own,
      true,
      own,
      own,
      [],
      fresh,
      shared,
      [],
    ]);
  });
});
