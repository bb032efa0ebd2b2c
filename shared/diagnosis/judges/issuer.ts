import { canParseUrl } from '../../can-parse-url.ts';
import { isLoopbackHost } from '../../client/url.ts';
import type { Evidence } from '../evidence.ts';
import type { FindingCode } from '../findings.ts';
import type { Target } from '../target.ts';
import type { Check, Finding } from '../types.ts';
import { announced } from './discovery.ts';
import { conclude, failing, untested, warning } from './verdict.ts';

/** In a parsed URL only an IPv4 address ends in a number (WHATWG URL §4.3), and only an IPv6 address has brackets. */
const isIpHost = (hostname: string) => /\.\d+$/.test(hostname) || hostname.startsWith('[');

/** S1: checks the issuer's form (Discovery §3, RFC 8414 §2). */
export function judgeIssuerForm(_evidence: Evidence, target: Target): Check {
  const { issuer } = target;
  const findings: Finding[] = [];
  const typed = issuer.trim();
  if (/\s/.test(issuer)) findings.push(warning('issuer-has-blanks', { actual: issuer, expected: typed }));
  if (!canParseUrl(typed) || !/^https?:\/\//i.test(typed)) {
    findings.push(failing('issuer-not-a-url', { actual: issuer }));
    return conclude('S1', { summary: 'The issuer is not a URL.', findings, evidence: { issuer } });
  }
  const url = new URL(typed);
  const loopback = isLoopbackHost(url.hostname);
  if (/[?#]/.test(typed)) {
    findings.push(
      failing('issuer-has-query-or-fragment', { actual: issuer, expected: url.origin + url.pathname }),
    );
  }
  if (url.protocol === 'http:' && !loopback) {
    findings.push(
      failing('issuer-plain-http', {
        actual: issuer,
        expected: `https://${url.host}${url.pathname}`,
        host: url.hostname,
      }),
    );
  }
  if (isIpHost(url.hostname) && !loopback)
    findings.push(warning('issuer-host-is-ip', { host: url.hostname, actual: issuer }));
  return conclude('S1', {
    summary:
      findings.length > 0
        ? 'The issuer’s address has a flaw.'
        : loopback && url.protocol === 'http:'
          ? 'A proper address. Plain http is for this machine only.'
          : 'A proper https address.',
    findings,
    proofs: ['issuer-well-formed'],
    evidence: { issuer, bytes: new TextEncoder().encode(issuer).length },
  });
}

/** Returns the code for the part in which two issuers differ, the most general difference first. */
export function classifyDifference(expected: string, actual: string): FindingCode {
  if (expected.replace(/\/+$/, '') === actual.replace(/\/+$/, '')) return 'issuer-differs-by-slash';
  if (expected.toLowerCase() === actual.toLowerCase()) return 'issuer-differs-by-case';
  if (!canParseUrl(expected) || !canParseUrl(actual)) return 'issuer-differs-by-path';
  const a = new URL(expected);
  const b = new URL(actual);
  if (a.hostname !== b.hostname) return 'issuer-differs-by-host';
  if (a.protocol !== b.protocol) return 'issuer-differs-by-scheme';
  // Two texts of one address: one of them states the usual port.
  return a.port !== b.port || a.href === b.href ? 'issuer-differs-by-port' : 'issuer-differs-by-path';
}

/** Position of the first byte in which two texts differ. */
export function firstDifference(a: string, b: string): number {
  const left = new TextEncoder().encode(a);
  const right = new TextEncoder().encode(b);
  let i = 0;
  while (i < left.length && left[i] === right[i]) i++;
  return i;
}

/** S4, P4: checks that the announced issuer equals the configured one, byte for byte (Discovery §4.3). */
export function judgeIssuerEquality(id: 'S4' | 'P4', evidence: Evidence, target: Target): Check {
  if (!evidence.discovery?.document) return untested(id, 'There is no discovery document to compare with.');
  const actual = announced(evidence, 'issuer');
  const expected = target.issuer;
  if (actual === undefined) {
    return conclude(id, {
      summary: 'The discovery document names no issuer.',
      findings: [failing('metadata-endpoint-missing', { missing: 'issuer', endpoint: 'issuer', expected })],
      evidence: { expected },
    });
  }
  if (actual === expected) {
    return conclude(id, {
      summary: 'Configured and announced issuer are equal.',
      proofs: ['issuer-equal'],
      evidence: { expected, actual },
    });
  }
  const first_difference = firstDifference(expected, actual);
  return conclude(id, {
    summary: `The provider calls itself ${actual}, the configuration says ${expected}.`,
    findings: [failing(classifyDifference(expected, actual), { expected, actual, first_difference })],
    evidence: { expected, actual, first_difference },
  });
}
