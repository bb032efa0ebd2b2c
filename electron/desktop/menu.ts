import { app, Menu, type MenuItemConstructorOptions } from 'electron';
import type { MENU_COMMANDS } from '../../shared/host/session.ts';
import { type Language, spoken } from './language.ts';

type Command = (typeof MENU_COMMANDS)[number];

interface Words {
  readonly file: string;
  readonly edit: string;
  readonly view: string;
  readonly window: string;
  readonly help: string;
  readonly commands: Readonly<Record<Command, string>>;
}

const WORDS: Readonly<Record<Language, Words>> = {
  en: {
    file: 'File',
    edit: 'Edit',
    view: 'View',
    window: 'Window',
    help: 'Help',
    commands: {
      new: 'New workspace',
      open: 'Open …',
      'save-as': 'Save as …',
      overview: 'Overview',
      connect: 'Connect an app',
      explain: 'Paste an error …',
      settings: 'Settings …',
      practice: 'Try it with a practice provider',
    },
  },
  de: {
    file: 'Ablage',
    edit: 'Bearbeiten',
    view: 'Ansicht',
    window: 'Fenster',
    help: 'Hilfe',
    commands: {
      new: 'Neuer Arbeitsbereich',
      open: 'Öffnen …',
      'save-as': 'Sichern unter …',
      overview: 'Übersicht',
      connect: 'App verbinden',
      explain: 'Fehlermeldung einfügen …',
      settings: 'Einstellungen …',
      practice: 'Mit Übungsanbieter ausprobieren',
    },
  },
};

export interface MenuSetting {
  readonly platform: NodeJS.Platform;
  readonly language: Language;
  /** Adds reload and the inspector, for developers of Latchkey. */
  readonly development: boolean;
}

/**
 * The menu as data. Commands are sent to the page, which knows what is open. Electron handles standard items.
 */
export function menuTemplate(
  setting: MenuSetting,
  tell: (command: Command) => void,
): MenuItemConstructorOptions[] {
  const mac = setting.platform === 'darwin';
  const words = WORDS[setting.language];
  const item = (command: Command, accelerator?: string): MenuItemConstructorOptions => ({
    id: command,
    label: words.commands[command],
    click: () => tell(command),
    ...(accelerator === undefined ? {} : { accelerator }),
  });
  const line: MenuItemConstructorOptions = { type: 'separator' };
  const own: MenuItemConstructorOptions[] = [
    { role: 'about' },
    line,
    item('settings', 'CmdOrCtrl+,'),
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
      label: words.file,
      submenu: [
        item('new', 'CmdOrCtrl+N'),
        item('open', 'CmdOrCtrl+O'),
        ...(mac
          ? [
              {
                role: 'recentDocuments',
                submenu: [{ role: 'clearRecentDocuments' }],
              } as MenuItemConstructorOptions,
            ]
          : []),
        line,
        item('save-as', 'CmdOrCtrl+Shift+S'),
        line,
        ...(mac
          ? [{ role: 'close' } as MenuItemConstructorOptions]
          : [item('settings', 'CmdOrCtrl+,'), line, { role: 'quit' } as MenuItemConstructorOptions]),
      ],
    },
    {
      label: words.edit,
      submenu: [
        { role: 'undo' },
        { role: 'redo' },
        line,
        { role: 'cut' },
        { role: 'copy' },
        { role: 'paste' },
        { role: 'delete' },
        { role: 'selectAll' },
      ],
    },
    {
      label: words.view,
      submenu: [
        item('overview', 'CmdOrCtrl+1'),
        item('connect', 'CmdOrCtrl+2'),
        line,
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { role: 'togglefullscreen' },
        ...(setting.development
          ? [
              line,
              { role: 'reload' } as MenuItemConstructorOptions,
              { role: 'toggleDevTools' } as MenuItemConstructorOptions,
            ]
          : []),
      ],
    },
    ...(mac ? [{ label: words.window, role: 'windowMenu' } as MenuItemConstructorOptions] : []),
    { label: words.help, role: 'help', submenu: [item('explain', 'CmdOrCtrl+E'), item('practice')] },
  ];
}

/** Sets the menu in the language of the screens. */
export function setupMenu(tell: (command: Command) => void): void {
  const template = menuTemplate(
    { platform: process.platform, language: spoken(), development: !app.isPackaged },
    tell,
  );
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
