import { canParseUrl } from '../../../shared/can-parse-url.ts';
import type { Answer, AuthorizeAnswer } from '../../../shared/diagnosis/evidence.ts';
import { blame } from '../../../shared/diagnosis/judges/blame.ts';
import type { Received } from '../network/received.ts';
import type { HttpRecorder } from '../network/recorder.ts';
import type { Redactor } from '../network/redactor.ts';
import { calculateChallenge, randomValue } from './random-values.ts';

export interface ProbeRequest {
  readonly probe: AuthorizeAnswer['probe'];
  readonly endpoint: string;
  readonly client_id: string;
  readonly redirect_uri: string;
  readonly scopes: readonly string[];
  readonly with_pkce: boolean;
  /** Default `none`: no login page is shown. */
  readonly prompt?: 'none' | 'unset';
  readonly spacing?: number;
  readonly hurry?: AbortSignal | undefined;
}

/** Builds an authorization URL. Keeps existing query parameters of the endpoint (RFC 6749 §3.1). */
export function authorizationUrl(endpoint: string, params: Readonly<Record<string, string>>): string {
  const url = new URL(endpoint);
  for (const [name, value] of Object.entries(params)) url.searchParams.set(name, value);
  return url.href;
}

/** Checks whether `url` is the redirect URI, possibly with extra query parameters. */
function isBack(url: URL, redirect_uri: string): boolean {
  if (!canParseUrl(redirect_uri)) return false;
  const own = new URL(redirect_uri);
  return url.protocol === own.protocol && url.host === own.host && url.pathname === own.pathname;
}

/**
 * Sends an authorization request as the app would, without a session. Only reads where the answer redirects
 * to; never follows the redirect.
 */
export async function probeAuthorize(
  recorder: HttpRecorder,
  redactor: Redactor,
  request: ProbeRequest,
): Promise<AuthorizeAnswer> {
  const state = randomValue();
  const nonce = randomValue();
  redactor.add(state);
  redactor.add(nonce);
  const url = authorizationUrl(request.endpoint, {
    client_id: request.client_id,
    response_type: 'code',
    redirect_uri: request.redirect_uri,
    scope: request.scopes.join(' '),
    state,
    nonce,
    ...(request.prompt === 'unset' ? {} : { prompt: 'none' }),
    ...(request.with_pkce
      ? { code_challenge: calculateChallenge(randomValue()), code_challenge_method: 'S256' }
      : {}),
  });
  const received = await recorder.request({
    purpose: 'authorize-probe',
    url,
    headers: { accept: 'text/html,application/xhtml+xml' },
    ...(request.spacing === undefined ? {} : { spacing: request.spacing }),
    ...(request.hurry ? { hurry: request.hurry } : {}),
  });
  const about = {
    probe: request.probe,
    redirect_uri: request.redirect_uri,
    scopes: request.scopes,
    with_pkce: request.with_pkce,
    answer: received.answer,
  };
  return { ...about, ...classify(received, url, request.redirect_uri, redactor) };
}

type Class = Pick<AuthorizeAnswer, 'class' | 'error' | 'error_description' | 'inside_path' | 'blames'>;

function classify(received: Received, url: string, redirect_uri: string, redactor: Redactor): Class {
  const { answer } = received;
  if (answer.failure) return { class: 'none' };
  if (answer.status === 429) return { class: 'rate-limited' };
  if (answer.status >= 500) return { class: 'server-error' };
  const target = answer.status >= 300 && answer.status < 400 ? received.location(url) : undefined;
  if (target) return classifyRedirect(target, redirect_uri, redactor);
  return classifyPage(answer);
}

function classifyRedirect(target: URL, redirect_uri: string, redactor: Redactor): Class {
  const params = new URLSearchParams(target.search || target.hash.slice(1));
  const read = (name: string) => {
    const value = params.get(name);
    return value === null ? undefined : redactor.printable(value, 500);
  };
  const error = read('error');
  const error_description = read('error_description') ?? read('error_hint');
  const words = { ...(error && { error }), ...(error_description && { error_description }) };
  const blames = error === undefined ? undefined : blame(error, error_description, read('error_hint'));
  const told = { ...words, ...(blames ? { blames } : {}) };
  if (isBack(target, redirect_uri)) return { class: 'back', ...told };
  const inside_path = redactor.printable(target.pathname, 200).replace(/[\w-]{20,}/g, '…');
  return { class: error === undefined ? 'inside' : 'inside-error', inside_path, ...told };
}

/**
 * The text that Kanidm shows for every rejected request (kanidm/kanidm
 * server/core/templates/unrecoverable_error.html).
 */
const KANIDM_ERROR = /\ban unrecoverable error occurred\b/i;

function classifyPage(answer: Answer): Class {
  const words = {
    ...(answer.error && { error: answer.error }),
    ...(answer.error_description && { error_description: answer.error_description }),
  };
  const text = [answer.error, answer.error_description, answer.excerpt];
  if (answer.status >= 400 || answer.error !== undefined) {
    const blames = blame(...text);
    return { class: 'error-page', ...words, ...(blames ? { blames } : {}) };
  }
  // A page with status 200 may still be an error page (Kanidm). Words on a login form don't indicate a
  // problem.
  const saysError = /\b(error|invalid|refused|not allowed|denied|mismatch|unregistered)\b/i.test(
    answer.excerpt ?? '',
  );
  const blames = saysError ? blame(...text) : undefined;
  if (blames) return { class: 'error-page', ...words, blames };
  return { class: KANIDM_ERROR.test(answer.excerpt ?? '') ? 'error-page' : 'page', ...words };
}
