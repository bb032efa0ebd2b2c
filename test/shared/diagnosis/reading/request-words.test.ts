import { describe, expect, it } from 'vitest';
import { explain } from '../../../../shared/diagnosis/explain.ts';

/** Lines of our own in the forms that frameworks have, with the cause that one of them alone shows. */
const TABLE: Readonly<Record<string, readonly string[]>> = {
  'openid-scope-missing': [
    'Failed to deserialize query string: missing field `scope`',
    'Missing required parameter: scope',
    "Required parameter 'scope' is missing",
    'The scope parameter is required',
  ],
  'literal-quotes-or-misspelt-name': [
    'Failed to deserialize query string: missing field `redirect_uri`',
    'Missing required parameter: client_id',
    "Required request parameter 'client_id' is missing",
  ],
  'weak-state': ['Failed to deserialize query string: missing field `state`'],
  'access-token-not-jwt': [
    'Could not decode access_token: InvalidToken',
    'cannot parse access_token as JWT',
    'the access token is opaque, not a JWT',
  ],
  'email-not-verified': ['login error: no email_verified attribute'],
  'claim-not-released': ['no such claim: groups', 'attribute email not found'],
  'role-wrong': ['error="invalid role"', 'login failed: invalid role'],
  'sso-switched-off': [
    "No authentication handler is registered for the scheme 'OpenIdConnect'.",
    'Unknown authentication strategy "oidc"',
    'Invalid Client Registration with Id: home',
    'SocialApp matching query does not exist.',
    'Driver [oidc] not supported.',
    'Missing backend "oidc" entry',
    'Unknown provider: oidc',
  ],
  'userinfo-is-signed': [
    "invalid content type 'application/jwt'",
    "An error occurred while attempting to retrieve the UserInfo Resource from 'https://auth.home.example/userinfo': response contains invalid content type 'application/jwt'.",
    "No valid subject value found in userinfo data\n\n  userinfo_signed_response_alg: 'RS256'",
  ],
  'app-forbids-local-addresses': ['endpoint URLs must not target private or local addresses'],
  'logout-incomplete': [
    '{"event": "/application/o/books/end-session/?post_logout_redirect_uri=https%3A%2F%2Fbooks.home.example%2Flogin", "level": "info", "method": "GET", "status": 400}',
    '10.0.0.5 - - [08/Jun/2026:21:17:52 +0200] "GET /logout?post_logout_redirect_uri=https%3A%2F%2Fbooks.home.example HTTP/2.0" 400 19',
  ],
  'registration-closed': [
    'level=WARN msg=Forbidden request.method=GET request.uri="/oauth2/oidc/callback?code=Zb81&state=rM0k" response.status_code=403',
  ],
  'discovery-path-wrong': [
    'wellKnownOpenIDConfigurationUrl: "https://kc.home.example/realms/home"',
    'OAUTH_WELLKNOWN_URL=https://auth.home.example/',
    '<wellKnownUrl>https://auth.home.example/application/o/books/</wellKnownUrl>',
  ],
  'endpoint-given-as-issuer': [
    'ISSUER URL      https://auth.home.example/api/oidc/authorization',
    'OIDC_ISSUER=https://auth.home.example/oauth2/token',
    'issuer: https://kc.home.example/realms/home/protocol/openid-connect/auth',
  ],
  'claims-left-the-id-token': [
    'Results:\n\n  ID Token:\n    {\n      "aud": ["books"]\n    }\n\n  User Information:\n    {\n      "email": "a@home.example",\n      "preferred_username": "a"\n    }\n',
  ],
  'internal-address-leaks': [
    "Redirect URI: http://localhost:3000/login/callback doesn't exist in the allowed Redirect URI list",
  ],
  'pkce-required': [
    'With PKCE switched off at the provider the OIDC login works at once.',
    'The login through Keycloak only works if I turn PKCE off.',
  ],
  'loop-after-callback': [
    'After the SSO login the page keeps reloading forever.',
    'After signing in with OIDC it bounces between the app and the provider endlessly.',
  ],
  'mobile-callback': ['The phone app ends at "Redirect URI mismatch", in the browser the OIDC login works.'],
};

describe('what is said of a request, and how the app is set up', () => {
  for (const [id, lines] of Object.entries(TABLE))
    it.each(lines)(`${id}: %s`, (line) => {
      expect(explain(line)[0]?.id).toBe(id);
    });

  it.each([
    'OIDC_ISSUER=https://auth.home.example/application/o/books/',
    'OAUTH_WELLKNOWN_URL=https://auth.home.example/.well-known/openid-configuration',
    'authority: https://kc.home.example/realms/home',
    'issuer: https://auth.home.example/api/oidc',
    'level=INFO request.method=GET request.uri="/oauth2/oidc/callback?code=Zb81&state=rM0k" response.status_code=302',
    'I switched PKCE on at the provider, and the OIDC login works.',
    'field `scope` is optional',
  ])('nothing is claimed of %s', (line) => {
    expect(explain(line).filter(({ confidence }) => confidence >= 0.5)).toEqual([]);
  });
});
