import { z } from 'zod';
import { APPLY_WAYS } from '../apply-ways.ts';
import { DELIVERABLE_KINDS } from '../deliverable-kinds.ts';
import { FILE_LANGUAGES } from '../render/types.ts';
import { STEP_AFTER } from '../step-order.ts';
import { entryId, handle, instant, source, typedPath } from './common.ts';
import { shownDiff } from './merge.ts';

/** Replaces each secret in a file. */
export const SECRET_MASK = '••••••••••••••••';

const deliverableKind = z.enum(DELIVERABLE_KINDS);

const why = z.object({ text: z.string(), source: source.exactOptional() });

/** How far the user is with it. `changed`: it was applied, but its values have changed since. */
export const APPLIED = ['no', 'yes', 'changed'] as const;
const applied = z.enum(APPLIED);

/**
 * Changes with the content, also with a secret in it, though it is not made from the secret. Sent back with a
 * tick, so that a tick always means what the user saw.
 */
const digest = z.string().max(128);

export const applyWay = z.enum(APPLY_WAYS);

/** The ways in which a step does what it is for, each with its files; see the type of the same name. */
const stepWays = z.object({
  of: z.string(),
  ways: z.partialRecord(applyWay, z.array(z.array(z.string()).readonly()).readonly()).readonly(),
});

/** When it was applied, and what tells it from what it is now. */
const since = { applied_at: instant.exactOptional(), applied_digest: digest.exactOptional() };

export const guideStepView = z.object({
  id: z.string(),
  title: z.string(),
  /** A shorter title, for where only one way is shown. */
  short: z.string().exactOptional(),
  by: stepWays.exactOptional(),
  /** What it waits for; see the type of the same name. */
  after: z.enum(STEP_AFTER).exactOptional(),
  /** True: nothing is entered, it is only looked whether something is so. */
  check: z.literal(true).exactOptional(),
  /** What somebody says who has nothing to do here. */
  not_here: z.string().exactOptional(),
  /** The step of the wizard where what it says is changed, and the field there. */
  leads_to: z
    .object({
      step: z.enum(['provider', 'app', 'addresses', 'secrets']),
      focus: z.string().exactOptional(),
      says: z.string().exactOptional(),
    })
    .exactOptional(),
  where: z.string(),
  url: z.string().exactOptional(),
  fields: z.array(
    z.object({
      label: z.string(),
      /** The mask if `secret` is true; the value is copied through `secrets.copy`. */
      value: z.string(),
      secret: z.boolean(),
      /** True: it is looked for before, in what is there already. */
      look: z.literal(true).exactOptional(),
      /** True: neither the workspace nor the provider named the value. */
      assumed: z.literal(true).exactOptional(),
    }),
  ),
  note: z.string().exactOptional(),
  /** What has to be so before it, and what is done with its values: one sentence a line. */
  must: z.string().exactOptional(),
  why: why.exactOptional(),
  applied,
  ...since,
  /** Its values when it was applied, if it has changed since and they are known. Secrets are masked. */
  was: z.array(z.object({ label: z.string(), value: z.string(), same: z.boolean() })).exactOptional(),
  digest,
});
export type GuideStepView = z.infer<typeof guideStepView>;

const base = {
  /** Identifies the deliverable within the workspace. */
  path: z.string(),
  kind: deliverableKind,
  side: z.enum(['provider', 'app']),
  provider: entryId,
  app: entryId.exactOptional(),
  secret: z.boolean(),
  title: z.string(),
  purpose: z.string(),
};

export const deliverableView = z.discriminatedUnion('form', [
  z.object({
    form: z.literal('file'),
    ...base,
    language: z.enum(FILE_LANGUAGES),
    lines: z.array(
      z.object({
        /** Secrets are replaced by the mask. */
        text: z.string(),
        why: why.exactOptional(),
        mark: z.literal('test').exactOptional(),
        /** True if it differs from what was last applied. */
        changed: z.boolean().exactOptional(),
      }),
    ),
    applied,
    ...since,
    /** What differs from what was applied, if that is known. */
    diff: z.object(shownDiff).exactOptional(),
    digest,
  }),
  z.object({ form: z.literal('guide'), ...base, intro: z.string(), steps: z.array(guideStepView) }),
]);
export type DeliverableView = z.infer<typeof deliverableView>;
export type FileView = Extract<DeliverableView, { form: 'file' }>;

/** Who loses access by the last change; see the type of the same name. */
export const accessLoss = z.object({
  groups: z.array(z.string()).readonly(),
  only: z.array(z.string()).readonly().exactOptional(),
  policy: z.string().exactOptional(),
});

/**
 * Records a tick outside the workspace. Without `step` it applies to the whole file. `app` is the app whose
 * preview was shown, `digest` what it showed.
 */
export const tickInput = z.strictObject({
  handle,
  app: entryId,
  digest,
  path: z.string().max(512),
  step: z.string().max(200).exactOptional(),
  done: z.boolean(),
});

/** The way in which a side is applied: a provider's for all its apps. */
export const wayInput = z.strictObject({
  handle,
  app: entryId,
  side: z.enum(['provider', 'app']),
  way: applyWay,
});

/** The ways that were chosen. */
export const chosenWays = z.object({ provider: applyWay.exactOptional(), app: applyWay.exactOptional() });
export type ChosenWays = z.infer<typeof chosenWays>;

export const exportInput = z.strictObject({
  handle,
  /** Absent: every app. */
  app: entryId.exactOptional(),
  /** The folder, if the user types paths. Refused if the host asks for the folder itself. */
  folder: typedPath.exactOptional(),
  /** Overwrites files that were changed by hand since the last export (after a backup). */
  force: z.boolean(),
});

export const exported = z.object({
  folder: z.string(),
  files: z.array(
    z.object({
      path: z.string(),
      secret: z.boolean(),
      written: z.enum(['new', 'replaced', 'same']),
      /** Name of the backup of the previous file. */
      backup: z.string().exactOptional(),
    }),
  ),
});

/** A file made for the user: saved by the host, or downloaded once by the page from its own origin. */
export const handedOver = z.discriminatedUnion('by', [
  z.object({ by: z.literal('saved'), path: z.string() }),
  /** `url` is relative, begins with `/api/download/`, and works once and for one minute. */
  z.object({ by: z.literal('download'), url: z.string(), name: z.string() }),
]);
export type HandedOver = z.infer<typeof handedOver>;
