import type { Recogniser } from '../recogniser.ts';

/**
 * The sentences in which programs say that a claim is not there. Every app has its own, and most are one of these few
 * with the claim's name in it, so the name is read and decides.
 */
const WITH_NAME: readonly string[] = [
  'missing "{claim:word}" claim',
  "missing '{claim:word}' claim",
  'missing claim "{claim:word}"',
  "missing claim '{claim:word}'",
  'missing claim: {claim:word}',
  'missing required claim: {claim:word}',
  "missing required claim '{claim:word}'",
  'claim "{claim:word}" is missing',
  "claim '{claim:word}' is missing",
  'claim "{claim:word}" not found',
  "claim '{claim:word}' not found",
  'claim {claim:word} not found',
  'no claim "{claim:word}"',
  "no claim '{claim:word}'",
  'no "{claim:word}" claim',
  "no '{claim:word}' claim",
  'did not contain a claim named {claim:word}',
  'did not contain the claim {claim:word}',
  'does not contain claim {claim:word}',
  "does not contain the claim '{claim:word}'",
  'required claim {claim:word} is missing',
  "required claim '{claim:word}' is missing",
  '{claim:word} claim missing from the JWT token',
  '{claim:word} claim missing from',
  '{claim:word} claim is missing',
  '{claim:word} claim not found',
  'provider did not return a {claim:word}',
  'provider did not return an {claim:word}',
  'required token field {claim:word} is absent',
  "KeyError: '{claim:word}'",
  "'{claim:word}' attribute is missing from token",
  'the field "{claim:word}" is not found in claims',
  'not found at path {claim:word} in',
];

/** Without a name: the claim is the one that the app is told to know people by. */
const USER_CLAIM: readonly string[] = [
  // A setting that was never made.
  "claim 'null' is",
  'claim "null" is',
  "claim '' is",
  'claim not set or empty',
  'can not get identifier from provider',
  'cannot get identifier from provider',
  'username_claim_missing',
  'username claim missing',
  'no username found in user info',
  'could not determine username',
  'failed to extract username',
  'to be used as the username',
];

export const CLAIMS: readonly Recogniser[] = [
  // It says what the claim is for, and not what it is called.
  {
    by: 'an app',
    says: 'no {…}claim for username found',
    finding: 'claim-missing',
    data: { claim: 'preferred_username' },
  },
  ...WITH_NAME.map((says): Recogniser => ({ by: 'an app', says, finding: 'claim-missing' })),
  ...USER_CLAIM.map(
    (says): Recogniser => ({
      by: 'an app',
      says,
      finding: 'claim-missing',
      data: { setting: 'identifier' },
    }),
  ),
];
