import { describe, expect, it } from 'vitest';
import { complaints, minimumLength, ownWords } from '../../../../shared/diagnosis/judges/words.ts';

/** RFC 6749 §4.1.2.1, §4.2.2.1 and §5.2, as they stand there, and what ory/fosite makes of them (errors.go). */
const STANDARD = [
  'The provided authorization grant (e.g., authorization code, resource owner credentials) or refresh token is invalid, expired, revoked, does not match the redirection URI used in the authorization request, or was issued to another client.',
  'Client authentication failed (e.g., unknown client, no client authentication included, or unsupported authentication method).',
  'Client authentication failed (e.g. unknown client, no client authentication included, or unsupported authentication method).',
  'The request is missing a required parameter, includes an invalid parameter value, includes a parameter more than once, or is otherwise malformed.',
  'The request is missing a required parameter, includes an unsupported parameter value (other than grant type), repeats a parameter, includes multiple credentials, utilizes more than one mechanism for authenticating the client, or is otherwise malformed.',
  'The requested scope is invalid, unknown, or malformed.',
  'The requested scope is invalid, unknown, malformed, or exceeds the scope granted by the resource owner.',
  'The client is not authorized to request an authorization code using this method.',
  'The client is not authorized to request an access token using this method.',
  'The client is not authorized to request a token using this method.',
  'The authenticated client is not authorized to use this authorization grant type.',
  'The authorization grant type is not supported by the authorization server.',
  'The authorization server does not support obtaining an authorization code using this method.',
  'The authorization server does not support obtaining an access token using this method.',
  'The authorization server does not support obtaining a token using this method.',
  'The resource owner or authorization server denied the request.',
  'Make sure that the various parameters are correct, be aware of case sensitivity and trim your parameters. Make sure that the client you are using has exactly whitelisted the redirect_uri you specified.',
  'Make sure that client id and secret are correctly specified and that the client exists.',
  'Make sure that the request you are making is valid. Maybe the credential or request parameters you are using are limited in scope or otherwise restricted.',
];

const REQUEST = [
  'client_id',
  'redirect_uri',
  'response_type',
  'response_mode',
  'scope',
  'state',
  'nonce',
  'prompt',
  'code_challenge',
  'code_challenge_method',
];

describe('what a provider says in its own words', () => {
  it.each(STANDARD)('is not the standard’s sentence: %s', (sentence) => {
    for (const said of [
      sentence,
      sentence.slice(0, -1),
      sentence.toUpperCase(),
      sentence.replaceAll(' ', '\n  '),
    ]) {
      expect(ownWords('invalid_request', said).trim()).toBe('invalid_request');
      expect(ownWords(`${said} It is late.`).trim()).toBe('It is late.');
      // What stands on both sides stays apart.
      expect(ownWords(`x${said}y`)).not.toContain('xy');
    }
  });

  it.each(REQUEST)('is not the request that it repeats: %s', (name) => {
    expect(ownWords(`Bad ${name}=ab.c%2F-_~ here`).replace(/ +/g, ' ')).toBe('Bad here');
    expect(ownWords(`"${name}=a"&${name}='b'<${name}=c>`).replace(/ +/g, ' ')).toBe('" "& \'b\'< >');
    expect(ownWords(`1?${name}=x`)).toMatch(/^1\? $/);
    // Without a value it is a word of the provider’s.
    expect(ownWords(`The ${name} is wrong`)).toBe(`The ${name} is wrong`);
    expect(ownWords(`my${name}=1`)).toBe(`my${name}=1`);
  });

  it('is not what stands for a secret', () => {
    expect(ownWords('state: [43 characters, 3f2a] iss')).toMatch(/^state: +iss$/);
    expect(ownWords('no[7 characters, 00ff]thing')).toBe('no thing');
    for (const other of ['[x characters, 3f2a]', '[43 characters, 3g2a]', '[43 characters, 3f2]'])
      expect(ownWords(other)).toBe(other);
  });

  it('is read from all that was said, up to a limit', () => {
    expect(ownWords('a', undefined, 'b').replace(/ +/g, ' ')).toBe('a b');
    expect(ownWords(undefined, undefined).trim()).toBe('');
    expect(ownWords('a'.repeat(10_000), 'invalid_client')).toBe('a'.repeat(10_000));
  });
});

it.each([
  ["Request parameter 'state' must be at least be 64 characters long", '64'],
  ['The nonce must be at least 8 characters', '8'],
  ['does not have the minimum entropy of 1000 characters', '1000'],
  ['AT LEAST 8 CHARACTERS', '8'],
  ['has 8 characters', undefined],
  ['at least eight characters', undefined],
  ['', undefined],
])('%s asks for %s', (text, length) => {
  expect(minimumLength(text)).toBe(length);
});

describe('the sentences that complain', () => {
  it.each([
    'An error occurred',
    'Errors were found',
    'The request was refused',
    'Unregistered redirect_uri',
    'Redirect URI mismatch',
    'a mismatching redirection URI',
    'Parameters mismatched',
    'invalid_client',
    'Unauthorised',
    'unauthorized_client',
    'unsupported_response_type',
    'The client was not found',
    'It does not match',
    "It doesn't match",
    'It doesn’t match',
    'has not been registered',
    'is not a valid client',
    'is not an authorized client',
    'is not authorised',
    'not allowed',
    'not trusted',
    'does not exist',
    'is not supported',
    'not permitted',
    'not known',
    'does not correspond',
  ])('%s', (sentence) => {
    expect(complaints(sentence)).toBe(sentence);
    expect(complaints(`Welcome. ${sentence}`)).toBe(sentence);
  });

  it.each([
    'Sign in to your account.',
    'Not a member yet?',
    'Terrors await',
    'You are not signed in',
    'Do you have no account?',
    'It is unknowable',
    'Your mis-match',
  ])('and not: %s', (sentence) => {
    expect(complaints(sentence)).toBe('');
  });

  it('are told one after the other', () => {
    expect(
      complaints('Sign in.  Invalid client.   Hello!\nAccess denied? No\nUnknown user  Forgot it?  Try.'),
    ).toBe('Invalid client. Access denied? Unknown user');
  });
});
