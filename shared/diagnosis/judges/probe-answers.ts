import type { AuthorizeAnswer, Evidence } from '../evidence.ts';
import type { Target } from '../target.ts';
import type { Finding } from '../types.ts';
import { answerData, noting } from './verdict.ts';

/** The answer to one kind of probe. */
export const answerTo = (evidence: Evidence, probe: AuthorizeAnswer['probe']): AuthorizeAnswer | undefined =>
  evidence.authorize.find((answer) => answer.probe === probe);

/** The provider turned the request away in so many words. */
export const isError = (answer: AuthorizeAnswer): boolean =>
  answer.class === 'error-page' || answer.class === 'inside-error';
/** The provider answered with a page of its own. */
export const isPage = (answer: AuthorizeAnswer): boolean =>
  answer.class === 'error-page' || answer.class === 'page';
/** The answer says nothing about the request. */
export const isSilent = (answer: AuthorizeAnswer): boolean =>
  answer.class === 'server-error' || answer.class === 'rate-limited' || answer.class === 'none';

/** The page's words without what we sent ourselves, so that two answers can be compared. */
const words = (answer: AuthorizeAnswer): string =>
  (answer.answer.excerpt ?? '').replaceAll(answer.redirect_uri, '').replace(/[\w-]*\d[\w-]*/g, '#');

/** Two answers that tell nothing apart. */
export function sameAnswer(a: AuthorizeAnswer, b: AuthorizeAnswer): boolean {
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
export interface Probes {
  readonly good: AuthorizeAnswer | undefined;
  readonly unknownClient: AuthorizeAnswer | undefined;
  readonly unknownRedirect: AuthorizeAnswer | undefined;
}

/** Picks the better of two answers to the app's own request. */
export function probes(evidence: Evidence): Probes {
  const first = answerTo(evidence, 'good');
  const again = answerTo(evidence, 'good-with-login');
  const unknownClient = answerTo(evidence, 'unknown-client');
  const unknownRedirect = answerTo(evidence, 'unknown-redirect');
  // Some show an error to any request without a session; asked for a login page they do tell.
  const better = again && first?.class !== 'back' && !(unknownClient && sameAnswer(again, unknownClient));
  return { good: better ? again : first, unknownClient, unknownRedirect };
}

/** One answer in a few words, for the evidence. */
export const shownProbe = (answer: AuthorizeAnswer | undefined): string | undefined =>
  answer &&
  [answer.class, answer.answer.status || undefined, answer.error, answer.inside_path]
    .filter(Boolean)
    .join(' ');

/** What a check about the client shows of the probes. */
export const evidenceOf = (found: Probes, target: Target) => ({
  redirect_uri: target.client.redirect_uris[0],
  answer: shownProbe(found.good),
  answer_to_unknown_client: shownProbe(found.unknownClient),
  answer_to_unknown_redirect_uri: shownProbe(found.unknownRedirect),
  excerpt: found.good && isPage(found.good) ? found.good.answer.excerpt : undefined,
});

/** What a finding about one probe tells. */
export const probeData = (answer: AuthorizeAnswer, target: Target) => ({
  ...answerData(answer.answer),
  redirect_uri: answer.redirect_uri,
  client_id: target.client.client_id,
  error: answer.error,
  error_description: answer.error_description,
});

/** What ended the probes before they could tell anything. */
export function stopped(
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

export const SAYS_NOTHING =
  'The provider answers good and bad requests alike, so nothing can be told without a login.';
