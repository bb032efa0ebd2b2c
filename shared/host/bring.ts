import { z } from 'zod';
import { entryId, handle, source, text } from './common.ts';
import { MAX_BROUGHT, MAX_BROUGHT_FILES } from './limits.ts';
import { diffLine } from './merge.ts';

/** What was read last, in one state of it. Each mend makes another. */
const brought = text(80);
const onBrought = { handle, brought };

/** The place of a file among those that were read. */
const file = z
  .number()
  .int()
  .min(0)
  .max(MAX_BROUGHT_FILES - 1);

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
  /** What was read before, if these come to it. */
  to: brought.exactOptional(),
});

/**
 * Files that the host reads itself, so that the page sees nothing of them: those that were just dropped, or those that a
 * person chooses in the host's dialog.
 */
export const bringChooseInput = z.strictObject({
  handle,
  what: z.enum(['files', 'folder', 'dropped']),
  to: brought.exactOptional(),
});

export const bringExampleInput = z.strictObject({ handle });

/** The same files without one. */
export const bringWithoutInput = z.strictObject({ ...onBrought, index: file });

/** The files that were sent before, with the provider's address. */
export const bringAgainInput = z.strictObject({ ...onBrought, url: text(2048) });

const place = { file: z.string(), line: z.number() };
const severity = z.enum(['error', 'warning', 'info']);

const broughtFile = z.object({
  name: z.string(),
  /** `partly`: something in it is known, and something can't be read. `broken`: it can't be read. */
  state: z.enum(['read', 'partly', 'broken', 'unknown']),
  /** The products that it is about. */
  products: z.array(z.string()),
  /** What keeps it, or a part of it, from being read. */
  faults: z.array(
    z.object({
      /** Absent: it is about the file as a whole. */
      line: z.number().exactOptional(),
      message: z.string(),
      fix: z.string(),
      lines: z.array(diffLine),
    }),
  ),
  /** How many changes were made in it since it was read; nothing of them is written. */
  mended: z.number(),
  /** `disk`: the host knows where it is and can write it. */
  place: z.enum(['page', 'disk']),
  /** The backup that was made when it was written. */
  backup: z.string().exactOptional(),
});

export const broughtView = z.object({
  /** Names these files, as they are now, in later calls. */
  brought: z.string(),
  /** True: Latchkey's own example, of which nothing is taken over. */
  example: z.literal(true).exactOptional(),
  files: z.array(broughtFile),
  findings: z.array(
    z.object({
      /** Names it in a later call. */
      index: z.number(),
      rule: z.string(),
      severity,
      ...place,
      message: z.string(),
      fix: z.string(),
      /** As its lines are and as they are to be; without a mend, the line as it is. Without secrets. */
      lines: z.array(diffLine),
      /** `safe`: the mend means the same as before, or the one thing that can be meant. `choice`: a person says so. */
      mend: z.enum(['safe', 'choice']).exactOptional(),
      /** What is decided by it, as a sentence. */
      choice: z.string().exactOptional(),
      source: source.exactOptional(),
      /** The version that was taken because nothing says which it is. */
      assumes: z.object({ product: z.string(), version: z.string() }).exactOptional(),
    }),
  ),
  /** True if the last mend can be taken back. */
  can_undo: z.boolean(),
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
      secret: z.enum(['found', 'digest', 'clash', 'none', 'public']),
      /** Which of its two sides stand in the files, and in which. */
      seen: z.enum(['both', 'provider', 'app']),
      files: z.array(z.string()),
      /** How many findings lie in its lines, and how grave the worst is. */
      findings: z.number(),
      gravity: severity.exactOptional(),
    }),
  ),
  /** What stands against each other, so that it is not taken over. */
  conflicts: z.array(z.object({ ...place, what: z.string(), why: z.string() })),
  /** What lacks, as sentences. */
  missing: z.array(z.string()),
  /** True if the provider's address would help. */
  needs_url: z.boolean(),
  leftovers: z.array(z.object({ ...place, what: z.string(), why: z.string() })),
});
export type Brought = z.infer<typeof broughtView>;

/** Which mends are made: all that are safe, the one of a finding, or the last ones taken back. */
export const bringMendInput = z.strictObject({
  ...onBrought,
  which: z.discriminatedUnion('how', [
    z.strictObject({ how: z.literal('safe') }),
    z.strictObject({ how: z.literal('one'), finding: z.number().int().min(0).max(99_999) }),
    z.strictObject({ how: z.literal('undo') }),
  ]),
});

/** One of the mended files, by its place. */
export const bringMendedInput = z.strictObject({ ...onBrought, index: file });

/** All mended files that the host knows the place of. */
export const bringWriteInput = z.strictObject(onBrought);
export const bringRestoreInput = z.strictObject(onBrought);

/** The products whose files can be read, by name. */
export const readable = z.object({ providers: z.array(z.string()), apps: z.array(z.string()) });

export const takeInput = z.strictObject({
  handle,
  revision: z.string().max(128),
  brought,
  apps: z.array(entryId).min(1).max(500),
});

/** The files whose apps were taken over, and whose secrets are not all kept. */
export const bringKeepInput = z.strictObject(onBrought);
