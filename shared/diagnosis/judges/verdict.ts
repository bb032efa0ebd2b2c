import { canParseUrl } from '../../can-parse-url.ts';
import { CHECKS, type CheckId } from '../checks.ts';
import type { Answer, Evidence, NetworkFailure } from '../evidence.ts';
import type { FindingCode } from '../findings.ts';
import type { ProofCode } from '../proofs.ts';
import type { Check, CheckStatus, EvidenceValue, Finding } from '../types.ts';

type Data = Readonly<Record<string, EvidenceValue | undefined>>;

const defined = (data: Data): Record<string, EvidenceValue> =>
  Object.fromEntries(
    Object.entries(data).filter((entry): entry is [string, EvidenceValue] => entry[1] !== undefined),
  );

/** A finding; undefined members of the data are left out. */
export const finding = (severity: Finding['severity'], code: FindingCode, data: Data = {}): Finding => ({
  code,
  severity,
  data: defined(data),
});

export const failing = (code: FindingCode, data?: Data): Finding => finding('fail', code, data);
export const warning = (code: FindingCode, data?: Data): Finding => finding('warn', code, data);
export const noting = (code: FindingCode, data?: Data): Finding => finding('info', code, data);

/**
 * The finding for names that an answer or a token has twice. Programs differ in which of the two values they
 * read, so nothing is known about what an app would see.
 */
export const repeatedFindings = (where: string, members: readonly string[] = []): Finding[] =>
  members.length === 0 ? [] : [failing('member-repeated', { where, members })];

/**
 * The worst finding sets the status. Without a finding and without a proof a check is inconclusive: what was
 * not seen is neither good nor bad.
 */
function statusOf(
  findings: readonly Finding[],
  proofs: readonly ProofCode[],
  inconclusive: boolean,
): CheckStatus {
  if (findings.some((one) => one.severity === 'fail')) return 'fail';
  if (inconclusive) return 'inconclusive';
  if (findings.some((one) => one.severity === 'warn')) return 'warn';
  return proofs.length === 0 ? 'inconclusive' : 'pass';
}

/** Why nothing secret was sent, if the discovery document names a host for it that nobody has confirmed. */
export const withheld = (evidence: Evidence): string | undefined =>
  evidence.untrusted_host === undefined
    ? undefined
    : `The discovery document names ${evidence.untrusted_host} for secrets, which the workspace does not. Nothing was sent there without your consent.`;

/**
 * The result of a check. `proofs`: what was seen to be right; without one the check doesn't pass.
 * `inconclusive`: nothing failed, but what the check asks stayed open, whatever else was seen.
 */
export function conclude(
  id: CheckId,
  judged: {
    readonly summary: string;
    readonly findings?: readonly Finding[];
    readonly evidence?: Data;
    readonly proofs?: readonly ProofCode[];
    readonly inconclusive?: boolean;
  },
): Check {
  const findings = judged.findings ?? [];
  const proofs = judged.inconclusive ? [] : (judged.proofs ?? []);
  return {
    id,
    title: CHECKS[id].title,
    status: statusOf(findings, proofs, judged.inconclusive ?? false),
    light: CHECKS[id].light,
    summary: judged.summary,
    evidence: defined(judged.evidence ?? {}),
    findings,
    ...(proofs.length === 0 ? {} : { proofs }),
  };
}

/** A check that had nothing to look at, because an earlier step produced nothing. */
export const untested = (id: CheckId, summary: string): Check => conclude(id, { summary });

/** The evidence a check shows about one answer. */
export const answerEvidence = (answer: Answer): Data => ({
  url: answer.url,
  status: answer.status || undefined,
  content_type: answer.content_type || undefined,
  size: answer.size,
  duration_ms: answer.duration_ms,
  location: answer.location,
  excerpt: answer.excerpt,
  error: answer.error,
  error_description: answer.error_description,
  failure: answer.failure?.code,
});

/** The data of a finding about one answer. */
export const answerData = (answer: Answer): Data => ({
  url: answer.url,
  status: answer.status || undefined,
  content_type: answer.content_type || undefined,
  location: answer.location,
  excerpt: answer.excerpt,
  error: answer.error,
  error_description: answer.error_description,
  retry_after_s: answer.retry_after_s,
  code: answer.failure?.code,
});

const CONNECTION_CODES: Partial<Record<NetworkFailure['kind'], FindingCode>> = {
  dns: 'dns-not-found',
  refused: 'connection-refused',
  reset: 'connection-reset',
  timeout: 'connection-timed-out',
  unreachable: 'connection-timed-out',
  'address-refused': 'endpoint-on-private-host',
  'scheme-refused': 'endpoint-scheme-refused',
};

/** The code for a request that did not reach its server; undefined for certificate or answer problems. */
export const connectionCode = (failure: NetworkFailure): FindingCode | undefined =>
  CONNECTION_CODES[failure.kind];

/** True for failures that happen before any answer, so that they belong to the connection check. */
export const isConnectionFailure = (failure: NetworkFailure): boolean =>
  ['dns', 'refused', 'unreachable', 'tls'].includes(failure.kind) ||
  (failure.kind === 'timeout' && /CONNECT|ETIMEDOUT/.test(failure.code));

/** Host and port of a URL given as text, for findings. */
export function hostPort(url: string): { readonly host: string; readonly port: number } | undefined {
  if (!canParseUrl(url)) return undefined;
  const parsed = new URL(url);
  return { host: parsed.hostname, port: Number(parsed.port || (parsed.protocol === 'https:' ? 443 : 80)) };
}

/** `n thing` or `n things`. */
export const count = (n: number, thing: string): string => `${n} ${thing}${n === 1 ? '' : 's'}`;
