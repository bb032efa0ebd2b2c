import { compile, search } from '@jmespath-community/jmespath';
import type { ClaimPlace, RoleRule } from '../../catalog/types.ts';
import { own } from '../../own.ts';
import type { Evidence } from '../evidence.ts';
import type { Target } from '../target.ts';
import type { Check, EvidenceValue, Finding } from '../types.ts';
import { conclude, failing, untested, warning } from './verdict.ts';

/** What the claims make of a person in the app. */
type Foretold =
  | { readonly is: 'role'; readonly role: string; readonly because: string; readonly by?: string }
  /** `absent`: the claim is not there at all. */
  | { readonly is: 'refused' | 'kept'; readonly because: string; readonly absent: boolean }
  | { readonly is: 'broken'; readonly because: string };

type Claims = Readonly<Record<string, EvidenceValue>>;

/**
 * S20: foretells which role this person gets in the app, by the claims that came and the rule in the app's profile with
 * the workspace's values. Left out where the profile has no such rule. Says nothing for sure of what the app keeps.
 */
export function judgeRole(evidence: Evidence, target: Target): Check | undefined {
  const { role: rule } = target;
  if (rule === undefined) return undefined;
  const from = target.app.claims_from;
  const claims = claimsAt(evidence, from);
  const name = target.app.name;
  if (claims === undefined) return untested('S20', `There are no claims to read a role in ${name} from.`);
  const told = foretell(rule, claims, claimsAt(evidence, from === 'id_token' ? 'userinfo' : 'id_token'));
  const change = whatWouldChange(rule, told);
  return conclude('S20', {
    summary: `${sentence(name, rule, told)}${change === '' ? '' : ` ${change}`}`,
    findings: findingsOf(rule, told, target),
    evidence: {
      ...(told.is === 'role' ? { role: told.role } : { role: told.is }),
      ...(rule.claim === undefined ? {} : { claim: rule.claim }),
      because: told.because,
      read_from: from,
    },
    proofs: told.is === 'role' ? ['role-foretold'] : [],
    inconclusive: told.is === 'kept',
  });
}

const claimsAt = (evidence: Evidence, place: ClaimPlace): Claims | undefined => {
  const token = evidence.id_token;
  if (place === 'userinfo') return evidence.userinfo?.claims;
  return token === undefined || token.malformed || token.parts !== 3 ? undefined : token.claims;
};

/** Applies the rule to claims. `others` are those of the other place, which an expression is tried on next. */
export function foretell(rule: RoleRule, claims: Claims, others: Claims | undefined): Foretold {
  if (rule.expression !== undefined) return byExpression(rule, [claims, ...(others ? [others] : [])]);
  const { claim, grants } = rule;
  if (claim === undefined) return elseRole(rule, 'no claim decides', false);
  const value = valueAt(claims, claim);
  const isThere = value !== undefined && value !== null;
  if (!isThere && rule.absent !== undefined)
    return { is: rule.absent, because: `“${claim}” is not there`, absent: true };
  const held = Array.isArray(value) ? value.map(String) : typeof value === 'string' ? [value] : [];
  for (const { role, by, values, everyone } of grants) {
    const found = values.find((one) => held.includes(one));
    if (found !== undefined) return { is: 'role', role, by, because: `“${claim}” holds “${found}”` };
    if (everyone) return { is: 'role', role, by, because: 'the settings let everyone in' };
  }
  return elseRole(
    rule,
    isThere ? `“${claim}” holds none of the values that the settings name` : `“${claim}” is not there`,
    !isThere,
  );
}

const elseRole = ({ otherwise }: RoleRule, because: string, absent: boolean): Foretold =>
  otherwise === undefined ? { is: 'refused', because, absent } : { is: 'role', role: otherwise, because };

/** A claim by its name, or by steps with dots between them. */
function valueAt(claims: Claims, path: string): EvidenceValue | undefined {
  if (Object.hasOwn(claims, path)) return claims[path];
  return path
    .split('.')
    .reduce<EvidenceValue | undefined>(
      (at, step) =>
        typeof at === 'object' && at !== null && !Array.isArray(at)
          ? own(at as Record<string, EvidenceValue>, step)
          : undefined,
      claims as EvidenceValue,
    );
}

/** What no claims can mend: JMESPath knows no such function, or it wants another number of arguments. */
const NEVER_WORKS = /^(?:Unknown function|Invalid arity)/;

/**
 * Evaluates the expression on each source of claims until one gives a role. As the source says, it is also tried with groups
 * alone, of which there are none; and where a claim is missing that a function needs, that source gives no role.
 */
function byExpression(rule: RoleRule, sources: readonly Claims[]): Foretold {
  const { text, roles } = rule.expression!;
  try {
    compile(text);
  } catch (error) {
    return { is: 'broken', because: messageOf(error) };
  }
  let unfit: string | undefined;
  for (const claims of sources.flatMap((one) => [one, { groups: [] }])) {
    let value: unknown;
    try {
      value = search(claims as Parameters<typeof search>[0], text);
    } catch (error) {
      const because = messageOf(error);
      if (NEVER_WORKS.test(because)) return { is: 'broken', because };
      unfit = because;
      continue;
    }
    const role = roles.find((one) => typeof value === 'string' && one.toLowerCase() === value.toLowerCase());
    if (role !== undefined)
      return { is: 'role', role, by: rule.expression!.by, because: 'the expression gives it' };
  }
  return elseRole(
    rule,
    unfit === undefined
      ? 'the expression gives none of the roles that there are'
      : `the expression does not fit these claims (${unfit.replace(/\.$/, '')})`,
    false,
  );
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message.slice(0, 200) : 'unknown';

function sentence(name: string, { new_only }: RoleRule, told: Foretold): string {
  switch (told.is) {
    case 'role':
      return new_only
        ? `In ${name} a new person becomes ${told.role}, because ${told.because}. Who has been there keeps the role.`
        : `In ${name} this person becomes ${told.role}, because ${told.because}.`;
    case 'refused':
      return `${name} would refuse this person, because ${told.because}.`;
    case 'kept':
      return `In ${name} this person keeps the role that there is, because ${told.because}; a new person gets the least.`;
    case 'broken':
      return `The expression for roles in ${name} can’t be read: ${told.because}.`;
  }
}

/** Which values give another role. At most three are named. */
function whatWouldChange({ claim, grants }: RoleRule, told: Foretold): string {
  if (claim === undefined) return '';
  const others = grants
    .filter(({ role, everyone }) => !everyone && !(told.is === 'role' && told.role === role))
    .slice(0, 3)
    .map(
      ({ role, values }) =>
        `${values
          .map((one) => `“${one}”`)
          .slice(0, 3)
          .join(' or ')} makes ${role}`,
    );
  return others.length === 0 ? '' : `In “${claim}”, ${others.join(', ')}.`;
}

function findingsOf(rule: RoleRule, told: Foretold, { claims, app }: Target): Finding[] {
  const setting = rule.grants[0]?.by ?? rule.expression?.by;
  if (told.is === 'broken') return [warning('role-expression-broken', { setting, message: told.because })];
  if (told.is !== 'refused') return [];
  // The check of the claims says the same of a claim whose values it knows.
  if (
    claims.some(
      (plan) => plan.claim === rule.claim && (plan.accepts || (plan.level === 'required' && told.absent)),
    )
  )
    return [];
  return [
    failing('claim-value-not-accepted', {
      claim: rule.claim,
      read_from: app.claims_from,
      setting,
      expected: rule.grants.flatMap(({ values }) => values),
    }),
  ];
}
