import { X509Certificate } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP, type Socket } from 'node:net';
import { checkServerIdentity, type DetailedPeerCertificate, connect as tlsConnect } from 'node:tls';
import type { CertificateEvidence, TlsEvidence } from '../../../shared/diagnosis/evidence.ts';
import { printable } from '../../../shared/diagnosis/printable.ts';
import { networkFailure, OwnFailure } from './failure.ts';
import type { Trust } from './trust.ts';

export interface InspectOptions {
  readonly host: string;
  readonly port: number;
  readonly trust: Trust;
  /** Proxy to use, as returned by `proxyFor`. */
  readonly proxy?: string | undefined;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal | undefined;
  readonly now?: () => number;
}

/**
 * Inspects the certificate even if it is invalid. Checks chain, host name and dates separately, because the
 * error of a verified connection names only the first problem. Sends no HTTP request.
 */
export async function inspectTls(options: InspectOptions): Promise<TlsEvidence> {
  const host = options.host.replace(/^\[|\]$/g, '');
  const none = { host, port: options.port, chain: [], name_matches: false, valid_now: 'yes' } as const;
  try {
    const tunnel = options.proxy === undefined ? undefined : await openTunnel(options, host);
    return await handshake(options, host, tunnel);
  } catch (error) {
    return { ...none, trusted_by: 'nobody', failure: networkFailure(error) };
  }
}

const timedOut = () =>
  new OwnFailure({ kind: 'timeout', code: 'TIMEOUT', message: 'No TLS connection came about in time.' });

function handshake(options: InspectOptions, host: string, tunnel: Socket | undefined): Promise<TlsEvidence> {
  return new Promise((resolve, reject) => {
    const socket = tlsConnect({
      ...(tunnel ? { socket: tunnel } : { host, port: options.port, autoSelectFamily: true }),
      ...(isIP(host) === 0 ? { servername: host } : {}),
      secureContext: options.trust.context(),
      // The result is computed below. The real requests do verify the certificate.
      rejectUnauthorized: false,
    });
    const finish = (act: () => void) => {
      clearTimeout(timer);
      options.signal?.removeEventListener('abort', abort);
      socket.destroy();
      act();
    };
    const timer = setTimeout(() => finish(() => reject(timedOut())), options.timeoutMs ?? 5000);
    const abort = () => finish(() => reject(options.signal?.reason));
    options.signal?.addEventListener('abort', abort, { once: true });
    socket.on('error', (error) => finish(() => reject(error)));
    socket.once('close', () => finish(() => reject(Object.assign(new Error(), { code: 'ECONNRESET' }))));
    socket.once('secureConnect', () => {
      let evidence: TlsEvidence;
      try {
        evidence = judgePeer(options, host, {
          peer: socket.getPeerCertificate(true),
          protocol: socket.getProtocol() ?? '',
          authorized: socket.authorized,
          error: String(
            (socket.authorizationError as { code?: string } | null)?.code ?? socket.authorizationError ?? '',
          ),
        });
      } catch (error) {
        finish(() => reject(error));
        return;
      }
      finish(() => resolve(evidence));
    });
  });
}

interface Seen {
  readonly peer: DetailedPeerCertificate;
  readonly protocol: string;
  readonly authorized: boolean;
  readonly error: string;
}

function judgePeer(options: InspectOptions, host: string, seen: Seen): TlsEvidence {
  const now = (options.now ?? Date.now)();
  const peers: DetailedPeerCertificate[] = [];
  for (
    let at: DetailedPeerCertificate | undefined = seen.peer;
    at?.raw && !peers.includes(at) && peers.length < 10;
    at = at.issuerCertificate
  ) {
    peers.push(at);
  }
  const leaf = peers[0];
  if (!leaf) throw Object.assign(new Error(), { code: 'ECONNRESET' });
  const certificates = peers.map((peer) => new X509Certificate(peer.raw));
  const chain = certificates.map((certificate) => certificateEvidence(certificate));
  const first = chain[0]!;

  // Dates and name are checked separately: if `error` has one of these codes, it hides problems of the chain.
  const ownMatter = /^(CERT_HAS_EXPIRED|CERT_NOT_YET_VALID|ERR_TLS_CERT_ALTNAME_INVALID|HOSTNAME_MISMATCH)$/;
  const hidden = !seen.authorized && ownMatter.test(seen.error);
  const chainBroken = !seen.authorized && (!hidden || !leadsToTrust(certificates, options.trust));
  const error = hidden ? chainErrorOf(certificates) : seen.error;
  const origin = peers.map((peer) => options.trust.originOf(peer.raw)).find((found) => found !== undefined);
  return {
    host,
    port: options.port,
    protocol: seen.protocol,
    chain,
    name_matches: checkServerIdentity(host, leaf) === undefined,
    valid_now: first.not_after < now ? 'expired' : first.not_before > now ? 'not-yet' : 'yes',
    trusted_by: chainBroken ? 'nobody' : (origin ?? 'public'),
    ...(chainBroken
      ? { chain_error: error, chain_problem: chainProblem(error, certificates, options.trust) }
      : {}),
  };
}

/** Checks that each certificate is signed by the next one, up to a trusted one. */
function leadsToTrust(certificates: readonly X509Certificate[], trust: Trust): boolean {
  for (const [index, certificate] of certificates.entries()) {
    if (trust.originOf(certificate.raw) !== undefined) return true;
    const next = certificates[index + 1];
    if (!next || !certificate.checkIssued(next) || !certificate.verify(next.publicKey)) return false;
  }
  return false;
}

const chainErrorOf = (certificates: readonly X509Certificate[]): string => {
  if (certificates.length > 1) return 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY';
  const [leaf] = certificates;
  return leaf?.issuer === leaf?.subject ? 'DEPTH_ZERO_SELF_SIGNED_CERT' : 'UNABLE_TO_VERIFY_LEAF_SIGNATURE';
};

/**
 * Returns the most likely reason for a broken chain. A certificate from a public CA names the address of its
 * issuer's certificate (AIA). If there is such an address, or if the issuer is related to the user's own CA
 * but is not that CA, an intermediate certificate is missing.
 */
function chainProblem(
  error: string,
  certificates: readonly X509Certificate[],
  trust: Trust,
): NonNullable<TlsEvidence['chain_problem']> {
  const top = certificates[certificates.length - 1]!;
  if (error === 'DEPTH_ZERO_SELF_SIGNED_CERT') return 'self-signed';
  if (top.issuer === top.subject) return 'unknown-ca';
  if (/^CA Issuers - URI:https?:/m.test(top.infoAccess ?? '')) return 'missing-intermediate';
  const sameOrganisation = trust.own.some(
    (ca) => ca.subject !== top.issuer && related(ca.subject, top.issuer),
  );
  return sameOrganisation ? 'missing-intermediate' : 'unknown-ca';
}

/**
 * Checks whether two distinguished names have the same organisation, or the first word of their common name.
 */
function related(a: string, b: string): boolean {
  const part = (name: string, key: string) => new RegExp(`^${key}=(.+)$`, 'm').exec(name)?.[1]?.toLowerCase();
  const organisation = part(a, 'O');
  if (organisation !== undefined && organisation === part(b, 'O')) return true;
  const word = (name: string) => part(name, 'CN')?.split(/\s+/)[0];
  return word(a) !== undefined && word(a) === word(b);
}

function certificateEvidence(certificate: X509Certificate): CertificateEvidence {
  const names = (certificate.subjectAltName ?? '')
    .split(', ')
    .filter(Boolean)
    .slice(0, 50)
    .map((name) => printable(name.replace(/^(DNS|IP Address):/, ''), 120));
  return {
    subject: commonName(certificate.subject),
    issuer: commonName(certificate.issuer),
    names,
    not_before: Date.parse(certificate.validFrom),
    not_after: Date.parse(certificate.validTo),
    self_signed: certificate.subject === certificate.issuer,
    ca_issuers: /CA Issuers - URI:/.test(certificate.infoAccess ?? ''),
    fingerprint: certificate.fingerprint256,
  };
}

const commonName = (name: string | undefined): string =>
  printable(/^CN=(.+)$/m.exec(name ?? '')?.[1] ?? name ?? '', 200);

/** Opens a tunnel through an HTTP(S) proxy (RFC 9110 §9.3.6). */
function openTunnel(options: InspectOptions, host: string): Promise<Socket> {
  const proxy = new URL(options.proxy!);
  const target = `${isIP(host) === 6 ? `[${host}]` : host}:${options.port}`;
  const credentials = proxy.username
    ? Buffer.from(`${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`).toString(
        'base64',
      )
    : undefined;
  return new Promise((resolve, reject) => {
    const ask = proxy.protocol === 'https:' ? httpsRequest : httpRequest;
    const request = ask({
      host: proxy.hostname.replace(/^\[|\]$/g, ''),
      port: proxy.port || (proxy.protocol === 'https:' ? 443 : 80),
      method: 'CONNECT',
      path: target,
      headers: { host: target, ...(credentials ? { 'proxy-authorization': `Basic ${credentials}` } : {}) },
      timeout: options.timeoutMs ?? 5000,
      ...(options.signal ? { signal: options.signal } : {}),
    });
    request.once('timeout', () => request.destroy(timedOut()));
    request.once('error', reject);
    request.once('connect', (response, socket: Socket) => {
      if (response.statusCode === 200) resolve(socket);
      else {
        socket.destroy();
        reject(
          new OwnFailure({
            kind: 'unreachable',
            code: 'PROXY_REFUSED',
            message: `The proxy refused the connection (${response.statusCode}).`,
          }),
        );
      }
    });
    request.end();
  });
}
