import { z } from 'zod';
import { entryId, handle, MAX_BROUGHT, text } from './common.ts';
import { shownFile } from './merge.ts';

/** The most files. */
export const MAX_BROUGHT_FILES = 40;

/**
 * Files that a person has. They may hold secrets: the page sends them once and keeps none of it, as with a secret that
 * is typed. The host keeps them until they are taken over or others are brought.
 */
export const bringInput = z.strictObject({
  handle,
  files: z
    .array(z.strictObject({ name: text(200), text: text(MAX_BROUGHT) }))
    .min(1)
    .max(MAX_BROUGHT_FILES),
  /** The provider's address, if no file says it. */
  url: text(2048).exactOptional(),
});

/** The files that were sent before, with the provider's address. */
export const bringAgainInput = z.strictObject({ handle, brought: text(80), url: text(2048) });

const place = { file: z.string(), line: z.number() };

export const brought = z.object({
  /** Names these files in later calls. */
  brought: z.string(),
  files: z.array(z.string()),
  findings: z.array(
    z.object({
      rule: z.string(),
      severity: z.enum(['error', 'warning', 'info']),
      ...place,
      message: z.string(),
      fix: z.string(),
      /** True: Latchkey can mend it for certain. */
      mends: z.literal(true).exactOptional(),
      /** The version that was taken because nothing says which it is. */
      assumes: z.object({ product: z.string(), version: z.string() }).exactOptional(),
    }),
  ),
  providers: z.array(
    z.object({ ...place, id: entryId, kind: z.string(), url: z.string(), known: z.boolean() }),
  ),
  apps: z.array(
    z.object({
      ...place,
      id: entryId,
      kind: z.string(),
      url: z.string(),
      client_id: z.string(),
      provider: entryId,
      by: z.enum(['files', 'both', 'address', 'perhaps', 'unknown']),
      /** Kinds that it might be as well. */
      perhaps: z.array(z.string()),
      secret: z.enum(['found', 'digest', 'none', 'public']),
    }),
  ),
  /** What lacks, as sentences. */
  missing: z.array(z.string()),
  /** True if the provider's address would help. */
  needs_url: z.boolean(),
  leftovers: z.array(z.object({ ...place, what: z.string(), why: z.string() })),
});
export type Brought = z.infer<typeof brought>;

/** The same files, mended where that is certain. */
export const bringMendInput = z.strictObject({ handle, brought: text(80) });

/** What the mends change. Nothing was written. */
export const mends = z.object({
  files: z.array(shownFile),
  /** So many findings are gone then. */
  gone: z.number(),
});
export type Mends = z.infer<typeof mends>;

/** One of the mended files, by its place among those that change. */
export const bringMendedInput = z.strictObject({
  handle,
  brought: text(80),
  index: z
    .number()
    .int()
    .min(0)
    .max(MAX_BROUGHT_FILES - 1),
});

export const takeInput = z.strictObject({
  handle,
  revision: z.string().max(128),
  brought: text(80),
  apps: z.array(entryId).min(1).max(500),
});

/** The files whose apps were taken over, and whose secrets are not all kept. */
export const bringKeepInput = z.strictObject({ handle, brought: text(80) });
