import { readFileSync } from 'node:fs';
import path from 'node:path';
import { LANGUAGES, type Language, THEMES, type Theme } from '../../shared/host/look.ts';

/** What the window needs of the settings before it opens. */
export interface Look {
  readonly theme: Theme;
  readonly language: Language;
}

/**
 * Reads theme and language from the settings file in `folder`, without the code that knows the rest of it: the
 * window opens before that is loaded. What is missing or unknown follows the system.
 */
export function readLook(folder: string): Look {
  let saved: unknown;
  try {
    saved = JSON.parse(readFileSync(path.join(folder, 'settings.json'), 'utf8'));
  } catch {
    saved = undefined;
  }
  const { theme, language } = (typeof saved === 'object' && saved !== null ? saved : {}) as Record<
    string,
    unknown
  >;
  return {
    theme: THEMES.find((one) => one === theme) ?? 'system',
    language: LANGUAGES.find((one) => one === language) ?? 'system',
  };
}
