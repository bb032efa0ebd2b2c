import type { AppEntry } from './types.ts';

/** A setting of an app, if the workspace states it and it is a text. What may stand there, the app's profile says. */
export const textSetting = ({ settings }: Pick<AppEntry, 'settings'>, key: string): string | undefined => {
  const value = settings?.[key];
  return typeof value === 'string' ? value : undefined;
};
