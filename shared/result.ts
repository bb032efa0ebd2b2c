/** The result of something that may fail in a foreseen way. A bug throws; a foreseen failure is a value. */
export type Result<T, E = Failure> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: E };

/** A foreseen failure: a stable code for programs, one sentence for the user, and details. */
export interface Failure {
  /** Stable, kebab-case, e.g. `keychain-locked`. */
  readonly code: string;
  /** One sentence: what is wrong and what to do. Never holds a secret. */
  readonly message: string;
  /** More lines for the user (an excerpt, the path). Never holds a secret. */
  readonly detail?: string;
}

/** Wraps a value as a success. */
export const ok = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value });

/** Wraps a failure. */
export const fail = (
  code: string,
  message: string,
  detail?: string,
): { readonly ok: false; readonly error: Failure } => ({
  ok: false,
  error: detail === undefined ? { code, message } : { code, message, detail },
});
