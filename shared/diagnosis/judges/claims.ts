import type { ClaimPlace } from '../../catalog/types.ts';
import type { ClaimPlan } from '../../client/types.ts';
import { type ClaimShape, claimAt, claimShape, type Evidence } from '../evidence.ts';
import type { Target } from '../target.ts';
import type { Check, EvidenceValue, Finding } from '../types.ts';
import { announcedList } from './discovery.ts';
import { conclude, failing, finding, noting, untested, warning } from './verdict.ts';

/**
 * S16: compares the scopes asked for, granted and announced (RFC 6749 §5.1: if the answer states no scope,
 * all were granted as asked).
 */
export function judgeScopes(evidence: Evidence, target: Target): Check {
  const { token, request } = evidence;
  if (!token || !request || !token.has_access_token) return untested('S16', 'No tokens were granted.');
  const granted = token.scope === undefined ? request.scopes : token.scope.split(/\s/).filter(Boolean);
  const announced = announcedList(evidence, 'scopes_supported');
  const findings: Finding[] = [];
  for (const scope of request.scopes) {
    // An ID token shows that openid was granted, even if the list does not name it.
    if (granted.includes(scope) || (scope === 'openid' && token.has_id_token)) continue;
    const lost = target.claims.filter(
      (plan) =>
        plan.scope === scope &&
        plan.level === 'required' &&
        missing(claimAt(evidence, plan.read_from, plan.claim)),
    );
    const came = target.claims.filter((plan) => plan.scope === scope);
    const needless =
      came.length > 0 && came.every((plan) => !missing(claimAt(evidence, plan.read_from, plan.claim)));
    findings.push(
      // What the app wanted the scope for came with another one.
      (lost.length > 0 ? failing : needless ? noting : warning)('scope-not-granted', {
        scope,
        claims: lost.map((plan) => plan.claim),
        granted,
        expected: request.scopes,
      }),
    );
  }
  const unlisted = announced
    ? request.scopes.filter((scope) => !announced.includes(scope) && !granted.includes(scope))
    : [];
  if (unlisted.length > 0)
    findings.push(noting('scope-not-announced', { scope: unlisted[0], scopes: unlisted, announced }));
  return conclude('S16', {
    summary: findings.some((one) => one.severity !== 'info')
      ? 'The provider granted fewer scopes than were asked for.'
      : 'Every scope asked for was granted.',
    findings,
    proofs: ['scopes-granted'],
    evidence: { asked: request.scopes, granted, announced, stated: token.scope !== undefined },
  });
}

const missing = (value: unknown): boolean => value === undefined || value === null;
const OTHER: Readonly<Record<ClaimPlace, ClaimPlace>> = { id_token: 'userinfo', userinfo: 'id_token' };

/** One row of the claims table: what came, where this app looks, and the resulting findings. */
interface ClaimVerdict {
  readonly claim: string;
  readonly level: ClaimPlan['level'];
  readonly read_from: ClaimPlace;
  readonly id_token: ClaimShape;
  readonly userinfo: ClaimShape;
  readonly findings: readonly Finding[];
  /** True if it can't be told whether the app's own settings accept the value. */
  readonly undecided: boolean;
}

const FITS: Readonly<Record<ClaimPlan['type'], readonly ClaimShape[]>> = {
  string: ['string'],
  boolean: ['boolean'],
  array: ['array'],
};

function judgeClaim(plan: ClaimPlan, evidence: Evidence): ClaimVerdict {
  const value = claimAt(evidence, plan.read_from, plan.claim);
  const elsewhere = claimAt(evidence, OTHER[plan.read_from], plan.claim);
  const shape = claimShape(value);
  const required = plan.level === 'required';
  const announced = announcedList(evidence, 'claims_supported')?.includes(plan.claim);
  const data = {
    claim: plan.claim,
    scope: plan.scope,
    read_from: plan.read_from,
    expected: plan.type,
    actual: shape,
    level: plan.level,
    remedy: plan.remedy,
  };
  const severity = required ? 'fail' : 'warn';
  const findings: Finding[] = [];
  if (shape === 'missing' || shape === 'null') {
    if (!missing(elsewhere)) {
      const code = plan.read_from === 'id_token' ? 'claim-only-in-userinfo' : 'claim-only-in-id-token';
      findings.push(finding(severity, code, { ...data, found_in: OTHER[plan.read_from] }));
    } else if (plan.rule === 'verified') {
      // If the provider announces the claim, a strict app reads an absent claim as “not verified”.
      findings.push(
        finding(announced === true || required ? 'fail' : 'info', 'claim-missing', { ...data, announced }),
      );
    } else findings.push(finding(required ? 'fail' : 'info', 'claim-missing', { ...data, announced }));
  } else if (plan.rule === 'verified') {
    if (value !== true) {
      findings.push(
        failing('email-not-verified', { ...data, expected: true, actual: value === false ? false : shape }),
      );
    }
  } else if (shape === 'empty' || (Array.isArray(value) && value.length === 0 && required)) {
    findings.push(finding(severity, 'claim-empty', data));
  } else if (!FITS[plan.type].includes(shape)) {
    findings.push(finding(severity, 'claim-wrong-type', data));
  } else if (plan.claim === 'email_verified' && value === false) {
    findings.push(warning('email-not-verified', { ...data, expected: true, actual: false }));
  }
  const accepted = value === undefined || value === null || accepts(plan.accepts, value);
  if (accepted === false) {
    findings.push(
      failing('claim-value-not-accepted', {
        claim: plan.claim,
        read_from: plan.read_from,
        setting: plan.accepts_by,
        ...refusedBy(plan.accepts!, value),
      }),
    );
  }
  return {
    claim: plan.claim,
    level: plan.level,
    read_from: plan.read_from,
    id_token: claimShape(claimAt(evidence, 'id_token', plan.claim)),
    userinfo: claimShape(claimAt(evidence, 'userinfo', plan.claim)),
    findings,
    undecided: accepted === undefined,
  };
}

/** More values than this are cut off in the evidence, so that an absent one may have been there. */
const MAX_VALUES = 200;

/** Whether the app's own settings accept this value of a claim. Undefined if it can't be told. */
function accepts(wanted: ClaimPlan['accepts'], value: EvidenceValue): boolean | undefined {
  if (wanted === undefined) return true;
  if ('any_of' in wanted) {
    // As Python's `in`: an element of a list, or a part of a text.
    const has =
      (Array.isArray(value) || typeof value === 'string') && wanted.any_of.some((one) => value.includes(one));
    return has || (Array.isArray(value) && value.length >= MAX_VALUES ? undefined : false);
  }
  const pattern = goPattern(wanted.pattern);
  if (!pattern || typeof value !== 'string' || value.length > 200) return undefined;
  return pattern.test(value);
}

/**
 * A Go regular expression as one of JavaScript. Undefined if it may mean something else here, or may take long:
 * Go's are linear, ours are not.
 */
function goPattern(pattern: string): RegExp | undefined {
  const flags = /^\(\?([is]{1,2})\)/.exec(pattern);
  const rest = flags ? pattern.slice(flags[0].length) : pattern;
  // A repeated group, or many repetitions, may take long.
  const repetitions = rest.split(/[+*?{]/).length - 1;
  if (rest.length > 200 || repetitions > 4 || /\(\?|\\[AzpPQECX]|\[\[:|\)[+*{]/.test(rest)) return undefined;
  try {
    return new RegExp(rest, flags?.[1]);
  } catch {
    return undefined;
  }
}

/** What the settings accept instead, and a value of the claim that differs from it only in its case. */
function refusedBy(
  wanted: NonNullable<ClaimPlan['accepts']>,
  value: EvidenceValue | undefined,
): { readonly expected: string | readonly string[]; readonly spelt?: string | undefined } {
  if ('pattern' in wanted) return { expected: wanted.pattern };
  const held = Array.isArray(value) ? value : [value];
  const spelt = held.find(
    (one): one is string =>
      typeof one === 'string' && wanted.any_of.some((other) => other.toLowerCase() === one.toLowerCase()),
  );
  return { expected: wanted.any_of, spelt };
}

/** A value that the app refuses is there, so it is not called missing. */
function claimsSentence(bad: readonly ClaimVerdict[], target: Target): string {
  const refused = bad.filter(({ findings }) =>
    findings.some((one) => one.code === 'claim-value-not-accepted'),
  );
  const names = (verdicts: readonly ClaimVerdict[]) => verdicts.map((verdict) => verdict.claim).join(', ');
  return refused.length === bad.length
    ? `${target.app.name} would refuse this person: its own settings accept none of the values in ${names(refused)}.`
    : `${target.app.name} would not find what it needs: ${names(bad)}.`;
}

/** S17: checks what this app at this version would find in the places where it looks. */
export function judgeClaims(evidence: Evidence, target: Target): Check {
  const readable: Record<ClaimPlace, boolean> = {
    id_token:
      evidence.id_token !== undefined && !evidence.id_token.malformed && evidence.id_token.parts === 3,
    userinfo: evidence.userinfo?.claims !== undefined,
  };
  const verdicts = target.claims
    .filter((plan) => readable[plan.read_from])
    .map((plan) => judgeClaim(plan, evidence));
  const unread = target.claims.filter((plan) => !readable[plan.read_from]);
  const nobodySignedIn = !readable.id_token && !readable.userinfo;
  if (verdicts.length === 0 && (unread.length > 0 || nobodySignedIn)) {
    return untested('S17', 'There is nothing to read this app’s claims from.');
  }
  const findings = verdicts.flatMap((verdict) => verdict.findings);
  const bad = verdicts.filter((verdict) => verdict.findings.some((one) => one.severity === 'fail'));
  return conclude('S17', {
    summary:
      bad.length > 0
        ? claimsSentence(bad, target)
        : verdicts.length === 0
          ? `${target.app.name} reads no claim but the user’s id.`
          : `${target.app.name} finds every claim it needs.`,
    findings,
    evidence: {
      read_from: target.app.claims_from,
      claims: verdicts.map(({ claim, level, read_from, id_token, userinfo }) => ({
        claim,
        level,
        read_from,
        id_token,
        userinfo,
      })),
    },
    proofs: ['claims-found'],
    inconclusive: unread.length > 0 || verdicts.some((verdict) => verdict.undecided),
  });
}
