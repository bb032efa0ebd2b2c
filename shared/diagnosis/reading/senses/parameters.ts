import type { Recogniser } from '../recogniser.ts';
import { sense } from './sense.ts';

/** What servers and frameworks say of a request without one of its parameters. */
const LEFT_OUT = [
  'missing',
  'missing required',
  'missing field',
  'missing required parameter',
  'missing required parameters',
  'missing required field',
  'missing required query',
  'missing required request parameter',
  'missing parameter',
  'missing parameters',
  'missing query parameter',
  'required parameter',
  'required parameters',
  'required query parameter',
  'required request parameter',
  'parameter is missing',
  'is missing',
  'is required',
  'parameter is required',
  'must be provided',
  'was not provided',
  'not provided',
  'must not be empty',
  'must not be blank',
] as const;

/** Forms that people fill in, and tokens, which have members of the same names. */
const ELSEWHERE = [
  'optional',
  'id token',
  'id_token',
  'access token',
  'claim',
  'deprecated',
  'post_logout',
  'introspect',
  'refresh',
] as const;

/** A name as programs write a parameter, with quotes or the word beside it. */
const named = (name: string): string[] => [
  `\`${name}\``,
  `'${name}'`,
  `"${name}"`,
  `${name} parameter`,
  `parameter ${name}`,
  `parameter: ${name}`,
  `parameters: ${name}`,
  `parameter(s): ${name}`,
  `field ${name}`,
  `request: ${name}`,
];

/** A request for a login that lacks what it always has (RFC 6749 §4.1.1, OpenID Connect Core §3.1.2.1). */
export const PARAMETERS: readonly Recogniser[] = [
  sense({ cause: 'openid-scope-missing' }, 0.86, {
    about: [...named('scope'), 'scope is required', 'scope is missing'],
    wrong: LEFT_OUT,
    not: ELSEWHERE,
  }),
  sense({ cause: 'literal-quotes-or-misspelt-name' }, 0.74, {
    about: [...named('client_id'), ...named('redirect_uri'), ...named('response_type')],
    wrong: LEFT_OUT,
    not: ELSEWHERE,
  }),
  // A server that wants a state refuses the request; at an app's own callback it is a lost one, in other words.
  sense({ cause: 'weak-state' }, 0.84, {
    about: ['missing field `state`', "missing field 'state'", 'missing field "state"'],
    wrong: ['deserialize query', 'failed to deserialize', 'invalid query'],
    not: ['callback'],
  }),
];
