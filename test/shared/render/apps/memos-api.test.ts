import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderApp } from '../../../../shared/render/app.ts';
import { bagOf, connect } from '../../../helpers/app-connection.ts';
import { fileText } from '../../../helpers/deliverables.ts';
import { missing } from '../../../helpers/programs.ts';

/** The request that arrived, and the process list at that moment. */
interface Seen {
  readonly method: string;
  readonly path: string;
  readonly authorization: string;
  readonly type: string;
  readonly body: string;
  readonly processes: string;
}

let server: Server;
let seen: Seen[] = [];
let reply: { status: number; body: string } = { status: 200, body: '{}' };
let base = '';
let folder = '';
const children = new Set<ChildProcess>();

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'memos-api-'));
  server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      seen.push({
        method: request.method ?? '',
        path: request.url ?? '',
        authorization: request.headers.authorization ?? '',
        type: request.headers['content-type'] ?? '',
        body: Buffer.concat(parts).toString('utf8'),
        processes: commandLines(),
      });
      response.writeHead(reply.status, { 'content-type': 'application/json' }).end(reply.body);
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(async () => {
  for (const child of children) child.kill();
  await new Promise((done) => server.close(done));
  rmSync(folder, { recursive: true });
});

/** The command lines of all processes, or nothing if there is no /proc. */
function commandLines(): string {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map((name) => {
        try {
          return readFileSync(`/proc/${name}/cmdline`, 'utf8');
        } catch {
          return '';
        }
      })
      .join('\n');
  } catch {
    return '';
  }
}

const absent = missing('the API script is not run', 'sh', 'curl');

const shells = ['sh', 'bash', 'busybox'].filter((name) => {
  try {
    execFileSync(name, name === 'busybox' ? ['sh', '-c', ':'] : ['-c', ':'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
});

interface Given {
  readonly version?: string;
  readonly shell?: string;
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly filter?: string;
}

async function run({ version = '0.30', shell = 'sh', input = '', env = {}, filter }: Given) {
  seen = [];
  const connection = connect({
    kind: 'memos',
    url: `${base}/notes`,
    version,
    ...(filter === undefined ? {} : { settings: { identifier_filter: filter } }),
  });
  const text = fileText(renderApp(connection, bagOf(connection, 'the-secret')), 'memos-api');
  const file = join(folder, 'create-provider.sh');
  writeFileSync(file, text);
  const child = spawn(shell, shell === 'busybox' ? ['sh', file] : [file], {
    env: { PATH: process.env['PATH'] ?? '', ...env },
  });
  children.add(child);
  let output = '';
  child.stdout.on('data', (part: Buffer) => (output += part.toString('utf8')));
  child.stderr.on('data', (part: Buffer) => (output += part.toString('utf8')));
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const status = await new Promise<number | null>((done) => child.on('close', done));
  children.delete(child);
  return { status, output, text, connection };
}

const ODD = [
  'Plain0123456789',
  `it's "quoted" \\ and \\" more`,
  // biome-ignore lint/suspicious/noTemplateCurlyInString: shell text that must stay as it is
  '$HOME ${PATH} $(id) `id` %s %% \\n \\u0041 $$',
  '@/etc/passwd',
  'ünïcödé 😀',
  '-d=x --proxy x',
  '  leading and trailing  ',
  "'",
  '\\',
];

describe.skipIf(absent.length > 0).each(shells)('the API script, run by %s', (shell) => {
  it.each(ODD)('sends the secret %j exactly, and shows it to no list of processes', async (secret) => {
    reply = { status: 200, body: '{"name":"identity-providers/home"}' };
    const token = 'tok.en-"\\$x';
    const { status, output, text, connection } = await run({
      shell,
      env: { MEMOS_TOKEN: token, MEMOS_CLIENT_SECRET: secret },
    });
    expect(output).toContain('Created');
    expect(status).toBe(0);
    expect(seen).toHaveLength(1);
    const [request] = seen;
    expect(request).toMatchObject({
      method: 'POST',
      path: '/notes/api/v1/identity-providers?identityProviderId=home',
      authorization: `Bearer ${token}`,
      type: 'application/json',
    });
    expect(JSON.parse(request!.body)).toEqual({
      title: 'Authelia',
      type: 'OAUTH2',
      identifierFilter: '',
      config: {
        oauth2Config: {
          clientId: connection.client.client_id,
          clientSecret: secret,
          authUrl: connection.provider_metadata.authorization_endpoint,
          tokenUrl: connection.provider_metadata.token_endpoint,
          userInfoUrl: connection.provider_metadata.userinfo_endpoint,
          scopes: ['openid', 'profile', 'email'],
          fieldMapping: {
            identifier: 'preferred_username',
            displayName: 'name',
            email: 'email',
            avatarUrl: '',
          },
        },
      },
    });
    if (secret.length > 3) {
      expect(request!.processes).not.toContain(secret);
      expect(text).not.toContain(secret);
      expect(output).not.toContain(secret);
    }
    expect(request!.processes).not.toContain(token);
  });

  it('reads token and secret from its input', async () => {
    reply = { status: 200, body: '{}' };
    const { status } = await run({ shell, input: 'the-token\nthe\\secret"\n' });
    expect(status).toBe(0);
    expect(seen[0]!.authorization).toBe('Bearer the-token');
    expect(JSON.parse(seen[0]!.body).config.oauth2Config.clientSecret).toBe('the\\secret"');
  });

  it('carries a filter full of special characters', async () => {
    reply = { status: 200, body: '{}' };
    const filter = `^[a-z]+'s "\\w\\.x"$|\`id\`|"clientSecret":""`;
    const { status } = await run({ shell, filter, input: 't\nsecret\n' });
    expect(status).toBe(0);
    const body = JSON.parse(seen[0]!.body);
    expect(body.identifierFilter).toBe(filter);
    expect(body.config.oauth2Config.clientSecret).toBe('secret');
  });
});

describe.skipIf(absent.length > 0)('the API script', () => {
  it('sees the list of processes, so that the check above means something', async () => {
    reply = { status: 200, body: '{}' };
    await run({ input: 't\ns\n' });
    if (process.platform === 'linux') expect(seen[0]!.processes).toContain('create-provider.sh');
  });

  it.each([
    [403, 'must belong to an admin'],
    [404, 'is this Memos 0.30?'],
    [409, 'exists already'],
    [500, 'HTTP 500'],
  ])('says what HTTP %i means, and fails', async (status, message) => {
    reply = { status, body: '{"message":"the reason"}' };
    const result = await run({ input: 't\ns3cr3t-value\n' });
    expect(result.status).toBe(1);
    expect(result.output).toContain(message);
    expect(result.output).not.toContain('s3cr3t-value');
    if (status === 500) expect(result.output).toContain('the reason');
  });

  it.each([
    'constraint failed: UNIQUE constraint failed: idp.uid (2067)',
    'duplicate key value violates unique constraint \\"idp_uid_key\\"',
    "Duplicate entry 'home' for key 'idp.uid'",
  ])('takes HTTP 500 with %j for what it is', async (message) => {
    reply = { status: 500, body: `{"code":13,"message":"${message}"}` };
    const result = await run({ input: 't\ns3cr3t-value\n' });
    expect(result.status).toBe(1);
    expect(result.output.trim()).toBe('A provider with this ID exists already (HTTP 500).');
  });

  it('prints nothing of a good answer, which may hold the secret in old versions', async () => {
    reply = { status: 200, body: '{"config":{"oauth2Config":{"clientSecret":"s3cr3t-value"}}}' };
    const result = await run({ version: '0.16', input: 't\ns3cr3t-value\n' });
    expect(result.status).toBe(0);
    expect(result.output).not.toContain('s3cr3t-value');
  });

  it.each([
    ['', 'Access token is missing.'],
    ['token-only\n', 'Client secret is missing.'],
    ['\n\n', 'The access token is empty.'],
    ['tok\u0007en\nsecret\n', 'control character'],
  ])('refuses the input %j without sending anything', async (input, message) => {
    const result = await run({ input });
    expect(result.status).toBe(1);
    expect(result.output).toContain(message);
    expect(seen).toEqual([]);
  });
});

describe.skipIf(absent.length > 0)('the request, by version', () => {
  it.each([
    ['0.16', '/api/v1/idp'],
    ['0.20', '/api/v1/idp'],
    ['0.21', '/api/v1/idp'],
    ['0.22', '/api/v1/identityProviders'],
    ['0.25.2', '/api/v1/identityProviders'],
    ['0.25.3', '/api/v1/identity-providers'],
    ['0.26', '/api/v1/identity-providers'],
    ['0.27', '/api/v1/identity-providers?identityProviderId=home'],
    ['0.30', '/api/v1/identity-providers?identityProviderId=home'],
  ])('%s goes to %s', async (version, path) => {
    reply = { status: 200, body: '{}' };
    const { status } = await run({ version, input: 't\ns\n' });
    expect(status).toBe(0);
    expect(seen[0]!.path).toBe(`/notes${path}`);
    const body = JSON.parse(seen[0]!.body);
    const old = ['0.16', '0.20', '0.21'].includes(version);
    expect(body).toHaveProperty(old ? 'name' : 'title', 'Authelia');
    expect(body).not.toHaveProperty(old ? 'title' : 'name');
    const { fieldMapping } = body.config.oauth2Config;
    expect('avatarUrl' in fieldMapping).toBe(['0.25.2', '0.25.3', '0.26', '0.27', '0.30'].includes(version));
  });
});

describe.skipIf(absent.length > 0).each(shells)('an own certificate authority, in %s', (shell) => {
  /** A curl that shows what it was told and ends as the real one does. */
  const curl = (exit: number): string => {
    const bin = mkdtempSync(join(folder, 'bin-'));
    writeFileSync(join(bin, 'curl'), `#!/bin/sh\ncat >"${bin}/told"\nprintf '|200'\nexit ${exit}\n`, {
      mode: 0o755,
    });
    return bin;
  };
  const given = (bin: string, more: Readonly<Record<string, string>> = {}) => ({
    shell,
    input: 't\ns\n',
    env: { PATH: `${bin}:${process.env['PATH']}`, ...more },
  });

  it('is named to curl as --cacert, and only if there is one', async () => {
    const ca = join(folder, 'an "odd" ca.pem');
    writeFileSync(ca, '-----BEGIN CERTIFICATE-----\n');
    const bin = curl(0);
    expect((await run(given(bin, { MEMOS_CA_FILE: ca }))).status).toBe(0);
    expect(readFileSync(join(bin, 'told'), 'utf8')).toContain(`cacert = "${ca.replaceAll('"', '\\"')}"\n`);
    expect((await run(given(bin))).status).toBe(0);
    expect(readFileSync(join(bin, 'told'), 'utf8')).not.toContain('cacert');
  });

  it('is asked for if the certificate was not trusted, or the file can’t be read', async () => {
    const refused = await run(given(curl(60)));
    expect(refused.status).toBe(1);
    expect(refused.output).toContain('MEMOS_CA_FILE');
    const missingFile = await run(given(curl(0), { MEMOS_CA_FILE: '/nowhere/ca.pem' }));
    expect(missingFile.status).toBe(1);
    expect(missingFile.output).toContain('cannot be read');
    expect((await run(given(curl(7)))).output).toContain('Memos could not be reached.');
  });
});
