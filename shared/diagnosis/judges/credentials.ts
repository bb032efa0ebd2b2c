import type { Evidence, TokenAttempt } from '../evidence.ts';
import type { Target } from '../target.ts';
import type { Check, Finding } from '../types.ts';
import { announcedList } from './discovery.ts';
import { answerTo, isError } from './probe-answers.ts';
import { methodOf, negotiationFinding, secretMismatch } from './token.ts';
import { answerData, conclude, failing, noting } from './verdict.ts';

const rightSecret = (evidence: Evidence): readonly TokenAttempt[] =>
  evidence.token_attempts.filter((attempt) => attempt.secret !== 'wrong-on-purpose');

/** P8: checks that the credentials are accepted, by asking with a made-up code. */
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
  // If a wrong secret is refused, then this one was not, even if the made-up code was rejected.
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
  const good = answerTo(evidence, 'good');
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

/** P9: checks that the provider allows the app's way of sending the secret. */
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
