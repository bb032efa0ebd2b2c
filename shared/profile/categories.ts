/** What an app is mostly for: the groups of the list to choose from, in its order. */
export const CATEGORIES = ['media', 'documents', 'files', 'home', 'code', 'network'] as const;
export type Category = (typeof CATEGORIES)[number];
