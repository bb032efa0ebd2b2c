import { createHash, X509Certificate } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import * as tls from 'node:tls';
import { fail, ok, type Result } from '../../../shared/result.ts';
import { readRegular } from '../files/regular.ts';

const PEM = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+?-----END CERTIFICATE-----/g;
/** Files where Linux distributions keep the system's CA certificates. */
const SYSTEM_BUNDLES = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/ssl/cert.pem',
];
/** Larger than any real bundle. A larger file is not a CA bundle. */
const MAX_FILE = 4 * 1024 * 1024;

/** The CAs that our own requests trust, with their origin. */
export interface Trust {
  /** Created at first use, because an http provider on this machine doesn't need it. */
  readonly context: () => tls.SecureContext;
  /** Origin of this CA: the public list, this machine, or the user's file. */
  readonly originOf: (der: Buffer) => 'public' | 'system' | 'own' | undefined;
  /** The certificates from the user's file. */
  readonly own: readonly X509Certificate[];
}

const der = (pem: string): string => pem.replace(/-----[A-Z ]+-----|\s/g, '');

let systemCache: readonly string[] | undefined;

/** CAs that this machine trusts in addition to the public ones, as PEM. */
function systemCertificates(): readonly string[] {
  if (systemCache) return systemCache;
  const known = new Set(tls.rootCertificates.map(der));
  // Node.js 22.15 and newer can read the system store.
  const ask = (tls as unknown as { getCACertificates?: (type: string) => string[] }).getCACertificates;
  const found: string[] = [];
  try {
    if (ask) found.push(...ask('system'), ...ask('extra'));
  } catch {
    // If the system store can't be read, no CAs are added.
  }
  if (!ask) {
    for (const path of [process.env['NODE_EXTRA_CA_CERTS'], ...SYSTEM_BUNDLES]) {
      if (path === undefined) continue;
      try {
        const info = statSync(path);
        if (!info.isFile() || info.size > MAX_FILE) continue;
        found.push(...(readFileSync(path, 'utf8').match(PEM) ?? []));
      } catch {
        // This file doesn't exist on this distribution.
      }
    }
  }
  const own = new Map(found.map((pem) => [der(pem), pem]));
  systemCache = [...own].filter(([key]) => !known.has(key)).map(([, pem]) => pem);
  return systemCache;
}

let publicContext: tls.SecureContext | undefined;

function makeContext(system: readonly string[], own: readonly string[]): tls.SecureContext {
  const make = () => tls.createSecureContext({ ca: [...tls.rootCertificates, ...system, ...own] });
  if (own.length > 0) return make();
  publicContext ??= make();
  return publicContext;
}

/**
 * A digest of the user's CA file, to notice that it holds other certificates than before. A file that can't be read
 * has one too, because a test can't pass with it. Undefined without a file.
 */
export async function caDigest(caFile: string | undefined): Promise<string | undefined> {
  if (caFile === undefined) return undefined;
  const read = await readRegular(caFile, MAX_FILE);
  return read.ok ? createHash('sha256').update(read.value).digest('hex') : read.error.code;
}

/** Reads the user's CA file and combines it with the public CAs and those of the machine. */
export async function loadTrust(caFile: string | undefined): Promise<Result<Trust>> {
  const own: X509Certificate[] = [];
  const pems: string[] = [];
  if (caFile !== undefined) {
    const read = await readRegular(caFile, MAX_FILE);
    if (!read.ok) {
      return fail('ca-file-unreadable', `The CA file can’t be read. ${read.error.message}`, caFile);
    }
    pems.push(...(read.value.toString('latin1').match(PEM) ?? []));
    try {
      own.push(...pems.map((pem) => new X509Certificate(pem)));
    } catch {
      return fail(
        'ca-file-broken',
        'The CA file holds a damaged certificate. Export it again as PEM.',
        caFile,
      );
    }
    if (own.length === 0) {
      return fail(
        'ca-file-empty',
        'The CA file holds no certificate. It must be PEM and begin with “-----BEGIN CERTIFICATE-----”.',
        caFile,
      );
    }
  }
  let origins: Map<string, 'public' | 'system' | 'own'> | undefined;
  let context: tls.SecureContext | undefined;
  return ok({
    context: () => {
      context ??= makeContext(systemCertificates(), pems);
      return context;
    },
    originOf: (raw) => {
      origins ??= new Map([
        ...pems.map((pem) => [der(pem), 'own'] as const),
        ...systemCertificates().map((pem) => [der(pem), 'system'] as const),
        ...tls.rootCertificates.map((pem) => [der(pem), 'public'] as const),
      ]);
      return origins.get(raw.toString('base64'));
    },
    own,
  });
}
