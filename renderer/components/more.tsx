import { type ReactNode, useState } from 'react';
import { Icon } from './icon.tsx';

/** A section that is closed at first. Its content is rendered only when it is open. */
export function More(props: {
  readonly title: ReactNode;
  readonly children: ReactNode;
  readonly open?: boolean;
}): ReactNode {
  const [open, setOpen] = useState(props.open === true);
  return (
    <details className="more" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <Icon name="next" size={13} />
        {props.title}
      </summary>
      {open && <div className="more-body">{props.children}</div>}
    </details>
  );
}
