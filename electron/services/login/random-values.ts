import { createHash, randomBytes } from 'node:crypto';

/** Returns 256 random bits as 43 base64url characters: for state, nonce, code verifier and made-up codes. */
export const randomValue = (): string => randomBytes(32).toString('base64url');

/** Computes the S256 code challenge (RFC 7636 §4.2). */
export const calculateChallenge = (verifier: string): string =>
  createHash('sha256').update(verifier).digest('base64url');
