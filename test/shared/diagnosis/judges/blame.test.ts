import { describe, expect, it } from 'vitest';
import { blame } from '../../../../shared/diagnosis/judges/blame.ts';

/** The same reasons in other words and spellings, beside the sentences of real programs. */
describe('a reason', () => {
  it.each([
    ['pkce', ['code_challenge missing', 'no code_verifier', 'PKCE please', 'Proof Key for Code Exchange']],
    [
      'pushed-request',
      [
        'pushed authorisation',
        'pushed authorization',
        'PAR required',
        'PAR is enforced',
        'this requires PAR',
      ],
    ],
    [
      'request-object',
      [
        'no request object',
        'invalid_request_object',
        "Missing parameter: 'request'",
        'missing parameter: request',
        'a signed request',
        'a signed authorization request',
        'a signed authorisation request',
      ],
    ],
    [
      'state',
      [
        'invalid_state',
        'insufficient_entropy',
        'this nonce is too short',
        'the state needs more entropy',
        'state: weak',
      ],
    ],
    [
      'openid-scope',
      [
        'openid scope',
        "requests require 'openid' as a scope",
        'it requires openid, the scope',
        'sent without the openid-scope',
        'missing required scope(s) "openid"',
      ],
    ],
    [
      'redirect-uri',
      [
        'redirecturi',
        'redirect uri',
        'redirect-url',
        'redirect_url',
        'redirection uri',
        'redirection URL',
        'callback uri',
        'callback URL',
        'invalid_redirect',
        'redirect address',
      ],
    ],
    [
      'response-type',
      [
        'unsupported_response_type',
        'response_type',
        'response type',
        'this flow is disabled',
        'flow is not allowed',
      ],
    ],
    [
      'client',
      [
        'invalid_client',
        'client_id',
        'client identifier',
        'client id is unknown',
        'clientid: missing',
        'invalid value: clientid',
        'client disabled',
        'the clientid was not found',
        'an invalid or new client id',
        'unknown clientid',
        'client not found',
        'client is invalid',
        'client “a” was not registered',
        'the client “memos” does not exist',
        'no such client',
        'no active client',
        'unable to retrieve client',
      ],
    ],
    [
      'scope',
      [
        'invalid_scope',
        'invalid scope',
        'invalid scopes',
        'scope “a” is not allowed',
        'the scopes a and b are not permitted',
      ],
    ],
  ] as const)('%s: %j', (reason, sentences) => {
    for (const sentence of sentences) {
      expect(blame(sentence), sentence).toBe(reason);
      expect(blame(undefined, sentence.toUpperCase()), sentence).toBe(reason);
    }
  });

  it('is none where nothing is said', () => {
    for (const sentence of ['', 'Sign in', 'prequest object', 'xpkcex', 'APARTMENT required'])
      expect(blame(sentence), sentence).toBeUndefined();
    expect(blame()).toBeUndefined();
  });
});
