import type { ApplyField } from '../../shared/host/apply.ts';

/** The plan that a person was last shown for one side of an app. */
export interface ShownPlan {
  readonly plan: string;
  /** By the key of the client: changes with everything that was shown of its side. Secrets count as digests. */
  readonly fingerprints: ReadonlyMap<string, string>;
  /** The values that it is about. Undefined: all. */
  readonly fields?: readonly ApplyField[] | undefined;
}

interface Place {
  readonly handle: string;
  readonly app: string;
  readonly side: 'provider' | 'app';
}

export interface ShownPlans {
  of(place: Place): ShownPlan | undefined;
  keep(place: Place, shown: ShownPlan): void;
}

export function createShownPlans(): ShownPlans {
  const shown = new Map<string, ShownPlan>();
  const keyOf = ({ handle, app, side }: Place): string => JSON.stringify([handle, app, side]);
  return {
    of: (place) => shown.get(keyOf(place)),
    keep: (place, one) => void shown.set(keyOf(place), one),
  };
}
