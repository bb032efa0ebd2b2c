import type { HostFailure } from '../../shared/host.ts';
import type { Failure } from '../../shared/result.ts';

export interface Refusal<C extends string> {
  readonly ok: false;
  readonly error: HostFailure<C>;
}

/** Makes a failure. Its code is in the type, so the compiler checks it against the contract. */
export const refuse = <C extends string>(code: C, message: string, detail?: string): Refusal<C> => ({
  ok: false,
  error: detail === undefined ? { code, message } : { code, message, detail },
});

/**
 * Gives a service's failure a code of the contract: its own if listed, else `otherwise`. Keeps the message.
 */
export const translate = <C extends string>(
  failure: Failure,
  known: readonly C[],
  otherwise: C,
): Refusal<C> =>
  refuse(known.find((code) => code === failure.code) ?? otherwise, failure.message, failure.detail);

export const noSuchApp = (app: string): Refusal<'no-such-app'> =>
  refuse('no-such-app', `The workspace has no app “${app}” any more.`);
