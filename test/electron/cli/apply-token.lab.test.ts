import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inSession, keyringTitle, noKeyring } from '../services/secrets/real-keyring.ts';

const RUN = join(import.meta.dirname, '../../../build/run.mjs');
const KEY = 'planted-kept-api-key-5c1e77';

/** In a session: a Pocket ID without clients, which notes the keys that it is shown. */
const TOOLS = `
  import { spawn } from 'node:child_process';
  import { createServer } from 'node:http';
  import { readFileSync, writeFileSync } from 'node:fs';
  import { join } from 'node:path';
  const say = (value) => console.log(JSON.stringify(value ?? null));
  const keys = [];
  const server = createServer((request, response) => {
    keys.push(request.headers['x-api-key']);
    response.writeHead(404, { 'content-type': 'application/json' }).end('{}');
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const file = join(process.env.HOME, 'home.latchkey');
  writeFileSync(file, 'latchkey: 1\\nid: kept\\nproviders:\\n  home: { kind: pocket-id, url: "http://127.0.0.1:' + server.address().port + '", version: "2.14" }\\n' +
    'apps:\\n  grafana: { kind: grafana, url: https://grafana.example.com, provider: home }\\n');
  const latchkey = (input, ...args) => new Promise((done) => {
    const child = spawn(process.execPath, [${JSON.stringify(RUN)}, 'cli', ...args]);
    let out = '';
    let err = '';
    child.stdout.on('data', (chunk) => { out += chunk; });
    child.stderr.on('data', (chunk) => { err += chunk; });
    child.on('close', (code) => done([code, out, err]));
    child.stdin.end(input);
  });
  const plan = (input, ...more) => latchkey(input, 'apply', file, '--plan', '--side', 'provider', ...more);
`;

describe.skipIf(noKeyring !== undefined)(keyringTitle('the token of latchkey apply'), () => {
  it('is kept only if the person wants, used again, shown nowhere, and forgotten with the rest', () => {
    const [first, lost, kept, again, moved, keys, listed, forgot, after] = inSession(
      `${TOOLS}
      const given = JSON.stringify({ home: ${JSON.stringify(KEY)} });
      say(await plan(given, '--token', 'stdin'));
      say(await plan(''));
      say(await plan(given, '--token', 'stdin', '--keep-token'));
      say(await plan(''));
      const stated = readFileSync(file, 'utf8');
      writeFileSync(file, stated.replace('127.0.0.1', 'localhost'));
      say(await plan(''));
      writeFileSync(file, stated);
      say(keys);
      say(await latchkey('', 'secrets', 'list', file));
      say(await latchkey('', 'secrets', 'forget', file));
      say(await plan(''));
      server.close();`,
      { timeoutMs: 100_000 },
    ) as [number, string, string][];
    expect(first![0], first![2]).toBe(0);
    expect(lost).toEqual([1, '', expect.stringContaining('wants a token')]);
    expect([kept![0], again![0]]).toEqual([0, 0]);
    expect(moved, 'another address gets no token').toEqual([1, '', expect.stringContaining('wants a token')]);
    expect(new Set(keys)).toEqual(new Set([KEY]));
    expect(forgot![0], forgot![2]).toBe(0);
    expect(after).toEqual([1, '', expect.stringContaining('wants a token')]);
    for (const told of [first, lost, kept, again, listed, forgot, after])
      expect(JSON.stringify(told)).not.toContain(KEY);
  });
});
