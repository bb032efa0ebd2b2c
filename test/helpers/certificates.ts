import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isIP } from 'node:net';

/** Encodes DER: a tag, the length, the content. */
const der = (tag: number, ...content: readonly Buffer[]): Buffer => {
  const body = Buffer.concat(content);
  const length =
    body.length < 128
      ? Buffer.from([body.length])
      : body.length < 256
        ? Buffer.from([0x81, body.length])
        : Buffer.from([0x82, body.length >> 8, body.length & 255]);
  return Buffer.concat([Buffer.from([tag]), length, body]);
};
const sequence = (...content: readonly Buffer[]) => der(0x30, ...content);
const TRUE = der(0x01, Buffer.from([0xff]));

const oid = (dotted: string): Buffer => {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second];
  for (const arc of rest) {
    const digits = [arc & 127];
    for (let left = arc >> 7; left > 0; left >>= 7) digits.unshift((left & 127) | 128);
    bytes.push(...digits);
  }
  return der(0x06, Buffer.from(bytes));
};

const ECDSA_SHA256 = sequence(oid('1.2.840.10045.4.3.2'));
const name = (commonName: string, organisation: string) =>
  sequence(
    der(0x31, sequence(oid('2.5.4.10'), der(0x0c, Buffer.from(organisation)))),
    der(0x31, sequence(oid('2.5.4.3'), der(0x0c, Buffer.from(commonName)))),
  );
const time = (date: Date) =>
  der(0x18, Buffer.from(`${date.toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`));
const extension = (id: string, critical: boolean, value: Buffer) =>
  sequence(oid(id), ...(critical ? [TRUE] : []), der(0x04, value));
const ipBytes = (ip: string) =>
  isIP(ip) === 4 ? Buffer.from(ip.split('.').map(Number)) : Buffer.from([...new Array(15).fill(0), 1]);

export interface CertificateRequest {
  readonly commonName: string;
  readonly organisation?: string;
  /** Host names and IP addresses (IPv6: only `::1`). */
  readonly names?: readonly string[];
  readonly ca?: boolean;
  readonly notBefore?: Date;
  readonly notAfter?: Date;
  /** Where the issuer's certificate can be downloaded, as public CAs state it. */
  readonly aia?: string;
}

/** A certificate with its key. */
export interface Identity {
  readonly key: string;
  readonly cert: string;
  readonly subject: Buffer;
  readonly privateKey: KeyObject;
}

const DAY = 86_400_000;

/** Makes a certificate for a test: signed by `issuer`, or by itself. EC P-256, valid from yesterday for 90 days. */
export function makeCertificate(request: CertificateRequest, issuer?: Identity): Identity {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const subject = name(request.commonName, request.organisation ?? 'Latchkey Tests');
  const extensions = [
    extension('2.5.29.19', true, sequence(...(request.ca ? [TRUE] : []))),
    ...(request.names
      ? [
          extension(
            '2.5.29.17',
            false,
            sequence(
              ...request.names.map((one) =>
                isIP(one) ? der(0x87, ipBytes(one)) : der(0x82, Buffer.from(one)),
              ),
            ),
          ),
        ]
      : []),
    ...(request.aia
      ? [
          extension(
            '1.3.6.1.5.5.7.1.1',
            false,
            sequence(sequence(oid('1.3.6.1.5.5.7.48.2'), der(0x86, Buffer.from(request.aia)))),
          ),
        ]
      : []),
  ];
  const serial = randomBytes(8);
  serial[0] = (serial[0]! & 0x7f) | 1;
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, serial),
    ECDSA_SHA256,
    issuer?.subject ?? subject,
    sequence(
      time(request.notBefore ?? new Date(Date.now() - DAY)),
      time(request.notAfter ?? new Date(Date.now() + 90 * DAY)),
    ),
    subject,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(...extensions)),
  );
  const signature = sign('sha256', body, issuer?.privateKey ?? privateKey);
  const whole = sequence(body, ECDSA_SHA256, der(0x03, Buffer.from([0]), signature));
  const lines = whole
    .toString('base64')
    .match(/.{1,64}/g)!
    .join('\n');
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
    subject,
    privateKey,
  };
}
