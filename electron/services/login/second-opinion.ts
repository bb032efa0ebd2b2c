import { canParseUrl } from '../../../shared/can-parse-url.ts';
import type { LibraryEvidence } from '../../../shared/diagnosis/evidence.ts';
import type { Received } from '../network/received.ts';
import type { Redactor } from '../network/redactor.ts';

export interface OpinionInput {
  readonly issuer: string;
  readonly client_id: string;
  readonly client_secret: string | undefined;
  /** The recorded answers by purpose: `discovery`, `jwks`, `token`, `userinfo`. */
  readonly received: ReadonlyMap<string, Received>;
  readonly callback: URL;
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string | undefined;
  /**
   * The algorithm of the received ID token. Given to the library as the expected one, so that it alone
   * doesn't decide the result.
   */
  readonly id_token_alg: string | undefined;
  readonly userinfo_alg: string | undefined;
  /** `sub` of the ID token, to compare with userinfo. */
  readonly sub: string | undefined;
  readonly access_token: string | undefined;
  readonly redactor: Redactor;
}

/**
 * Checks the recorded answers with openid-client. They are replayed to it: no request is sent, and the code
 * is not used twice.
 */
export async function secondOpinion(input: OpinionInput): Promise<LibraryEvidence> {
  const library = await import('openid-client');
  const { received, redactor } = input;
  const endpoints = new Map<string, string>();
  const discovery = received.get('discovery')?.object();
  for (const [name, key] of [
    ['token_endpoint', 'token'],
    ['jwks_uri', 'jwks'],
    ['userinfo_endpoint', 'userinfo'],
  ] as const) {
    const url = discovery?.[name];
    if (typeof url === 'string' && canParseUrl(url)) endpoints.set(new URL(url).href, key);
  }
  if (!discovery || !received.has('token') || !canParseUrl(input.issuer)) return { verdict: 'not-asked' };
  const replay = async (url: string): Promise<Response> => {
    const answer = received.get(endpoints.get(url) ?? 'discovery');
    if (!answer) throw new TypeError('not recorded');
    return answer.replay();
  };

  let step: NonNullable<LibraryEvidence['step']> = 'discovery';
  try {
    const config = await library.discovery(
      new URL(input.issuer),
      input.client_id,
      {
        ...(input.id_token_alg === undefined ? {} : { id_token_signed_response_alg: input.id_token_alg }),
        ...(input.userinfo_alg === undefined ? {} : { userinfo_signed_response_alg: input.userinfo_alg }),
      },
      input.client_secret === undefined ? library.None() : library.ClientSecretPost(input.client_secret),
      { execute: [library.allowInsecureRequests], [library.customFetch]: (url) => replay(url) },
    );
    config[library.customFetch] = (url) => replay(url);
    library.enableNonRepudiationChecks(config);
    step = 'callback';
    await library.authorizationCodeGrant(config, input.callback, {
      expectedState: input.state,
      expectedNonce: input.nonce,
      ...(input.verifier === undefined ? {} : { pkceCodeVerifier: input.verifier }),
      idTokenExpected: true,
    });
    if (received.has('userinfo') && input.access_token !== undefined && input.sub !== undefined) {
      step = 'userinfo';
      await library.fetchUserInfo(config, input.access_token, input.sub);
    }
    return { verdict: 'accepted' };
  } catch (error) {
    const { code, message } = error as { code?: unknown; message?: unknown };
    return {
      verdict: 'refused',
      step,
      code: typeof code === 'string' ? redactor.printable(code, 80) : 'UNKNOWN',
      message: redactor.printable(typeof message === 'string' ? message : '', 200),
    };
  }
}
