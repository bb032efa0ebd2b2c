import { canParseUrl } from '../../../shared/can-parse-url.ts';
import type { Answer, AuthorizeAnswer } from '../../../shared/diagnosis/evidence.ts';
import { blame } from '../../../shared/diagnosis/judges/blame.ts';
import { complaints } from '../../../shared/diagnosis/judges/words.ts';
import { visibleText } from '../../../shared/diagnosis/printable.ts';
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
  /** Characters of state and nonce, as the app makes them. Default 43. */
  readonly state_length?: number | undefined;
  readonly nonce_length?: number | undefined;
  /** Default `none`: no login page is shown. */
  readonly prompt?: 'none' | 'unset';
  readonly spacing?: number;
  readonly hurry?: AbortSignal | undefined;
}

/** A random value of this length. A provider may refuse one that is too short for it. */
const randomText = (length: number | undefined): string =>
  length === undefined ? randomValue() : `${randomValue()}${randomValue()}${randomValue()}`.slice(0, length);

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
  const state = randomText(request.state_length);
  const nonce = randomText(request.nonce_length);
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
    ...(request.probe === 'further-client' ? { client_id: request.client_id } : {}),
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
  const target = answer.status >= 300 && answer.status < 400 ? received.location(url) : undefined;
  if (target) return classifyRedirect(target, redirect_uri, redactor);
  return classifyPage(answer, answer.body === 'html' ? visibleText(received.text()) : answer.excerpt);
}

/** The parameters of an address: of its query, and of a fragment that is a query or ends in one (`#/error?…`). */
function parametersOf(target: URL): URLSearchParams {
  const fragment = target.hash.slice(1);
  return new URLSearchParams(
    [target.search.slice(1), fragment.includes('?') ? fragment.slice(fragment.indexOf('?') + 1) : fragment]
      .filter((part) => part.includes('='))
      .join('&'),
  );
}

function classifyRedirect(target: URL, redirect_uri: string, redactor: Redactor): Class {
  const params = parametersOf(target);
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

/** `text`: all visible words. The status alone decides nothing: error pages come with 200 and 500 as well. */
function classifyPage(answer: Answer, text: string | undefined): Class {
  const words = {
    ...(answer.error && { error: answer.error }),
    ...(answer.error_description && { error_description: answer.error_description }),
  };
  const refused = answer.status >= 400 || answer.error !== undefined;
  const blames = blame(answer.error, answer.error_description, refused ? text : complaints(text ?? ''));
  if (blames) return { class: 'error-page', ...words, blames };
  if (answer.status >= 500) return { class: 'server-error', ...words };
  if (refused) return { class: 'error-page', ...words };
  return { class: KANIDM_ERROR.test(text ?? '') ? 'error-page' : 'page', ...words };
}
