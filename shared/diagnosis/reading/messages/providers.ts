import type { Recogniser } from '../recogniser.ts';
import { saidBy } from './said-by.ts';

/** The hints of its OAuth 2.0 library (authelia/oauth2-provider) and the messages of its handlers (internal/handlers). */
const AUTHELIA = saidBy({ by: 'Authelia', versions: '4.38 and 4.39' }, [
  {
    says: "registered with OAuth 2.0 Client with id '{client_id}' did not match 'redirect_uri' value '{redirect_uri}'",
    finding: 'redirect',
    example:
      "The 'redirect_uris' registered with OAuth 2.0 Client with id 'games' did not match 'redirect_uri' value 'https://games.example.com/oauth/callback'.",
  },
  {
    says: "Client with id '{client_id}' does not appear to be a registered client",
    finding: 'client-unknown',
    example:
      "The requested OAuth 2.0 Client does not exist. Client with id 'games' does not appear to be a registered client.",
  },
  {
    says: "No client with id '{client_id}' was found",
    finding: 'client-unknown',
    example: "No client with id 'games' was found.\"",
  },
  {
    says: "'token_endpoint_auth_method' method '{used_method}', however{…}client with id '{client_id}' is configured to only support 'token_endpoint_auth_method' method '{registered_method}'",
    finding: 'auth-method-refused',
    example:
      "'token_endpoint_auth_method' method 'client_secret_post', however the OAuth 2.0 client registration does not allow this method. The registered client with id 'memosClient' is configured to only support 'token_endpoint_auth_method' method 'client_secret_basic'.\"",
  },
  {
    says: "client with id '{client_id}' is configured to only support 'token_endpoint_auth_method' method '{registered_method}', but the method 'none' was determined to be used",
    finding: { cause: 'secret-not-sent' },
    example:
      "client with id 'games' is configured to only support 'token_endpoint_auth_method' method 'client_secret_basic', but the method 'none' was determined to be used.\"",
  },
  {
    says: "client with id '{client_id}' is configured to only support 'token_endpoint_auth_method' method '{registered_method}', but the method '{used_method}' was determined to be used",
    finding: 'auth-method-refused',
    example:
      "client with id 'games' is configured to only support 'token_endpoint_auth_method' method 'client_secret_basic', but the method 'none' was determined to be used.\"",
  },
  {
    says: "The OAuth 2.0 Client is not allowed to request scope '{scope}'",
    finding: 'scope-refused',
    example: "The OAuth 2.0 Client is not allowed to request scope 'groups'.\"",
  },
  {
    says: "The request scope '{scope}' has not been granted or is not allowed to be requested",
    finding: 'scope-refused',
    example: "The request scope 'groups' has not been granted or is not allowed to be requested.",
  },
  {
    says: "The client is not allowed to request response_type '{response_type}'",
    finding: 'response-type-refused',
    example: "The client is not allowed to request response_type 'code'.\"",
  },
  {
    says: "The OAuth 2.0 Client is not allowed to use authorization grant '{grant}'",
    finding: 'token-grant-not-allowed',
    example: "The OAuth 2.0 Client is not allowed to use authorization grant 'authorization_code'.\"",
  },
  {
    says: "The OAuth 2.0 Client is not allowed to use the authorization grant '{grant}'",
    finding: 'token-grant-not-allowed',
    example: "The OAuth 2.0 Client is not allowed to use the authorization grant 'refresh_token'.\"",
  },
  {
    says: "Authorize Code expired at '{expired}'",
    finding: 'token-grant-refused',
    example: "Authorize Code expired at '2026-11-25 20:20:39 UTC'.\"",
  },
  {
    says: 'bearer authorization failed as the Access Token was not granted the appropriate scope',
    finding: 'openid-scope-missing',
    example: 'bearer authorization failed as the Access Token was not granted the appropriate scope"',
  },
  {
    says: "The granted scope was missing the 'openid' scope",
    finding: 'openid-scope-missing',
    example: 't_scope","error_description":"The granted scope was missing the \'openid\' scope."}',
  },
  {
    says: "Clients must include a 'code_challenge' when performing the authorize code flow",
    finding: 'pkce-required',
    example: "Clients must include a 'code_challenge' when performing the authorize code flow",
  },
  {
    says: "Parameter '{parameter:word}' is set but does not satisfy the minimum entropy of {…} characters",
    finding: { cause: 'weak-state' },
    example: "Parameter 'nonce' is set but does not satisfy the minimum entropy of 8 characters.",
  },
  {
    says: 'The PKCE code challenge did not match the code verifier',
    finding: 'token-grant-refused',
    example: 'The PKCE code challenge did not match the code verifier."',
  },
  {
    says: "the user '{user}' is not authorized to use this client",
    finding: { cause: 'denied-by-policy' },
    example: "the user 'ada' is not authorized to use this client\"",
  },
  {
    says: "Unsuccessful 1FA authentication attempt by user '{user}' and they are banned until {until}\"",
    finding: { cause: 'login-banned' },
    example:
      'msg="Unsuccessful 1FA authentication attempt by user \'ada\' and they are banned until 8:33:48PM on November 25 2026 ( 00:00)"',
  },
  {
    says: "Unsuccessful 1FA authentication attempt by user '{user}'",
    finding: { cause: 'password-refused' },
    example: "msg=\"Unsuccessful 1FA authentication attempt by user 'ada'",
  },
  {
    says: 'Authentication failed. Check your credentials.',
    finding: { cause: 'password-refused' },
    example: '{"status":"KO","message":"Authentication failed. Check your credentials."}',
  },
  {
    says: "The 'redirect_uri' parameter is required when using OpenID Connect 1.0",
    finding: 'redirect',
    data: { redirect_uri: '' },
    example: "The 'redirect_uri' parameter is required when using OpenID Connect 1.0.",
  },
  {
    says: "The 'redirect_uri' from this request does not match the one from the authorize request",
    finding: { cause: 'redirect-differs-at-token' },
    example: "The 'redirect_uri' from this request does not match the one from the authorize request.",
  },
  {
    says: "code_challenge{…}client with id '{client_id}' is registered in a way that enforces PKCE",
    finding: 'pkce-required',
    data: { demanded_of: 'client' },
    example:
      "'code_challenge' when performing the authorize code flow, but it is missing. The client with id 'games' is registered in a way that enforces PKCE.\"",
  },
  {
    says: 'configured in a way that enforces PKCE for all clients.',
    finding: 'pkce-required',
    data: { demanded_of: 'all' },
    example: 'configured in a way that enforces PKCE for all clients."',
  },
  {
    says: "enforces PKCE for all public client type clients and the '{client_id}' client is using the public client type",
    finding: 'pkce-required',
    data: { demanded_of: 'public' },
    example:
      "enforces PKCE for all public client type clients and the 'games' client is using the public client type.\"",
  },
  {
    says: "invalid X-Forwarded-Proto header value '{proto}'{…}path=/api/oidc/token",
    finding: { cause: 'idp-advertises-wrong-self' },
    data: { asked_by: 'app', path: '/api/oidc/token' },
    example: 'error="invalid X-Forwarded-Proto header value \'http\'" method=POST path=/api/oidc/token',
  },
  {
    says: "invalid X-Forwarded-Proto header value '{proto}'{…}path=/api/oidc/userinfo",
    finding: { cause: 'idp-advertises-wrong-self' },
    data: { asked_by: 'app', path: '/api/oidc/userinfo' },
    example: 'error="invalid X-Forwarded-Proto header value \'http\'" method=POST path=/api/oidc/userinfo',
  },
  {
    says: "invalid X-Forwarded-Proto header value '{proto}'{…}path=/.well-known/",
    finding: { cause: 'idp-advertises-wrong-self' },
    data: { asked_by: 'app', path: '/.well-known/' },
    example: "invalid X-Forwarded-Proto header value 'http'\" path=/.well-known/openid-configuration",
  },
  {
    says: "invalid X-Forwarded-Proto header value '{proto}'{…}path=/jwks.json",
    finding: { cause: 'idp-advertises-wrong-self' },
    data: { asked_by: 'app', path: '/jwks.json' },
    example: 'error="invalid X-Forwarded-Proto header value \'http\'" method=POST path=/jwks.json',
  },
  {
    says: "invalid X-Forwarded-Proto header value '{proto}'",
    finding: { cause: 'idp-advertises-wrong-self' },
    data: { asked_by: 'browser' },
    weight: 0.98,
    example: "invalid X-Forwarded-Proto header value 'http'\"",
  },
  {
    says: 'nil pointer dereference" method={method} path=/api/oidc/',
    finding: { cause: 'idp-advertises-wrong-self' },
    data: { asked_by: 'nobody' },
    example: 'nil pointer dereference" method=GET path=/api/oidc/authorization',
  },
  {
    says: 'Access to {…}/api/{…}is not authorized to user <anonymous>, responding with status code 302',
    finding: 'app-behind-other-login',
    weight: 0.75,
    quiet: true,
    example:
      'msg="Access to https://notes.example.com/api/health (method GET) is not authorized to user <anonymous>, responding with status code 302',
  },
]);

/** What its log says of the token endpoint and of userinfo: views/token.py, utils.py. */
const AUTHENTIK_LOG = saidBy({ by: 'authentik', versions: '2024.10 to 2026.8' }, [
  {
    says: 'Code challenge not matching',
    finding: { cause: 'code-refused' },
    weight: 0.9,
    example:
      '{"event": "Code challenge not matching", "level": "warning", "logger": "authentik.providers.oauth2.views.token"}',
  },
  {
    says: '"event": "Code does not exist"',
    finding: { cause: 'code-refused' },
    weight: 0.9,
    example:
      '{"code": "a", "event": "Code does not exist", "level": "warning", "logger": "authentik.providers.oauth2.views.token"}',
  },
  {
    says: '"event": "Code is expired"',
    finding: { cause: 'code-refused' },
    weight: 0.9,
    example:
      '{"event": "Code is expired", "level": "warning", "logger": "authentik.providers.oauth2.views.token", "token": "a"}',
  },
  {
    // The Go library below it (fosite), of what stands in the header: characters that had to be encoded, or none at all.
    says: 'client credentials in the HTTP authorization header could not be parsed',
    finding: { cause: 'secret-not-url-encoded', or: ['wrong-secret-method', 'secret-not-sent'] },
    weight: 0.9,
    example:
      'The client credentials in the HTTP authorization header could not be parsed. Either the scheme was missing, the scheme was invalid, or the value had malformed data.',
  },
  {
    // Of userinfo: the token that came was given out without the scope openid.
    says: '"event": "Scope mismatch."{…}openid',
    finding: 'openid-scope-missing',
    example:
      '{"event": "Scope mismatch.", "level": "warning", "logger": "authentik.providers.oauth2.utils", "required": "{\'openid\'}", "token_has": "set()"}',
  },
  {
    says: '"event": "OAuth2Provider does not exist"',
    finding: 'client-unknown',
    example:
      '{"client_id": "notes", "event": "OAuth2Provider does not exist", "level": "warning", "logger": "authentik.providers.oauth2.views.token"}',
  },
  {
    says: '"event": "Scope mismatch."{…}"openid"',
    finding: { cause: 'openid-scope-missing' },
    weight: 0.92,
    example:
      '{"event": "Scope mismatch.", "level": "warning", "logger": "authentik.providers.oauth2.utils", "required": ["openid"], "token_has": ["email", "profile"]}',
  },
]);

/** views/authorize.py and views/token.py. Before 2024.12 entries are regular expressions. */
const AUTHENTIK = saidBy({ by: 'authentik' }, [
  {
    says: "Invalid redirect URI used by client{…}'redirect_uri': '{redirect_uri:url}'",
    finding: 'redirect',
    example:
      '{"event": "Invalid redirect URI used by client", "level": "warning", "client_id": "notes", \'redirect_uri\': \'https://notes.example.com/cb\'}',
  },
  {
    says: 'Invalid redirect URI used by provider{…}"expected"{registered}"redirect_uri": "{redirect_uri:url}"',
    finding: 'token-grant-refused',
    data: { error_description: 'The redirect URI is another than before.' },
    example:
      '"Invalid redirect URI used by provider", "expected": [{"url": "https://notes.example.com:8443/cb", "matching_mode": "strict"}], "http_request": {"path": "/application/o/token/"}, "redirect_uri": "https://notes.example.com/cb"}',
  },
  {
    says: 'Invalid redirect uri (regex comparison){…}"redirect_uri_expected": [{registered}]{…}"redirect_uri_given": "{redirect_uri:url}"',
    finding: 'redirect',
    data: { compared: 'regex' },
    example:
      '"Invalid redirect uri (regex comparison)", "redirect_uri_expected": ["https://notes.example.com/?a=b"], "redirect_uri_given": "https://notes.example.com/?a=b"}',
  },
  {
    says: 'Invalid redirect uri (strict comparison){…}"redirect_uri_expected": [{registered}]{…}"redirect_uri_given": "{redirect_uri:url}"',
    finding: 'redirect',
    data: { compared: 'strict' },
    example:
      '"Invalid redirect uri (strict comparison)", "redirect_uri_expected": ["https://notes.example.com/a"], "redirect_uri_given": "https://notes.example.com/b"}',
  },
]);

/** One line of its event log: services/…/events/Errors.java, EventType.java. */
const KEYCLOAK = saidBy({ by: 'Keycloak' }, [
  {
    // OAuth2CodeParser.java.
    says: "Code '{…}' already used for userSession",
    finding: { cause: 'code-refused' },
    example: "Code 'a' already used for userSession 'b' and client 'c'.",
  },
  {
    says: 'clientId="{client_id}"{…}error="invalid_redirect_uri"{…}redirect_uri="{redirect_uri:url}"',
    finding: 'redirect',
    example:
      'clientId="wiki", error="invalid_redirect_uri", redirect_uri="https://wiki.example.com/oauth2/callback"',
  },
  // Before version 22 its log has no quotes.
  {
    // From 19.0.2 it refuses userinfo to a token that was asked for without openid.
    says: 'USER_INFO_REQUEST_ERROR{…}access_denied',
    finding: { cause: 'openid-scope-missing' },
    example:
      'type="USER_INFO_REQUEST_ERROR", realmName="home", clientId="null", userId="null", error="access_denied"',
  },
  {
    says: 'error=invalid_redirect_uri, redirect_uri={redirect_uri:url}',
    finding: 'redirect',
    example:
      'type=LOGIN_ERROR, realmId=home, clientId=wiki, userId=null, ipAddress=10.0.0.2, error=invalid_redirect_uri, redirect_uri=https://wiki.example.com/oauth2/callback',
  },
  {
    says: 'clientId={client_id:word}, userId=null, ipAddress={…}, error=client_not_found',
    finding: 'client-unknown',
    example:
      'type=LOGIN_ERROR, realmId=home, clientId=notes, userId=null, ipAddress=10.0.0.2, error=client_not_found',
  },
  {
    says: 'clientId="{client_id}"{…}error="client_not_found"',
    finding: 'client-unknown',
    example:
      'type="LOGIN_ERROR", realmId="r", clientId="notes", userId="null", ipAddress="10.0.0.2", error="client_not_found"',
  },
  {
    says: 'type="LOGIN_ERROR"{…}clientId="{client_id}"{…}error="not_allowed"',
    finding: 'response-type-refused',
    example:
      'type="LOGIN_ERROR", realmId="r", clientId="notes", userId="null", ipAddress="10.0.0.2", error="not_allowed", response_type="code"',
  },
]);

/** Its error page and its log name the address that was sent. */
const DEX = saidBy({ by: 'Dex' }, [
  {
    says: 'Unregistered redirect_uri ("{redirect_uri}")',
    finding: 'redirect',
    example: 'Unregistered redirect_uri ("https://notes.example.com/callback").',
  },
]);

/** Answers of a token endpoint that more than one provider words like this. */
const ANY_PROVIDER = saidBy({ by: 'a provider' }, [
  {
    says: 'Invalid scope: Requested scope is invalid',
    finding: 'scope-refused',
    example: '"Invalid scope: Requested scope is invalid"',
  },
  {
    // All that were asked for, of which one or more are refused.
    says: 'Invalid scopes: {requested:list}',
    finding: 'scope-refused',
    example: 'reason="Invalid scopes: openid',
  },
]);

/** What a Go forge says where it is the provider for another program. */
const FORGE = saidBy({ by: 'a forge as the provider' }, [
  {
    says: 'invalid empty client secret',
    finding: { cause: 'secret-not-sent' },
    example: 'oauth2: "unauthorized_client" "invalid empty client secret"',
  },
]);

/** What providers say, in their logs and in the answers that they give. The words were read in the product’s source or seen in a run. */
/** Several providers have the sentence, Pocket ID among them. */
const REGISTERED = saidBy({ by: 'a provider' }, [
  {
    says: "redirect_uri '{redirect_uri}' is not registered for this client",
    finding: 'redirect',
    example: "The redirect_uri 'https://wiki.example.com/cb' is not registered for this client.",
  },
]);

/** panva/node-oidc-provider: lib/helpers/errors.js. It sends the scope back beside the error. */
const OIDC_PROVIDER = saidBy({ by: 'oidc-provider', versions: '7 to 9' }, [
  {
    says: 'requested scope is not allowed&scope={scope:word}',
    finding: 'scope-refused',
    example:
      'callback?error=invalid_scope&error_description=requested%20scope%20is%20not%20allowed&scope=groups',
  },
  // What it says of an error without a description of its own. An app may show only these words.
  {
    says: 'grant request is invalid',
    finding: 'token-grant-refused',
    weight: 0.6,
    example: 'TokenError: grant request is invalid',
  },
  {
    says: 'oops! something went wrong',
    finding: { cause: 'provider-failing' },
    weight: 0.7,
    example: 'TokenError: oops! something went wrong',
  },
  {
    says: 'End-User authentication is required',
    finding: { cause: 'interaction-required' },
    weight: 0.8,
    example: 'AuthorizationError: End-User authentication is required',
  },
]);

export const PROVIDERS: readonly Recogniser[] = [
  ...AUTHELIA,
  ...AUTHENTIK,
  ...AUTHENTIK_LOG,
  ...KEYCLOAK,
  ...OIDC_PROVIDER,
  ...REGISTERED,
  ...FORGE,
  ...DEX,
  ...ANY_PROVIDER,
];
