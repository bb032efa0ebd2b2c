import type { Drift } from '../../shared/host/apply.ts';
import type { Workspace } from '../../shared/workspace/types.ts';

type Side = Drift['side'];

/** What the last comparison of each side showed, in memory: nobody compares by itself. */
export interface Drifts {
  note(workspace: Workspace, app: string, drift: Drift): void;
  forget(workspace: Workspace, app: string, side: Side): void;
  /** Undefined if nothing was compared since the app's and its provider's entries are as they are. */
  of(workspace: Workspace, app: string): Drift[] | undefined;
}

export function createDrifts(): Drifts {
  const known = new Map<string, { readonly basis: string; readonly drift: Drift }>();
  const keyOf = ({ id }: Workspace, app: string, side: Side) => JSON.stringify([id, app, side]);
  const basisOf = ({ apps, providers }: Workspace, app: string) => {
    const entry = apps[app];
    return JSON.stringify([entry, entry && providers[entry.provider]]);
  };
  return {
    note: (workspace, app, drift) =>
      void known.set(keyOf(workspace, app, drift.side), { basis: basisOf(workspace, app), drift }),
    forget: (workspace, app, side) => void known.delete(keyOf(workspace, app, side)),
    of(workspace, app) {
      if (known.size === 0) return undefined;
      const found = (['provider', 'app'] as const).flatMap(
        (side) => known.get(keyOf(workspace, app, side)) ?? [],
      );
      if (found.length === 0) return undefined;
      const basis = basisOf(workspace, app);
      const drifts = found.filter((one) => one.basis === basis).map(({ drift }) => drift);
      return drifts.length === 0 ? undefined : drifts;
    },
  };
}
