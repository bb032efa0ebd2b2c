import { canParseUrl } from '../../../shared/can-parse-url.ts';
import type { AuthorizeAnswer, CredentialStyle, TokenAttempt } from '../../../shared/diagnosis/evidence.ts';
import { isError, isSentBackRefused, sameAnswer } from '../../../shared/diagnosis/judges/probe-answers.ts';
import { authenticationOf } from '../../../shared/diagnosis/judges/token.ts';
import { probeAuthorize } from './authorize-probe.ts';
import type { ProviderRun } from './provider-run.ts';
import { randomValue } from './random-values.ts';
import {
  alternatives,
  attemptOf,
  type ClientCredentials,
  maySendSecretTo,
  needsEncoding,
  requestToken,
  styleOf,
} from './token-request.ts';

/** Minimum time between two probes in milliseconds, so that they don't look like an attack. */
export const PROBE_SPACING_MS = 200;
/** Maximum number of probe requests in a run without a user. */
const MAX_PROBES = 10;
/** Of them, these many beside for the app's other programs. */
const MAX_FURTHER = 4;
const MAX_OTHER_REDIRECTS = 2;
const MAX_SINGLE_SCOPES = 3;

/**
 * Finds out what the provider's authorization and token endpoints answer for this client, without a session.
 */
export class Probes {
  readonly #run: ProviderRun;
  readonly #spacing: number;
  readonly #hurry: AbortSignal | undefined;
  #sent = 0;

  /** `hurry`: once it aborts, pauses are shortened because nobody should wait for them. */
  constructor(run: ProviderRun, spacing: number, hurry?: AbortSignal) {
    this.#run = run;
    this.#spacing = spacing;
    this.#hurry = hurry;
  }

  /** Checks whether probing may continue. If not, the evidence says why. */
  #mayGoOn(): boolean {
    const { evidence } = this.#run;
    if (evidence.probes_stopped) return false;
    if (this.#run.cancelled) this.#run.evidence = { ...evidence, probes_stopped: 'cancelled' };
    else if (this.#sent >= MAX_PROBES + Math.min(this.#run.target.further_clients.length, MAX_FURTHER))
      this.#run.evidence = { ...evidence, probes_stopped: 'budget' };
    return this.#run.evidence.probes_stopped === undefined;
  }

  #note(status: number): void {
    const { evidence } = this.#run;
    if (status === 429) this.#run.evidence = { ...evidence, probes_stopped: 'rate-limited' };
    else if (status >= 500) this.#run.evidence = { ...evidence, probes_stopped: 'server-error' };
  }

  async authorize(
    probe: AuthorizeAnswer['probe'],
    change: {
      readonly client_id?: string;
      readonly redirect_uri?: string;
      readonly scopes?: readonly string[];
      readonly with_pkce?: boolean;
      readonly prompt?: 'none' | 'unset';
    } = {},
  ): Promise<AuthorizeAnswer | undefined> {
    const { target, recorder, redactor } = this.#run;
    const endpoint = this.#run.endpoint('authorization_endpoint');
    const redirect_uri = change.redirect_uri ?? target.client.redirect_uris[0];
    if (endpoint === undefined || redirect_uri === undefined || !this.#mayGoOn()) return undefined;
    this.#sent++;
    const answer = await probeAuthorize(recorder, redactor, {
      probe,
      endpoint,
      client_id: change.client_id ?? target.client.client_id,
      redirect_uri,
      scopes: change.scopes ?? target.client.scopes,
      with_pkce: change.with_pkce ?? target.pkce.app_uses,
      prompt: change.prompt ?? 'none',
      state_length: target.app.state_length,
      nonce_length: target.app.nonce_length,
      spacing: this.#spacing,
      hurry: this.#hurry,
    });
    this.#note(answer.answer.status);
    this.#run.authorize.push(answer);
    return answer;
  }

  /** Probes with a client id that no provider can have. */
  unknownClient(prompt: 'none' | 'unset' = 'none'): Promise<AuthorizeAnswer | undefined> {
    return this.authorize('unknown-client', {
      client_id: `latchkey-unknown-${randomValue().slice(0, 8)}`,
      prompt,
    });
  }

  /** Probes the app's client with an address that is not registered: another path of the app's own site. */
  async unknownRedirect(prompt: 'none' | 'unset' = 'none'): Promise<AuthorizeAnswer | undefined> {
    const own = this.#run.target.client.redirect_uris[0];
    if (own === undefined || !canParseUrl(own)) return undefined;
    const url = new URL(own);
    url.pathname = `${url.pathname.replace(/\/$/, '')}/not-registered-${randomValue().slice(0, 8)}`;
    return this.authorize('unknown-redirect', { redirect_uri: url.href, prompt });
  }

  /** Removes answers that tell nothing from the comparison. The recorded requests keep them. */
  #forget(...answers: readonly AuthorizeAnswer[]): void {
    const { authorize } = this.#run;
    for (const answer of answers) authorize.splice(authorize.indexOf(answer), 1);
  }

  #answerTo(probe: AuthorizeAnswer['probe']): AuthorizeAnswer | undefined {
    return this.#run.authorize.find((answer) => answer.probe === probe);
  }

  /**
   * Sends the app's own request. It comes before every request with another address: a provider whose list of
   * addresses is empty may save the first one that it is shown.
   */
  async appFirst(): Promise<AuthorizeAnswer | undefined> {
    return this.#answerTo('good') ?? this.authorize('good');
  }

  /** P6 and P7: sends the app's own request first, then the requests to compare it with. */
  async client(): Promise<void> {
    const { target } = this.#run;
    const good = await this.appFirst();
    if (!good) return;
    // An error for a request without a session tells little, so the login page is requested instead.
    const unclear =
      good.class === 'page' ||
      (good.class === 'error-page' && good.blames === undefined) ||
      isSentBackRefused(good);
    let prompt: 'none' | 'unset' = unclear ? 'unset' : 'none';
    const again = unclear ? await this.authorize('good-with-login', { prompt }) : undefined;
    const certain =
      target.provider.probe_trust === 'high' &&
      (good.class === 'back' || good.blames === 'client' || good.blames === 'redirect-uri');
    // An answer about the address shows that the list was read, and that it is not empty any more.
    const listed = good.class === 'back' || good.blames === 'redirect-uri';
    const mayShowOthers = target.provider.bogus_redirect_is_safe || listed;
    if (!certain) {
      const control = await this.unknownClient(prompt);
      const loginPage = again !== undefined && again.class !== 'error-page';
      if (loginPage && control && good.class === 'error-page' && sameAnswer(again, control)) {
        // The login page is shown for any request, so only the error pages can differ.
        this.#forget(again, control);
        prompt = 'none';
        await this.unknownClient(prompt);
      }
    }
    if (mayShowOthers && (!certain || good.class === 'back')) {
      const control = await this.unknownRedirect(prompt);
      if (control?.class === 'back') {
        await this.authorize('foreign-redirect', {
          redirect_uri: `https://latchkey-${randomValue().slice(0, 8).toLowerCase()}.invalid/callback`,
          prompt,
        });
      }
      await this.#testRedirect(good, control, prompt);
    }
    for (const uri of target.client.redirect_uris.slice(1, 1 + MAX_OTHER_REDIRECTS)) {
      await this.authorize('other-redirect', { redirect_uri: uri, prompt });
    }
  }

  /** Asks with the test's address if the app's answer can't be told from that to an unregistered one. */
  async #testRedirect(
    good: AuthorizeAnswer,
    control: AuthorizeAnswer | undefined,
    prompt: 'none' | 'unset',
  ): Promise<void> {
    const best = (prompt === 'unset' ? this.#answerTo('good-with-login') : undefined) ?? good;
    const doubtful =
      best.class !== 'back' &&
      best.blames === undefined &&
      (!control || isError(best) || sameAnswer(best, control));
    const probe = prompt === 'unset' ? 'test-with-login' : 'test-redirect';
    if (!doubtful || this.#answerTo(probe)) return;
    const { target } = this.#run;
    await this.authorize(probe, {
      redirect_uri:
        target.redirect?.mode === 'loopback' ? target.redirect.uri : target.client.test_redirect_uri,
      prompt,
    });
  }

  /** P10 and P11: tests what the first answer leaves open. */
  async rules(): Promise<void> {
    const { target, authorize } = this.#run;
    const good = authorize.find((answer) => answer.probe === 'good');
    if (!good) return;
    const again = authorize.find((answer) => answer.probe === 'good-with-login');
    if (good.blames === 'pkce' && !target.pkce.app_uses)
      await this.authorize('with-pkce', { with_pkce: true });
    // An error page that names no reason: the missing PKCE may be the only problem.
    else if (again?.class === 'error-page' && again.blames === undefined && !target.pkce.app_uses)
      await this.authorize('with-pkce', { with_pkce: true, prompt: 'unset' });
    if (good.error === 'invalid_scope') {
      const announced = this.#run.document?.['scopes_supported'];
      const doubtful = target.client.scopes.filter((scope) => scope !== 'openid');
      const first = Array.isArray(announced) ? doubtful.filter((scope) => !announced.includes(scope)) : [];
      const order = [...first, ...doubtful.filter((scope) => !first.includes(scope))];
      for (const scope of order.slice(0, MAX_SINGLE_SCOPES))
        await this.authorize('scope', { scopes: ['openid', scope] });
    } else if (good.class === 'back' && target.provider.unknown_scope === 'unknown') {
      await this.authorize('unknown-scope', {
        scopes: [...target.client.scopes, `latchkey-${randomValue().slice(0, 8)}`],
      });
    }
  }

  /**
   * P13: sends the request of each of the app's other programs, as it would. Only once the provider answered the app's
   * own: else the programs' requests show nothing, either.
   */
  async further(): Promise<void> {
    const { target, authorize } = this.#run;
    if (!authorize.some(({ probe }) => probe === 'good')) return;
    for (const { client_id, redirect_uri, scopes, with_pkce } of target.further_clients.slice(0, MAX_FURTHER))
      await this.authorize('further-client', { client_id, redirect_uri, scopes, with_pkce });
  }

  /** P8 and P9: tests the secret with a made-up code. */
  async credentials(credentials: ClientCredentials): Promise<void> {
    const { target } = this.#run;
    const own = styleOf(target.client.auth_method);
    if (own !== 'none' && credentials.client_secret === undefined) return;
    this.#run.evidence = { ...this.#run.evidence, credentials_need_encoding: needsEncoding(credentials) };
    const first = await this.#bogusCode(own, credentials, own === 'none' ? 'none' : 'right');
    if (first === 'refused') {
      for (const style of alternatives(own, credentials)) {
        if ((await this.#bogusCode(style, credentials, style === 'none' ? 'none' : 'right')) === 'accepted')
          break;
      }
    } else if (first !== undefined && own !== 'none') {
      await this.wrongSecret(credentials.client_id);
    }
  }

  /** Tests with a made-up code whether a wrong secret is refused. If not, whether the client is looked at. */
  async wrongSecret(client_id: string): Promise<void> {
    const style = styleOf(this.#run.target.client.auth_method);
    const made = () => ({ client_id, client_secret: randomValue() });
    if ((await this.#bogusCode(style, made(), 'wrong-on-purpose')) !== 'accepted') return;
    const unknown = { ...made(), client_id: `latchkey-unknown-${randomValue().slice(0, 8)}` };
    await this.#bogusCode(style, unknown, 'unknown-client');
  }

  async #bogusCode(
    style: CredentialStyle,
    credentials: ClientCredentials,
    secret: TokenAttempt['secret'],
  ): Promise<'accepted' | 'refused' | 'unclear' | undefined> {
    const { target, recorder, redactor } = this.#run;
    const endpoint = this.#run.endpoint('token_endpoint');
    if (endpoint === undefined || !this.#mayGoOn()) return undefined;
    if (style !== 'none' && !(maySendSecretTo(endpoint) && this.#run.maySendTo(endpoint))) return undefined;
    this.#sent++;
    const code = randomValue();
    const verifier = randomValue();
    for (const value of [code, verifier, credentials.client_secret]) redactor.add(value);
    const received = await requestToken(recorder, redactor, {
      purpose: 'token-probe',
      endpoint,
      style,
      credentials,
      form: {
        grant_type: 'authorization_code',
        code,
        redirect_uri: target.client.redirect_uris[0] ?? '',
        code_verifier: verifier,
      },
      spacing: this.#spacing,
    });
    this.#note(received.answer.status);
    this.#run.tokenAttempts.push(attemptOf(received, style, 'bogus', secret));
    return authenticationOf(received.answer);
  }
}
