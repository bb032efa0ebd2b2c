import { own } from '../../own.ts';
import type { Evidence, KeyEvidence } from '../evidence.ts';
import type { Target } from '../target.ts';
import type { Check, Finding } from '../types.ts';
import { announced, announcedList } from './discovery.ts';
import {
  answerData,
  answerEvidence,
  conclude,
  count,
  failing,
  repeatedFindings,
  untested,
  warning,
} from './verdict.ts';

const CURVES: Readonly<Record<string, readonly string[]>> = {
  ES256: ['P-256'],
  ES384: ['P-384'],
  ES512: ['P-521'],
  ES256K: ['secp256k1'],
  EdDSA: ['Ed25519', 'Ed448'],
  Ed25519: ['Ed25519'],
};

/** True if a key can verify this algorithm (RFC 7518 §3.1, RFC 8037). */
export function fitsAlg(key: KeyEvidence, alg: string): boolean {
  if (key.use !== undefined && key.use !== 'sig') return false;
  if (key.alg !== undefined && key.alg !== alg) return false;
  if (/^[RP]S(256|384|512)$/.test(alg)) return key.kty === 'RSA';
  return (
    (key.kty === 'EC' || key.kty === 'OKP') && own(CURVES, alg)?.some((curve) => curve === key.crv) === true
  );
}

/** S6, P5: checks the provider's public keys (RFC 7517, 7518, Core §10.1). */
export function judgeKeys(id: 'S6' | 'P5', evidence: Evidence, _target: Target): Check {
  const { jwks } = evidence;
  if (!jwks) {
    return untested(
      id,
      announced(evidence, 'jwks_uri') === undefined
        ? 'No address of the keys is known.'
        : 'The keys were not asked for.',
    );
  }
  const { answer } = jwks;
  const data = { ...answerData(answer), endpoint: 'jwks_uri' };
  const shown = answerEvidence(answer);
  const stop = (first: Finding, summary: string) =>
    conclude(id, { summary, findings: [first], evidence: shown });
  if (answer.failure) {
    if (answer.failure.kind === 'cancelled' || answer.failure.kind === 'budget')
      return untested(id, answer.failure.message);
    const code = answer.failure.kind === 'scheme-refused' ? 'endpoint-scheme-refused' : 'jwks-unreachable';
    return stop(failing(code, data), `The keys couldn’t be fetched. ${answer.failure.message}`);
  }
  if (answer.status === 429)
    return stop(failing('rate-limited', data), 'The provider asks for fewer requests.');
  if (answer.status !== 200) {
    return stop(failing('jwks-unreachable', data), `The keys’ address answered ${answer.status}.`);
  }
  if (answer.body === 'too-big')
    return stop(failing('jwks-too-big', data), 'The key set is larger than 1 MiB.');
  if (answer.body !== 'json') return stop(failing('jwks-not-json', data), 'The keys’ address gives no JSON.');
  if (!jwks.has_keys_member || jwks.keys.length === 0) {
    const algs = announcedList(evidence, 'id_token_signing_alg_values_supported');
    return stop(failing('jwks-empty', { ...data, announced: algs }), 'The provider publishes no key.');
  }
  const findings = [
    ...repeatedFindings('the key set', answer.repeated_members),
    ...keyFindings(jwks.keys, announcedList(evidence, 'id_token_signing_alg_values_supported')),
  ];
  return conclude(id, {
    summary: findings.some((one) => one.severity === 'fail')
      ? 'The key set can’t be used as it is.'
      : findings.length > 0
        ? 'The key set works, with something odd.'
        : `${count(jwks.keys.length, 'key')} to verify tokens with.`,
    findings,
    proofs: ['keys-usable'],
    evidence: { ...shown, keys: jwks.keys.map(({ private_members: _, ...key }) => ({ ...key })) },
  });
}

function keyFindings(keys: readonly KeyEvidence[], algs: readonly string[] | undefined): Finding[] {
  const findings: Finding[] = [];
  const published = keys.filter((key) => key.private_members.length > 0);
  if (published.length > 0) {
    findings.push(
      failing('jwks-private-key-published', {
        kid: published[0]!.kid,
        members: published[0]!.private_members,
        keys: published.length,
      }),
    );
  }
  const asymmetric = (algs ?? ['RS256']).filter((alg) => !alg.startsWith('HS') && alg !== 'none');
  const usable = keys.filter((key) => key.usable && (key.use === undefined || key.use === 'sig'));
  const fitting = usable.filter(
    (key) => asymmetric.length === 0 || asymmetric.some((alg) => fitsAlg(key, alg)),
  );
  if (fitting.length === 0) {
    findings.push(
      failing('jwks-no-usable-key', { announced: asymmetric, keys: keys.map((key) => key.alg ?? key.kty) }),
    );
  }
  const short = keys.find((key) => key.kty === 'RSA' && (key.bits ?? 2048) < 2048);
  if (short) {
    findings.push(
      ((short.bits ?? 0) < 1024 ? failing : warning)('jwks-rsa-too-short', {
        kid: short.kid,
        actual: short.bits,
        expected: 2048,
      }),
    );
  }
  const kids = keys.map((key) => key.kid);
  if (keys.length > 1 && kids.includes(undefined))
    findings.push(warning('jwks-kid-missing', { keys: keys.length }));
  const double = kids.find((kid, index) => kid !== undefined && kids.indexOf(kid) !== index);
  if (double !== undefined) findings.push(warning('jwks-duplicate-kid', { kid: double }));
  return findings;
}
