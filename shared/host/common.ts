import { z } from 'zod';
import type { Source } from '../catalog/fact.ts';
import type { Notice } from '../catalog/types.ts';
import { SIDES } from '../diagnosis/sides.ts';
import type { ResolvedVersion } from '../version.ts';

/** Text that a page may send. Its length is limited, so that the host never holds more than necessary. */
export const text = (most: number) => z.string().max(most);

/** An id of a provider or an app in the workspace. */
export const entryId = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/);

/** Identifies an open workspace while the host runs. Opaque to the page; not a secret. */
export const handle = z.string().regex(/^[A-Za-z0-9_-]{1,80}$/);

/** A path on this machine, as the user types it. Used only by calls that say what they do with it. */
export const typedPath = text(4096);

/** A point in time, as ISO 8601 in UTC. */
export const instant = z.string().max(40);

export const emptyInput = z.strictObject({});
export const emptyOutput = z.object({});

/** JSON that may appear in a report. */
export const jsonValue = z.json();

export const side = z.enum(SIDES);

export const source: z.ZodType<Source> = z.object({
  title: z.string(),
  ref: z.string(),
  certainty: z.enum(['ran', 'code', 'docs', 'issue', 'inferred']),
});

export const notice: z.ZodType<Notice> = z.object({
  code: z.string(),
  severity: z.enum(['error', 'warning', 'info']),
  side,
  message: z.string(),
  points: z.array(z.string()).exactOptional(),
  fix: z.string().exactOptional(),
  path: z.string().exactOptional(),
  step: z.string().exactOptional(),
  source: source.exactOptional(),
});

export const resolvedVersion: z.ZodType<ResolvedVersion> = z.object({
  requested: z.string().exactOptional(),
  effective: z.string(),
  status: z.enum(['known', 'not-stated', 'newer-than-known', 'older-than-known', 'too-old']),
});

/** A mistake in the workspace, shown beside the field that `path` names. */
export const problem = z.object({
  severity: z.enum(['error', 'warning']),
  code: z.string(),
  /** The workspace key, e.g. `apps.memos.url`. Empty: the file as a whole. */
  path: z.string(),
  message: z.string(),
  /** What to write instead. */
  fix: z.string().exactOptional(),
  /** The profile with the mistake, if it is not in the workspace file. */
  file: z.string().exactOptional(),
  /** Position in the file, counted from 1, and the line itself. */
  line: z.number().exactOptional(),
  column: z.number().exactOptional(),
  excerpt: z.string().exactOptional(),
});
export type Problem = z.infer<typeof problem>;
