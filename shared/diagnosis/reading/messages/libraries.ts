import type { Recogniser } from '../recogniser.ts';

/** The values of the callback that a library kept or lost, in the words of several. */
export const LIBRARIES: readonly Recogniser[] = [
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
