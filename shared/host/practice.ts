import { z } from 'zod';
import { entryId, handle } from './common.ts';
import { MISTAKES } from './mistakes.ts';

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
