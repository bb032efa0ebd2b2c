import type { MergeSide } from '../../shared/host/merge.ts';
import type { MergeOptions } from '../services/merge/plan.ts';

/** What was shown of a merge. A text is kept only if there is no file to read it from again. */
export interface ShownMerge extends MergedFrom {
  readonly merge: string;
  readonly options: MergeOptions;
  /** Absent: it was refused. */
  readonly fingerprint?: string;
}

/** What is merged into. */
export interface MergedFrom {
  /** Files or a folder, as the person named them. */
  readonly named: readonly string[];
  /** Present: the page has sent these texts, and no file was named. */
  readonly texts?: readonly { readonly name: string; readonly text: string }[];
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
