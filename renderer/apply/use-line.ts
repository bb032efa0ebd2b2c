import { type KeyboardEvent, useEffect, useRef, useState } from 'react';

/**
 * One Tab stop for a list of lines: up, down, Home and End move, Enter acts. The list keeps the focus; the line is named
 * by `aria-activedescendant`.
 */
export function useLine(count: number, first: number, act: (index: number) => void) {
  const [at, setAt] = useState(first);
  const list = useRef<HTMLElement>(null);
  const moved = useRef(false);
  const line = Math.min(at, Math.max(0, count - 1));
  useEffect(() => {
    if (!moved.current) return;
    moved.current = false;
    list.current?.children[line]?.scrollIntoView?.({ block: 'nearest', inline: 'start' });
  }, [line]);
  const go = (index: number) => {
    moved.current = true;
    setAt(Math.max(0, Math.min(count - 1, index)));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const to = { ArrowDown: line + 1, ArrowUp: line - 1, Home: 0, End: count - 1 }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      go(to);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      act(line);
    }
  };
  return { line, go, list, onKeyDown };
}
