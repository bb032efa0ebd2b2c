import type { ReactNode } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { Icon, type IconName } from './icon.tsx';
import { useSlow } from './use-slow.ts';

export interface ButtonProps {
  readonly children?: ReactNode;
  readonly onPress?: () => void;
  readonly look?: 'primary' | 'plain' | 'quiet' | 'danger';
  readonly small?: boolean;
  readonly icon?: IconName;
  /** An icon after the text. */
  readonly iconAfter?: IconName;
  readonly busy?: boolean;
  readonly disabled?: boolean;
  readonly label?: string;
  readonly className?: string;
  readonly submit?: boolean;
  readonly autoFocus?: boolean;
  readonly describedBy?: string;
  /** True: the arrow keys of a list lead to it, not Tab. */
  readonly skipTab?: boolean;
}

const spinner = (className = 'spinner') => <span className={className} aria-hidden="true" />;

/**
 * A button. While `busy` it keeps its place and focus and ignores presses; a spinner appears after 300 ms.
 */
export function Button(props: ButtonProps): ReactNode {
  const slow = useSlow(props.busy === true);
  const classes = ['button', props.look ?? 'plain', props.small ? 'small' : '', props.className ?? ''];
  const onlyIcon = props.icon !== undefined && props.children === undefined;
  return (
    <AriaButton
      className={[...classes, onlyIcon ? 'icon' : ''].filter(Boolean).join(' ')}
      type={props.submit && !props.busy ? 'submit' : 'button'}
      isDisabled={props.disabled === true}
      excludeFromTabOrder={props.skipTab === true}
      {...(props.autoFocus ? { autoFocus: true } : {})}
      {...(props.busy ? { 'aria-busy': true } : props.onPress ? { onPress: props.onPress } : {})}
      {...(props.label ? { 'aria-label': props.label } : {})}
      {...(props.describedBy ? { 'aria-describedby': props.describedBy } : {})}
    >
      {slow && props.icon ? spinner() : props.icon && <Icon name={props.icon} />}
      {props.children}
      {slow && props.iconAfter && !props.icon
        ? spinner()
        : props.iconAfter && <Icon name={props.iconAfter} />}
      {/* Where no icon gives its room, it stands in the place of the words: beside them it would crowd or move them. */}
      {slow && !props.icon && !props.iconAfter && spinner('spinner over')}
    </AriaButton>
  );
}
