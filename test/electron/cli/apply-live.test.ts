import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { latchkey, temporaryFolder } from '../../helpers/latchkey.ts';
import { startPocketId } from '../../helpers/pocket-id.ts';

const TOKEN = 'latchkey:planted-service-secret-61af';
const SECRET = 'Planted4LiveClientSecret9876543210ab';

/** A client as the admin API of Keycloak 26 answers one that was made by hand. */
const byHand = () => ({
  id: '6f0c3c5e-0000-4000-8000-000000000001',
  clientId: 'grafana',
  name: 'Grafana',
  rootUrl: 'https://grafana.example.com',
  enabled: true,
  clientAuthenticatorType: 'client-secret',
  secret: SECRET,
  redirectUris: ['https://grafana.example.com/login/generic_oauth'],
  consentRequired: false,
  standardFlowEnabled: true,
  implicitFlowEnabled: false,
  directAccessGrantsEnabled: false,
  serviceAccountsEnabled: false,
  publicClient: false,
  protocol: 'openid-connect',
  attributes: { 'pkce.code.challenge.method': 'S256' } as Record<string, string>,
  defaultClientScopes: ['profile', 'email', 'groups'],
  optionalClientScopes: [],
});

let clients: ReturnType<typeof byHand>[] = [];
const changing: string[] = [];
const server = createServer((request, response) => {
  const url = new URL(request.url!, 'http://keycloak');
  const send = (body: unknown) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  if (url.pathname.endsWith('/token'))
    return void send({ access_token: 'short-lived', token_type: 'Bearer' });
  if (request.method !== 'GET') changing.push(`${request.method} ${url.pathname}`);
  const id = url.searchParams.get('clientId');
  const account = { ...byHand(), id: 'account', clientId: 'account' };
  send([...clients, account].filter((one) => id === null || one.clientId === id));
});
let address = '';
beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());
beforeEach(() => {
  clients = [byHand()];
  changing.length = 0;
});

function room(apps = '') {
  const file = join(temporaryFolder(), 'home.latchkey.yaml');
  writeFileSync(
    file,
    `latchkey: 1
id: live-test
providers:
  # ours
  home:
    kind: keycloak
    url: ${address}/realms/home
    version: "26.7"
apps:${apps === '' ? ' {}' : apps}
`,
  );
  return file;
}
const GRAFANA = `
  # by hand
  grafana:
    kind: grafana
    url: https://grafana.example.com
    provider: home
    client_id: grafana`;

async function run(args: readonly string[], input: object = { home: TOKEN }) {
  const ran = await latchkey(args, { stdin: JSON.stringify(input) });
  for (const text of [ran.stdout, ran.stderr])
    for (const planted of [SECRET, TOKEN, 'planted-service-secret-61af', 'short-lived'])
      expect(text).not.toContain(planted);
  return ran;
}
const diffWith = (file: string, secrets: object, ...more: string[]) =>
  run(['diff', file, '--app', 'grafana', '--side', 'provider', '--secrets', 'stdin', ...more], secrets);
const diff = (file: string, ...more: string[]) =>
  run(['diff', file, '--side', 'provider', '--secrets', 'stdin', ...more], {
    grafana: { client_secret: SECRET },
    home: { api_token: TOKEN },
  });

describe('what a provider holds', () => {
  it('becomes entries of the workspace: clients that were made by hand, not those of the product', async () => {
    const file = room();
    const ran = await run([
      'import',
      '--provider',
      'home',
      '--workspace',
      file,
      '--token',
      'stdin',
      '--secrets',
      'memory',
    ]);
    expect(ran.code, ran.stderr).toBe(0);
    const text = readFileSync(file, 'utf8');
    expect(text).toMatch(
      /grafana:\n\s+kind: grafana\n\s+url: https:\/\/grafana\.example\.com\n\s+provider: home/,
    );
    expect(text).toContain('# ours');
    expect(text).not.toContain('account');
    expect(text).not.toContain(SECRET);
    expect(changing).toEqual([]);
    const again = await diff(file, '--json');
    const { sides } = JSON.parse(again.stdout) as { sides: { take_over: { key: string }[] }[] };
    expect(sides[0]!.take_over).toEqual([]);
  });

  it('shows beside what to put right what the workspace can take over, and takes over one key', async () => {
    const file = room(GRAFANA);
    const client = clients[0]!;
    client.redirectUris = [
      'https://grafana.example.com/login/generic_oauth',
      'https://second.example.com/cb',
    ];
    client.name = 'Dashboards';
    const before = await diff(file);
    expect(before.code).toBe(1);
    expect(before.stdout).toMatch(
      /take over into the workspace[\s\S]*redirect_uris\n[\s\S]*second\.example\.com\/cb/,
    );
    const taken = await diff(file, '--app', 'grafana', '--take-over', 'redirect_uris');
    expect(taken.code, taken.stderr).toBe(0);
    const text = readFileSync(file, 'utf8');
    expect(text).toContain('https://second.example.com/cb');
    expect(text).toContain('# by hand');
    expect(text).not.toContain('Dashboards');
    const after = await diff(file);
    expect(after.stdout).not.toContain('redirectUris');
    expect(after.stdout).toContain('client_name');
    expect((await diff(file, '--app', 'grafana', '--take-over', 'redirect_uris')).stdout).toContain(
      'the same already',
    );
    expect(changing).toEqual([]);
    // What follows by itself again is no longer stated.
    client.redirectUris = ['https://grafana.example.com/login/generic_oauth'];
    await diff(file, '--app', 'grafana', '--take-over', 'redirect_uris');
    expect(readFileSync(file, 'utf8')).toBe(readFileSync(room(GRAFANA), 'utf8'));
  });

  it('is asked for one app at a time, by keys that an entry has', async () => {
    const file = room(GRAFANA);
    const wrong = await diff(file, '--app', 'grafana', '--take-over', 'secret');
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('client_name, redirect_uris')]);
    const unknown = await run(['import', '--provider', 'other', '--workspace', file, '--token', 'stdin']);
    expect([unknown.code === 0, unknown.stderr]).toEqual([false, expect.stringContaining('It has: home')]);
  });

  it.each(['--undo', '--plan', '--yes'])('a comparison takes no %s', async (option) => {
    const ran = await diff(room(GRAFANA), option);
    expect([ran.code, ran.stderr]).toEqual([2, expect.stringContaining(option)]);
  });

  it('claims nothing of a client that is not there, and nothing of what the provider doesn’t say', async () => {
    const file = room(GRAFANA);
    const before = readFileSync(file, 'utf8');
    const unsaid = await diff(file, '--app', 'grafana', '--take-over', 'groups');
    expect([unsaid.code, unsaid.stderr]).toEqual([1, expect.stringContaining('says nothing of groups')]);
    clients = [];
    const gone = await diff(file, '--app', 'grafana', '--take-over', 'redirect_uris');
    expect([gone.code, gone.stdout, gone.stderr]).toEqual([
      1,
      '',
      expect.stringContaining('not among those'),
    ]);
    expect(readFileSync(file, 'utf8')).toBe(before);
  });

  it('puts one value right by its name, and leaves the others', async () => {
    const file = room(GRAFANA);
    clients[0]!.redirectUris = ['https://old.example.com/cb'];
    clients[0]!.name = 'Dashboards';
    const plan = await run(
      [
        'apply',
        file,
        '--side',
        'provider',
        '--plan',
        '--field',
        'redirectUris',
        '--secrets',
        'stdin',
        '--json',
      ],
      { grafana: { client_secret: SECRET }, home: { api_token: TOKEN } },
    );
    const { sides } = JSON.parse(plan.stdout) as { sides: { things: { request: { body: object } }[] }[] };
    expect(sides[0]!.things[0]!.request.body).toEqual({
      redirectUris: ['https://grafana.example.com/login/generic_oauth'],
    });
    const wrong = await run(
      ['apply', file, '--side', 'provider', '--plan', '--field', 'redirect', '--secrets', 'stdin'],
      { grafana: { client_secret: SECRET }, home: { api_token: TOKEN } },
    );
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('redirectUris')]);
  });
});

describe('what a Pocket ID holds', () => {
  it('becomes entries, and is taken over', async () => {
    const pocket = await startPocketId('planted-service-secret-61af');
    try {
      pocket.clients.set('grafana', {
        id: 'grafana',
        name: 'Grafana',
        callbackURLs: ['https://grafana.example.com/login/generic_oauth'],
        logoutCallbackURLs: [],
        launchURL: 'https://grafana.example.com',
        isPublic: false,
        pkceEnabled: true,
        skipConsent: true,
        isGroupRestricted: true,
        description: '',
        groups: [],
        credentials: { federatedIdentities: [], secrets: [] },
      });
      const file = join(temporaryFolder(), 'home.latchkey.yaml');
      writeFileSync(
        file,
        `latchkey: 1\nid: live-test\nproviders:\n  home:\n    kind: pocket-id\n    url: ${pocket.url}\n    version: "2.14"\napps: {}\n`,
      );
      const key = { home: 'planted-service-secret-61af' };
      const asking = ['--provider', 'home', '--workspace', file, '--token', 'stdin', '--secrets', 'memory'];
      const ran = await run(['import', ...asking], key);
      expect(ran.code, ran.stderr).toBe(0);
      expect(readFileSync(file, 'utf8')).toMatch(/grafana:\n\s+kind: grafana[\s\S]*provider: home/);
      expect(ran.stderr).toContain('Only some groups may sign in');
      pocket.clients.get('grafana')!.pkceEnabled = false;
      const taken = await diffWith(file, { home: { api_token: key.home } }, '--take-over', 'require_pkce');
      expect(taken.code, taken.stderr).toBe(0);
      expect(readFileSync(file, 'utf8')).toContain('require_pkce: false');
      expect(pocket.requests.filter((one) => !one.startsWith('GET'))).toEqual([]);
    } finally {
      await pocket.close();
    }
  });
});
