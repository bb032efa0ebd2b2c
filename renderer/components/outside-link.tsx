import type { ReactNode } from 'react';
import { canParseUrl } from '../../shared/can-parse-url.ts';
import { useApp } from '../store/react.tsx';
import { CopyButton } from './copy.tsx';
import { Icon } from './icon.tsx';

/** True for addresses that the host opens: https, or this machine. */
const opens = (href: string): boolean => {
  if (!canParseUrl(href)) return false;
  const { protocol, hostname } = new URL(href);
  const here = hostname === 'localhost' || hostname === '[::1]' || /^127\./.test(hostname);
  return protocol === 'https:' || (protocol === 'http:' && here);
};

/** A link to an external page. The host opens it in the user's browser, never in this window. */
export function OutsideLink(props: {
  readonly href: string;
  readonly children: ReactNode;
  readonly className?: string;
  /** True: the arrow keys of a list lead to it, not Tab. */
  readonly skipTab?: boolean;
}): ReactNode {
  const { actions } = useApp();
  // An address that the host doesn't open can be copied and opened by hand.
  if (!opens(props.href)) return <CopyButton what={props.href} from={{ text: props.href }} />;
  return (
    <a
      href={props.href}
      target="_blank"
      rel="noopener noreferrer"
      {...(props.skipTab ? { tabIndex: -1 } : {})}
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
