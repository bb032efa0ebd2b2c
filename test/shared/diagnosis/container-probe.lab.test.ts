import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Connection } from '../../../shared/client/types.ts';
import { containerProbe } from '../../../shared/diagnosis/container-probe.ts';
import { parseContainerProbe } from '../../../shared/diagnosis/container-report.ts';
import { explain } from '../../../shared/diagnosis/explain.ts';
import { environmentOf } from '../../../shared/render/environment.ts';
import { has, missing } from '../../helpers/programs.ts';
import { connectionOf } from './setups.ts';

const SECRET = 'tellNoOne7Ya2Kq9';
const servers: Server[] = [];
const folder = mkdtempSync(join(tmpdir(), 'latchkey-probe-'));
afterAll(() => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
  rmSync(folder, { recursive: true });
});

const BUSYBOX = ['/usr/bin/busybox', '/bin/busybox'].find((path) => existsSync(path));
/** The shells of common images; busybox is looked for where Debian installs it. */
const SHELLS: readonly (readonly [string, readonly string[]])[] = [
  ['dash', ['dash']],
  ...(BUSYBOX && has('busybox') ? ([['busybox', ['busybox', 'sh']]] as const) : []),
];

/** Runs the command as if it were pasted: as input of a shell. */
function paste(command: string, shell: readonly string[], env: Record<string, string> = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    // The PATH makes `sh` within the command the same shell.
    const child = execFile(
      shell[0]!,
      [...shell.slice(1)],
      {
        env: { PATH: env['PATH'] ?? `${folder}/${shell[0]}:${process.env['PATH']}`, ...env },
        timeout: 25_000,
      },
      (error, stdout, stderr) => (error && stdout === '' ? reject(new Error(stderr)) : resolve(stdout)),
    );
    child.stdin?.end(`${command}\n`);
  });
}

/** A folder with only these programs, like an image without the others. */
function imageWith(name: string, shell: readonly string[], programs: readonly string[]): string {
  const bin = join(folder, name);
  rmSync(bin, { recursive: true, force: true });
  execSafe(bin);
  for (const program of [
    'date',
    'tr',
    'cut',
    'sed',
    'head',
    'sort',
    'timeout',
    'wc',
    'getent',
    'dash',
    'busybox',
    ...programs,
  ]) {
    const real = ['/usr/bin', '/bin', '/usr/local/bin'].map((dir) => join(dir, program)).find(existsSync);
    const busybox =
      shell[0] === 'busybox' && !['getent', 'dash', 'busybox', 'curl', 'python3', 'node'].includes(program);
    if (busybox) symlinkSync(BUSYBOX!, join(bin, program));
    else if (real) symlinkSync(real, join(bin, program));
    else if (program === 'node') symlinkSync(process.execPath, join(bin, 'node'));
  }
  linkShell(bin, shell);
  return bin;
}

const { mkdirSync } = await import('node:fs');
const execSafe = (path: string) => mkdirSync(path, { recursive: true });
function linkShell(bin: string, shell: readonly string[]): void {
  writeFileSync(
    join(bin, 'sh'),
    shell[0] === 'busybox'
      ? `#!${BUSYBOX} sh\nexec ${BUSYBOX} sh "$@"\n`
      : '#!/bin/dash\nexec /bin/dash "$@"\n',
    { mode: 0o755 },
  );
}

beforeAll(() => {
  for (const [, shell] of SHELLS) {
    execSafe(join(folder, shell[0]!));
    linkShell(join(folder, shell[0]!), shell);
  }
});

type Answer = (url: string) => {
  readonly status?: number;
  readonly body?: string;
  readonly headers?: Record<string, string>;
};

async function listen(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

async function provider(answer: Answer): Promise<number> {
  return listen(
    createServer((request, response) => {
      const { status = 200, body = '', headers = {} } = answer(request.url ?? '');
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
    }),
  );
}

/** A connection of an app to the issuer at this address. */
const at = (issuer: string, app = 'memos'): Connection => {
  const connection = connectionOf('other', app, { provider: { url: issuer } });
  return connection;
};

const command = (connection: Connection): string =>
  containerProbe(connection, environmentOf(connection))!.command;

const absent = missing('the container command is not run', 'dash', 'curl', 'openssl');

describe.skipIf(absent.length > 0).each(SHELLS)('under %s', (_name, shell) => {
  test('finds the document, and the clocks agree', async () => {
    const port = await provider(() => ({ body: JSON.stringify({ issuer: `http://127.0.0.1:${port}` }) }));
    const connection = at(`http://127.0.0.1:${port}`);
    for (const tool of ['curl', 'wget', 'python3', 'node']) {
      const bin = imageWith(`only-${tool}`, shell, [tool]);
      if (!existsSync(join(bin, tool))) continue;
      const output = await paste(command(connection), shell, { PATH: bin });
      const report = parseContainerProbe(output, connection);
      expect(report, output).toMatchObject({
        status: 'pass',
        light: 'app-network',
        evidence: { with: tool, status: 200, issuer: `http://127.0.0.1:${port}` },
      });
      expect(Math.abs(report?.evidence['offset_s'] as number)).toBeLessThanOrEqual(5);
      expect(explain(output, { connections: [connection] })).toEqual([]);
    }
  });

  test('a name that does not resolve', async () => {
    const connection = at('https://auth.latchkey-test.invalid');
    const output = await paste(command(connection), shell);
    const told = explain(output, { connections: [connection] });
    expect(told[0], output).toMatchObject({ id: 'container-cannot-reach-idp', side: 'host' });
    expect(told[0]?.fix.value).toBe('auth.latchkey-test.invalid');
  });

  test('this machine inside the container', async () => {
    const port = await provider(() => ({}));
    await new Promise<void>((resolve) => servers.pop()!.close(() => resolve()));
    const connection = at(`http://localhost:${port}`);
    const output = await paste(command(connection), shell);
    const report = parseContainerProbe(output, connection);
    expect(report?.findings[0]?.code, output).toBe('issuer-unreachable-from-app');
    expect(explain(output, { connections: [connection] })[0]?.cause).toContain('the container itself');
  });

  test('another issuer, a page, a refusal, a redirect, a wrong clock', async () => {
    const later = new Date(Date.now() + 3_600_000).toUTCString();
    const cases: readonly (readonly [ReturnType<Answer>, string])[] = [
      [{ body: '{"issuer":"http:\\/\\/127.0.0.1:1\\/"}' }, 'issuer-differs-by-port'],
      [{ body: '<!doctype html><title>Sign in</title>' }, 'discovery-html'],
      [{ status: 403, body: '<html>no</html>' }, 'discovery-forbidden'],
      [{ status: 404 }, 'discovery-not-found'],
      [
        { status: 302, headers: { location: 'https://portal.example.com/?rd=secret' } },
        'discovery-redirected-elsewhere',
      ],
      [{ status: 502 }, 'discovery-server-error'],
      [{ headers: { date: later } }, 'discovery-not-json'],
    ];
    for (const [answer, code] of cases) {
      const port = await provider(() => answer);
      const connection = at(`http://127.0.0.1:${port}`);
      const output = await paste(command(connection), shell);
      const report = parseContainerProbe(output, connection);
      expect(report?.status, output).toBe('fail');
      expect(
        report?.findings.map((one) => one.code),
        output,
      ).toContain(code);
      expect(output).not.toContain('rd=secret');
      if (answer.headers?.['date']) {
        expect(report?.findings.map((one) => one.code)).toContain('clock-off');
      }
      expect(explain(output, { connections: [connection] }).length).toBeGreaterThan(0);
      // Without the connection there is no issuer to compare with.
      if (!code.startsWith('issuer')) expect(explain(output).length).toBeGreaterThan(0);
    }
  });

  test('the certificate: unknown authority, wrong name, expired', async () => {
    for (const [file, code] of [
      ['own', /^tls-(self-signed|unknown-ca)$/],
      ['name', /^tls-wrong-name$/],
      ['expired', /^tls-expired$/],
    ] as const) {
      const { key, cert, ca } = await certificate(file);
      const port = await listen(
        createTlsServer({ key, cert }, (_request, response) => {
          response.end('{}');
        }) as unknown as Server,
      );
      const connection = at(`https://127.0.0.1:${port}`);
      for (const tool of ['curl', 'python3', 'node']) {
        const bin = imageWith(`tls-${tool}`, shell, [tool]);
        if (!existsSync(join(bin, tool))) continue;
        const trust: Record<string, string> =
          file === 'own' ? {} : { SSL_CERT_FILE: ca, CURL_CA_BUNDLE: ca, NODE_EXTRA_CA_CERTS: ca };
        const output = await paste(command(connection), shell, { PATH: bin, ...trust });
        const report = parseContainerProbe(output, connection);
        expect(report?.findings[0]?.code, `${tool} ${output}`).toMatch(code);
      }
    }
  });

  test('values of the environment: their shape, never the secret', async () => {
    const port = await provider(() => ({ body: JSON.stringify({ issuer: `http://127.0.0.1:${port}` }) }));
    const connection = at(`http://127.0.0.1:${port}`, 'romm');
    const run = async (value: string) => {
      const output = await paste(command(connection), shell, {
        OIDC_CLIENT_SECRET: value,
        OIDC_CLIENT_ID: 'rommClient',
        OIDC_ENABLED: 'true',
        OIDC_REDIRECT_URI: 'https://romm.example.com/api/oauth/openid',
        OIDC_SERVER_APPLICATION_URL: `http://127.0.0.1:${port}`,
      });
      expect(output).not.toContain(SECRET);
      return { output, told: explain(output, { connections: [connection] }) };
    };
    const well = await run(SECRET);
    expect(well.told).toEqual([]);
    expect(well.output).toContain(
      `env: OIDC_CLIENT_SECRET length=${SECRET.length} quotes=no dollar=no blank=no digest=no`,
    );
    expect((await run(`"${SECRET}"`)).told[0]?.id).toBe('literal-quotes-or-misspelt-name');
    expect((await run(`${SECRET}\n`)).told[0]?.id).toBe('secret-wrong-or-swapped');
    expect((await run(`$pbkdf2-sha512$310000$${SECRET}`)).told[0]?.id).toBe('secret-wrong-or-swapped');
    expect((await run(`${SECRET}$1`)).told[0]?.id).toBe('compose-eats-dollar');
    expect((await run('')).told[0]?.id).toBe('literal-quotes-or-misspelt-name');
  });

  test('no tool at all is inconclusive, never a pass', async () => {
    const connection = at('http://127.0.0.1:9');
    const output = await paste(command(connection), shell, { PATH: imageWith('bare', shell, []) });
    expect(parseContainerProbe(output, connection)?.status, output).toBe('inconclusive');
  });
});

test.skipIf(absent.length > 0)(
  'an address that tries to break out of the command stays an argument',
  async () => {
    const connection = connectionOf('other', 'memos', {
      provider: { url: "https://auth.example.com/x'$(id)`id`;id" },
    });
    const built = containerProbe(connection, []);
    expect(built?.command.split('\n')[0]).toMatch(/^sh -s -- '[^\n]*' <<'LATCHKEY'$/);
    const output = await paste(command(connection).replace('auth.example.com', '127.0.0.1:9'), ['dash']);
    expect(output).not.toContain('uid=');
  },
);

test('text around the block, prompts and colours do not matter; half a block is none', () => {
  const connection = connectionOf('authelia', 'memos');
  const lines = [
    'latchkey-probe 1 begin',
    'url: https://auth.example.com/.well-known/openid-configuration',
    'clock: 1766000000',
    'name: ok 10.0.0.5',
    'with: curl',
    'checked: yes',
    'exit: 0',
    'status: 200',
    'server-date: Wed, 17 Dec 2025 19:33:20 GMT',
    'issuer: https://auth.example.com',
    'latchkey-probe 1 end',
  ];
  const pasted = `/ # sh -s -- … <<'LATCHKEY'\r\n> printf 'latchkey-probe 1 %s\\n' begin\r\n\u001b[32m${lines.join('\r\n')}\u001b[0m\r\n/ # `;
  expect(parseContainerProbe(pasted, connection)?.status).toBe('pass');
  expect(parseContainerProbe(lines.slice(0, -1).join('\n'), connection)).toBeUndefined();
  expect(parseContainerProbe('nothing of the kind', connection)).toBeUndefined();
});

/** Makes a certificate with its own CA, using openssl, in the test's folder. */
async function certificate(
  kind: 'own' | 'name' | 'expired',
): Promise<{ key: Buffer; cert: Buffer; ca: string }> {
  const { readFileSync } = await import('node:fs');
  const run = (...args: string[]) =>
    new Promise<void>((resolve, reject) => {
      execFile('openssl', args, { cwd: folder }, (error, _out, stderr) =>
        error ? reject(new Error(stderr)) : resolve(),
      );
    });
  if (!existsSync(join(folder, 'ca.pem'))) {
    await run(
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-keyout',
      'ca.key',
      '-out',
      'ca.pem',
      '-subj',
      '/CN=Test CA',
      '-days',
      '2',
    );
  }
  await run(
    'req',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
    '-nodes',
    '-keyout',
    `${kind}.key`,
    '-out',
    `${kind}.csr`,
    '-subj',
    '/CN=provider',
  );
  writeFileSync(
    join(folder, `${kind}.ext`),
    `subjectAltName=${kind === 'name' ? 'DNS:other.example.com' : 'IP:127.0.0.1'}\n`,
  );
  await run(
    'x509',
    '-req',
    '-in',
    `${kind}.csr`,
    '-CA',
    'ca.pem',
    '-CAkey',
    'ca.key',
    '-CAcreateserial',
    '-out',
    `${kind}.pem`,
    '-extfile',
    `${kind}.ext`,
    '-days',
    kind === 'expired' ? '-1' : '1',
  );
  return {
    key: readFileSync(join(folder, `${kind}.key`)),
    cert: readFileSync(join(folder, `${kind}.pem`)),
    ca: join(folder, 'ca.pem'),
  };
}
