import type { Recogniser } from '../recogniser.ts';
import { ACCOUNTS } from './accounts.ts';
import { CLAIMS_OF_TOKENS } from './claims.ts';
import { CLIENTS } from './clients.ts';
import { DEMANDS } from './demands.ts';
import { DOORS } from './doors.ts';
import { IDENTITY } from './identity.ts';
import { LOGINS } from './logins.ts';
import { LOGOUT } from './logout.ts';
import { OFFERED } from './offered.ts';
import { PARAMETERS } from './parameters.ts';
import { PASSWORDS } from './passwords.ts';
import { REFUSALS } from './refusals.ts';
import { ROLES } from './roles.ts';
import { SIGNATURES } from './signatures.ts';
import { STEPS } from './steps.ts';
import { TOKENS } from './tokens.ts';
import { TYPES } from './types.ts';
import { WAYS } from './ways.ts';

/**
 * What the checks of a login are about, by the names that their standards give to things (OpenID Connect Core §3.1.3.7,
 * RFC 7519, RFC 7517, RFC 6749), and what apps say of people. A library's own message, where it is known, says more and
 * comes first.
 */
export const SENSES: readonly Recogniser[] = [
  ...CLAIMS_OF_TOKENS,
  ...SIGNATURES,
  ...STEPS,
  ...IDENTITY,
  ...ACCOUNTS,
  ...OFFERED,
  ...CLIENTS,
  ...ROLES,
  ...TYPES,
  ...LOGOUT,
  ...PASSWORDS,
  ...PARAMETERS,
  ...DEMANDS,
  ...DOORS,
  ...TOKENS,
  ...WAYS,
  ...REFUSALS,
  ...LOGINS,
];
