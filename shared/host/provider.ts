import { z } from 'zod';
import { entryId, handle, instant, problem } from './common.ts';
import { APPLIED } from './deliverables.ts';
import { appliedCount, appOverview } from './testing.ts';
import { providerEntry } from './workspace.ts';

const providerStepView = z.object({
  /** The step of a guide; of a file that no guide speaks of, its path. */
  id: z.string(),
  title: z.string(),
  applied: z.enum(APPLIED),
});
export type ProviderStepView = z.infer<typeof providerStepView>;

/** One provider of the workspace. */
export const providerView = z.object({
  /** The content of the workspace file that this is about. */
  revision: z.string(),
  /** Its last answer at the address that it has now. */
  answered: z
    .object({
      at: instant,
      /** A version, or a range in words, if the answer revealed it. */
      version: z.string().exactOptional(),
    })
    .nullable(),
  /** True: Latchkey can compare through its API. */
  comparable: z.boolean(),
  /** True: it answers with all its clients, so that those can become entries. */
  adoptable: z.boolean(),
  /** What there is to do there once for all its apps. Empty if each app has its own, or none is ready. */
  shared: z.array(providerStepView),
  apps: z.array(
    appOverview.extend({
      /** What there is to do there for this app alone. `seen`: Latchkey wrote it and read it back, or compared it. */
      at_provider: appliedCount.extend({ seen: z.boolean() }),
    }),
  ),
});
export type ProviderView = z.infer<typeof providerView>;

/** When a provider last answered at this address, which is the one that it has now. */
export const providerAnswered = z.object({
  provider: entryId,
  url: z.string(),
  at: instant.nullable(),
});

export const consequencesInput = z.strictObject({
  handle,
  provider: entryId,
  entry: providerEntry,
  /** Compares every file of every app, which takes seconds for a thousand. */
  compare: z.boolean(),
});

/** What a change of a provider's entry means. */
export const consequences = z.object({
  /** The rules of the file that the entry breaks; then nothing else is known. */
  problems: z.array(problem),
  /** The apps whose test no longer says anything. */
  apps: z.array(entryId),
  /** Files and guides that are written differently; absent if they were not compared. */
  files: z
    .array(
      z.object({
        path: z.string(),
        side: z.enum(['provider', 'app']),
        app: entryId.exactOptional(),
        change: z.enum(['new', 'gone', 'different']),
      }),
    )
    .exactOptional(),
});
export type Consequences = z.infer<typeof consequences>;
