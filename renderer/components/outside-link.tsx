import type { ReactNode } from 'react';
import { useApp } from '../store/react.tsx';
import { Icon } from './icon.tsx';

/** A link to a page outside: opened by the host in the user's browser, never in this window. */
export function OutsideLink(props: {
  readonly href: string;
  readonly children: ReactNode;
  readonly className?: string;
}): ReactNode {
  const { actions } = useApp();
  return (
    <a
      href={props.href}
      target="_blank"
      rel="noopener noreferrer"
      {...(props.className ? { className: props.className } : {})}
      onClick={(event) => {
        event.preventDefault();
        void actions.openOutside(props.href);
      }}
    >
      {props.children} <Icon name="out" size={13} />
    </a>
  );
}
