import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits as 43 characters of base64url: for state, nonce, code verifier and made-up codes. */
export const randomValue = (): string => randomBytes(32).toString('base64url');

/** The S256 code challenge (RFC 7636 §4.2). */
export const calculateChallenge = (verifier: string): string =>
  createHash('sha256').update(verifier).digest('base64url');
