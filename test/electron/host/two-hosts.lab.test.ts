import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseWorkspace } from '../../../shared/workspace/parse.ts';
import { bundle } from '../services/bundle.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'latchkey-two-hosts-'));
const file = path.join(folder, 'home.latchkey.yaml');
let entry = '';
beforeAll(async () => {
  const built = path.join(folder, 'built');
  entry = await bundle(path.join(import.meta.dirname, 'fixtures/host-entry.ts'), built);
  symlinkSync(path.join(import.meta.dirname, '../../../node_modules'), path.join(folder, 'node_modules'));
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A host in a process of its own. It adds apps, again after each conflict, and tells which were accepted. */
function adder(name: string, count: number) {
  const script = path.join(folder, `${name}.mjs`);
  writeFileSync(
    script,
    `import { writeSync } from 'node:fs';
     import { createHost, openMemoryStore } from ${JSON.stringify(entry)};
     const host = createHost({
       folder: ${JSON.stringify(path.join(folder, `data-${name}`))}, log: () => {},
       openStore: async () => ({ ok: true, value: openMemoryStore() }),
       platform: { host: 'browser', paths: 'typed', applySettings: () => {}, noteRecent: () => {}, showRecent: () => {}, logTail: () => '', quit: () => {} },
     });
     const call = (what, input) => host.gate.call(what, input, { page: 'test', signal: new AbortController().signal });
     const must = async (what, input) => { const answer = await call(what, input); if (!answer.ok) throw new Error(what + ' ' + answer.error.code); return answer.value; };
     let view = await must('workspace.open', { path: ${JSON.stringify(file)} });
     for (let n = 0; n < ${count};) {
       const id = ${JSON.stringify(name)} + '-' + n;
       const entry = { kind: 'romm', url: 'https://' + id + '.example.com', provider: 'home' };
       const answer = await call('workspace.update', { handle: view.handle, revision: view.revision, change: { op: 'put-app', id, entry } });
       if (answer.ok) { view = answer.value; writeSync(1, id + '\\n'); n += 1; }
       else if (answer.error.code === 'conflict') view = await must('workspace.current', { handle: view.handle });
       else throw new Error(answer.error.code);
     }
     await host.close();
     process.exit(0);`,
  );
  const child = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  let errors = '';
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const ended = new Promise<void>((resolve, reject) => {
    child.on('close', (code, signal) =>
      code === 0 || signal === 'SIGKILL'
        ? resolve()
        : reject(new Error(`${name} ended with ${code}: ${errors}`)),
    );
  });
  return { child, ended, accepted: () => said.split('\n').slice(0, -1) };
}

describe('several hosts on one workspace file', () => {
  it('lose no accepted change, also when one is killed', { timeout: 120_000 }, async () => {
    writeFileSync(
      file,
      'latchkey: 1\nid: home\nproviders:\n  home: { kind: authelia, url: https://auth.example.com, version: "4.39" }\n',
    );
    const hosts = [adder('one', 25), adder('two', 25)];
    const doomed = adder('doomed', 1000);
    while (doomed.accepted().length < 5) await new Promise((resolve) => setTimeout(resolve, 5));
    doomed.child.kill('SIGKILL');
    await Promise.all([...hosts, doomed].map(({ ended }) => ended));
    const parsed = parseWorkspace(readFileSync(file, 'utf8'));
    const apps = parsed.ok ? Object.keys(parsed.workspace.apps) : [];
    const accepted = [...hosts, doomed].flatMap((one) => one.accepted());
    expect(accepted.length).toBeGreaterThanOrEqual(55);
    expect(accepted.filter((id) => !apps.includes(id))).toEqual([]);
  });
});
