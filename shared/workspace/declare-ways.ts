/** The ways in which a provider may be told of a client. */
export const DECLARE_WAYS = ['screen', 'labels', 'environment'] as const;
export type DeclareWay = (typeof DECLARE_WAYS)[number];
