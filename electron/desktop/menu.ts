import { app, Menu, type MenuItemConstructorOptions } from 'electron';
import { MENU_KEYS, type MenuCommand } from '../../shared/host/menu.ts';
import type { RecentWorkspace } from '../../shared/host/session.ts';
import { WORDS } from './words.ts';

export interface MenuSetting {
  readonly platform: NodeJS.Platform;
  /** Adds reload and the inspector, for developers of Latchkey. */
  readonly development: boolean;
  /** Newest first. macOS has a list of its own. */
  readonly recent: readonly Pick<RecentWorkspace, 'path' | 'name' | 'missing'>[];
}

/** What the menu does beside Electron's standard items. */
export interface MenuActions {
  /** Sends a command to the page, which knows what is open. */
  readonly tell: (command: MenuCommand) => void;
  readonly openFile: (file: string) => void;
  readonly forgetRecent: () => void;
  readonly showLogs: () => void;
  readonly copySupport: () => void;
}

/** The longest list of files in the menu. */
const MOST_RECENT = 10;

/** The menu as data. */
export function menuTemplate(setting: MenuSetting, actions: MenuActions): MenuItemConstructorOptions[] {
  const mac = setting.platform === 'darwin';
  const item = (command: MenuCommand): MenuItemConstructorOptions => {
    const accelerator = MENU_KEYS[command];
    return {
      id: command,
      label: WORDS.commands[command],
      click: () => actions.tell(command),
      ...(accelerator === undefined ? {} : { accelerator }),
    };
  };
  const line: MenuItemConstructorOptions = { type: 'separator' };
  const own: MenuItemConstructorOptions[] = [
    { role: 'about' },
    line,
    item('settings'),
    line,
    { role: 'services' },
    line,
    { role: 'hide' },
    { role: 'hideOthers' },
    { role: 'unhide' },
    line,
    { role: 'quit' },
  ];
  return [
    ...(mac ? [{ role: 'appMenu', submenu: own } as MenuItemConstructorOptions] : []),
    {
      label: WORDS.file,
      submenu: [
        item('new'),
        item('open'),
        mac
          ? { role: 'recentDocuments', submenu: [{ role: 'clearRecentDocuments' }] }
          : recentMenu(setting, actions),
        line,
        item('save-as'),
        line,
        ...(mac
          ? [{ role: 'close' } as MenuItemConstructorOptions]
          : [
              item('settings'),
              line,
              { role: 'quit', label: WORDS.quit, accelerator: 'CmdOrCtrl+Q' } as MenuItemConstructorOptions,
            ]),
      ],
    },
    {
      label: WORDS.edit,
      submenu: [
        { role: 'undo', label: WORDS.undo },
        { role: 'redo', label: WORDS.redo },
        line,
        { role: 'cut', label: WORDS.cut },
        { role: 'copy', label: WORDS.copy },
        { role: 'paste', label: WORDS.paste },
        { role: 'delete', label: WORDS.delete },
        { role: 'selectAll', label: WORDS.selectAll },
      ],
    },
    {
      label: WORDS.view,
      submenu: [
        item('overview'),
        item('connect'),
        line,
        { role: 'resetZoom', label: WORDS.resetZoom },
        { role: 'zoomIn', label: WORDS.zoomIn },
        { role: 'zoomOut', label: WORDS.zoomOut },
        { role: 'togglefullscreen', label: WORDS.fullScreen },
        ...(setting.development
          ? [
              line,
              { role: 'reload' } as MenuItemConstructorOptions,
              { role: 'toggleDevTools' } as MenuItemConstructorOptions,
            ]
          : []),
      ],
    },
    ...(mac ? [{ label: WORDS.window, role: 'windowMenu' } as MenuItemConstructorOptions] : []),
    {
      label: WORDS.help,
      role: 'help',
      submenu: [
        item('explain'),
        item('practice'),
        item('shortcuts'),
        line,
        { id: 'logs', label: WORDS.logs, click: actions.showLogs },
        { id: 'support', label: WORDS.support, click: actions.copySupport },
      ],
    },
  ];
}

/** The files opened last, for systems whose own menus have no such list. */
function recentMenu(setting: MenuSetting, actions: MenuActions): MenuItemConstructorOptions {
  const there = setting.recent.filter(({ missing }) => !missing).slice(0, MOST_RECENT);
  return {
    id: 'recent',
    label: WORDS.recent,
    submenu:
      there.length === 0
        ? [{ label: WORDS.noRecent, enabled: false }]
        : [
            ...there.map(
              (one): MenuItemConstructorOptions => ({
                // A single “&” would underline the next letter.
                label: `${one.name} (${one.path})`.replaceAll('&', '&&'),
                click: () => actions.openFile(one.path),
              }),
            ),
            { type: 'separator' },
            { label: WORDS.forgetRecent, click: actions.forgetRecent },
          ],
  };
}

/** Sets the menu of every window. */
export function setupMenu(recent: MenuSetting['recent'], actions: MenuActions): void {
  const template = menuTemplate(
    { recent, platform: process.platform, development: !app.isPackaged },
    actions,
  );
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
