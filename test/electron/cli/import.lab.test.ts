import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inSession, keyringTitle, noKeyring } from '../services/secrets/real-keyring.ts';

const RUN = join(import.meta.dirname, '../../../build/run.mjs');

/** In a session: files of a provider and an app, brought into a new workspace. */
const TOOLS = `
  import { spawnSync } from 'node:child_process';
  import { readFileSync, writeFileSync } from 'node:fs';
  import { join } from 'node:path';
  const say = (value) => console.log(JSON.stringify(value ?? null));
  const at = (name) => join(process.env.HOME, name);
  const latchkey = (...args) => {
    const ran = spawnSync(process.execPath, [${JSON.stringify(RUN)}, 'cli', ...args], { encoding: 'utf8', input: '' });
    return [ran.status, ran.stdout + ran.stderr];
  };
  const first = at('first.yaml');
  writeFileSync(first, 'latchkey: 1\\nid: first\\nproviders:\\n  home: { kind: authelia, url: https://auth.example.com, setup: existing }\\napps:\\n  grafana: { kind: grafana, url: https://grafana.example.com, provider: home, client_id: grafana }\\n');
  say(latchkey('render', first, '--out', at('had')));
  const had = (name) => readFileSync(at('had/' + name), 'utf8');
`;

describe.skipIf(noKeyring !== undefined)(keyringTitle('latchkey import'), () => {
  it('keeps the secret that both sides have, so that rendering gives the same files', () => {
    const [rendered, imported, again, same, secret] = inSession(
      `${TOOLS}
      say(latchkey('import', at('had/home/authelia-clients.yml'), at('had/grafana/grafana.env'), '--url', 'https://auth.example.com', '--workspace', at('new.yaml')));
      say(latchkey('render', at('new.yaml'), '--out', at('made')));
      say(readFileSync(at('made/grafana/grafana.env'), 'utf8') === had('grafana/grafana.env')
        && readFileSync(at('made/authelia/authelia-clients.yml'), 'utf8') === had('home/authelia-clients.yml'));
      say(/SECRET=(\\S+)/.exec(had('grafana/grafana.env'))[1]);`,
      { timeoutMs: 100_000 },
    ) as [[number, string], [number, string], [number, string], boolean, string];
    expect(rendered[0], rendered[1]).toBe(0);
    expect(imported).toEqual([0, expect.stringContaining('1 client secret is kept in the')]);
    expect(imported[1]).not.toContain(secret);
    expect(again).toEqual([0, expect.not.stringContaining('MADE ANEW')]);
    expect(same).toBe(true);
  });
});
