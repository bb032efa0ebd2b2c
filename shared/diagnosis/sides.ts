/** The sides that a fix can be about. */
export const SIDES = ['provider', 'app', 'proxy', 'host'] as const;
export type Side = (typeof SIDES)[number];
