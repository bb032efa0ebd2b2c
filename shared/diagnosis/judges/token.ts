import type { Answer, CredentialStyle, Evidence, TokenAttempt } from '../evidence.ts';
import type { Target } from '../target.ts';
import type { Check, Finding } from '../types.ts';
import { announced, announcedList } from './discovery.ts';
import {
  answerData,
  answerEvidence,
  conclude,
  failing,
  finding,
  repeatedFindings,
  untested,
  warning,
} from './verdict.ts';
import { ownWords } from './words.ts';

/** RFC 7591's name for a way of sending the credentials. */
export const methodOf = (style: CredentialStyle): string =>
  style === 'post' ? 'client_secret_post' : style === 'none' ? 'none' : 'client_secret_basic';

/** What the token endpoint says in its own words. The first that matches counts. */
const SAYS = [
  [
    // oidc-provider; ory/fosite (Authelia, Pocket ID); Keycloak; Zitadel; Pocket ID before 2.10
    'nothing-arrived',
    /no client authentication mechanism provided|credentials missing or malformed in both|missing client_id parameter|client_id or client_assertion must be provided|client id or secret not provided/i,
  ],
  ['dpop', /\bdpop\b/i],
  ['mutual-tls', /client certificate|mutual[ -]tls|\bmtls\b|tls_client_auth/i],
  [
    // ory/fosite; Rauthy; others
    'grant-type',
    /not (?:allowed|authori[sz]ed) to use (?:the )?(?:authori[sz]ation )?grant|grant[_ ]type\b.{0,60}\bnot (?:allowed|supported)|\bflow is not allowed/i,
  ],
  [
    // Rauthy, Pocket ID before 2.10: no OAuth code says so
    'code',
    /\b(?:auth(?:ori[sz]ation)?[_ ])?code'?\b.{0,40}(?:not valid|invalid|expired|could not be found)|invalid (?:or expired )?(?:auth(?:ori[sz]ation)? )?code\b/i,
  ],
  [
    'client',
    /invalid '?client[_ ]secret|client '?.{0,100}'? ?(?:not found|does not exist)|client credentials|invalid secret/i,
  ],
] as const;

/** What the answer blames in its own words, if anything that is known. */
const saidBy = (answer: Answer): (typeof SAYS)[number][0] | undefined => {
  const text = ownWords(answer.error, answer.error_description);
  return SAYS.find(([, pattern]) => pattern.test(text))?.[0];
};

/** True if the answer says that no credentials arrived. */
export const saysNothingArrived = (answer: Answer): boolean => saidBy(answer) === 'nothing-arrived';

/**
 * RFC 6749 §5.2: `unauthorized_client` is for a client that was authenticated and may not use this grant.
 * Keycloak also uses it for wrong credentials, with status 401 or with words about them.
 */
const refusesGrant = (answer: Answer): boolean => {
  const said = saidBy(answer);
  return (
    said === 'grant-type' ||
    answer.error === 'unsupported_grant_type' ||
    (answer.error === 'unauthorized_client' && answer.status !== 401 && said !== 'client')
  );
};

/**
 * True if the answer says that the provider didn't recognise the client (RFC 6749 §5.2; Keycloak and Kanidm
 * deviate from it).
 */
export function refusesClient(answer: Answer): boolean {
  if (refusesGrant(answer)) return false;
  if (answer.error === 'invalid_client' || answer.error === 'unauthorized_client') return true;
  const said = saidBy(answer);
  if (said === 'client' || said === 'nothing-arrived') return answer.status >= 400 && answer.status < 500;
  return answer.status === 401 && (answer.error === undefined || answer.error === 'invalid_token');
}

/** Finds out from an answer of the token endpoint whether it accepted the client's credentials. */
export function authenticationOf(answer: Answer): TokenAttempt['authentication'] {
  if (answer.status >= 200 && answer.status < 300 && answer.body === 'json' && answer.error === undefined)
    return 'accepted';
  if (refusesClient(answer)) return 'refused';
  if (answer.error === 'invalid_grant') return 'accepted';
  if (answer.error === 'unauthorized_client') return 'accepted';
  if (saidBy(answer) === 'code' && answer.status >= 400 && answer.status < 500) return 'accepted';
  // Kanidm answers a bad code with invalid_request. Others do so for a missing parameter, and then name it.
  if (answer.status === 400 && answer.error === 'invalid_request' && answer.error_description === undefined)
    return 'accepted';
  return 'unclear';
}

/** The finding for an answer of the token endpoint that holds no tokens. */
export function tokenErrorFinding(answer: Answer, style: CredentialStyle): Finding | undefined {
  const data = { ...answerData(answer), endpoint: 'token_endpoint', method: methodOf(style) };
  const kind = answer.failure?.kind;
  if (kind === 'cancelled' || kind === 'budget') return undefined;
  if (kind === 'timeout') return failing('token-timed-out', data);
  if (kind === 'scheme-refused') return failing('endpoint-scheme-refused', data);
  if (kind !== undefined) return failing('token-unreachable', data);
  if (answer.status === 429) return failing('rate-limited', data);
  if (answer.body === 'html' && (answer.status === 403 || answer.status === 401))
    return failing('token-forbidden', data);
  if (answer.status >= 500) return failing('token-server-error', data);
  if (answer.body === 'html') return failing('token-html', data);
  const said = saidBy(answer);
  if (answer.status >= 400 && (said === 'dpop' || said === 'mutual-tls'))
    return failing('provider-demands-more', { ...data, demand: said });
  if (answer.status >= 400 && refusesGrant(answer)) return failing('token-grant-not-allowed', data);
  if (refusesClient(answer)) return failing('token-client-refused', data);
  if (answer.error === 'invalid_grant' || said === 'code') return failing('token-grant-refused', data);
  if (answer.status === 403 && answer.error === undefined) return failing('token-forbidden', data);
  if (answer.status >= 400)
    return failing(
      answer.error === undefined && answer.body !== 'json' ? 'token-not-json' : 'token-request-refused',
      data,
    );
  if (answer.body !== 'json') return failing('token-not-json', data);
  if (answer.error !== undefined) return failing('token-request-refused', data);
  return undefined;
}

/**
 * Checks that the stored secret fits the client's type: a public client has none, any other client has one.
 */
export function secretMismatch(target: Target): Finding | undefined {
  const { auth_method, has_secret } = target.client;
  if (auth_method !== 'none' && !has_secret) {
    return failing('secret-refused', { method: auth_method, reason: 'no-secret-stored' });
  }
  if (auth_method === 'none' && has_secret) {
    return failing('auth-method-refused', { method: 'none', reason: 'secret-for-a-public-client' });
  }
  return undefined;
}

/** The attempts with the client's own credentials, without the controls. */
export const ownAttempts = (evidence: Evidence): readonly TokenAttempt[] =>
  evidence.token_attempts.filter((attempt) => attempt.secret === 'right' || attempt.secret === 'none');

/**
 * Whether the provider looks at the secret at all. `no`: it took a wrong secret, although it refuses a client
 * that it does not know, so it had looked at the client before the made-up code. `unknown`: not asked, or it
 * refuses the code before it looks at the client.
 */
export function checksSecret(evidence: Evidence): 'yes' | 'no' | 'unknown' {
  const control = (secret: TokenAttempt['secret']) =>
    evidence.token_attempts.find((attempt) => attempt.secret === secret)?.authentication;
  if (control('wrong-on-purpose') === 'refused') return 'yes';
  return control('wrong-on-purpose') === 'accepted' && control('unknown-client') === 'refused'
    ? 'no'
    : 'unknown';
}

/** The finding if another way of sending the secret worked. */
export function negotiationFinding(evidence: Evidence, target: Target): Finding | undefined {
  const [first, ...others] = ownAttempts(evidence);
  if (first?.authentication !== 'refused') return undefined;
  const other = others.find((attempt) => attempt.authentication === 'accepted');
  const asHeader = first.style === 'basic';
  // The provider takes either way, or says itself that nothing came: the header was lost on the way.
  const lost =
    saysNothingArrived(first.answer) || (other?.style === 'post' && !target.provider.enforces_auth_method);
  if (asHeader && lost) {
    return failing('token-credentials-not-received', {
      ...answerData(first.answer),
      method: methodOf(first.style),
      accepted: other && methodOf(other.style),
    });
  }
  if (!other) return undefined;
  if (other.style === 'basic-raw')
    return warning('token-raw-basic-accepted', { method: methodOf(first.style) });
  return failing('auth-method-refused', {
    method: methodOf(first.style),
    actual: methodOf(first.style),
    accepted: methodOf(other.style),
    expected: methodOf(other.style),
    registered_method: methodOf(other.style),
    announced: announcedList(evidence, 'token_endpoint_auth_methods_supported'),
  });
}

/** S10: checks the exchange of the code (RFC 6749 §2.3, §5; Core §3.1.3.3). */
export function judgeToken(evidence: Evidence, target: Target): Check {
  const { token } = evidence;
  const attempts = ownAttempts(evidence);
  if (!token || attempts.length === 0) {
    return untested(
      'S10',
      announced(evidence, 'token_endpoint') === undefined
        ? 'No token endpoint is known.'
        : 'There is no code to exchange.',
    );
  }
  const { answer } = token;
  const findings: Finding[] = [];
  const shown = {
    ...answerEvidence(answer),
    method: methodOf(token.style),
    asked_method: target.client.auth_method,
    announced_methods: announcedList(evidence, 'token_endpoint_auth_methods_supported'),
    attempts: attempts.map((attempt) => `${attempt.style}: ${attempt.authentication}`),
    parameters: token.parameters,
  };
  if (answer.failure?.kind === 'cancelled' || answer.failure?.kind === 'budget') {
    return untested('S10', answer.failure.message);
  }
  const mismatch = secretMismatch(target);
  const negotiated = negotiationFinding(evidence, target);
  const refused = tokenErrorFinding(answer, token.style);
  const error: Finding | undefined =
    refused?.code === 'token-client-refused'
      ? {
          ...refused,
          data: {
            ...refused.data,
            ...(evidence.credentials_need_encoding ? { special_characters: true } : {}),
            tried: [...new Set(attempts.map((attempt) => methodOf(attempt.style)))],
          },
        }
      : refused;
  if (mismatch && error) findings.push(mismatch);
  if (negotiated) findings.push(negotiated);
  if (error && !(negotiated && negotiated.severity === 'fail')) findings.push(error);
  if (!error) findings.push(...successFindings(evidence));
  if (!error && token.style !== 'none' && checksSecret(evidence) === 'no')
    findings.push(warning('secret-not-checked', { method: methodOf(token.style) }));
  return conclude('S10', {
    summary: error
      ? `The token endpoint refused: ${answer.error ?? answer.failure?.message ?? `status ${answer.status}`}.`
      : findings.length > 0
        ? 'Tokens came, but not as they should.'
        : 'Tokens came.',
    findings,
    proofs: error || !token.has_access_token ? [] : ['tokens-received'],
    evidence: shown,
  });
}

function successFindings(evidence: Evidence): Finding[] {
  const token = evidence.token!;
  const findings = repeatedFindings('the answer of the token endpoint', token.answer.repeated_members);
  if (!token.has_access_token)
    findings.push(failing('token-access-token-missing', { parameters: token.parameters }));
  if (!token.has_id_token)
    findings.push(failing('token-id-token-missing', { parameters: token.parameters, scope: token.scope }));
  if (typeof token.token_type !== 'string' || token.token_type.toLowerCase() !== 'bearer') {
    findings.push(failing('token-type-wrong', { expected: 'Bearer', actual: token.token_type ?? null }));
  }
  if (!token.answer.cache_control?.match(/\bno-store\b/i)) {
    findings.push(
      finding('warn', 'token-no-store-missing', {
        expected: 'no-store',
        actual: token.answer.cache_control ?? null,
      }),
    );
  }
  if (typeof token.expires_in !== 'number') {
    findings.push(
      warning('token-expires-in-odd', { actual: token.expires_in ?? null, expected: 'a number' }),
    );
  }
  return findings;
}
