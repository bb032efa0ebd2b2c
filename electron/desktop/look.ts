import { readFileSync } from 'node:fs';
import path from 'node:path';
import { THEMES, type Theme } from '../../shared/host/look.ts';

/**
 * Reads the theme from the settings file in `folder`, without the code that knows the rest of it: the window
 * opens before that is loaded. What is missing or unknown follows the system.
 */
export function readTheme(folder: string): Theme {
  let saved: unknown;
  try {
    saved = JSON.parse(readFileSync(path.join(folder, 'settings.json'), 'utf8'));
  } catch {
    saved = undefined;
  }
  const { theme } = (typeof saved === 'object' && saved !== null ? saved : {}) as Record<string, unknown>;
  return THEMES.find((one) => one === theme) ?? 'system';
}
