import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inSession, keyringTitle, noKeyring } from '../services/secrets/real-keyring.ts';

const RUN = join(import.meta.dirname, '../../../build/run.mjs');
const TOKEN = 'latchkey:planted-service-secret-5e10';
const FORMER = 'Former4ClientSecret0123456789abcdef00';

/** In a session: a Keycloak that keeps its clients, one of them made by hand with a secret of its own. */
const TOOLS = `
  import { spawn } from 'node:child_process';
  import { createServer } from 'node:http';
  import { writeFileSync, readFileSync } from 'node:fs';
  import { join } from 'node:path';
  const say = (value) => console.log(JSON.stringify(value ?? null));
  const client = {
    id: 'one', clientId: 'grafana', name: 'By hand', secret: ${JSON.stringify(FORMER)}, enabled: true, protocol: 'openid-connect',
    redirectUris: ['https://old.example.com/cb'], publicClient: false, standardFlowEnabled: true, attributes: {},
  };
  const changing = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const send = (value) => response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    if (request.url.endsWith('/token')) return void send({ access_token: 'short-lived', token_type: 'Bearer' });
    if (request.method === 'GET') return void send([client]);
    changing.push([request.method, request.url, JSON.parse(body)]);
    Object.assign(client, JSON.parse(body));
    send({});
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const file = join(process.env.HOME, 'home.latchkey');
  writeFileSync(file, 'latchkey: 1\\nid: undone\\nproviders:\\n  home: { kind: keycloak, url: "http://127.0.0.1:' + server.address().port + '/realms/home", version: "26.7" }\\n' +
    'apps:\\n  grafana: { kind: grafana, url: https://grafana.example.com, provider: home, client_id: grafana }\\n');
  const latchkey = (input, ...args) => new Promise((done) => {
    const child = spawn(process.execPath, [${JSON.stringify(RUN)}, 'cli', ...args]);
    let out = '';
    let err = '';
    child.stdout.on('data', (chunk) => { out += chunk; });
    child.stderr.on('data', (chunk) => { err += chunk; });
    child.on('close', (code) => done([code, out, err]));
    child.stdin.end(input);
  });
  const apply = (...more) => latchkey(JSON.stringify({ home: ${JSON.stringify(TOKEN)} }), 'apply', file, '--side', 'provider', '--token', 'stdin', ...more);
`;

type Ran = readonly [code: number, out: string, err: string];

describe.skipIf(noKeyring !== undefined)(
  keyringTitle('an undo that puts a secret back from the keychain'),
  () => {
    it('shows it as dots, sends nothing with --plan, and then just what it showed', () => {
      const [applied, made, plan, shown, still, undone, sent, after, nothing] = inSession(
        `${TOOLS}
        say(await apply());
        say(client.secret);
        changing.length = 0;
        say(await apply('--undo', '--plan'));
        say(await apply('--undo', '--plan', '--json'));
        say(changing);
        say(await apply('--undo'));
        say(changing.map(([method, url, body]) => [method, url, Object.keys(body).sort(), body.secret === ${JSON.stringify(FORMER)}]));
        say([client.secret === ${JSON.stringify(FORMER)}, client.name, client.redirectUris]);
        say(await apply('--undo', '--plan'));
        server.close();`,
        { timeoutMs: 150_000 },
      ) as [Ran, string, Ran, Ran, unknown[], Ran, [string, string, string[], boolean][], unknown, Ran];
      for (const ran of [applied, plan, shown, undone]) expect(ran[0], JSON.stringify(ran)).toBe(0);
      expect(made.length).toBeGreaterThan(20);
      expect(made).not.toBe(FORMER);
      expect(plan[1]).toContain(
        '  to put back: The client grafana\n    PUT /admin/realms/home/clients/one\n',
      );
      expect(plan[1]).toContain('"secret": "••••••••"');
      expect(plan[1]).toContain('+ "https://old.example.com/cb"');
      expect(plan[1]).not.toContain('nowhere any more');
      expect(still, 'a plan changes nothing').toEqual([]);
      const { things } = JSON.parse(shown[1]) as {
        things: [{ request: { method: string; path: string; body: Record<string, unknown> } }];
      };
      expect(sent).toEqual([
        [things[0].request.method, things[0].request.path, Object.keys(things[0].request.body).sort(), true],
      ]);
      expect(after).toEqual([true, 'By hand', ['https://old.example.com/cb']]);
      expect([nothing[0], nothing[1], nothing[2]]).toEqual([
        1,
        '',
        expect.stringContaining('Nothing that Latchkey applied is left to take back.'),
      ]);
      for (const told of [applied, plan, shown, undone, nothing])
        for (const planted of [made, FORMER, TOKEN, 'short-lived'])
          expect(JSON.stringify(told)).not.toContain(planted);
    }, 160_000);
  },
);
