import type { HandedOver } from '../../shared/host/deliverables.ts';
import type { RecentWorkspace, Settings } from '../../shared/host/session.ts';
import type { Result } from '../../shared/result.ts';

/** A file made for the person, completely in memory. */
export interface MadeFile {
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** What differs between the desktop and the browser host. Both share all other code. */
export interface Platform {
  readonly host: 'desktop' | 'browser';
  /**
   * `dialog`: the functions below ask the person. `typed`: the page sends paths and they are never called.
   */
  readonly paths: 'dialog' | 'typed';
  /** These return undefined if the person closed the dialog. */
  askForWorkspace(): Promise<string | undefined>;
  askWhereToSave(suggested: string): Promise<string | undefined>;
  askForFolder(): Promise<string | undefined>;
  /** One or several files that are there. */
  askForFiles(): Promise<readonly string[] | undefined>;
  /** The files that were just dropped on a place of the page that takes them. Each drop is given out once. */
  takeDropped(): readonly string[];
  /**
   * Saves the file where the person wants it, or lets the page fetch it. Codes `cancelled`, `write-failed`.
   */
  handOver(file: MadeFile): Promise<Result<HandedOver>>;
  /** Copies a secret to the clipboard and clears it later. Returns false if the page has to do it. */
  copySecret(value: string): Promise<boolean>;
  /** Opens a checked address in the person's browser. `page`: the page has to open it. Code `open-failed`. */
  openOutside(url: string): Promise<Result<'host' | 'page'>>;
  /** Called with the settings at the start and whenever they change. */
  applySettings(settings: Settings): void;
  /** Adds a file to the system's own list of recent documents. */
  noteRecent(file: string): void;
  /** Called with Latchkey's list of recent files at the start and whenever it changes, newest first. */
  showRecent(recent: readonly RecentWorkspace[]): void;
  /** The last lines of the log. Empty where there is no log but the terminal. */
  logTail(): string;
  /** Ends the host shortly afterwards, so that pending answers can still be sent. */
  quit(): void;
}
