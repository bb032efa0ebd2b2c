import type { ProofCode } from '../../shared/diagnosis/proofs.ts';
import type { CheckStatus } from '../../shared/diagnosis/types.ts';

/** One proof that each of the deciding checks gives when it passes. */
const PROOF_OF: Readonly<Record<string, ProofCode>> = {
  P1: 'document-read',
  S3: 'document-read',
  P4: 'issuer-equal',
  S4: 'issuer-equal',
  P5: 'keys-usable',
  S6: 'keys-usable',
  P7: 'app-address-told-apart',
  P8: 'wrong-secret-refused',
  P12: 'endpoints-equal',
  P14: 'app-client-equal',
  S9: 'code-received',
  S10: 'tokens-received',
  S11: 'signature-valid',
  S12: 'token-for-this-login',
  S17: 'claims-found',
  A1: 'app-reached-provider',
};

/** The proofs of a made-up check. */
export const proofsOf = (id: string, status: CheckStatus): { readonly proofs?: readonly ProofCode[] } => {
  const proof = PROOF_OF[id];
  return proof !== undefined && (status === 'pass' || status === 'warn') ? { proofs: [proof] } : {};
};
