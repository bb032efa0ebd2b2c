import { createHash } from 'node:crypto';
import type { Drift } from '../../shared/host/apply.ts';
import type { Workspace } from '../../shared/workspace/types.ts';
import type { JsonFile } from '../services/files/json-file.ts';
import type { WorkspaceState } from './workspace-state.ts';

/** What a comparison showed. */
export type Seen = Omit<Drift, 'outdated'>;

/**
 * What the last comparison of each side showed: nobody compares by itself, so it is kept until the next. Only the names of
 * what differs, never a value, as some of them are secret.
 */
export interface Drifts {
  note(workspace: Workspace, app: string, seen: Seen): Promise<void>;
  forget(workspace: Workspace, apps: readonly string[], side?: Drift['side']): Promise<void>;
  /** Undefined if nothing was compared. */
  of(state: WorkspaceState, workspace: Workspace, app: string): Drift[] | undefined;
}

const SIDES = ['provider', 'app'] as const;

/** A digest of the entries that a comparison depends on. */
function basisOf({ apps, providers }: Workspace, app: string): string {
  const entry = apps[app];
  return createHash('sha256')
    .update(JSON.stringify([entry, entry && providers[entry.provider]]))
    .digest('hex');
}

/** Keeps them where the results of tests are kept. If they can't be saved, the next comparison shows it anew. */
export const createDrifts = (stateOf: (workspace: string) => JsonFile<WorkspaceState>): Drifts => ({
  async note(workspace, app, seen) {
    const { side, product, at } = seen;
    const fields = seen.fields.map(({ title, paths }) => ({ title, paths: [...paths] }));
    const one = { product, at, fields, basis: basisOf(workspace, app) };
    await stateOf(workspace.id).update((now) => ({
      ...now,
      drifts: { ...now.drifts, [app]: { ...now.drifts[app], [side]: one } },
    }));
  },
  async forget(workspace, apps, side) {
    const gone = side === undefined ? SIDES : [side];
    await stateOf(workspace.id).update((now) => {
      const known = apps.filter((app) => gone.some((one) => now.drifts[app]?.[one] !== undefined));
      if (known.length === 0) return now;
      const drifts = { ...now.drifts };
      for (const app of known) {
        const rest = { ...drifts[app] };
        for (const one of gone) delete rest[one];
        drifts[app] = rest;
      }
      return { ...now, drifts };
    });
  },
  of({ drifts }, workspace, app) {
    const known = Object.hasOwn(drifts, app) ? drifts[app]! : {};
    const found = SIDES.flatMap((side) => (known[side] === undefined ? [] : [{ side, ...known[side] }]));
    if (found.length === 0) return undefined;
    const now = basisOf(workspace, app);
    return found.map(({ basis, ...drift }) => ({ ...drift, outdated: basis !== now }));
  },
});
