import type { AuthorizeAnswer, Evidence } from '../evidence.ts';
import type { FurtherTarget, Target } from '../target.ts';
import type { Check, Finding } from '../types.ts';
import {
  answerTo,
  isError,
  isSentBackRefused,
  isSilent,
  sameAnswer,
  shownProbe,
  stopped,
} from './probe-answers.ts';
import { answerData, conclude, failing } from './verdict.ts';

/** P13: checks that the provider knows the clients of the app's other programs, each with its address. */
export function judgeFurtherClients(evidence: Evidence, target: Target): Check | undefined {
  const { further_clients: further } = target;
  if (further.length === 0) return undefined;
  const answers = further.map((one) => ({
    one,
    answer: evidence.authorize.find(
      ({ probe, client_id }) => probe === 'further-client' && client_id === one.client_id,
    ),
  }));
  const shown = Object.fromEntries(
    answers.map(({ one, answer }) => [`answer_to_${one.client_id}`, shownProbe(answer)]),
  );
  const asked = answers.flatMap(({ one, answer }) => (answer && !isSilent(answer) ? [{ one, answer }] : []));
  if (asked.length === 0)
    return conclude('P13', { ...stopped(evidence, answerTo(evidence, 'good')), evidence: shown });
  const findings = asked.flatMap(({ one, answer }) => refusalOf(one, answer));
  if (findings.length > 0)
    return conclude('P13', {
      summary: `The provider refuses ${inWords(asked.flatMap(({ one, answer }) => (refusalOf(one, answer).length > 0 ? [one] : [])))}.`,
      findings,
      evidence: shown,
    });
  const open = answers.flatMap(({ one, answer }) => (answer && isTaken(answer, evidence) ? [] : [one]));
  return open.length > 0
    ? conclude('P13', {
        summary: `Of ${inWords(open)} nothing can be told before a login.`,
        evidence: shown,
        inconclusive: true,
      })
    : conclude('P13', {
        summary: `The provider takes the request of ${inWords(further)}.`,
        evidence: shown,
        proofs: ['further-clients-answered'],
      });
}

const inWords = (of: readonly FurtherTarget[]): string =>
  of.map(({ used_by }) => `the ${used_by}`).join(', ');

/** What the provider says against the client or its address. */
function refusalOf(one: FurtherTarget, answer: AuthorizeAnswer): Finding[] {
  const code =
    answer.blames === 'redirect-uri'
      ? 'further-redirect-not-registered'
      : answer.blames === 'client' && isError(answer)
        ? 'further-client-unknown'
        : undefined;
  if (code === undefined) return [];
  const { client_id, used_by, redirect_uri } = one;
  return [failing(code, { ...answerData(answer.answer), client_id, used_by, redirect_uri })];
}

/** True if the provider went on with the request, and would not with one of a client that there is not. */
function isTaken(answer: AuthorizeAnswer, evidence: Evidence): boolean {
  if (isError(answer) || isSentBackRefused(answer)) return false;
  if (answer.class === 'back') return true;
  const control = answerTo(evidence, 'unknown-client');
  return control !== undefined && !isSilent(control) && !sameAnswer(answer, control);
}
