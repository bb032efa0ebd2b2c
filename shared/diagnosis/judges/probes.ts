import type { AuthorizeAnswer, Evidence } from '../evidence.ts';
import type { Target } from '../target.ts';
import type { Check, Finding } from '../types.ts';
import { errorFinding } from './authorization.ts';
import { announcedList } from './discovery.ts';
import {
  answerTo,
  evidenceOf,
  isError,
  isSentBackRefused,
  isSilent,
  type Probes,
  probeData,
  probes,
  SAYS_NOTHING,
  sameAnswer,
  shownProbe,
  stopped,
} from './probe-answers.ts';
import { conclude, failing, noting, warning } from './verdict.ts';

/** What P10 and P11 judge, so that P6 leaves it to them. */
const JUDGED_LATER: ReadonlySet<AuthorizeAnswer['blames']> = new Set(['pkce', 'scope', 'openid-scope']);
/** Errors that say nothing about the request: the person's or the provider's state (RFC 6749 §4.1.2.1). */
const OF_THE_MOMENT: ReadonlySet<string> = new Set([
  'access_denied',
  'server_error',
  'temporarily_unavailable',
]);

/** P6: checks that the provider knows the client and lets it ask. */
export function judgeClientKnown(evidence: Evidence, target: Target): Check {
  const found = probes(evidence);
  const { good, unknownClient } = found;
  const shown = { ...evidenceOf(found, target), client_id: target.client.client_id };
  if (!good || isSilent(good)) return conclude('P6', { ...stopped(evidence, good), evidence: shown });
  const unknown = (summary: string, findings: Finding[] = []) =>
    conclude('P6', { summary, findings, evidence: shown });

  if (good.blames === 'client' && isError(good)) {
    return conclude('P6', {
      summary: 'The provider doesn’t know this client.',
      findings: [failing('client-unknown', probeData(good, target))],
      evidence: shown,
    });
  }
  const refusal = refusalOf(good, target);
  if (refusal)
    return refusal.severity === 'fail'
      ? conclude('P6', {
          summary: 'The provider knows this client, but refuses its request.',
          findings: [refusal],
          evidence: shown,
        })
      : unknown(`The provider answers with the error ${good.error}.`, [refusal]);
  if (unknownClient && !isSilent(unknownClient)) {
    if (sameAnswer(good, unknownClient))
      return unknown(SAYS_NOTHING, [noting('probe-says-nothing', { probe: 'client' })]);
    return isError(good) && good.blames === undefined && isError(unknownClient)
      ? unknown('The provider shows an error that can’t be told apart for sure.', [
          noting('authorization-error-page', probeData(good, target)),
        ])
      : conclude('P6', {
          summary: 'The provider knows this client: it answers an unknown one otherwise.',
          evidence: shown,
          proofs: ['client-told-apart'],
        });
  }
  if (target.provider.probe_trust === 'high' && (good.class === 'back' || good.blames === 'redirect-uri')) {
    return conclude('P6', {
      summary: 'The provider knows this client.',
      evidence: shown,
      proofs: ['client-looked-up'],
    });
  }
  return unknown('Without a comparison nothing can be told.');
}

/**
 * A refusal of the request itself that no later check judges. Every request of this app gets it, so it is a
 * failure, unless the error is about the moment or only about `prompt=none`.
 */
function refusalOf(good: AuthorizeAnswer, target: Target): Finding | undefined {
  if (JUDGED_LATER.has(good.blames) || good.error === 'invalid_scope') return undefined;
  if (isSentBackRefused(good)) {
    const about = probeData(good, target);
    return OF_THE_MOMENT.has(good.error!)
      ? noting('callback-error', about)
      : errorFinding(good.error!, good.error_description, about);
  }
  if (!isError(good)) return undefined;
  return good.blames === 'pushed-request' || good.blames === 'request-object' || good.blames === 'state'
    ? errorFinding(
        good.error ?? 'invalid_request',
        good.error_description,
        probeData(good, target),
        good.blames,
      )
    : undefined;
}

/** The finding about one of the app's addresses that the provider refuses. */
const refusedAddress = (answer: AuthorizeAnswer, target: Target): Finding =>
  failing('redirect-uri-not-registered', { ...probeData(answer, target), expected: answer.redirect_uri });

/**
 * The app's request if the test's address gets through with the same one, and the app's does not. Then the
 * address is the reason; anything else would stop both.
 */
function onlyTheTestGetsThrough({ beside, unknownRedirect }: Probes): AuthorizeAnswer | undefined {
  if (!beside) return undefined;
  const { good, testRedirect } = beside;
  // An answer that went back to the app's address does not refuse it, whatever the others get.
  if (good.class === 'back' || isSilent(good) || isSilent(testRedirect)) return undefined;
  if (isError(testRedirect) || isSentBackRefused(testRedirect)) return undefined;
  if (sameAnswer(good, testRedirect)) return undefined;
  const likeUnregistered =
    unknownRedirect !== undefined && !isSilent(unknownRedirect) && sameAnswer(good, unknownRedirect);
  const stopped = isError(good) || testRedirect.class === 'back';
  return stopped || likeUnregistered ? good : undefined;
}

/** P7: checks that the app's own redirect URIs are registered. */
export function judgeAppRedirect(evidence: Evidence, target: Target): Check {
  const found = probes(evidence);
  const { good, unknownRedirect } = found;
  const others = evidence.authorize.filter((answer) => answer.probe === 'other-redirect');
  const shown = {
    ...evidenceOf(found, target),
    redirect_uris: target.client.redirect_uris,
    // An empty list takes over the first address that it is shown, so this must be the app's own.
    shown_first: target.provider.bogus_redirect_is_safe ? undefined : evidence.authorize[0]?.redirect_uri,
  };
  if (target.redirect?.mode === 'paste-back' && evidence.callback?.has_code) {
    return conclude('P7', {
      summary: 'The login came back to the app’s own address.',
      evidence: shown,
      proofs: ['app-address-answered'],
    });
  }
  if (!good || isSilent(good)) return conclude('P7', { ...stopped(evidence, good), evidence: shown });
  const failed = (bad: readonly AuthorizeAnswer[], summary: string) =>
    conclude('P7', {
      summary,
      findings: bad.map((answer) => refusedAddress(answer, target)),
      evidence: shown,
    });
  const bad = [good, ...others].filter((answer) => answer.blames === 'redirect-uri');
  if (bad.length > 0)
    return failed(bad, `The provider refuses the app’s redirect address ${bad[0]!.redirect_uri}.`);
  const unknown = (summary: string, findings: Finding[] = []) =>
    conclude('P7', { summary, findings, evidence: shown });
  if (isError(good) && good.blames === 'client') return unknown('The provider stops at the client already.');
  if (isError(good) && good.blames !== undefined)
    return unknown('The provider refuses this request for another reason already.');
  const atAddress = onlyTheTestGetsThrough(found);
  if (atAddress) {
    return failed(
      [atAddress],
      'The provider takes the test’s redirect address and refuses the app’s with the same request.',
    );
  }
  if (good.class === 'back') return judgeWayBack(evidence, target, good, others, unknown, shown);
  if (unknownRedirect && !isSilent(unknownRedirect) && sameAnswer(good, unknownRedirect))
    return unknown(SAYS_NOTHING, [noting('probe-says-nothing', { probe: 'redirect-uri' })]);
  // The page for the app's address is a login page only if an unregistered address gets an error instead.
  const anywhere = answerTo(evidence, 'foreign-redirect')?.class === 'back';
  if (unknownRedirect && isError(unknownRedirect) && !isError(good) && !anywhere) {
    return others.some((answer) => answer.class !== good.class)
      ? unknown(FIRST_ONLY)
      : conclude('P7', {
          summary: 'The provider shows its login page for the app’s address, and an error for another one.',
          evidence: shown,
          proofs: ['app-address-told-apart'],
        });
  }
  return unknown(
    'Without a comparison nothing can be told.',
    isError(good) ? [noting('authorization-error-page', probeData(good, target))] : [],
  );
}

const FIRST_ONLY = 'The first redirect address is registered; of the others it can’t be told.';

/** The provider answered to the app's own address. What is left to ask is whether it answers to any address. */
function judgeWayBack(
  evidence: Evidence,
  target: Target,
  good: AuthorizeAnswer,
  others: readonly AuthorizeAnswer[],
  unknown: (summary: string, findings?: Finding[]) => Check,
  shown: Parameters<typeof conclude>[1]['evidence'],
): Check {
  const control = answerTo(evidence, 'unknown-redirect');
  const foreign = answerTo(evidence, 'foreign-redirect');
  const proven = (summary: string, findings: readonly Finding[] = []) =>
    conclude('P7', { summary, findings, evidence: shown ?? {}, proofs: ['app-address-answered'] });
  if (others.some((answer) => answer.class !== good.class)) return unknown(FIRST_ONLY);
  if (foreign?.class === 'back') {
    return proven('The provider sends people back to any address at all, the app’s own included.', [
      warning('redirect-uri-any-accepted', { actual: foreign.redirect_uri, expected: good.redirect_uri }),
    ]);
  }
  if (control?.class === 'back') {
    return foreign && !isSilent(foreign)
      ? proven(
          'The provider sends people back to the app’s own address, and to others of the same site: a pattern is registered.',
        )
      : unknown('The provider sends people back to any address, so this can’t be told.', [
          noting('probe-says-nothing', { probe: 'redirect-uri' }),
        ]);
  }
  if ((!control || isSilent(control)) && target.provider.probe_trust !== 'high')
    return unknown('Without a comparison nothing can be told.');
  return proven(
    target.provider.bogus_redirect_is_safe
      ? 'The provider sends people back to the app’s own address.'
      : 'The provider sends people back to the app’s own address, which was the first one it was shown: an empty list there takes over the first.',
  );
}

/** P10: checks PKCE in the way the app uses it. */
export function judgePkce(evidence: Evidence, target: Target): Check {
  const good = answerTo(evidence, 'good');
  const withPkce = answerTo(evidence, 'with-pkce');
  const shown = {
    app_uses: target.pkce.app_uses,
    asked_to_require: target.pkce.require,
    answer: shownProbe(good),
    answer_with_pkce: shownProbe(withPkce),
  };
  if (!good || isSilent(good)) return conclude('P10', { ...stopped(evidence, good), evidence: shown });
  if (good.blames === 'pkce') {
    return conclude('P10', {
      summary: target.pkce.app_uses
        ? 'The provider refuses the way the app uses PKCE.'
        : 'The provider asks for PKCE, and the app doesn’t send it.',
      findings: [failing('pkce-required', { ...probeData(good, target), app_uses: target.pkce.app_uses })],
      evidence: shown,
    });
  }
  const again = answerTo(evidence, 'good-with-login');
  if (withPkce && again && isError(again) && !isError(withPkce) && !isSilent(withPkce)) {
    return conclude('P10', {
      summary:
        'The provider shows its login page only when the request carries PKCE, and the app sends none.',
      findings: [failing('pkce-required', { ...probeData(again, target), app_uses: target.pkce.app_uses })],
      evidence: shown,
    });
  }
  if (target.pkce.app_uses && good.class === 'back' && !isSentBackRefused(good)) {
    return conclude('P10', {
      summary: 'The app sends PKCE, and the provider takes it.',
      evidence: shown,
      proofs: ['pkce-accepted'],
    });
  }
  return conclude('P10', {
    summary: 'Whether PKCE is required shows only after signing in.',
    findings: [noting('pkce-probe-unknown', { app_uses: target.pkce.app_uses })],
    evidence: shown,
  });
}

/** P11: checks that the scopes the app asks for are allowed. */
export function judgeScopesAllowed(evidence: Evidence, target: Target): Check {
  const good = answerTo(evidence, 'good');
  const single = evidence.authorize.filter((answer) => answer.probe === 'scope');
  const control = answerTo(evidence, 'unknown-scope');
  const announced = announcedList(evidence, 'scopes_supported');
  const shown = {
    scopes: target.client.scopes,
    announced,
    answer: shownProbe(good),
    answer_to_unknown_scope: shownProbe(control),
  };
  if (!good || isSilent(good)) return conclude('P11', { ...stopped(evidence, good), evidence: shown });
  if (good.error === 'invalid_scope' || good.blames === 'scope') {
    const refused = single
      .filter((answer) => answer.error === 'invalid_scope')
      .flatMap((answer) => answer.scopes.filter((scope) => scope !== 'openid'));
    const named =
      refused.length > 0
        ? refused
        : target.client.scopes.filter((scope) => announced && !announced.includes(scope));
    return conclude('P11', {
      summary:
        named.length > 0
          ? `The provider refuses ${named.join(', ')}.`
          : 'The provider refuses one of the scopes.',
      findings: [failing('scope-refused', { ...probeData(good, target), scope: named[0], scopes: named })],
      evidence: shown,
    });
  }
  if (good.blames === 'openid-scope') {
    return conclude('P11', {
      summary: 'The provider misses the scope openid.',
      findings: [failing('openid-scope-missing', probeData(good, target))],
      evidence: shown,
    });
  }
  const findings: Finding[] = [];
  const unlisted = announced
    ? target.client.scopes.filter((scope) => !announced.includes(scope) && !comesAnyway(scope, target))
    : [];
  if (unlisted.length > 0)
    findings.push(warning('scope-not-announced', { scope: unlisted[0], scopes: unlisted, announced }));
  const proven =
    good.class === 'back' &&
    !isSentBackRefused(good) &&
    (control?.error === 'invalid_scope' || target.provider.unknown_scope === 'refused');
  return conclude('P11', {
    summary: proven
      ? 'The provider takes every scope the app asks for.'
      : 'The provider drops scopes without a word, so only a login shows which are granted.',
    findings: proven || findings.length > 0 ? findings : [noting('probe-says-nothing', { probe: 'scope' })],
    evidence: shown,
    proofs: proven ? ['scopes-accepted'] : [],
  });
}

/**
 * True for a scope that the app asks for only to get claims that the provider releases with another of its
 * scopes: an app may ask for a scope with the name of its role claim, and authentik has `groups` in `profile`.
 */
function comesAnyway(scope: string, target: Target): boolean {
  const plans = target.claims.filter((plan) => plan.scope === scope);
  return plans.length > 0 && plans.every((plan) => plan.provided_in.includes(plan.read_from));
}
