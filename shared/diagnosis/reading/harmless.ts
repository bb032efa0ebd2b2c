import type { Connection } from '../../client/types.ts';
import { lower, normalise } from '../normalise.ts';

/** A refusal that programs log at logins that succeed. */
interface Harmless {
  /** All of these words, in lower case, stand in one entry. */
  readonly words: readonly string[];
  /** False if for this app it is a real refusal. */
  readonly applies: (connection: Connection | undefined) => boolean;
}

const HARMLESS: readonly Harmless[] = [
  {
    // golang.org/x/oauth2 sends the secret by HTTP Basic first, and in the form after a refusal. Authelia logs the
    // refusal at every login of such an app. An app that is known to use one way only is refused for good.
    words: [
      "'token_endpoint_auth_method' method 'client_secret_basic', however",
      "to only support 'token_endpoint_auth_method' method 'client_secret_post'",
    ],
    applies: (connection) => connection === undefined || connection.app.traits.value.tries_other_auth_method,
  },
];

/** True for an entry of a log that says nothing of this login: its program logs it when all is well, too. */
export function isHarmless(text: string, connection: Connection | undefined): boolean {
  const words = lower(normalise(text));
  return HARMLESS.some((one) => one.applies(connection) && one.words.every((part) => words.includes(part)));
}
