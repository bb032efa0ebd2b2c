import { useRef } from 'react';
import type { MapApp, MapProvider } from '../../shared/standing/map.ts';

/** By provider, the apps in the order in which they stand. */
export type Order = ReadonlyMap<string, readonly string[]>;

/** The apps where they stood before; those that are new follow in their own order. */
export function inOrder(apps: readonly MapApp[], before: readonly string[] = []): readonly MapApp[] {
  const at = new Map(before.map((id, index) => [id, index]));
  const place = ({ id }: MapApp) => at.get(id) ?? before.length;
  return [...apps].sort((a, b) => place(a) - place(b));
}

/**
 * The map with its apps in the order of this visit: those that need the person come first when one arrives, and nothing that
 * is seen meanwhile moves a row away from under the pointer. `known`: how they stand is known by now.
 */
export function useKeptOrder(map: readonly MapProvider[], known: boolean): readonly MapProvider[] {
  const order = useRef<Order>(new Map());
  const kept = map.map((place) => ({ ...place, apps: inOrder(place.apps, order.current.get(place.id)) }));
  if (known) order.current = new Map(kept.map(({ id, apps }) => [id, apps.map((app) => app.id)]));
  return kept;
}
