import type { Recogniser } from '../recogniser.ts';

/** What functions that check one thing are named after, in the order of their words. */
const CHECKED: readonly (readonly [Recogniser['finding'], readonly string[]])[] = [
  ['id-token-aud-wrong', ['aud', 'audience', 'audiences', 'aud claim', 'audience claim']],
  ['id-token-azp-wrong', ['azp', 'authorized party', 'azp claim']],
  ['id-token-iss-wrong', ['iss', 'issuer', 'iss claim', 'issuer claim']],
  ['id-token-nonce-wrong', ['nonce', 'nonce claim']],
  ['at-hash-wrong', ['at hash', 'access token hash']],
  ['id-token-expired', ['exp', 'expiration', 'expiry', 'exp claim', 'expiration time']],
  ['id-token-not-yet-valid', ['nbf', 'not before', 'nbf claim']],
  ['id-token-iat-in-future', ['iat', 'issued at', 'iat claim']],
  ['id-token-signature-wrong', ['signature', 'jwt signature', 'id token signature', 'token signature']],
  ['callback-state-wrong', ['state', 'state parameter', 'session state']],
];
const VERBS = ['validate', 'verify', 'check', 'assert'];

const joined = (words: string): string => words.replaceAll(' ', '');
const snake = (words: string): string => words.replaceAll(' ', '_');

/**
 * The function that failed, in a stack whose message says little. The forms are those of Python, Ruby, JavaScript, Java,
 * PHP and Rust.
 */
export const FRAMES: readonly Recogniser[] = [
  // Node's sockets and requests, where the message of the error was lost on its way.
  ...['TLSSocket.socketErrorListener', 'Socket.socketErrorListener'].map(
    (says): Recogniser => ({
      by: 'Node.js',
      says,
      finding: { cause: 'container-cannot-reach-idp' },
      weight: 0.62,
    }),
  ),
  ...CHECKED.flatMap(([finding, things]) =>
    things
      .flatMap((thing) => VERBS.map((verb) => `${verb} ${thing}`))
      .flatMap((name) => [
        `, in ${snake(name)} `,
        `:in \`${snake(name)}`,
        `::${snake(name)} `,
        `.${joined(name)}(`,
        `.${joined(name)} (`,
        `at ${joined(name)} (`,
        `->${joined(name)}(`,
      ])
      .map((says): Recogniser => ({ by: 'a stack', says, finding, weight: 0.68 })),
  ),
];
