import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeCertificate } from '../helpers/certificates.ts';
import { CHROMIUM_ARGS } from './chromium.ts';

export const AUTH = 'https://auth.example.com';

/** What a host and a browser need to reach a local server under a name from the documentation. */
export interface NamedWorld {
  readonly tls: { readonly key: string; readonly cert: string };
  /** For the host: treats the authority as a public one, and resolves the name to this machine. */
  readonly env: Readonly<Record<string, string>>;
  /** For the browser: the same. */
  readonly args: readonly string[];
  close(): void;
}

/** Makes `auth.example.com` available on this machine at `port`, with a certificate from a new authority. */
export function nameWorld(port: number): NamedWorld {
  const ca = makeCertificate({ commonName: 'Home CA', ca: true });
  const server = makeCertificate({ commonName: 'auth.example.com', names: ['auth.example.com'] }, ca);
  const folder = mkdtempSync(path.join(tmpdir(), 'latchkey-e2e-ca-'));
  const caFile = path.join(folder, 'ca.pem');
  writeFileSync(caFile, ca.cert);
  const preload = fileURLToPath(new URL('./named-hosts.mjs', import.meta.url));
  return {
    tls: { key: server.key, cert: server.cert + ca.cert },
    env: {
      LATCHKEY_E2E_CA: caFile,
      NODE_OPTIONS: `--import ${preload}`,
      LATCHKEY_E2E_NAMES: `auth.example.com=${port}`,
    },
    args: [
      ...CHROMIUM_ARGS,
      `--host-resolver-rules=MAP auth.example.com:443 127.0.0.1:${port}`,
      '--ignore-certificate-errors',
    ],
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}
