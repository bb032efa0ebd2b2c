import { z } from 'zod';
import { entryId, handle, instant, notice, text, typedPath } from './common.ts';
import { MAX_BROUGHT, MAX_MERGED } from './limits.ts';

export const mergeSide = z.enum(['provider', 'app']);
export type MergeSide = z.infer<typeof mergeSide>;

const onSide = { handle, app: entryId, side: mergeSide };

/** What a person chooses before anything is written. */
const options = {
  /** Gives keys of before a product's renaming their new names. */
  rename: z.boolean(),
  /** Makes the provider's own keys that no file has. */
  keys: z.boolean(),
  /** The service of a compose file. */
  service: text(200).exactOptional(),
};

export const mergeChooseInput = z.strictObject({
  ...onSide,
  /**
   * `dropped`: what was just dropped on the desktop window, whose paths the page doesn't learn. `texts`: the page has the
   * text alone, so nothing is written in its place and the merged text is handed over.
   */
  what: z.enum(['files', 'folder', 'dropped', 'texts']),
  /** If the user types paths. Refused if the host asks for the files itself. */
  paths: z.array(typedPath).min(1).max(MAX_MERGED).exactOptional(),
  texts: z
    .array(z.strictObject({ name: text(200), text: text(MAX_BROUGHT) }))
    .min(1)
    .max(MAX_MERGED)
    .exactOptional(),
});
export const mergeAgainInput = z.strictObject({ ...onSide, ...options });
export const mergeWriteInput = z.strictObject({ ...onSide, merge: text(80) });
export const mergeTakeInput = z.strictObject({
  ...onSide,
  merge: text(80),
  /** Its place among the files of the view. */
  index: z
    .number()
    .int()
    .min(0)
    .max(MAX_MERGED - 1),
});
export const mergeUndoInput = z.strictObject({ ...onSide, file: typedPath });

export const diffLine = z.object({
  kind: z.enum(['same', 'gone', 'new']),
  /** Secrets are replaced by the mask; a long line is cut where nothing changes. */
  text: z.string(),
  before: z.number().exactOptional(),
  after: z.number().exactOptional(),
});
export type ShownLine = z.infer<typeof diffLine>;

export const diffHunk = z.object({ lines: z.array(diffLine) });

export const shownDiff = {
  /** Empty: nothing changes. */
  hunks: z.array(diffHunk),
  added: z.number(),
  removed: z.number(),
};
/** What changes in one file, with secrets masked. */
export const shownFile = z.object({ name: z.string(), ...shownDiff });
export type ShownFile = z.infer<typeof shownFile>;
export type ShownDiff = Omit<ShownFile, 'name'>;

/** What a merge would do, with secrets masked. Nothing was written. */
export const mergeView = z.object({
  /** Names what was shown. Sent back to write exactly that. */
  merge: z.string(),
  /** `page`: only their text is known, so they can be handed over and not written. */
  place: z.enum(['disk', 'page']),
  /** In the order in which they are read. */
  files: z.array(
    z.object({
      /** As the person chose it. */
      path: z.string(),
      ...shownDiff,
      /** Where it is kept as it is now. Absent: nothing changes. */
      backup: z.string().exactOptional(),
      /** True: it gets a secret, and every user of this machine can read it. */
      exposed: z.boolean(),
    }),
  ),
  /** What can't be done safely in the text, and has to be done by hand. */
  by_hand: z.array(
    z.object({
      file: z.string(),
      line: z.number(),
      /** E.g. `identity_providers.oidc.clients`. */
      where: z.string(),
      reason: z.string(),
      lines: z.array(z.string()),
      /**
       * `host`: a secret in the lines is masked; copied through the host they are complete. `none`: they are no lines to
       * copy, but say what to make.
       */
      copy: z.enum(['page', 'host', 'none']),
    }),
  ),
  notes: z.array(z.string()),
  notices: z.array(notice),
  /** Options that would do more here. */
  offers: z.array(z.enum(['keys', 'rename'])),
  options: z.object(options),
  /** The paths of the deliverables that are put in. */
  sources: z.array(z.string()),
  /** What has to come from the provider before this side is complete. */
  awaited: z.string().exactOptional(),
});
export type MergeView = z.infer<typeof mergeView>;

/** What was merged into the files of one side, and whether it can be undone now. */
export const mergedView = z.array(
  z.object({
    side: mergeSide,
    path: z.string(),
    backup: z.string(),
    at: instant,
    sources: z.array(z.string()),
    /**
     * `followed`: it was merged into again since, for another app. `changed`: by another program. `gone`: the file or its
     * backup is no longer there or can't be read.
     */
    state: z.enum(['undoable', 'followed', 'changed', 'gone']),
  }),
);
export type MergedView = z.infer<typeof mergedView>;

/** Refusals of the files that were chosen, beside those of the file system. */
export const MERGE_ERRORS = [
  'no-such-app',
  'no-files-chosen',
  /** The app or the provider can't be set up. */
  'invalid',
  /** A file can't be read, or is not what it should be. */
  'file-refused',
  /** This side is not set in such a file. */
  'file-unfit',
  /** It can't be edited safely. */
  'file-unsafe',
  /** `detail` names the services, one a line. */
  'which-service',
] as const;
