import type { ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import { Menu, MenuItem, MenuTrigger } from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';

/** A menu of actions behind a button with three dots. */
export function ActionMenu(props: {
  readonly label: string;
  readonly items: readonly { readonly id: string; readonly text: string; readonly act: () => void }[];
}): ReactNode {
  return (
    <MenuTrigger>
      <Button className="button quiet icon menu-button" aria-label={props.label}>
        <svg viewBox="0 0 16 16" width="18" height="18" fill="currentColor" aria-hidden="true">
          <circle cx="3" cy="8" r="1.4" />
          <circle cx="8" cy="8" r="1.4" />
          <circle cx="13" cy="8" r="1.4" />
        </svg>
      </Button>
      <Popover className="menu-box" placement="bottom end">
        <Menu
          className="menu"
          aria-label={props.label}
          onAction={(key) => props.items.find((item) => item.id === key)?.act()}
        >
          {props.items.map((item) => (
            <MenuItem key={item.id} id={item.id} className="menu-item">
              {item.text}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
