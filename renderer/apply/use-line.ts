import {
  type KeyboardEvent,
  type RefCallback,
  useCallback,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';

/** With less room than this, the pane begins at the end of the window, and is scrolled to as a whole. */
const MOST_HIDDEN = 24;

const show = (line: Element | undefined, block: 'center' | 'nearest'): void =>
  line?.scrollIntoView?.({ block, inline: 'start' });

/**
 * One Tab stop for a list of lines: up, down, Home and End move, Enter acts. The list keeps the focus; the line is named
 * by `aria-activedescendant`. Pointing only previews a line.
 */
export function useLine(given: {
  readonly count: number;
  readonly first: number;
  readonly act: (index: number) => void;
  /** The line that a person is led to, once for each `key`; less than 0: none. */
  readonly led: { readonly index: number; readonly key: string };
}) {
  const { count, act, led } = given;
  const id = useId();
  const [at, setAt] = useState(given.first);
  const [pointed, setPointed] = useState<number>();
  const list = useRef<HTMLElement>(null);
  const moved = useRef(false);
  const line = Math.min(at, Math.max(0, count - 1));
  useEffect(() => {
    if (!moved.current) return;
    moved.current = false;
    show(list.current?.children[line], 'nearest');
  }, [line]);
  // A text begins at its beginning, where it says what it is: a line that would have to be scrolled to is not looked at first.
  useLayoutEffect(() => {
    const pane = list.current?.parentElement;
    const first = list.current?.children[given.first];
    if (!pane || !first) return;
    // What stays at the lower edge of the window lies over the end of a high pane. Counted from the beginning of the page.
    const { top } = pane.getBoundingClientRect();
    const bars = [
      pane.closest('.step-now')?.querySelector('.step-foot'),
      document.querySelector('.page-bar'),
    ];
    const room =
      window.innerHeight -
      (top + window.scrollY) -
      bars.reduce((sum, bar) => sum + (bar?.getBoundingClientRect().height ?? 0), 0);
    const end = room > MOST_HIDDEN ? Math.min(pane.clientHeight, room) : pane.clientHeight;
    if (first.getBoundingClientRect().bottom + pane.scrollTop - top > end) setAt(0);
  }, [given.first]);
  const go = (index: number) => {
    moved.current = true;
    setAt(Math.max(0, Math.min(count - 1, index)));
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each line that is led to
  useEffect(() => {
    if (led.index < 0) return;
    go(led.index);
    // It may be the line that was looked at already, out of view; what is below it belongs to it.
    show(list.current?.children[led.index], 'center');
    list.current?.focus({ preventScroll: true });
  }, [led.key]);
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
  const ref: RefCallback<HTMLElement> = useCallback((element) => {
    list.current = element;
  }, []);
  return {
    go,
    list,
    /** The line that is looked at, by pointing or by keyboard. */
    shown: pointed ?? line,
    point: setPointed,
    /** What the list itself needs. */
    box: { tabIndex: 0, 'aria-activedescendant': `${id}-${line}`, ref, onKeyDown },
    line,
    idOf: (index: number) => `${id}-${index}`,
  } as const;
}
