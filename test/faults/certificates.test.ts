import { X509Certificate } from 'node:crypto';
import { connect, createSecureContext, createServer } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { certificate, certificates, TLS_KINDS, type TlsKind } from './certificates.ts';

/** What Node.js itself says about a server with this certificate. */
function verdict(kind: TlsKind, ca?: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const server = createServer({ ...certificates().server[kind] }, (socket) => socket.end());
    server.on('tlsClientError', () => {});
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      const done = (text: string) => {
        socket.destroy();
        server.close(() => resolve(text));
      };
      const socket = connect({ host: '127.0.0.1', port, ...(ca === undefined ? {} : { ca }) }, () =>
        done('trusted'),
      );
      socket.on('error', (error: NodeJS.ErrnoException) => done(error.code ?? error.message));
    });
    server.on('error', reject);
  });
}

describe('the laboratory’s certificates', () => {
  it('are read by Node.js, each with its one fault', async () => {
    const { ca, server } = certificates();
    expect(new X509Certificate(ca).ca).toBe(true);
    expect(TLS_KINDS.every((kind) => new X509Certificate(server[kind].cert).subject !== '')).toBe(true);
    expect(await verdict('good', ca)).toBe('trusted');
    expect(await verdict('good')).toMatch(/SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO/);
    expect(await verdict('self-signed', ca)).toBe('DEPTH_ZERO_SELF_SIGNED_CERT');
    expect(await verdict('expired', ca)).toBe('CERT_HAS_EXPIRED');
    expect(await verdict('not-yet-valid', ca)).toBe('CERT_NOT_YET_VALID');
    expect(await verdict('wrong-name', ca)).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
    expect(await verdict('missing-intermediate', ca)).toMatch(/UNABLE_TO/);
  });
  it('are read by OpenSSL whatever their length is', () => {
    const lengths = new Set<number>();
    for (let name = 'a'; name.length < 200; name += 'a') {
      const { key, pem } = certificate({ common: name });
      lengths.add(pem.replace(/-----[^-]*-----|\s/g, '').length % 64);
      expect(() =>
        createSecureContext({ key: key.export({ type: 'pkcs8', format: 'pem' }).toString(), cert: pem }),
      ).not.toThrow();
    }
    expect(lengths.has(0)).toBe(true);
  });
});
