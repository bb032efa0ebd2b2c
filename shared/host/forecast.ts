import { z } from 'zod';
import type { Forecast } from '../forecast/forecast.ts';
import { entryId, handle, resolvedVersion, source, text } from './common.ts';

/** A version as it is typed. */
const typedVersion = text(40);

export const forecastInput = z.strictObject({
  handle,
  target: z.strictObject({ kind: z.enum(['app', 'provider']), id: entryId }),
  to: typedVersion,
});

/** What another version changes; see the type of the same name. */
export const forecastView = z.object({
  side: z.enum(['provider', 'app']),
  id: entryId,
  name: z.string(),
  from: resolvedVersion,
  to: resolvedVersion,
  changes: z
    .array(
      z.object({
        kind: z.enum(['limit', 'behaviour', 'client', 'claim', 'setting', 'notice', 'solved']),
        severity: z.enum(['error', 'warning', 'info']),
        apps: z.array(entryId).readonly(),
        message: z.string(),
        fix: z.string().exactOptional(),
        source: source.exactOptional(),
      }),
    )
    .readonly(),
  files: z
    .array(
      z.object({
        path: z.string(),
        side: z.enum(['provider', 'app']),
        app: entryId.exactOptional(),
        change: z.enum(['new', 'gone', 'different']),
        hunks: z
          .array(z.object({ before: z.number(), after: z.number(), lines: z.array(z.string()).readonly() }))
          .readonly(),
      }),
    )
    .readonly(),
}) satisfies z.ZodType<Forecast>;
export type ForecastView = z.infer<typeof forecastView>;
