/** Commands that the desktop menu may send to the page. */
export const MENU_COMMANDS = [
  'new',
  'open',
  'save-as',
  'overview',
  'connect',
  'explain',
  'settings',
  'practice',
  'shortcuts',
] as const;
export type MenuCommand = (typeof MENU_COMMANDS)[number];

/** The keys of the desktop menu's commands, as Electron writes accelerators. Help lists the same ones. */
export const MENU_KEYS: Readonly<Partial<Record<MenuCommand, string>>> = {
  new: 'CmdOrCtrl+N',
  open: 'CmdOrCtrl+O',
  'save-as': 'CmdOrCtrl+Shift+S',
  overview: 'CmdOrCtrl+1',
  connect: 'CmdOrCtrl+2',
  explain: 'CmdOrCtrl+E',
  settings: 'CmdOrCtrl+,',
  shortcuts: 'CmdOrCtrl+/',
};
