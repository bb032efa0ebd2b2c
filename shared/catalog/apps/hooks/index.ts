import type { AppHook } from '../profiled.ts';

/** What the profiles of these kinds can't say of them. */
export const APP_HOOKS: Readonly<Record<string, AppHook>> = {
  kestra: { file_kind: 'kestra-config' },
};
