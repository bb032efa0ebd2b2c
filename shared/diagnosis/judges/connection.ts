import { canParseUrl } from '../../can-parse-url.ts';
import { isLoopbackHost } from '../../client/url.ts';
import type { Evidence, TlsEvidence } from '../evidence.ts';
import type { FindingCode } from '../findings.ts';
import type { Target } from '../target.ts';
import type { Check, EvidenceValue, Finding } from '../types.ts';
import {
  answerEvidence,
  conclude,
  connectionCode,
  failing,
  isConnectionFailure,
  noting,
  untested,
  warning,
} from './verdict.ts';

const DAY = 86_400_000;
const date = (time: number): string =>
  Number.isFinite(time) ? new Date(time).toISOString().slice(0, 10) : 'unknown';

/** S2, P2: checks name, connection and certificate (RFC 9110 §4.3.4, RFC 9525). */
export function judgeConnection(id: 'S2' | 'P2', evidence: Evidence, target: Target): Check {
  const { network, tls } = evidence;
  if (!network) return untested(id, 'The provider’s address can’t be asked.');
  const answer = evidence.discovery?.answer;
  const shown: Record<string, EvidenceValue | undefined> = {
    host: network.host,
    port: network.port,
    addresses: network.addresses.map(({ address }) => address),
    proxy: network.proxy,
    ...tlsShown(tls),
  };
  const at = { host: network.host, port: network.port, url: target.discovery_url };
  const failure = network.failure ?? tls?.failure ?? answer?.failure;
  const findings: Finding[] = [];
  if (tls && !tls.failure) findings.push(...certificateFindings(tls, target, evidence.started_at));
  if (failure && isConnectionFailure(failure) && !findings.some((one) => one.severity === 'fail')) {
    const code =
      failure.kind === 'tls'
        ? /EPROTO|SSL/.test(failure.code) || tls?.failure
          ? 'tls-not-spoken'
          : 'tls-unknown-ca'
        : connectionCode(failure)!;
    findings.push(
      failing(code, {
        ...at,
        code: failure.code,
        ...(network.app_not_found === undefined ? {} : { app_host: network.app_not_found }),
        address: network.addresses[0]?.address,
        addresses: shown['addresses'],
        proxy: network.proxy,
      }),
    );
  } else if (
    tls?.failure &&
    (tls.failure.kind === 'reset' || tls.failure.kind === 'timeout') &&
    answer?.failure
  ) {
    findings.push(
      failing(tls.failure.kind === 'reset' ? 'connection-reset' : 'connection-timed-out', {
        ...at,
        code: tls.failure.code,
      }),
    );
  } else if (!tls && answer?.failure?.kind === 'reset') {
    findings.push(failing('connection-reset', { ...at, code: answer.failure.code }));
  }
  const failed = findings.find((one) => one.severity === 'fail');
  return conclude(id, {
    summary: failed
      ? (failure?.message ?? CERTIFICATE[failed.code as CertificateCode])
      : tls
        ? `Connected; the certificate is trusted until ${date(tls.chain[0]?.not_after ?? Number.NaN)}.`
        : 'Connected, without encryption.',
    findings,
    evidence: shown,
    // Whatever came back, it came from there.
    proofs: answer && answer.status > 0 ? ['provider-reached'] : [],
    inconclusive: answer === undefined || answer.failure?.kind === 'cancelled',
  });
}

const tlsShown = (tls: TlsEvidence | undefined): Record<string, EvidenceValue | undefined> => {
  const leaf = tls?.chain[0];
  if (!tls) return {};
  return {
    protocol: tls.protocol,
    chain_length: tls.chain.length,
    trusted_by: tls.trusted_by,
    chain_error: tls.chain_error,
    certificate: leaf?.subject,
    issued_by: leaf?.issuer,
    names: leaf?.names,
    not_before: leaf && date(leaf.not_before),
    not_after: leaf && date(leaf.not_after),
  };
};

/** What is wrong with a certificate that came. */
const CERTIFICATE = {
  'tls-wrong-name': 'The certificate is for another name.',
  'tls-expired': 'The certificate has expired.',
  'tls-not-yet-valid': 'The certificate is not valid yet; look at the clock as well.',
  'tls-self-signed': 'The certificate is signed by itself.',
  'tls-unknown-ca': 'The certificate’s authority is not known here.',
  'tls-missing-intermediate':
    'The server sends its certificate without the one between it and the authority.',
} as const satisfies Partial<Record<FindingCode, string>>;
type CertificateCode = keyof typeof CERTIFICATE;

function certificateFindings(tls: TlsEvidence, target: Target, now: number): Finding[] {
  const leaf = tls.chain[0];
  const about = {
    host: tls.host,
    port: tls.port,
    certificate: leaf?.subject,
    issuer: leaf?.issuer,
    names: leaf?.names,
    not_before: leaf && date(leaf.not_before),
    not_after: leaf && date(leaf.not_after),
    code: tls.chain_error,
    ca_file: target.provider.ca_file,
  };
  const findings: Finding[] = [];
  if (!tls.name_matches) findings.push(failing('tls-wrong-name', { ...about, expected: tls.host }));
  if (tls.valid_now === 'expired') findings.push(failing('tls-expired', about));
  if (tls.valid_now === 'not-yet') findings.push(failing('tls-not-yet-valid', about));
  if (tls.chain_problem === 'self-signed') findings.push(failing('tls-self-signed', about));
  if (tls.chain_problem === 'unknown-ca') findings.push(failing('tls-unknown-ca', about));
  if (tls.chain_problem === 'missing-intermediate') findings.push(failing('tls-missing-intermediate', about));
  if (findings.length > 0 || !leaf) return findings;
  const days = Math.floor((leaf.not_after - now) / DAY);
  if (days < 14) findings.push(warning('tls-expires-soon', { ...about, days }));
  // The app's container has its own list of authorities and may not know this one.
  if (tls.trusted_by === 'own' || tls.trusted_by === 'system') {
    findings.push(warning('tls-private-ca', { ...about, trusted_by: tls.trusted_by }));
  }
  return findings;
}

/**
 * P3: checks that plain http redirects to https on the same host and path. Returns undefined if there is
 * nothing to test: on loopback or on another port.
 */
export function judgePlainHttp(evidence: Evidence, target: Target): Check | undefined {
  const answer = evidence.plain_http;
  if (!answer || !canParseUrl(target.discovery_url)) return undefined;
  const wanted = new URL(target.discovery_url);
  const shown = answerEvidence(answer);
  if (answer.failure) {
    const closed = ['refused', 'timeout', 'unreachable', 'reset'].includes(answer.failure.kind);
    return conclude('P3', {
      summary: closed ? 'The port for plain http is closed, which is fine.' : 'Plain http couldn’t be asked.',
      evidence: shown,
      proofs: closed ? ['plain-http-refused'] : [],
    });
  }
  const location =
    answer.location !== undefined && canParseUrl(answer.location) ? new URL(answer.location) : undefined;
  if (answer.status >= 300 && answer.status < 400 && location) {
    const same =
      location.protocol === 'https:' &&
      location.hostname === wanted.hostname &&
      location.pathname === wanted.pathname;
    return conclude('P3', {
      summary: same ? 'Plain http is sent on to https.' : 'Plain http is sent on to another address.',
      proofs: same ? ['plain-http-redirected'] : [],
      findings: same
        ? []
        : [
            warning('http-redirect-differs', {
              expected: wanted.href,
              actual: location.href,
              location: location.href,
            }),
          ],
      evidence: shown,
    });
  }
  if (answer.status < 300) {
    return conclude('P3', {
      summary: 'The provider also answers without encryption.',
      findings: [
        warning('http-not-redirected', { url: answer.url, expected: wanted.href, status: answer.status }),
      ],
      evidence: shown,
    });
  }
  return conclude('P3', {
    summary: `Plain http is refused (${answer.status}), which is fine.`,
    proofs: ['plain-http-refused'],
    evidence: shown,
  });
}

/** S7: compares the clocks, using the `Date` of the answers. */
export function judgeClock(evidence: Evidence): Check {
  const samples = evidence.clock;
  if (samples.length === 0) {
    const answered = evidence.exchanges.some((exchange) => exchange.response);
    return conclude('S7', {
      summary: answered ? 'No answer had a usable Date.' : 'Nothing was answered.',
      findings: answered ? [noting('clock-unknown')] : [],
    });
  }
  const best = samples.reduce((a, b) => (b.error_ms < a.error_ms ? b : a));
  const middle = [...samples].sort((a, b) => a.offset_ms - b.offset_ms)[Math.floor(samples.length / 2)]!;
  const offset =
    Math.abs(middle.offset_ms - best.offset_ms) <= best.error_ms + middle.error_ms ? best : middle;
  const seconds = Math.round(offset.offset_ms / 100) / 10;
  const off = Math.max(0, Math.abs(offset.offset_ms) - offset.error_ms) / 1000;
  const data = {
    seconds,
    offset_s: seconds,
    host: canParseUrl(offset.origin) ? new URL(offset.origin).hostname : offset.origin,
  };
  return conclude('S7', {
    summary:
      off > 5
        ? `The provider’s clock is ${Math.abs(seconds)} s ${seconds > 0 ? 'ahead of' : 'behind'} this machine’s.`
        : 'The clocks agree.',
    findings: off > 300 ? [failing('clock-off', data)] : off > 5 ? [warning('clock-off', data)] : [],
    proofs: ['clocks-agree'],
    evidence: { offset_s: seconds, error_s: Math.round(offset.error_ms / 100) / 10, answers: samples.length },
  });
}

/** True if the provider is on loopback, where encryption is not required. */
export const mayBePlain = (url: string): boolean => canParseUrl(url) && isLoopbackHost(new URL(url).hostname);
