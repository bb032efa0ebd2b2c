/** Mistakes that can be made on purpose at the practice provider, in the order of the screen. */
export const MISTAKES = ['secret', 'redirect', 'claim', 'group', 'client-id', 'scope'] as const;
export type Mistake = (typeof MISTAKES)[number];

/** Mistakes that no check can see, because they concern who signs in or what that brings. */
export const SEEN_BY_LOGIN: readonly Mistake[] = ['claim', 'group'];

/** The side where a mistake is mended: where it was made. */
export const mendedAt = (mistake: Mistake): 'provider' | 'app' => (mistake === 'claim' ? 'app' : 'provider');
