import type { AuthorizeAnswer, Evidence } from '../evidence.ts';
import type { Target } from '../target.ts';
import type { Check, Finding } from '../types.ts';
import { announcedList } from './discovery.ts';
import {
  answerTo,
  evidenceOf,
  isError,
  isSilent,
  probeData,
  probes,
  SAYS_NOTHING,
  sameAnswer,
  shownProbe,
  stopped,
} from './probe-answers.ts';
import { conclude, failing, noting, warning } from './verdict.ts';

/** RFC 6749 §4.1.2.1: errors that say the client may not use this flow. */
const NO_CODE_FLOW: ReadonlySet<string> = new Set(['unauthorized_client', 'unsupported_response_type']);

/** P6: checks that the provider knows the client and lets it ask. */
export function judgeClientKnown(evidence: Evidence, target: Target): Check {
  const found = probes(evidence);
  const { good, unknownClient } = found;
  const shown = { ...evidenceOf(found, target), client_id: target.client.client_id };
  if (!good || isSilent(good))
    return conclude('P6', { ...stopped(evidence, good), evidence: shown, inconclusive: true });
  const told = (summary: string, findings: Finding[] = []) =>
    conclude('P6', { summary, findings, evidence: shown });
  const unknown = (summary: string, findings: Finding[] = []) =>
    conclude('P6', { summary, findings, evidence: shown, inconclusive: true });

  if (isError(good) && good.blames === 'client') {
    return told('The provider doesn’t know this client.', [
      failing('client-unknown', probeData(good, target)),
    ]);
  }
  if (good.class === 'back' && NO_CODE_FLOW.has(good.error ?? '')) {
    return told('The provider knows this client, but doesn’t let it sign people in by the code flow.', [
      failing('response-type-refused', probeData(good, target)),
    ]);
  }
  if (unknownClient && !isSilent(unknownClient)) {
    if (!sameAnswer(good, unknownClient)) {
      return isError(good) && good.blames === undefined && isError(unknownClient)
        ? unknown('The provider shows an error that can’t be told apart for sure.', [
            noting('authorization-error-page', probeData(good, target)),
          ])
        : told('The provider knows this client: it answers an unknown one otherwise.');
    }
    return unknown(SAYS_NOTHING, [noting('probe-says-nothing', { probe: 'client' })]);
  }
  if (target.provider.probe_trust === 'high' && (good.class === 'back' || good.blames === 'redirect-uri')) {
    return told('The provider knows this client.');
  }
  return unknown('Without a comparison nothing can be told.');
}

/**
 * True if a correct request gets an error instead of a login page, although the client and its secret are
 * known to be right and PKCE is not the reason. Then only the address can be the cause.
 */
function onlyTheAddress(evidence: Evidence, target: Target): boolean {
  const again = answerTo(evidence, 'good-with-login');
  const withPkce = answerTo(evidence, 'with-pkce');
  const known = evidence.token_attempts.some(
    (attempt) => attempt.secret === 'right' && attempt.authentication === 'accepted',
  );
  const pkce = target.pkce.app_uses || (withPkce !== undefined && isError(withPkce));
  if (again === undefined || !isError(again) || again.blames !== undefined) return false;
  // If all requests are forbidden, the answer says nothing about this request.
  const forbidden = again.answer.status === 401 || again.answer.status === 403;
  return !forbidden && known && pkce;
}

/** P7: checks that the app's own redirect URIs are registered. */
export function judgeAppRedirect(evidence: Evidence, target: Target): Check {
  const found = probes(evidence);
  const { good, unknownRedirect, unknownClient } = found;
  const others = evidence.authorize.filter((answer) => answer.probe === 'other-redirect');
  const shown = { ...evidenceOf(found, target), redirect_uris: target.client.redirect_uris };
  if (!good || isSilent(good))
    return conclude('P7', { ...stopped(evidence, good), evidence: shown, inconclusive: true });
  const refused = (answer: AuthorizeAnswer) =>
    failing('redirect-uri-not-registered', { ...probeData(answer, target), expected: answer.redirect_uri });
  const bad = [good, ...others].filter((answer) => isError(answer) && answer.blames === 'redirect-uri');
  if (bad.length > 0) {
    return conclude('P7', {
      summary: `The provider refuses the app’s redirect address ${bad[0]!.redirect_uri}.`,
      findings: bad.map(refused),
      evidence: shown,
    });
  }
  const unknown = (summary: string, findings: Finding[] = []) =>
    conclude('P7', { summary, findings, evidence: shown, inconclusive: true });
  if (isError(good) && good.blames === 'client') return unknown('The provider stops at the client already.');
  if (unknownRedirect && !isSilent(unknownRedirect) && sameAnswer(good, unknownRedirect)) {
    const clientDiffers = unknownClient && !isSilent(unknownClient) && !sameAnswer(good, unknownClient);
    if (isError(good) && (clientDiffers || onlyTheAddress(evidence, target))) {
      return conclude('P7', {
        summary: 'The provider treats the app’s redirect address like an unregistered one.',
        findings: [refused(good)],
        evidence: shown,
      });
    }
    return unknown(SAYS_NOTHING, [noting('probe-says-nothing', { probe: 'redirect-uri' })]);
  }
  if (unknownRedirect?.class === 'back') {
    return unknown('The provider sends people back to any address, so this can’t be told.', [
      noting('probe-says-nothing', { probe: 'redirect-uri' }),
    ]);
  }
  const trusted = unknownRedirect !== undefined && !isSilent(unknownRedirect);
  const registered =
    (good.class === 'back' && (trusted || target.provider.probe_trust === 'high')) ||
    (trusted && !isError(good) && isError(unknownRedirect));
  if (registered) {
    const untold = others.filter((answer) => answer.class !== good.class);
    return untold.length > 0
      ? unknown('The first redirect address is registered; of the others it can’t be told.')
      : conclude('P7', {
          summary: 'The provider sends people back to the app’s own address.',
          evidence: shown,
        });
  }
  return unknown(
    'Without a comparison nothing can be told.',
    isError(good) ? [noting('authorization-error-page', probeData(good, target))] : [],
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
  if (!good || isSilent(good))
    return conclude('P10', { ...stopped(evidence, good), evidence: shown, inconclusive: true });
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
  if (target.pkce.app_uses && good.class === 'back') {
    return conclude('P10', { summary: 'The app sends PKCE, and the provider takes it.', evidence: shown });
  }
  return conclude('P10', {
    summary: 'Whether PKCE is required shows only after signing in.',
    findings: [noting('pkce-probe-unknown', { app_uses: target.pkce.app_uses })],
    evidence: shown,
    inconclusive: true,
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
  if (!good || isSilent(good))
    return conclude('P11', { ...stopped(evidence, good), evidence: shown, inconclusive: true });
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
  const unlisted = announced ? target.client.scopes.filter((scope) => !announced.includes(scope)) : [];
  if (unlisted.length > 0)
    findings.push(warning('scope-not-announced', { scope: unlisted[0], scopes: unlisted, announced }));
  const proven =
    good.class === 'back' &&
    (control?.error === 'invalid_scope' || target.provider.unknown_scope === 'refused');
  return conclude('P11', {
    summary: proven
      ? 'The provider takes every scope the app asks for.'
      : 'The provider drops scopes without a word, so only a login shows which are granted.',
    findings: proven || findings.length > 0 ? findings : [noting('probe-says-nothing', { probe: 'scope' })],
    evidence: shown,
    inconclusive: !proven && findings.length === 0,
  });
}
