import type { Recogniser } from '../recogniser.ts';
import { saidBy } from './said-by.ts';

/** They often say no more than the name of their exception. */
const OPENID_CONNECT = saidBy({ by: 'openid_connect', versions: '1, with json-jwt 1 and rack-oauth2 1' }, [
  {
    says: 'OpenIDConnect::Discovery::DiscoveryFailed (Not Found)',
    finding: 'discovery-not-found',
    example: 'OpenIDConnect::Discovery::DiscoveryFailed (Not Found):',
  },
  {
    says: 'Not Found (OpenIDConnect::Discovery::DiscoveryFailed)',
    finding: 'discovery-not-found',
    example: 'Not Found (OpenIDConnect::Discovery::DiscoveryFailed)',
  },
  {
    says: 'Internal Server Error (OpenIDConnect::Discovery::DiscoveryFailed)',
    finding: 'discovery-server-error',
    example: 'Internal Server Error (OpenIDConnect::Discovery::DiscoveryFailed)',
  },
  {
    says: 'JSON::JWK::Set::KidNotFound',
    finding: 'id-token-key-not-found',
    example: 'JSON::JWK::Set::KidNotFound',
  },
  {
    says: 'JSON::JWS::VerificationFailed',
    finding: 'id-token-signature-wrong',
    example: 'JSON::JWS::VerificationFailed',
  },
  {
    says: 'JSON::JWS::UnexpectedAlgorithm',
    finding: 'id-token-alg-unexpected',
    example: 'JSON::JWS::UnexpectedAlgorithm',
  },
  {
    says: 'JSON::JWE::DecryptionFailed',
    finding: 'id-token-encrypted',
    example: 'JSON::JWE::DecryptionFailed',
  },
  { says: 'JSON::JWT::InvalidFormat', finding: 'id-token-malformed', example: '(JSON::JWT::InvalidFormat)' },
  {
    says: 'Access Token Invalid or Expired',
    finding: 'userinfo-refused',
    example: 'Access Token Invalid or Expired',
  },
  { says: 'Unknown Token Type', finding: 'token-type-wrong', example: 'Unknown Token Type' },
  { says: "'code' required", finding: 'callback-without-code', example: "'code' required." },
]);

/** What libraries in Ruby say. */
export const RUBY: readonly Recogniser[] = [...OPENID_CONNECT];
