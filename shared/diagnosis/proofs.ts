/**
 * Everything that can be seen to be right. A judge names one only where the evidence shows it. A check
 * without a proof never passes, and the table in `lights.ts` says which of them turn a light green.
 */
export const PROOF_CODES = [
  // S1 to S7, P1 to P5
  'issuer-well-formed',
  'provider-reached',
  'document-read',
  'endpoints-announced',
  'plain-http-refused',
  'plain-http-redirected',
  'issuer-equal',
  'keys-usable',
  'clocks-agree',
  // P6: the answer to an unknown client is another one; or a known product got past the client
  'client-told-apart',
  'client-looked-up',
  // P7: an answer was sent to the app's own address; or only this address gets a login page
  'app-address-answered',
  'app-address-told-apart',
  // P8, P9
  'wrong-secret-refused',
  'no-secret-needed',
  'secret-accepted-otherwise',
  'method-accepted',
  // P10, P11
  'pkce-accepted',
  'scopes-accepted',
  // P12: the announced endpoints are those in the app's files; or there is none in them
  'endpoints-equal',
  'no-endpoint-written',
  // P13
  'further-clients-answered',
  // P14: the app's own request, as it makes it now
  'app-client-equal',
  'app-redirect-equal',
  'app-provider-equal',
  // S8 to S14
  'request-fits',
  'code-received',
  'tokens-received',
  'signature-valid',
  'token-for-this-login',
  'times-fit',
  'at-hash-fits',
  'at-hash-absent',
  // S15 to S19
  'userinfo-same-user',
  'scopes-granted',
  'claims-found',
  'refresh-works',
  'logout-announced',
  // S20
  'role-foretold',
  // A1
  'app-reached-provider',
] as const;
export type ProofCode = (typeof PROOF_CODES)[number];
