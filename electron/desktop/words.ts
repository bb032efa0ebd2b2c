import type { MENU_COMMANDS } from '../../shared/host/session.ts';
import { type Language, spoken } from './language.ts';

/** What menus and dialogs outside the page say. */
export interface Words {
  readonly file: string;
  readonly edit: string;
  readonly view: string;
  readonly window: string;
  readonly help: string;
  readonly commands: Readonly<Record<(typeof MENU_COMMANDS)[number], string>>;
  readonly recent: string;
  readonly noRecent: string;
  readonly forgetRecent: string;
  readonly logs: string;
  readonly support: string;
  readonly supportCopied: string;
  readonly supportCopiedDetail: string;
  readonly undo: string;
  readonly redo: string;
  readonly cut: string;
  readonly copy: string;
  readonly paste: string;
  readonly delete: string;
  readonly selectAll: string;
  readonly copyLink: string;
  readonly resetZoom: string;
  readonly zoomIn: string;
  readonly zoomOut: string;
  readonly fullScreen: string;
  readonly quit: string;
  readonly workspaces: string;
  readonly ok: string;
  readonly notWorkspace: string;
  readonly notWorkspaceDetail: string;
  readonly crashed: string;
  readonly silent: string;
  readonly unloaded: string;
  readonly kept: string;
  readonly reload: string;
  readonly wait: string;
  readonly restart: string;
}

export const WORDS: Readonly<Record<Language, Words>> = {
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
      shortcuts: 'Keyboard shortcuts',
    },
    recent: 'Open recent',
    noRecent: 'Nothing was opened yet',
    forgetRecent: 'Clear this list',
    logs: 'Open the log folder',
    support: 'Copy support bundle',
    supportCopied: 'The support bundle is on the clipboard.',
    supportCopiedDetail:
      'It holds versions, the last lines of the log and the last results of the open workspace, without secrets. Read it before you paste it anywhere.',
    undo: 'Undo',
    redo: 'Redo',
    cut: 'Cut',
    copy: 'Copy',
    paste: 'Paste',
    delete: 'Delete',
    selectAll: 'Select all',
    copyLink: 'Copy link address',
    resetZoom: 'Actual size',
    zoomIn: 'Larger',
    zoomOut: 'Smaller',
    fullScreen: 'Full screen',
    quit: 'Quit',
    workspaces: 'Latchkey workspace',
    ok: 'OK',
    notWorkspace: 'This is no workspace of Latchkey.',
    notWorkspaceDetail: 'Drop a file that ends in .latchkey, or a YAML file that holds a workspace.',
    crashed: 'The page in Latchkey’s window has crashed.',
    silent: 'The page in Latchkey’s window doesn’t respond.',
    unloaded: 'The page in Latchkey’s window could not be loaded.',
    kept: 'Your workspaces are saved. The log says what happened.',
    reload: 'Load it again',
    wait: 'Wait',
    restart: 'Start again',
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
      'save-as': 'Speichern unter …',
      overview: 'Übersicht',
      connect: 'App verbinden',
      explain: 'Fehlermeldung einfügen …',
      settings: 'Einstellungen …',
      practice: 'Mit Übungsanbieter ausprobieren',
      shortcuts: 'Tastenkürzel',
    },
    recent: 'Zuletzt geöffnet',
    noRecent: 'Noch nichts geöffnet',
    forgetRecent: 'Liste leeren',
    logs: 'Ordner der Protokolle öffnen',
    support: 'Angaben für Hilfe kopieren',
    supportCopied: 'Die Angaben sind in der Zwischenablage.',
    supportCopiedDetail:
      'Darin stehen Versionen, die letzten Zeilen des Protokolls und die letzten Ergebnisse des offenen Arbeitsbereichs, keine Geheimnisse. Lies sie, bevor du sie irgendwo einfügst.',
    undo: 'Rückgängig',
    redo: 'Wiederholen',
    cut: 'Ausschneiden',
    copy: 'Kopieren',
    paste: 'Einfügen',
    delete: 'Löschen',
    selectAll: 'Alles auswählen',
    copyLink: 'Adresse des Links kopieren',
    resetZoom: 'Originalgröße',
    zoomIn: 'Größer',
    zoomOut: 'Kleiner',
    fullScreen: 'Vollbild',
    quit: 'Beenden',
    workspaces: 'Arbeitsbereich von Latchkey',
    ok: 'OK',
    notWorkspace: 'Das ist kein Arbeitsbereich von Latchkey.',
    notWorkspaceDetail:
      'Lege eine Datei ab, die auf .latchkey endet, oder eine YAML-Datei mit einem Arbeitsbereich.',
    crashed: 'Die Seite in Latchkeys Fenster ist abgestürzt.',
    silent: 'Die Seite in Latchkeys Fenster reagiert nicht.',
    unloaded: 'Die Seite in Latchkeys Fenster konnte nicht geladen werden.',
    kept: 'Ihre Arbeitsbereiche sind gesichert. Im Protokoll steht, was geschah.',
    reload: 'Neu laden',
    wait: 'Warten',
    restart: 'Neu starten',
  },
};

/** The words in the language of the screens. */
export const words = (): Words => WORDS[spoken()];
