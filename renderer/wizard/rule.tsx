import { type ReactNode, type SyntheticEvent, useState } from 'react';

/** One thing that is decided, on one line: what, how it is, and the way to change it, which opens below. */
export function Rule(props: {
  readonly name: string;
  readonly value: ReactNode;
  /** What the line offers: to change it, or to see more. */
  readonly act: string;
  /** Something in it is wrong, so it is open. */
  readonly open?: boolean;
  readonly children: ReactNode;
}): ReactNode {
  const [open, setOpen] = useState(false);
  const isOpen = open || props.open === true;
  const toggle = ({ currentTarget }: SyntheticEvent<HTMLDetailsElement>) => {
    // A field that has to be mended can't be led to in a closed one.
    if (props.open === true) currentTarget.open = true;
    setOpen(currentTarget.open);
  };
  return (
    <details className="rule" open={isOpen} onToggle={toggle}>
      <summary>
        <span className="rule-name" title={props.name}>
          {props.name}
        </span>
        <span className="rule-value">{props.value}</span>
        <span className="rule-act">{props.act}</span>
      </summary>
      {isOpen && <div className="rule-body">{props.children}</div>}
    </details>
  );
}
