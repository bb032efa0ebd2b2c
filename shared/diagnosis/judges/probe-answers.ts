import type { AuthorizeAnswer, Evidence } from '../evidence.ts';
import type { Target } from '../target.ts';
import type { Finding } from '../types.ts';
import { answerData, noting } from './verdict.ts';

/** The answer to one kind of probe. */
export const answerTo = (evidence: Evidence, probe: AuthorizeAnswer['probe']): AuthorizeAnswer | undefined =>
  evidence.authorize.find((answer) => answer.probe === probe);

/** True if the provider refused the request with an explicit error. */
export const isError = (answer: AuthorizeAnswer): boolean =>
  answer.class === 'error-page' || answer.class === 'inside-error';
/** True if the provider answered with a page of its own. */
export const isPage = (answer: AuthorizeAnswer): boolean =>
  answer.class === 'error-page' || answer.class === 'page';
/** True if the answer says nothing about the request. */
export const isSilent = (answer: AuthorizeAnswer): boolean =>
  answer.class === 'server-error' || answer.class === 'rate-limited' || answer.class === 'none';

/** Core §3.1.2.6: what `prompt=none` gets while nobody is signed in. The request itself was accepted. */
const NOBODY_SIGNED_IN: ReadonlySet<string> = new Set([
  'login_required',
  'consent_required',
  'interaction_required',
  'account_selection_required',
]);

/** True if the answer went back to the address asked for, with an error that is about the request itself. */
export const isSentBackRefused = (answer: AuthorizeAnswer): boolean =>
  answer.class === 'back' && answer.error !== undefined && !NOBODY_SIGNED_IN.has(answer.error);

/** The page's text without what we sent ourselves, so that two answers can be compared. */
const words = ({ answer, redirect_uri }: AuthorizeAnswer): string | undefined =>
  answer.excerpt?.replaceAll(redirect_uri, '#').replace(/[\w-]*\d[\w-]*/g, '#');

/** True if nothing distinguishes the two answers. */
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

/** The answer to the app's own request, and the control answers that show how much it proves. */
export interface Probes {
  readonly good: AuthorizeAnswer | undefined;
  readonly unknownClient: AuthorizeAnswer | undefined;
  readonly unknownRedirect: AuthorizeAnswer | undefined;
  /** The test's redirect URI, which may be registered, beside the app's with otherwise the same request. */
  readonly beside: { readonly good: AuthorizeAnswer; readonly testRedirect: AuthorizeAnswer } | undefined;
}

/** Collects the probes, with the more useful of the two answers to the app's own request. */
export function probes(evidence: Evidence): Probes {
  const first = answerTo(evidence, 'good');
  const again = answerTo(evidence, 'good-with-login');
  const unknownClient = answerTo(evidence, 'unknown-client');
  const unknownRedirect = answerTo(evidence, 'unknown-redirect');
  // Some answer any request without a session with an error, but tell more if asked for a login page.
  const better =
    again &&
    (first?.class !== 'back' || isSentBackRefused(first)) &&
    !(unknownClient && sameAnswer(again, unknownClient));
  return {
    good: better ? again : first,
    unknownClient,
    unknownRedirect,
    beside:
      pair(again, answerTo(evidence, 'test-with-login')) ?? pair(first, answerTo(evidence, 'test-redirect')),
  };
}

const pair = (
  good: AuthorizeAnswer | undefined,
  testRedirect: AuthorizeAnswer | undefined,
): Probes['beside'] => (good && testRedirect ? { good, testRedirect } : undefined);

/** One answer in a few words, for a check's evidence. */
export const shownProbe = (answer: AuthorizeAnswer | undefined): string | undefined =>
  answer && [answer.class, answer.answer.status, answer.error, answer.inside_path].filter(Boolean).join(' ');

/** The evidence about the probes that a check of the client shows. */
export const evidenceOf = (found: Probes, target: Target) => ({
  redirect_uri: target.client.redirect_uris[0],
  answer: shownProbe(found.good),
  answer_to_unknown_client: shownProbe(found.unknownClient),
  answer_to_unknown_redirect_uri: shownProbe(found.unknownRedirect),
  answer_to_test_redirect_uri: shownProbe(found.beside?.testRedirect),
  error_description: found.good?.error_description,
  excerpt: found.good && isPage(found.good) ? found.good.answer.excerpt : undefined,
});

/** The data of a finding about one probe. */
export const probeData = (answer: AuthorizeAnswer, target: Target) => ({
  ...answerData(answer.answer),
  redirect_uri: answer.redirect_uri,
  client_id: target.client.client_id,
  error: answer.error,
  error_description: answer.error_description,
});

/** Says what ended the probes before they showed anything. */
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
