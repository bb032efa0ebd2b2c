import { canParseUrl } from '../../can-parse-url.ts';
import { isRecognisable, recognise } from '../../catalog/providers/recognise.ts';
import type { Answer, DiscoveryDocument, Evidence, OtherProduct } from '../evidence.ts';
import type { Target } from '../target.ts';
import type { Check, EvidenceValue, Finding } from '../types.ts';
import { mayBePlain } from './connection.ts';
import { demandFindings, encryptionFindings } from './demands.ts';
import {
  answerData,
  answerEvidence,
  conclude,
  failing,
  isConnectionFailure,
  repeatedFindings,
  untested,
  warning,
} from './verdict.ts';

/** A list of strings, or undefined if the member is absent or of another type. */
export function announcedList(evidence: Evidence, name: string): readonly string[] | undefined {
  const value = evidence.discovery?.document?.[name];
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : undefined;
}

/** A string, or undefined if the member is absent or of another type. */
export function announced(evidence: Evidence, name: string): string | undefined {
  const value = evidence.discovery?.document?.[name];
  return typeof value === 'string' ? value : undefined;
}

/** The data of a finding about another product than the one that the workspace names. */
const otherProduct = (product: OtherProduct | undefined): Record<string, EvidenceValue> =>
  product === undefined
    ? {}
    : {
        product: product.name,
        product_kind: product.kind,
        ...(product.address === undefined ? {} : { product_url: product.address }),
      };

/** The document shows a product that it would not show if the workspace named the right one. */
function productFindings(document: DiscoveryDocument, { provider }: Target): Finding[] {
  const seen = recognise(document);
  return seen?.certainty === 'sure' && seen.kind !== provider.kind && isRecognisable(provider.kind)
    ? [
        warning('metadata-other-product', {
          expected: provider.name,
          actual: seen.name,
          ...otherProduct(seen),
        }),
      ]
    : [];
}

/** What is wrong with the answer that should be the document (Discovery §4). */
function answerFindings(evidence: Evidence, answer: Answer): Finding[] {
  const discovery = evidence.discovery!;
  const data = {
    ...answerData(answer),
    suggestion: discovery.found_elsewhere?.issuer,
    ...otherProduct(discovery.found_elsewhere?.product),
  };
  if (discovery.redirect_loop)
    return [failing('discovery-redirect-loop', { ...data, redirects: discovery.redirects.length })];
  const elsewhere = discovery.redirects.find((hop) => !hop.followed);
  if (elsewhere) {
    return [
      failing('discovery-redirected-elsewhere', { ...data, location: elsewhere.to, actual: elsewhere.to }),
    ];
  }
  if (answer.failure) {
    if (answer.failure.kind === 'timeout') return [failing('discovery-timed-out', data)];
    if (answer.failure.kind === 'scheme-refused') return [failing('endpoint-scheme-refused', data)];
    if (answer.failure.kind === 'address-refused') return [failing('endpoint-on-private-host', data)];
    return [failing('discovery-not-json', data)];
  }
  if (answer.status === 429) return [failing('rate-limited', data)];
  if (answer.status === 401 || answer.status === 403) return [failing('discovery-forbidden', data)];
  if (answer.status >= 500) return [failing('discovery-server-error', data)];
  if (answer.status >= 400) return [failing('discovery-not-found', data)];
  if (answer.body === 'too-big') return [failing('discovery-too-big', data)];
  if (answer.body === 'html') return [failing('discovery-html', data)];
  if (!discovery.document) {
    // What begins as an object and can't be read is the document, cut off on its way.
    const cut = answer.body === 'text' && answer.excerpt?.trimStart().startsWith('{') === true;
    return [failing('discovery-not-json', cut ? { ...data, cut } : data)];
  }
  const findings: Finding[] = [];
  if (discovery.redirects.length > 0) {
    findings.push(
      warning('discovery-redirected', { ...data, url: discovery.redirects[0]!.from, location: answer.url }),
    );
  }
  if (!/^application\/(?:[\w.+-]+\+)?json\b/i.test(answer.content_type)) {
    findings.push(warning('discovery-wrong-content-type', { ...data, expected: 'application/json' }));
  }
  return [...repeatedFindings('the discovery document', answer.repeated_members), ...findings];
}

/** S3: checks that the discovery document is at its proper address. */
export function judgeDiscovery(evidence: Evidence): Check {
  const answer = evidence.discovery?.answer;
  if (
    !answer ||
    (answer.failure && isConnectionFailure(answer.failure)) ||
    answer.failure?.kind === 'reset'
  ) {
    return untested('S3', 'The provider couldn’t be asked.');
  }
  if (answer.failure?.kind === 'cancelled') return untested('S3', answer.failure.message);
  const findings = answerFindings(evidence, answer);
  const failed = findings.some((one) => one.severity === 'fail');
  return conclude('S3', {
    summary: failed
      ? discoverySentence(findings[0]!, answer)
      : findings.length > 0
        ? 'The document is there, though not quite as it should be.'
        : 'The document is there.',
    findings,
    proofs: evidence.discovery!.document ? ['document-read'] : [],
    evidence: answerEvidence(answer),
  });
}

function discoverySentence(first: Finding, answer: Answer): string {
  switch (first.code) {
    case 'discovery-redirected-elsewhere':
      return `The provider sends the request on to ${String(first.data['location'])}.`;
    case 'discovery-redirect-loop':
      return 'The provider sends the request round in circles.';
    case 'discovery-html':
      return 'A web page came instead of the document.';
    case 'member-repeated':
      return 'The document says something twice.';
    case 'discovery-timed-out':
      return 'No complete answer came in time.';
    case 'discovery-too-big':
      return 'The answer is larger than 1 MiB and was not read.';
    case 'discovery-not-json':
      return answer.body === 'too-deep'
        ? 'The answer nests too deep to be read.'
        : 'The answer is no JSON object.';
    default:
      return `The provider answered ${answer.status}.`;
  }
}

const REQUIRED = ['authorization_endpoint', 'token_endpoint', 'jwks_uri'] as const;
const ENDPOINTS = [...REQUIRED, 'userinfo_endpoint', 'end_session_endpoint'] as const;
/** The endpoints that the user's browser must reach. */
const FOR_BROWSERS = new Set<string>(['authorization_endpoint', 'end_session_endpoint']);

/** True for names that are only valid inside a network. */
const isInternalName = (hostname: string): boolean =>
  (!hostname.includes('.') && !hostname.includes(':')) ||
  /\.(?:internal|local|lan|svc|docker|cluster\.local)$/.test(hostname);
/**
 * A name may begin like an address (`10.example.com`), but in a parsed URL only an address ends in a number, and only
 * one of IPv6 has a bracket.
 */
const isPrivateLiteral = (hostname: string): boolean =>
  (/\.\d+$/.test(hostname) &&
    /^(?:10\.|127\.|169\.254\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.)/.test(
      hostname,
    )) ||
  /\[(?:::1|f[cd]|fe80)/.test(hostname);

/** Compares one endpoint with the issuer. */
function endpointFindings(name: string, url: string, base: URL, target: Target): Finding[] {
  const parsed = new URL(url);
  const about = { endpoint: name, url, actual: url, host: parsed.hostname, expected: base.origin };
  if (parsed.protocol !== 'https:' && parsed.protocol !== 'http:') {
    return [failing('endpoint-scheme-refused', { ...about, scheme: parsed.protocol })];
  }
  const findings: Finding[] = [];
  if (parsed.protocol === 'http:' && base.protocol === 'https:') {
    findings.push(
      plainHttp(mayBePlain(url) && mayBePlain(target.issuer), 'endpoint-plain-http', {
        ...about,
        expected: url.replace(/http:/i, 'https:'),
      }),
    );
  }
  if (parsed.hostname !== base.hostname) {
    const inside = isPrivateLiteral(parsed.hostname) || isInternalName(parsed.hostname);
    const baseInside = isPrivateLiteral(base.hostname) || isInternalName(base.hostname);
    if (inside && !(baseInside && !FOR_BROWSERS.has(name) && !isInternalName(parsed.hostname))) {
      findings.push(warning('endpoint-on-private-host', about));
    } else findings.push(warning('endpoint-on-other-host', about));
  } else if (parsed.host !== base.host && parsed.protocol === base.protocol) {
    findings.push(warning('endpoint-on-other-host', about));
  }
  return findings;
}

const plainHttp = (
  mild: boolean,
  code: 'endpoint-plain-http',
  data: Record<string, EvidenceValue>,
): Finding => (mild ? warning(code, data) : failing(code, data));

/** S5: checks what the document must announce (Discovery §3). */
export function judgeMetadata(evidence: Evidence, target: Target): Check {
  if (!evidence.discovery?.document) return untested('S5', 'There is no discovery document to read.');
  const findings: Finding[] = [];
  for (const name of REQUIRED) {
    const url = announced(evidence, name);
    if (url === undefined || !canParseUrl(url)) {
      findings.push(failing('metadata-endpoint-missing', { missing: name, endpoint: name, actual: url }));
    }
  }
  const types = announcedList(evidence, 'response_types_supported');
  if (types && !types.includes('code')) {
    findings.push(
      failing('metadata-code-flow-missing', { announced: types, actual: types.join(', '), expected: 'code' }),
    );
  }
  const grants = announcedList(evidence, 'grant_types_supported');
  if (grants && !grants.includes('authorization_code')) {
    findings.push(
      failing('metadata-code-flow-missing', {
        announced: grants,
        actual: grants.join(', '),
        expected: 'authorization_code',
      }),
    );
  }
  const document = evidence.discovery.document;
  findings.push(
    ...productFindings(document, target),
    ...demandFindings(document, target),
    ...encryptionFindings(document, target),
  );
  const readsUserinfo = target.app.claims_from === 'userinfo';
  if (announced(evidence, 'userinfo_endpoint') === undefined) {
    findings.push(
      (readsUserinfo ? failing : warning)('metadata-userinfo-missing', {
        missing: 'userinfo_endpoint',
        endpoint: 'userinfo_endpoint',
      }),
    );
  }
  if (canParseUrl(target.issuer)) {
    const base = new URL(target.issuer);
    for (const name of ENDPOINTS) {
      const url = announced(evidence, name);
      if (url !== undefined && canParseUrl(url)) findings.push(...endpointFindings(name, url, base, target));
    }
  }
  const missing = [
    'response_types_supported',
    'subject_types_supported',
    'id_token_signing_alg_values_supported',
  ].filter((name) => announcedList(evidence, name) === undefined);
  const failed = findings.filter((one) => one.severity === 'fail').length;
  return conclude('S5', {
    summary:
      failed > 0
        ? findings.some((one) => one.code === 'provider-demands-more' || one.code === 'id-token-encrypted')
          ? 'The document announces something that this app can’t do.'
          : 'The document lacks or spoils something a login needs.'
        : findings.length > 0
          ? 'Everything a login needs is announced, with something odd.'
          : 'Everything a login needs is announced.',
    findings: merged(findings),
    proofs: ['endpoints-announced'],
    evidence: {
      endpoints: Object.fromEntries(
        ENDPOINTS.flatMap((name) => {
          const url = announced(evidence, name);
          return url === undefined ? [] : [[name, url]];
        }),
      ),
      ...(missing.length > 0 ? { not_announced: missing } : {}),
    },
  });
}

/** Merges findings with the same code and severity; the merged finding lists all their endpoints. */
function merged(findings: readonly Finding[]): Finding[] {
  const byCode = new Map<string, Finding>();
  for (const one of findings) {
    const known = byCode.get(`${one.code} ${one.severity}`);
    if (!known) byCode.set(`${one.code} ${one.severity}`, one);
    else {
      const listed = Array.isArray(known.data['endpoints'])
        ? known.data['endpoints']
        : [known.data['endpoint'] ?? ''];
      byCode.set(`${one.code} ${one.severity}`, {
        ...known,
        data: { ...known.data, endpoints: [...listed, one.data['endpoint'] ?? ''] },
      });
    }
  }
  return [...byCode.values()];
}

/** P1: combines S3 and S5, for a check without a login. */
export function judgeDiscoveryAndMetadata(evidence: Evidence, target: Target): Check {
  const document = judgeDiscovery(evidence);
  const metadata = judgeMetadata(evidence, target);
  const told = document.status === 'pass' ? metadata : document;
  return conclude('P1', {
    summary: told.summary,
    findings: [...document.findings, ...metadata.findings],
    evidence: { ...document.evidence, ...metadata.evidence },
    proofs: [...(document.proofs ?? []), ...(metadata.proofs ?? [])],
    inconclusive: document.status === 'inconclusive',
  });
}
