import path from 'node:path';
import { z } from 'zod';
import { type AccessRecords, readAccessRecords } from '../../shared/client/access-loss.ts';
import { drift } from '../../shared/host/apply.ts';
import { instant, jsonValue } from '../../shared/host/common.ts';
import { applyWay } from '../../shared/host/deliverables.ts';
import { testRecord } from '../../shared/host/testing.ts';
import { WORKSPACE_ID } from '../../shared/workspace/rules.ts';
import { type JsonFile, openJsonFile } from '../services/files/json-file.ts';

const tick = z.object({ at: instant, digest: z.string() });

const seen = drift.omit({ side: true, outdated: true }).extend({ basis: z.string() });

/**
 * What Latchkey stores about a workspace outside its file, by the workspace's id: the progress of the wizard,
 * what was ticked as applied, and the last test results. Digests are made from texts with masked secrets.
 */
const workspaceState = z.object({
  progress: z.record(z.string(), z.record(z.string(), jsonValue)),
  /** By the deliverable's path. */
  ticks: z.record(
    z.string(),
    z.object({
      /** `texts`: the lines with masked secrets, to show what differs later. Absent of long files, and before. */
      file: tick
        .extend({ lines: z.array(z.string()), texts: z.array(z.string()).exactOptional() })
        .exactOptional(),
      /** `fields`: the same of the values. */
      steps: z.record(
        z.string(),
        tick.extend({
          fields: z
            .array(z.object({ label: z.string(), value: z.string(), digest: z.string() }))
            .exactOptional(),
        }),
      ),
    }),
  ),
  /** The ways that were chosen, by provider and by app. Absent in files of before. */
  ways: z
    .object({ providers: z.record(z.string(), applyWay), apps: z.record(z.string(), applyWay) })
    .default({ providers: {}, apps: {} }),
  /**
   * By app, newest first. `basis` is a digest of everything that the result depends on; the address of the
   * test login stands beside it.
   */
  tests: z.record(
    z.string(),
    z.array(
      testRecord
        .omit({ outdated: true })
        .extend({ basis: z.string(), test_redirect_uri: z.string().exactOptional() }),
    ),
  ),
  /** By app: what was written into files of the person's. Absent in files of before. */
  merged: z
    .record(
      z.string(),
      z.array(
        z.object({
          side: z.enum(['provider', 'app']),
          path: z.string(),
          /** The files or the folder that were chosen, to read them again. */
          named: z.array(z.string()),
          /** The paths of the deliverables that were put in. */
          sources: z.array(z.string()),
          backup: z.string(),
          /** Of the bytes that were written: tells this merge from others. */
          sha256: z.string(),
          at: instant,
        }),
      ),
    )
    .default({}),
  /** By app: who could sign in when its files were last given away or applied. Absent in files of before. */
  access: z
    .unknown()
    .default({})
    .transform((value): AccessRecords => readAccessRecords(value)),
  /** By app: what a person last said of it, and what that depends on. Absent in files of before. */
  said: z
    .record(
      z.string(),
      z.object({
        at: instant,
        worked: z.boolean(),
        basis: z.string(),
        test_redirect_uri: z.string().exactOptional(),
      }),
    )
    .default({}),
  /** By app and side: what the last comparison with the product showed, and what that depends on. Absent in files of before. */
  drifts: z
    .record(z.string(), z.object({ provider: seen.exactOptional(), app: seen.exactOptional() }))
    .default({}),
  /** By provider: when it last answered, at which address, and which version that showed. Files of before have only the time. */
  answered: z.record(
    z.string(),
    z.union([instant, z.object({ at: instant, url: z.string(), version: z.string().exactOptional() })]),
  ),
});
export type WorkspaceState = z.infer<typeof workspaceState>;

const EMPTY: WorkspaceState = {
  progress: {},
  ticks: {},
  ways: { providers: {}, apps: {} },
  tests: {},
  merged: {},
  access: {},
  said: {},
  drifts: {},
  answered: {},
};

/**
 * Opens the stored states of workspaces. Opens each file only once, so that changes run one after the other.
 */
export function openWorkspaceStates(folder: string): (id: string) => JsonFile<WorkspaceState> {
  const open = new Map<string, JsonFile<WorkspaceState>>();
  return (id) => {
    // The id becomes part of a file name; the rule for workspace ids makes that safe.
    if (!WORKSPACE_ID.test(id)) throw new Error('Not the id of a workspace.');
    const known =
      open.get(id) ?? openJsonFile(path.join(folder, 'workspaces', `${id}.json`), workspaceState, EMPTY);
    open.set(id, known);
    return known;
  };
}
