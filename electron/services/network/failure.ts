import type { NetworkFailure } from '../../../shared/diagnosis/evidence.ts';
import { own } from '../../../shared/own.ts';

interface SystemError {
  readonly code?: unknown;
  readonly name?: unknown;
  readonly cause?: unknown;
  readonly errors?: unknown;
  readonly message?: unknown;
}

const KINDS: Readonly<Record<string, readonly [NetworkFailure['kind'], string]>> = {
  ENOTFOUND: ['dns', 'The name can’t be found.'],
  EAI_AGAIN: ['dns', 'The name server didn’t answer.'],
  EAI_FAIL: ['dns', 'The name server failed.'],
  ENODATA: ['dns', 'The name has no address.'],
  ECONNREFUSED: ['refused', 'Nothing listens at that address and port.'],
  ECONNRESET: ['reset', 'The connection was cut off.'],
  EPIPE: ['reset', 'The connection was cut off.'],
  UND_ERR_SOCKET: ['reset', 'The connection was cut off.'],
  ETIMEDOUT: ['timeout', 'No connection came about in time.'],
  UND_ERR_CONNECT_TIMEOUT: ['timeout', 'No connection came about in time.'],
  UND_ERR_HEADERS_TIMEOUT: ['timeout', 'No answer came in time.'],
  UND_ERR_BODY_TIMEOUT: ['timeout', 'The answer stopped half-way.'],
  EHOSTUNREACH: ['unreachable', 'There is no route to that address.'],
  ENETUNREACH: ['unreachable', 'There is no route to that network.'],
  EADDRNOTAVAIL: ['unreachable', 'There is no route to that address.'],
  EPROTO: ['tls', 'The other side doesn’t speak TLS at that port.'],
  UND_ERR_HEADERS_OVERFLOW: ['headers-too-big', 'The answer’s headers are too big.'],
  HPE_HEADER_OVERFLOW: ['headers-too-big', 'The answer’s headers are too big.'],
};

const isTlsCode = (code: string) =>
  /^(CERT_|ERR_TLS_|ERR_SSL_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|CRL_|INVALID_CA|HOSTNAME_MISMATCH|PATH_LENGTH|INVALID_PURPOSE)/.test(
    code,
  );

/** A failure that Latchkey itself causes. Thrown through the network layers. */
export class OwnFailure extends Error {
  readonly failure: NetworkFailure;
  constructor(failure: NetworkFailure) {
    super(failure.message);
    this.failure = failure;
  }
}

/**
 * Explains why a request got no answer. Doesn't use the system's own message, because it may contain
 * anything.
 */
export function networkFailure(error: unknown): NetworkFailure {
  for (let inner = error as SystemError | undefined, depth = 0; inner && depth < 5; depth++) {
    if (inner instanceof OwnFailure) return inner.failure;
    const code = typeof inner.code === 'string' ? inner.code : '';
    const known = own(KINDS, code);
    if (known) return { kind: known[0], code, message: known[1] };
    if (isTlsCode(code)) {
      const wrongSpeech = /WRONG_VERSION|HTTP_REQUEST|PACKET_LENGTH/.test(code);
      return {
        kind: 'tls',
        code,
        message: wrongSpeech
          ? 'The other side doesn’t speak TLS at that port.'
          : 'The certificate isn’t accepted.',
      };
    }
    if (code.startsWith('HPE_'))
      return { kind: 'bad-answer', code, message: 'The answer isn’t proper HTTP.' };
    if (/^Z_|^ERR__ERROR_FORMAT|^ERR_BROTLI|^ERR_PADDING/.test(code)) {
      return { kind: 'bad-answer', code, message: 'The answer’s compression is damaged.' };
    }
    if (inner.name === 'TimeoutError') {
      return { kind: 'timeout', code: 'TIMEOUT', message: 'No complete answer came in time.' };
    }
    if (inner.name === 'AbortError') {
      return { kind: 'cancelled', code: 'CANCELLED', message: 'The run was cancelled.' };
    }
    const several = Array.isArray(inner.errors) ? (inner.errors[0] as SystemError) : undefined;
    inner = (several ?? inner.cause) as SystemError | undefined;
  }
  const code = (error as SystemError | undefined)?.code;
  return {
    kind: 'bad-answer',
    code: typeof code === 'string' && /^[A-Z0-9_]{2,60}$/.test(code) ? code : 'UNKNOWN',
    message: 'The exchange failed.',
  };
}
