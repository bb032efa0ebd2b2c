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
  'token has no claim "{claim:word}"',
  "token has no claim '{claim:word}'",
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

/** What apps say of a person's claims, roles and account in words that fit no other case. */
const OF_PERSON: readonly Recogniser[] = [
  // The expression for roles finds nothing to look in.
  {
    by: 'an app',
    says: 'failed to search user info JSON response with provided path',
    example:
      'lvl=eror msg="Failed to extract role" error="failed to search user info JSON response with provided path: \\"roles[0]\\": Invalid type for: <nil>"',
    finding: { cause: 'role-wrong' },
    weight: 0.93,
  },
  {
    by: 'an app',
    says: 'failed to extract role',
    example: 'lvl=eror msg="Failed to extract role" logger=oauth.generic_oauth',
    finding: { cause: 'role-wrong' },
    weight: 0.9,
  },
  {
    by: 'an app',
    says: 'cannot be downgraded to {role:word}',
    example: 'Root user "root" cannot be downgraded to user. Denying login.',
    finding: { cause: 'role-wrong' },
    weight: 0.8,
  },
  // A time as text, where seconds are read: among the claims that are no part of the protocol only this one is a time.
  {
    by: 'openidconnect-rs',
    says: 'did not match any variant of untagged enum Timestamp',
    example:
      'Failed to parse payload JSON: Error("data did not match any variant of untagged enum Timestamp")',
    finding: 'claim-wrong-type',
    data: { claim: 'updated_at' },
  },
  {
    by: 'an app',
    says: 'neither a {claim:word}, "name" or "username" was returned in the profile',
    example:
      'Neither a nickname, "name" or "username" was returned in the profile loaded from https://auth.example.net/userinfo',
    finding: 'claim-missing',
  },
  {
    by: 'an app',
    says: 'homeserver denied username',
    example: 'Homeserver denied username provided by user',
    finding: { cause: 'identifier-filtered', or: ['registration-closed'] },
    weight: 0.85,
  },
  {
    by: 'an app',
    says: 'user not unique',
    example: '[OpenID] Failed to register user. User not unique',
    finding: { cause: 'account-collision' },
    weight: 0.85,
  },
  {
    by: 'an app',
    says: 'user conflict{end}',
    example: 'non-soft auto provision, user conflict',
    finding: { cause: 'account-collision' },
    weight: 0.72,
  },
  ...['no verified email', 'email_unverified', 'email_not_verified', 'emailnotverified'].map(
    (says): Recogniser => ({ by: 'an app', says, finding: 'email-not-verified', weight: 0.85 }),
  ),
];

export const CLAIMS: readonly Recogniser[] = [
  ...OF_PERSON,
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
