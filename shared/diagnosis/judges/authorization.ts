import type { Answer, AuthorizeAnswer, CallbackEvidence, Evidence } from '../evidence.ts';
import type { Target } from '../target.ts';
import type { Check, EvidenceValue, Finding } from '../types.ts';
import { blame } from './blame.ts';
import { announced, announcedList } from './discovery.ts';
import {
  answerData,
  conclude,
  connectionCode,
  count,
  failing,
  hostPort,
  isConnectionFailure,
  noting,
  untested,
  warning,
  withheld,
} from './verdict.ts';

/** S8: compares our request with what the provider announces (RFC 6749 §4.1.1, RFC 7636, Core §3.1.2.1). */
export function judgeRequest(evidence: Evidence, target: Target): Check {
  const { request } = evidence;
  if (!request) return untested('S8', 'No login page is known to ask.');
  const methods = announcedList(evidence, 'code_challenge_methods_supported');
  const findings: Finding[] = [];
  if (methods === undefined) {
    findings.push((target.pkce.app_uses ? warning : noting)('pkce-not-announced', { expected: 'S256' }));
  } else if (!methods.includes('S256')) {
    findings.push(
      (target.pkce.app_uses ? warning : noting)('pkce-plain-only', {
        actual: methods.join(', '),
        expected: 'S256',
      }),
    );
  }
  return conclude('S8', {
    summary: findings.some((one) => one.severity === 'warn')
      ? 'The request was sent, though the provider doesn’t say that it knows PKCE with S256.'
      : 'The login page was asked as the app would.',
    findings,
    proofs: methods?.includes('S256') || !target.pkce.app_uses ? ['request-fits'] : [],
    evidence: {
      endpoint: request.endpoint,
      redirect_uri: request.redirect_uri,
      redirect_mode: target.redirect?.mode,
      scopes: request.scopes,
      pkce: request.pkce,
      state_bits: request.state_bits,
      nonce_bits: request.nonce_bits,
      parameters: request.parameters,
    },
  });
}

/** The finding for an error that the provider sent back (RFC 6749 §4.1.2.1, Core §3.1.2.6). */
export function errorFinding(
  error: string,
  error_description: string | undefined,
  data: Readonly<Record<string, EvidenceValue | undefined>>,
  blamed: AuthorizeAnswer['blames'] = blame(error, error_description),
): Finding {
  const about = { ...data, error, error_description };
  if (error === 'access_denied') return failing('access-denied', about);
  if (error === 'invalid_scope') return failing('scope-refused', about);
  if (error === 'unsupported_response_type' || error === 'unauthorized_client')
    return failing('response-type-refused', about);
  if (blamed === 'pushed-request' || blamed === 'request-object')
    return failing('provider-demands-more', { ...about, demand: blamed });
  if (blamed === 'pkce') return failing('pkce-required', about);
  if (blamed === 'openid-scope') return failing('openid-scope-missing', about);
  return failing('callback-error', about);
}

const seenData = (callback: CallbackEvidence) => ({
  wrong_state: callback.seen.wrong_state,
  missing_state: callback.seen.missing_state,
  empty: callback.seen.empty,
  wrong_path: callback.seen.wrong_path,
  wrong_host: callback.seen.wrong_host,
  wrong_method: callback.seen.wrong_method,
  other_user: callback.seen.other_user,
  paths: callback.seen.paths,
});

/** Explains why no genuine answer came, based on what was seen instead. */
function silenceFindings(
  callback: CallbackEvidence,
  evidence: Evidence,
  redirect_uri: string | undefined,
  target: Target,
): Finding[] {
  const data = {
    redirect_uri,
    expected: redirect_uri,
    seconds: Math.round(callback.waited_ms / 1000),
    ...seenData(callback),
  };
  const refused = evidence.authorize.find((answer) => answer.probe === 'test-redirect');
  if (refused?.blames === 'redirect-uri') {
    return [
      failing('redirect-uri-refused', {
        ...data,
        error: refused.error,
        error_description: refused.error_description,
        excerpt: refused.answer.excerpt,
      }),
    ];
  }
  if (refused?.blames === 'client') {
    return [
      failing('client-unknown', {
        ...data,
        error: refused.error,
        error_description: refused.error_description,
      }),
    ];
  }
  if (callback.outcome === 'cancelled') return [noting('callback-cancelled', data)];
  // The app's own request is answered, and the test's request differs from it only in the address.
  const goesBack = evidence.authorize.some((answer) => answer.probe === 'good' && answer.class === 'back');
  if (refused?.class === 'error-page' && refused.blames === undefined && goesBack) {
    return [failing('redirect-uri-refused', { ...data, excerpt: refused.answer.excerpt })];
  }
  if (refused && (refused.blames === 'pushed-request' || refused.blames === 'request-object')) {
    return [
      errorFinding(refused.error ?? 'invalid_request', refused.error_description, data, refused.blames),
    ];
  }
  if (refused && (refused.class === 'error-page' || refused.class === 'inside-error')) {
    return [
      failing('authorization-error-page', {
        ...data,
        status: refused.answer.status,
        error: refused.error,
        error_description: refused.error_description,
        excerpt: refused.answer.excerpt,
      }),
    ];
  }
  const { seen } = callback;
  if (seen.empty > 0) return [failing('callback-in-fragment', data)];
  if (seen.wrong_state > 0 || seen.missing_state > 0) return [failing('callback-state-wrong', data)];
  if (seen.wrong_host > 0) return [failing('callback-wrong-host', data)];
  if (seen.paths.length > 0) return [failing('callback-wrong-path', { ...data, actual: seen.paths[0] })];
  const unreachable = refused && loginPageFinding(refused.answer, evidence, target);
  return [unreachable ?? noting('callback-timed-out', { ...data, reason: callback.outcome })];
}

/** The announced login page can't be reached, although the provider can. A browser can't reach it either. */
function loginPageFinding(answer: Answer, evidence: Evidence, target: Target): Finding | undefined {
  const code =
    answer.failure && isConnectionFailure(answer.failure) ? connectionCode(answer.failure) : undefined;
  if (code === undefined) return undefined;
  const endpoint = announced(evidence, 'authorization_endpoint') ?? answer.url;
  const { host, port } = hostPort(endpoint) ?? {};
  // A separate host name that does not resolve is a name from inside the provider's network.
  const internal = code === 'dns-not-found' && host !== hostPort(target.issuer)?.host;
  return failing(internal ? 'endpoint-on-private-host' : code, {
    ...answerData(answer),
    url: endpoint,
    endpoint: 'authorization_endpoint',
    actual: endpoint,
    host,
    port,
    expected: hostPort(target.issuer) ? new URL(target.issuer).origin : target.issuer,
  });
}

const SILENCE: Readonly<Record<Exclude<CallbackEvidence['outcome'], 'received'>, string>> = {
  'timed-out': 'No answer came in time.',
  cancelled: 'The login was cancelled before an answer came.',
  slept: 'The machine slept during the wait, so the login was given up. Start it again.',
  refused: 'The provider refuses this request before anyone can sign in.',
  'not-a-callback': 'The pasted address is not the answer to this login.',
};

/** A refused browser of another user is the likely reason for silence, e.g. if the login was opened by that user. */
const strangers = ({ seen }: CallbackEvidence): string[] =>
  seen.other_user === 0
    ? []
    : [
        `${count(seen.other_user, 'request')} of another user of this machine came and got no answer: only your own browser can finish the login.`,
      ];

/** S9: checks the answer that came back (RFC 6749 §4.1.2, RFC 9207). */
export function judgeCallback(evidence: Evidence, target: Target): Check {
  const { callback } = evidence;
  if (!callback) {
    return conclude('S9', {
      summary: withheld(evidence) ?? 'The login was not started.',
      evidence: { untrusted_host: evidence.untrusted_host },
    });
  }
  const redirect_uri = evidence.request?.redirect_uri ?? target.redirect?.uri;
  const shown = {
    redirect_uri,
    outcome: callback.outcome,
    waited_s: Math.round(callback.waited_ms / 1000),
    parameters: callback.parameters,
    iss: callback.iss,
    error: callback.error,
    error_description: callback.error_description,
    ignored: seenData(callback),
  };
  if (callback.outcome !== 'received') {
    const findings =
      callback.outcome === 'not-a-callback'
        ? [failing('callback-state-wrong', { redirect_uri, expected: redirect_uri, ...seenData(callback) })]
        : silenceFindings(callback, evidence, redirect_uri, target);
    return conclude('S9', {
      summary: [SILENCE[callback.outcome], ...strangers(callback)].join(' '),
      findings,
      evidence: shown,
    });
  }

  const findings: Finding[] = [];
  const announcesIss =
    evidence.discovery?.document?.['authorization_response_iss_parameter_supported'] === true;
  // If the configured and the announced issuer differ, S4 reports it; here both are accepted.
  const expectedIss = announced(evidence, 'issuer') ?? target.issuer;
  if (callback.iss !== undefined && callback.iss !== expectedIss && callback.iss !== target.issuer) {
    findings.push(failing('callback-iss-wrong', { expected: expectedIss, actual: callback.iss }));
  } else if (callback.iss === undefined && announcesIss) {
    findings.push(failing('callback-iss-missing', { expected: expectedIss }));
  }
  const names = callback.parameters;
  const repeated = names.filter((name, index) => names.indexOf(name) !== index);
  if (repeated.length > 0)
    findings.push(failing('callback-parameter-repeated', { parameters: [...new Set(repeated)] }));
  if (callback.error !== undefined) {
    findings.push(
      errorFinding(callback.error, callback.error_description, {
        redirect_uri,
        scopes: target.client.scopes.join(' '),
      }),
    );
  } else if (!callback.has_code) {
    findings.push(failing('callback-without-code', { parameters: names }));
  }
  if (callback.seen.wrong_state + callback.seen.missing_state > 0) {
    findings.push(noting('callback-state-wrong', seenData(callback)));
  }
  return conclude('S9', {
    summary:
      callback.error !== undefined
        ? `The provider answered with the error ${callback.error}.`
        : findings.some((one) => one.severity === 'fail')
          ? 'The answer came, but it is not as it must be.'
          : 'The answer came, with a code and the right state.',
    findings,
    proofs: callback.has_code ? ['code-received'] : [],
    evidence: shown,
  });
}
