import type { ReactNode } from 'react';
import { Icon, type IconName } from './icon.tsx';

/** A list of things to do, each with its own button at the end of the row. */
export function WayList({ children }: { readonly children: ReactNode }): ReactNode {
  return <ul className="card way-list">{children}</ul>;
}

/** One row of it: what it is, what it does, and the button. */
export function Way(props: {
  readonly icon: IconName;
  readonly title: string;
  readonly text: string;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <li>
      <span className="mark" aria-hidden="true">
        <Icon name={props.icon} size={17} />
      </span>
      <div className="grow">
        <b>{props.title}</b>
        <p className="quiet">{props.text}</p>
      </div>
      {props.children}
    </li>
  );
}
