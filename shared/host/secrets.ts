import { z } from 'zod';
import { ROTATION_STEPS } from '../client/rotation.ts';
import { APP_SECRET_PURPOSES, PROVIDER_SECRET_PURPOSES } from '../secrets.ts';
import { entryId, handle, instant } from './common.ts';
import { secretStore } from './session.ts';

export const secretPurpose = z.enum([...APP_SECRET_PURPOSES, ...PROVIDER_SECRET_PURPOSES]);

/** An app or a provider of the workspace, or a further client of an app, such as `argo_cli`. */
const owner = z.string().regex(/^[a-z][a-z0-9-]{0,39}(?:_[a-z]{1,20})?$/);

/** Identifies a secret: its owner and its purpose. */
export const secretRef = z.strictObject({ owner, purpose: secretPurpose });

/** What a page may ask for. A token of a product's API and a secret that was replaced never reach one. */
const pagePurpose = secretPurpose.exclude(['api_token', 'client_secret_replaced']);
export type PagePurpose = z.infer<typeof pagePurpose>;
export const askedSecret = z.strictObject({ owner, purpose: pagePurpose });

export const secretsStatus = z.object({
  store: secretStore,
  entries: z.array(
    z.object({
      owner,
      owner_side: z.enum(['app', 'provider']),
      purpose: pagePurpose,
      /** `not-needed`: the client is public. */
      state: z.enum(['present', 'missing', 'not-needed']),
      origin: z.enum(['generated', 'provided']).exactOptional(),
      changed_at: instant.exactOptional(),
      /** One sentence in plain words on what it is for. */
      about: z.string(),
      /** Of a further client of the app: what uses it, such as its command line. */
      used_by: z.string().exactOptional(),
      /** The provider that makes it, so that it can only be brought along, and where it is read there. */
      /** Only the digest of it is known: the app has the secret already, and no new one is made. */
      only_digest: z.literal(true).exactOptional(),
      made_by: z.object({ name: z.string(), where: z.string() }).exactOptional(),
    }),
  ),
  /** Apps whose secret was rotated and whose previous secret is still kept. */
  rotations: z.array(z.object({ app: entryId, started_at: instant })),
  /** Asked for one app: the steps of changing its secret, where its client is at the provider, and how it is done there. */
  rotating: z
    .object({
      steps: z.array(z.enum(ROTATION_STEPS)),
      where: z.string().exactOptional(),
      how: z.string().exactOptional(),
    })
    .exactOptional(),
  /**
   * Asked for one app: other apps without secrets yet whose clients stand in one list with its own.
   * Generating makes theirs too, because the list has to hold all of them.
   */
  others_missing: z.array(entryId).exactOptional(),
});
export type SecretsStatus = z.infer<typeof secretsStatus>;
export type SecretEntry = SecretsStatus['entries'][number];

/** What to put on the clipboard. Fields and files are identified by name; their content is never sent. */
export const copyTarget = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('secret'), ...askedSecret.shape }),
  z.strictObject({
    kind: z.literal('field'),
    path: z.string().max(512),
    step: z.string().max(200),
    /** Position in the step's `fields`. */
    field: z.number().int().min(0).max(999),
  }),
  z.strictObject({ kind: z.literal('file'), path: z.string().max(512) }),
  /** Lines that a merge leaves to the person: the position in its `by_hand`. */
  z.strictObject({
    kind: z.literal('by-hand'),
    app: entryId,
    side: z.enum(['provider', 'app']),
    merge: z.string().max(80),
    index: z.number().int().min(0).max(9_999),
  }),
  /** A file that was brought, with the mends that were made in it. */
  z.strictObject({
    kind: z.literal('mended'),
    brought: z.string().max(80),
    index: z.number().int().min(0).max(99),
  }),
  /** A merged text of which the page has sent the old one: its place among the files of the view. */
  z.strictObject({
    kind: z.literal('merged'),
    app: entryId,
    side: z.enum(['provider', 'app']),
    merge: z.string().max(80),
    file: z.number().int().min(0).max(99),
  }),
]);
export type CopyTarget = z.infer<typeof copyTarget>;

export const copied = z.discriminatedUnion('by', [
  /** The host has put it on the clipboard and clears it after this many seconds if it is still there. */
  z.object({ by: z.literal('host'), clears_after_s: z.number() }),
  /**
   * The page puts it on the clipboard itself, does not store it, and clears the clipboard in the same way.
   */
  z.object({ by: z.literal('page'), value: z.string(), clears_after_s: z.number() }),
]);

export const revealed = z.object({ value: z.string(), hide_after_s: z.number() });

export const provideInput = z.strictObject({
  handle,
  ...askedSecret.shape,
  value: z.string().min(1).max(16_384),
});
