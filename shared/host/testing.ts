import { z } from 'zod';
import { FINDING_CODES } from '../diagnosis/findings.ts';
import { PROOF_CODES } from '../diagnosis/proofs.ts';
import {
  type Check,
  type Diagnosis,
  type EvidenceValue,
  type Finding,
  LIGHTS,
  type Report,
} from '../diagnosis/types.ts';
import { STANDINGS, type Standing } from '../standing/standing.ts';
import { drift } from './apply.ts';
import { entryId, instant, side } from './common.ts';

export const checkStatus = z.enum(['pass', 'warn', 'fail', 'inconclusive']);
const light = z.enum(LIGHTS);

const evidenceValue: z.ZodType<EvidenceValue> = z.lazy(() =>
  z.union([
    z.string(),
    z.number(),
    z.boolean(),
    z.null(),
    z.array(evidenceValue),
    z.record(z.string(), evidenceValue),
  ]),
);
const evidence = z.record(z.string(), evidenceValue);

const finding: z.ZodType<Finding> = z.object({
  code: z.enum(FINDING_CODES),
  severity: z.enum(['fail', 'warn', 'info']),
  data: evidence,
});

export const check: z.ZodType<Check> = z.object({
  id: z.string(),
  title: z.string(),
  status: checkStatus,
  light,
  summary: z.string(),
  evidence,
  findings: z.array(finding),
  /** Without these no light can be green, so they cross with the check and are kept with the result. */
  proofs: z.array(z.enum(PROOF_CODES)).exactOptional(),
  because_of: z.string().exactOptional(),
});

export const diagnosis: z.ZodType<Diagnosis> = z.object({
  id: z.string(),
  side,
  either: z.literal(true).exactOptional(),
  elsewhere: z.literal(true).exactOptional(),
  title: z.string(),
  cause: z.string(),
  fix: z.object({
    text: z.string(),
    setting: z.string().exactOptional(),
    value: z.string().exactOptional(),
    current: z.string().exactOptional(),
    deliverable: z.string().exactOptional(),
    workspace_path: z.string().exactOptional(),
  }),
  confidence: z.number(),
  explains: z.array(z.string()),
});

export const report: z.ZodType<Report> = z.object({
  result: checkStatus,
  checks: z.array(check),
  diagnoses: z.array(diagnosis),
});

/** One row of the claims table: what was received, where the app looks, and what that means for this app. */
export const claimRow = z.object({
  claim: z.string(),
  /** The value as text for a screen, shortened. Null: not there. */
  id_token: z.string().nullable(),
  userinfo: z.string().nullable(),
  /** `unused`: received, but the app doesn't read it. */
  need: z.enum(['required', 'optional', 'unused']),
  read_from: z.enum(['id_token', 'userinfo']),
  verdict: checkStatus,
  /** A few words: `found`, `only in userinfo`, `missing`. */
  verdict_text: z.string(),
  why: z.string().exactOptional(),
});
export type ClaimRow = z.infer<typeof claimRow>;

/** The outcome of one test of one app, as kept by the host. */
export const testRecord = z.object({
  app: entryId,
  /** `network`: the output of the container command, pasted. */
  kind: z.enum(['check', 'login', 'network']),
  at: instant,
  duration_ms: z.number(),
  report,
  /** Empty unless a login got far enough to read claims. */
  claims: z.array(claimRow),
  /** True if workspace, version or secret changed since, so that the result may no longer be valid. */
  outdated: z.boolean(),
});
export type TestRecord = z.infer<typeof testRecord>;

export const checkEvent = z.discriminatedUnion('type', [
  /** What will be tested, in order, so that the rows can be shown before the results arrive. */
  z.object({
    type: z.literal('planned'),
    app: entryId,
    checks: z.array(z.object({ id: z.string(), title: z.string(), light })),
  }),
  z.object({ type: z.literal('check'), app: entryId, check }),
  z.object({ type: z.literal('report'), app: entryId, record: testRecord }),
  /** This app can't be tested at all; the tests of the other apps continue. */
  z.object({ type: z.literal('failed'), app: entryId, code: z.string(), message: z.string() }),
]);
export type CheckEvent = z.infer<typeof checkEvent>;

/** Identifies a running test login. */
export const loginId = z.string().regex(/^[A-Za-z0-9_-]{1,80}$/);

export const loginEvent = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('ready'),
    login: loginId,
    /** The only URL to open. `opened`: the host has already opened it in the user's browser. */
    url: z.string(),
    opened: z.boolean(),
    /** Where the response is expected. */
    redirect_uri: z.string(),
    timeout_s: z.number(),
  }),
  /** One line on what happens. A later event with the same `id` replaces it. */
  z.object({
    type: z.literal('step'),
    id: z.string(),
    /** Milliseconds since the start. */
    at_ms: z.number(),
    title: z.string(),
    detail: z.string(),
    state: z.enum(['running', 'pass', 'warn', 'fail', 'inconclusive']),
  }),
  z.object({ type: z.literal('check'), check }),
  z.object({ type: z.literal('report'), record: testRecord }),
]);

const lightStatus = z.enum([...checkStatus.options, 'waiting']);

/** How one app stands. Everything that a screen says about it in green follows from this. */
const standing: z.ZodType<Standing> = z.object({
  word: z.enum(STANDINGS),
  state: lightStatus,
  needs_you: z.boolean(),
  logged_in: z.boolean(),
  at: instant.exactOptional(),
  said_at: instant.exactOptional(),
  lights: z.array(
    z.object({ light, status: lightStatus, summary: z.string().exactOptional(), passed: z.number() }),
  ),
  cause: z.object({ id: z.string(), side, title: z.string(), of_provider: z.boolean() }).exactOptional(),
});

/** Guide steps and files together. `changed`: applied once, but changed since. */
export const appliedCount = z.object({ done: z.number(), changed: z.number(), total: z.number() });

export const appOverview = z.object({
  id: entryId,
  applied: appliedCount,
  secret: z.enum(['present', 'missing', 'not-needed', 'rotating']),
  standing,
  /** What the last comparison with the products showed, if there was one. */
  drift: z.array(drift).exactOptional(),
});
export type AppOverview = z.infer<typeof appOverview>;

/** How one app stands. `revision`: the content of the workspace file it is about. */
export const appStanding = z.object({ revision: z.string(), app: appOverview });

/** The current state, for the overview. */
export const overview = z.object({
  /** The content of the workspace file that this is about. */
  revision: z.string(),
  providers: z.array(
    z.object({
      id: entryId,
      /** When it last answered a check or a discovery. */
      answered_at: instant.nullable(),
    }),
  ),
  apps: z.array(appOverview),
});
export type Overview = z.infer<typeof overview>;

export const explanation = z.object({
  /** What the configuration in the text is of, in a few words; absent if there is none. */
  read_as: z.string().exactOptional(),
  /** What the text is, and where to look if nothing in it is known. */
  read: z.object({
    kind: z.enum(['probe', 'address', 'answer', 'page', 'json', 'log', 'message', 'report']),
    of: z.string().exactOptional(),
    lines: z.number().exactOptional(),
    matter: z.number().exactOptional(),
    next: z.enum(['check', 'app-log', 'provider-log', 'other-log', 'first-try', 'code-given']),
    /** How the app's log is set to debug, where that helps next and is known. */
    debug: z
      .union([
        z.object({ app: z.string(), variable: z.string(), value: z.string() }),
        z.object({ app: z.string(), where: z.string() }),
      ])
      .exactOptional(),
  }),
  /** What the container command printed, or Docker in its place, says where no cause fits. */
  said: z
    .object({ text: z.string(), well: z.enum(['way', 'way-and-settings']).exactOptional() })
    .exactOptional(),
  /** Best match first. Empty: no known cause fits. */
  diagnoses: z.array(diagnosis),
  /** True if something that looked like a secret was removed before any other processing. */
  redacted: z.boolean(),
});
export type Explanation = z.infer<typeof explanation>;
