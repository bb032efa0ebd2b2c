import { claimShape, type Evidence } from '../evidence.ts';
import type { Target } from '../target.ts';
import type { Check, Finding } from '../types.ts';
import { announced } from './discovery.ts';
import { SIGNATURE_FAULTS } from './id-token.ts';
import {
  answerData,
  answerEvidence,
  conclude,
  failing,
  finding,
  repeatedFindings,
  untested,
} from './verdict.ts';

/**
 * S15: checks userinfo, asked with the token in the header (RFC 6750 §2.1, Core §5.3). Returns undefined if
 * there is none and none is needed.
 */
export function judgeUserinfo(evidence: Evidence, target: Target): Check | undefined {
  const needed = target.app.claims_from === 'userinfo';
  const { userinfo } = evidence;
  if (!userinfo) {
    if (evidence.token?.has_access_token !== true)
      return untested('S15', 'There is no access token to ask with.');
    if (announced(evidence, 'userinfo_endpoint') !== undefined)
      return untested('S15', 'Userinfo was not asked.');
    if (!needed) return undefined;
    return conclude('S15', {
      summary: 'The provider announces no userinfo endpoint, and this app reads its claims there.',
      findings: [
        failing('metadata-userinfo-missing', { missing: 'userinfo_endpoint', endpoint: 'userinfo_endpoint' }),
      ],
    });
  }
  const { answer } = userinfo;
  if (answer.failure?.kind === 'cancelled' || answer.failure?.kind === 'budget')
    return untested('S15', answer.failure.message);
  const findings = userinfoFindings(evidence, target);
  return conclude('S15', {
    summary: findings.some((one) => one.severity === 'fail')
      ? 'Userinfo can’t be used as it is.'
      : 'Userinfo answered for the same user.',
    findings,
    proofs: sameUser(evidence) ? ['userinfo-same-user'] : [],
    evidence: {
      ...answerEvidence(answer),
      www_authenticate: answer.www_authenticate,
      as_field: userinfo.as_field?.status,
      signed: userinfo.signed !== undefined,
      signature: userinfo.signed?.signature.result,
      claims: userinfo.claims && Object.keys(userinfo.claims),
    },
  });
}

/** True if userinfo and the ID token name the same user; without an ID token, if userinfo names one. */
function sameUser(evidence: Evidence): boolean {
  const sub = evidence.userinfo!.claims?.['sub'];
  const expected = evidence.id_token?.claims['sub'];
  return typeof sub === 'string' && sub !== '' && (expected === undefined || sub === expected);
}

function userinfoFindings(evidence: Evidence, target: Target): Finding[] {
  const userinfo = evidence.userinfo!;
  const { answer } = userinfo;
  const data = {
    ...answerData(answer),
    endpoint: 'userinfo_endpoint',
    www_authenticate: answer.www_authenticate,
    as_field: userinfo.as_field && (userinfo.as_field.accepted ? 'accepted' : 'refused'),
    // RFC 6750 §3.1: without a token in the request, the answer holds no error code. authentik sends one all the same.
    nothing_arrived:
      userinfo.as_field?.accepted === true ||
      (answer.status === 401 &&
        answer.body !== 'html' &&
        (answer.error === undefined ||
          answer.error_description?.toLowerCase().includes('no access token') === true)),
  };
  if (answer.failure) {
    return [
      failing(
        answer.failure.kind === 'scheme-refused' ? 'endpoint-scheme-refused' : 'userinfo-unreachable',
        data,
      ),
    ];
  }
  if (answer.status === 429) return [failing('rate-limited', data)];
  if (answer.status === 401 || answer.status === 403) return [failing('userinfo-refused', data)];
  if (answer.status >= 500) return [failing('userinfo-server-error', data)];
  if (answer.body === 'html') return [failing('userinfo-html', data)];
  if (answer.status !== 200) return [failing('userinfo-refused', data)];
  if (answer.body === 'empty') return [failing('userinfo-empty', data)];
  if (answer.body === 'jwe') return [failing('userinfo-encrypted', data)];
  if (!userinfo.claims) return [failing('userinfo-not-json', data)];

  const findings = repeatedFindings('userinfo', userinfo.signed?.repeated_members ?? answer.repeated_members);
  if (userinfo.signed) {
    const { header, signature } = userinfo.signed;
    const reads = target.app.claims_from === 'userinfo';
    // The known apps parse JSON; a custom app may not. An app that reads the ID token isn't affected.
    const severity = !reads ? 'info' : target.app.kind === 'custom' ? 'warn' : 'fail';
    findings.push(finding(severity, 'userinfo-signed', { ...data, alg: header['alg'] }));
    if (SIGNATURE_FAULTS[signature.result]) {
      findings.push(failing('userinfo-signature-wrong', { ...data, alg: header['alg'], kid: header['kid'] }));
    }
    findings.push(...signedClaims(evidence, target));
  }
  const sub = Object.hasOwn(userinfo.claims, 'sub') ? userinfo.claims['sub'] : undefined;
  const expected = evidence.id_token?.claims['sub'];
  if (typeof sub !== 'string' || sub === '')
    findings.push(failing('userinfo-sub-missing', { ...data, shape: claimShape(sub) }));
  else if (typeof expected === 'string' && expected !== '' && sub !== expected) {
    findings.push(failing('userinfo-sub-differs', data));
  }
  return findings;
}

/** Checks the issuer and the audience that a signed answer states (Core §5.3.2). */
function signedClaims(evidence: Evidence, target: Target): Finding[] {
  const claims = evidence.userinfo!.claims!;
  const iss = claims['iss'];
  const aud = claims['aud'];
  const issuer = announced(evidence, 'issuer') ?? target.issuer;
  if (iss !== undefined && iss !== issuer) {
    return [failing('userinfo-claims-wrong', { claim: 'iss', expected: issuer, actual: iss })];
  }
  const list = Array.isArray(aud) ? aud : [aud];
  if (aud !== undefined && !list.includes(target.client.client_id)) {
    return [
      failing('userinfo-claims-wrong', { claim: 'aud', expected: target.client.client_id, actual: aud }),
    ];
  }
  return [];
}
