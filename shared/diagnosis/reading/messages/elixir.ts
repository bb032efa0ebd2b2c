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

/** What Erlang and libraries in Elixir say. */
export const ELIXIR: readonly Recogniser[] = [...OPENID_CONNECT, ...SSL];
