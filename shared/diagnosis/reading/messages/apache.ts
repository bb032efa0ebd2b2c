import type { Recogniser } from '../recogniser.ts';
import { saidBy } from './said-by.ts';

const MOD_AUTH_OPENIDC = saidBy({ by: 'mod_auth_openidc', versions: '2.4' }, [
  {
    says: 'no JSON/JWT could be parsed from the userinfo endpoint response',
    finding: 'userinfo-not-json',
    example: 'no JSON/JWT could be parsed from the userinfo endpoint response',
  },
  {
    // proto.c: the method that it takes if the provider announces it and a key is expected.
    says: 'no private keys have been configured to use for private_key_jwt client authentication',
    finding: { cause: 'wrong-secret-method' },
    example:
      'oidc_proto_token_endpoint_request: no private keys have been configured to use for private_key_jwt client authentication (OIDCPrivateKeyFiles)',
  },
  {
    // config.c and mod_auth_openidc.c: said of each request that begins a login at another name of the server.
    says: 'of the configured OIDCRedirectURI does not match the URL hostname of the URL being accessed',
    finding: { cause: 'state-cookie-lost' },
    example:
      'oidc_authenticate_user: the URL hostname (portal.example.com) of the configured OIDCRedirectURI does not match the URL hostname of the URL being accessed (intra.example.com): the "state" and "session" cookies will not be shared between the two!',
  },
  {
    // jose.c: of a token in five parts, too, which is encrypted.
    says: 'cjose_jws_import failed',
    finding: 'id-token-malformed',
    weight: 0.93,
    example: 'oidc_proto_parse_idtoken: oidc_jwt_parse failed: cjose_jws_import failed: invalid argument',
  },
  {
    says: 'JWT was issued more than {seconds} seconds in the future',
    finding: 'id-token-iat-in-future',
    example: '"iat" validation failure (%ld): JWT was issued more than 600 seconds in the future',
  },
]);

/** What modules of web servers say. */
export const APACHE: readonly Recogniser[] = [...MOD_AUTH_OPENIDC];
