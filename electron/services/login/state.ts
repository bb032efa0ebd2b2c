import { timingSafeEqual } from 'node:crypto';

/**
 * Says whether an answer belongs to this login: it has exactly one `state`, and that is the login's own. The
 * content is compared in constant time; the length is not secret.
 */
export function hasState(answer: URLSearchParams, expected: string): boolean {
  const states = answer.getAll('state');
  if (states.length !== 1) return false;
  const [got, wanted] = [Buffer.from(states[0]!), Buffer.from(expected)];
  return got.length === wanted.length && timingSafeEqual(got, wanted);
}
