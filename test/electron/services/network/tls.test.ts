import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer as createHttpServer } from 'node:http';
import { connect as connectTo, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { inspectTls } from '../../../../electron/services/network/tls.ts';
import { loadTrust } from '../../../../electron/services/network/trust.ts';
import { type Identity, makeCertificate } from '../../../helpers/certificates.ts';

const ROOT = makeCertificate({ commonName: 'Lab Root', ca: true });
const MIDDLE = makeCertificate({ commonName: 'Lab Intermediate', ca: true }, ROOT);
const names = ['localhost', '127.0.0.1'];
const DAY = 86_400_000;
const ago = (days: number) => new Date(Date.now() - days * DAY);

let directory: string;
let caFile: string;
const servers: Server[] = [];
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'latchkey-tls-'));
  caFile = join(directory, 'ca.pem');
  await writeFile(caFile, ROOT.cert);
});
afterAll(() => rm(directory, { recursive: true }));
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => new Promise((done) => server.close(done))));
});

async function listen(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return (server.address() as { port: number }).port;
}

async function inspect(leaf: Identity, options: { chain?: string; caFile?: string; host?: string } = {}) {
  const server = createTlsServer({ key: leaf.key, cert: leaf.cert + (options.chain ?? '') });
  server.on('tlsClientError', () => {});
  const port = await listen(server);
  const trust = await loadTrust(options.caFile);
  if (!trust.ok) throw new Error(trust.error.message);
  return inspectTls({ host: options.host ?? '127.0.0.1', port, trust: trust.value });
}

describe('looking at a certificate', () => {
  it('trusts a chain up to the user’s own CA and says so', async () => {
    const seen = await inspect(makeCertificate({ commonName: 'auth', names }, ROOT), { caFile });
    expect(seen).toMatchObject({
      trusted_by: 'own',
      name_matches: true,
      valid_now: 'yes',
      protocol: 'TLSv1.3',
    });
    expect(seen.chain_error).toBeUndefined();
    expect(seen.chain[0]).toMatchObject({ subject: 'auth', issuer: 'Lab Root', names });
  });

  it('judges name and dates by themselves when the chain is broken too', async () => {
    const leaf = makeCertificate(
      { commonName: 'x', names: ['other.example'], notBefore: ago(20), notAfter: ago(2) },
      ROOT,
    );
    const seen = await inspect(leaf);
    expect(seen).toMatchObject({
      name_matches: false,
      valid_now: 'expired',
      trusted_by: 'nobody',
      chain_problem: 'unknown-ca',
    });
  });

  it('sees an expired certificate of a known CA as a matter of dates only', async () => {
    const leaf = makeCertificate({ commonName: 'x', names, notBefore: ago(20), notAfter: ago(2) }, ROOT);
    const seen = await inspect(leaf, { caFile });
    expect(seen).toMatchObject({ name_matches: true, valid_now: 'expired' });
    expect(seen.chain_problem).toBeUndefined();
  });

  it('sees one that is not valid yet', async () => {
    const leaf = makeCertificate({ commonName: 'x', names, notBefore: ago(-2), notAfter: ago(-20) }, ROOT);
    expect(await inspect(leaf, { caFile })).toMatchObject({ valid_now: 'not-yet' });
  });

  it('tells self-signed, unknown CA and missing intermediate apart', async () => {
    const alone = makeCertificate({ commonName: 'x', names });
    expect(await inspect(alone)).toMatchObject({
      chain_problem: 'self-signed',
      chain_error: 'DEPTH_ZERO_SELF_SIGNED_CERT',
    });

    const privateCa = makeCertificate({ commonName: 'x', names }, ROOT);
    expect(await inspect(privateCa)).toMatchObject({ chain_problem: 'unknown-ca' });
    expect(await inspect(privateCa, { chain: ROOT.cert })).toMatchObject({ chain_problem: 'unknown-ca' });

    const below = makeCertificate({ commonName: 'x', names }, MIDDLE);
    expect(await inspect(below, { caFile })).toMatchObject({ chain_problem: 'missing-intermediate' });
    expect(await inspect(below, { caFile, chain: MIDDLE.cert })).toMatchObject({ trusted_by: 'own' });

    const publicKind = makeCertificate(
      { commonName: 'x', names, aia: 'http://ca.example/issuer.crt' },
      MIDDLE,
    );
    expect(await inspect(publicKind)).toMatchObject({ chain_problem: 'missing-intermediate' });
  });

  it('accepts the name it was asked for, not another', async () => {
    const leaf = makeCertificate({ commonName: 'x', names: ['localhost'] }, ROOT);
    expect(await inspect(leaf, { caFile, host: 'localhost' })).toMatchObject({ name_matches: true });
    expect(await inspect(leaf, { caFile })).toMatchObject({ name_matches: false });
  });

  it('says when the other side speaks no TLS, hangs or hangs up', async () => {
    const trust = await loadTrust(undefined);
    if (!trust.ok) throw new Error();
    const ask = async (server: Server) => {
      const sockets: Socket[] = [];
      server.on('connection', (socket) => sockets.push(socket.on('error', () => {})));
      const seen = await inspectTls({
        host: '127.0.0.1',
        port: await listen(server),
        trust: trust.value,
        timeoutMs: 300,
      });
      for (const socket of sockets) socket.destroy();
      return seen;
    };
    const plain = await ask(createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')));
    expect(plain.failure).toMatchObject({ kind: 'tls' });
    const gone = await ask(createServer((socket) => socket.destroy()));
    expect(gone.failure?.kind).toBe('reset');
    const silent = await ask(createServer());
    expect(silent.failure?.kind).toBe('timeout');
  });
});

describe('the CA file', () => {
  it('is refused with a sentence when it is missing, empty or damaged', async () => {
    const empty = join(directory, 'empty.pem');
    await writeFile(empty, 'nothing here');
    const damaged = join(directory, 'damaged.pem');
    await writeFile(damaged, '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n');
    for (const [path, code] of [
      [join(directory, 'absent.pem'), 'ca-file-unreadable'],
      [empty, 'ca-file-empty'],
      [damaged, 'ca-file-broken'],
    ] as const) {
      const result = await loadTrust(path);
      expect(result.ok ? undefined : result.error.code).toBe(code);
    }
  });
});

describe.runIf(process.platform !== 'win32')('a CA file that is no file', () => {
  it.each([
    ['a pipe', (path: string) => execFileSync('mkfifo', [path])],
    [
      'a link to a pipe',
      (path: string) => execFileSync('sh', ['-c', 'mkfifo "$0.p"; ln -s "$0.p" "$0"', path]),
    ],
    ['a device without an end', (path: string) => symlink('/dev/zero', path)],
    ['a terminal', (path: string) => symlink('/dev/tty', path)],
    ['a folder', (path: string) => mkdir(path)],
  ])('is refused at once: %s', async (what, make) => {
    const path = join(directory, what);
    await make(path);
    const began = performance.now();
    const result = await loadTrust(path);
    expect(performance.now() - began).toBeLessThan(1_000);
    expect(result).toMatchObject({ ok: false, error: { code: 'ca-file-unreadable' } });
    expect(result.ok ? '' : result.error.message).toContain('is a folder, pipe or device, not a file');
  });
});

describe('through a proxy', () => {
  it('looks at the certificate at the far end of the tunnel', async () => {
    const leaf = makeCertificate({ commonName: 'far', names: ['auth.test'] }, ROOT);
    const target = createTlsServer({ key: leaf.key, cert: leaf.cert });
    target.on('tlsClientError', () => {});
    const targetPort = await listen(target);
    const asked: string[] = [];
    const sockets: Socket[] = [];
    const proxy = createHttpServer();
    proxy.on('connect', (request, socket: Socket) => {
      asked.push(`${request.url} ${request.headers['proxy-authorization']}`);
      const onward = connectTo(targetPort, '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        onward.pipe(socket).pipe(onward);
      });
      sockets.push(
        socket.on('error', () => {}),
        onward.on('error', () => {}),
      );
    });
    const proxyPort = await listen(proxy);
    const trust = await loadTrust(caFile);
    if (!trust.ok) throw new Error();
    const seen = await inspectTls({
      host: 'auth.test',
      port: 443,
      trust: trust.value,
      proxy: `http://me:p%40ss@127.0.0.1:${proxyPort}`,
    });
    for (const socket of sockets) socket.destroy();
    expect(seen).toMatchObject({ name_matches: true, trusted_by: 'own' });
    expect(asked).toEqual([`auth.test:443 Basic ${Buffer.from('me:p@ss').toString('base64')}`]);
  });
});
