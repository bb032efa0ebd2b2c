import type { Evidence } from '../evidence.ts';
import type { Target } from '../target.ts';
import type { Check, Finding } from '../types.ts';
import { answerData, conclude, failing, repeatedFindings, untested, warning } from './verdict.ts';

/** S18: checks the refresh, only for an app that asks for `offline_access` (Core §12.2). */
export function judgeRefresh(evidence: Evidence, target: Target): Check | undefined {
  if (!target.client.uses_refresh) return undefined;
  const { refresh, id_token } = evidence;
  if (!refresh) return untested('S18', 'No tokens were granted.');
  if (!refresh.offered) {
    return conclude('S18', {
      summary: 'The app asks for offline_access, but no refresh token came.',
      findings: [warning('refresh-token-missing', { scope: 'offline_access' })],
    });
  }
  const { answer, claims } = refresh;
  if (!answer) return untested('S18', 'The refresh token was not tried.');
  if (answer.failure) return untested('S18', answer.failure.message);
  if (answer.status !== 200) {
    return conclude('S18', {
      summary: 'A refresh token came, but the provider doesn’t take it.',
      findings: [warning('refresh-token-missing', { ...answerData(answer), scope: 'offline_access' })],
      evidence: { status: answer.status, error: answer.error },
    });
  }
  const findings: Finding[] = [
    ...repeatedFindings('the answer to the refresh', answer.repeated_members),
    ...repeatedFindings('the refreshed ID token', refresh.repeated_members),
  ];
  const twice = findings.length > 0;
  if (claims && id_token) {
    if (claims['iss'] !== id_token.claims['iss']) {
      findings.push(
        failing('refresh-changed-issuer', {
          expected: id_token.claims['iss'],
          actual: claims['iss'] ?? null,
        }),
      );
    }
    if (claims['sub'] !== id_token.claims['sub']) findings.push(failing('refresh-changed-subject'));
  }
  return conclude('S18', {
    summary:
      findings.length === 0
        ? 'The refresh token works.'
        : twice
          ? 'What came for the refresh token says something twice.'
          : 'The refreshed token is for someone or somewhere else.',
    findings,
    proofs: twice ? [] : ['refresh-works'],
    evidence: { id_token: claims !== undefined },
  });
}

/** S19: checks the end-session endpoint, if the app uses it (RP-Initiated Logout §2). */
export function judgeLogout(evidence: Evidence, target: Target): Check | undefined {
  if (!target.app.needs_logout) return undefined;
  const document = evidence.discovery?.document;
  if (!document) return untested('S19', 'There is no discovery document to read.');
  const endpoint = evidence.logout?.endpoint;
  return conclude('S19', {
    summary:
      endpoint === undefined
        ? 'The app signs out at the provider too, but the provider announces no address for it.'
        : 'The provider announces where to sign out. Whether it returns to the app shows at the first logout.',
    findings:
      endpoint === undefined
        ? [failing('logout-endpoint-missing', { endpoint: 'end_session_endpoint' })]
        : [],
    proofs: endpoint === undefined ? [] : ['logout-announced'],
    evidence: { endpoint },
  });
}
