import { z } from 'zod';
import type { Json } from '../apply/compare.ts';
import { LIVE_KEYS } from '../existing/import/live-keys.ts';
import { entryId, handle, instant, jsonValue, text } from './common.ts';

const json: z.ZodType<Json> = jsonValue;

const applySide = z.enum(['provider', 'app']);
export const onApplySide = z.strictObject({ handle, app: entryId, side: applySide });

/**
 * A token of a product's API, as a person typed it. The host holds it in memory until the screen is left, ten minutes at
 * most, and keeps it in the keychain only if the person wants. It is never answered.
 */
const givenToken = z.strictObject({ value: text(16_384).min(1), keep: z.boolean() });
export const compareInput = onApplySide.extend({ token: givenToken.exactOptional() });
export const planInput = compareInput.extend({
  /** Only these values, as a comparison names them. Absent: all. */
  fields: z
    .array(z.strictObject({ app: entryId, thing: text(80), path: text(300) }))
    .min(1)
    .max(100)
    .exactOptional(),
});
/** A provider, whatever apps it has. */
export const onProvider = z.strictObject({ handle, provider: entryId });
export const adoptInput = onProvider.extend({ token: givenToken.exactOptional() });
export const adoptLinesInput = z.strictObject({
  handle,
  /** Names what was read. */
  brought: text(80),
  apps: z.array(entryId).max(500),
});
export type ApplyField = NonNullable<z.infer<typeof planInput>['fields']>[number];
export const sendInput = onApplySide.extend({
  /** Names what the person was shown. */
  plan: text(80),
});
export const backPlanInput = onApplySide.extend({
  /** The run that is to be taken back, as `apply.state` names it. */
  run: text(80),
  token: givenToken.exactOptional(),
});
export const takeBackInput = onApplySide.extend({
  run: text(80),
  /** Names what the person was shown. */
  plan: text(80),
});

/** Whether the products' APIs take the two sides of an app. */
export const apiWays = z.object({
  provider: z.object({
    /** Why it can't be done so. Absent: it can. */
    why: z.string().exactOptional(),
  }),
  app: z.object({ why: z.string().exactOptional() }),
});
export type ApiWays = z.infer<typeof apiWays>;

/** What there is to know of one side before anything is asked. */
export const applyState = z.object({
  product: z.string(),
  /** The only origin that anything is sent to. */
  origin: z.string(),
  token: z.object({
    right: z.string(),
    /** What is enough for a comparison, if that is less. */
    reads: z.string().exactOptional(),
    /** How one is made, screen by screen. */
    how: z.string(),
    /** `client`: a client's id and its secret are asked for; `password`: a name and a password. With a colon between them. */
    form: z.enum(['token', 'client', 'password']),
    /** `held`: in the host's memory, until the screen is left. `kept`: in the keychain, for this origin. */
    state: z.enum(['none', 'held', 'kept']),
  }),
  /** What was applied last and can be taken back. */
  last: z
    .object({
      run: z.string(),
      at: instant,
      things: z.array(z.string()),
      /** `begun`: it was cut off, so it may be half done. */
      state: z.enum(['done', 'begun']),
    })
    .exactOptional(),
});
export type ApplyState = z.infer<typeof applyState>;

/** One value that is not as the workspace says. Named for good by `app`, `thing` and `path`. */
const difference = z.object({
  /** The names of the value, with slashes between them (RFC 6901). */
  path: z.string(),
  /** Null: it is not there. Secrets are dots. */
  now: json,
  wanted: json,
});

const thing = z.object({
  id: z.string(),
  title: z.string(),
  /** `cannot`: it differs, and the product has no request that changes it. `remove`: a later one replaced it. */
  action: z.enum(['make', 'change', 'remove', 'keep', 'cannot']),
  request: z
    // Without a body it can't be taken back.
    .object({ method: z.string(), path: z.string(), body: z.record(z.string(), json).exactOptional() })
    .exactOptional(),
  /** Empty where it is made anew. */
  differences: z.array(difference).readonly(),
  /** What is there beside and stays, by name. */
  untouched: z.array(z.string()).readonly(),
  /** Secrets that the product doesn't show, so that nobody knows whether they are right. */
  unseen: z.array(z.string()).readonly(),
});
export type PlannedThingView = z.infer<typeof thing>;

const sideView = z.object({
  /** The key of the app's client, or of a further client of it. */
  app: z.string(),
  things: z.array(thing),
  /** What stays to be done by hand. */
  leaves: z.array(z.string()).readonly(),
});

/** Everything that would be sent for one side. Nothing was. */
export const planView = z.object({
  plan: z.string(),
  product: z.string(),
  origin: z.string(),
  /** `stuck`: something differs that no request changes. */
  state: z.enum(['to-do', 'nothing', 'stuck']),
  requests: z.number(),
  sides: z.array(sideView),
});
export type PlanView = z.infer<typeof planView>;

/** What the workspace can take over of what stands there: one key of the app's entry. Null: what follows by itself. */
const takeOver = z.object({
  key: z.enum(LIVE_KEYS),
  stated: json,
  live: json,
  /** The values of the product that follow from it. */
  fields: z.array(z.object({ thing: z.string(), path: z.string() })),
});
export type TakeOver = z.infer<typeof takeOver>;

/** Where one side differs from the workspace. */
export const comparison = z.object({
  at: instant,
  product: z.string(),
  same: z.boolean(),
  sides: z.array(sideView.extend({ take_over: z.array(takeOver) })),
  /** Why it is not known what the workspace could take over. */
  unread: z.string().exactOptional(),
});
export type Comparison = z.infer<typeof comparison>;

/** What became of a plan. */
export const sent = z.discriminatedUnion('outcome', [
  z.object({
    outcome: z.literal('done'),
    things: z.array(z.object({ title: z.string(), action: thing.shape.action })),
    unseen: z.array(z.object({ title: z.string(), path: z.string() })),
    leaves: z.array(z.string()),
  }),
  /** What stands there is no longer what the plan was made for: nothing was sent, and this is the new plan. */
  z.object({ outcome: z.literal('changed'), plan: planView }),
  z.object({
    outcome: z.literal('failed'),
    code: z.string(),
    message: z.string(),
    detail: z.string().exactOptional(),
    /** What was sent before it ended, by title. */
    sent: z.array(z.string()),
    /** `nothing`: there was nothing to take back. `left`: something could not be, and `left` says what. */
    taken_back: z.enum(['all', 'nothing', 'left']),
    left: z.string().exactOptional(),
    /** Clients of the same app that were done before, and are left so. */
    before: z.array(z.string()),
  }),
]);
export type Sent = z.infer<typeof sent>;

/** `changed`: somebody changed it since, so it stays. `lost`: a secret that is nowhere any more. `gone`: it is not there. */
const left = z.array(
  z.object({ title: z.string(), path: z.string(), why: z.enum(['changed', 'lost', 'gone']) }),
);

/** Everything that would be sent to take a run back. Nothing was. */
export const backPlan = z.object({
  plan: z.string(),
  product: z.string(),
  origin: z.string(),
  requests: z.number(),
  /** `change`: it gets its former values. `keep`: it is as it was before. */
  things: z.array(thing),
  left,
});
export type BackPlanView = z.infer<typeof backPlan>;

export const takenBack = z.discriminatedUnion('outcome', [
  z.object({
    outcome: z.literal('done'),
    things: z.array(z.object({ title: z.string(), action: z.enum(['remove', 'put-back', 'nothing']) })),
    left,
  }),
  /** It would be another way back than was shown: nothing was sent. */
  z.object({ outcome: z.literal('changed'), plan: backPlan }),
]);
export type TakenBackView = z.infer<typeof takenBack>;

/** What the last comparison of one side showed. */
export const drift = z.object({
  side: applySide,
  product: z.string(),
  at: instant,
  /** By title, what differs of each thing; without a path it is not there at all. Empty: nothing differs. */
  fields: z.array(z.object({ title: z.string(), paths: z.array(z.string()) })),
  /** True: an entry that it depends on has changed since, so it says what was, not what is. */
  outdated: z.boolean(),
});
export type Drift = z.infer<typeof drift>;

/** Refusals of a product's API, and of what is needed to ask it. */
export const APPLY_ERRORS = [
  'no-such-app',
  /** The app or the provider can't be set up. */
  'invalid',
  /** The product has no API for this that Latchkey knows. */
  'no-way',
  /** No token is held or kept. */
  'token-needed',
  'token-unfit',
  'apply-token',
  'apply-insecure',
  'apply-incomplete',
  'apply-elsewhere',
  'apply-refused',
  'apply-unreachable',
  'apply-no-api',
  'apply-redirected',
  'apply-invalid',
  'apply-unauthorized',
  'apply-forbidden',
  'apply-not-there',
  'apply-conflict',
  'apply-too-many',
  'apply-failed',
  'apply-busy',
  'apply-journal-broken',
] as const;
