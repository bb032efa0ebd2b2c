import type { MergeSide } from '../../shared/host/merge.ts';
import type { MergeOptions } from '../services/merge/plan.ts';

/** Names what was shown of a merge. It holds no text of a file. */
export interface ShownMerge {
  readonly merge: string;
  /** Files or a folder, as the person named them. */
  readonly named: readonly string[];
  readonly options: MergeOptions;
  /** Absent: it was refused. */
  readonly fingerprint?: string;
}

interface Place {
  readonly handle: string;
  readonly app: string;
  readonly side: MergeSide;
}

/** What the person was last shown, for each side of each app. */
export interface ShownMerges {
  of(place: Place): ShownMerge | undefined;
  keep(place: Place, shown: ShownMerge): void;
}

export function createShownMerges(): ShownMerges {
  const shown = new Map<string, ShownMerge>();
  const keyOf = ({ handle, app, side }: Place): string => JSON.stringify([handle, app, side]);
  return {
    of: (place) => shown.get(keyOf(place)),
    keep: (place, one) => void shown.set(keyOf(place), one),
  };
}
