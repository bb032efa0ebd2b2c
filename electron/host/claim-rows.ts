import type { ClaimPlan } from '../../shared/client/types.ts';
import { claimAt, type Evidence } from '../../shared/diagnosis/evidence.ts';
import type { EvidenceValue } from '../../shared/diagnosis/types.ts';
import type { ClaimRow } from '../../shared/host/testing.ts';

/** Claims that belong to the protocol, not to a person; no app shows them. */
const PROTOCOL = new Set([
  'iss',
  'aud',
  'azp',
  'exp',
  'iat',
  'nbf',
  'nonce',
  'jti',
  'at_hash',
  'c_hash',
  'sid',
  'acr',
  'amr',
  'auth_time',
]);
const LONGEST = 200;

/**
 * Makes the claims table: first every claim that this app reads, with the place where it arrived and what
 * that means, then all other claims. Pure. Returns an empty list if no login got as far as an ID token.
 */
export function claimRows(plans: readonly ClaimPlan[], evidence: Evidence): ClaimRow[] {
  if (evidence.id_token === undefined && evidence.userinfo === undefined) return [];
  const read = plans.map((plan) => readRow(plan, evidence));
  const known = new Set(plans.map(({ claim }) => claim));
  const others = [...new Set([...names(evidence.id_token?.claims), ...names(evidence.userinfo?.claims)])]
    .filter((name) => !known.has(name) && !PROTOCOL.has(name))
    .sort();
  const readFrom = plans[0]?.read_from ?? 'userinfo';
  return [
    ...read,
    ...others.map(
      (claim): ClaimRow => ({
        claim,
        ...both(evidence, claim),
        need: 'unused',
        read_from: readFrom,
        verdict: 'pass',
        verdict_text: 'not read by this app',
      }),
    ),
  ];
}

function readRow(plan: ClaimPlan, evidence: Evidence): ClaimRow {
  const { claim, read_from, level } = plan;
  const there = claimAt(evidence, read_from, claim);
  const elsewhere = claimAt(evidence, read_from === 'id_token' ? 'userinfo' : 'id_token', claim);
  const missing = level === 'required' ? 'fail' : 'warn';
  const judged = ((): Pick<ClaimRow, 'verdict' | 'verdict_text'> => {
    if (there === undefined || there === null) {
      if (elsewhere === undefined || elsewhere === null) return { verdict: missing, verdict_text: 'missing' };
      return {
        verdict: missing,
        verdict_text: read_from === 'id_token' ? 'only in userinfo' : 'only in the ID token',
      };
    }
    if (!hasType(there, plan.type)) return { verdict: missing, verdict_text: `no ${plan.type}` };
    if (there === '') return { verdict: missing, verdict_text: 'empty' };
    if (plan.rule === 'verified' && there !== true) return { verdict: missing, verdict_text: 'not verified' };
    return { verdict: 'pass', verdict_text: 'found' };
  })();
  return { claim, ...both(evidence, claim), need: level, read_from, ...judged, why: plan.why };
}

const both = (evidence: Evidence, claim: string): Pick<ClaimRow, 'id_token' | 'userinfo'> => ({
  id_token: shown(claimAt(evidence, 'id_token', claim)),
  userinfo: shown(claimAt(evidence, 'userinfo', claim)),
});

function shown(value: EvidenceValue | undefined): string | null {
  if (value === undefined) return null;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

const hasType = (value: EvidenceValue, type: ClaimPlan['type']): boolean =>
  type === 'array' ? Array.isArray(value) : typeof value === type;

const names = (claims: Readonly<Record<string, EvidenceValue>> | undefined): string[] =>
  Object.keys(claims ?? {});
