import { type ComponentType, lazy, type ReactNode, useState } from 'react';

/** A screen whose code comes when it is needed, or before. */
export interface ReadyScreen<P extends object> {
  readonly Screen: (props: P) => ReactNode;
  /** Fetches its code. Once it is there, the screen is drawn at once, and nothing empty before it. */
  readonly fetch: () => void;
}

/** Makes a screen of a module that is loaded apart. */
export function readyScreen<P extends object>(
  load: () => Promise<{ readonly default: ComponentType<P> }>,
): ReadyScreen<P> {
  let loaded: ComponentType<P> | undefined;
  const fetch = async () => {
    const all = await load();
    loaded = all.default;
    return all;
  };
  // The type of what is loaded late hides which props it has, where they are any.
  const Late = lazy(fetch) as unknown as ComponentType<P>;
  return {
    Screen: (props) => {
      // Another one later would forget what was typed.
      const [{ Chosen }] = useState(() => ({ Chosen: loaded ?? Late }));
      return <Chosen {...props} />;
    },
    // If it can't be had, the screen asks again itself, and tells.
    fetch: () => void fetch().catch(() => undefined),
  };
}
