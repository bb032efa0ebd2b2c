/** Which side to edit. */
export const SIDES = ['provider', 'app', 'proxy', 'host'] as const;
export type Side = (typeof SIDES)[number];
