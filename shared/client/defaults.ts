/**
 * The user is asked once, and the answer is remembered for four weeks, as in authentik's own consent flow.
 */
export const DEFAULT_CONSENT = '4w';
