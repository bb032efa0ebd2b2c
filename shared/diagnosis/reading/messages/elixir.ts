import type { Recogniser } from '../recogniser.ts';
import { type Message, saidBy } from './said-by.ts';

/** openid_connect for Elixir: lib/openid_connect.ex. Its words for a signature that no key of the set fits. */
const OPENID_CONNECT = saidBy({ by: 'openid_connect (Elixir)', versions: '0.2 to 1.0' }, [
  {
    says: ':invalid_jwt, "verification failed"',
    finding: 'id-token-signature-wrong',
    example: 'Details: {:invalid_jwt, "verification failed"}',
  },
  {
    says: ':invalid_jwt, "invalid token format"',
    finding: 'id-token-malformed',
    example: '{:error, {:invalid_jwt, "invalid token format"}}',
  },
]);

/**
 * What its TLS says of a certificate: lib/public_key/src/pubkey_cert.erl, lib/ssl/src/ssl_handshake.erl; the first two are of
 * ssl_verify_fun. Erlang and Elixir print the same term.
 */
const BAD_CERT: readonly (readonly [Message['finding'], readonly string[], Message['data']?])[] = [
  ['tls-wrong-name', ['unable_to_match_altnames', 'unable_to_match_common_name', 'hostname_check_failed']],
  // Of a certificate that is not valid yet, too.
  ['tls-expired', ['cert_expired'], { when: 'either' }],
  [
    { cause: 'untrusted-certificate' },
    ['unknown_ca', 'selfsigned_peer', 'invalid_issuer', 'invalid_signature', 'max_path_length_reached'],
  ],
];
const SSL = saidBy(
  { by: 'Erlang ssl', versions: 'OTP 23 to 28, with ssl_verify_fun 1' },
  BAD_CERT.flatMap(([finding, atoms, data]) =>
    atoms.flatMap((atom) =>
      [`bad_cert,${atom}`, `bad_cert, ${atom}`, `bad_cert, :${atom}`, `bad_cert,{${atom}`].map(
        (says): Message => ({
          says,
          finding,
          // It logs every alert as a notice.
          quiet: true,
          ...(data === undefined ? {} : { data }),
          example: `generated CLIENT ALERT: Fatal - Handshake Failure {${says}}`,
        }),
      ),
    ),
  ),
);

/**
 * What oidcc returns: the types error() of its modules, and what its worker says of the document or of the keys. Erlang
 * prints a term without blanks; Elixir with blanks and colons.
 */
const OIDCC_TERMS: readonly (readonly [words: string, finding: Message['finding'], weight?: number])[] = [
  ['configuration_load_failed,invalid_content_type', 'discovery-not-json'],
  ['configuration_load_failed,{http_error,404', 'discovery-not-found'],
  ['configuration_load_failed,{http_error,403', 'discovery-forbidden'],
  ['configuration_load_failed,{http_error,401', 'discovery-forbidden'],
  ['configuration_load_failed,{http_error,5', 'discovery-server-error'],
  ['configuration_load_failed,{invalid_json', 'discovery-not-json'],
  ['configuration_load_failed,{invalid_document', 'discovery-not-json'],
  ['configuration_load_failed,{issuer_mismatch', 'issuer'],
  ['configuration_load_failed,{missing_config_property', 'metadata-endpoint-missing'],
  ['{invalid_config_property,{uri_https,issuer', 'issuer-plain-http'],
  ['{invalid_config_property,{uri_https', 'endpoint-plain-http', 0.92],
  [
    'configuration_load_failed,{failed_connect',
    { cause: 'container-cannot-reach-idp', or: ['untrusted-certificate'] },
    0.82,
  ],
  ['configuration_load_failed,timeout', 'discovery-timed-out'],
  ['jwks_load_failed', 'jwks-unreachable'],
  // The keys are there, and it knows none to trust the provider by.
  ['{cacerts,undefined}', { cause: 'ca-file-missing', or: ['untrusted-certificate'] }, 0.92],
  ['no_supported_auth_method', { cause: 'wrong-secret-method' }, 0.93],
  ['auth_method_not_possible', { cause: 'wrong-secret-method' }, 0.9],
  ['no_supported_code_challenge', 'pkce-not-announced', 0.95],
  ['pkce_verifier_required', 'pkce-required', 0.9],
  ['{grant_type_not_supported,authorization_code', 'metadata-code-flow-missing'],
  ['{grant_type_not_supported,refresh_token', { cause: 'refresh-token-missing' }],
  ['{missing_claim,{<<"aud">>', 'id-token-aud-wrong'],
  ['{missing_claim,{<<"azp">>', 'id-token-azp-wrong'],
  ['{missing_claim,{<<"iss">>', 'id-token-iss-wrong'],
  ['{missing_claim,{<<"nonce">>', 'id-token-nonce-wrong'],
  ['{missing_claim,<<"exp">>', 'id-token-exp-missing'],
  ['{error,token_expired}', 'id-token-expired'],
  ['{error,token_not_yet_valid}', 'id-token-not-yet-valid'],
  ['{no_matching_key_with_kid', 'id-token-key-not-found'],
  ['{error,no_matching_key}', 'id-token-key-not-found', 0.9],
  ['{none_alg_used', 'id-token-alg-none'],
  ['bad_access_token_hash', 'at-hash-wrong'],
  ['{unsupported_signing_alg', 'id-token-alg-unexpected'],
  ['{error,invalid_jwt_token}', 'id-token-malformed'],
  ['{error,sub_invalid}', 'refresh-changed-subject'],
  ['{error,bad_subject}', 'userinfo-sub-differs'],
];
/** The same term as Elixir prints it. */
const inElixir = (term: string): string =>
  term
    .replaceAll(',', ', ')
    .replace(/<<("\w+")>>/g, '$1')
    .replace(/(^|[{ ])([a-z]\w*)/g, '$1:$2');
const OIDCC = saidBy(
  { by: 'oidcc (Erlang)', versions: '3.0 to 3.8' },
  OIDCC_TERMS.flatMap(([words, finding, weight]) =>
    [...new Set([words, inElixir(words)])].map(
      (says): Message => ({
        says,
        finding,
        ...(weight === undefined ? {} : { weight }),
        example: `[error] Login failed for issuer https://id.example.com. Error Details: {${says}`,
      }),
    ),
  ),
);

/** What Erlang and libraries in Erlang and Elixir say. */
export const ELIXIR: readonly Recogniser[] = [...OPENID_CONNECT, ...SSL, ...OIDCC];
