import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

/**
 * Certificates for the laboratory, created when it starts and discarded when it ends. Node.js can read
 * certificates but not create them, so this file writes the few RFC 5280 structures that it needs.
 */

const tlv = (tag: number, ...parts: readonly Uint8Array[]): Buffer => {
  const body = Buffer.concat(parts);
  if (body.length < 0x80) return Buffer.concat([Buffer.from([tag, body.length]), body]);
  const length: number[] = [];
  for (let rest = body.length; rest > 0; rest >>= 8) length.unshift(rest & 255);
  return Buffer.concat([Buffer.from([tag, 0x80 | length.length, ...length]), body]);
};
const sequence = (...parts: readonly Uint8Array[]) => tlv(0x30, ...parts);
const set = (...parts: readonly Uint8Array[]) => tlv(0x31, ...parts);
const octets = (...parts: readonly Uint8Array[]) => tlv(0x04, ...parts);
const bits = (bytes: Uint8Array, unused = 0) => tlv(0x03, Buffer.from([unused]), bytes);
/** X.690 §8.3.2: no leading zero byte, unless the next bit is set. */
const integer = (bytes: Uint8Array): Buffer =>
  bytes.length > 1 && bytes[0] === 0
    ? integer(bytes.subarray(1))
    : tlv(0x02, bytes[0]! & 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes);
const utf8 = (text: string) => tlv(0x0c, Buffer.from(text));
const TRUE = tlv(0x01, Buffer.from([0xff]));

function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second];
  for (const arc of rest) {
    const septets = [arc & 127];
    for (let left = arc >> 7; left > 0; left >>= 7) septets.unshift((left & 127) | 128);
    bytes.push(...septets);
  }
  return tlv(0x06, Buffer.from(bytes));
}

/** UTCTime is used up to 2049, GeneralizedTime after that (RFC 5280 §4.1.2.5). */
const time = (at: Date): Buffer => {
  const text = at.toISOString().replace(/[-:T]|\.\d+/g, '');
  return at.getUTCFullYear() < 2050 ? tlv(0x17, Buffer.from(text.slice(2))) : tlv(0x18, Buffer.from(text));
};

const ECDSA_SHA256 = sequence(oid('1.2.840.10045.4.3.2'));
const DAY = 86_400_000;

const name = (organisation: string, common: string): Buffer =>
  sequence(set(sequence(oid('2.5.4.10'), utf8(organisation))), set(sequence(oid('2.5.4.3'), utf8(common))));

interface Identity {
  readonly name: Buffer;
  readonly key: KeyObject;
  readonly pem: string;
}

interface Wanted {
  readonly common: string;
  readonly organisation?: string;
  /** Absent: self-signed. */
  readonly issuer?: Identity;
  readonly authority?: boolean;
  /** Host names and IPv4 addresses. */
  readonly hosts?: readonly string[];
  /** Days from now. */
  readonly from?: number;
  readonly to?: number;
}

const extension = (id: string, critical: boolean, value: Buffer) =>
  sequence(oid(id), ...(critical ? [TRUE] : []), octets(value));

/** A general name: `iPAddress` for an IPv4 literal, otherwise `dNSName` (RFC 5280 §4.2.1.6). */
const generalName = (host: string) =>
  /^\d+(\.\d+){3}$/.test(host)
    ? tlv(0x87, Buffer.from(host.split('.').map(Number)))
    : tlv(0x82, Buffer.from(host));

const keyId = (spki: Buffer) => createHash('sha1').update(spki).digest();

/** Makes a certificate with a key of its own. */
export function certificate(wanted: Wanted): Identity {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  const subject = name(wanted.organisation ?? 'Fault laboratory', wanted.common);
  const now = Date.now();
  const extensions = [
    extension('2.5.29.19', true, sequence(...(wanted.authority ? [TRUE] : []))),
    extension(
      '2.5.29.15',
      true,
      wanted.authority ? bits(Buffer.from([0x06]), 1) : bits(Buffer.from([0x80]), 7),
    ),
    extension('2.5.29.14', false, octets(keyId(spki))),
    ...(wanted.hosts ? [extension('2.5.29.17', false, sequence(...wanted.hosts.map(generalName)))] : []),
  ];
  const body = sequence(
    tlv(0xa0, integer(Buffer.from([2]))),
    integer(createHash('sha256').update(spki).digest().subarray(0, 12)),
    ECDSA_SHA256,
    wanted.issuer?.name ?? subject,
    sequence(time(new Date(now + (wanted.from ?? -1) * DAY)), time(new Date(now + (wanted.to ?? 365) * DAY))),
    subject,
    spki,
    tlv(0xa3, sequence(...extensions)),
  );
  const signature = sign('sha256', body, wanted.issuer?.key ?? privateKey);
  const der = sequence(body, ECDSA_SHA256, bits(signature));
  // No empty line before the end, which OpenSSL takes for the end of a header.
  const base64 = der.toString('base64').replace(/.{64}(?=.)/g, '$&\n');
  return {
    name: subject,
    key: privateKey,
    pem: `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`,
  };
}

export const TLS_KINDS = [
  'good',
  'self-signed',
  'expired',
  'not-yet-valid',
  'wrong-name',
  'missing-intermediate',
] as const;
/** What is wrong with a server certificate. All except `self-signed` come from the laboratory's own CA. */
export type TlsKind = (typeof TLS_KINDS)[number];

export interface Certificates {
  /** PEM of the root, as in a workspace's `ca_file`. */
  readonly ca: string;
  readonly server: Readonly<Record<TlsKind, { readonly key: string; readonly cert: string }>>;
}

let made: Certificates | undefined;

/** The laboratory's certificates, created once per process. */
export function certificates(): Certificates {
  if (made) return made;
  const root = certificate({ common: 'Laboratory root', authority: true });
  const between = certificate({ common: 'Laboratory intermediate', authority: true, issuer: root });
  const hosts = ['localhost', '127.0.0.1'];
  const leaf = (more: Partial<Wanted>, chain: readonly Identity[] = []) => {
    const one = certificate({ common: 'auth.example.com', hosts, issuer: root, ...more });
    return {
      key: one.key.export({ type: 'pkcs8', format: 'pem' }).toString(),
      cert: [one, ...chain].map((each) => each.pem).join(''),
    };
  };
  const own = certificate({ common: 'localhost', hosts });
  made = {
    ca: root.pem,
    server: {
      good: leaf({ issuer: between }, [between]),
      'self-signed': { key: own.key.export({ type: 'pkcs8', format: 'pem' }).toString(), cert: own.pem },
      expired: leaf({ from: -30, to: -2 }),
      'not-yet-valid': leaf({ from: 2, to: 30 }),
      'wrong-name': leaf({ hosts: ['other.example.com'] }),
      'missing-intermediate': leaf({ issuer: between }),
    },
  };
  return made;
}
