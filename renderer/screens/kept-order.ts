import { useReducer, useRef } from 'react';
import type { MapApp, MapGroup, MapProvider } from '../../shared/standing/map.ts';

/** An app with the group that it stands in on this visit, which is not always the one that it belongs to by now. */
export interface SeatedApp extends MapApp {
  readonly seat: MapGroup;
}
export interface SeatedProvider extends MapProvider {
  readonly apps: readonly SeatedApp[];
}

/** The apps in the order in which they stand, each with its group. */
type Seats = ReadonlyMap<string, MapGroup>;

/** The apps where they stood before; those that are new follow in their own order. */
export function seated(apps: readonly MapApp[], before: Seats = new Map()): readonly SeatedApp[] {
  const at = new Map([...before.keys()].map((id, index) => [id, index]));
  const place = ({ id }: MapApp) => at.get(id) ?? before.size;
  return [...apps]
    .sort((a, b) => place(a) - place(b))
    .map((app) => ({ ...app, seat: before.get(app.id) ?? app.group }));
}

/** True if an app belongs to another group than it stands in. One that is tested says nothing yet. */
export const isStale = ({ apps }: SeatedProvider): boolean =>
  apps.some(({ seat, group, testing }) => !testing && seat !== group);

/**
 * The map with its apps in the order and the groups of this visit: those that need the person come first when one arrives, and
 * nothing that is seen meanwhile moves an app away from under the pointer. `known`: how they stand is known by now. `sort`
 * puts everything where it belongs, for when the person asks for that.
 */
export function useKeptOrder(
  map: readonly MapProvider[],
  known: boolean,
): { readonly map: readonly SeatedProvider[]; readonly sort: () => void } {
  const seats = useRef<ReadonlyMap<string, Seats>>(new Map());
  const [, draw] = useReducer((times: number) => times + 1, 0);
  const kept = map.map((place) => ({ ...place, apps: seated(place.apps, seats.current.get(place.id)) }));
  if (known)
    seats.current = new Map(kept.map(({ id, apps }) => [id, new Map(apps.map((app) => [app.id, app.seat]))]));
  return {
    map: kept,
    sort: () => {
      seats.current = new Map();
      draw();
    },
  };
}
