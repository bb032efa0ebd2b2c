import type { Recogniser } from '../recogniser.ts';

const OF_STATE = [
  'checks.state argument is missing',
  'state mismatch, expected',
  'unexpected "state" response parameter value',
  'state value could not be parsed',
  'cookie not found. Ensure the login flow',
  'callback state not found in session',
  'no login was begun',
  'no login in progress',
  'no authentication in progress',
  'no pending login',
  'no pending authorization',
  'login was not started',
].map((says): Recogniser => ({ by: 'a client library', says, finding: 'callback-state-wrong' }));

/** RFC 9207 §2.4: the answer names another issuer than the one that was asked. */
const OF_ISSUER = ['mix-up attack', 'mixup attack', 'mix up attack'].map(
  (says): Recogniser => ({ by: 'a client library', says, finding: 'callback-iss-wrong', weight: 1.1 }),
);

/** The values of the callback that a library kept, lost or found wrong, in the words of several. */
export const LIBRARIES: readonly Recogniser[] = [...OF_STATE, ...OF_ISSUER];
