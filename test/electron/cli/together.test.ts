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
  import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
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
});
