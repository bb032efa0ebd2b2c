import type { Evidence, IdTokenEvidence, SignatureEvidence } from '../evidence.ts';
import type { FindingCode } from '../findings.ts';
import type { ProofCode } from '../proofs.ts';
import type { Target } from '../target.ts';
import type { Check, EvidenceValue, Finding } from '../types.ts';
import { announced, announcedList } from './discovery.ts';
import { conclude, failing, noting, repeatedFindings, untested, warning } from './verdict.ts';

/** Seconds that clocks may differ before a token counts as too old or too new. */
const TOLERANCE_S = 30;
const NOTICEABLE_S = 5;
/** We asked for the token a moment ago; one issued longer ago than this is not our answer. */
const STALE_S = 600;

const NO_TOKEN = 'There is no ID token to read.';
const claim = (evidence: Evidence, name: string): EvidenceValue | undefined =>
  evidence.id_token!.claims[name];
const numeric = (value: EvidenceValue | undefined): number | undefined =>
  Number.isFinite(value) ? (value as number) : undefined;

/** What a signature check says against an ID token. Nothing is known of a signature that was not checked. */
export const SIGNATURE_FAULTS: Readonly<Partial<Record<SignatureEvidence['result'], FindingCode>>> = {
  invalid: 'id-token-signature-wrong',
  'alg-none': 'id-token-alg-none',
  'no-key': 'id-token-key-not-found',
};

/** S11: checks header and signature (Core §2, §3.1.3.7). */
export function judgeSignature(evidence: Evidence, target: Target): Check {
  const token = evidence.id_token;
  if (!token) return untested('S11', NO_TOKEN);
  const alg = typeof token.header['alg'] === 'string' ? token.header['alg'] : undefined;
  const kid = typeof token.header['kid'] === 'string' ? token.header['kid'] : undefined;
  const announcedAlgs = announcedList(evidence, 'id_token_signing_alg_values_supported');
  const expected = target.client.id_token_alg;
  const about = { alg, kid, expected, actual: alg, announced: announcedAlgs };
  const findings: Finding[] = [];
  if (token.parts === 5) findings.push(failing('id-token-encrypted', { ...about, parts: 5 }));
  else if (token.malformed || alg === undefined)
    findings.push(failing('id-token-malformed', { parts: token.parts }));
  else {
    findings.push(...repeatedFindings('the ID token', token.repeated_members));
    const wrong = SIGNATURE_FAULTS[token.signature.result];
    if (wrong) findings.push(failing(wrong, about));
    if (alg.startsWith('HS') && !expected.startsWith('HS'))
      findings.push(failing('id-token-symmetric', about));
    else if (alg !== 'none') {
      if (announcedAlgs && !announcedAlgs.includes(alg))
        findings.push(failing('id-token-alg-unannounced', about));
      if (alg !== expected) findings.push(warning('id-token-alg-unexpected', about));
    }
    if (kid === undefined && alg !== 'none' && !alg.startsWith('HS') && token.signature.result !== 'no-key') {
      findings.push(warning('id-token-kid-missing', { ...about, candidates: token.signature.candidates }));
    }
    if (announcedAlgs?.includes('none') && alg !== 'none') {
      findings.push(noting('id-token-alg-none', { announced: announcedAlgs }));
    }
  }
  const proven = token.signature.result === 'valid';
  return conclude('S11', {
    summary: findings.some((one) => one.severity === 'fail')
      ? 'The ID token can’t be trusted as it is.'
      : proven
        ? `Signed with ${alg}, and the signature is right.`
        : 'The signature couldn’t be checked.',
    findings,
    evidence: {
      alg,
      kid,
      typ: token.header['typ'],
      parts: token.parts,
      signature: token.signature.result,
      candidates: token.signature.candidates,
      keys_fetched_again: token.signature.refetched,
    },
    proofs: ['signature-valid'],
    inconclusive: !proven,
  });
}

/** S12: checks issuer, audience, subject and nonce (Core §2, §3.1.3.7). */
export function judgeIdentity(evidence: Evidence, target: Target): Check {
  const token = evidence.id_token;
  if (!token) return untested('S12', NO_TOKEN);
  if (token.malformed || token.parts !== 3) return untested('S12', 'The ID token can’t be read.');
  const findings = [...issuerFindings(evidence, target), ...audienceFindings(evidence, target)];
  const sub = claim(evidence, 'sub');
  if (sub === undefined || sub === '' || sub === null) findings.push(failing('id-token-sub-missing'));
  else if (typeof sub !== 'string' || sub.length > 255 || !/^[\x00-\x7f]+$/.test(sub)) {
    findings.push(
      failing('id-token-sub-malformed', {
        type: typeof sub,
        length: typeof sub === 'string' ? sub.length : null,
      }),
    );
  }
  if (token.nonce === 'differs') findings.push(failing('id-token-nonce-wrong'));
  if (token.nonce === 'missing') findings.push(failing('id-token-nonce-missing'));
  const exp = numeric(claim(evidence, 'exp'));
  const iat = numeric(claim(evidence, 'iat'));
  if (exp === undefined)
    findings.push(failing('id-token-exp-missing', { actual: claim(evidence, 'exp') ?? null }));
  if (iat === undefined)
    findings.push(failing('id-token-iat-missing', { actual: claim(evidence, 'iat') ?? null }));
  // No number if one of them is missing, which is neither too long nor too short.
  const seconds = Number(exp) - Number(iat);
  if (seconds > 86_400 || seconds < 60) findings.push(warning('id-token-lifetime-odd', { seconds }));
  return conclude('S12', {
    summary: findings.some((one) => one.severity === 'fail')
      ? 'The ID token is not what it must be for this client and this login.'
      : 'The ID token is from this provider, for this client and this login.',
    findings,
    proofs: ['token-for-this-login'],
    evidence: {
      iss: claim(evidence, 'iss'),
      aud: claim(evidence, 'aud'),
      azp: claim(evidence, 'azp'),
      sub_length: typeof sub === 'string' ? sub.length : undefined,
      nonce: token.nonce,
      library: evidence.library?.verdict,
      library_code: evidence.library?.code,
    },
  });
}

function issuerFindings(evidence: Evidence, target: Target): Finding[] {
  const actual = claim(evidence, 'iss');
  const expected = target.issuer;
  if (actual === expected) return [];
  return [
    failing('id-token-iss-wrong', {
      expected,
      actual: actual ?? null,
      announced: announced(evidence, 'issuer'),
    }),
  ];
}

function audienceFindings(evidence: Evidence, target: Target): Finding[] {
  const aud = claim(evidence, 'aud');
  const azp = claim(evidence, 'azp');
  const expected = target.client.client_id;
  const list = (Array.isArray(aud) ? aud : [aud]) as readonly EvidenceValue[];
  if (!list.includes(expected)) return [failing('id-token-aud-wrong', { expected, actual: aud ?? null })];
  const findings: Finding[] = [];
  const strangers = list.filter((item) => item !== expected);
  if (strangers.length > 0) {
    // `azp` states whom the token is for. Some providers also list their own services in `aud`.
    findings.push(
      (azp === expected ? warning : failing)('id-token-aud-stranger', { expected, actual: list, strangers }),
    );
    if (azp === undefined) findings.push(warning('id-token-azp-missing', { expected }));
  }
  if (azp !== undefined && azp !== expected)
    findings.push(failing('id-token-azp-wrong', { expected, actual: azp }));
  return findings;
}

/** How many seconds the provider's clock is known to be ahead; 0 if unknown. */
const knownOffset = (evidence: Evidence): number | undefined =>
  evidence.clock.length === 0
    ? undefined
    : evidence.clock.reduce((a, b) => (b.error_ms < a.error_ms ? b : a)).offset_ms / 1000;

/** S13: checks the times, with 30 s of tolerance. If a clock is off, it is named as the cause. */
export function judgeTimes(evidence: Evidence): Check {
  const token = evidence.id_token;
  if (!token) return untested('S13', NO_TOKEN);
  if (token.malformed || token.parts !== 3) return untested('S13', 'The ID token can’t be read.');
  const now = token.received_at;
  const exp = numeric(claim(evidence, 'exp'));
  const iat = numeric(claim(evidence, 'iat'));
  const nbf = numeric(claim(evidence, 'nbf'));
  const known = knownOffset(evidence);
  const explained = known !== undefined && Math.abs(known) > NOTICEABLE_S;
  // Without it nobody has compared the clocks.
  const offset = known === undefined ? {} : { offset_s: Math.round(known) };
  const findings: Finding[] = [];
  // A time that is missing makes no number, which is not late.
  const judge = (code: Finding['code'], actual: number | undefined, late: number) => {
    const about = { actual, expected: now, seconds: Math.round(late), ...offset };
    if (late > TOLERANCE_S) findings.push(failing(code, about));
    // The clock check already reports a clock that is slightly off, so this is then only a note.
    else if (late > NOTICEABLE_S) findings.push((explained ? noting : warning)(code, about));
  };
  judge('id-token-expired', exp, now - Number(exp));
  judge('id-token-iat-in-future', iat, Number(iat) - now);
  judge('id-token-not-yet-valid', nbf, Number(nbf) - now);
  const age = now - Number(iat);
  if (age > STALE_S) {
    findings.push(
      failing('id-token-iat-too-old', {
        actual: iat,
        expected: now,
        seconds: Math.round(age),
        ...offset,
      }),
    );
  }
  return conclude('S13', {
    summary: findings.some((one) => one.severity === 'fail')
      ? explained
        ? 'The token’s times don’t fit this machine’s clock.'
        : 'The token’s times are wrong.'
      : findings.length > 0
        ? 'The token’s times fit only with tolerance.'
        : 'The token’s times fit.',
    findings,
    evidence: { exp, iat, nbf, now, ...offset, tolerance_s: TOLERANCE_S },
    proofs: ['times-fit'],
    inconclusive: exp === undefined && iat === undefined,
  });
}

const AT_HASH_PROOFS: Readonly<Record<IdTokenEvidence['at_hash'], readonly ProofCode[]>> = {
  equal: ['at-hash-fits'],
  absent: ['at-hash-absent'],
  differs: [],
  'not-computable': [],
};

/** S14: `at_hash` is optional in the code flow, but a wrong value is a failure (Core §3.1.3.6). */
export function judgeAtHash(evidence: Evidence): Check {
  const token = evidence.id_token;
  if (!token) return untested('S14', NO_TOKEN);
  if (token.malformed || token.parts !== 3) return untested('S14', 'The ID token can’t be read.');
  const summary = {
    equal: 'The ID token belongs to the access token.',
    differs: 'The ID token belongs to another access token.',
    absent: 'The provider states no at_hash, which is allowed.',
    'not-computable': 'The at_hash couldn’t be computed for this algorithm.',
  }[token.at_hash];
  return conclude('S14', {
    summary,
    findings: token.at_hash === 'differs' ? [failing('at-hash-wrong')] : [],
    evidence: { at_hash: token.at_hash },
    proofs: AT_HASH_PROOFS[token.at_hash],
  });
}
