import { canParseUrl } from '../../can-parse-url.ts';
import { CHECKS, type CheckId } from '../checks.ts';
import type { Answer, NetworkFailure } from '../evidence.ts';
import type { FindingCode } from '../findings.ts';
import type { Check, CheckStatus, EvidenceValue, Finding } from '../types.ts';

type Data = Readonly<Record<string, EvidenceValue | undefined>>;

const defined = (data: Data): Record<string, EvidenceValue> =>
  Object.fromEntries(
    Object.entries(data).filter((entry): entry is [string, EvidenceValue] => entry[1] !== undefined),
  );

/** A finding; members that are undefined are left out. */
export const finding = (severity: Finding['severity'], code: FindingCode, data: Data = {}): Finding => ({
  code,
  severity,
  data: defined(data),
});

export const failing = (code: FindingCode, data?: Data): Finding => finding('fail', code, data);
export const warning = (code: FindingCode, data?: Data): Finding => finding('warn', code, data);
export const noting = (code: FindingCode, data?: Data): Finding => finding('info', code, data);

/** The worst finding colours the check; without one it is a pass, unless nothing could be told. */
function statusOf(findings: readonly Finding[], inconclusive: boolean): CheckStatus {
  if (findings.some((one) => one.severity === 'fail')) return 'fail';
  if (inconclusive) return 'inconclusive';
  return findings.some((one) => one.severity === 'warn') ? 'warn' : 'pass';
}

/** A judged check. `inconclusive`: nothing failed, but what is there doesn't prove a pass either. */
export function conclude(
  id: CheckId,
  judged: {
    readonly summary: string;
    readonly findings?: readonly Finding[];
    readonly evidence?: Data;
    readonly inconclusive?: boolean;
  },
): Check {
  const findings = judged.findings ?? [];
  return {
    id,
    title: CHECKS[id].title,
    status: statusOf(findings, judged.inconclusive ?? false),
    light: CHECKS[id].light,
    summary: judged.summary,
    evidence: defined(judged.evidence ?? {}),
    findings,
  };
}

/** A check for which an earlier step left nothing to look at. */
export const untested = (id: CheckId, summary: string): Check =>
  conclude(id, { summary, inconclusive: true });

/** What stands in the evidence of a check about one answer. */
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

/** What is said of one answer in a finding. */
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

/** The code for a request that found no way to its server; undefined where the certificate or the answer is at fault. */
export const connectionCode = (failure: NetworkFailure): FindingCode | undefined =>
  CONNECTION_CODES[failure.kind];

/** True for failures that come about before anything is answered, so that they are the connection's matter. */
export const isConnectionFailure = (failure: NetworkFailure): boolean =>
  ['dns', 'refused', 'unreachable', 'tls'].includes(failure.kind) ||
  (failure.kind === 'timeout' && /CONNECT|ETIMEDOUT/.test(failure.code));

/** Host and port of a URL's text, for findings. */
export function hostPort(url: string): { readonly host: string; readonly port: number } | undefined {
  if (!canParseUrl(url)) return undefined;
  const parsed = new URL(url);
  return { host: parsed.hostname, port: Number(parsed.port || (parsed.protocol === 'https:' ? 443 : 80)) };
}

/** `n thing` or `n things`. */
export const count = (n: number, thing: string): string => `${n} ${thing}${n === 1 ? '' : 's'}`;
