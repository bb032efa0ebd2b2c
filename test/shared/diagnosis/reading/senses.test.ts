import { describe, expect, test } from 'vitest';
import { explain } from '../../../../shared/diagnosis/explain.ts';

/** A cause that is claimed, and not only guessed at. */
const CLAIMED = 0.55;

/** Sentences that no program of the corpora says, with what they are about. */
const RIGHT: readonly (readonly [cause: string, text: string])[] = [
  ['id-token-for-another-client', 'the aud of the received token was not the one of this client'],
  ['id-token-for-another-client', 'this ID token was issued to another relying party'],
  ['id-token-for-another-client', 'authorised party of the token is not trusted'],
  ['nonce-wrong', 'nonce in the answer does not match what we sent'],
  ['nonce-wrong', 'sorry: no nonce in the token'],
  ['issuer-mismatch', 'iss is not the one that was configured'],
  ['id-token-times', 'the identity token has expired 40 seconds ago'],
  ['clock-skew', 'identity token used too early, check the clocks'],
  ['clock-skew', 'iat of the token is in the future'],
  ['subject-missing', 'the provider sent a token without a subject identifier: sub is empty'],
  ['userinfo-of-someone-else', 'userinfo and token disagree: subject mismatch'],
  ['at-hash-wrong', 'the at_hash of this token could not be checked against its access token'],
  ['at-hash-wrong', 'our client stopped after a failed at_hash check'],
  ['claim-not-released', 'Some required claims are missing for this person'],
  ['pkce-required', 'a code challenge is required for this client'],
  ['secret-not-sent', 'the client secret was empty in this request'],
  ['state-cookie-lost', 'state parameter of the answer differs from the saved one'],
  ['no-id-token', 'the answer came without an id token, it is missing'],
  ['callback-malformed', 'no authorization code in the answer: the code parameter is missing'],
  ['metadata-incomplete', 'token_endpoint is not present in what the provider published'],
  ['token-request-malformed', 'This client may not use the authorization code grant'],
  ['token-request-malformed', 'client wiki is not permitted to use grant_type authorization_code'],
  ['response-type-refused', 'Standard flow is disabled for the client'],
  ['account-collision', 'The e-mail address is used by another account already'],
  ['account-collision', 'could not create person: username is taken'],
  ['account-collision', 'login failed, field email must be unique'],
  ['account-collision', 'no account made: unavailable username'],
  // The browser came from there a moment ago, so it is the app that doesn't reach it.
  ['container-cannot-reach-idp', 'could not log in: token endpoint: Request failed'],
  ['discovery-redirected', 'OPError: expected 200 OK, got: 308 Permanent Redirect'],
  [
    'openid-scope-missing',
    'WARN [org.keycloak.events] type="USER_INFO_REQUEST_ERROR", realmName="home", clientId="null", error="access_denied", auth_method="validate_access_token"',
  ],
  [
    'claim-not-released',
    'level=error msg="no address" url=https://sso.example.net/oidc/userinfo/emails error="answered 404"',
  ],
  [
    'container-cannot-reach-idp',
    '2026/02/03 10:11 DBG server/sso.go:17 > login failed | error="Post \\"https://sso.example.net/token\\": dial tcp 10.1.2.3:443: i/o timeout"',
  ],
  ['container-cannot-reach-idp', 'level=debug msg="no tokens" err="dial tcp 10.1.2.3:443: i/o timeout"'],
  ['endpoint-given-as-issuer', '| Discovery URL | `https://sso.example.net/oauth2/token` |'],
  ['endpoint-given-as-issuer', '| **Issuer URL** | https://sso.example.net/oauth2/authorize |'],
  [
    'app-endpoint-wrong',
    'WIKI_AUTH_URL=https://sso.example.net/authorize\nWIKI_API_URL=https://sso.example.net/userinfo\nlogin failed: Post "": unsupported protocol scheme ""',
  ],
  [
    'app-endpoint-wrong',
    'auth_url: https://sso.example.net/authorize\nerror="Post : unsupported protocol scheme \\"\\""',
  ],
];

/** Sentences with the same words in which nothing is wrong with a login. */
const WELL: readonly string[] = [
  'level=debug msg=claims map[sub:[redacted]] email=ada@example.net\nRequired claims: email',
  'msg=claims map[aud:wiki sub:ada-lab iat:1700000000]\nMissing translations: 3',
  'audience of the token accepted: wiki',
  "claims of the person: dict_keys(['aud', 'iss', 'sub', 'nonce', 'exp'])",
  "expected claims: ['aud', 'email', 'iss'], all of them are there",
  'nonce compared, login goes on',
  'issuer https://sso.example.net is the configured one',
  'token expires in 300 seconds',
  'at_hash checked',
  'all required claims found',
  'PKCE code challenge sent',
  'client secret read from its file',
  'state saved in a cookie',
  'id token received and checked',
  'grant type authorization_code is allowed for this client',
  'grant_types of the client: authorization_code, refresh_token',
  'email ada@example.net taken from the claims',
  'username ada taken from preferred_username',
  'column email must be unique: constraint added by migration 12',
  'mail service unavailable, username ada will be told later',
  'level=debug msg="token exchanged" error=nil',
  'level=debug msg="token exchanged" err="" duration=12ms',
  '{"level":"debug","msg":"login","error":null}',
  'DBG asking https://sso.example.net/token, timeout after 30s',
  'level=info msg="asked" url=https://sso.example.net/userinfo/emails status=200',
  '| Discovery URL | https://sso.example.net/.well-known/openid-configuration |',
  '| Token URL | https://sso.example.net/oauth2/token |',
  'AUTH_URL=https://sso.example.net/authorize\nTOKEN_URL=https://sso.example.net/token',
  'type="USER_INFO_REQUEST", realmName="home", clientId="wiki", auth_method="validate_access_token"',
];

describe('a thing and what is wrong with it, in words of nobody', () => {
  test.each(RIGHT)('%s: %s', (cause, text) => {
    const [first] = explain(text);
    expect(first?.id).toBe(cause);
    expect(first!.confidence).toBeGreaterThanOrEqual(CLAIMED);
  });

  test.each(WELL)('nothing: %s', (text) => {
    expect(explain(text).filter(({ confidence }) => confidence >= CLAIMED)).toEqual([]);
  });
});
