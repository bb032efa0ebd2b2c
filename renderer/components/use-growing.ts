import { type RefObject, startTransition, useDeferredValue, useEffect, useRef, useState } from 'react';

/** More than the first screen of a large window shows. */
const FIRST = 48;
const MORE = 96;

/**
 * How many of `total` items to show: the first ones at once, so that the page is painted, then the others bit
 * by bit in the background, until all are there. It begins anew when `list` is another one.
 */
export function useGrowing(total: number, list?: unknown): number {
  const [grown, setGrown] = useState({ list, shown: FIRST });
  const wanted = grown.list === list ? grown.shown : FIRST;
  // Deferred, and no transition: of several transitions React may do the later ones first, and what a person asked for
  // meanwhile would wait until all is drawn.
  const shown = useDeferredValue(wanted);
  useEffect(() => {
    if (shown !== wanted) return;
    // A list that comes back begins anew, too.
    const isSame = grown.list === list;
    if (isSame && shown >= total) return;
    const timer = setTimeout(() => setGrown({ list, shown: isSame ? shown + MORE : FIRST }), 0);
    return () => clearTimeout(timer);
  }, [list, grown.list, shown, wanted, total]);
  return Math.min(shown, total);
}

/** More than the catalog has. */
const KEPT = 240;

/** The same for a list of any length: what is far below the window is shown when a person comes near its `end`. */
export function useWindow(
  total: number,
  list: unknown,
): { readonly shown: number; readonly end: RefObject<HTMLDivElement | null> } {
  const [reach, setReach] = useState({ list, most: KEPT });
  const most = reach.list === list ? reach.most : KEPT;
  const shown = useGrowing(Math.min(total, most), list);
  const end = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (end.current === null || shown < most || most >= total) return;
    const near = new IntersectionObserver(
      (seen) => {
        if (seen.some(({ isIntersecting }) => isIntersecting))
          startTransition(() => setReach({ list, most: most + MORE }));
      },
      { rootMargin: '100% 0px' },
    );
    near.observe(end.current);
    return () => near.disconnect();
  }, [list, shown, most, total]);
  return { shown, end };
}
