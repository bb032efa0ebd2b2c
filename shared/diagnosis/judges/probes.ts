import type { AuthorizeAnswer, Evidence, TokenAttempt } from '../evidence.ts';
import type { Target } from '../target.ts';
import type { Check, Finding } from '../types.ts';
import { announcedList } from './discovery.ts';
import { methodOf, negotiationFinding, secretMismatch } from './token.ts';
import { answerData, conclude, failing, noting, warning } from './verdict.ts';

const find = (evidence: Evidence, probe: AuthorizeAnswer['probe']): AuthorizeAnswer | undefined =>
  evidence.authorize.find((answer) => answer.probe === probe);

const isError = (answer: AuthorizeAnswer): boolean =>
  answer.class === 'error-page' || answer.class === 'inside-error';
const isPage = (answer: AuthorizeAnswer): boolean => answer.class === 'error-page' || answer.class === 'page';
const isSilent = (answer: AuthorizeAnswer): boolean =>
  answer.class === 'server-error' || answer.class === 'rate-limited' || answer.class === 'none';

/** The page's words without what we sent ourselves, so that two answers can be compared. */
const words = (answer: AuthorizeAnswer): string =>
  (answer.answer.excerpt ?? '').replaceAll(answer.redirect_uri, '').replace(/[\w-]*\d[\w-]*/g, '#');

/** Two answers that tell nothing apart. */
function sameAnswer(a: AuthorizeAnswer, b: AuthorizeAnswer): boolean {
  return (
    a.class === b.class &&
    a.answer.status === b.answer.status &&
    a.error === b.error &&
    a.inside_path === b.inside_path &&
    a.blames === b.blames &&
    (a.blames !== undefined || words(a) === words(b))
  );
}

/** The app's own request as it fared, and the controls that say what its answer is worth. */
interface Probes {
  readonly good: AuthorizeAnswer | undefined;
  readonly unknownClient: AuthorizeAnswer | undefined;
  readonly unknownRedirect: AuthorizeAnswer | undefined;
}

function probes(evidence: Evidence): Probes {
  const first = find(evidence, 'good');
  const again = find(evidence, 'good-with-login');
  const unknownClient = find(evidence, 'unknown-client');
  const unknownRedirect = find(evidence, 'unknown-redirect');
  // Some show an error to any request without a session; asked for a login page they do tell.
  const better = again && first?.class !== 'back' && !(unknownClient && sameAnswer(again, unknownClient));
  return { good: better ? again : first, unknownClient, unknownRedirect };
}

const shownProbe = (answer: AuthorizeAnswer | undefined): string | undefined =>
  answer &&
  [answer.class, answer.answer.status || undefined, answer.error, answer.inside_path]
    .filter(Boolean)
    .join(' ');

const evidenceOf = (found: Probes, target: Target) => ({
  redirect_uri: target.client.redirect_uris[0],
  answer: shownProbe(found.good),
  answer_to_unknown_client: shownProbe(found.unknownClient),
  answer_to_unknown_redirect_uri: shownProbe(found.unknownRedirect),
  excerpt: found.good && isPage(found.good) ? found.good.answer.excerpt : undefined,
});

const probeData = (answer: AuthorizeAnswer, target: Target) => ({
  ...answerData(answer.answer),
  redirect_uri: answer.redirect_uri,
  client_id: target.client.client_id,
  error: answer.error,
  error_description: answer.error_description,
});

/** What ended the probes before they could tell anything. */
function stopped(
  evidence: Evidence,
  good: AuthorizeAnswer | undefined,
): { summary: string; findings: Finding[] } {
  if (evidence.probes_stopped === 'rate-limited' || good?.class === 'rate-limited') {
    const data = { retry_after_s: good?.answer.retry_after_s, status: 429 };
    return {
      summary: 'The provider asks for fewer requests; try again later.',
      findings: [noting('rate-limited', data)],
    };
  }
  if (!good) return { summary: 'The provider couldn’t be asked.', findings: [] };
  return {
    summary: 'The provider gave no answer to tell anything from.',
    findings: [noting('probe-says-nothing')],
  };
}

const SAYS_NOTHING =
  'The provider answers good and bad requests alike, so nothing can be told without a login.';

/** P6: the client is known. */
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

/** P7: the app's own redirect URIs are registered. */
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
    if (isError(good) && clientDiffers) {
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

const rightSecret = (evidence: Evidence): readonly TokenAttempt[] =>
  evidence.token_attempts.filter((attempt) => attempt.secret !== 'wrong-on-purpose');

/** P8: the credentials are accepted; asked with a made-up code. */
export function judgeCredentials(evidence: Evidence, target: Target): Check {
  const attempts = rightSecret(evidence);
  const control = evidence.token_attempts.find((attempt) => attempt.secret === 'wrong-on-purpose');
  const mismatch = secretMismatch(target);
  const first = attempts[0];
  const shown = {
    method: target.client.auth_method,
    has_secret: target.client.has_secret,
    answer: first && [first.answer.status, first.answer.error].filter(Boolean).join(' '),
    answer_to_wrong_secret:
      control && [control.answer.status, control.answer.error].filter(Boolean).join(' '),
    attempts: attempts.map((attempt) => `${attempt.style}: ${attempt.authentication}`),
  };
  const unknown = (summary: string, findings: Finding[] = []) =>
    conclude('P8', { summary, findings, evidence: shown, inconclusive: true });
  if (mismatch?.code === 'secret-refused') {
    return conclude('P8', {
      summary: 'The app sends a secret, but none is stored for it.',
      findings: [mismatch],
      evidence: shown,
    });
  }
  if (!first) return unknown('The token endpoint wasn’t asked.');
  if (mismatch) {
    return conclude('P8', {
      summary: 'A secret is stored for a client that is to have none.',
      findings: [mismatch],
      evidence: shown,
    });
  }
  // A wrong secret being refused shows that this one wasn't, whatever was said of the made-up code.
  const told =
    first.authentication === 'unclear' &&
    control?.authentication === 'refused' &&
    first.answer.status === 400;
  if (first.authentication === 'accepted' || told) {
    const controlSays = control?.authentication;
    const proven =
      target.client.auth_method === 'none' ||
      (control ? controlSays === 'refused' : target.provider.probe_trust === 'high');
    if (proven)
      return conclude('P8', { summary: 'The provider accepts the client’s credentials.', evidence: shown });
    return unknown(
      controlSays === 'accepted'
        ? 'The provider looks at the code before the secret, so only a login can tell.'
        : 'Without a comparison nothing can be told.',
      [noting('probe-says-nothing', { probe: 'secret' })],
    );
  }
  if (first.authentication === 'refused') return refusedCredentials(evidence, attempts, unknown, shown);
  const answer = first.answer;
  if (answer.status === 429)
    return unknown('The provider asks for fewer requests; try again later.', [
      noting('rate-limited', answerData(answer)),
    ]);
  const data = { ...answerData(answer), endpoint: 'token_endpoint', method: methodOf(first.style) };
  const failed = answer.failure
    ? failing(answer.failure.kind === 'timeout' ? 'token-timed-out' : 'token-unreachable', data)
    : answer.body === 'html' && (answer.status === 403 || answer.status === 401)
      ? failing('token-forbidden', data)
      : answer.status >= 500
        ? failing('token-server-error', data)
        : answer.body === 'html'
          ? failing('token-html', data)
          : undefined;
  if (failed && answer.failure?.kind !== 'cancelled' && answer.failure?.kind !== 'budget') {
    return conclude('P8', {
      summary: 'The token endpoint gives no proper answer.',
      findings: [failed],
      evidence: shown,
    });
  }
  return unknown('The answer doesn’t say whether the secret is right.', [
    noting('probe-says-nothing', { probe: 'secret' }),
  ]);
}

function refusedCredentials(
  evidence: Evidence,
  attempts: readonly TokenAttempt[],
  unknown: (summary: string, findings?: Finding[]) => Check,
  evidenceShown: Parameters<typeof conclude>[1]['evidence'],
): Check {
  const shown = evidenceShown ?? {};
  const negotiated = negotiationFinding(attempts, evidence);
  if (negotiated?.severity === 'warn') {
    return conclude('P8', {
      summary:
        'The secret is right, but the provider doesn’t decode it; apps that encode it will be refused.',
      findings: [negotiated],
      evidence: shown,
    });
  }
  if (negotiated) {
    return conclude('P8', {
      summary: 'The credentials are right, but only when sent another way.',
      evidence: shown,
    });
  }
  const good = find(evidence, 'good');
  if (good && isError(good) && good.blames === 'client')
    return unknown('The provider doesn’t know the client to begin with.');
  if (good && isError(good) && good.blames === 'redirect-uri') {
    return unknown('Some providers refuse the client for its redirect address alone; register that first.');
  }
  const answer = attempts[0]!.answer;
  return conclude('P8', {
    summary: 'The provider refuses the client’s credentials.',
    findings: [
      failing('secret-refused', {
        ...answerData(answer),
        method: methodOf(attempts[0]!.style),
        special_characters: evidence.credentials_need_encoding,
        tried: [...new Set(attempts.map((attempt) => methodOf(attempt.style)))],
      }),
    ],
    evidence: shown,
  });
}

/** P9: the way of sending the secret that the app uses is allowed. */
export function judgeMethod(evidence: Evidence, target: Target): Check {
  const attempts = rightSecret(evidence);
  const announced = announcedList(evidence, 'token_endpoint_auth_methods_supported');
  const shown = {
    method: target.client.auth_method,
    announced: announced ?? ['client_secret_basic'],
    attempts: attempts.map((attempt) => `${attempt.style}: ${attempt.authentication}`),
  };
  const negotiated = negotiationFinding(attempts, evidence);
  if (negotiated?.severity === 'fail') {
    return conclude('P9', {
      summary: `The app uses ${String(negotiated.data['method'])}, the provider accepts ${String(negotiated.data['accepted'])}.`,
      findings: [negotiated],
      evidence: shown,
    });
  }
  const credentials = judgeCredentials(evidence, target).status;
  if (attempts.length > 0 && (credentials === 'pass' || credentials === 'warn')) {
    return conclude('P9', {
      summary:
        target.provider.enforces_auth_method && target.provider.probe_trust === 'high'
          ? 'The app’s way of sending the secret is the registered one.'
          : 'The provider takes the secret the way the app sends it.',
      evidence: shown,
    });
  }
  return conclude('P9', {
    summary: 'Nothing can be told while the credentials are in doubt.',
    evidence: shown,
    inconclusive: true,
  });
}

/** P10: PKCE as the app does it. */
export function judgePkce(evidence: Evidence, target: Target): Check {
  const good = find(evidence, 'good');
  const withPkce = find(evidence, 'with-pkce');
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

/** P11: the scopes the app asks for are allowed. */
export function judgeScopesAllowed(evidence: Evidence, target: Target): Check {
  const good = find(evidence, 'good');
  const single = evidence.authorize.filter((answer) => answer.probe === 'scope');
  const control = find(evidence, 'unknown-scope');
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
