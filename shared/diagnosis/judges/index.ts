import type { CheckId } from '../checks.ts';
import type { Evidence } from '../evidence.ts';
import type { FindingCode } from '../findings.ts';
import type { Target } from '../target.ts';
import type { Check } from '../types.ts';
import { judgeAppRequest } from './app-request.ts';
import { judgeCallback, judgeRequest } from './authorization.ts';
import { judgeClaims, judgeScopes } from './claims.ts';
import { judgeClock, judgeConnection, judgePlainHttp } from './connection.ts';
import { judgeCredentials, judgeMethod } from './credentials.ts';
import { judgeDiscovery, judgeDiscoveryAndMetadata, judgeMetadata } from './discovery.ts';
import { judgeEndpoints } from './endpoints.ts';
import { judgeFurtherClients } from './further.ts';
import { judgeAtHash, judgeIdentity, judgeSignature, judgeTimes } from './id-token.ts';
import { judgeIssuerEquality, judgeIssuerForm } from './issuer.ts';
import { judgeKeys } from './keys.ts';
import { withLibrary } from './library.ts';
import { judgeAppRedirect, judgeClientKnown, judgePkce, judgeScopesAllowed } from './probes.ts';
import { judgeRole } from './roles.ts';
import { judgeLogout, judgeRefresh } from './session.ts';
import { judgeToken } from './token.ts';
import { judgeUserinfo } from './userinfo.ts';

/** The checks whose result each check starts from, the more likely reason first. */
const NEEDS: Readonly<Partial<Record<CheckId, readonly CheckId[]>>> = {
  P2: ['S1'],
  P1: ['P2'],
  P3: ['P2'],
  P4: ['P1'],
  P5: ['P1'],
  P6: ['S5', 'P1'],
  P7: ['P6'],
  P8: ['P6', 'P7'],
  P9: ['P8'],
  P10: ['P6', 'P7'],
  P11: ['P10'],
  P12: ['P1', 'S3'],
  P13: ['P6'],
  S2: ['S1'],
  S3: ['S2'],
  S4: ['S3'],
  S5: ['S3'],
  S6: ['S5'],
  S7: ['S2', 'P2'],
  S8: ['S5'],
  S9: ['S8'],
  S10: ['S9'],
  S11: ['S10', 'S9', 'S6'],
  S12: ['S11'],
  S13: ['S11'],
  S14: ['S11'],
  S15: ['S10'],
  S16: ['S10'],
  S17: ['S15', 'S11'],
  S20: ['S15', 'S11'],
  S18: ['S10'],
  S19: ['S3'],
};

/** All other checks that a check depends on, the closest first. */
function needsOf(id: CheckId): readonly CheckId[] {
  const found = new Set([id]);
  // A set also visits what is added meanwhile.
  for (const one of found) {
    NEEDS[one]?.forEach((need) => {
      found.add(need);
    });
  }
  return [...found].slice(1);
}

/** The announced issuer is not the stated one: what was derived from it differs too. */
const ISSUER_DIFFERS = [
  'issuer-differs-by-slash',
  'issuer-differs-by-scheme',
  'issuer-differs-by-host',
  'issuer-differs-by-port',
  'issuer-differs-by-path',
  'issuer-differs-by-case',
] as const satisfies readonly FindingCode[];

/** A failure that only repeats another: `check` has only these `codes`, and `of` has one of `having`. */
const FOLLOWS: readonly {
  readonly check: CheckId;
  readonly codes: readonly FindingCode[];
  readonly of: CheckId;
  readonly having: readonly FindingCode[];
}[] = [
  ...(['S4', 'P4'] as const).flatMap((of) => [
    {
      check: of === 'S4' ? ('S5' as const) : ('P1' as const),
      codes: ['endpoint-plain-http', 'endpoint-on-other-host', 'endpoint-on-private-host'] as const,
      of,
      having: ['issuer-differs-by-scheme', 'issuer-differs-by-host', 'issuer-differs-by-port'] as const,
    },
    {
      check: of === 'S4' ? ('S3' as const) : ('P1' as const),
      codes: ['metadata-endpoint-missing'] as const,
      of,
      having: ['metadata-endpoint-missing'] as const,
    },
  ]),
  {
    check: 'S12',
    codes: ['id-token-iss-wrong'],
    of: 'S4',
    having: ISSUER_DIFFERS,
  },
  {
    check: 'S13',
    codes: ['id-token-expired', 'id-token-iat-in-future', 'id-token-not-yet-valid', 'id-token-iat-too-old'],
    of: 'S7',
    having: ['clock-off'],
  },
  {
    check: 'S11',
    codes: ['id-token-key-not-found', 'id-token-symmetric', 'id-token-alg-unannounced'],
    of: 'S6',
    having: ['jwks-empty', 'jwks-no-usable-key'],
  },
  {
    // If the keys can't be fetched, nothing is known about the algorithm.
    check: 'S11',
    codes: ['id-token-key-not-found'],
    of: 'S6',
    having: ['jwks-unreachable', 'jwks-not-json', 'jwks-too-big', 'endpoint-scheme-refused', 'rate-limited'],
  },
  { check: 'S17', codes: ['claim-missing'], of: 'S16', having: ['scope-not-granted'] },
  {
    check: 'S17',
    codes: ['claim-only-in-id-token', 'claim-missing'],
    of: 'S15',
    having: ['userinfo-refused', 'userinfo-html', 'userinfo-empty', 'userinfo-not-json'],
  },
  ...(['S6', 'S10', 'S15'] as const).map((check) => ({
    check,
    codes: [
      'jwks-unreachable',
      'token-unreachable',
      'token-timed-out',
      'userinfo-unreachable',
      'endpoint-scheme-refused',
    ] as const,
    of: 'S5' as const,
    having: [
      'endpoint-on-private-host',
      'endpoint-scheme-refused',
      'endpoint-plain-http',
      'endpoint-on-other-host',
    ] as const,
  })),
  {
    check: 'P5',
    codes: ['jwks-unreachable', 'endpoint-scheme-refused'],
    of: 'P1',
    having: [
      'endpoint-on-private-host',
      'endpoint-scheme-refused',
      'endpoint-plain-http',
      'endpoint-on-other-host',
    ],
  },
  ...(['P4', 'S4'] as const).map((of) => ({
    check: 'P12' as const,
    codes: ['endpoint-differs', 'endpoint-differs-by-host'] as const,
    of,
    having: ISSUER_DIFFERS,
  })),
  // Only if nothing but the host differs: an address with another path is wrong whatever the host is called.
  // After `endpoint-on-other-host` both are told, because a provider may really have two public hosts.
  ...(['P1', 'S5'] as const).map((of) => ({
    check: 'P12' as const,
    codes: ['endpoint-differs-by-host'] as const,
    of,
    having: ['endpoint-on-private-host', 'endpoint-plain-http'] as const,
  })),
  { check: 'S9', codes: ['client-unknown', 'callback-error'], of: 'P6', having: ['client-unknown'] },
  { check: 'S10', codes: ['token-client-refused', 'secret-refused'], of: 'P6', having: ['client-unknown'] },
  { check: 'P8', codes: ['secret-refused'], of: 'P6', having: ['client-unknown'] },
];

/** Sets `because_of` to the check that made another one fail: the root cause, not a step in between. */
export function linkCauses(checks: readonly Check[], issuerEcho = true): readonly Check[] {
  const byId = new Map(checks.map((check) => [check.id, check]));
  const direct = new Map<string, string>();
  for (const check of checks) {
    const id = check.id as CheckId;
    const failed = check.findings.filter((one) => one.severity === 'fail');
    const coloured = failed.length > 0 ? failed : check.findings.filter((one) => one.severity === 'warn');
    if (coloured.length > 0) {
      const rule = FOLLOWS.find(
        (one) =>
          one.check === id &&
          (issuerEcho || id !== 'S12') &&
          coloured.every((found) => one.codes.includes(found.code)) &&
          byId
            .get(one.of)
            ?.findings.some((found) => found.severity !== 'info' && one.having.includes(found.code)),
      );
      if (rule) direct.set(id, rule.of);
    } else if (check.status === 'inconclusive') {
      const needs = needsOf(id);
      const cause =
        needs.find((need) => byId.get(need)?.status === 'fail') ??
        needs.find((need) => byId.get(need)?.status === 'inconclusive');
      if (cause && isEmptyHanded(check)) direct.set(id, cause);
    }
  }
  // Never in a circle: a check follows one that it needs, or repeats one that doesn't repeat it.
  const rootOf = (id: string): string => {
    const next = direct.get(id);
    return next === undefined ? id : rootOf(next);
  };
  return checks.map((check) => {
    const root = rootOf(check.id);
    if (root === check.id) return check;
    // What the clocks have to do with the token is told by their own check, and once.
    const once = check.id === 'S13' && root === 'S7' ? { summary: 'The token’s times are wrong.' } : {};
    return { ...check, ...once, because_of: root };
  });
}

/** True for an open check that had nothing to look at. One that saw something has a reason of its own. */
const isEmptyHanded = (check: Check): boolean =>
  !check.findings.some((one) => one.code === 'probe-says-nothing' || one.code === 'pkce-probe-unknown');

const present = (checks: readonly (Check | undefined)[]): readonly Check[] =>
  checks.filter((check): check is Check => check !== undefined);

/** Evaluates a run without a login. Checks that don't apply are left out. */
export function judgeCheckRun(evidence: Evidence, target: Target): readonly Check[] {
  return linkCauses(
    present([
      judgeIssuerForm(evidence, target),
      judgeConnection('P2', evidence, target),
      judgeDiscoveryAndMetadata(evidence, target),
      judgePlainHttp(evidence, target),
      judgeIssuerEquality('P4', evidence, target),
      judgeKeys('P5', evidence, target),
      judgeClock(evidence),
      judgeClientKnown(evidence, target),
      judgeAppRedirect(evidence, target),
      judgeCredentials(evidence, target),
      judgeMethod(evidence, target),
      judgePkce(evidence, target),
      judgeScopesAllowed(evidence, target),
      judgeEndpoints(evidence, target),
      judgeFurtherClients(evidence, target),
      judgeAppRequest(evidence, target),
    ]),
  );
}

/** Evaluates a test login. Checks that don't apply are left out. */
export function judgeLoginRun(evidence: Evidence, target: Target): readonly Check[] {
  const probed = evidence.authorize.some((answer) => answer.probe === 'good');
  const announcedIssuer = evidence.discovery?.document?.['issuer'];
  return linkCauses(
    withLibrary(
      present([
        judgeIssuerForm(evidence, target),
        judgeConnection('S2', evidence, target),
        judgeDiscovery(evidence),
        judgeIssuerEquality('S4', evidence, target),
        judgeMetadata(evidence, target),
        judgeKeys('S6', evidence, target),
        judgeClock(evidence),
        judgeRequest(evidence, target),
        probed ? judgeClientKnown(evidence, target) : undefined,
        probed ? judgeAppRedirect(evidence, target) : undefined,
        judgeEndpoints(evidence, target),
        judgeCallback(evidence, target),
        judgeToken(evidence, target),
        judgeSignature(evidence, target),
        judgeIdentity(evidence, target),
        judgeTimes(evidence),
        judgeAtHash(evidence),
        judgeUserinfo(evidence, target),
        judgeScopes(evidence, target),
        judgeClaims(evidence, target),
        judgeRole(evidence, target),
        judgeRefresh(evidence, target),
        judgeLogout(evidence, target),
      ]),
      evidence,
    ),
    // A token that names neither the configured nor the announced issuer is a separate fault.
    evidence.id_token?.claims['iss'] === announcedIssuer,
  );
}
