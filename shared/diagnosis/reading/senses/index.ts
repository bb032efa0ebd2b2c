import type { Recogniser } from '../recogniser.ts';
import { CLAIMS_OF_TOKENS } from './claims.ts';
import { LOGINS } from './logins.ts';
import { PEOPLE } from './people.ts';
import { REFUSALS } from './refusals.ts';
import { SIGNATURES } from './signatures.ts';
import { STEPS } from './steps.ts';

/**
 * What the checks of a login are about, by the names that their standards give to things (OpenID Connect Core §3.1.3.7,
 * RFC 7519, RFC 7517, RFC 6749). A library's own message, where it is known, says more and comes first.
 */
export const SENSES: readonly Recogniser[] = [
  ...CLAIMS_OF_TOKENS,
  ...SIGNATURES,
  ...STEPS,
  ...PEOPLE,
  ...REFUSALS,
  ...LOGINS,
];
