import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Icon } from './icon.tsx';
import { revealWhole } from './reveal.ts';

/** A section that is closed at first. Its content is rendered only when it is open. */
export function More(props: {
  readonly title: ReactNode;
  readonly children: ReactNode;
  readonly open?: boolean;
  /** True: scrolls to what a press has opened, where that is below the window. */
  readonly reveals?: boolean;
}): ReactNode {
  const [open, setOpen] = useState(props.open === true);
  const whole = useRef<HTMLDetailsElement>(null);
  const before = useRef(open);
  useEffect(() => {
    if (open && !before.current && props.reveals) revealWhole(whole.current);
    before.current = open;
  }, [open, props.reveals]);
  return (
    <details ref={whole} className="more" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <Icon name="next" size={13} />
        {props.title}
      </summary>
      {open && <div className="more-body">{props.children}</div>}
    </details>
  );
}
