import { app } from 'electron';
import type { Settings } from '../../shared/host/session.ts';

export type Language = 'en' | 'de';

let chosen: Settings['language'] = 'system';

/** Sets the language of the menus and of the system's message boxes. */
export function speak(language: Settings['language']): void {
  chosen = language;
}

/** The language of the screens. */
export const spoken = (): Language =>
  chosen === 'system' ? (app.getLocale().startsWith('de') ? 'de' : 'en') : chosen;
