import type { HandedOver } from '../../shared/host/deliverables.ts';
import type { Settings } from '../../shared/host/session.ts';
import type { Result } from '../../shared/result.ts';

/** A file made for the person, whole in memory. */
export interface MadeFile {
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** What differs between the desktop and the browser host. Everything else is the same code. */
export interface Platform {
  readonly host: 'desktop' | 'browser';
  /** `dialog`: the functions below ask the person. `typed`: the page sends paths, and they are never called. */
  readonly paths: 'dialog' | 'typed';
  /** BCP 47. */
  locale(): string;
  /** Each undefined when the person closed the dialog. */
  askForWorkspace(): Promise<string | undefined>;
  askWhereToSave(suggested: string): Promise<string | undefined>;
  askForFolder(): Promise<string | undefined>;
  /** Saves the file where the person wants it, or lets the page fetch it. Codes `cancelled`, `write-failed`. */
  handOver(file: MadeFile): Promise<Result<HandedOver>>;
  /** Puts a secret on the clipboard and clears it later. False: the page has to. */
  copySecret(value: string): Promise<boolean>;
  /** Opens a judged address in the person's browser. `page`: the page has to. Code `open-failed`. */
  openOutside(url: string): Promise<Result<'host' | 'page'>>;
  /** Called with the settings at the start and whenever they change. */
  applySettings(settings: Settings): void;
  noteRecent(file: string): void;
  /** Ends the host soon, after answers under way have left. */
  quit(): void;
}
