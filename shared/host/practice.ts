import { z } from 'zod';
import { entryId, handle } from './common.ts';

/** Mistakes that can be made on purpose at the practice provider, in the order of the screen. */
export const MISTAKES = ['secret', 'redirect', 'claim', 'group', 'client-id', 'scope'] as const;
export type Mistake = (typeof MISTAKES)[number];

/** Mistakes that no check can see, because they concern who signs in or what that brings. */
export const SEEN_BY_LOGIN: readonly Mistake[] = ['claim', 'group'];

/** The side where a mistake is mended: where it was made. */
export const mendedAt = (mistake: Mistake): 'provider' | 'app' => (mistake === 'claim' ? 'app' : 'provider');

/** Null: registers the app as it has to be. */
export const breakInput = z.strictObject({ handle, app: entryId, mistake: z.enum(MISTAKES).nullable() });

export const broken = z.object({
  /** What is wrong at the practice provider now. */
  mistake: z.enum(MISTAKES).nullable(),
  /** What was wrong there before, and is right again. */
  mended: z.array(z.enum(MISTAKES)),
  /** What the provider has instead of what it should have, if there is a value to show. */
  there: z.string().exactOptional(),
});
export type Broken = z.infer<typeof broken>;
