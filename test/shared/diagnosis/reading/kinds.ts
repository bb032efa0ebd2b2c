/** Texts of one kind, each with the causes that are right for it; none: it says nothing that is known. */
export type Kind = readonly (readonly [text: string, ...causes: string[]])[];

/** What providers say in their own words and by their own codes, as their error pages and token endpoints have it. */
export const BY_PROVIDERS: Kind = [
  [
    'I Get an error from Entra Id when i try to login: AADSTS900971: No reply address provided.',
    'redirect-not-registered',
  ],
  ["AADSTS700054: response_type 'id_token' is not enabled for the application.", 'response-type-refused'],
  [
    "AADSTS50011: The redirect URI 'http://notes.example.com/signin-oidc' specified in the request does not match the redirect URIs configured for the application '1'. Make sure the redirect URI sent in the request matches one added to your application in the Azure portal.",
    'redirect-not-registered',
    'redirect-downgraded-to-http',
  ],
  [
    "AADSTS50105: Your administrator has configured the application Notes ('a') to block users unless they are specifically granted ('assigned') access to the application.",
    'denied-by-policy',
  ],
  [
    "AADSTS65001: The user or administrator has not consented to use the application with ID 'a' named 'Notes'. Send an interactive authorization request for this user and resource.",
    'denied-by-policy',
  ],
  [
    '{"error":"invalid_client","error_description":"AADSTS7000215: Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app \'a\'.","error_codes":[7000215]}',
    'secret-wrong-or-swapped',
  ],
  [
    '{"error":"invalid_client","error_description":"AADSTS7000222: The provided client secret keys for app \'a\' are expired. Visit the Azure portal to create new keys for your app"}',
    'secret-wrong-or-swapped',
  ],
  [
    "AADSTS7000218: The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
    'secret-not-sent',
  ],
  [
    "AADSTS700016: Application with identifier 'a' was not found in the directory 'Contoso'. This can happen if the application has not been installed by the administrator of the tenant",
    'client-unknown',
  ],
  [
    "AADSTS90002: Tenant 'contoso.example' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud.",
    'discovery-path-wrong',
  ],
  [
    "AADSTS50194: Application 'a'(Notes) is not configured as a multi-tenant application. Usage of the /common endpoint is not supported for such applications created after '10/15/2018'.",
    'discovery-path-wrong',
  ],
  [
    '{"error":"invalid_grant","error_description":"AADSTS54005: OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token."}',
    'code-refused',
  ],
  [
    'AADSTS70008: The provided authorization code or refresh token has expired due to inactivity.',
    'code-refused',
  ],
  [
    "AADSTS9002327: Tokens issued for the 'Single-Page Application' client-type may only be redeemed via cross-origin requests.",
    'public-versus-confidential',
  ],
  [
    "AADSTS700025: Client is public so neither 'client_assertion' nor 'client_secret' should be presented.",
    'public-versus-confidential',
  ],
  [
    "AADSTS50020: User account 'ada@outlook.com' from identity provider 'live.com' does not exist in tenant 'Contoso' and cannot access the application 'a'(Notes) in that tenant.",
    'denied-by-policy',
  ],
  [
    'Sign-in failed with AADSTS53003, Access has been blocked by Conditional Access policies.',
    'denied-by-policy',
  ],
  ['AADSTS900561: The endpoint only accepts POST requests. Received a GET request.', 'app-endpoint-wrong'],
  ['AADSTS9002313: Invalid request. Request is malformed or invalid.', 'authorization-refused'],
  [
    "Your request resulted in an error. The 'redirect_uri' parameter must be a Login redirect URI in the client app settings: https://example-admin.okta.com/admin/app/oidc_client/instance/0oa/#tab-general",
    'redirect-not-registered',
  ],
  [
    'error=access_denied&error_description=User+is+not+assigned+to+the+client+application.',
    'denied-by-policy',
  ],
  [
    'Callback URL mismatch. The provided redirect_uri is not in the list of allowed callback URLs.',
    'redirect-not-registered',
  ],
  ['Error 400: redirect_uri_mismatch', 'redirect-not-registered'],
  [
    'Access blocked: Authorization Error The OAuth client was not found. Error 401: invalid_client',
    'client-unknown',
  ],
  ['An error has occurred\nThe redirect URI included is not valid.', 'redirect-not-registered'],
  [
    "MSIS9223: Received invalid OAuth authorization request. The received 'client_id' is invalid as no registered client was found with this client identifier.",
    'client-unknown',
  ],
  [
    "MSIS9224: Received invalid OAuth authorization request. The received 'redirect_uri' parameter is not a valid registered redirect URI for the client identifier.",
    'redirect-not-registered',
  ],
  [
    '"error_description":"MSIS9622: Client authentication failed. Please verify the credential provided for client authentication is valid."',
    'secret-wrong-or-swapped',
  ],
  ['Error 403: org_internal', 'denied-by-policy'],
  [
    'access_denied: Policy evaluation failed for this request, please check the policy configurations.',
    'denied-by-policy',
  ],
  [
    'invalid_scope: One or more scopes are not configured for the authorization server resource.',
    'scope-not-allowed',
  ],
  [
    "AADSTS70011: The provided request must include a 'scope' input parameter. The provided value for the input parameter 'scope' is not valid.",
    'scope-not-allowed',
  ],
  ['AADSTS50058: A silent sign-in request was sent but no user is signed in.', 'interaction-required'],
  ['see https://learn.microsoft.com/entra/identity-platform/reference-error-codes for AADSTS codes'],
];
