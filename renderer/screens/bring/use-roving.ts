import { type KeyboardEvent, type RefObject, useCallback, useEffect, useRef, useState } from 'react';

/** A list that is one Tab stop: up and down move in it. */
export interface Roving<List extends HTMLElement> {
  readonly list: RefObject<List | null>;
  /** The row that Tab goes to. */
  readonly at: number;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  /** A row got the focus in another way. */
  readonly onFocusRow: (row: number) => void;
}

/**
 * Makes a list one Tab stop. Its rows are what `selector` finds in it, in order. If a row with the focus goes, the one in
 * its place gets it.
 */
export function useRoving<List extends HTMLElement>(count: number, selector: string): Roving<List> {
  const list = useRef<List>(null);
  const [wanted, setWanted] = useState(0);
  const at = Math.max(0, Math.min(wanted, count - 1));
  const inside = useRef(false);
  const rows = (): HTMLElement[] => [...(list.current?.querySelectorAll<HTMLElement>(selector) ?? [])];

  // biome-ignore lint/correctness/useExhaustiveDependencies: only when rows come or go
  useEffect(() => {
    const lost = document.activeElement === document.body || document.activeElement === null;
    if (inside.current && lost) rows()[at]?.focus();
  }, [count]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: count - 1 }[event.key];
    const row = to === undefined ? undefined : rows()[to];
    if (row === undefined || to === undefined) return;
    event.preventDefault();
    setWanted(to);
    row.focus();
  };
  // The same function each time, so that only the rows are drawn again that change.
  const onFocusRow = useCallback((row: number) => {
    inside.current = true;
    setWanted(row);
  }, []);
  useEffect(() => {
    // What leaves the list on purpose leaves it for good.
    const left = (event: FocusEvent) => {
      if (event.target instanceof Node && !list.current?.contains(event.target)) inside.current = false;
    };
    document.addEventListener('focusin', left);
    return () => document.removeEventListener('focusin', left);
  }, []);
  return { list, at, onKeyDown, onFocusRow };
}
