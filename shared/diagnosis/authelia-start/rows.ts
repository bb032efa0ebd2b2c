import { CLAIMS as CLAIMS_THERE_ARE } from '../../existing/doctor/authelia/keys.ts';

/** Values of one message, by name. */
export type Values = Readonly<Record<string, string>>;

/** What a message means. Sentences have words in braces for the values; a rule of the doctor brings its own. */
export interface Row {
  /** The whole message, with names in braces for what varies. */
  readonly says: string;
  /** Only if the values are these: each a pattern for one of them. */
  readonly when?: Readonly<Record<string, RegExp>>;
  /** The rule of the doctor that finds the same in a file. Its sentences are told. */
  readonly rule?: string;
  readonly wrong?: string;
  readonly fix?: string;
  /** More than the rule knows, added to what it says or what it wants done. */
  readonly also?: string;
  readonly also_fix?: string;
  /** Values that the message leaves out. */
  readonly with?: Values;
  /** The option to change, if it is another than the message says. */
  readonly option?: string;
  /** What to write there, if there is no choice. */
  readonly value?: string;
  /** The words of which one may be meant, if the message names none. */
  readonly known?: readonly string[];
  /** What to write if none of them is near. */
  readonly otherwise?: string;
  /** Authelia takes it for what was meant, so no login fails because of it. */
  readonly works?: true;
  /** Nothing is to be changed for it. */
  readonly note?: true;
  /** It is left out when something else is wrong: Authelia says it because of that. */
  readonly follows?: 'nothing-read' | 'key' | 'section' | 'decoding';
}

const CLIENT = "identity_providers: oidc: clients: client '{client}': option ";
const OIDC = 'identity_providers: oidc: ';
const POLICY = `${OIDC}authorization_policies: policy '{name}': `;
const CLAIMS = `${OIDC}claims_policies: {name}: `;
const KEY = `${OIDC}jwks: key #{…}: option 'key' `;
const COOKIE = "session: domain config #{number} (domain '{domain}'): option ";
const DECODED = "'{path}' could not decode ";

/** Messages about values of the OpenID Connect part. */
const OPENID: readonly Row[] = [
  {
    says: `${CLIENT}'claims_policy' is not the name of a configured claims policy`,
    wrong: 'The client {client} names a claims policy that isn’t defined. Authelia doesn’t start.',
    fix: 'Define it under identity_providers.oidc.claims_policies (with an s in both words, beside clients and not inside), or write the name of one that is there at claims_policy of the client.',
    follows: 'key',
  },
  {
    says: `${CLIENT}'authorization_policy' must be one of {list} but it's configured as '{value}'`,
    when: { value: /^deny$/ },
    rule: 'authelia-policy-deny',
  },
  {
    says: `${CLIENT}'authorization_policy' must be one of {list} but it's configured as '{value}'`,
    rule: 'authelia-policy-unknown',
  },
  {
    says: `${OIDC}clients: option 'id' is required but was absent on the clients in positions {client}`,
    rule: 'authelia-client-id-missing',
    option: 'identity_providers.oidc.clients[].client_id',
    follows: 'key',
  },
  {
    says: `${OIDC}clients: option 'id' must be unique for every client but one or more clients share the following 'id' values {client}`,
    rule: 'authelia-client-id-twice',
    option: 'identity_providers.oidc.clients[].client_id',
    also: 'Was a block of clients put into the file a second time?',
  },
  {
    says: `${CLIENT}'id' must only contain RFC3986 unreserved characters`,
    when: { client: /^\s|\s$/ },
    rule: 'authelia-client-id-characters',
    option: 'identity_providers.oidc.clients[].client_id',
    also: 'Here it is a blank at one end.',
    value: '{bare}',
  },
  {
    says: `${CLIENT}'id' must only contain RFC3986 unreserved characters`,
    rule: 'authelia-client-id-characters',
    option: 'identity_providers.oidc.clients[].client_id',
  },
  {
    says: `${CLIENT}'id' must not be more than 100 characters but it has {…} characters`,
    rule: 'authelia-client-id-long',
    option: 'identity_providers.oidc.clients[].client_id',
  },
  { says: `${CLIENT}'client_secret' is required`, rule: 'authelia-secret-missing', follows: 'key' },
  {
    says: `${CLIENT}'client_secret' is required to be empty when option 'public' is true`,
    rule: 'authelia-secret-of-public',
  },
  {
    says: `${CLIENT}'client_secret' is required to be empty when option '{…}' is configured as 'none'`,
    rule: 'authelia-method-none',
    option: 'identity_providers.oidc.clients[].token_endpoint_auth_method',
  },
  {
    says: `${CLIENT}'client_secret' is plaintext but {…}`,
    when: { expand: /yes/ },
    rule: 'authelia-digest-eaten',
    also: 'Authelia runs with the filter expand-env, which does that to every $ in its files.',
    also_fix:
      'Take --config.experimental.filters expand-env (X_AUTHELIA_CONFIG_FILTERS) out, or use the filter template.',
  },
  {
    says: `${CLIENT}'client_secret' is plaintext but {…}`,
    rule: 'authelia-secret-clear',
    also: 'A digest that lost its first $, or its parts that begin with $, counts as clear, too; then the app’s secret doesn’t fit.',
    also_fix: 'If a digest stands there, copy all of it again, from its first $, in single quotes.',
  },
  {
    says: `${CLIENT}'client_secret' must be plaintext with option '{key}' with a value of '{value}'`,
    when: { key: /_method$/ },
    rule: 'authelia-secret-needed-in-clear',
    option: 'identity_providers.oidc.clients[].{key}',
  },
  {
    says: `${CLIENT}'client_secret' must be plaintext with option '{key}' with a value of '{value}'`,
    rule: 'authelia-secret-needed-in-clear',
    option: 'identity_providers.oidc.clients[].{key}',
    value: 'RS256',
  },
  {
    says: `${CLIENT}'{key}' must be 'none' when configured as the public client type but it's configured as '{method}'`,
    rule: 'authelia-method-of-public',
  },
  {
    says: `${CLIENT}'{key}' must be one of {list} when configured as the confidential client type {…} but it's configured as 'none'`,
    rule: 'authelia-method-none',
  },
  {
    says: `${CLIENT}'token_endpoint_auth_method' must be one of {list} but it's configured as '{value}'`,
    rule: 'authelia-method-unknown',
    otherwise: 'client_secret_basic or client_secret_post, whichever the app uses',
  },
  {
    says: `${CLIENT}'jwks_uri' or 'jwks' is required with 'token_endpoint_auth_method' set to 'private_key_jwt'`,
    rule: 'authelia-method-jwt-without-keys',
    option: 'identity_providers.oidc.clients[].jwks',
  },
  {
    says: `${CLIENT}'id_token_signed_response_alg' must be one of {list} but it's configured as '{alg}'`,
    when: { alg: /^(?:RS|PS|ES)\d{3}$/ },
    rule: 'authelia-alg-without-key',
    value: '{list}',
    also: 'Its keys can sign with {list}.',
  },
  {
    says: `${CLIENT}'{key}' must be one of {list} but it's configured as '{value}'`,
    when: { key: /_alg$/, value: /^(?:RS|PS|ES)\d{3}$/ },
    wrong:
      'The client {client} wants {key}: {value}, and no key of jwks can do that. Authelia doesn’t start.',
    fix: 'Write {right} at {key}, or add a key for {value} under identity_providers.oidc.jwks.',
  },
  {
    says: `${CLIENT}'{key}' must be one of {list} but it's configured as '{value}'`,
    when: { key: /_signed_response_key_id$/ },
    wrong:
      'The client {client} wants to be answered with the key {value}, and no key of jwks has that key_id and can be used.',
    fix: 'Mend the keys under identity_providers.oidc.jwks, or write the key_id of one of them.',
    follows: 'key',
  },
  {
    says: `${CLIENT}'id_token_signed_response_alg' must be one of {list} but it's configured as 'none'`,
    wrong:
      'The client {client} wants its ID token without a signature, which Authelia never does. It doesn’t start.',
    fix: 'Write id_token_signed_response_alg: RS256, or take it out.',
    value: 'RS256',
  },
  {
    says: `${CLIENT}'{key}' must be one of {list} but it's configured as '{value}'`,
    when: { key: /_signed_response_alg$/ },
    rule: 'authelia-alg-unknown',
  },
  {
    says: `${CLIENT}'{key}' must be one of {list} but it's configured as '{value}'`,
    when: { key: /_encrypted_response_(?:alg|enc)$/ },
    wrong: 'The client {client} has {key}: {value}, which there is not. Authelia doesn’t start.',
    fix: 'Take {key} out: hardly any app can read an encrypted answer. If the app asks for it, write {right}.',
  },
  {
    says: `${CLIENT}'pkce_challenge_method' must be one of {list} but it's configured as '{value}'`,
    rule: 'authelia-pkce-method-unknown',
    value: 'S256',
  },
  {
    says: `${CLIENT}'lifespan' must not be configured when no custom lifespans are configured but it's configured as '{value}'`,
    rule: 'authelia-lifespan-unknown',
    with: { right: 'the name of one that is defined' },
  },
  {
    says: `${CLIENT}'lifespan' must be one of {list} but it's configured as '{value}'`,
    rule: 'authelia-lifespan-unknown',
  },
  {
    says: `${OIDC}clients: client '{client}': consent: option 'mode' must be one of {list} but it's configured as '{value}'`,
    rule: 'authelia-consent-unknown',
    option: 'identity_providers.oidc.clients[].consent_mode',
  },
  {
    says: `${CLIENT}'redirect_uris' has an invalid value: redirect uri '{uri}' must have a scheme but it's absent`,
    rule: 'authelia-redirect-no-scheme',
    also: 'Authelia doesn’t start.',
    value: 'https://{uri}',
  },
  {
    says: `${CLIENT}'redirect_uris' has an invalid value: redirect uri '{uri}' could not be parsed: {why}`,
    wrong: 'The redirect URI {uri} of the client {client} is no address: {why}. Authelia doesn’t start.',
    fix: 'Write the whole address that the app sends: https, host, a port as a number if there is one, and the path.',
  },
  {
    says: `${CLIENT}'redirect_uris' has the redirect uri '{uri}' when option 'public' is false but {…}`,
    rule: 'authelia-redirect-out-of-band',
  },
  {
    says: `${CLIENT}'request_uris' has an invalid value: request uri '{uri}' must have a scheme but it's absent`,
    wrong: 'The request URI {uri} of the client {client} has no scheme. Authelia doesn’t start.',
    fix: 'Write https:// in front of it.',
    value: 'https://{uri}',
  },
  {
    says: `${CLIENT}'request_uris' has an invalid scheme: scheme must be 'https' but request uri '{uri}' has a '{…}' scheme`,
    wrong: 'The request URI {uri} of the client {client} isn’t https. Authelia doesn’t start.',
    fix: 'Write https:// at its beginning, or take request_uris out: hardly any app needs it.',
  },
  {
    says: `${CLIENT}'{key}' must have unique values but the values {value} are duplicated`,
    rule: 'authelia-entry-twice',
  },
  {
    says: `${CLIENT}'scopes' only expects the values {list} but the unknown values {value} are present and {…}`,
    when: { value: /^'[^']*\s/ },
    rule: 'authelia-scopes-in-one-text',
  },
  {
    says: `${CLIENT}'scopes' only expects the values {list} but the unknown values {value} are present and {…}`,
    rule: 'authelia-scope-unknown',
  },
  {
    says: `${CLIENT}'scopes' contains value '{scope}' which requires claim '{claim}' but {…}`,
    wrong:
      'The client {client} has the scope {scope}, which brings the claim {claim}, and its claims policy doesn’t make that claim. Authelia doesn’t start.',
    fix: 'Add {claim} under custom_claims of the claims policy that the client names, or take {scope} out of its scopes.',
  },
  {
    says: `${CLIENT}'scopes' has the values {…} however when utilizing the 'client_credentials' value for the 'grant_types' the values {value} are not allowed`,
    rule: 'authelia-client-credentials-scopes',
  },
  {
    says: `${CLIENT}'grant_types' must only have the values {list} but the values {value} are present`,
    rule: 'authelia-grant-unknown',
  },
  {
    says: `${CLIENT}'grant_types' should only have the 'refresh_token' value if the client is also configured with the 'offline_access' scope`,
    rule: 'authelia-refresh-without-offline',
  },
  {
    says: `${CLIENT}'grant_types' should only have the '{…}' value if it is of the confidential client type but {…}`,
    rule: 'authelia-client-credentials-public',
  },
  {
    says: `${CLIENT}'grant_types' should only have grant type values which are valid with the configured 'response_types' for the client but '{grant}' expects a response type {…} such as {list} but the response types are {value}`,
    wrong:
      'The client {client} has the grant {grant}, which needs another response type than {value}. Authelia warns of it.',
    fix: 'Write response_types: [code] and grant_types: [authorization_code], which nearly every app uses, or take {grant} out of grant_types.',
  },
  {
    says: `${CLIENT}'response_types' must only have the values {list} but the values {value} are present`,
    rule: 'authelia-response-type-unknown',
  },
  {
    says: `${CLIENT}'response_modes' must only have the values {list} but the values {value} are present`,
    rule: 'authelia-response-mode-unknown',
  },
  {
    says: `${CLIENT}'{key}' should only have the values {value} if the client is also configured with a 'response_type' such as {list} which respond with authorization codes`,
    wrong: 'The client {client} has {value} in {key}, which only works with a response type that has code.',
    fix: 'Write response_types: [code], or take {value} out of {key}.',
  },
  {
    says: `${CLIENT}'jwks_uri' or 'jwks' must be configured when '{key}' is set to '{value}'`,
    wrong:
      'The client {client} has {key}: {value}, and Authelia has no key of the app to encrypt for. It doesn’t start.',
    fix: 'Take {key} out: hardly any app can read an encrypted answer. If the app asks for it, add its public keys under jwks.',
    option: 'identity_providers.oidc.clients[].{key}',
  },
  {
    says: `${CLIENT}'{key}' must either not be configured or set to 'none' if {…}`,
    wrong:
      'The client {client} has {key} together with a signature that Authelia can’t make with it. It doesn’t start.',
    fix: 'Take {key} out.',
  },
  {
    says: `${CLIENT}'token_endpoint_auth_signing_alg' is required when option 'token_endpoint_auth_method' is configured to 'private_key_jwt'`,
    wrong:
      'The client {client} is to sign in with private_key_jwt, and token_endpoint_auth_signing_alg is missing. Authelia doesn’t start.',
    fix: 'Add token_endpoint_auth_signing_alg: RS256 and the app’s public keys under jwks, or write token_endpoint_auth_method: client_secret_basic if the app has a secret.',
  },
  {
    says: `${CLIENT}'jwks_uri' must have the 'https' scheme but the scheme is '{value}'`,
    wrong: 'jwks_uri of the client {client} isn’t an https address. Authelia doesn’t start.',
    fix: 'Write the https address of the app’s keys.',
  },
  {
    says: `${CLIENT}'jwks_uri' must not be defined at the same time as option 'jwks'`,
    wrong: 'The client {client} has jwks and jwks_uri. Authelia doesn’t start with both.',
    fix: 'Keep one of them.',
  },
  {
    says: `${CLIENT}'sector_identifier_uri' with value '{value}': {why}`,
    wrong: 'sector_identifier_uri of the client {client} is {value}, and Authelia refuses it: {why}.',
    fix: 'Take sector_identifier_uri out, unless several clients are to get the same user ids; then write an https address without user and fragment.',
  },
  {
    says: `${CLIENT}'{key}' {must} when configured with scope 'authelia.bearer.authz' {…}`,
    wrong:
      'The client {client} has the scope authelia.bearer.authz, which is for requests with a token and not for logins, and wants special values in other options. Authelia doesn’t start.',
    fix: 'Take authelia.bearer.authz out of its scopes. If it is meant: {key} {must}.',
    option: 'identity_providers.oidc.clients[].scopes',
  },
  {
    says: `${OIDC}clients: client '{client}': jwks: key #{…}: option '{…}' {why}`,
    wrong: 'A public key under jwks of the client {client} can’t be used: {why}. Authelia doesn’t start.',
    fix: 'Take jwks out of the client, unless the app signs in with private_key_jwt; then write its public RSA or ECDSA key there in PEM form, with key_id, use and algorithm.',
    option: 'identity_providers.oidc.clients[].jwks',
  },
  {
    says: `${CLIENT}'{key}' must be one of {list} when option '{method}' is configured to '{value}'`,
    wrong:
      'The client {client} has {method}: {value}, which can’t be signed by the algorithm under {key}. Authelia doesn’t start.',
    fix: 'Write {list} at {key}, or use client_secret_basic, which needs no algorithm.',
  },
  {
    says: `${CLIENT}'{key}' must be one of the registered public key algorithm values {list} when option '{method}' is configured to '{value}'`,
    wrong:
      'The client {client} has an algorithm under {key} that none of its keys under jwks has. Authelia doesn’t start.',
    fix: 'Write the algorithm of one of the client’s keys at {key}: {list}.',
  },
  {
    says: `${CLIENT}'request_object_signing_alg' must be one of {list} configured in the client option 'jwks'`,
    wrong:
      'The client {client} has a request_object_signing_alg that none of its keys under jwks has. Authelia doesn’t start.',
    fix: 'Take request_object_signing_alg out, unless the app signs its requests; then write {list}.',
  },
  {
    says: `${CLIENT}'request_uris' has an invalid value: request uri '{uri}' could not be parsed: {why}`,
    wrong: 'The request URI {uri} of the client {client} is no address: {why}. Authelia doesn’t start.',
    fix: 'Write a whole https address, or take request_uris out: hardly any app needs it.',
  },
  {
    says: `${OIDC}authorization_policies: authorization policies must have a name but {…}`,
    wrong: 'An authorization policy has no name. Authelia doesn’t start.',
    fix: 'Give it a name, and write that name at authorization_policy of the clients.',
  },
  {
    says: `${OIDC}option 'clients' must have one or more clients configured`,
    rule: 'authelia-no-clients',
    also: 'Of several files with clients only the list of the last one counts.',
    also_fix:
      'If they stand in another file, name that file in --config (X_AUTHELIA_CONFIG), too, and keep all clients in one file.',
    follows: 'key',
  },
  { says: `${OIDC}option \`jwks\` is required`, rule: 'authelia-jwks-missing', follows: 'key' },
  {
    says: `${OIDC}option \`jwks\` must not be configured at the same time as {…}`,
    rule: 'authelia-jwks-and-old-key',
    with: { key: 'issuer_private_key or issuer_certificate_chain' },
    option: 'identity_providers.oidc.issuer_private_key',
  },
  {
    says: `${OIDC}jwks: key #{…}: option 'key' must be provided`,
    rule: 'authelia-key-empty',
  },
  {
    says: `${KEY}failed to get key properties: symmetric keys are not permitted for signing`,
    rule: 'authelia-key-empty',
    also: 'The value there is empty, or a text that is no key.',
  },
  {
    says: `${KEY}must be a RSA private key or ECDSA private key but it's type is *{kind}.PublicKey`,
    rule: 'authelia-key-public',
  },
  {
    says: `${KEY}must be a RSA private key or ECDSA private key but it's type is {kind}`,
    rule: 'authelia-key-kind',
  },
  {
    says: `${KEY}is an RSA {bits} bit private key but it must at minimum be a RSA 2048 bit private key`,
    rule: 'authelia-key-weak',
  },
  {
    says: `${KEY}failed to get key properties: {why}`,
    rule: 'authelia-key-kind',
  },
  {
    says: `${KEY}must be a valid private key but the provided data is malformed as it's missing the public key bits`,
    rule: 'authelia-key-no-pem',
  },
  {
    says: `${OIDC}jwks: key #{…}: option 'key_id' must {…}`,
    rule: 'authelia-key-id',
  },
  {
    says: `${OIDC}jwks: key #{…}: option \`key_id\` must {…}`,
    rule: 'authelia-key-id',
  },
  {
    says: `${OIDC}jwks: key #{…}: option 'certificate_chain' does not appear to contain the public key for the private key provided by option 'key'`,
    wrong:
      'The certificate under certificate_chain doesn’t belong to the private key beside it. Authelia doesn’t start.',
    fix: 'Take certificate_chain out: no app needs it. Or put the certificate of this key there.',
  },
  {
    says: `${OIDC}jwks: key #{…}: option 'certificate_chain' produced an error during validation of the chain: {why}`,
    wrong:
      'The certificates under certificate_chain don’t form a valid chain: {why}. Authelia doesn’t start.',
    fix: 'Take certificate_chain out: no app needs it. Or put a valid chain there, the certificate of the key first.',
  },
  {
    says: `${OIDC}jwks: keys: must at least have one key supporting the 'RS256' algorithm but only has {algorithms}`,
    rule: 'authelia-no-rs256-key',
    option: 'identity_providers.oidc.jwks',
    also_fix: 'It is made by: authelia crypto pair rsa generate. Put it into the list with algorithm: RS256.',
  },
  {
    says: `${OIDC}option 'enforce_pkce' must be 'never', 'public_clients_only' or 'always', but it's configured as '{value}'`,
    rule: 'authelia-enforce-pkce-unknown',
    with: { right: 'public_clients_only, always or never' },
  },
  {
    says: `${OIDC}option 'minimum_parameter_entropy' is {…}`,
    rule: 'authelia-entropy-off',
  },
  {
    says: `${OIDC}cors: option 'endpoints' contains an invalid value '{value}': must be one of {list}`,
    rule: 'authelia-cors-endpoint-unknown',
  },
  {
    says: `${OIDC}cors: option 'allowed_origins' contains an invalid value '{value}' as it has a {…}`,
    rule: 'authelia-cors-origin',
  },
  {
    says: `${OIDC}cors: option 'allowed_origins' contains the wildcard origin '*' {…}`,
    rule: 'authelia-cors-star',
  },
  {
    says: `${POLICY}option 'name' must not be one of {…}`,
    rule: 'authelia-policy-name-reserved',
    option: 'identity_providers.oidc.authorization_policies',
  },
  { says: `${POLICY}option 'rules' is required`, rule: 'authelia-policy-without-rules' },
  {
    says: `${POLICY}{…}option '{key}' must be one of {list} but it's configured as '{value}'`,
    rule: 'authelia-policy-value',
  },
  {
    says: `${POLICY}rules: rule #{…}: option 'subject' or 'networks' is required`,
    rule: 'authelia-policy-rule-for-nobody',
  },
  {
    says: `${POLICY}rules: rule #{…}: option 'subject' with value '{value}' is invalid: {…}`,
    rule: 'authelia-policy-subject',
  },
  {
    says: `${CLAIMS}{key}: claim with name '{value}' is not known`,
    rule: 'authelia-claims-policy-claim-unknown',
    known: CLAIMS_THERE_ARE,
    otherwise: 'a claim that there is, such as email, groups, preferred_username or name',
    option: 'identity_providers.oidc.claims_policies.{name}.{key}',
  },
  {
    says: `${CLAIMS}custom_claims: claim with name '{value}' can't be used in a claims policy as it's a standard claim`,
    wrong:
      'The claims policy {name} defines the claim {value}, which is one of the standard’s. Authelia doesn’t start.',
    fix: 'Give your claim another name. A standard claim needs no definition: list it under id_token.',
    option: 'identity_providers.oidc.claims_policies.{name}.custom_claims',
  },
  {
    says: `${CLAIMS}{key}: claim with name '{value}' can't be used in a claims policy as it's a standard claim`,
    wrong:
      'The claims policy {name} lists {value} under {key}. Authelia puts that claim into every token itself, and doesn’t start so.',
    fix: 'Take {value} out of {key}.',
    option: 'identity_providers.oidc.claims_policies.{name}.{key}',
  },
  {
    says: `${CLAIMS}custom_claims: claim with name '{value}' is mapped in both {…}`,
    wrong: 'The claims policy {name} defines the claim {value} twice. Authelia doesn’t start.',
    fix: 'Keep one of them.',
    option: 'identity_providers.oidc.claims_policies.{name}.custom_claims',
  },
  {
    says: `${CLAIMS}claim with name '{claim}' has an attribute name '{value}' which is not a known attribute`,
    wrong:
      'The claim {claim} of the claims policy {name} takes its value from the attribute {value}, which no user has. Authelia doesn’t start.',
    fix: 'Write an attribute that there is, such as username, groups, email or display_name, or define {value} under definitions.user_attributes or as an extra attribute of the authentication backend.',
    option: 'identity_providers.oidc.claims_policies.{name}.custom_claims.{claim}.attribute',
  },
  {
    says: `${OIDC}scopes: scope with name '{name}' can't be used as a custom scope because {…}`,
    rule: 'authelia-scope-name-reserved',
    option: 'identity_providers.oidc.scopes.{name}',
  },
  {
    says: `${OIDC}scopes: {name}: claim with name '{value}' is not a known claim`,
    wrong: 'The scope {name} brings the claim {value}, which Authelia doesn’t have. It doesn’t start.',
    fix: 'Define {value} under custom_claims of a claims policy, or take it out of the claims of {name}.',
    option: 'identity_providers.oidc.scopes.{name}.claims',
  },
  {
    says: `${OIDC}scopes: {name}: claim with name '{value}' can't be used in a custom scope as it's a standard claim`,
    wrong: 'The scope {name} brings the claim {value}, which every token has anyway. Authelia doesn’t start.',
    fix: 'Take {value} out of the claims of {name}.',
    option: 'identity_providers.oidc.scopes.{name}.claims',
  },
];

/** Messages about the sections that a login needs, too. */
const SECTIONS: readonly Row[] = [
  { says: `${COOKIE}'authelia_url' is required`, rule: 'authelia-url-missing' },
  {
    says: `${COOKIE}'authelia_url' does not have a secure scheme with a value of '{value}'`,
    rule: 'authelia-url-http',
    also: 'It is {value}.',
  },
  {
    says: `${COOKIE}'authelia_url' is not absolute with a value of '{value}'`,
    rule: 'authelia-url-http',
    also: 'It is {value}, without https:// in front.',
    value: 'https://{value}',
  },
  {
    says: `${COOKIE}'authelia_url' does not share a cookie scope with domain '{…}' with a value of '{value}'`,
    rule: 'authelia-url-outside-domain',
    also: 'It is {value}.',
    follows: 'key',
  },
  {
    says: `${COOKIE}'{key}' does not share a cookie scope with domain '{…}' with a value of '{value}'`,
    wrong: '{key} is {value}, which isn’t inside the cookie domain {domain}. Authelia doesn’t start.',
    fix: 'Write an address inside {domain}, or take {key} out.',
  },
  {
    says: `${COOKIE}'default_redirection_url' with value '{value}' is effectively equal to option 'authelia_url' with value '{…}' which is not permitted`,
    wrong:
      'default_redirection_url and authelia_url of the cookie domain {domain} are both {value}. Authelia doesn’t start.',
    fix: 'Write the address of a start page or an app as default_redirection_url, or take it out.',
  },
  {
    says: `${COOKIE}'domain' with value '{…}' should probably have value '{value}' as it appears to include a port {…}`,
    rule: 'authelia-cookie-domain',
    value: '{host}',
  },
  {
    says: `${COOKIE}'domain' has a prefix of '.' {…}`,
    rule: 'authelia-cookie-domain',
    value: '{host}',
  },
  {
    says: `${COOKIE}'domain' is a duplicate value for another configured session domain`,
    wrong: 'The cookie domain {domain} stands twice in session.cookies. Authelia doesn’t start.',
    fix: 'Keep one entry for {domain}.',
  },
  {
    says: `${COOKIE}'domain' shares the same cookie domain scope as another configured session domain`,
    wrong:
      'The cookie domain {domain} lies inside another one of session.cookies, or holds one. Authelia doesn’t start.',
    fix: 'Keep the wider domain only: its cookie counts for all names below it.',
  },
  {
    says: `${COOKIE}'domain' is not a valid cookie domain: the domain is part of the special public suffix list`,
    rule: 'authelia-cookie-domain',
    also: 'Names right below {domain} belong to different people, so browsers take no cookie for it.',
  },
  {
    says: `${COOKIE}'domain' is required`,
    wrong: 'Entry {number} of session.cookies has no domain. Authelia doesn’t start.',
    fix: 'Add domain: the one that Authelia and the apps share, such as example.com.',
  },
  { says: `${COOKIE}'domain' {…}`, rule: 'authelia-cookie-domain' },
  {
    says: "session: option 'cookies' is required",
    wrong: 'session.cookies is missing. Authelia doesn’t start without a domain for its cookie.',
    fix: 'Add under session: cookies: with one entry that has domain: (such as example.com) and authelia_url: (such as https://auth.example.com).',
    follows: 'nothing-read',
  },
  {
    says: "session: option 'cookies' must be configured with the per cookie option 'default_redirection_url' {…}",
    wrong:
      'default_redirection_url stands at the outermost level, which doesn’t go with session.cookies. Authelia doesn’t start.',
    fix: 'Move default_redirection_url into the entry of session.cookies that it is for.',
    option: 'default_redirection_url',
  },
  {
    says: "session: option 'domain' is deprecated {…}",
    wrong:
      'session.domain is the form of before 4.38. Authelia still takes it and warns at each start. OpenID Connect needs authelia_url, which only the new form has.',
    fix: 'Write session.cookies with domain and authelia_url, and take session.domain out.',
  },
  {
    says: "session: option 'domain' and option 'cookies' can't be specified at the same time",
    wrong: 'session has domain and cookies. Authelia doesn’t start with both.',
    fix: 'Take session.domain out.',
  },
  {
    says: "session: option 'secret' is required when using the '{value}' provider",
    wrong: 'session.secret is missing, which sessions kept in {value} need. Authelia doesn’t start.',
    fix: 'Add session.secret with at least 64 random characters, or AUTHELIA_SESSION_SECRET_FILE.',
  },
  {
    says: "identity_validation: reset_password: option 'jwt_secret' is required {…}",
    wrong: 'identity_validation.reset_password.jwt_secret is missing. Authelia doesn’t start.',
    fix: 'Add it with at least 64 random characters, or AUTHELIA_IDENTITY_VALIDATION_RESET_PASSWORD_JWT_SECRET_FILE.',
    follows: 'nothing-read',
  },
  {
    says: "storage: option 'encryption_key' is required",
    wrong: 'storage.encryption_key is missing. Authelia doesn’t start.',
    fix: 'Add it with at least 20 random characters, or AUTHELIA_STORAGE_ENCRYPTION_KEY_FILE. An existing database needs the key that it was made with.',
    follows: 'nothing-read',
  },
  {
    says: "storage: option 'encryption_key' must be 20 characters or longer",
    wrong: 'storage.encryption_key is shorter than 20 characters. Authelia doesn’t start.',
    fix: 'Take 20 random characters or more: authelia crypto rand --length 64 --charset alphanumeric. An existing database has to be changed with “authelia storage encryption change-key”.',
  },
  {
    says: "storage: configuration for a 'local', 'mysql' or 'postgres' database must be provided",
    wrong: 'storage has no database. Authelia doesn’t start.',
    fix: 'Add storage.local.path: /config/db.sqlite3, or storage.postgres.',
    follows: 'nothing-read',
  },
  {
    says: "storage: option 'local', 'mysql' and 'postgres' are mutually exclusive but {value} have been configured",
    wrong: 'storage has {value} together. Authelia takes one database, and doesn’t start.',
    fix: 'Keep the one that is used.',
  },
  {
    says: "notifier: you must ensure either the 'smtp' or 'filesystem' notifier is configured",
    wrong: 'notifier has no way to send messages. Authelia doesn’t start.',
    fix: 'Add notifier.filesystem.filename: /config/notification.txt, or notifier.smtp.',
    follows: 'nothing-read',
  },
  {
    says: "notifier: please ensure only one of the 'smtp' or 'filesystem' notifier is configured",
    wrong: 'notifier has smtp and filesystem. Authelia doesn’t start with both.',
    fix: 'Keep one of them.',
  },
  {
    says: "authentication_backend: you must ensure either the 'file' or 'ldap' authentication backend is configured",
    wrong: 'authentication_backend has neither file nor ldap. Authelia doesn’t start.',
    fix: 'Add authentication_backend.file.path: /config/users_database.yml, or authentication_backend.ldap.',
    follows: 'nothing-read',
  },
  {
    says: "authentication_backend: please ensure only one of the 'file' or 'ldap' backend is configured",
    wrong: 'authentication_backend has file and ldap. Authelia doesn’t start with both.',
    fix: 'Keep the one in which the users are.',
  },
  {
    says: "authentication_backend: ldap: option '{key}' must contain enclosing parenthesis: '{…}' should probably be '{value}'",
    wrong: 'authentication_backend.ldap.{key} has no parentheses around it. Authelia doesn’t start.',
    fix: 'Write {value}.',
    value: '{value}',
  },
  {
    says: "access_control: 'default_policy' option '{value}' is invalid: when no rules are specified it must be 'two_factor' or 'one_factor'",
    wrong: 'access_control has no rules and default_policy: {value}. Authelia doesn’t start so.',
    fix: 'Write default_policy: one_factor or two_factor, or add rules. For logins through OpenID Connect, authorization_policy of each client counts instead.',
    option: 'access_control.default_policy',
    follows: 'nothing-read',
  },
  {
    says: "access_control: no rules have been specified so the 'default_policy' of '{value}' is going to be applied to all requests",
    wrong:
      'access_control has no rules, so {value} counts for every app behind Authelia. It is only a note: no login through OpenID Connect fails because of it.',
    fix: 'Nothing has to be changed for OpenID Connect. Add rules if some apps are to have another policy.',
    option: 'access_control.default_policy',
    works: true,
    note: true,
  },
  {
    says: "access_control: rule {rule}: option 'domain' or 'domain_regex' must be present but are both absent",
    wrong: 'Rule {rule} of access_control has no domain. Authelia doesn’t start.',
    fix: 'Add domain: with the host that the rule is for, or take the rule out.',
    option: 'access_control.rules[].domain',
  },
  {
    says: "access_control: rule {rule}: option 'subject' with value '{value}' is invalid: the client id '{client}' does not belong to a registered client",
    wrong:
      'Rule {rule} of access_control is for the client {client}, which isn’t registered. Authelia doesn’t start.',
    fix: 'Write the client_id of a client under identity_providers.oidc.clients after oauth2:client:.',
    option: 'access_control.rules[].subject',
  },
  {
    says: "access_control: rule {rule}: 'subject' option '{value}' is invalid: must start with 'user:', 'group:', or 'oauth2:client:'",
    wrong:
      'Rule {rule} of access_control is for {value}, without saying what that is. Authelia doesn’t start.',
    fix: 'Write group:{value} or user:{value}.',
    option: 'access_control.rules[].subject',
  },
  {
    says: "access_control: rule {rule}: 'policy' option 'bypass' is not supported when {…}",
    wrong:
      'Rule {rule} of access_control has policy: bypass and says for whom. Before a login Authelia doesn’t know who it is, so it doesn’t start.',
    fix: 'Write policy: one_factor, or take subject (or the names in domain_regex) out.',
    option: 'access_control.rules[].policy',
  },
  {
    says: "access_control: rule {rule}: the network '{value}' is not a valid Group Name, IP, or CIDR notation",
    wrong:
      'Rule {rule} of access_control names the network {value}, which is neither an address nor a network that is defined. Authelia doesn’t start.',
    fix: 'Write an address such as 192.168.1.0/24, or define {value} under definitions.network.',
    option: 'access_control.rules[].networks',
  },
  {
    says: "access_control: networks: network group '{name}' is invalid: the network '{value}' is not a valid IP or CIDR notation",
    wrong: 'The network {name} of access_control holds {value}, which is no address. Authelia doesn’t start.',
    fix: 'Write an address such as 192.168.1.0/24.',
    option: 'access_control.networks',
  },
  {
    says: "access_control: rule {rule}: domain #{…}: domain '{domain}' is ineffective and should probably be '{value}' instead",
    wrong: 'Rule {rule} of access_control is for {domain}, which no address matches.',
    fix: 'Write {value}.',
    option: 'access_control.rules[].domain',
    value: '{value}',
  },
  {
    says: "server: tls: option '{key}' must also be accompanied by option '{value}'",
    wrong: 'server.tls has {key} and lacks {value}. Authelia doesn’t start.',
    fix: 'Add {value}, or take {key} out if a proxy does TLS.',
  },
  {
    says: "server: tls: option '{key}' with path '{path}' refers to a file that doesn't exist",
    wrong:
      'server.tls.{key} names the file {path}, which isn’t there: in a container, the path inside it counts. Authelia doesn’t start.',
    fix: 'Mount the file at {path}, write the path where it is, or take server.tls out if a proxy does TLS.',
  },
  {
    says: "server: tls: option '{key}' with path '{path}' refers to a directory but it should refer to a file",
    wrong:
      'server.tls.{key} names {path}, which is a folder. Docker makes one when the file to be mounted doesn’t exist. Authelia doesn’t start.',
    fix: 'Remove the folder on the host, put the file there, and start again.',
  },
  {
    says: "server: option 'address' must be a single subpath (i.e. '{value}'), but '{path}' contains multiple segments",
    wrong: 'server.address has the path {path}. Authelia takes one segment, and doesn’t start.',
    fix: 'Write {value} as the path, or none.',
    value: '{value}',
  },
  {
    says: "server: asset_path: error occurred reading the '{path}' directory: {why}",
    wrong: 'server.asset_path names {path}, which can’t be read: {why}. Authelia doesn’t start.',
    fix: 'Mount the folder at {path}, or take server.asset_path out.',
    option: 'server.asset_path',
  },
  {
    says: "the location 'certificates_directory' {why}",
    wrong: 'certificates_directory names a folder that can’t be used: it {why}. Authelia doesn’t start.',
    fix: 'Mount the folder with the certificates there, or take certificates_directory out.',
    option: 'certificates_directory',
  },
  {
    says: "regulation: option 'find_time' must be less than or equal to option 'ban_time'",
    wrong: 'regulation.find_time is longer than regulation.ban_time. Authelia doesn’t start.',
    fix: 'Make find_time shorter than ban_time.',
  },
  {
    says: 'password_policy: only a single password policy mechanism can be specified',
    wrong: 'password_policy has standard and zxcvbn on. Authelia doesn’t start with both.',
    fix: 'Turn one of them off.',
  },
];

/** What can't be read into the form that an option has. */
const VALUES: readonly Row[] = [
  {
    says: `${DECODED}'$\${…}' to a {…}PasswordDigest: {…}`,
    rule: 'authelia-digest-doubled-dollars',
  },
  {
    says: `${DECODED}'{…}' to a {…}PasswordDigest: {…} the identifier '{kind}' is unknown to the decoder`,
    wrong:
      'The secret of the client {client} begins with $ and {kind}, which is no kind of digest that Authelia knows. It doesn’t start.',
    fix: 'Make the digest with “authelia crypto hash generate pbkdf2 --variant sha512 --password …” and write it in single quotes.',
  },
  {
    says: `${DECODED}'{digest}' to a {…}PasswordDigest: {why}`,
    when: { digest: /^\s|\s$/ },
    rule: 'authelia-digest-malformed',
    also: 'Here a blank stands at one of its ends.',
  },
  {
    says: `${DECODED}'{…}' to a {…}PasswordDigest: {why}`,
    rule: 'authelia-digest-malformed',
  },
  {
    says: "'{path}' could not decode {…}CryptographicKey: {why}",
    when: { path: /clients\[\d+\]/ },
    wrong: 'The public key of the client {client} can’t be read: {why}. Authelia doesn’t start.',
    fix: 'Write “key: |” and below it the app’s public key in PEM form, each line indented.',
  },
  {
    says: "'{path}' could not decode {…}CryptographicKey: asn1: {…}",
    wrong:
      'The private key under {path} is cut off or changed inside: its text can’t be read. Authelia doesn’t start.',
    fix: 'Copy the whole key again, from -----BEGIN to -----END, below “key: |”, each line indented.',
  },
  {
    says: "'{path}' could not decode {…}CryptographicKey: {…}encrypted{…}",
    rule: 'authelia-key-kind',
  },
  {
    says: "'{path}' could not decode {…}CryptographicKey: {why}",
    rule: 'authelia-key-no-pem',
    also: 'A path is no key either: Authelia reads the key itself here.',
    also_fix:
      'From a file: {{ secret "/path/key.pem" | mindent 10 "|" | msquote }} with the filter template.',
  },
  {
    says: "'{path}' could not decode {…}X509CertificateChain: {why}",
    wrong: 'Under {path} stands no certificate in PEM form: {why}. Authelia doesn’t start.',
    fix: 'Take it out, unless it is needed, or write the certificate below “certificate_chain: |”, each line indented.',
  },
  {
    says: `${DECODED}'{value}' to a {…}Duration: {why}`,
    rule: 'authelia-wrong-value',
    also: '{value} is no duration.',
  },
  {
    says: `${DECODED}'{value}' to a {…}RefreshIntervalDuration: {why}`,
    wrong: '{path} is {value}. Authelia doesn’t start.',
    fix: 'Write a duration such as 5m, or always or disable.',
  },
  {
    says: `${DECODED}'{value}' to a {…}mail.Address{…}: {why}`,
    wrong: '{path} is {value}, which is no mail address. Authelia doesn’t start.',
    fix: 'Write an address such as authelia@example.com.',
  },
  {
    says: `${DECODED}'{value}' to a {…}: {why}`,
    wrong: '{path} has a value that Authelia can’t read there: {value} ({why}). It doesn’t start.',
    fix: 'Write {path} in the form that Authelia’s documentation has for it.',
  },
  {
    says: "'{path}' could not decode an empty value to a {…}: {…}",
    wrong: '{path} is empty. Authelia doesn’t start.',
    fix: 'Write its value, or take the key out.',
  },
  { says: "'{path}' cannot parse value as 'bool': {…}", rule: 'authelia-wrong-flag' },
  {
    says: "'{path}' cannot parse value as '{kind}': {…}",
    rule: 'authelia-wrong-value',
    also: 'A number belongs there.',
  },
  {
    says: '\'{path}\' expected a map or struct, got "{kind}"',
    when: { path: /clients\[\d+\]$/ },
    rule: 'authelia-client-not-a-map',
  },
  {
    says: '\'{path}\' expected a map or struct, got "{kind}"',
    rule: 'authelia-wrong-map',
    also: 'A missing blank behind a colon makes one text of a key and its value.',
  },
  {
    says: "'{path}' expected type '{kind}', got unconvertible type '{got}'",
    wrong:
      '{path} holds something of another kind than Authelia reads there: a list or keys of its own, where one value belongs. It doesn’t start.',
    fix: 'Write one value there; in a list, one value behind each dash.',
  },
  {
    says: '\'{path}\' failed to parse network "{value}": {…}',
    wrong:
      '{path} names the network {value}, which is neither an address nor a network that is defined. Authelia doesn’t start.',
    fix: 'Write an address such as 192.168.1.0/24, or define {value} under definitions.network.',
  },
];

/** Keys that were renamed, secrets from files, variables, and the files themselves. */
const SOURCES: readonly Row[] = [
  {
    says: "configuration key '{key}' is deprecated in {version} and has been replaced by '{now}': this has not been automatically mapped {…}",
    wrong: 'The configuration has {key} and {now}, which are the same setting. Only {now} counts.',
    fix: 'Take {key} out.',
    option: '{key}',
  },
  {
    says: "configuration key 'identity_providers.oidc.clients[].{key}' is deprecated in {…} and has been replaced by 'identity_providers.oidc.clients[].{now}'{…}",
    rule: 'authelia-client-key-renamed',
    also: 'It is only a warning: no login fails because of it.',
    option: 'identity_providers.oidc.clients[].{now}',
    works: true,
  },
  {
    says: "configuration key 'identity_providers.oidc.{key}' is deprecated in {…} 'identity_providers.oidc.{now}'{…}",
    rule: 'authelia-provider-key-renamed',
    option: 'identity_providers.oidc.{now}',
    works: true,
  },
  {
    says: "configuration key '{key}' is deprecated in {version} and has been replaced by '{now}'{…}",
    wrong:
      'The key {key} is called {now} since {version}. Authelia still takes the old name and warns at each start; no login fails because of it.',
    fix: 'Move its value to {now}.',
    option: '{now}',
    works: true,
  },
  {
    says: "configuration key '{key}' is deprecated in {version} and has been removed{…}",
    wrong:
      'The key {key} does nothing any more since {version}. It is only a warning; no login fails because of it.',
    fix: 'Take {key} out.',
    option: '{key}',
  },
  {
    says: "configuration keys {key} are deprecated in {version} and has been replaced by '{now}' in the format of {…}: {…} to the value '{value}', but {…}",
    wrong:
      'The keys {key} are one key since {version}: {now}. Authelia still takes them and warns at each start; no login fails because of it.',
    fix: 'Write {now}: {value} in their place.',
    option: '{now}',
    value: '{value}',
    works: true,
  },
  {
    says: 'error occurred performing deprecation mapping for keys {key} to new key {now}: {…}',
    wrong: 'The configuration has {key} and {now}, which are the same setting. Authelia doesn’t start.',
    fix: 'Take {key} out.',
    option: '{now}',
  },
  {
    says: "invalid configuration key '{key}' was replaced by '{now}'",
    wrong: 'There is no key {key} any more; it is {now} now. Authelia doesn’t start.',
    fix: 'Write {now} in place of {key}.',
    option: '{now}',
  },
  {
    says: "invalid configuration key '{key}' it has been removed, option has been replaced by the global option '{now}'",
    wrong: 'There is no key {key} any more; it is {now} now. Authelia doesn’t start.',
    fix: 'Write {now} in place of {key}.',
    option: '{now}',
  },
  {
    says: 'config key incorrect: {key} should be {now}',
    wrong: 'There is no key {key}; it is {now} now. Authelia doesn’t start.',
    fix: 'Write {now} in place of {key}.',
    option: '{now}',
  },
  {
    says: 'config key removed: {key} - {…}',
    wrong: 'There is no key {key} any more. Authelia doesn’t start.',
    fix: 'Take {key} out.',
    option: '{key}',
  },
  {
    says: 'configuration environment variable not expected: {key}',
    wrong: 'The variable {key} is none that Authelia reads, so its value does nothing. It is only a warning.',
    fix: 'Correct its name: AUTHELIA_ and the path of the option in capitals with _ between, and _FILE at its end for a secret in a file. Or take it out.',
    option: '{key}',
  },
  {
    says: "secrets: error loading secret into key '{key}': it's already defined in other configuration sources",
    wrong:
      '{key} comes from two places: it stands in the configuration (or a variable), and {variable} names a file with it. Authelia doesn’t start.',
    fix: 'Take {key} out of the file, or {variable} out of the environment.',
    option: '{key}',
  },
  {
    says: "secrets: error loading secret path {path} into key '{key}': file does not exist error occurred: {…}",
    wrong:
      '{variable} names the file {path} for {key}, and there is none: in a container, the path inside it counts. Authelia doesn’t start.',
    fix: 'Mount the file at {path} (in Compose: secrets: or volumes:), or write the path where it is into {variable}.',
    option: '{key}',
  },
  {
    says: "secrets: error loading secret path {path} into key '{key}': file permission error occurred: {…}",
    wrong: '{variable} names the file {path} for {key}, and Authelia may not read it. It doesn’t start.',
    fix: 'Let the user that Authelia runs as (PUID, or user: in Compose) read {path}.',
    option: '{key}',
  },
  {
    says: "secrets: error loading secret path {path} into key '{key}': {…}is a directory",
    wrong:
      '{variable} names {path} for {key}, which is a folder. Docker makes one when the file to be mounted doesn’t exist. Authelia doesn’t start.',
    fix: 'Remove the folder on the host, put the file there, and start again.',
    option: '{key}',
  },
  {
    says: "secrets: error loading secret path {path} into key '{key}': {why}",
    wrong: '{variable} names the file {path} for {key}, and it can’t be read: {why}. Authelia doesn’t start.',
    fix: 'Check that {path} is a file that Authelia may read.',
    option: '{key}',
  },
  {
    says: "error occurred during unmarshaling definitions configuration: the definition for network with name '{name}' exists in both {…}",
    wrong:
      'The network {name} is defined under definitions and under access_control. Authelia doesn’t start.',
    fix: 'Keep the one under definitions.network.',
    option: 'definitions.network.{name}',
  },
  {
    says: "error occurred loading configuration: flag '--config.experimental.filters' is invalid: {why} filter named '{value}'",
    wrong: 'The list of filters names {value}, which is {why}. Authelia doesn’t start.',
    fix: 'Write template (once) in --config.experimental.filters or X_AUTHELIA_CONFIG_FILTERS.',
    option: '--config.experimental.filters',
    value: 'template',
  },
  {
    says: 'failed to load configuration from {…}({file}) source: stat {…}: no such file or directory',
    wrong:
      'Authelia is told to read {file}, and there is no such file: in a container, the path inside it counts. It doesn’t start.',
    fix: 'Mount the file at {file}, or correct --config (X_AUTHELIA_CONFIG).',
    option: '--config',
  },
  {
    says: 'failed to load configuration from {…}({file}) source: {…}permission denied',
    wrong: 'Authelia may not read {file}, and doesn’t start.',
    fix: 'Let the user that Authelia runs as (PUID, or user: in Compose) read it.',
    option: '--config',
  },
  {
    says: 'failed to load configuration from {…}({file}) source: {…}is a directory',
    wrong:
      '{file} is a folder. Docker makes one when the file to be mounted doesn’t exist. Authelia doesn’t start.',
    fix: 'Remove the folder on the host, put the file there, and start again.',
    option: '--config',
  },
];

/** Why a file isn’t YAML, in the words of the reader, and what is behind them. `{file}` is the file, `{line}` the line. */
const YAML: readonly Row[] = [
  {
    says: 'failed to {…} configuration from {…}({file}) source: yaml: line {line}: mapping key "{key}" already defined at line {first}',
    when: { key: /^(?:client_)?id$/ },
    rule: 'authelia-client-without-dash',
    also: 'The first one stands in line {first} of {file}, the second in line {line}.',
    option: '{file}, line {line}',
  },
  {
    says: 'failed to {…} configuration from {…}({file}) source: yaml: line {line}: mapping key "{key}" already defined at line {first}',
    rule: 'authelia-key-twice',
    also: 'It stands in line {first} of {file} and again in line {line}.',
    also_fix:
      'Put what stands below line {line} into the block that begins in line {first}, and take the second {key} out.',
    option: '{file}, line {line}',
  },
  ...(
    [
      [
        "line {line}: could not find expected ':'",
        'Near line {line} of {file} stands a line that is neither a key with a colon nor part of a text: most often the lines of a private key that aren’t indented further than “key: |”. Authelia reads nothing of the file and doesn’t start.',
        'Indent all lines of the text, from -----BEGIN to -----END, further than its key; or add the missing colon with a blank behind it.',
      ],
      [
        'line {line}: mapping values are not allowed in this context',
        'In line {line} of {file} a colon with a blank behind it stands inside a value, or the line is indented further than the one before it. Authelia reads nothing of the file and doesn’t start.',
        'Put the value into single quotes, or indent the line like its neighbours.',
      ],
      [
        'line {line}: found character that cannot start any token',
        'In line {line} of {file} a value begins with a character that YAML keeps for itself (@, %, ` or a tab). Authelia reads nothing of the file and doesn’t start.',
        'Put the value into single quotes, or replace the tab by blanks.',
      ],
      [
        'line {line}: found a tab character {…}',
        'Line {line} of {file} is indented with a tab. Authelia reads nothing of the file and doesn’t start.',
        'Replace the tab by blanks.',
      ],
      [
        'line {line}: did not find expected alphabetic or numeric character',
        'In line {line} of {file} a value begins with * or &, which YAML takes for a reference. Authelia reads nothing of the file and doesn’t start.',
        'Put the value into single quotes.',
      ],
      [
        "line {line}: did not find expected ',' or {…}",
        'A bracket or brace that opens near line {line} of {file} isn’t closed. Authelia reads nothing of the file and doesn’t start.',
        'Close it; if it belongs to the text, put the value into single quotes.',
      ],
      [
        "line {line}: did not find expected '-' indicator",
        'Below line {line} of {file} a line of a list is indented otherwise than the others. Authelia reads nothing of the file and doesn’t start.',
        'Indent all keys of an entry alike: as far as the first one behind the dash.',
      ],
      [
        'line {line}: did not find expected key',
        'Below line {line} of {file} a line is indented otherwise than its neighbours, or a quote ends too early. Authelia reads nothing of the file and doesn’t start.',
        'Indent all keys of one block alike, and look at the quotes near that line.',
      ],
      [
        'line {line}: block sequence entries are not allowed in this context',
        'In line {line} of {file} a dash stands right behind a key. Authelia reads nothing of the file and doesn’t start.',
        'Put the dash onto the next line.',
      ],
      [
        'line {line}: found unexpected end of stream',
        'A quote that opens near line {line} of {file} is never closed. Authelia reads nothing of the file and doesn’t start.',
        'Close the quote; a quote inside single quotes is written twice.',
      ],
      [
        'line {line}: found unknown escape character',
        'In line {line} of {file} a backslash stands in double quotes, where it has a meaning. Authelia reads nothing of the file and doesn’t start.',
        'Write the value in single quotes.',
      ],
      [
        'line {line}: cannot unmarshal !!seq into {…}',
        '{file} begins with a dash, so that all of it is one list. Authelia reads nothing of the file and doesn’t start.',
        'Take the dash in line {line} out and the indentation below it back.',
      ],
      [
        'line {line}: cannot unmarshal {…}',
        '{file} has a value in line {line} where keys are wanted. Authelia reads nothing of the file and doesn’t start.',
        'Write keys with a colon and a blank behind it there.',
      ],
      [
        'invalid map key: {…}',
        '{file} has {{ … }} as a value, and is read without the filter template. Authelia reads nothing of the file and doesn’t start.',
        'Start Authelia with X_AUTHELIA_CONFIG_FILTERS=template (or --config.experimental.filters template), or write the value itself.',
      ],
      [
        'line {line}: {why}',
        '{file} is no valid YAML at line {line}: {why}. Authelia reads nothing of the file and doesn’t start.',
        'Mend line {line}: look at its indentation, its quotes and the blank behind its colon.',
      ],
      [
        '{why}',
        '{file} is no valid YAML: {why}. Authelia reads nothing of it and doesn’t start.',
        'Look at the indentation, the quotes and the blanks behind colons; “latchkey doctor FILE” shows the line.',
      ],
    ] as const
  ).map(([says, wrong, fix]) => ({
    says: `failed to {…} configuration from {…}({file}) source: yaml: ${says}`,
    wrong,
    fix,
    option: says.includes('{line}') ? '{file}, line {line}' : '{file}',
  })),
];

/** What the filter `template` says. */
const TEMPLATE: readonly Row[] = (
  [
    [
      'config.template:{line}: function "{value}" not defined',
      'Near line {line} of {file} {{ … }} names {value}, which is no function of Authelia, or the }} before it is missing. It reads nothing of the file and doesn’t start.',
      'Close the {{ with }}, and use a function that there is: secret, fileContent, env, mustEnv.',
    ],
    [
      'config.template:{line}:{…}: executing {…}: error calling {function}: open {path}: no such file or directory',
      'Line {line} of {file} reads {path} with {function}, and there is no such file: in a container, the path inside it counts. Authelia reads nothing of its configuration and doesn’t start.',
      'Mount the file at {path}, or write the path where it is.',
    ],
    [
      'config.template:{line}:{…}: executing {…}: error calling {function}: open {path}: permission denied',
      'Line {line} of {file} reads {path} with {function}, and Authelia may not. It reads nothing of its configuration and doesn’t start.',
      'Let the user that Authelia runs as (PUID, or user: in Compose) read {path}.',
    ],
    [
      "config.template:{line}:{…}: executing {…}: error calling {function}: environment variable '{value}' isn't set",
      'Line {line} of {file} wants the variable {value}, which isn’t set. Authelia reads nothing of its configuration and doesn’t start.',
      'Set {value} for Authelia (in Compose: environment: or env_file:), and start it again.',
    ],
    [
      'config.template:{line}:{…}: executing {…}: error calling {function}: {why}',
      'Line {line} of {file} calls {function}, and that fails: {why}. Authelia reads nothing of its configuration and doesn’t start.',
      'Mend the call in line {line}.',
    ],
    [
      'config.template:{line}: {why}',
      'The template in line {line} of {file} can’t be read: {why}. Authelia reads nothing of the file and doesn’t start.',
      'Mend the {{ … }} in or before line {line}.',
    ],
  ] as const
).map(([says, wrong, fix]) => ({
  says: `failed to load configuration from {…}({file}) source: template: ${says}`,
  wrong,
  fix,
  option: '{file}, line {line}',
}));

/** What a check of the start says, by the part that failed. `by`: the name that the log has for it. */
export const CHECKS: readonly (Row & { readonly by?: string })[] = [
  {
    says: '{…}the configured encryption key does not appear to be valid for this database{…}',
    wrong:
      'The database was made with another storage.encryption_key than the one that is set now. Authelia doesn’t start.',
    fix: 'Set the old key again. To change it: authelia storage encryption change-key. Only if nothing in the database is needed, remove it.',
    option: 'storage.encryption_key',
  },
  {
    says: '{…}current schema version is greater than the latest known schema version{…}',
    wrong: 'The database was used by a newer Authelia than this one. It doesn’t start.',
    fix: 'Run the newer version again, or restore the database of before the update.',
    option: 'storage',
  },
  {
    says: '{…}unable to open database file{…}',
    wrong:
      'The file of storage.local.path can’t be opened: its folder isn’t there, or Authelia may not write into it.',
    fix: 'Mount a folder that the user Authelia runs as may write into, and name a file in it in storage.local.path.',
    option: 'storage.local.path',
  },
  {
    says: 'error pinging database: {why}',
    wrong: 'Authelia doesn’t reach its database: {why}. It doesn’t start.',
    fix: 'Check that the database runs and is in the same network, and address, username, password and database under storage.',
    option: 'storage',
  },
  {
    says: "user authentication database file doesn't exist at path '{path}' and has been generated",
    wrong: 'The file of users {path} wasn’t there, so Authelia made an example and ended.',
    fix: 'Write your users into {path} and start again; if you have such a file, mount it at that path.',
    option: 'authentication_backend.file.path',
  },
  {
    says: "user authentication database file doesn't exist at path '{path}' and could not be generated: {why}",
    wrong: 'The file of users {path} isn’t there, and Authelia can’t make one: {why}.',
    fix: 'Put the file there, and mount its folder so that Authelia may read it.',
    option: 'authentication_backend.file.path',
  },
  {
    says: 'one or more errors occurred checking the authentication database',
    wrong: 'The users can’t be read. Authelia doesn’t start.',
    fix: 'The line before it in the log says what is wrong with the file of authentication_backend.file.path.',
    option: 'authentication_backend',
    follows: 'section',
  },
  {
    by: 'user',
    says: '{why}',
    wrong: 'The users can’t be read: {why}. Authelia doesn’t start.',
    fix: 'Mend the file of authentication_backend.file.path, or address, user and password of authentication_backend.ldap.',
    option: 'authentication_backend',
  },
  {
    by: 'notification',
    says: '{why}',
    wrong: 'The messages can’t be sent: {why}. Authelia doesn’t start.',
    fix: 'Mend address, username and password under notifier.smtp, or write notifier.disable_startup_check: true.',
    option: 'notifier',
  },
  {
    by: 'ntp',
    says: 'the system clock is not synchronized accurately enough {…}',
    wrong:
      'The clock of the host differs from the time server by more than ntp.max_desync. Codes and tokens would be refused. Authelia doesn’t start.',
    fix: 'Set the host’s clock by NTP (timedatectl set-ntp true).',
    option: 'ntp',
  },
  {
    by: 'ntp',
    says: '{why}',
    wrong: 'The time server isn’t reached, so the clock can’t be checked: {why}.',
    fix: 'Let Authelia reach the server of ntp.address by UDP 123, or write ntp.disable_failure: true.',
    option: 'ntp',
  },
  {
    by: 'session',
    says: '{why}',
    wrong: 'Sessions can’t be kept: {why}. Authelia doesn’t start.',
    fix: 'Check that Redis runs, and host, port and password under session.redis.',
    option: 'session.redis',
  },
  {
    by: 'storage',
    says: '{why}',
    wrong: 'The database can’t be used: {why}. Authelia doesn’t start.',
    fix: 'Check storage: the address, the name and password, and that this Authelia isn’t older than the database.',
    option: 'storage',
  },
];

/** Every row; of several that fit a message the first counts. */
export const ROWS: readonly Row[] = [...OPENID, ...SECTIONS, ...VALUES, ...SOURCES, ...YAML, ...TEMPLATE];

/** What is wrong with an option, in the words that many options share. What stands before them names the option. */
export const COMPLAINTS: readonly Row[] = [
  {
    says: "must be one of {…}{list} but it's configured as '{value}'",
    wrong: '{option} is {value}, which there is not. Authelia doesn’t start.',
    fix: 'Write {right}.',
  },
  {
    says: 'must only have the values {list} but the values {value} are present',
    wrong: '{option} has {value}, which there is not. Authelia doesn’t start.',
    fix: 'Write {right}, or take it out.',
  },
  {
    says: "must only contain the values {list} but contains the value '{value}'",
    wrong: '{option} has {value}, which there is not. Authelia doesn’t start.',
    fix: 'Write {right}, or take it out.',
  },
  {
    says: 'must have unique values but the values {value} are duplicated',
    wrong: '{option} has {value} twice.',
    fix: 'Take one of them out.',
  },
  {
    says: "with value '{value}' is invalid: scheme must be one of {list} but is configured as '{…}'",
    wrong: '{option} is {value}, whose scheme Authelia doesn’t take there. It doesn’t start.',
    fix: 'Write {list} in front of ://.',
  },
  {
    says: "with value '{value}' is invalid: {why}",
    wrong: '{option} is {value}, which can’t be used: {why}. Authelia doesn’t start.',
    fix: 'Correct the address in {option}.',
  },
  {
    says: "must have the 'https' scheme but {…}",
    wrong: '{option} isn’t an https address. Authelia doesn’t start.',
    fix: 'Write an https address.',
  },
  {
    says: 'is required{…}',
    wrong: '{option} is missing. Authelia doesn’t start.',
    fix: 'Add {option}.',
    follows: 'key',
  },
  {
    says: 'must be provided{…}',
    wrong: '{option} is missing. Authelia doesn’t start.',
    fix: 'Add {option}.',
  },
  {
    says: 'must be configured{…}',
    wrong: '{option} is missing. Authelia doesn’t start.',
    fix: 'Add {option}.',
  },
  {
    says: 'must have a value',
    wrong: '{option} is empty. Authelia doesn’t start.',
    fix: 'Write a value at {option}.',
  },
  {
    says: 'must be present{…}',
    wrong: '{option} is missing. Authelia doesn’t start.',
    fix: 'Add {option}.',
  },
  {
    says: "must contain the placeholder '{value}' but it's absent",
    wrong: '{option} lacks the placeholder {value}. Authelia doesn’t start.',
    fix: 'Put {value} into {option}.',
  },
  {
    says: "and '{other}' can't be configured at the same time as '{right}'",
    wrong:
      '{option} (or {other}) and {right} beside it are the same setting. Authelia doesn’t start with both.',
    fix: 'Take {option} and {other} out, and keep {right}.',
  },
  {
    says: "can't be enabled when {why}",
    wrong: '{option} can’t be on when {why}. Authelia doesn’t start.',
    fix: 'Write false at {option}.',
  },
  {
    says: "refers to location '{path}' which {why}",
    wrong:
      '{option} names {path}, which {why}: in a container, the path inside it counts. Authelia doesn’t start.',
    fix: 'Mount {path}, or take {option} out.',
  },
  {
    says: "has an invalid placeholder: '{value}' has been removed, please use '{right}' instead",
    wrong: '{option} has the placeholder {value}, which there is not any more. Authelia doesn’t start.',
    fix: 'Write {right} in place of {value}.',
  },
  {
    says: "attribute name '{value}' is {why}",
    wrong: 'The attribute {value} under {option} is {why}. Authelia doesn’t start.',
    fix: 'Give it another name.',
  },
  {
    says: 'must be unique',
    wrong: '{option} stands twice. Authelia doesn’t start.',
    fix: 'Give each entry another one.',
  },
  ...(
    [
      "is configured {…} '{value}' but {must}",
      "has a value of '{value}' but it {must}",
      "is configured to '{value}' which has the scheme '{…}' but {must}",
      "{must} but it's configured as '{value}'",
      "{must} but it's configured as {value}",
      "{must} but one of the values is '{value}'",
      "{must} but has '{value}'",
      "is invalid: {must} but it's configured as {value}",
    ] as const
  ).map((says) => ({
    says,
    wrong: '{option} is {value}, and {must}. Authelia doesn’t start.',
    fix: 'Change {option}: it {must}.',
  })),
  {
    says: '{must}',
    wrong: 'Authelia refuses {option}: “{must}”.',
    fix: 'Change {option} to what these words want, or take it out if it isn’t needed.',
  },
];
