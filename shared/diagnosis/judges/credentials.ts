import type { Evidence, TokenAttempt } from '../evidence.ts';
import type { Target } from '../target.ts';
import type { Check, Finding } from '../types.ts';
import { announcedList } from './discovery.ts';
import { answerTo, isError } from './probe-answers.ts';
import {
  checksSecret,
  methodOf,
  negotiationFinding,
  ownAttempts,
  secretMismatch,
  tokenErrorFinding,
} from './token.ts';
import { answerData, conclude, failing, noting, warning, withheld } from './verdict.ts';

/** P8: checks that the credentials are accepted, by asking with a made-up code. */
export function judgeCredentials(evidence: Evidence, target: Target): Check {
  const attempts = ownAttempts(evidence);
  const control = evidence.token_attempts.find((attempt) => attempt.secret === 'wrong-on-purpose');
  const mismatch = secretMismatch(target);
  const first = attempts[0];
  const shown = {
    method: target.client.auth_method,
    has_secret: target.client.has_secret,
    untrusted_host: evidence.untrusted_host,
    answer: first && [first.answer.status, first.answer.error].filter(Boolean).join(' '),
    answer_to_wrong_secret:
      control && [control.answer.status, control.answer.error].filter(Boolean).join(' '),
    attempts: attempts.map((attempt) => `${attempt.style}: ${attempt.authentication}`),
  };
  const unknown = (summary: string, findings: Finding[] = []) =>
    conclude('P8', { summary, findings, evidence: shown });
  if (mismatch?.code === 'secret-refused') {
    return conclude('P8', {
      summary: 'The app sends a secret, but none is stored for it.',
      findings: [mismatch],
      evidence: shown,
    });
  }
  if (!first) return unknown(withheld(evidence) ?? 'The token endpoint wasn’t asked.');
  if (mismatch) {
    return conclude('P8', {
      summary: 'A secret is stored for a client that is to have none.',
      findings: [mismatch],
      evidence: shown,
    });
  }
  const grant = tokenErrorFinding(first.answer, first.style);
  if (grant?.code === 'token-grant-not-allowed' || grant?.code === 'provider-demands-more') {
    return conclude('P8', {
      summary:
        grant.code === 'token-grant-not-allowed'
          ? 'The provider knows the client, but doesn’t let it redeem codes.'
          : 'The provider demands more of the token request than the app sends.',
      findings: [grant],
      evidence: shown,
    });
  }
  // If a wrong secret is refused, then this one was not, even if the made-up code was rejected.
  const told =
    first.authentication === 'unclear' &&
    control?.authentication === 'refused' &&
    first.answer.status === 400;
  if (first.authentication === 'accepted' || told) {
    if (target.client.auth_method === 'none' || checksSecret(evidence) === 'yes') {
      return conclude('P8', {
        summary: 'The provider accepts the client’s credentials.',
        evidence: shown,
        proofs: [target.client.auth_method === 'none' ? 'no-secret-needed' : 'wrong-secret-refused'],
      });
    }
    if (checksSecret(evidence) === 'no') {
      return conclude('P8', {
        summary: 'The provider takes any secret for this client: it has it as a public one.',
        findings: [warning('secret-not-checked', { method: methodOf(first.style) })],
        evidence: shown,
      });
    }
    return unknown(
      control?.authentication === 'accepted'
        ? 'The provider looks at the code before the secret, so only a login can tell.'
        : 'Without a comparison nothing can be told.',
      [noting('probe-says-nothing', { probe: 'secret' })],
    );
  }
  if (first.authentication === 'refused')
    return refusedCredentials(evidence, target, attempts, unknown, shown);
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
  target: Target,
  attempts: readonly TokenAttempt[],
  unknown: (summary: string, findings?: Finding[]) => Check,
  evidenceShown: Parameters<typeof conclude>[1]['evidence'],
): Check {
  const shown = evidenceShown ?? {};
  const negotiated = negotiationFinding(evidence, target);
  if (negotiated?.code === 'token-credentials-not-received') {
    return conclude('P8', {
      summary: 'The provider gets the request without the header that holds the credentials.',
      findings: [negotiated],
      evidence: shown,
    });
  }
  if (negotiated?.severity === 'warn') {
    return conclude('P8', {
      summary:
        'The secret is right, but the provider doesn’t decode it; apps that encode it will be refused.',
      findings: [negotiated],
      evidence: shown,
      proofs: ['secret-accepted-otherwise'],
    });
  }
  if (negotiated) {
    return conclude('P8', {
      summary: 'The credentials are right, but only when sent another way.',
      evidence: shown,
      proofs: ['secret-accepted-otherwise'],
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
  const attempts = ownAttempts(evidence);
  const announced = announcedList(evidence, 'token_endpoint_auth_methods_supported');
  const shown = {
    method: target.client.auth_method,
    announced: announced ?? ['client_secret_basic'],
    attempts: attempts.map((attempt) => `${attempt.style}: ${attempt.authentication}`),
  };
  const negotiated = negotiationFinding(evidence, target);
  if (negotiated?.code === 'auth-method-refused') {
    return conclude('P9', {
      summary: `The app uses ${String(negotiated.data['method'])}, the provider accepts ${String(negotiated.data['accepted'])}.`,
      findings: [negotiated],
      evidence: shown,
    });
  }
  const credentials = judgeCredentials(evidence, target);
  if (credentials.proofs !== undefined) {
    return conclude('P9', {
      summary:
        target.provider.enforces_auth_method && target.provider.probe_trust === 'high'
          ? 'The app’s way of sending the secret is the registered one.'
          : 'The provider takes the secret the way the app sends it.',
      evidence: shown,
      proofs: ['method-accepted'],
    });
  }
  return conclude('P9', {
    summary: 'Nothing can be told while the credentials are in doubt.',
    evidence: shown,
  });
}
